package web

import (
	"context"
	"testing"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/privacy"
)

type switches struct {
	off feature.Off
	err error
}

func (s *switches) Off(context.Context) (feature.Off, error) { return s.off, s.err }

// A route whose feature is off is not found, and is not among the methods that its address allows; one that is on answers. Where nobody can say
// what is off, nothing is answered.
func TestSwitchedOff(t *testing.T) {
	s := &switches{}
	see := Public(access.JobSee, privacy.Publish)
	say := func(r *Request) error { return r.Text("text/plain", []byte("here")) }
	h := testHouse(t, func(c *Config) { c.Features = s },
		Get("/list", see, say).Of(feature.Feeds), Get("/form", see, say), Post("/form", see, say).Of(feature.Feeds), Get("/other", see, say).Of(feature.Embed).Of(feature.API),
		Get("/guests", see, say).Visitors(feature.Guests))
	for _, c := range []struct {
		off            feature.Off
		method, target string
		status         int
		allow          string
	}{
		{nil, "GET", "/list", 200, ""}, {nil, "POST", "/list", 405, "GET, HEAD"}, {nil, "DELETE", "/form", 405, "GET, HEAD, POST"},
		{feature.Off{feature.Feeds: true}, "GET", "/list", 404, ""},
		{feature.Off{feature.Feeds: true}, "HEAD", "/list", 404, ""},
		{feature.Off{feature.Feeds: true}, "POST", "/list", 404, ""},
		{feature.Off{feature.Feeds: true}, "GET", "/form", 200, ""},
		{feature.Off{feature.Feeds: true}, "DELETE", "/form", 405, "GET, HEAD"},
		{feature.Off{feature.Feeds: true}, "GET", "/other", 200, ""},
		{feature.Off{feature.API: true}, "GET", "/other", 404, ""},
		{feature.Off{feature.Embed: true}, "GET", "/other", 404, ""},
		{feature.Off{feature.API: true}, "GET", "/developers", 404, ""},
		{feature.Off{feature.API: true}, "GET", "/list", 200, ""},
		{feature.Off{feature.Guests: true}, "GET", "/guests", 303, ""},
		{feature.Off{feature.Feeds: true}, "GET", "/guests", 200, ""},
	} {
		s.off = c.off
		a := h.do(call{method: c.method, target: c.target})
		if a.Code != c.status || a.Header().Get("Allow") != c.allow {
			t.Errorf("%s %s with %v off: %d, allows %q, want %d, %q", c.method, c.target, c.off, a.Code, a.Header().Get("Allow"), c.status, c.allow)
		}
	}
	s.off = feature.Off{feature.Guests: true}
	if a := h.do(call{target: "/guests", token: "candidate"}); a.Code != 200 {
		t.Errorf("somebody with an account is kept out with the guests: %d", a.Code)
	}
	s.err = fault.New(fault.Unavailable, "fault.unavailable")
	if a := h.do(call{target: "/form"}); a.Code != 503 || a.Body.String() == "here" {
		t.Errorf("where nobody knows what is off: %d", a.Code)
	}
}
