package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/web/page"
)

func TestRegistrationRefuses(t *testing.T) {
	ok := func(*Request) error { return nil }
	h := testHouse(t, nil)
	for name, fn := range map[string]func(){
		"zero guard":          func() { Get("/a", Guard{}, ok) },
		"zero guard, POST":    func() { Post("/a", Guard{}, ok) },
		"no handler":          func() { Get("/a", seen(), nil) },
		"bare route":          func() { h.Add(Route{}) },
		"unknown purpose":     func() { Get("/a", Public(access.JobSee, "fun"), ok) },
		"unknown permission":  func() { Get("/a", Public("job.fly", privacy.Publish), ok) },
		"unknown second":      func() { Get("/a", seen().Also("job.fly", privacy.Publish), ok) },
		"method in pattern":   func() { Get("GET /a", seen(), ok) },
		"subtree":             func() { Get("/a/", seen(), ok) },
		"language":            func() { Get("/nb/a", seen(), ok) },
		"page under api":      func() { Get("/api/a", seen(), ok) },
		"public and strong":   func() { Get("/a", seen().Strong(), ok) },
		"public and fresh":    func() { Get("/a", seen().Fresh(time.Minute), ok) },
		"twice":               func() { h.Add(Get("/twice", seen(), ok), Get("/twice", seen(), ok)) },
		"api without a guard": func() { apiMux{h.Mux}.HandleFunc("GET /api/bare", nil) },
		"sisters on a GET":    func() { Get("/a", seen(), ok).FromSisters() },
	} {
		mustPanic(t, name, fn)
	}
	h.Add(Get("/a/{job}", seen(), ok)) // the control: a good route is taken
	i := slices.IndexFunc(h.Routes(), func(r RouteInfo) bool { return r.Pattern == "/a/{job}" })
	if i < 0 || h.Routes()[i] != (RouteInfo{Method: "GET", Pattern: "/a/{job}", Permission: access.JobSee, Purpose: privacy.Publish, Scope: access.ScopePublic}) {
		t.Fatalf("routes: %+v", h.Routes())
	}
}

// TestGuards is the matrix: each guard against each persona and role, computed by hand.
func TestGuards(t *testing.T) {
	const yes, login, hidden, confirm = "yes", "login", "withheld", "confirm"
	guards := map[string]Guard{
		"public":   seen(),
		"own":      Own(access.RightsOwn, privacy.Rights),
		"cv":       Own(access.CandidateOwn, privacy.Profile),
		"employer": Employer(access.ApplicationRead, privacy.Assess),
		"contact":  Employer(access.ApplicationContact, privacy.Contact),
		"invite":   Employer(access.MemberInvite, privacy.Recruit),
		"health":   Operation(access.HealthSee, privacy.Operate),
		"strong":   Own(access.RightsOwn, privacy.Rights).Strong(),
		"fresh":    Own(access.RightsOwn, privacy.Rights).Fresh(time.Minute),
	}
	want := map[string]map[string]string{
		"visitor":               {"public": yes, "own": login, "cv": login, "employer": login, "contact": login, "invite": login, "health": login, "strong": login, "fresh": login},
		"guest":                 {"public": yes, "own": yes, "cv": hidden, "employer": hidden, "contact": hidden, "invite": hidden, "health": hidden, "strong": confirm, "fresh": confirm},
		"candidate":             {"public": yes, "own": yes, "cv": yes, "employer": hidden, "contact": hidden, "invite": hidden, "health": hidden, "strong": confirm, "fresh": confirm},
		"member/owner":          {"public": yes, "own": yes, "cv": hidden, "employer": confirm, "contact": confirm, "invite": confirm, "health": hidden, "strong": confirm, "fresh": confirm},
		"member/recruiter":      {"public": yes, "own": yes, "cv": hidden, "employer": yes, "contact": yes, "invite": hidden, "health": hidden, "strong": confirm, "fresh": confirm},
		"member/hiring-manager": {"public": yes, "own": yes, "cv": hidden, "employer": yes, "contact": hidden, "invite": hidden, "health": hidden, "strong": confirm, "fresh": confirm},
		"member/interviewer":    {"public": yes, "own": yes, "cv": hidden, "employer": yes, "contact": hidden, "invite": hidden, "health": hidden, "strong": confirm, "fresh": confirm},
		"member/reviewer":       {"public": yes, "own": hidden, "cv": hidden, "employer": hidden, "contact": hidden, "invite": hidden, "health": hidden, "strong": hidden, "fresh": hidden},
		"officer":               {"public": yes, "own": yes, "cv": hidden, "employer": hidden, "contact": hidden, "invite": hidden, "health": confirm, "strong": confirm, "fresh": confirm},
		"operator":              {"public": yes, "own": yes, "cv": hidden, "employer": hidden, "contact": hidden, "invite": hidden, "health": confirm, "strong": confirm, "fresh": confirm},
	}
	for _, kind := range access.Kinds() {
		who := strings.TrimSuffix(string(kind.Persona)+"/"+string(kind.Role), "/")
		for name, g := range guards {
			a := actor(kind.Persona, kind.Role)
			if got := verdict(g.pass(a, noon)); got != want[who][name] {
				t.Errorf("%s on %s: %s, want %q", who, name, got, want[who][name])
			}
			if want[who][name] != confirm {
				continue
			}
			a.Strong, a.Proved = true, noon
			if got := verdict(g.pass(a, noon)); got != yes {
				t.Errorf("%s on %s after proof: %s", who, name, got)
			}
		}
	}
}

