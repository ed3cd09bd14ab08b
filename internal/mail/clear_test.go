package mail_test

import (
	"io"
	"log"
	"net"
	"sync/atomic"
	"testing"

	gosmtp "github.com/emersion/go-smtp"

	"verv/internal/mail"
	"verv/internal/promise/show"
)

// A server that cannot encrypt gets no letter, unless it is on this machine and the operator said that it may.
func TestMailInClear(t *testing.T) {
	show.Show(t, "net.tls", "mail-in-clear")
	server, port := clearServer(t)
	for _, c := range []struct {
		host string
		how  mail.Encryption
		fine bool
	}{
		{"127.0.0.1", mail.None, true}, {"127.0.0.1", mail.Opportunistic, true}, {"127.0.0.1", mail.Required, false},
		// This address leads to this machine and is not the loopback, so it stands for every other machine.
		{"0.0.0.0", mail.None, false}, {"0.0.0.0", mail.Opportunistic, false}, {"0.0.0.0", mail.Required, false},
	} {
		before := server.taken.Load()
		s := mail.Server{Host: c.host, Port: port, Encryption: c.how, Hello: "verv.example"}
		err := s.Send(t.Context(), "a@example.org", "b@example.org", []byte("Subject: x\r\n\r\nx\r\n"))
		if n := server.taken.Load() - before; (err == nil) != c.fine || (n == 1) != c.fine {
			t.Errorf("%s to %s in clear: %d letters, %v", c.how, c.host, n, err)
		}
	}
}

// clear is a mail server without STARTTLS.
type clear struct{ taken atomic.Int32 }

func clearServer(t *testing.T) (*clear, int) {
	t.Helper()
	c := &clear{}
	s := gosmtp.NewServer(c)
	s.Domain, s.ErrorLog = "localhost", log.New(io.Discard, "", 0)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.Serve(ln) }()
	t.Cleanup(func() { _ = s.Close() })
	return c, ln.Addr().(*net.TCPAddr).Port
}

func (c *clear) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return c, nil }
func (c *clear) Reset()                                          {}
func (c *clear) Logout() error                                   { return nil }
func (c *clear) Mail(string, *gosmtp.MailOptions) error          { return nil }
func (c *clear) Rcpt(string, *gosmtp.RcptOptions) error          { return nil }

func (c *clear) Data(r io.Reader) error {
	c.taken.Add(1)
	_, err := io.Copy(io.Discard, r)
	return err
}
