// Package caught is a mail server that keeps what it is given in memory and sends nothing on. Tests and the demo read there what Verv
// sent, after a real SMTP conversation with STARTTLS. It is never linked into an installation that serves people.
package caught
