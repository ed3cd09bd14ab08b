// Package nodes runs two processes on one PostgreSQL for data and one cluster more for the keystore, and asks what an operator of
// several machines has to know: a task runs once, the death of a process loses nothing, what one writes the other sees within two
// seconds, and a key that one shreds the other no longer serves after two seconds.
//
// It consists of tests alone (make nodes). They speak to the store; the same questions over HTTP (a session is valid on both, an
// application made on one is seen on the other) belong in http_test.go beside them, through package testbed/whole.
package nodes
