// Package job keeps advertisements for open jobs: written by a member or taken in from a file, published, read by everybody, closed.
//
// # States
//
// draft -> open -> closed (filled, deadline or withdrawn). A job that its deadline closed opens again when a new deadline is given;
// any other end is final. What is open and past its deadline is shown as closed at once; a task notes it within minutes. A closed
// job can be read for thirty days, then its address answers Gone.
//
// # Who may call it
//
// Everybody reads what is published (Open, Search). Members of the employer list, write, publish and close (List, Of, Create, Change,
// Publish, Close, and the questions). The import takes records of package intake (Intake), one transaction each, keyed by site,
// source, the sender's id and a hash of the content. Houses further along ask Open and Of, and hand in the counts they keep.
//
// # What it never does
//
// It holds nothing about a person: whoever decides is named by what they do. It never publishes without pay where the profile asks
// for it, never asks what somebody earned before (directive (EU) 2023/970, article 5), and never takes a contact person from an
// advertisement that came from outside.
package job
