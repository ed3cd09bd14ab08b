package server_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"verv/internal/locale"
	"verv/internal/promise/show"
	"verv/internal/web"
)

// set are the cookies that an answer sets.
func (a answer) set() []*http.Cookie { return (&http.Response{Header: a.header}).Cookies() }

// pages is every page as everybody, crawled once for the tests below.
type pages map[string][]answer

func (w *town) pages() pages {
	out := pages{}
	for name, b := range w.walkers {
		out[name] = append(b.crawl(w.starts(name)...), b.get("/not/here"), b.get("/api/not"), b.get("/healthz"))
	}
	return out
}

// TestEveryPage looks at every page as everybody: what it keeps in the browser, what it loads, and under which headers; where it leads, whom
// it names, and that looking leaves no trace of a person.
func TestEveryPage(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		w.leadAway(t)
		before := dump(w.House)
		all := w.pages()
		after := dump(w.House)
		for name, b := range w.walkers {
			all[name] = append(all[name], b.choices()...)
		}
		t.Run("cookies", func(t *testing.T) { w.cookies(t, all) })
		t.Run("storage", func(t *testing.T) { w.storage(t, all) })
		t.Run("headers", func(t *testing.T) { w.headers(t, all) })
		t.Run("policy", func(t *testing.T) { w.onlyOwn(t, all) })
		t.Run("links", func(t *testing.T) { w.awayLinks(t, all) })
		t.Run("contact", func(t *testing.T) { w.contact(t, all) })
		t.Run("controller", func(t *testing.T) { w.controller(t) })
		t.Run("private", func(t *testing.T) { w.private(t, all) })
		t.Run("unticked", func(t *testing.T) { w.unticked(t, all) })
		t.Run("looking", func(t *testing.T) { w.looking(t, before, after) })
		t.Run("no consent", func(t *testing.T) { w.noConsent(t, all, after) })
	})
}

// cookies: every page as everybody sets exactly the cookies of the list, as it says; whoever only reads gets none.
func (w *town) cookies(t *testing.T, all pages) {
	show.Show(t, "inventory.cookies", "cookie-nobody-declared")
	seen := map[string]bool{}
	for name, answers := range all {
		for _, a := range answers {
			for _, c := range a.set() {
				seen[c.Name] = true
				if wrong := undeclared(c); wrong != "" {
					t.Errorf("%s: %s sets %s: %s", name, a.path, c.Name, wrong)
				}
				if name == nobody && a.method == http.MethodGet && !choosesLanguage(a.path) {
					t.Errorf("reading %s sets %s", a.path, c.Name)
				}
			}
		}
	}
	seen["verv"] = seen["verv"] || w.sessionCookie(t)
	for _, c := range web.Cookies() {
		if !seen[c.Name] {
			t.Errorf("the list has %s, which no page sets", c.Name)
		}
	}
}

// choices are what somebody decides at the foot of a page: colour scheme, language, and an action that says a sentence on the next page.
func (b *walker) choices() (out []answer) {
	out = append(out, b.post("/scheme", url.Values{"scheme": {"dark"}, "here": {"/jobs"}}), b.get("/en/jobs"), b.get("/jobs"))
	if b.name == anna {
		out = append(out, b.post("/cvs", url.Values{"title": {"Ny"}, "language": {"nb"}}))
		out = append(out, b.post("/profile", url.Values{"name": {"Anna"}}), b.get("/profile"))
	}
	return out
}

// choosesLanguage reports whether an address names a language: following it is a choice that is remembered.
func choosesLanguage(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	first, _, _ = strings.Cut(first, "?")
	return locale.Known(first)
}

// sessionCookie logs somebody in and looks at the cookie that comes of it.
func (w *town) sessionCookie(t *testing.T) bool {
	t.Helper()
	u, err := url.Parse(w.URL)
	w.Must(err)
	for _, c := range w.enter(anna).jar.Cookies(u) {
		if c.Name == "verv" {
			return true
		}
	}
	return false
}

