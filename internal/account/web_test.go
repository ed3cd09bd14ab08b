package account_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/web"
)

// opener is what package server does: it hands the house to web.
type opener struct{ r *rig }

func (o opener) Open(ctx context.Context, token string) (web.Session, error) {
	s, err := o.r.House.SessionByToken(ctx, o.r.security(), token)
	return web.Session{ID: s.ID.String(), Actor: s.Actor, Language: s.Language}, err
}

type sites struct{}

func (sites) ByHost(_ context.Context, host string) (web.Site, error) {
	if host != "jobb.example" && host != "arbete.example" {
		return web.Site{}, fault.New(fault.NotFound, "fault.notfound")
	}
	return web.Site{Name: "Fjordjobb", Host: host, Language: "nb"}, nil
}

type mac struct{ r *rig }

func (m mac) MAC(parts ...[]byte) []byte { return m.r.Keys.Root().MAC("flash", parts...) }

// browser is somebody at the pages, with a jar for cookies and no script.
type browser struct {
	t    *testing.T
	mux  *web.Mux
	host string
	jar  map[string]string
}

func newBrowser(t *testing.T, r *rig) *browser {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	m := web.NewMux(web.Config{Now: r.Clock.Now, Catalogue: words, Sites: sites{}, Sessions: opener{r}, MAC: mac{r}, Log: quiet, Metrics: web.NewMetrics(), Rate: 1e6, Burst: 1e6})
	m.Add(r.House.Routes()...)
	return &browser{t: t, mux: m, host: "jobb.example", jar: map[string]string{}}
}

type answer struct {
	status int
	body   string
	to     string
	header http.Header
}

func (b *browser) send(method, path string, form url.Values, origin string) answer {
	b.t.Helper()
	hr := httptest.NewRequest(method, "https://"+b.host+path, strings.NewReader(form.Encode()))
	hr.Header.Set("Accept-Language", "nb")
	if method == "POST" {
		hr.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		hr.Header.Set("Origin", origin)
		hr.Header.Set("Sec-Fetch-Site", map[bool]string{true: "same-origin", false: "cross-site"}[origin == "https://"+b.host])
	}
	for k, v := range b.jar {
		hr.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	w := httptest.NewRecorder()
	b.mux.ServeHTTP(w, hr)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.jar, c.Name)
			continue
		}
		b.jar[c.Name] = c.Value
	}
	if strings.Contains(w.Body.String(), "[account.") {
		b.t.Errorf("%s %s shows a key", method, path)
	}
	return answer{w.Code, w.Body.String(), w.Header().Get("Location"), w.Header()}
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.send("GET", path, nil, "") }

func (b *browser) post(path string, pairs ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.send("POST", path, form, "https://"+b.host)
}

func (b *browser) wants(a answer, status int, what string) answer {
	b.t.Helper()
	if a.status != status {
		b.t.Fatalf("%s: %d, want %d\n%s", what, a.status, status, text(a.body))
	}
	return a
}

// forms counts the forms that post to a path.
func forms(t *testing.T, body, action string) (n int) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for d := range doc.Descendants() {
		if d.Data != "form" {
			continue
		}
		for _, a := range d.Attr {
			if a.Key == "action" && a.Val == action {
				n++
			}
		}
	}
	return n
}

func text(body string) string {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return body
	}
	var out strings.Builder
	for d := range doc.Descendants() {
		if d.Type == html.TextNode && strings.TrimSpace(d.Data) != "" && d.Parent.Data != "style" && d.Parent.Data != "script" {
			out.WriteString(strings.TrimSpace(d.Data) + "\n")
		}
	}
	return out.String()
}

func TestPagesFromSignUpToLogOut(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		b := newBrowser(t, r)
		if a := b.get("/login?next=%2Faccount"); a.status != 303 || a.to != "/account/login?next=%2Faccount" {
			t.Fatalf("%d to %s", a.status, a.to)
		}
		for _, p := range []string{"/account/signup", "/account/login", "/account/forgot", "/account/sent"} {
			b.wants(b.get(p), 200, p)
		}
		a := b.wants(b.post("/account/signup", "address", "<b>no@", "password", "short"), 422, "bad sign-up")
		if !strings.Contains(a.body, "&lt;b&gt;no@") || strings.Contains(a.body, `value="short"`) {
			t.Fatal("what was typed is lost, or the password is shown again")
		}
		if a := b.post("/account/signup", "address", "a@example.no", "password", good); a.to != "/account/sent" {
			t.Fatalf("%d to %s", a.status, a.to)
		}
		link := "/account/link/" + linkIn(t, r.one())
		a = b.wants(b.get(link), 200, "the landing page")
		if forms(t, a.body, link) != 1 {
			t.Fatal("the landing page has not one button")
		}
		if a := b.post(link); a.status != 303 || a.to != "/account" {
			t.Fatalf("%d to %s: %s", a.status, a.to, text(a.body))
		}
		b.wants(b.get(link), 410, "the used link")
		for _, p := range []string{"/account", "/account/sessions", "/account/password", "/account/address", "/account/factor", "/account/prove"} {
			b.wants(b.get(p), 200, p)
		}
		if a := b.get("/account"); !strings.Contains(text(a.body), "a@example.no") || a.header.Get("Cache-Control") != "no-store" {
			t.Fatal("the account's own page lacks the address or may be stored")
		}
		b.wants(b.post("/account", "name", "Kari", "language", "nb", "zone", "Europe/Oslo"), 303, "save")
		before := b.jar["__Host-verv"]
		b.wants(b.post("/account/logout"), 303, "log out")
		r.shut(t, before)
		if a := b.get("/account"); a.status != 303 || !strings.HasPrefix(a.to, "/login") {
			t.Fatalf("a visitor at the settings: %d to %s", a.status, a.to)
		}
		a = b.wants(b.post("/account/login", "address", "a@example.no", "password", "wrong", "next", "//evil.example"), 422, "wrong password")
		a = b.post("/account/login", "address", "a@example.no", "password", good, "next", "//evil.example")
		if a.to != "/" {
			t.Fatalf("after log-in to %q", a.to)
		}
	})
}

