package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"verv/internal/fault"
)

var here = []string{"/", "/x", "/x?a=1&b=//y", "/x?next=https%3A%2F%2Fevil.example", "/sv/jobs/å", "/x/", "/x#y", "/a:b", "/x?q=%0d%0a"}

var elsewhere = []string{"", "x", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "https://evil.example",
	"javascript:alert(1)", "/x\r\nSet-Cookie: a=b", "/%2fevil.example", "/..//evil.example", "/x/..//evil.example", "/%5cevil.example", "/.//evil.example", " /x", "/ x",
	"/x\x00", "http:/x", "/%0d%0aSet-Cookie:a=b", "/\u2028/evil.example", "/x/../../y", "/" + strings.Repeat("x", nextMax), "/\xff", "//", "/%zz"}

func TestLocal(t *testing.T) {
	for _, s := range here {
		if got, ok := Local(s); !ok || got != s {
			t.Errorf("%q is refused", s)
		}
	}
	for _, s := range elsewhere {
		if _, ok := Local(s); ok {
			t.Errorf("%q is taken", s)
		}
	}
}

// FuzzLocal holds Local against how a browser resolves an address (WHATWG URL: tabs and line ends dropped, "\" is "/").
func FuzzLocal(f *testing.F) {
	for _, s := range append(here, elsewhere...) {
		f.Add(s)
	}
	base, _ := url.Parse("https://jobb.example/a/b")
	f.Fuzz(func(t *testing.T, s string) {
		if _, ok := Local(s); !ok {
			return
		}
		seen := strings.NewReplacer("\t", "", "\n", "", "\r", "", "\\", "/").Replace(strings.TrimFunc(s, func(c rune) bool { return c <= ' ' }))
		u, err := base.Parse(seen)
		if err != nil || u.Host != "jobb.example" || u.Scheme != "https" || strings.HasPrefix(seen, "//") || strings.HasPrefix(u.EscapedPath(), "//") {
			t.Fatalf("%q leads to %v (%v)", s, u, err)
		}
		if strings.ContainsAny(s, "\r\n\x00") {
			t.Fatalf("%q could split a header", s)
		}
	})
}

func TestRedirect(t *testing.T) {
	to := ""
	h := testHouse(t, nil, Get("/x", seen(), func(r *Request) error { return r.Redirect(to) }), Get("/y", seen(), func(r *Request) error { return r.Redirect(r.Next()) }))
	for _, to = range here {
		if w := h.do(call{target: "/x"}); w.Code != 303 || w.Header().Get("Location") != to {
			t.Errorf("%q: %d %q", to, w.Code, w.Header().Get("Location"))
		}
	}
	for _, to = range elsewhere {
		if w := h.do(call{target: "/x"}); w.Code != 500 || w.Header().Get("Location") != "" || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%q: %d %q", to, w.Code, w.Header())
		}
		if w := h.do(call{target: "/y?next=" + url.QueryEscape(to)}); w.Header().Get("Location") != "/" {
			t.Errorf("next %q: %q", to, w.Header().Get("Location"))
		}
	}
	if w := h.do(call{target: "/scheme", method: "POST", body: "scheme=dark&here=" + url.QueryEscape("//evil.example")}); w.Header().Get("Location") != "/" {
		t.Errorf("here: %q", w.Header().Get("Location"))
	}
}

func TestLoginComesBack(t *testing.T) {
	h := testHouse(t, nil, Post("/act", Own("rights.own", "rights"), hello("x")))
	for referer, want := range map[string]string{
		"": "%2F", "https://jobb.example/x?a=1": "%2Fx%3Fa%3D1", "https://evil.example/x": "%2F", "https://jobb.example//evil.example": "%2F", ":": "%2F",
	} {
		w := h.do(call{method: "POST", target: "/act", header: map[string]string{"Referer": referer}})
		if got := w.Header().Get("Location"); w.Code != 303 || got != "/login?next="+want {
			t.Errorf("%q: %d %q", referer, w.Code, got)
		}
	}
}

