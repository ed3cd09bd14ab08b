package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/web/page"
)

type tried struct {
	Title  string        `form:"title,required,max=80"`
	Text   string        `form:"text,lines,max=400"`
	Extent string        `form:"extent,oneof=full|part"`
	Pay    Number        `form:"pay,least=1,most=1000000"`
	Until  Date          `form:"until"`
	Places []string      `form:"place,count=2,max=20"`
	Remote bool          `form:"remote"`
	Pass   string        `form:"pass,secret,min=8,max=64"`
	Site   access.SiteID `form:"site"`
	note   string
}

// bind sends a body through the whole way to a form.
func bind(t testing.TB, kind, body string) (f tried, err error, status int) {
	h := testHouse(t, nil, Post("/x", seen(), func(r *Request) error {
		err = Bind(r, &f)
		return err
	}))
	return f, err, h.do(call{method: "POST", target: "/x", body: body, kind: kind}).Code
}

// wrongFields is "field: key" of each field fault, or the kind of another fault.
func wrongFields(err error) string {
	f := fault.As(err)
	if f == nil {
		return ""
	}
	if f.Kind != fault.Invalid {
		return f.Kind.String()
	}
	var out []string
	for _, d := range f.Fields {
		out = append(out, d.Name+": "+d.Key)
	}
	return strings.Join(out, ", ")
}

