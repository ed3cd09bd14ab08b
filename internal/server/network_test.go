package server_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// asked is an answer of a host.
type asked struct {
	status int
	header http.Header
	body   string
}

func ask(h *whole.House, host, path string) asked {
	h.T.Helper()
	req, err := http.NewRequestWithContext(h.T.Context(), http.MethodGet, h.URL+path, nil)
	h.Must(err)
	req.Host = host
	resp, err := http.DefaultTransport.RoundTrip(req)
	h.Must(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	h.Must(err)
	return asked{resp.StatusCode, resp.Header, string(body)}
}

func (a asked) has(t *testing.T, what string, all ...string) {
	t.Helper()
	for _, s := range all {
		if !strings.Contains(a.body, s) {
			t.Errorf("%s (%d) lacks %q", what, a.status, s)
		}
	}
}

// One installation, many sites: by host and by prefix, each with its own name, colour, texts and jobs; a strange host is nobody's.
func TestNetwork(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		w := settle(h)
		run := w.Grant(w.people[operator].Actor, access.Operation(), privacy.Operate)
		make := func(c site.Content) site.Site {
			c.Country, c.Legal = "NO", c.Name+" AS\nKaia 1"
			s, err := h.Sites.Create(t.Context(), run, c)
			h.Must(err)
			return s
		}
		make(site.Content{Hosts: []string{"helse.localhost"}, Name: "Helsejobb", Language: "nn", Accent: "teal", Market: site.Market{Reach: site.Network},
			Texts: []site.Text{{Kind: site.Terms, Language: "nn", Body: "Vilkåra våre.\n\nMeir."}}})
		make(site.Content{Hosts: []string{"helse.localhost"}, Prefix: "/nordkyst", Name: "Jobb på Nordkyst", Language: "nb", Market: site.Market{Reach: site.Career, Employer: w.one}})
		health := ask(h, "helse.localhost", "/jobs")
		health.has(t, "the network", "Helsejobb", "Sykepleier i one", "Sykepleier i two", "/theme/0f766e-", `hreflang="fi" href="http://helse.localhost`)
		career := ask(h, "helse.localhost", "/nordkyst/jobs")
		career.has(t, "the career site", "Jobb på Nordkyst", "Sykepleier i one", `href="/nordkyst/jobs/`)
		if strings.Contains(career.body, "Sykepleier i two") || strings.Contains(career.body, "/theme/") {
			t.Error("a career site lists another employer's job, or wears another site's colour")
		}
		ask(h, "helse.localhost", "/nordkyst").has(t, "the career site's home", "Nordkyst sykehus HF", "Sykepleier i one")
		for path, want := range map[string]int{"/nordkyst/employers/" + w.ids["employer two"]: 404, "/nordkyst/employers/" + w.ids["employer one"]: 200, "/nordkystx/jobs": 404,
			"/nordkyst/fi/jobs": 200, "/fi/nordkyst/jobs": 404, "/nordkyst/jobs/" + w.ids["job of two"] + "/sykepleier-i-two": 404,
			"/jobs/" + w.ids["job of two"] + "/sykepleier-i-two": 200, "/nordkyst/terms": 404, "/terms": 200} {
			if got := ask(h, "helse.localhost", path); got.status != want {
				t.Errorf("%s: %d, want %d", path, got.status, want)
			}
		}
		// A job keeps its one address at home, whichever site shows it.
		home := `<link rel="canonical" href="` + w.URL + "/jobs/" + w.ids["job of two"] + `/sykepleier-i-two"`
		ask(h, "helse.localhost", "/jobs/"+w.ids["job of two"]+"/sykepleier-i-two").has(t, "a job away from home", home)
		if m := ask(h, "helse.localhost", "/sitemap.xml"); strings.Contains(m.body, "jobs-1.xml") {
			t.Error("a site's map names jobs whose home is elsewhere")
		}
		ask(h, "helse.localhost", "/robots.txt").has(t, "robots.txt", "/sitemap.xml", "/nordkyst/sitemap.xml")
		ask(h, "helse.localhost", "/sv/terms").has(t, "terms in another language", "Vilkåra våre.", `lang="nn"`)
		ask(h, "helse.localhost", "/imprint").has(t, "imprint", "Helsejobb AS", "Kaia 1")
		if got := ask(h, "strange.localhost", "/"); got.status != http.StatusMisdirectedRequest || strings.Contains(got.body, "Helsejobb") {
			t.Errorf("a strange host: %d", got.status)
		}
	})
}

