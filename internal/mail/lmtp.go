package mail

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-smtp"

	"verv/internal/fault"
)

// LMTP takes mail from the mail server beside us (RFC 2033). It acknowledges a message when it is durable and sealed.
type LMTP struct{ server *smtp.Server }

// NewLMTP makes the server for addresses of a domain.
func (h *House) NewLMTP(domain string, log *slog.Logger) *LMTP {
	s := smtp.NewServer(lmtpBackend{h, domain})
	s.LMTP, s.Domain, s.MaxMessageBytes, s.MaxRecipients, s.MaxLineLength = true, domain, MessageLimit, 20, 4000
	s.ReadTimeout, s.WriteTimeout = time.Minute, time.Minute
	s.ErrorLog = quiet{log}
	return &LMTP{s}
}

// Serve takes connections until Close.
func (l *LMTP) Serve(ln net.Listener) error {
	if err := l.server.Serve(ln); !errors.Is(err, smtp.ErrServerClosed) {
		return err
	}
	return nil
}

// Close stops taking connections and waits for those that are open until ctx ends.
func (l *LMTP) Close(ctx context.Context) error { return l.server.Shutdown(ctx) }

// quiet keeps what a peer said out of the log.
type quiet struct{ log *slog.Logger }

func (q quiet) Printf(string, ...any) {
	q.log.Warn("mail: a connection of the mail server ended badly")
}
func (q quiet) Println(...any) { q.log.Warn("mail: a connection of the mail server ended badly") }

type lmtpBackend struct {
	house  *House
	domain string
}

func (b lmtpBackend) NewSession(*smtp.Conn) (smtp.Session, error) {
	return &lmtpSession{b: b}, nil
}

type lmtpSession struct {
	b    lmtpBackend
	from string
	to   []string
}

func (s *lmtpSession) Reset()        { s.from, s.to = "", nil }
func (s *lmtpSession) Logout() error { return nil }

func (s *lmtpSession) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *lmtpSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	if _, domain, ok := strings.Cut(to, "@"); !ok || !strings.EqualFold(domain, s.b.domain) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 2}, Message: "not a domain of ours"}
	}
	s.to = append(s.to, to)
	return nil
}

func (s *lmtpSession) Data(r io.Reader) error {
	// The last server writes where bounces go (RFC 5321, 4.4); a bounce has nowhere, and is known by that.
	r = io.MultiReader(strings.NewReader("Return-Path: <"+clean(s.from)+">\r\n"), r)
	_, err := s.b.house.Take(context.Background(), s.to, r)
	switch {
	case err == nil:
		return nil
	case fault.Is(err, fault.TooLarge) || errors.Is(err, smtp.ErrDataTooLarge):
		return &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 3, 4}, Message: "too large"}
	case fault.Is(err, fault.Gone):
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 2, 1}, Message: "no mail is taken in"}
	}
	return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "not now"}
}
