// Package whole boots the whole house for tests: every room, the pages on a real port, tasks run when the test says so, mail caught
// after a real SMTP conversation, people to act as, and a record of every connection that was attempted.
package whole