func verdict(g privacy.Grant, err error) string {
	switch {
	case err == nil && g.Valid():
		return "yes"
	case g.Valid():
		return "a grant with an error"
	case fault.Is(err, fault.Login), fault.Is(err, fault.Withheld), fault.Is(err, fault.Confirm):
		return fault.KindOf(err).String()
	}
	return fmt.Sprint(err)
}

func TestGrantFor(t *testing.T) {
	var other, foreign error
	g := Employer(access.ApplicationRead, privacy.Assess).Also(access.ApplicationContact, privacy.Contact)
	h := testHouse(t, func(c *Config) {
		c.Sessions = sessions{"rec": {Actor: actor(access.Member, access.Recruiter)}, "int": {Actor: actor(access.Member, access.Interviewer)}}
	}, Get("/x", g, func(r *Request) error {
		_, other = r.GrantFor(privacy.Contact)
		_, foreign = r.GrantFor(privacy.Claims)
		return r.Text("text/plain", nil)
	}))
	h.do(call{target: "/x", token: "rec"})
	if other != nil || !fault.Is(foreign, fault.Withheld) {
		t.Errorf("recruiter: declared %v, undeclared %v", other, foreign)
	}
	h.do(call{target: "/x", token: "int"})
	if !fault.Is(other, fault.Withheld) {
		t.Errorf("interviewer gets contact: %v", other)
	}
}

// TestWithheldIsNotFound compares every byte of what a stranger sees.
func TestWithheldIsNotFound(t *testing.T) {
	answer := func(err error, target, token, accept string) string {
		h := testHouse(t, nil, Get("/x/{job}", seen(), func(*Request) error { return err }),
			API(operation("GET", "/api/x/{job}"), seen(), func(*Request, *struct {
				Job string `path:"job"`
			}) (*struct{}, error) {
				return nil, err
			}))
		w := h.do(call{target: target, token: token, header: map[string]string{"Accept-Language": accept}})
		w.Body.WriteString(fmt.Sprint(w.Code, w.Header()))
		return w.Body.String()
	}
	for _, target := range []string{"/x/1", "/api/x/1"} {
		for _, token := range []string{"", "candidate", "gone"} {
			for _, accept := range []string{"fi", "en"} {
				no := answer(fault.New(fault.NotFound, "fault.notfound"), target, token, accept)
				for name, err := range map[string]error{
					"withheld":        withheld(),
					"with a key":      fault.New(fault.Withheld, "web.home"),
					"with a cause":    fault.Wrap(errors.New("somebody else's"), fault.Withheld, "fault.notfound"),
					"store's refusal": fmt.Errorf("job: %w", withheld()),
				} {
					if got := answer(err, target, token, accept); got != no {
						t.Errorf("%s %s: differs\n%s\n%s", name, target, got, no)
					}
				}
				if !strings.Contains(no, "404") || strings.Contains(no, "[web.") || strings.Contains(no, "[fault.") {
					t.Errorf("not found: %s", no)
				}
				if gone := answer(fault.New(fault.Gone, "fault.gone"), target, token, accept); gone == no {
					t.Error("the comparison finds no difference where there is one")
				}
			}
		}
	}
}

