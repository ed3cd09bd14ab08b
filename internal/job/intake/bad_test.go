package intake_test

import (
	"fmt"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"verv/internal/job/intake"
)

func utf16le(s string) string {
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func latin1(s string) string {
	out, err := charmap.ISO8859_1.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func job(id, rest string) string {
	return "<job><title>Kokk</title><referencenumber>" + id + "</referencenumber><description>Vi søker kokk.</description>" + rest + "</job>"
}

func TestBadInput(t *testing.T) {
	small := intake.Options{Limits: intake.Limits{File: 4000, Record: 600, Records: 3}}
	good := one(`"identifier":"ok"`)
	deep := strings.Repeat(`{"a":`, 70) + "1" + strings.Repeat("}", 70)
	for _, c := range []struct {
		name, in string
		o        intake.Options
		want     []string
	}{
		{"positive control", one(), intake.Options{}, []string{"a1"}},
		{"empty file", " \n ", intake.Options{}, []string{"file.empty"}},
		{"no job in it", `{"@type":"WebPage"}`, intake.Options{}, []string{"file.empty"}},
		{"not a format", "hei", intake.Options{}, []string{"file.unknown"}},
		{"no id", strings.Replace(one(), `"identifier":"a1",`, "", 1), intake.Options{}, []string{"id.missing"}},
		{"long id", one(`"identifier":"` + strings.Repeat("x", 301) + `"`), intake.Options{}, []string{"id.long"}},
		{"id twice", "[" + one() + "," + one() + "]", intake.Options{}, []string{"a1", "id.twice"}},
		{"no title", one(`"title":" "`), intake.Options{}, []string{"title.missing"}},
		{"title only markup", one(`"title":"<script>alert(1)</script>"`), intake.Options{}, []string{"title.missing"}},
		{"title 200", one(`"title":"` + strings.Repeat("å", 200) + `"`), intake.Options{}, []string{"a1"}},
		{"title 201", one(`"title":"` + strings.Repeat("å", 201) + `"`), intake.Options{}, []string{"title.long"}},
		{"title 10,000", one(`"title":"` + strings.Repeat("å", 10000) + `"`), intake.Options{}, []string{"title.long"}},
		{"no description", one(`"description":"<p> </p>"`), intake.Options{}, []string{"description.missing"}},
		{"deadline past", one(`"validThrough":"2026-11-21"`), intake.Options{}, []string{"deadline.past"}},
		{"no date", one(`"validThrough":"snarest"`), intake.Options{}, []string{"date.invalid"}},
		{"year 9999", one(`"validThrough":"9999-12-31"`), intake.Options{}, []string{"date.invalid"}},
		{"pay upside down", one(`"baseSalary":{"currency":"NOK","value":{"minValue":600000,"maxValue":500000,"unitText":"YEAR"}}`), intake.Options{}, []string{"pay.order"}},
		{"no such currency", one(`"baseSalary":{"currency":"ZLT","value":{"minValue":5,"maxValue":6,"unitText":"YEAR"}}`), intake.Options{}, []string{"pay.currency"}},
		{"pay without currency", one(`"baseSalary":{"value":{"minValue":5,"maxValue":6,"unitText":"YEAR"}}`), intake.Options{}, []string{"pay.currency"}},
		{"pay below zero", one(`"baseSalary":{"currency":"NOK","value":{"minValue":-5,"maxValue":6,"unitText":"YEAR"}}`), intake.Options{}, []string{"pay.amount"}},
		{"NUL escaped", one(`"title":"Ko\u0000kk"`), intake.Options{}, []string{"record.nul"}},
		{"NUL raw", "[" + strings.Replace(one(), "Kokk", "Ko\x00kk", 1) + "," + good + "]", intake.Options{}, []string{"record.nul", "ok"}},
		{"NUL raw in XML", "<source>" + job("a\x00", "") + job("b", "") + "</source>", intake.Options{}, []string{"record.nul", "b"}},
		{"NUL on top", "[" + good + "]\x00", intake.Options{}, []string{"ok", "file.broken"}},
		{"invalid UTF-8", "[" + strings.Replace(one(), "Kokk", "Ko\xffkk", 1) + "," + good + "]", intake.Options{}, []string{"record.encoding", "ok"}},
		{"latin 1 that claims nothing", "<source>" + latin1(job("a", "")) + job("b", "") + "</source>", intake.Options{}, []string{"record.encoding", "b"}},
		{"latin 1 declared", `<?xml version="1.0" encoding="ISO-8859-1"?><source>` + latin1(job("a", "")) + "</source>", intake.Options{}, []string{"a"}},
		{"no such charset", `<?xml version="1.0" encoding="klingon"?><source>` + job("a", "") + "</source>", intake.Options{}, []string{"file.charset"}},
		{"UTF-16 with mark", utf16le(one()), intake.Options{}, []string{"a1"}},
		{"UTF-16 XML with mark", utf16le(`<?xml version="1.0" encoding="utf-16"?><source>` + job("a", "") + "</source>"), intake.Options{}, []string{"a"}},
		{"UTF-16 without mark", utf16le(one())[2:], intake.Options{}, []string{"file.broken"}},
		{"UTF-8 mark", "\ufeff" + one(), intake.Options{}, []string{"a1"}},
		{"depth 70", "[" + one(`"x":`+deep) + "," + good + "]", intake.Options{}, []string{"record.deep", "ok"}},
		{"depth a million", strings.Repeat("[", 1<<20), intake.Options{Limits: intake.Limits{Record: 1 << 21}}, []string{"file.broken"}},
		{"elements 70 deep", "<source>" + job("a", "<x>"+strings.Repeat("<b>", 70)+strings.Repeat("</b>", 70)+"</x>") + job("b", "") + "</source>", intake.Options{}, []string{"record.deep", "b"}},
		{"description nested 600", one(`"description":"` + strings.Repeat("<em><span>", 600) + `hei"`), intake.Options{}, []string{"record.deep"}},
		{"record too large", "[" + one(`"x":"`+strings.Repeat("x", 700)+`"`) + "," + good + "]", small, []string{"record.large", "ok"}},
		{"single too large", one(`"x":"` + strings.Repeat("x", 700) + `"`), small, []string{"record.large"}},
		{"job too large", "<source>" + job("a", strings.Repeat("x", 700)) + job("b", "") + "</source>", small, []string{"record.large", "b"}},
		{"file too large", "[" + good + "," + strings.Repeat(" ", 5000) + one() + "]", small, []string{"ok", "file.large"}},
		{"XML file too large", "<source>" + job("a", "") + strings.Repeat(" ", 5000), small, []string{"a", "file.large"}},
		{"page too large", `<html><script type="application/ld+json">` + good + "</script>" + strings.Repeat(" x", 3000), small, []string{"ok", "file.large"}},
		{"too many", "[" + one(`"identifier":1`) + "," + one(`"identifier":2`) + "," + one(`"identifier":3`) + "," + one(`"identifier":4`) + "," + good + "]", small, []string{"1", "2", "3", "file.many"}},
		{"cut off", "[" + good + "," + one()[:30], intake.Options{}, []string{"ok", "file.broken"}},
		{"XML cut off", "<source>" + job("a", "") + job("b", "")[:40], intake.Options{}, []string{"a", "file.broken"}},
		{"CDATA never closed", "<source>" + job("a", "") + job("b", "<x><![CDATA[") + job("c", ""), intake.Options{}, []string{"a", "file.broken"}},
		{"one broken, balanced", `[{"@type":"JobPosting","id":"b" "x"},` + good + "]", intake.Options{}, []string{"record.broken", "ok"}},
		{"forgotten quotation mark", "[{\"@type\":\"JobPosting\",\"title\":\"Kokk\n},\n" + good + "]", intake.Options{}, []string{"record.broken", "ok"}},
		{"lines of JSON", one() + "\n" + good + "\n", intake.Options{}, []string{"a1", "ok"}},
		{"job never closed", "<source>" + strings.TrimSuffix(job("a", ""), "</job>") + job("b", "") + "</source>", intake.Options{}, []string{"record.broken", "b"}},
		{"document type", `<?xml version="1.0"?><!DOCTYPE source [<!ENTITY a SYSTEM "file:///etc/passwd">]><source>` + job("a", "&a;") + "</source>", intake.Options{}, []string{"file.doctype"}},
		{"a thousand laughs", `<!doctype lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><source>` + job("a", "<x>&b;</x>") + "</source>", intake.Options{}, []string{"file.doctype"}},
		{"document type inside", "<source>" + job("a", "<!DOCTYPE x>") + job("b", "") + "</source>", intake.Options{}, []string{"file.doctype", "b"}},
		{"entity of nobody", "<source>" + job("a", "<x>&mine;</x>") + job("b", "<city>Troms&oslash;</city>") + "</source>", intake.Options{}, []string{"record.broken", "b"}},
		{"a number for an item", `{"version":"https://jsonfeed.org/version/1.1","items":[1,{"id":"x","title":"Kokk","content_text":"Hei"}]}`, intake.Options{}, []string{"record.broken", "x"}},
		{"graph of graphs", `{"@graph":[{"@graph":[` + one() + `]}]}`, intake.Options{}, []string{"a1"}},
		{"reference to nothing", one(`"hiringOrganization":{"@id":"#nobody"}`), intake.Options{}, []string{"a1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := keys(read(t, c.in, c.o)); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestMarksAreStrippedAndCounted(t *testing.T) {
	r := read(t, one(`"title":"Ko\u202ekk\u200f"`, `"description":"<p>Vi s\u00f8ker &#8238;kokk\u2066.</p>"`), intake.Options{})[0].rec
	if r.Title != "Kokk" || r.Description != "<p>Vi søker kokk.</p>" || r.Plain != "Vi søker kokk." {
		t.Errorf("%q %q %q", r.Title, r.Description, r.Plain)
	}
	if want := []intake.Note{{Key: "job.intake.note.marks", Count: 4}}; !reflect.DeepEqual(r.Notes, want) {
		t.Errorf("notes %v", r.Notes)
	}
}

func TestUnsafeLinksAreLeftOut(t *testing.T) {
	for _, l := range []string{"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "/jobb/1", "//evil.example", "https://user:pw@evil.example/",
		"file:///etc/passwd", "java\tscript:alert(1)", "https://"} {
		r := read(t, one(fmt.Sprintf(`"url":%q`, l)), intake.Options{})[0].rec
		if r.URL != "" || r.Apply != "" || len(r.Notes) == 0 {
			t.Errorf("%q became URL %q, apply %q", l, r.URL, r.Apply)
		}
	}
	if r := read(t, one(`"url":"https://jobb.example/1"`), intake.Options{})[0].rec; r.URL == "" || len(r.Notes) != 0 {
		t.Errorf("a plain link was left out: %+v", r)
	}
}

// bomb is a text that is made while it is read: its own size is not in the measure.
type bomb struct {
	head, unit string
	times      int
	tail       string
}

func (b bomb) reader() io.Reader {
	return io.MultiReader(strings.NewReader(b.head), &repeated{unit: b.unit, left: b.times}, strings.NewReader(b.tail))
}

type repeated struct {
	unit string
	at   int
	left int
}

func (r *repeated) Read(p []byte) (n int, err error) {
	for n < len(p) && r.left > 0 {
		c := copy(p[n:], r.unit[r.at:])
		n += c
		if r.at += c; r.at == len(r.unit) {
			r.at = 0
			r.left--
		}
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// A file of hostile size costs neither the memory nor the time of its size.
func TestBombsAreBounded(t *testing.T) {
	start, end, _ := strings.Cut(one(`"description":"§"`), "§")
	for name, b := range map[string]bomb{
		"one endless record": {`[{"a":"`, "xxxxxxxx", 5 << 20, ""},
		"nested lists":       {`{"@graph":[`, "[", 8 << 20, ""},
		"endless title":      {"<source><job><title>", "xxxxxxxx", 5 << 20, ""},
		"endless tag":        {"<html><a href='", "xxxxxxxx", 5 << 20, ""},
		"nested markup":      {start, "<div><b><table>", 40_000, "x" + end},
		"unclosed links":     {start, "<a href=http://a.example><i>x</a>", 25_000, end},
		"entities":           {start, "&amp;#60;b&lt;", 60_000, end},
		"many references":    {`{"@graph":[`, one(`"hiringOrganization":{"@id":"#x"}`) + ",", 30_000, "{}]}"},
		"many fields":        {`[{"@type":"JobPosting",`, `"a":[{}],`, 100_000, `"b":1}]`},
		"many elements":      {"<source><job>", "<a>b</a>", 120_000, "</job></source>"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start, peak, n := time.Now(), uint64(0), 0
			for range intake.Read(b.reader(), intake.Options{Now: now}) {
				if n++; n%1024 == 1 {
					runtime.ReadMemStats(&after)
					peak = max(peak, after.HeapInuse)
				}
			}
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			grown := int64(max(peak, after.HeapInuse)) - int64(before.HeapInuse)
			t.Logf("%.0f ms, heap +%d kB, allocated %d kB", float64(took.Microseconds())/1000, grown>>10, (after.TotalAlloc-before.TotalAlloc)>>10)
			if n == 0 || took > patience || grown > 64<<20 {
				t.Errorf("%d words, took %v and %d MB", n, took, grown>>20)
			}
		})
	}
}
