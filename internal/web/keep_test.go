package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
)

func shared(pattern string, h Handler) Route {
	return Get(pattern, Public(access.JobSee, privacy.Publish), h).Cookieless()
}

// Who has the feed already gets 304 and no body, by its tag or by its date; a tag outweighs a date.
func TestFeedIsNotSentTwice(t *testing.T) {
	body := "one"
	changed := noon.Add(-time.Hour)
	h := testHouse(t, nil, shared("/feed.json", func(r *Request) error { return r.Feed("application/feed+json", []byte(body), changed) }))
	first := h.do(call{target: "/feed.json"})
	tag, date := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
	if first.Code != 200 || tag == "" || date != changed.UTC().Format(http.TimeFormat) || first.Body.String() != "one" {
		t.Fatalf("%d %q %q", first.Code, tag, date)
	}
	for name, c := range map[string]struct {
		header map[string]string
		want   int
	}{
		"tag":               {map[string]string{"If-None-Match": tag}, 304},
		"one of tags":       {map[string]string{"If-None-Match": `"x", ` + tag}, 304},
		"strong tag":        {map[string]string{"If-None-Match": strings.TrimPrefix(tag, "W/")}, 304},
		"any":               {map[string]string{"If-None-Match": "*"}, 304},
		"date":              {map[string]string{"If-Modified-Since": date}, 304},
		"old date":          {map[string]string{"If-Modified-Since": changed.Add(-time.Minute).UTC().Format(http.TimeFormat)}, 200},
		"broken date":       {map[string]string{"If-Modified-Since": "yesterday"}, 200},
		"other tag":         {map[string]string{"If-None-Match": `"x"`}, 200},
		"other tag, a date": {map[string]string{"If-None-Match": `"x"`, "If-Modified-Since": date}, 200},
	} {
		got := h.do(call{target: "/feed.json", header: c.header})
		if got.Code != c.want || (got.Code == 304) != (got.Body.Len() == 0) || got.Header().Get("ETag") != tag {
			t.Errorf("%s: %d with %d bytes", name, got.Code, got.Body.Len())
		}
	}
	body = "two"
	if got := h.do(call{target: "/feed.json", header: map[string]string{"If-None-Match": tag}}); got.Code != 200 || got.Header().Get("ETag") == tag {
		t.Errorf("another feed is taken for the same: %d", got.Code)
	}
}

// A page without cookies knows nobody and sets nothing, even under an address that names a language.
func TestCookieless(t *testing.T) {
	h := testHouse(t, nil, shared("/embed/jobs", func(r *Request) error {
		if r.Actor.Persona != access.Visitor || r.Session.ID != "" {
			t.Errorf("it knows %+v", r.Actor)
		}
		return r.Text("text/plain", []byte(r.Words.Lang()))
	}))
	got := h.do(call{target: "/fi/embed/jobs", token: "owner"})
	if got.Code != 200 || got.Body.String() != "fi" || len(got.Result().Cookies()) != 0 || got.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("%d %q %v", got.Code, got.Body, got.Header())
	}
	chosen := map[string]string{"Cookie": "__Host-" + languageCookie + "=fi", "Accept-Language": "sv"}
	if got := h.do(call{target: "/embed/jobs", header: chosen}); got.Body.String() != "sv" {
		t.Errorf("a cookie chooses the language %q", got.Body)
	}
	for name, make := range map[string]func(){
		"a POST": func() {
			Post("/x", Public(access.JobSee, privacy.Publish), func(*Request) error { return nil }).Cookieless()
		},
		"one's own page": func() {
			Get("/x", Own(access.AccountOwn, privacy.Account), func(*Request) error { return nil }).Cookieless()
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s goes without cookies", name)
				}
			}()
			make()
		}()
	}
}

// Only a framed page is shown inside of others, and only by whom its handler names.
func TestFrames(t *testing.T) {
	by := []string{"https://www.arbeid.example"}
	frame := func(r *Request) error { r.FrameBy(by); return r.Text("text/plain", nil) }
	h := testHouse(t, nil, shared("/embed/jobs", frame).Framed(), shared("/feed.rss", frame), Get("/jobs", Public(access.JobSee, privacy.Publish), frame))
	got := h.do(call{target: "/embed/jobs"}).Header()
	if p := got.Get("Content-Security-Policy"); !strings.Contains(p, "frame-ancestors https://www.arbeid.example;") || strings.Contains(p, "script-src") || got.Get("X-Frame-Options") != "" {
		t.Errorf("the framed page cannot be shown: %v", got)
	}
	for _, target := range []string{"/feed.rss", "/jobs", "/nothing"} {
		got := h.do(call{target: target}).Header()
		if p := got.Get("Content-Security-Policy"); !strings.Contains(p, "frame-ancestors 'none'") || got.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s can be framed: %v", target, got)
		}
	}
	by = nil
	if p := h.do(call{target: "/embed/jobs"}).Header(); !strings.Contains(p.Get("Content-Security-Policy"), "frame-ancestors 'none'") || p.Get("X-Frame-Options") != "DENY" {
		t.Errorf("nobody was named, and it can be framed: %v", p)
	}
}

// What is named by its content is kept for ever, and runs nothing.
func TestForever(t *testing.T) {
	h := testHouse(t, nil, shared("/pictures/{name}", func(r *Request) error { return r.Picture("image/png", []byte("x")) }))
	got := h.do(call{target: "/pictures/a.png", token: "owner"}).Header()
	if got.Get("Cache-Control") != "public, max-age=31536000, immutable" || !strings.Contains(got.Get("Content-Security-Policy"), "sandbox") || got.Get("Vary") != "" {
		t.Errorf("%v", got)
	}
}