// undeclared says what of a cookie is not as the list has it.
func undeclared(c *http.Cookie) string {
	i := slices.IndexFunc(web.Cookies(), func(d web.Cookie) bool { return d.Name == c.Name })
	switch {
	case i < 0:
		return "it is not on the list"
	case !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "":
		return "its attributes are not those of the house: " + c.Raw
	case c.MaxAge > 0 && web.Cookies()[i].Life > 0 && time.Duration(c.MaxAge)*time.Second != web.Cookies()[i].Life:
		return "it lives for another time than the list says"
	}
	return ""
}

func TestUndeclared(t *testing.T) {
	good := http.Cookie{Name: "verv-scheme", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 180 * 24 * 3600}
	if w := undeclared(&good); w != "" {
		t.Error(w)
	}
	for name, fault := range map[string]func(*http.Cookie){
		"name": func(c *http.Cookie) { c.Name = "_ga" }, "life": func(c *http.Cookie) { c.MaxAge *= 2 }, "script": func(c *http.Cookie) { c.HttpOnly = false },
		"domain": func(c *http.Cookie) { c.Domain = "example.org" }, "same site": func(c *http.Cookie) { c.SameSite = http.SameSiteNoneMode },
	} {
		bad := good
		if fault(&bad); undeclared(&bad) == "" {
			t.Errorf("%s: nothing seen", name)
		}
	}
}

// reStorage is every way in which script keeps something in a browser.
var reStorage = regexp.MustCompile(`localStorage|sessionStorage|indexedDB|document\s*\.\s*cookie|cookieStore|serviceWorker|caches\s*\.|openDatabase|requestFileSystem|navigator\s*\.\s*storage`)

// storage: no script of ours keeps anything in the browser, and no page has script of its own or from elsewhere; with the cookies above,
// that is all.
func (w *town) storage(t *testing.T, all pages) {
	show.Show(t, "web.storage", "script-keeps-something")
	if !reStorage.MatchString(`window.localStorage.setItem("a", 1)`) || !reStorage.MatchString(`document.cookie = "a=1"`) {
		t.Fatal("the search finds nothing")
	}
	files, err := filepath.Glob("../../assets/js/*.js")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts were found: %v", err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if m := reStorage.Find(text); m != nil {
			t.Errorf("%s keeps something in the browser: %s", f, m)
		}
	}
	for name, answers := range all {
		for _, a := range answers {
			for _, from := range a.loads() {
				if w.local(from) == "" && !strings.HasPrefix(from, "data:image/") {
					t.Errorf("%s: %s loads %s", name, a.path, from)
				}
			}
			if f := planted(a.body); a.isHTML() && f != "" {
				t.Errorf("%s: %s has %s", name, a.path, f)
			}
		}
	}
}

// loads are the addresses that a browser fetches to show a page.
func (a answer) loads() (out []string) {
	if !a.isHTML() {
		return nil
	}
	doc, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		return nil
	}
	nodes(doc, func(n *html.Node) {
		at := attrs(n)
		if n.Data == "link" && at["rel"] != "canonical" && at["rel"] != "alternate" && at["href"] != "" {
			out = append(out, at["href"])
		}
		for _, k := range []string{"src", "data", "poster"} {
			if at[k] != "" {
				out = append(out, at[k])
			}
		}
	})
	return out
}

// headers: every answer carries the headers of the house; a page of somebody is never kept by a cache.
func (w *town) headers(t *testing.T, all pages) {
	show.Show(t, "web.permissions", "camera-allowed")
	n := 0
	for name, answers := range all {
		for _, a := range answers {
			n++
			shared := w.cookieless(a)
			if wrong := headersOf(a, name == nobody || shared); wrong != "" {
				t.Errorf("%s: %s: %s", name, a.path, wrong)
			}
			if shared && name != nobody && !bytes.Equal(a.body, w.walkers[nobody].get(a.path).body) {
				t.Errorf("%s: %s may be kept for everybody and is another for a visitor", name, a.path)
			}
		}
	}
	if n < 200 {
		t.Errorf("only %d answers were looked at", n)
	}
	for _, drop := range []string{"Permissions-Policy", "Content-Security-Policy", "X-Frame-Options", "Cache-Control", "X-Content-Type-Options"} {
		a := w.walkers[anna].get("/cvs")
		if a.header.Del(drop); headersOf(a, false) == "" {
			t.Errorf("an answer without %s passes", drop)
		}
	}
}

