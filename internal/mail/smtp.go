package mail

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

var errNotAnAddress = errors.New("mail: not an address")

// Encryption says whether the connection to the mail server must be encrypted (STARTTLS, RFC 3207).
type Encryption string

// The modes. None is for a server on this machine; Opportunistic takes what a server on this machine offers, and is Required elsewhere.
const (
	Required      Encryption = "required"
	Opportunistic Encryption = "opportunistic"
	None          Encryption = "none"
)

// Server is a mail server that takes our letters.
type Server struct {
	Host, User, Password string
	Port                 int
	Encryption           Encryption
	Hello                string      // name we give in EHLO
	TLS                  *tls.Config // nil: the machine's roots
}

const smtpTimeout = 30 * time.Second

// Send opens a connection, hands the message over and closes it.
func (s Server) Send(ctx context.Context, from, to string, message []byte) error {
	c, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	if s.User != "" {
		if err := c.Auth(sasl.NewPlainClient("", s.User, s.Password)); err != nil {
			return fmt.Errorf("mail: log in: %w", err)
		}
	}
	if err := c.SendMail(from, []string{to}, bytes.NewReader(message)); err != nil {
		return err
	}
	return c.Quit()
}

func (s Server) open(ctx context.Context) (*smtp.Client, error) {
	if s.Encryption == None && !isLoopback(s.Host) {
		return nil, errors.New("mail: no encryption is for a server on this machine only")
	}
	cfg := s.TLS.Clone()
	if cfg == nil {
		cfg = &tls.Config{}
	}
	cfg.ServerName, cfg.MinVersion = s.Host, tls.VersionTLS12
	conn, err := s.dial(ctx)
	if err != nil {
		return nil, err
	}
	if s.Encryption == Required || !isLoopback(s.Host) {
		return greeted(smtp.NewClientStartTLS(conn, cfg))(s.Hello)
	}
	c := smtp.NewClient(conn)
	if err := c.Hello(s.Hello); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	if ok, _ := c.Extension("STARTTLS"); !ok || s.Encryption == None {
		return c, nil
	}
	_ = c.Close()
	if conn, err = s.dial(ctx); err != nil {
		return nil, err
	}
	return greeted(smtp.NewClientStartTLS(conn, cfg))(s.Hello)
}

// greeted says hello again on the encrypted connection.
func greeted(c *smtp.Client, err error) func(string) (*smtp.Client, error) {
	return func(name string) (*smtp.Client, error) {
		if err != nil {
			return nil, err
		}
		c.CommandTimeout, c.SubmissionTimeout = smtpTimeout, 2*smtpTimeout
		if err := c.Hello(name); err != nil {
			return nil, errors.Join(err, c.Close())
		}
		return c, nil
	}
}

func (s Server) dial(ctx context.Context) (net.Conn, error) {
	d := net.Dialer{Timeout: smtpTimeout}
	return d.DialContext(ctx, "tcp", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Refused reports whether the server will never take the message: a 5xx answer (RFC 5321, section 4.2.1).
func Refused(err error) bool {
	var s *smtp.SMTPError
	return errors.As(err, &s) && s.Code >= 500 && s.Code < 600 || errors.Is(err, errNotAnAddress)
}

// Check opens a connection and closes it, for verv doctor.
func (s Server) Check(ctx context.Context) error {
	c, err := s.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(c.Noop(), c.Quit())
}

// Signer signs a finished message.
type Signer interface {
	Sign(w io.Writer, r io.Reader) error
}

type dkimSigner struct{ opt dkim.SignOptions }

func signingKey(keyPEM []byte) (crypto.Signer, error) {
	block, _ := pem.Decode(keyPEM)
	if block == nil {
		return nil, errors.New("mail: the DKIM key is no PEM")
	}
	var key any
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		if key, err = x509.ParsePKCS1PrivateKey(block.Bytes); err != nil {
			return nil, errors.New("mail: the DKIM key cannot be read")
		}
	}
	s, ok := key.(crypto.Signer)
	if !ok {
		return nil, errors.New("mail: the DKIM key cannot sign")
	}
	return s, nil
}

// PublishedKey is the public half of a DKIM key as its DNS record holds it: the plain bytes of Ed25519 (RFC 8463), else a
// SubjectPublicKeyInfo (RFC 6376, section 3.6.1).
func PublishedKey(keyPEM []byte) ([]byte, error) {
	s, err := signingKey(keyPEM)
	if err != nil {
		return nil, err
	}
	if k, ok := s.Public().(ed25519.PublicKey); ok {
		return k, nil
	}
	return x509.MarshalPKIXPublicKey(s.Public())
}

// NewDKIM makes a signer (RFC 6376, RFC 8463) from a private key in PEM (PKCS #8 or PKCS #1).
func NewDKIM(domain, selector string, keyPEM []byte) (Signer, error) {
	s, err := signingKey(keyPEM)
	if err != nil {
		return nil, err
	}
	return dkimSigner{dkim.SignOptions{Domain: domain, Selector: selector, Signer: s, Hash: crypto.SHA256,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
		HeaderKeys: []string{"From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type", "References",
			"In-Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post"}}}, nil
}

func (d dkimSigner) Sign(w io.Writer, r io.Reader) error { return dkim.Sign(w, r, &d.opt) }
