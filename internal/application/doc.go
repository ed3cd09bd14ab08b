// Package application keeps applications: what a candidate sent to a job, and what became of it.
//
// # States
//
// A draft lives 72 hours under an identifier of its own and nobody but whoever holds its token reads it. An application is at a
// stage (new, review, interview, offer) and, when it ended, has an outcome (hired, rejected, withdrawn). Each move sends one letter
// fifteen seconds later; until the letter is on its way the move can be undone, also by another process. "Read" is no state: it is
// derived from the access records, like who opened what.
//
// A stage is the employer's own (JobStage): its name is for the team, its kind is what the person is told. Each job has a Pipeline of
// them, from the template of its language until somebody changes it. The list of a job is a Table or a Board; what a member does to
// many of it is a Bulk, which is chosen first, done once however often it is posted, and undone as a whole. "Unread" is derived, for
// each member, from the access records, and so is most of the timeline.
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
// # How it grows
//
// Tenfold applications to one job: a page of the table and the board stay as they are (50 names, and 50 for each stage); the counts,
// "unread", the search by name and the file grow tenfold, since they go over all of them. BenchmarkPipeline on two busy cores, 5,000
// applications: table 30 ms, board of 200 cards 80 ms, unread 0.2 s, a name 1 s, the file 2 s, with 17 MB of heap throughout; a thousand
// moved and undone by BenchmarkBulk, 2 s. A move is a row, a fact and at most one task. A page view is one access record with a handle
// for each name that it shows, so looking at a board of 200 cards writes 200 small rows, which end with the access log. A bulk is
// forgotten after seven days.
//
// # Who may call it
//
// The person: Save, Submit, Confirm, List, Get, Correct, Withdraw. Members of the employer: Table, Board, Open, Contact, Say, Score, Ask,
// Review, AddTodo, Pair, Move, Reject, Undo, Choose, Carry, UndoBulk, Timeline, Listing, Walk, Reach, the stages, the sentences and their own
// filters. House employer passes on what a leaving member had before them; house message asks Picked and says Spoken. The ledger calls
// Keeps and Copy; house job gets Counts. It never writes what follows from opening, and never hands an employer what another employer has.
package application