func TestBind(t *testing.T) {
	long := strings.Repeat("å", 10_000)
	for _, c := range []struct {
		name   string
		values url.Values
		wrong  string
		want   func(*tried)
	}{
		{"all good", url.Values{"title": {" Kokk\t"}, "text": {"a\r\nb\rc"}, "extent": {"part"}, "pay": {"560\u00a0000"}, "until": {"2026-12-01"}, "place": {"Bodø", "", "Oslo"},
			"remote": {"on"}, "pass": {" two  spaces "}, "site": {siteID.String()}, "unknown": {"x"}}, "", func(f *tried) {
			*f = tried{Title: "Kokk", Text: "a\nb\nc", Extent: "part", Pay: Number{"560\u00a0000", 560000, true}, Until: Date{"2026-12-01", time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), true},
				Places: []string{"Bodø", "Oslo"}, Remote: true, Pass: " two  spaces ", Site: siteID}
		}},
		{"nothing", nil, "title: form.required", func(f *tried) {}},
		{"blank", url.Values{"title": {" \u00a0\u2003 "}}, "title: form.required", func(f *tried) {}},
		{"too long is kept", url.Values{"title": {long}}, "title: form.long", func(f *tried) { f.Title = long }},
		{"script is text", url.Values{"title": {"<script>alert(1)</script>"}}, "", func(f *tried) { f.Title = "<script>alert(1)</script>" }},
		{"SQL is text", url.Values{"title": {"'; drop table job; --"}}, "", func(f *tried) { f.Title = "'; drop table job; --" }},
		{"NUL", url.Values{"title": {"a\x00b"}}, "title: form.control-characters", func(f *tried) { f.Title = "a\ufffdb" }},
		{"escape", url.Values{"title": {"a\x1b[31m"}}, "title: form.control-characters", func(f *tried) { f.Title = "a\ufffd[31m" }},
		{"C1", url.Values{"title": {"a\u009bb"}}, "title: form.control-characters", func(f *tried) { f.Title = "a\ufffdb" }},
		{"latin-1", url.Values{"title": {"K\xf8kk"}}, "title: form.encoding", func(f *tried) { f.Title = "K\ufffdkk" }},
		{"UTF-16", url.Values{"title": {"\xff\xfeK\x00"}}, "title: form.encoding", func(f *tried) { f.Title = "\ufffdK\ufffd" }},
		{"surrogate", url.Values{"title": {"\xed\xa0\x80"}}, "title: form.encoding", func(f *tried) { f.Title = "\ufffd" }},
		{"decomposed", url.Values{"title": {"A\u030angstro\u0308m"}}, "", func(f *tried) { f.Title = "Ångström" }},
		{"right to left", url.Values{"title": {"gpj.\u202eexe\u2066\u200f\ufeff\U000e0041"}}, "", func(f *tried) { f.Title = "gpj.exe" }},
		{"joiners stay", url.Values{"title": {"👩\u200d💻"}}, "", func(f *tried) { f.Title = "👩\u200d💻" }},
		{"header injection", url.Values{"title": {"a\r\nBcc: all@example.no"}}, "title: form.line", func(f *tried) { f.Title = "a Bcc: all@example.no" }},
		{"line separator", url.Values{"title": {"a\u2028b"}}, "title: form.line", func(f *tried) { f.Title = "a b" }},
		{"choice", url.Values{"title": {"x"}, "extent": {"all"}}, "extent: form.choice", func(f *tried) { f.Title, f.Extent = "x", "all" }},
		{"number", url.Values{"title": {"x"}, "pay": {"9e9"}}, "pay: form.whole", func(f *tried) { f.Title, f.Pay.Raw = "x", "9e9" }},
		{"huge number", url.Values{"title": {"x"}, "pay": {"99999999999999999999"}}, "pay: form.whole", func(f *tried) { f.Title, f.Pay.Raw = "x", "99999999999999999999" }},
		{"range", url.Values{"title": {"x"}, "pay": {"\u22121"}}, "pay: form.range", func(f *tried) { f.Title, f.Pay = "x", Number{"\u22121", -1, true} }},
		{"date", url.Values{"title": {"x"}, "until": {"2026-02-30"}}, "until: form.date", func(f *tried) { f.Title, f.Until.Raw = "x", "2026-02-30" }},
		{"many", url.Values{"title": {"x"}, "place": {"a", "b", "c"}}, "place: form.many", func(f *tried) { f.Title, f.Places = "x", []string{"a", "b", "c"} }},
		{"one of many", url.Values{"title": {"x"}, "place": {"a", "\x00"}}, "place: form.control-characters", func(f *tried) { f.Title, f.Places = "x", []string{"a", "\ufffd"} }},
		{"short secret", url.Values{"title": {"x"}, "pass": {"1234567"}}, "pass: form.short", func(f *tried) { f.Title, f.Pass = "x", "1234567" }},
		{"identifier", url.Values{"title": {"x"}, "site": {"1 or 1=1"}}, "site: form.choice", func(f *tried) { f.Title = "x" }},
		{"all wrong", url.Values{"title": {""}, "extent": {"?"}, "pay": {"?"}, "until": {"?"}}, "title: form.required, extent: form.choice, pay: form.whole, until: form.date",
			func(f *tried) { f.Extent, f.Pay.Raw, f.Until.Raw = "?", "?", "?" }},
	} {
		want := tried{Places: []string{}}
		c.want(&want)
		got, err, status := bind(t, "", c.values.Encode())
		if wrongFields(err) != c.wrong || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q\n got %+v\nwant %+v", c.name, wrongFields(err), got, want)
		}
		if c.wrong != "" && status != 422 {
			t.Errorf("%s: status %d", c.name, status)
		}
	}
}