func TestErrors(t *testing.T) {
	fail := map[string]error{
		"internal": errors.New("boom at kari.nordmann@example.no"), "unavailable": context.DeadlineExceeded, "gone": fault.New(fault.Gone, "fault.gone"),
		"limited": fault.New(fault.Limited, "fault.limited"), "login": fault.New(fault.Login, "fault.login"), "fresh": fault.New(fault.Confirm, keyFresh),
		"strong": fault.New(fault.Confirm, keyStrong), "large": &http.MaxBytesError{Limit: 1},
	}
	h := testHouse(t, nil, Get("/x/{name}", seen(), func(r *Request) error {
		if r.http.PathValue("name") == "panic" {
			panic("secret 22334455")
		}
		return fail[r.http.PathValue("name")]
	}))
	for name, want := range map[string]struct {
		status int
		to     string
	}{
		"internal": {500, ""}, "unavailable": {503, ""}, "gone": {410, ""}, "limited": {429, ""}, "large": {413, ""}, "panic": {500, ""},
		"login":  {303, "/login?next=%2Fx%2Flogin%3Fa%3D1%26b%3Dc"},
		"fresh":  {303, "/login/again?next=%2Fx%2Ffresh%3Fa%3D1%26b%3Dc"},
		"strong": {303, "/login/second?next=%2Fx%2Fstrong%3Fa%3D1%26b%3Dc"},
	} {
		h.log.Reset()
		w := h.do(call{target: "/x/" + name + "?a=1&b=c"})
		if w.Code != want.status || w.Header().Get("Location") != want.to {
			t.Errorf("%s: %d %q", name, w.Code, w.Header().Get("Location"))
		}
		log := h.log.String()
		if strings.Contains(log, "kari") || strings.Contains(log, "2233") || strings.Contains(log, "a=1") || strings.Contains(log, "/x/"+name) {
			t.Errorf("%s: log %s", name, log)
		}
		if want.status != 303 && w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: cached", name)
		}
		if want.status == 500 {
			ref := between(log, "id=", " ")
			if ref == "" || !strings.Contains(w.Body.String(), ref) {
				t.Errorf("%s: reference %q is not on the page", name, ref)
			}
			if strings.Contains(w.Body.String(), "boom") || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("%s: the cause is on the page", name)
			}
		}
	}
	if n := counted(h.cfg.Metrics.panics); n != 1 {
		t.Errorf("%v panics counted", n)
	}
}

func between(s, from, to string) string {
	_, s, ok := strings.Cut(s, from)
	if !ok {
		return ""
	}
	s, _, _ = strings.Cut(s, to)
	return s
}

func TestPanicLeavesAPlainPage(t *testing.T) {
	h := testHouse(t, func(c *Config) {
		c.Dress = func(*Request, *page.View) { panic("dress") }
	}, Get("/x", seen(), func(r *Request) error {
		r.SetSession("new", 0)
		return hello("x")(r)
	}))
	w := h.do(call{target: "/x"})
	if w.Code != 500 || !strings.Contains(w.Body.String(), "<h1") || w.Header().Get("Set-Cookie") != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if !strings.Contains(h.log.String(), "way_test.go:") || !strings.Contains(h.log.String(), "what=string") {
		t.Errorf("no stack, or a value, in the log: %s", h.log)
	}
}

