// Package tell says how often somebody is told by letter of what is new in a search, and how far they have been told. Houses that keep searches
// (alert for jobs, search for people) stand on it.
//
// # What holds
//
// A Cursor is the moment up to which a search has been told; there is no list of what was sent. A letter claims a Window when it is first written:
// from the cursor to a minute ago, under its own name, by comparison with the cursor that it saw. A second try tells the same window. A letter that has
// not left, or was given up, hands its window to the next one. A letter by the clock leaves in the morning of its receiver.
//
// The package knows no search, no receiver and no word of a letter.
package tell
