// Package jsoncv reads and writes CVs in the open format JSON Resume 1.0 (jsonresume.org). It is pure: bytes in, a CV or
// a reasoned refusal out, and back.
//
// Read takes the format's current field names and the older ones still in use (website for url, company for the name of
// a workplace, gpa for score, level for a language's fluency). Write gives a document that is valid by the format's
// schema; what Read kept, Write and Read again keep unchanged.
//
// # What is not kept
//
//   - references: the names and words of third persons, who have not been asked. They are listed in Reading.Left.
//   - picture and image: an address of a photograph is not a photograph, and a CV is judged without one. Listed as well.
//   - meta and $schema: they are about the file, not about the person.
//   - any field the format does not know: listed by its path in Reading.Unknown, never stored.
//
// # States
//
// A text is read whole or refused whole; there is no half CV. A refusal is a *fault.Fault whose key begins with
// "cv.intake.". One that can be mended in the file names the place: arguments Line and Column, and for fields a Path such
// as work[2].endDate. A file in the FRESH format is recognised and refused by name.
//
// # Who may call it
//
// The cv room: import, upload and export. It never reads a clock, opens a link or keeps what it has refused.
package jsoncv
