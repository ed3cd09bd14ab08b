// Package nodes runs two processes on one PostgreSQL for data and one cluster more for the keystore, and asks what an operator of
// several machines has to know: a task runs once, the death of a process loses nothing, what one writes the other sees within two
// seconds, a session is valid on both, and one that is revoked, or a key that is shredded, on one is refused on the other.
//
// It consists of tests alone (make nodes). Package nodes speaks to the store, through processes of the test itself. Package nodes_test
// (http_*_test.go) builds the real binary and speaks HTTP to two verv serve behind one address. Make test runs the small numbers;
// VERV_NODES=long, which make nodes sets, the large ones.
package nodes
