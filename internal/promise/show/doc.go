// Package show lets a test say which promise it proves. It is the only part of the promise ledger that tests of other
// rooms import, and it is never linked into a running Verv.
package show