func TestHeaders(t *testing.T) {
	h := testHouse(t, nil, Get("/x", seen(), hello("x")), Get("/own", Own(access.RightsOwn, privacy.Rights), hello("own")))
	csp := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; " +
		"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; report-uri /_csp; report-to csp"
	always := map[string]string{
		"Content-Security-Policy": csp, "Reporting-Endpoints": `csp="/_csp"`, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
		"Permissions-Policy": features, "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
	}
	for _, c := range []struct {
		call
		status      int
		cache, vary string
	}{
		{call{target: "/x"}, 200, "no-cache", "Accept-Language, Authorization, Cookie"},
		{call{target: "/x", token: "candidate"}, 200, "no-store", "Accept-Language, Authorization, Cookie"},
		{call{target: "/own", token: "candidate"}, 200, "no-store", "Accept-Language, Authorization, Cookie"},
		{call{target: "/own"}, 303, "no-cache", "Accept-Language, Authorization, Cookie"},
		{call{target: "/nothing"}, 404, "no-store", "Accept-Language, Authorization, Cookie"}, // as a page that is withheld
		{call{target: "/x", method: "DELETE"}, 405, "no-store", "Accept-Language, Authorization, Cookie"},
		{call{target: "/x", host: "evil.example"}, 421, "no-store", ""},
		{call{target: "/healthz", host: "evil.example"}, 200, "no-store", ""},
		{call{target: "/readyz"}, 200, "no-store", ""},
		{call{target: "/api/openapi.json"}, 200, "no-cache", "Accept-Language, Authorization, Cookie"},
		{call{target: "/robots.txt"}, 200, "no-cache", "Accept-Language, Authorization, Cookie"},
		{call{target: "/scheme", method: "POST", body: "scheme=dark&here=/x"}, 303, "no-store", "Accept-Language, Authorization, Cookie"},
	} {
		w := h.do(c.call)
		if w.Code != c.status || w.Header().Get("Cache-Control") != c.cache || w.Header().Get("Vary") != c.vary {
			t.Errorf("%s %s: %d %q %q", c.method, c.target, w.Code, w.Header().Get("Cache-Control"), w.Header().Get("Vary"))
		}
		for name, v := range always {
			if got := w.Header()[name]; len(got) != 1 || got[0] != v {
				t.Errorf("%s: %s = %q", c.target, name, got)
			}
		}
	}
	plain := testHouse(t, func(c *Config) { c.Plain = true }, Get("/x", seen(), hello("x")))
	if w := plain.do(call{target: "/x", plain: true}); w.Code != 200 || w.Header().Get("Strict-Transport-Security") != "" {
		t.Errorf("plain: %d %v", w.Code, w.Header())
	}
	if w := h.do(call{target: "/x", plain: true}); w.Code != 403 || !strings.Contains(w.Body.String(), "https") {
		t.Errorf("plain http is served: %d", w.Code)
	}
	if allow := h.do(call{target: "/x", method: "POST"}).Header().Get("Allow"); allow != "GET, HEAD" {
		t.Errorf("Allow = %q", allow)
	}
}

func TestReports(t *testing.T) {
	h := testHouse(t, nil)
	for body, status := range map[string]int{
		`{"csp-report":{"effective-directive":"script-src-elem","document-uri":"https://x/kari@example.no"}}`: 204,
		`{"csp-report":{"violated-directive":"img-src 'self'"}}`:                                              204,
		`[{"type":"csp-violation","body":{"effectiveDirective":"<b>"}},{"type":"deprecation"}]`:               204,
		`[`:                              204,
		strings.Repeat("x", reportMax+1): 413,
	} {
		if w := h.do(call{method: "POST", target: "/_csp", body: body, header: map[string]string{"Sec-Fetch-Site": "cross-site"}}); w.Code != status {
			t.Errorf("%.40s: %d", body, w.Code)
		}
	}
	for d, n := range map[string]float64{"script-src-elem": 1, "img-src": 1, "other": 1} {
		if got := counted(h.cfg.Metrics.reports.WithLabelValues(d)); got != n {
			t.Errorf("%s: %v", d, got)
		}
	}
	if strings.Contains(h.log.String(), "kari") {
		t.Error("a report's address is in the log")
	}
}

func TestOrigins(t *testing.T) {
	posted := 0
	act := func(r *Request) error { posted++; return r.Redirect("/x") }
	h := testHouse(t, nil, Post("/x", seen(), act), Post("/hand", Public(access.AccountEnter, privacy.Account), act).FromSisters(),
		API(operation("POST", "/api/x"), seen(), func(*Request, *struct{}) (*struct{}, error) { posted++; return nil, nil }))
	for _, c := range []struct {
		target string
		header map[string]string
		status int
	}{
		{"/x", nil, 303},
		{"/x", map[string]string{"Sec-Fetch-Site": "same-origin"}, 303},
		{"/x", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"/x", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"/x", map[string]string{"Origin": "https://evil.example"}, 403},
		{"/x", map[string]string{"Origin": "null"}, 403},
		{"/x", map[string]string{"Origin": "https://arbete.example", "Sec-Fetch-Site": "cross-site"}, 403},
		{"/hand", map[string]string{"Origin": "https://arbete.example", "Sec-Fetch-Site": "cross-site"}, 303},
		{"/hand", map[string]string{"Origin": "https://verv.example", "Sec-Fetch-Site": "cross-site"}, 303},
		{"/hand", map[string]string{"Origin": "http://arbete.example", "Sec-Fetch-Site": "cross-site"}, 403},
		{"/hand", map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403},
		{"/hand", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"/api/x", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"/api/x", nil, 204},
	} {
		before := posted
		w := h.do(call{method: "POST", target: c.target, header: c.header})
		if w.Code != c.status || (posted > before) != (c.status < 400) {
			t.Errorf("%s %v: %d, ran %v", c.target, c.header, w.Code, posted > before)
		}
	}
}

