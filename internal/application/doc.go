// Package application keeps applications: what a candidate sent to a job, and what became of it.
//
// # States
//
// A draft lives 72 hours under an identifier of its own and nobody but whoever holds its token reads it. An application is at a
// stage (new, review, interview, offer) and, when it ended, has an outcome (hired, rejected, withdrawn). Each move sends one letter
// fifteen seconds later; until the letter is on its way the move can be undone, also by another process. "Read" is no state: it is
// derived from the access records, like who opened what.
//
// # What holds
//
// Without an account the application is sent when the link in the letter is used; until then the employer does not see it. Who applied
// to a job already is told so by mail alone. Nobody is rejected but by a member of a team that has opened the application (GDPR
// article 22). Sending writes the disclosure in the same transaction. The name, how to be reached, and what is judged are sealed
// apart, under one dossier that the employer holds; its clock starts when the job closes or the application ends. What outlives it is
// the claim: which job, when, how far, why it ended, which score, and nothing else.
//
// # How a team judges together
//
// A member reads colleagues' scorecards once their own is given, on every page and over the API; the person's own copy holds them all, with
// the colleagues masked. A review is an application that a member was asked to look at; the letter's link opens a session that can do that
// and nothing else. Letters to members gather at the pace they chose and name no applicant. Whoever hears nothing for the employer's days
// is told honestly, by answer.go, which changes no state: no machine decides. Two applications that look like one person's warn by keyed
// marks; what a member says of them joins nothing but the way from one to the other.
//
// # Who may call it
//
// The person: Save, Submit, Confirm, List, Get, Correct, Withdraw. Members of the employer: Table, Open, Contact, Say, Score, Ask, Review, AddTodo, Pair, Move,
// Reject, Undo. House employer passes on what a leaving member had before them. The ledger calls Keeps and Copy; house job gets Counts. It never writes what follows from opening, and never hands an
// employer what another employer has.
package application