func TestBindRefusesBodies(t *testing.T) {
	for _, c := range []struct {
		name, kind, body, want string
		status                 int
	}{
		{"no type", "text/plain", "title=x", "malformed", 400},
		{"JSON", "application/json", `{"title":"x"}`, "malformed", 400},
		{"multipart", "multipart/form-data; boundary=x", "--x--", "malformed", 400},
		{"encoding", "application/x-www-form-urlencoded; charset=iso-8859-1", "title=x", "malformed", 400},
		{"UTF-8 is said", "application/x-www-form-urlencoded; charset=UTF-8", "title=x", "", 200},
		{"escape", "", "title=%zz", "malformed", 400},
		{"semicolon", "", "title=x;y=z", "malformed", 400},
		{"fields", "", strings.Repeat("a=b&", formFields) + "title=x", "too large", 413},
		{"just enough fields", "", strings.Repeat("a=b&", formFields-1) + "title=x", "", 200},
		{"bytes", "", "title=" + strings.Repeat("x", int(bodies.Form)), "too large", 413},
	} {
		if _, err, status := bind(t, c.kind, c.body); wrongFields(err) != c.want || status != c.status {
			t.Errorf("%s: %v, %d", c.name, err, status)
		}
	}
	if _, err, _ := bind(t, "", "title=%zzkari"); strings.Contains(err.Error(), "kari") {
		t.Errorf("the error repeats what was typed: %v", err)
	}
}

// TestManyFieldsCostLittle sends 100,000 fields and looks at what was allocated.
func TestManyFieldsCostLittle(t *testing.T) {
	var body strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&body, "f%d=x&", i)
	}
	h := testHouse(t, nil, Post("/x", seen(), func(r *Request) error { return Bind(r, &tried{}) }))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	w := h.do(call{method: "POST", target: "/x", body: body.String()})
	runtime.ReadMemStats(&after)
	if spent := after.TotalAlloc - before.TotalAlloc; w.Code != 413 || spent > 8<<20 {
		t.Errorf("%d, %d bytes allocated for a body of %d", w.Code, spent, body.Len())
	}
}

func TestGETBindsTheAddress(t *testing.T) {
	var f struct {
		Words string `form:"q,max=10"`
		Page  Number `form:"page,least=1"`
	}
	var err error
	h := testHouse(t, nil, Get("/x", seen(), func(r *Request) error { err = Bind(r, &f); return err }))
	h.do(call{target: "/x?q=+kokk+&page=2"})
	if err != nil || f.Words != "kokk" || f.Page.Value != 2 {
		t.Errorf("%v %+v", err, f)
	}
	if w := h.do(call{target: "/x?q=" + strings.Repeat("x", 11)}); w.Code != 422 {
		t.Errorf("status %d", w.Code)
	}
}

// TestTypedComesBackEscaped shows a form again and looks for what a browser would run.
func TestTypedComesBackEscaped(t *testing.T) {
	h := testHouse(t, nil, Post("/x", seen(), func(r *Request) error {
		var f tried
		return r.Again(Bind(r, &f), func(sentence string, wrong map[string]string) templ.Component {
			return page.Text(r.Words, page.Input{Name: "title", Label: sentence, Value: f.Title, Error: wrong["title"]})
		})
	}))
	evil := `"><script>alert(1)</script><img src=x onerror=alert(2)>` + strings.Repeat("x", 80)
	w := h.do(call{method: "POST", target: "/x", body: url.Values{"title": {evil}}.Encode()})
	out := w.Body.String()
	if w.Code != 422 || !strings.Contains(out, templ.EscapeString(evil)) || strings.Contains(out, "<script>alert") || strings.Contains(out, "<img") {
		t.Errorf("%d %s", w.Code, out)
	}
	if !strings.Contains(out, "80") {
		t.Errorf("the page does not say what is wrong: %s", out)
	}
}

func TestPlansRefuse(t *testing.T) {
	for name, form := range map[string]any{
		"no pointer": tried{}, "no struct": new(string), "nil": nil,
		"float": &struct {
			F float64 `form:"f"`
		}{},
		"bad word": &struct {
			F string `form:"f,big"`
		}{},
		"bad number": &struct {
			F string `form:"f,max=x"`
		}{},
		"no name": &struct {
			F string `form:""`
		}{},
		"unexported": &struct {
			f string `form:"f"`
		}{},
	} {
		mustPanic(t, name, func() { planOf(form) })
	}
}