func TestFlash(t *testing.T) {
	h := testHouse(t, nil, Post("/act", seen(), func(r *Request) error {
		r.Flash("unit.day.in", "Count", 4)
		return r.Redirect("/x")
	}), Post("/evil", seen(), func(r *Request) error {
		r.Flash("unit.money.from", "Money", "<script>alert(1)</script>\r\nSet-Cookie: a=b; evil")
		return r.Redirect("/x")
	}), Post("/long", seen(), func(r *Request) error {
		r.Flash("unit.money.from", "Money", strings.Repeat("x", flashMax))
		return r.Redirect("/x")
	}), Get("/x", seen(), hello("x")))
	carry := func(from, host string) (string, string) {
		w := h.do(call{method: "POST", target: from, header: map[string]string{"Accept-Language": "en"}})
		set := w.Header()["Set-Cookie"]
		if len(set) != 1 {
			return fmt.Sprint(set), ""
		}
		cookie, rest, _ := strings.Cut(set[0], ";")
		if rest != " Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax" {
			t.Errorf("cookie %q", rest)
		}
		w = h.do(call{target: "/x", host: host, header: map[string]string{"Cookie": cookie, "Accept-Language": "en"}})
		if got := w.Header().Get("Set-Cookie"); !strings.HasPrefix(got, "__Host-verv-flash=; ") {
			t.Errorf("flash is not taken away: %q", got)
		}
		return w.Body.String(), w.Header().Get("Cache-Control")
	}
	if body, cache := carry("/act", ""); !strings.Contains(body, "in 4 days") || cache != "no-store" {
		t.Errorf("%s %s", cache, body)
	}
	if body, _ := carry("/evil", ""); strings.Contains(body, "<script>alert") || !strings.Contains(body, "&lt;script&gt;") {
		t.Errorf("%s", body)
	}
	if body, _ := carry("/act", "verv.example"); strings.Contains(body, "in 4 days") {
		t.Error("a flash of one host is shown on another")
	}
	if body, _ := carry("/long", ""); body != "[]" {
		t.Errorf("a flash that is too long: %s", body)
	}
}

func TestFlashIsSigned(t *testing.T) {
	good, err := sealFlash(key("k"), "h", flash{Key: "a", Args: map[string]any{"Count": 2, "Name": "x"}, End: noon.Unix()})
	if err != nil {
		t.Fatal(err)
	}
	if f, ok := openFlash(key("k"), "h", good, noon); !ok || f.Args["Count"] != int64(2) || f.Args["Name"] != "x" {
		t.Fatalf("%+v %v", f, ok)
	}
	for name, open := range map[string]func() (flash, bool){
		"late":       func() (flash, bool) { return openFlash(key("k"), "h", good, noon.Add(time.Second)) },
		"other key":  func() (flash, bool) { return openFlash(key("l"), "h", good, noon) },
		"other host": func() (flash, bool) { return openFlash(key("k"), "i", good, noon) },
		"no code":    func() (flash, bool) { return openFlash(key("k"), "h", good[:strings.Index(good, ".")+1], noon) },
	} {
		if _, ok := open(); ok {
			t.Errorf("%s: opened", name)
		}
	}
	for i := range good {
		changed := []byte(good)
		changed[i] ^= 1
		if _, ok := openFlash(key("k"), "h", string(changed), noon); ok {
			t.Errorf("byte %d changed: opened", i)
		}
	}
}

func FuzzFlash(f *testing.F) {
	good, _ := sealFlash(key("k"), "h", flash{Key: "a", End: noon.Unix()})
	for _, s := range []string{good, "", ".", "e30.e30", good + "=", strings.ToUpper(good)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, ok := openFlash(key("k"), "h", s, noon); ok && s != good {
			t.Fatalf("%q opened", s)
		}
	})
}

