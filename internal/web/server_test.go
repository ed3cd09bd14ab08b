package web

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// run starts a server and gives its address and what stops it.
func run(t *testing.T, cfg Listen, m *Mux) (addr string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	started, ended := make(chan net.Addr, 1), make(chan error, 1)
	cfg.Addr = "127.0.0.1:0"
	s := NewServer(cfg, m)
	go func() { ended <- s.Run(ctx, func(a net.Addr) { started <- a }) }()
	select {
	case a := <-started:
		addr = a.String()
	case err := <-ended:
		t.Fatal(err)
	}
	stop = func() error { cancel(); return <-ended }
	t.Cleanup(cancel)
	return addr, stop
}

func local(c *Config) { c.Plain, c.Home, c.Wall = true, []string{"127.0.0.1"}, time.Now }

func TestServerDrains(t *testing.T) {
	inside, release := make(chan struct{}), make(chan struct{})
	h := testHouse(t, local, Get("/x", seen(), func(r *Request) error {
		close(inside)
		<-release
		return r.Text("text/plain", []byte("whole"))
	}))
	addr, stop := run(t, Listen{}, h.Mux)
	answer := make(chan string, 1)
	go func() {
		res, err := http.Get("http://" + addr + "/x")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer func() { _ = res.Body.Close() }()
		b, _ := io.ReadAll(res.Body)
		answer <- string(b)
	}()
	<-inside
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	for refused(addr) == nil { // the stop has begun when nobody new is let in
		runtime.Gosched()
	}
	close(release)
	if got, err := <-answer, <-stopped; got != "whole" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := net.Dial("tcp", addr); err == nil {
		t.Error("still open")
	}
}

func refused(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err == nil {
		err = c.Close()
	}
	return err
}

func TestServerTLS(t *testing.T) {
	cert, key, pool := certificate(t)
	h := testHouse(t, local, Get("/x", seen(), hello("x")))
	addr, stop := run(t, Listen{Cert: cert, Key: key}, h.Mux)
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	res, err := client.Get("https://" + addr + "/x")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != 200 || res.ProtoMajor != 2 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s %s %v", res.Status, res.Proto, res.Header)
	}
	if _, err := tls.Dial("tcp", addr, &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
	client.CloseIdleConnections()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if err := NewServer(Listen{Addr: "127.0.0.1:0", Cert: cert, Key: cert}, h.Mux).Run(context.Background(), nil); err == nil {
		t.Error("runs with a key that is none")
	}
}

func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, b []byte) string {
		p := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(p, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	pool = x509.NewCertPool()
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(parsed)
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", secret), pool
}

func TestServerRefusesHugeHeaders(t *testing.T) {
	addr, _ := run(t, Listen{}, testHouse(t, local, Get("/x", seen(), hello("x"))).Mux)
	hr, _ := http.NewRequest("GET", "http://"+addr+"/x", nil)
	hr.Header.Set("X-Large", strings.Repeat("x", 2*headerSize))
	res, err := http.DefaultClient.Do(hr)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("%s", res.Status)
	}
}

func TestServerTimes(t *testing.T) {
	s := NewServer(Listen{Metrics: "x", Plain: "y"}, testHouse(t, nil).Mux)
	for _, h := range []*http.Server{s.pages, s.figures, s.plain} {
		if h.ReadHeaderTimeout != 5*time.Second || h.ReadTimeout <= 0 || h.WriteTimeout <= 0 || h.IdleTimeout <= 0 || h.MaxHeaderBytes != 32<<10 {
			t.Errorf("%+v", h)
		}
	}
}

func TestToTLS(t *testing.T) {
	for target, want := range map[string]string{
		"http://jobb.example/x?a=1": "https://jobb.example/x?a=1", "http://jobb.example:80/": "https://jobb.example/", "http://jobb.example//evil.example": "https://jobb.example//evil.example",
	} {
		w := httptest.NewRecorder()
		toTLS(w, httptest.NewRequest("GET", target, nil))
		if w.Code != 308 || w.Header().Get("Location") != want {
			t.Errorf("%s: %d %q", target, w.Code, w.Header().Get("Location"))
		}
	}
	w := httptest.NewRecorder()
	toTLS(w, httptest.NewRequest("POST", "http://jobb.example/x", nil))
	if w.Code != 403 {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestHealth(t *testing.T) {
	var against []string
	h := testHouse(t, func(c *Config) { c.Ready = func(context.Context) []string { return against } })
	if w := h.do(call{target: "/readyz", host: "10.0.0.1", plain: true}); w.Code != 200 || w.Body.String() != "ready\n" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	against = []string{"database", "lag"}
	if w := h.do(call{target: "/readyz"}); w.Code != 503 || w.Body.String() != "database\nlag\n" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := h.do(call{target: "/healthz"}); w.Code != 200 {
		t.Errorf("health %d", w.Code)
	}
	if h.do(call{target: "/metrics"}).Code != 404 {
		t.Error("the figures are on the address of the pages")
	}
	w := httptest.NewRecorder()
	h.cfg.Metrics.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	for _, want := range []string{`verv_requests_total{method="GET",pattern="/readyz",status="503"} 1`, "verv_request_seconds_bucket", "verv_panics_total 0"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestACMEKnowsItsHosts(t *testing.T) {
	policy := knownHosts([]string{"verv.example"}, sites{"jobb.example": {}})
	for host, ok := range map[string]bool{"verv.example": true, "jobb.example": true, "evil.example": false, "x.jobb.example": false} {
		if err := policy(context.Background(), host); (err == nil) != ok {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func TestAssetsAreServed(t *testing.T) {
	h := testHouse(t, func(c *Config) {
		c.Assets = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			_, _ = io.WriteString(w, r.URL.Path)
		})
	})
	w := h.do(call{target: "/assets/verv-A1.css", host: "10.0.0.1"})
	if w.Body.String() != "/assets/verv-A1.css" || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := testHouse(t, nil).do(call{target: "/assets/x"}); w.Code != 404 {
		t.Errorf("without assets: %d", w.Code)
	}
}
