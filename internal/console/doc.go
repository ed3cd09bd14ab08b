// Package console shows whoever runs the installation how it stands: what waits, what is wrong and how to mend it, the tasks, the mail, the
// storage, the keys and the backups.
//
// # What it looks at
//
// Each look is a Finding: what was looked at, how it stands (fine, look, wrong), and a code whose sentences, what is wrong and how to mend
// it, are in the catalogues. House.Examine is the one place where an installation is judged: the operator's home page and verv doctor show
// the same findings. Before looks at what can be seen while the stores do not open.
//
// # Who may call it
//
// Operators and officers, within the operation, and Verv itself for the doctor and its tasks.
//
// # What it never does
//
// It opens no body and shows no word about a person. A page looks at this machine and its stores alone; what asks other machines (the mail
// server, a name server) is done by a task or by the doctor, never by opening a page.
package console
