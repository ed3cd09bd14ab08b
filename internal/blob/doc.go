// Package blob keeps files: CVs that were handed in, exports that were asked for. Each is sealed under the key of its dossier before
// a byte of it is written, and can be read in ranges.
//
// The bytes lie in a Place (a folder, or S3); the row that describes them lies in the store. The bytes are durable before the row is
// written, and at an erasure the key goes first, then the bytes, then the row. Bytes without a row are swept after 24 hours.
//
// A file is new, held or gone. Package sniff below this one looks at what an upload really is. Blob never serves a file under the
// name or the type that its sender chose.
package blob
