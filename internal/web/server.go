package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Listen says where Verv can be reached and how it is proved to be Verv.
type Listen struct {
	Addr    string // host:port of the pages
	Metrics string // host:port of the figures; empty serves none. Never one that is reachable from outside
	Cert    string // file with the certificate chain; with Key, TLS from files
	Key     string
	ACME    *ACME         // certificates by ACME; nil for none. Without Cert and ACME it is plain http, behind a proxy
	Plain   string        // host:port, mostly :80, that leads to https and answers ACME's HTTP-01; empty for none
	Drain   time.Duration // how long requests may still run after the stop; 0 is 10 s
}

// Times and sizes of one connection. The slowest honest reader stays within them; uploads and downloads extend theirs.
const (
	headerTime = 5 * time.Second
	bodyTime   = 30 * time.Second
	answerTime = 60 * time.Second
	idleTime   = 2 * time.Minute
	headerSize = 32 << 10
)

// Server serves one Mux and its metrics.
type Server struct {
	cfg     Listen
	log     *slog.Logger
	pages   *http.Server
	figures *http.Server
	plain   *http.Server
}

// NewServer prepares a server; Run opens its addresses.
func NewServer(cfg Listen, m *Mux) *Server {
	s := &Server{cfg: cfg, log: m.cfg.Log, pages: httpServer(m, m.cfg.Log)}
	if cfg.Drain == 0 {
		s.cfg.Drain = 10 * time.Second
	}
	if cfg.Metrics != "" {
		s.figures = httpServer(m.cfg.Metrics.Handler(), m.cfg.Log)
	}
	if cfg.Plain != "" {
		var h http.Handler = http.HandlerFunc(toTLS)
		if cfg.ACME != nil {
			h = cfg.ACME.challenge(h)
		}
		s.plain = httpServer(h, m.cfg.Log)
	}
	return s
}

func httpServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: answerTime, IdleTimeout: idleTime,
		MaxHeaderBytes: headerSize, ErrorLog: slog.NewLogLogger(quiet{log.Handler()}, slog.LevelDebug),
		HTTP2: &http.HTTP2Config{MaxConcurrentStreams: 100},
	}
}

// quiet keeps the text of net/http's own complaints out of the log: it names addresses of clients.
type quiet struct{ slog.Handler }

func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	return q.Handler.Handle(ctx, slog.NewRecord(r.Time, r.Level, "connection ended early", r.PC))
}

// Run serves until ctx ends, then lets running requests finish. started, which may be nil, is called with the address of the
// pages once they can be reached.
func (s *Server) Run(ctx context.Context, started func(net.Addr)) error {
	cert, err := s.certificates()
	if err != nil {
		return err
	}
	var lc net.ListenConfig
	pages, err := lc.Listen(ctx, "tcp", s.cfg.Addr)
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	running, failed := []*http.Server{s.pages}, make(chan error, 3)
	serve := func(h *http.Server, l net.Listener) { failed <- h.Serve(l) }
	for addr, h := range map[string]*http.Server{s.cfg.Metrics: s.figures, s.cfg.Plain: s.plain} {
		if h == nil {
			continue
		}
		l, err := lc.Listen(ctx, "tcp", addr)
		if err != nil {
			return errors.Join(fmt.Errorf("web: %w", err), pages.Close(), s.stop(running))
		}
		running = append(running, h)
		go serve(h, l)
	}
	if cert != nil {
		s.pages.TLSConfig = cert
		go func() { failed <- s.pages.ServeTLS(pages, "", "") }()
	} else {
		go serve(s.pages, pages)
	}
	if started != nil {
		started(pages.Addr())
	}
	select {
	case err = <-failed:
	case <-ctx.Done():
		err = nil
	}
	return errors.Join(err, s.stop(running))
}

// stop drains: no new connection, and whoever is being answered gets the answer.
func (s *Server) stop(running []*http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), s.cfg.Drain)
	defer cancel()
	var errs []error
	for _, h := range running {
		if err := h.Shutdown(ctx); err != nil {
			errs = append(errs, fmt.Errorf("web: requests were cut off: %w", err), h.Close())
		}
	}
	return errors.Join(errs...)
}

// certificates is the TLS configuration, or nil for plain http. TLS 1.2 is the least (RFC 9325).
func (s *Server) certificates() (*tls.Config, error) {
	switch {
	case s.cfg.ACME != nil:
		return s.cfg.ACME.config(), nil
	case s.cfg.Cert == "":
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(s.cfg.Cert, s.cfg.Key)
	if err != nil {
		return nil, fmt.Errorf("web: certificate: %w", err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// toTLS leads from http to https on the same host. Only a GET can be repeated there.
func toTLS(w http.ResponseWriter, hr *http.Request) {
	host := bareHost(hr.Host)
	if host == "" || !strings.HasPrefix(hr.URL.Path, "/") || (hr.Method != http.MethodGet && hr.Method != http.MethodHead) {
		http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
		return
	}
	w.Header().Set("Location", "https://"+host+(&url.URL{Path: hr.URL.Path, RawPath: hr.URL.RawPath, RawQuery: hr.URL.RawQuery}).RequestURI())
	w.WriteHeader(http.StatusPermanentRedirect)
}
