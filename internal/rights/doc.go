// Package rights lets people see, download, correct and erase what is held about them, and shows the privacy officer that it happens.
//
// Nothing here is written by hand that can be derived. What is held comes from the inventory times the rows (store.Held); the erasure
// plan comes from the ledger; the privacy page comes from the purposes, classes and periods that the program runs by. A new column is
// shown, exported and erased on the day it is born. Only the screens on which a person corrects a column are named here (origin.go),
// and a test is red while one is missing.
//
// An export is asked, then ready (a task packed a ZIP, sealed under a dossier of its own, and a letter was sent), then gone after seven
// days by its retention class.
//
// A deletion is written down before anything goes: the last letter lies sealed in a dossier of a subject that nobody else has, and the
// task rights.close waits in the operation's scope, where no erasure forgets it. Then the ledger erases the person; the persona leaves
// its account, and with the last persona the account ends too. When all of it is done the letter is posted; eight hours after the last try to
// send it, its dossier ends as well. Every step may be the last one of a process; rights.close takes up what was left.
//
// A person reads within their own scope. What lies with their account's own subject is read by Verv's grant, narrowed to it; access
// records then name Verv. The officer sees identifiers, dates, states and counts; no body opens there.
//
// The package never changes what an application or an account means: it asks those houses. It never shows one colleague's name to a
// candidate: who read something is an employer and a role.
package rights