// The installation's own address leads to its sites, each with its language and its number of open jobs.
func TestSitesOfTheInstallation(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		w := settle(h)
		c := h.Site.Content
		c.Hosts = []string{"jobb.localhost"}
		run := w.Grant(w.people[operator].Actor, access.Operation(), privacy.Operate)
		h.Must(h.Sites.Change(t.Context(), run, h.Site.ID, c))
		got := ask(h, "127.0.0.1", "/")
		got.has(t, "the installation", "Fjordjobb", "2 ledige jobber", "Norsk bokmål", "http://jobb.localhost")
		if got.status != http.StatusOK {
			t.Errorf("%d", got.status)
		}
		ask(h, "jobb.localhost", "/").has(t, "the site", "Sykepleier i one")
	})
}

// A site belongs to a named legal entity: one cannot be made without, and one that has lost it behind the house's back serves no page.
func TestSiteWithoutLegalEntity(t *testing.T) {
	show.Show(t, "site.controller", "site-of-nobody")
	w := settle(whole.New(t, store.SQLite))
	run := w.Grant(w.people[operator].Actor, access.Operation(), privacy.Operate)
	c := site.Content{Hosts: []string{"helse.localhost"}, Name: "Helsejobb", Language: "nb", Country: "NO", Legal: " "}
	if _, err := w.Sites.Create(t.Context(), run, c); !fault.Is(err, fault.Invalid) || fault.As(err).Fields[0].Name != "legal" {
		t.Errorf("made without a legal entity: %v", err)
	}
	c.Legal = "Helsejobb AS\nKaia 1"
	_, err := w.Sites.Create(t.Context(), run, c)
	w.Must(err)
	pages := []string{"/", "/jobs", "/privacy", "/account/login", "/feed.json"}
	for _, path := range pages {
		if got := ask(w.House, "helse.localhost", path); got.status != http.StatusOK {
			t.Errorf("positive control: %s: %d", path, got.status)
		}
	}
	db := w.raw()
	_, err = db.ExecContext(t.Context(), "update site set legal = '' where name = 'Helsejobb'")
	w.Must(errors.Join(err, db.Close()))
	w.Restart()
	for _, path := range pages {
		if got := ask(w.House, "helse.localhost", path); got.status != http.StatusMisdirectedRequest {
			t.Errorf("nobody answers for it: %s: %d", path, got.status)
		}
	}
}

var reAsset = regexp.MustCompile(`(?:src|href)="(/(?:pictures|theme)/[^"]+)"`)

// What a site brings of its own is kept for ever, runs nothing and sets no cookie; a logo that is no picture is refused in words.
func TestSiteDress(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		w := settle(h)
		b := h.Enter(w.people[operator])
		var raw bytes.Buffer
		h.Must(png.Encode(&raw, image.NewRGBA(image.Rect(0, 0, 600, 100))))
		at := "/operator/sites/" + h.Site.ID.String()
		b.PostFiles(at+"/logo", nil, whole.Upload{Field: "logo", Name: "logo.svg", Content: []byte(`<svg onload="x"/>`)})
		if b.Status != http.StatusUnprocessableEntity || !strings.Contains(b.Text(), "PNG eller JPEG") {
			t.Errorf("an SVG: %d %s", b.Status, b.Text())
		}
		var first bytes.Buffer
		h.Must(png.Encode(&first, image.NewGray(image.Rect(0, 0, 60, 20))))
		for _, logo := range [][]byte{first.Bytes(), raw.Bytes(), raw.Bytes()} {
			b.PostFiles(at+"/logo", nil, whole.Upload{Field: "logo", Name: "logo.png", Content: logo})
		}
		if n := w.one1("select count(*) from picture where employer_id is null"); n != "1" {
			t.Errorf("%s logos are kept of one that was replaced", n)
		}
		form := b.Get(at).Forms()
		values := form[0].Values
		for _, f := range form {
			if f.Action == at {
				values = f.Values
			}
		}
		values.Set("accent", "ff8800")
		b.Post(at, values)
		if b.Status != http.StatusOK {
			t.Fatalf("%d %s", b.Status, b.Text())
		}
		page := ask(h, "127.0.0.1", "/jobs")
		found := reAsset.FindAllStringSubmatch(page.body, -1)
		if len(found) != 2 {
			t.Fatalf("%v", found)
		}
		for _, m := range found {
			a := ask(h, "127.0.0.1", m[1])
			csp := a.header.Get("Content-Security-Policy")
			if a.status != http.StatusOK || !strings.Contains(a.header.Get("Cache-Control"), "immutable") || a.header.Get("Set-Cookie") != "" ||
				!strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(m[1], "pictures") && !strings.Contains(csp, "sandbox") {
				t.Errorf("%s: %d %v", m[1], a.status, a.header)
			}
		}
	})
}