func TestAllowFormTo(t *testing.T) {
	for origin, want := range map[string]string{
		"https://arbete.example": "form-action 'self' https://arbete.example;", "https://arbete.example/x?y": "form-action 'self' https://arbete.example;",
		"http://arbete.example": "form-action 'self';", "https://x.example; script-src *": "form-action 'self';", "javascript:alert(1)": "form-action 'self';",
	} {
		h := testHouse(t, nil, Get("/x", seen(), func(r *Request) error { r.AllowFormTo(origin); return hello("x")(r) }))
		if csp := h.do(call{target: "/x"}).Header().Get("Content-Security-Policy"); !strings.Contains(csp, want) || strings.Contains(csp, "script-src *") {
			t.Errorf("%s: %s", origin, csp)
		}
	}
}

func TestSites(t *testing.T) {
	var got Site
	var client, here, abs string
	h := testHouse(t, func(c *Config) { c.Plain = true }, Get("/x", seen(), func(r *Request) error {
		got, client, here, abs = r.Site, r.Client().String(), r.Here(), r.URL("/x")
		return r.Text("text/plain", []byte(r.Words.Lang()))
	}))
	forward := map[string]string{"X-Forwarded-Host": "arbete.example", "X-Forwarded-For": "203.0.113.9, 198.51.100.1, 10.9.9.9", "X-Forwarded-Proto": "https"}
	for _, c := range []struct {
		host, target, remote string
		header               map[string]string
		status               int
		site, client, lang   string
	}{
		{"jobb.example", "/x", "", nil, 200, "Jobb", "192.0.2.7", "nn"},
		{"JOBB.example.:8443", "/x", "", nil, 200, "Jobb", "192.0.2.7", "nn"},
		{"verv.example", "/x", "", nil, 200, "", "192.0.2.7", "nb"},
		{"arbete.example", "/lediga/x", "", nil, 200, "Arbete", "192.0.2.7", "sv"},
		{"arbete.example", "/lediga/fi/x", "", nil, 200, "Arbete", "192.0.2.7", "fi"},
		{"arbete.example", "/x", "", nil, 404, "", "", ""},
		{"arbete.example", "/ledigax", "", nil, 404, "", "", ""},
		{"evil.example", "/x", "", nil, 421, "", "", ""},
		{"jobb.example.evil.example", "/x", "", nil, 421, "", "", ""},
		{"jobb.example", "/x", "", forward, 200, "Jobb", "192.0.2.7", "nn"}, // not from a trusted proxy
		{"proxy", "/lediga/x", "10.1.1.1:1", forward, 200, "Arbete", "198.51.100.1", "sv"},
	} {
		got, client = Site{}, ""
		hr := httptest.NewRequest("GET", "http://"+c.host+c.target, nil)
		hr.RemoteAddr = "192.0.2.7:1"
		if c.remote != "" {
			hr.RemoteAddr = c.remote
		}
		for name, v := range c.header {
			hr.Header.Set(name, v)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, hr)
		if w.Code != c.status || got.Name != c.site || client != c.client || (c.status == 200 && w.Body.String() != c.lang) {
			t.Errorf("%s%s: %d %q %q %q", c.host, c.target, w.Code, got.Name, client, w.Body)
		}
		if c.status == 200 && here != c.target {
			t.Errorf("%s%s: here %s", c.host, c.target, here)
		}
	}
	if abs != "https://arbete.example/lediga/x" {
		t.Errorf("absolute: %s", abs)
	}
}

