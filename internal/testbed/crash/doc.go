// Package crash asks whether what was acknowledged is still there after the worst: kill -9, a disk that fails at fsync, the power
// cut, the death of the PostgreSQL server.
//
// A child process writes through package store and acknowledges each write over a pipe. The test is the client: it keeps a list of
// what was acknowledged, what was refused and what got no answer, brings the crash about, opens the installation again and
// compares. Acknowledged is present exactly once, its body opens under a key that the keystore still has, and its fact is there
// once; refused is absent; what got no answer is there once or not at all.
//
// It consists of tests alone. VERV_CRASH=long runs the numbers of a release (make crash); else each case runs a few rounds. What the
// machine cannot do (no root, no loop devices, no strace, no PostgreSQL) is skipped with its reason.
package crash
