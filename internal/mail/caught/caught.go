package caught

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Mail is one caught message.
type Mail struct {
	From string
	To   string
	Raw  []byte
	TLS  bool // came over an encrypted connection
}

// Server is the catching server. Its fields may be set before it is used.
type Server struct {
	Refuse func(to string) error // what to answer to RCPT; nil takes all
	Most   int                   // messages kept; 0 is 1000

	mu    sync.Mutex
	mails []Mail
	smtp  *smtp.Server
	ln    net.Listener
	cert  *x509.Certificate
	ping  chan struct{}
}

// Start listens on a loopback port. The moment now dates the certificate.
func Start(now time.Time) (*Server, error) {
	s := &Server{ping: make(chan struct{}, 1)}
	pair, cert, err := certificate(now)
	if err != nil {
		return nil, err
	}
	s.cert = cert
	s.smtp = smtp.NewServer(backend{s})
	s.smtp.Domain, s.smtp.MaxMessageBytes, s.smtp.AllowInsecureAuth = "localhost", 20<<20, true
	s.smtp.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}}
	s.smtp.ErrorLog = log.New(io.Discard, "", 0)
	if s.ln, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, err
	}
	go func() { _ = s.smtp.Serve(s.ln) }()
	return s, nil
}

// Port is the port it listens on.
func (s *Server) Port() int { return s.ln.Addr().(*net.TCPAddr).Port }

// Roots trusts the server's certificate.
func (s *Server) Roots() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(s.cert)
	return p
}

// Close stops the server.
func (s *Server) Close() error { return s.smtp.Close() }

// Mails are the messages caught so far, oldest first.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// To are the messages to an address, oldest first.
func (s *Server) To(address string) []Mail {
	var out []Mail
	for _, m := range s.Mails() {
		if strings.EqualFold(m.To, address) {
			out = append(out, m)
		}
	}
	return out
}

// Clear forgets all messages.
func (s *Server) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = nil
}

// Arrived is sent on after each message.
func (s *Server) Arrived() <-chan struct{} { return s.ping }

func (s *Server) keep(m Mail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	most := s.Most
	if most == 0 {
		most = 1000
	}
	if s.mails = append(s.mails, m); len(s.mails) > most {
		s.mails = s.mails[1:]
	}
	select {
	case s.ping <- struct{}{}:
	default:
	}
}

type backend struct{ s *Server }

func (b backend) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, encrypted := c.TLSConnectionState()
	return &session{s: b.s, encrypted: encrypted}, nil
}

type session struct {
	s         *Server
	from      string
	to        []string
	encrypted bool
}

func (s *session) Reset()        { s.from, s.to = "", nil }
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.s.Refuse != nil {
		if err := s.s.Refuse(to); err != nil {
			return err
		}
	}
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, to := range s.to {
		s.s.keep(Mail{From: s.from, To: to, Raw: raw, TLS: s.encrypted})
	}
	return nil
}

// certificate makes a certificate for the loopback, good for ten years either way of now: test clocks jump.
func certificate(now time.Time) (tls.Certificate, *x509.Certificate, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	t := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: now.AddDate(-10, 0, 0), NotAfter: now.AddDate(10, 0, 0), IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, t, t, public, private)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private}, cert, err
}