// Known, waiting and unknown addresses get the same page, byte for byte.
func TestPagesDoNotTellWhoHasAnAccount(t *testing.T) {
	b0 := testbed.New(t, store.SQLite, rooms())
	r := newRig(t, b0)
	r.join(t, "known@example.no", good)
	for path, pairs := range map[string][]string{
		"/account/login": {"password", "wrong password 1"}, "/account/signup": {"password", good}, "/account/forgot": {"want", "reset"},
	} {
		seen := map[string]bool{}
		for _, address := range []string{"known@example.no", "other@example.no"} {
			b := newBrowser(t, r)
			a := b.post(path, append([]string{"address", address}, pairs...)...)
			seen[strings.ReplaceAll(a.body, address, "X")+a.to+http.StatusText(a.status)] = true
		}
		if len(seen) != 1 {
			t.Errorf("%s answers in %d ways", path, len(seen))
		}
	}
}

func TestPagesOfTheSecondStep(t *testing.T) {
	b0 := testbed.New(t, store.SQLite, rooms())
	r := newRig(t, b0)
	_, secret, _ := r.twoStep(t, "a@example.no")
	r.Clock.Move(time.Minute)
	b := newBrowser(t, r)
	a := b.post("/account/login", "address", "a@example.no", "password", good, "next", "/account/sessions")
	if a.to != "/account/step?next=%2Faccount%2Fsessions" {
		t.Fatalf("%d to %s", a.status, a.to)
	}
	half := b.jar["__Host-verv"]
	if a := b.get("/account/sessions"); a.status != 303 {
		t.Fatalf("half a session sees the settings: %d", a.status)
	}
	b.wants(b.get(a.to), 200, "step")
	b.wants(b.post("/account/step", "code", "000000"), 422, "wrong code")
	a = b.post("/account/step", "code", code(t, secret, r.Clock.Now()), "next", "/account/sessions")
	if a.to != "/account/sessions" || b.jar["__Host-verv"] == half {
		t.Fatalf("%d to %s", a.status, a.to)
	}
	b.wants(b.get("/account/sessions"), 200, "sessions")
	if a := b.wants(b.get("/account/factor"), 200, "factor"); !strings.Contains(text(a.body), "10 reservekoder") {
		t.Fatal(text(a.body))
	}
}

func TestPagesOfTheSetUp(t *testing.T) {
	b0 := testbed.New(t, store.SQLite, rooms())
	r := newRig(t, b0)
	o := r.join(t, "a@example.no", good)
	b := newBrowser(t, r)
	b.jar["__Host-verv"] = o.Token
	b.wants(b.post("/account/factor/start"), 303, "start")
	a := b.wants(b.get("/account/factor"), 200, "enrol")
	_, rest, _ := strings.Cut(a.body, "<code>")
	secret, _, _ := strings.Cut(rest, "</code>")
	if !strings.Contains(a.body, "data:image/png;base64,") || len(secret) != 32 {
		t.Fatalf("no picture or key: %q", secret)
	}
	b.wants(b.post("/account/factor", "code", "000000"), 422, "wrong code")
	a = b.wants(b.post("/account/factor", "code", code(t, secret, r.Clock.Now())), 200, "codes")
	if n := strings.Count(a.body, "<code>"); n != 10 {
		t.Fatalf("%d recovery codes", n)
	}
	r.Clock.Move(time.Hour)
	if a := b.get("/account/factor"); !strings.HasPrefix(a.to, "/account/prove") {
		t.Fatalf("an old proof opens the factor: %d to %s", a.status, a.to)
	}
}

func TestPagesOfTheHandover(t *testing.T) {
	b0 := testbed.New(t, store.SQLite, rooms())
	r := newRig(t, b0)
	o := r.join(t, "a@example.no", good)
	b := newBrowser(t, r)
	b.jar["__Host-verv"] = o.Token
	b.wants(b.post("/account/handover", "host", "evil.example"), 404, "to a strange host")
	a := b.wants(b.post("/account/handover", "host", "arbete.example"), 200, "hand-over")
	if forms(t, a.body, "https://arbete.example/account/arrive") != 1 || !strings.Contains(a.header.Get("Content-Security-Policy"), "https://arbete.example") {
		t.Fatal("no form to the other host, or the policy shuts it")
	}
	_, rest, _ := strings.Cut(a.body, `name="token" value="`)
	token, _, _ := strings.Cut(rest, `"`)
	there := newBrowser(t, r)
	there.host = "arbete.example"
	form := url.Values{"token": {token}}
	if a := there.send("POST", "/account/arrive", form, "https://evil.example"); a.status != 403 {
		t.Fatalf("from a strange origin: %d", a.status)
	}
	if a := there.send("POST", "/account/arrive", form, "https://jobb.example"); a.status != 303 {
		t.Fatalf("%d: %s", a.status, text(a.body))
	}
	there.wants(there.get("/account/sessions"), 200, "logged in there")
	if a := there.send("POST", "/account/arrive", form, "https://jobb.example"); a.status != 410 {
		t.Fatalf("twice: %d", a.status)
	}
}
