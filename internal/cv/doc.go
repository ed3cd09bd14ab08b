// Package cv keeps the CVs of candidates, each as one sealed body.
//
// A CV is brought in (somebody imported a file for an address; it ends after 72 hours, in a dossier of its own) or own (class self).
// Confirming moves it: the body is sealed anew under the key of the class self. It is told by mail that a CV came in, and the file's
// name, source and content are never told to whoever imported it.
//
// The same file twice is known by a keyed mark of address and content; without the root key nobody can ask the table about either.
// Package jsoncv below this one reads and writes the open format.
//
// The person alone lists, changes, downloads and deletes; Intake is for verv import cvs. House application copies a CV into an
// application (Pick); the CV itself is never shown to anybody else.
package cv