func TestLimiter(t *testing.T) {
	l := newLimiter(1, 3, 10)
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	for i := range 5 {
		if got := l.allow(a, noon); got != (i < 3) {
			t.Errorf("request %d: %v", i, got)
		}
	}
	if !l.allow(b, noon) || !l.allow(a, noon.Add(time.Second)) || l.allow(a, noon.Add(time.Second)) {
		t.Error("another client is held back, or time does not help")
	}
	for i, s := range []string{"2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::", "2001:db8::4"} {
		if got := l.allow(netip.MustParseAddr(s), noon); got != (i < 3) {
			t.Errorf("%s: one /64 is one client: %v", s, got)
		}
	}
	for i := range 10_000 {
		l.allow(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), noon)
		if i%5 == 0 {
			l.allow(a, noon)
		}
		if n := len(l.young) + len(l.old); n > 20 {
			t.Fatalf("%d clients are remembered", n)
		}
	}
	if l.allow(a, noon) {
		t.Error("a client that never stopped asking was forgotten")
	}
	h := testHouse(t, func(c *Config) { c.Rate, c.Burst = 1, 2 }, Get("/x", seen(), hello("x")))
	for i, want := range []int{200, 200, 429} {
		if w := h.do(call{target: "/x"}); w.Code != want || (want == 429) != (w.Header().Get("Retry-After") != "") {
			t.Errorf("request %d: %d", i, w.Code)
		}
	}
	if h.do(call{target: "/healthz"}).Code != 200 || counted(h.cfg.Metrics.limited) != 1 {
		t.Error("health is limited, or nothing was counted")
	}
}

type secret struct{ name string }

func (secret) LogValue() slog.Value { return slog.StringValue("[identity]") }

func TestRedact(t *testing.T) {
	var buf bytes.Buffer
	log := slog.New(Redact(slog.NewTextHandler(&buf, nil))).With("with", "ola@example.no").WithGroup("g")
	log.Info("mail to kari.nordmann+jobb@sub.example.no failed", "phone", "ring +47 22 33 44 55 nå", "plain", "22334455", "err", fmt.Errorf("550 <per@example.fi> unknown: %w", errors.New("tel. (08) 123 456 78")),
		"value", secret{"Kari"}, "struct", struct{ Name string }{"Kari"}, "list", []string{"Kari"}, slog.Group("in", "to", "KARI%40EXAMPLE.NO"))
	for _, leak := range []string{"@", "%40", "nordmann", "22 33", "22334455", "123 456", "Kari", "per", "ola"} {
		if strings.Contains(buf.String(), leak) {
			t.Errorf("%q in %s", leak, &buf)
		}
	}
	buf.Reset()
	kept := []string{"2026-11-21 10:00:00", "0190b5e0-7b7a-7c3e-8c3e-012345678901", "/jobs/{job}", "status 404", "took 12345 ms", "127.0.0.1:54321", "2026-11-21T10:00:00Z", "v1.25.0"}
	for _, s := range kept {
		log.Info(s, "n", 22334455)
	}
	for _, s := range append(kept, "g.n=22334455") {
		if !strings.Contains(buf.String(), s) {
			t.Errorf("%q is masked in %s", s, &buf)
		}
	}
	if !strings.Contains(buf.String(), "[e-mail]") {
		t.Error("the address in With is not masked")
	}
}

func TestRequestLine(t *testing.T) {
	h := testHouse(t, nil, Get("/x/{job}", seen(), hello("x")))
	h.do(call{target: "/x/kari@example.no?q=22334455", header: map[string]string{"User-Agent": "secret-agent"}})
	line := h.log.String()
	for _, want := range []string{"msg=request", "method=GET", "pattern=/x/{job}", "status=200", "bytes=", "took=", "id="} {
		if !strings.Contains(line, want) {
			t.Errorf("no %s in %s", want, line)
		}
	}
	for _, leak := range []string{"kari", "2233", "192.0.2", "agent", "jobb.example"} {
		if strings.Contains(line, leak) {
			t.Errorf("%s in %s", leak, line)
		}
	}
	if n := counted(h.cfg.Metrics.requests.WithLabelValues("/x/{job}", "GET", "200")); n != 1 {
		t.Errorf("%v counted", n)
	}
}

func TestFile(t *testing.T) {
	name := "cv.pdf"
	h := testHouse(t, nil, Get("/x", seen(), func(r *Request) error {
		return r.File(name, "text/html", strings.NewReader("<script>0123456789"))
	}))
	for in, want := range map[string]string{
		"cv.pdf": `attachment; filename=cv.pdf`, "Søknad Åse.pdf": `attachment; filename*=utf-8''S%C3%B8knad%20%C3%85se.pdf`, "a\r\nX: y.pdf": `attachment; filename="a__X_ y.pdf"`,
		`"; x="../../b`: `attachment; filename="_; x=_.._.._b"`, "": "attachment",
	} {
		name = in
		w := h.do(call{target: "/x", header: map[string]string{"Range": "bytes=8-11"}})
		if got := w.Header().Get("Content-Disposition"); got != want || w.Code != 206 || w.Body.String() != "0123" {
			t.Errorf("%q: %d %q %q", in, w.Code, got, w.Body)
		}
		if !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") || w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("X") != "" {
			t.Errorf("%v", w.Header())
		}
	}
}

