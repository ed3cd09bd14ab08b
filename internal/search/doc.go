// Package search lets employers find people who want to be found, and ask them.
//
// # States
//
// A person is private, which is how everybody begins: there is no card and nobody finds them. Anonymous and visible are a card, made of the
// profile and of one CV: title, county, years, skills, languages, month of the last activity; a visible one also names employers. No card has
// a name, an address, a birth date, a telephone number or a picture, and none in its words either (wash). A card rests on a consent of
// its own, ends with it, and is gone the moment the person says private.
//
// A request (Approach) is asked, then accepted or declined, and ends by itself after fourteen days. A yes hands name, contact and a copy of the CV to
// that employer, on record as a disclosure, until the person takes it back or six months are over. Declined, ended and taken back look
// the same to the employer.
//
// # Who sees whom
//
// Members who may search, of an employer that an operator has verified and whose register lies in the EEA. Nobody sees a person who
// shut them out, by register number, by name or by mail domain; the present employer is always shut out. The index (package match) never looks at such
// a person, so that hits, counts, order and suggestions are those of a world without them; each card that is shown is read again in the store, which
// has the last word. Whom a member opened is one access record a page, and the person reads it.
//
// # Who is new
//
// A member is told by letter (Tell, package tell) who is new in a saved search: whom the search finds now and did not find when the window began. A card
// remembers for a month what came into it when (change), and nothing of what went. A letter holds how many are new in which search, and a link; the
// page behind it asks everything again. Percolation (watch) only says whose letter a new card may concern.
//
// # How it follows
//
// Cards are written by the person, and anew by Verv when profile or CV change (redraw). The index of this process hears of it before the change is
// answered, that of others within two seconds; one that lags more answers nothing. Nothing of the index is on disk.
//
// # What it never does
//
// It never shows a card to a visitor, a candidate, the operator or a search engine, never says how many are unseen, and never opens a CV for an employer
// that nobody said yes to.
package search
