package server_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/config"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// TestTLS serves the whole house with a certificate, as an operator does, and speaks to it as browsers old and new do.
func TestTLS(t *testing.T) {
	show.Show(t, "web.tls", "cookie-in-clear")
	h := whole.New(t, store.SQLite)
	person := h.AddPerson("Kari Holm", "kari@example.org", access.Candidate, access.EmployerID{}, access.NoRole)
	pages, plain, trust := serveTLS(t, h)

	for version, fine := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		c, err := tls.Dial("tcp", pages, &tls.Config{RootCAs: trust, MinVersion: version, MaxVersion: version})
		if (err == nil) != fine {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
		if err == nil {
			_ = c.Close()
		}
	}
	client := secureClient(t, trust)
	token, err := h.Accounts.EnterAs(t.Context(), h.Verv(access.Public(), privacy.Account), person.Address, person.Kind, person.Role)
	h.Must(err)
	in := send(t, client, http.MethodPost, "https://"+pages+account.LinkPath(token))
	if in.StatusCode != http.StatusSeeOther || len(in.Cookies()) == 0 {
		t.Fatalf("positive control: nobody gets in over TLS: %s, cookies %v", in.Status, in.Cookies())
	}
	for _, c := range in.Cookies() {
		if !c.Secure || !c.HttpOnly {
			t.Errorf("the cookie %s is sent in clear as well", c.Name)
		}
	}
	if !strings.HasPrefix(in.Header.Get("Strict-Transport-Security"), "max-age=63072000") {
		t.Errorf("Strict-Transport-Security is %q", in.Header.Get("Strict-Transport-Security"))
	}
	if to := send(t, client, http.MethodGet, "http://"+plain+"/jobs?q=a"); to.StatusCode != http.StatusPermanentRedirect || to.Header.Get("Location") != "https://127.0.0.1/jobs?q=a" {
		t.Errorf("plain http: %s to %s", to.Status, to.Header.Get("Location"))
	}
	if to := send(t, client, http.MethodPost, "http://"+plain+"/account/login"); to.StatusCode != http.StatusForbidden {
		t.Errorf("a password sent in clear: %s", to.Status)
	}
}

// TestPlainRefused: without TLS nothing is served to other machines.
func TestPlainRefused(t *testing.T) {
	show.Show(t, "web.tls", "plain-for-everybody")
	h := whole.New(t, store.SQLite)
	cfg := h.Config
	cfg.Web.Address, cfg.Web.MetricsAddress, cfg.Web.TLS.Mode = ":0", "", "none"
	over, stop := context.WithCancel(t.Context())
	stop()
	b := build(t, h, cfg)
	if err := b.Serve(over, nil); err == nil || !strings.Contains(err.Error(), "plain http would be reached from other machines") {
		t.Errorf("plain http on every address: %v", err)
	}
	b.Config.Web.Address = "127.0.0.1:0"
	if err := b.Serve(over, nil); err != nil {
		t.Errorf("positive control: plain http on the loopback: %v", err)
	}
}

// build opens the house's stores once more, as verv serve does.
func build(t *testing.T, h *whole.House, cfg config.Config) *server.House {
	t.Helper()
	b, err := server.Build(t.Context(), cfg, server.Options{Now: h.Clock.Now, Wall: time.Now, Log: slog.New(slog.DiscardHandler), Hosts: []string{"127.0.0.1"}})
	h.Must(err)
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// serveTLS serves the house's stores with a certificate of its own, and gives the addresses of the pages and of plain http.
func serveTLS(t *testing.T, h *whole.House) (pages, plain string, trust *x509.CertPool) {
	t.Helper()
	cfg := h.Config
	cfg.Web.PublicURL, cfg.Web.Address, cfg.Web.MetricsAddress, cfg.Web.TLS.Mode = "https://127.0.0.1", "127.0.0.1:0", "", "files"
	cfg.Web.TLS.Cert, cfg.Web.TLS.Key, trust = certificate(t)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	h.Must(err)
	plain = free.Addr().String()
	h.Must(free.Close())
	cfg.Web.TLS.Redirect = plain
	h.Must(cfg.Validate())
	ctx, stop := context.WithCancel(t.Context())
	started, ended := make(chan net.Addr, 1), make(chan error, 1)
	b := build(t, h, cfg)
	go func() { ended <- b.Serve(ctx, func(a net.Addr) { started <- a }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	select {
	case a := <-started:
		return a.String(), plain, trust
	case err := <-ended:
		t.Fatal(err)
	}
	return "", "", nil
}

func secureClient(t *testing.T, trust *x509.CertPool) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trust}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Jar: jar, Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func send(t *testing.T, c *http.Client, method, address string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(url.Values{}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp
}

// certificate makes one for the loopback and gives its files.
func certificate(t *testing.T) (cert, key string, trust *x509.CertPool) {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &k.PublicKey, k)
	must(err)
	secret, err := x509.MarshalPKCS8PrivateKey(k)
	must(err)
	parsed, err := x509.ParseCertificate(der)
	must(err)
	trust = x509.NewCertPool()
	trust.AddCert(parsed)
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	must(os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	must(os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
	return cert, key, trust
}
