// Package store is the only room that speaks to the database.
//
// A room of the street hands in its schema and its named statements (Room). Store runs nothing else: there is no way to pass
// SQL at run time. Read and Write take a grant; the scope a statement needs is bound by the store from that grant and never by
// the caller; a sealed body opens only for a purpose that its privacy line names.
//
// Opening other people's data leaves one access record per Read, durable before Read returns. A Write puts its audit row and
// its facts in the same transaction. Nothing commits across two stores: a key is durable before the row that needs it, and at
// an erasure the key goes before the rows (see package ledger).
//
// Two engines run the same SQL text: SQLite (one writer, immediate transactions, WAL, synchronous FULL) and PostgreSQL 15+
// (forced row-level security, the scope set in the same message as BEGIN). What differs stands in a comment that only one of
// them sees: /*pg for update skip locked */ or /*sqlite ... */.
//
// Store never decides who may do what, never sends anything, and never keeps an opened body.
package store