// cookieless reports whether an answer came from a route that reads no cookie, so that it may be kept for everybody.
func (w *town) cookieless(a answer) bool {
	path, _, _ := strings.Cut(a.path, "?")
	return a.status == http.StatusOK && slices.ContainsFunc(w.Mux.Routes(), func(r web.RouteInfo) bool {
		return r.Cookieless && regexp.MustCompile("^"+reParameter.ReplaceAllString(r.Pattern, `[^/]+`)+"$").MatchString(path)
	})
}

func headersOf(a answer, visitor bool) string {
	csp := a.header.Get("Content-Security-Policy")
	switch {
	case !strings.HasPrefix(csp, "default-src 'none';") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") || strings.Contains(csp, "http"):
		return "Content-Security-Policy is " + csp
	case !strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "base-uri 'none'") && !strings.Contains(csp, "sandbox"):
		return "Content-Security-Policy leaves frames or base open: " + csp
	case a.header.Get("X-Content-Type-Options") != "nosniff", a.header.Get("X-Frame-Options") != "DENY", a.header.Get("Referrer-Policy") != "same-origin":
		return "a header is missing"
	case a.header.Get("Server") != "" || a.header.Get("X-Powered-By") != "":
		return "the answer says what serves it"
	case !visitor && !strings.Contains(a.header.Get("Cache-Control"), "no-store") && !strings.HasPrefix(a.path, "/assets/"):
		return "a page of somebody may be kept: " + a.header.Get("Cache-Control")
	}
	for _, feature := range []string{"geolocation", "camera", "microphone"} {
		if !strings.Contains(a.header.Get("Permissions-Policy"), feature+"=()") {
			return feature + " is not switched off"
		}
	}
	return ""
}

// A host that no site claims gets 421, whatever is asked and by whom, and nothing of the house.
func TestStrangeHost(t *testing.T) {
	show.Show(t, "web.host", "any-host-is-home")
	towns(t, func(t *testing.T, w *town) {
		ask := func(host, method, path string) (int, http.Header, string) {
			req, err := http.NewRequestWithContext(t.Context(), method, w.URL+path, nil)
			w.Must(err)
			req.Host = host
			resp, err := w.walkers[anna].client.Do(req)
			w.Must(err)
			defer resp.Body.Close()
			var body bytes.Buffer
			_, err = body.ReadFrom(resp.Body)
			w.Must(err)
			return resp.StatusCode, resp.Header, body.String()
		}
		for _, r := range w.Mux.Routes() {
			for _, host := range []string{"evil.example", "127.0.0.1.evil.example", "localhost.", "xn--e1afmkfd.example", "10.0.0.1"} {
				code, header, body := ask(host, r.Method, strings.ReplaceAll(r.Pattern, "{$}", ""))
				if host == "localhost." { // the same name, written out
					if code == http.StatusMisdirectedRequest {
						t.Errorf("%s %s at localhost with its final dot: %d", r.Method, r.Pattern, code)
					}
					continue
				}
				if code != http.StatusMisdirectedRequest || len(header["Set-Cookie"]) > 0 || strings.Contains(body, "Fjordjobb") || strings.Contains(body, mark(anna+" name")) {
					t.Errorf("%s %s at %s: %d", r.Method, r.Pattern, host, code)
				}
			}
		}
		if code, _, body := ask("localhost", http.MethodGet, "/jobs"); code != http.StatusOK || !strings.Contains(body, "Fjordjobb") {
			t.Errorf("positive control: the site's own host answers %d", code)
		}
	})
}