func TestCompression(t *testing.T) {
	speaks := func(r *Request) error { r.SetLanguage("nb"); return hello("x")(r) }
	carries := func(r *Request) error { r.SetLanguage("nb"); r.SetSession("token", 0); return hello("x")(r) }
	h := testHouse(t, nil, Get("/x", seen(), hello("x")), Post("/x", seen(), hello("x")), Get("/speaks", seen(), speaks), Get("/carries", seen(), carries))
	zip := map[string]string{"Accept-Encoding": "br, gzip"}
	for _, c := range []struct {
		call
		want string
	}{
		{call{target: "/x", header: zip}, "gzip"}, {call{target: "/x"}, ""}, {call{target: "/x", token: "candidate", header: zip}, ""},
		{call{target: "/speaks", header: zip}, "gzip"}, {call{target: "/carries", header: zip}, ""},
		{call{target: "/robots.txt", header: zip}, ""}, {call{target: "/nothing", header: zip}, ""}, {call{target: "/x", header: map[string]string{"Accept-Encoding": "gzip;q=0"}}, ""},
	} {
		w := h.do(c.call)
		if got := w.Header().Get("Content-Encoding"); got != c.want || w.Header().Get("Content-Length") != fmt.Sprint(w.Body.Len()) {
			t.Errorf("%+v: %q, %s of %d", c.call, got, w.Header().Get("Content-Length"), w.Body.Len())
		}
	}
	if w := h.do(call{method: http.MethodHead, target: "/x"}); w.Body.Len() != 0 || w.Code != 200 {
		t.Errorf("HEAD: %d, %d bytes", w.Code, w.Body.Len())
	}
}

func TestScheme(t *testing.T) {
	h := testHouse(t, nil, Get("/x", seen(), hello("x")))
	w := h.do(call{method: "POST", target: "/scheme", body: "scheme=dark&here=%2Fx"})
	if got := w.Header().Get("Set-Cookie"); w.Header().Get("Location") != "/x" || got != "__Host-verv-scheme=dark; Path=/; Max-Age=15552000; HttpOnly; Secure; SameSite=Lax" {
		t.Errorf("%q", got)
	}
	if w := h.do(call{method: "POST", target: "/scheme", body: "scheme=<b>"}); w.Code != 422 {
		t.Errorf("%d", w.Code)
	}
	for value, want := range map[string]string{"dark": "dark", "light": "light", "x": "auto"} {
		if w := h.do(call{target: "/x", header: map[string]string{"Cookie": "__Host-verv-scheme=" + value}}); !strings.Contains(w.Body.String(), `data-color-scheme="`+want+`"`) {
			t.Errorf("%s: %.300s", value, w.Body)
		}
	}
}

func TestHalfAnAnswerIsCut(t *testing.T) {
	h := testHouse(t, nil, Get("/x", seen(), func(r *Request) error {
		_, _ = io.WriteString(r.w, "half")
		return fault.New(fault.Gone, "fault.gone")
	}))
	defer func() {
		if v := recover(); v != http.ErrAbortHandler {
			t.Errorf("recovered %v", v)
		}
	}()
	h.do(call{target: "/x"})
}

func BenchmarkPage(b *testing.B) {
	h := testHouse(b, func(c *Config) { c.Log, c.Burst = slog.New(slog.DiscardHandler), 1<<40 }, Get("/x/{job}", Own("rights.own", "rights"), hello("x")))
	b.ReportAllocs()
	for b.Loop() {
		if w := h.do(call{target: "/x/1", token: "candidate"}); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

func BenchmarkBind(b *testing.B) {
	body := url.Values{"title": {"Kokk"}, "text": {strings.Repeat("æøå ", 100)}, "pay": {"560000"}}.Encode()
	b.ReportAllocs()
	for b.Loop() {
		values, _ := parse(body)
		var f tried
		var wrong fault.Form
		planOf(&f).fill(&f, values, &wrong)
	}
}
