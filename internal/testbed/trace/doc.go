// Package trace walks what a running program holds in memory, for tests that look for what must be gone: every value that can be reached from another,
// in fields that are not exported as well. It reads what others may change: call it while nothing runs.
package trace
