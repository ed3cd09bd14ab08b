// Package promise is the ledger of the 359 privacy promises that Verv takes over from five services, and the judge of
// how each of them stands.
//
// # What lies here
//
// ledger.tsv holds one row per promise: its sentence in our words, the capability of the roadmap it waits for, the tests
// that prove it, the gates that guard an absence, and the probes that look at a running installation. keys.tsv and
// probes.tsv say in one line what each test key and probe shows. evidence.tsv is written by Collect from a run of the
// tests, committed, and embedded in every build.
//
// # Two sources
//
// Built is what the tests of this build showed. Here is what probes saw on this installation. This package only consumes
// the results of probes; they are made elsewhere.
//
// # States
//
// The first line of the table that applies decides. A key is a name from the columns test or gate of the row.
//
//	a key has failed evidence                             red       built is red
//	a probe that the row names is red                     red       here is red
//	the capability is C01..C48                            waiting   even if some keys are proved already
//	a key has no evidence, or none that names a fault     unproven
//	the row has gates and no tests                        absent    true because the build lacks the thing
//	otherwise                                             held
//
// A probe that could not look (unknown) changes no state; it is printed, so that nobody takes it for a yes. Evidence
// without the name of a fault proves nothing: a test that was never seen to fail may be unable to.
//
// A probe for something that is not built yet (backups before C40) answers unknown, never red.
//
// Red is final: no further evidence and no further result makes a red row less red.
//
// # Who may call
//
// The verb promises, the promise page, doctor, and tests. The package opens no file, no network and no clock. It never
// holds personal data.
package promise
