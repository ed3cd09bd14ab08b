package nodes_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"syscall"
	"testing"
)

// proxy is one address before several nodes. It takes turns; a node that refuses the connection has not seen the request, so the next one
// gets it. A connection that breaks later is answered with 502: the request may have been carried out, and nobody sends it twice.
type proxy struct {
	*httptest.Server
	mu    sync.Mutex
	nodes []*url.URL
	turn  int
	over  int // requests that another node took over
}

func newProxy(t *testing.T) *proxy {
	t.Helper()
	p := &proxy{}
	p.Server = httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.Out.Host = r.In.Host }, Transport: p,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)})
	t.Cleanup(p.Close)
	return p
}

// lead sets the nodes behind the address.
func (p *proxy) lead(t testing.TB, to ...string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nodes = nil
	for _, s := range to {
		u, err := url.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		p.nodes = append(p.nodes, u)
	}
}

// order gives all nodes, the next in turn first.
func (p *proxy) order() []*url.URL {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.turn++
	i := p.turn % len(p.nodes)
	return append(append([]*url.URL(nil), p.nodes[i:]...), p.nodes[:i]...)
}

// RoundTrip hands the request to the first node that takes the connection.
func (p *proxy) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		_ = req.Body.Close()
	}
	var err error
	for i, node := range p.order() {
		try := req.Clone(req.Context())
		try.URL.Scheme, try.URL.Host = node.Scheme, node.Host
		try.Body, try.GetBody = io.NopCloser(bytes.NewReader(body)), nil // without GetBody the transport repeats nothing by itself
		var resp *http.Response
		if resp, err = nodeTransport.RoundTrip(try); err == nil {
			if i > 0 {
				p.mu.Lock()
				p.over++
				p.mu.Unlock()
			}
			return resp, nil
		}
		if !errors.Is(err, syscall.ECONNREFUSED) {
			return nil, err
		}
	}
	return nil, err
}

// nodeTransport opens a connection for each request: a kept one could break before the request is on its way, and nobody could tell.
var nodeTransport = &http.Transport{DisableKeepAlives: true}
