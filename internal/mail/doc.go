// Package mail sends and takes in e-mail.
//
// Outgoing: a house enqueues a letter by kind and identifiers in the transaction that causes it; the letter is written when it is
// sent, in the receiver's language, so that the queue never holds an address or a sentence about a person, and a person who was
// erased in the meantime gets nothing. A link in a letter is made at that moment too: the database has its hash only.
//
// Incoming: a message arrives by LMTP or through a pipe (verv mail receive) and is sealed before it is acknowledged.
//
// The package never tracks whether a letter was opened, and never sends to an address that no dossier holds.
package mail
