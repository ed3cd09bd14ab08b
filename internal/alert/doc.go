// Package alert keeps searches that people saved, and tells them by mail which jobs are new in them.
//
// # States
//
// A saved search of somebody without an account is a draft until the link in a letter is used (double opt-in); a draft ends after 72 hours. An
// alert is on, or paused. It tells at once, daily or weekly. It lies in a dossier of the class alert, one for each person, which ends twelve
// months after the last yes: when an alert was made, or "keep" was pressed. Thirty days before that the person is asked, and nothing renews it
// but their answer.
//
// # What holds
//
// Everything here rests on consent, given by a box of its own, and the store itself refuses to open or close a body of this room without it
// (consent.Covers). A withdrawal therefore holds for the very next letter; a task ends what was kept. Deleting the last alert takes the consent
// back.
//
// A letter tells what is new since the last one: each alert has a cursor, the moment up to which it has been told, and no list of what was
// sent. The letter claims a window of time when it is written for the first time; a second try tells the same window. What closed meanwhile is
// not in it, since it is searched when the letter is written. One letter holds everything that is due to a person, and each job once.
//
// The alert of a search is the search: what a letter lists is found by the search of house job, and so is what the alert counts when it is
// made. Percolation (index.go) only says whom a new job may concern; a test holds it to the search, pair by pair.
//
// # Who may call it
//
// Visitors: Ask and Confirm. The person: Make, List, Get, Change, Pause, Delete, Keep. Stop and Keep also come by the links of letters, which
// can do that and nothing else. The package shows nobody's search to anybody else, writes no search into a log, and counts no reading of a letter.
package alert
