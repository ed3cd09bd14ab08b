// Package scan looks for planted marks in every byte of files, folders and memory.
//
// A test plants one unique mark per field and file (Mark), runs the house, and asks where the marks are: before deletion all of them, after it
// none. A mark is found raw and in capitals, as base64 (three alignments, both alphabets), hex, UTF-16, percent-encoding, JSON, HTML
// and octal escapes and quoted-printable, also where lines were folded; and all of that inside gzip, zlib, raw deflate, bzip2, zip
// members, tar, PDF streams and strings, and base64 attachments of these, nested to a stated depth. Containers are
// recognised wherever they begin, so a blob in a database page or half a zip is read as far as it goes. Names of files are scanned as well.
//
// Inflation is bounded (Options.Inflate, per file) and so is memory. What a bound cut off is an error (ErrCut) and never a silence: zero
// hits with an error is no evidence, and zero hits without one is evidence only beside a positive control.
//
// What it cannot see: encryption (try the keys: see key closure), xz, zstd and PostgreSQL's own compression of values over 2 kB,
// a mark that a database split over two pages that do not follow each other, text that a PDF draws by glyph numbers or
// splits for kerning, and pictures of text.
//
// For tests and verv prove-erasure. It writes nothing, and hits hold the mark, which is random, and no surroundings.
package scan
