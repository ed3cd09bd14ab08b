// Package sniff looks at a document that somebody wants to upload and says whether it may come in. It is pure: bytes in,
// a kind or a reasoned refusal out.
//
// Only PDF and DOCX come in, judged by content and never by name. A refusal is a *fault.Fault whose key begins with
// "blob.file." and says what the person can do about it.
//
// # What is refused
//
//   - PDF: cut off, locked with a password, with script (JavaScript, XFA), with actions that start programs or send
//     data, with attached files, with more objects, pages or pixels than a CV needs, or whose packed parts unfold beyond
//     the limits. Names are read the way a viewer reads them (#4a is J), object streams are unfolded, and objects hidden
//     inside other streams are looked at as well.
//   - DOCX: no whole Word document, macros, embedded files, anything fetched from outside other than a plain hyperlink,
//     fields that fetch or run (DDE, INCLUDETEXT), a document type in any part (entities), names that climb out of
//     the archive, more entries or bytes than the limits, and any zip that does not lie flush in its file.
//   - HTML, old Word files and everything else, each with its own sentence where we know what it is.
//
// # What else is here
//
// Text gives the words of a document for indexing, as well as they can be had. CleanName makes a file name harmless.
// StripDOCX rewrites a document without the names of those who wrote it (OWASP ASVS 14.2.8). There is no StripPDF:
// rewriting a PDF would break its tags and signatures; who uploads one is told that the file's properties go with it.
//
// # Why the PDF reader is our own
//
// A general reader trusts what a file says of itself. The one we tried (ledongthuc/pdf) reserves memory for as many objects
// as a file claims to have and never returns from a text stream with an unclosed hex string; neither can be stopped
// from outside. Here nothing follows an offset or a length that the file states, and everything is counted.
//
// # Who may call it
//
// The blob room on upload, and tests. It never writes a file, never keeps one, and knows nothing of people.
package sniff
