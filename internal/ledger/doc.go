// Package ledger keeps the books of personal data: who received it (disclosures), when it ends (the sweep), what stops the end
// (holds), what its person wants used for nothing (restrictions), and how it was erased (erasures).
//
// An erasure is a saga of steps, each safe to repeat, since nothing commits across two stores:
//
//	planned    one transaction: the erasure and its parts are written, its dossiers marked as ending, the employer's claim copy made
//	buried     the tombstone lies in the keystore's place, so that a restore cannot bring the person back
//	shredded   the keys are gone: from here on nothing can be read, in no copy that lacks an older keystore
//	dropped    the bytes of files and the rows are gone
//	done       addresses are released, the log is emptied
//
// A crash after any step is taken up by the task ledger.erase. What is left of an erased person is the erasure itself: identifiers
// that lead nowhere, counts, and dates.
//
// A restriction (GDPR article 18) stands, perhaps is announced to end, and is lifted: by its person at once, by the officer only after the
// person was told. While it stands its dossiers rest: package store opens them for nobody but the person and the purposes that go on, lists leave
// them out, and the sweep does not end them. Two restrictions may cover one dossier; it rests until the last of them is lifted.
//
// The sweep ends dossiers whose time is over. A clock that jumps ahead never starts a mass erasure: the sweep then waits a day.
// Orphans (keys without a row) go after 24 hours; losses (rows without a key) are reported.
package ledger
