// Package fault is the one error type that a person may be shown.
//
// A fault has a kind (what sort of trouble, hence the HTTP status), a catalogue key (which sentence, in the reader's
// language) with its arguments, and a cause for the operator. The cause is never shown and never holds personal data.
//
// The kind Withheld looks exactly like NotFound from outside: status, body and time. It exists so that the log can tell
// an attempt on somebody else's data from a mistyped address (upspin's error kind "private" taught this).
package fault