func FuzzBind(f *testing.F) {
	for _, s := range []string{"title=x", "title=%00&pay=1e9", "title=%c3%28&place=a&place=b", "until=2026-13-01", "a;b", "%", "title=%e2%80%ae", "site=x&pass=%20"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		values, err := parse(body)
		if err != nil {
			if k := fault.KindOf(err); k != fault.Malformed && k != fault.TooLarge {
				t.Fatalf("%v", err)
			}
			return
		}
		var got tried
		var wrong fault.Form
		planOf(&got).fill(&got, values, &wrong)
		texts := append([]string{got.Title, got.Text, got.Extent, got.Pay.Raw, got.Until.Raw}, got.Places...)
		for _, s := range texts {
			if again, _ := clean(s, true); again != s || strings.ContainsAny(s, "\x00\r\u202e") {
				t.Fatalf("%q is not clean: %q", s, again)
			}
		}
		if strings.Contains(got.Title, "\n") || (wrong.Err() == nil && (got.Title == "" || len([]rune(got.Title)) > 80)) {
			t.Fatalf("title %q passed", got.Title)
		}
	})
}

func FuzzPathID(f *testing.F) {
	for _, s := range []string{"0190b5e0-7b7a-7c3e-8c3e-0123456789ab", "..", "%00", "{0190b5e0-7b7a-7c3e-8c3e-0123456789ab}", "urn:uuid:0190b5e0-7b7a-7c3e-8c3e-0123456789ab", "1%20or%201=1", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		hr := httptest.NewRequest(http.MethodGet, "/", nil)
		hr.SetPathValue("job", s)
		v, err := PathID[struct{}](&Request{http: hr}, "job")
		if err != nil && !fault.Is(err, fault.NotFound) || err == nil && !strings.EqualFold(v.String(), s) {
			t.Fatalf("%q: %v %v", s, v, err)
		}
	})
}

func TestText(t *testing.T) {
	if _, wrong := clean("a\uffffb", true); wrong != wrongControl {
		t.Errorf("noncharacter: %q", wrong)
	}
	if s, wrong := clean("  a\n\n\tb  ", true); s != "a\n\n\tb" || wrong != "" {
		t.Errorf("lines: %q %q", s, wrong)
	}
	if bytes.ContainsRune([]byte(fileName("a\u202egpj.exe")), '\u202e') {
		t.Error("a file name turns")
	}
}

// A column has a row for each field that the page had, empty ones too, and what is wrong with a row has the name of its field.
func TestColumn(t *testing.T) {
	type rows struct {
		Town Column `form:"town,count=3,max=5"`
	}
	for _, c := range []struct{ body, want, wrong string }{
		{"", "", ""},
		{"town=", "", ""},
		{"town=Alta", "Alta", ""},
		{"town=Alta&town-2=&town-3=Oslo", "Alta||Oslo", ""},
		{"town-3=Oslo", "||Oslo", ""},
		{"town=Alta&town-2=Tromsoe", "Alta|Tromsoe", "town-2: form.long"},
		{"town=a&town-2=b&town-3=c&town-4=d&town-0=e&town-1=f", "a|b|c", ""},
		{"town=a&town=b", "a", ""},
	} {
		var got rows
		var err error
		h := testHouse(t, nil, Post("/x", seen(), func(r *Request) error { err = Bind(r, &got); return nil }))
		h.do(call{method: "POST", target: "/x", body: c.body, kind: "application/x-www-form-urlencoded"})
		if s := strings.Join(got.Town, "|"); s != c.want || wrongFields(err) != c.wrong {
			t.Errorf("%q: %q, %q", c.body, s, wrongFields(err))
		}
	}
	c := Column{"a", "b", "c"}
	if s := strings.Join(c.Without(1), ""); s != "ac" || strings.Join(c, "") != "abc" || c.At(3) != "" || c.At(-1) != "" || len(c.Without(9)) != 3 {
		t.Errorf("%q of %q", s, c)
	}
}