// An owner looks at the page as it would be, saves it, shows pictures and lets a host show the list; the form keeps what was typed.
func TestPresence(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		w := settle(h)
		b := h.Enter(w.people[member("one", access.Owner)])
		at := "/employer/profile"
		form := func() url.Values {
			for _, f := range b.Get(at).Forms() {
				if f.Action == at {
					return f.Values
				}
			}
			t.Fatal("no form")
			return nil
		}
		v := form()
		v.Set("benefits", "Fri hver onsdag\nKantine")
		v.Set("meet", "Avdelingsleder")
		v.Set("branch", "health")
		v.Set("founded", "1887")
		v.Set("do", "preview")
		if b.Post(at, v); b.Status != http.StatusOK || !strings.Contains(b.Text(), "Ingenting er lagret ennå") || !strings.Contains(b.Text(), "Fri hver onsdag") {
			t.Fatalf("the preview: %d %s", b.Status, b.Text())
		}
		if strings.Contains(h.Browser().Get("/employers/"+w.ids["employer one"]).Text(), "Fri hver onsdag") {
			t.Error("a preview was saved")
		}
		v.Set("do", "edit")
		if b.Post(at, v); b.Status != http.StatusOK || !strings.Contains(string(b.Body), "Fri hver onsdag\nKantine") {
			t.Error("what was typed is lost on the way back")
		}
		v.Set("do", "save")
		b.Post(at, v)
		if s := h.Browser().Get("/employers/" + w.ids["employer one"]).Text(); !strings.Contains(s, "Fri hver onsdag") || !strings.Contains(s, "Avdelingsleder") || !strings.Contains(s, "1887") {
			t.Errorf("the page: %s", s)
		}
		if s := h.Browser().Get("/").Text(); !strings.Contains(s, "Helse (1)") {
			t.Errorf("the branch is not counted: %s", s)
		}
		var raw bytes.Buffer
		h.Must(png.Encode(&raw, image.NewRGBA(image.Rect(0, 0, 30, 10))))
		if b.PostFiles(at+"/logo", nil, whole.Upload{Field: "logo", Name: "logo.png", Content: raw.Bytes()}); b.Status != http.StatusOK {
			t.Errorf("a logo: %d %s", b.Status, b.Text())
		}
		if b.PostFiles(at+"/pictures", nil, whole.Upload{Field: "picture", Name: "a.png", Content: raw.Bytes()}); b.Status != http.StatusUnprocessableEntity {
			t.Errorf("a picture without words: %d", b.Status)
		}
		if v := form(); v.Get("benefits") != "Fri hver onsdag\nKantine" {
			t.Errorf("the form holds %q", v.Get("benefits"))
		}
		b.Post("/employer/embed", url.Values{"framers": {"www.sykehus.example"}})
		if a := ask(h, "127.0.0.1", "/embed/jobs?employer="+w.ids["employer one"]); !strings.Contains(a.header.Get("Content-Security-Policy"), "frame-ancestors https://www.sykehus.example") {
			t.Errorf("%v", a.header)
		}
	})
}