func TestLanguages(t *testing.T) {
	h := testHouse(t, nil, Get("/x", seen(), func(r *Request) error {
		return r.Text("text/plain", []byte(r.Words.Lang()+" "+r.Path("/y")+" "+r.In("da")))
	}))
	for _, c := range []struct {
		target, token, cookie, accept, want string
	}{
		{"/x", "", "", "", "nn /y /da/x"},
		{"/x?a=1", "", "", "fi;q=0.5, en", "en /y /da/x?a=1"},
		{"/x", "candidate", "", "en", "fi /y /da/x"},
		{"/x", "candidate", "sv", "en", "sv /y /da/x"},
		{"/x", "", "xx", "en", "en /y /da/x"},
		{"/da/x", "candidate", "sv", "en", "da /da/y /da/x"},
	} {
		head := map[string]string{"Accept-Language": c.accept}
		if c.cookie != "" {
			head["Cookie"] = "__Host-verv-language=" + c.cookie
			if c.token != "" {
				head["Cookie"] += "; __Host-verv=" + c.token
				c.token = ""
			}
		}
		w := h.do(call{target: c.target, token: c.token, header: head})
		if w.Body.String() != c.want {
			t.Errorf("%+v: %s", c, w.Body)
		}
		if set := w.Header().Get("Set-Cookie"); strings.Contains(set, "language=da") != strings.HasPrefix(c.target, "/da/") {
			t.Errorf("%+v: cookie %q", c, set)
		}
	}
}

func TestSession(t *testing.T) {
	h := testHouse(t, nil, Get("/x", seen(), func(r *Request) error { return r.Text("text/plain", []byte(r.Actor.Persona)) }),
		Get("/in", seen(), func(r *Request) error { r.SetSession("tok", time.Hour); return r.Redirect("/x") }))
	for token, want := range map[string]string{"": "visitor", "candidate": "candidate", "owner": "member", "gone": "visitor", strings.Repeat("x", 200): "visitor"} {
		w := h.do(call{target: "/x", token: token})
		if w.Body.String() != want {
			t.Errorf("%q: %s", token, w.Body)
		}
		cleared := w.Header().Get("Set-Cookie") == "__Host-verv=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"
		if cleared != (token == "gone") {
			t.Errorf("%q: cookie %q", token, w.Header().Get("Set-Cookie"))
		}
	}
	if w := h.do(call{target: "/x", token: "broken"}); w.Code != 503 {
		t.Errorf("sessions cannot be read: %d", w.Code)
	}
	if got := h.do(call{target: "/in"}).Header().Get("Set-Cookie"); got != "__Host-verv=tok; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax" {
		t.Errorf("cookie %q", got)
	}
	plain := testHouse(t, func(c *Config) { c.Plain = true }, Get("/in", seen(), func(r *Request) error { r.SetSession("tok", 0); return r.Redirect("/x") }))
	if got := plain.do(call{target: "/in", plain: true}).Header().Get("Set-Cookie"); got != "verv=tok; Path=/; HttpOnly; SameSite=Lax" {
		t.Errorf("plain cookie %q", got)
	}
}

func TestPathsThatOnlyLookAlike(t *testing.T) {
	h := testHouse(t, nil, Get("/x/{job}", seen(), func(r *Request) error {
		if _, err := PathID[struct{}](r, "job"); err != nil {
			return err
		}
		return r.Text("text/plain", nil)
	}))
	const good = "0190b5e0-7b7a-7c3e-8c3e-0123456789ab"
	for target, status := range map[string]int{
		"/x/" + good: 200, "/sv/x/" + good: 200, "/x/" + good + "/": 404, "//x/" + good: 404, "/x//" + good: 404, "/x/../x/" + good: 404, "/x/" + good + "%00": 404,
		"/x/%2e%2e": 404, "/x/..%2f..%2fetc": 404, "/x/1": 404, "/x/%ff": 404, "/x/00000000-0000-0000-0000-000000000000": 404, "/x/" + good + "'--": 404,
		"/sv/sv/x/" + good: 404, "/x/%0d%0aSet-Cookie:a=b": 404,
	} {
		if w := h.do(call{target: target}); w.Code != status || w.Header().Get("Location") != "" {
			t.Errorf("%s: %d %s", target, w.Code, w.Header().Get("Location"))
		}
	}
}
