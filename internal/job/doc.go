// Package job keeps advertisements for open jobs: written by a member or taken in from a file, published, read by everybody, closed.
//
// # States
//
//	draft -> open -> closed (filled, deadline or withdrawn) -> archived -> closed
//	draft -> scheduled -> open                     by itself at a chosen moment, or taken back
//	draft -> awaiting -> open, scheduled or draft  where the employer wants jobs approved
//
// The table is in state.go. An owner approves, or returns with a comment; nobody approves what they wrote or sent themselves unless
// there is no other owner. A job that its deadline closed opens again when an import brings a new deadline; any other end is final.
// What is open and past its deadline is shown as closed at once; a task notes it within minutes. A closed job can be read for thirty
// days, then its address answers Gone. Archived is closed and out of the members' ordinary list, by hand or after the employer's days.
//
// Every act is a fact, so it is in the audit, and an event, so its employer sees who did it (History). A change names the version it
// was made to. Who was slower gets a conflict, keeps what they typed, and sees what the other changed: the last twenty revisions of a
// job are kept for that. A step of the process whose day moves after publication keeps the day that was announced first.
//
// Beside the state stands what the operator says: clear, waiting, held or down (moderate.go). A job that is not clear is public nowhere,
// whatever its state; its applications stay and no clock starts. Anybody may report a job (report.go).
//
// # Who may call it
//
// Everybody reads what is published (Open, Search, Part). Lists and counts come from the
// finder, which lies in memory and follows facts.
// Members of the employer list (Desk, Of), write drafts and send them (Create, Change,
// Send, Duplicate, Begin), and those who recruit open and end jobs (Publish, Schedule, Close, Archive) and keep templates. The import
// takes records of package intake (Intake), one transaction each, keyed by site, source, the sender's id and a hash of the content. It
// asks for no approval, and leaves alone when a job opens that waits for approval or its moment. Houses further along ask Open and Of,
// and hand in the counts they keep.
//
// # What it never does
//
// A job holds nothing about a person: whoever decides is named by what they do. Reports and appeals do, sealed; who reported is opened for
// the letter alone. It never publishes without pay where the profile asks
// for it, never asks what somebody earned before (directive (EU) 2023/970, article 5), and never takes a contact person from an
// advertisement that came from outside. It never shows the name of a secret client where everybody can read: whoever applies sees it
// before the application is sent.
package job
