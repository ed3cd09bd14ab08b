package feed

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"verv/internal/job"
	"verv/internal/job/intake"
)

// read parses a document strictly and gives the text of each first child by the name of its element.
func read(t interface{ Fatalf(string, ...any) }, raw []byte, item string) map[string]string {
	d := xml.NewDecoder(bytes.NewReader(raw))
	out, in, name := map[string]string{}, false, ""
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("not well formed: %v in %s", err, raw)
		}
		switch x := tok.(type) {
		case xml.StartElement:
			if in = in || x.Name.Local == item; in {
				name = x.Name.Local
			}
		case xml.EndElement:
			if x.Name.Local == item {
				in = false
			}
			name = ""
		case xml.CharData:
			if in && name != "" {
				out[name] += string(x)
			}
		}
	}
}

func encoded(t interface{ Fatalf(string, ...any) }, v any) []byte {
	raw, err := xml.Marshal(v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return raw
}

// hostile draws a text that would like to end the element it stands in.
func hostile(t *rapid.T, name string) string {
	return rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"]]>", "]]]]>>", "<![CDATA[", "</title>", "<!DOCTYPE x>", "&amp;&lt;", "\x00\x01\ufffe", "<?xml?>", `"'`})).Draw(t, name) +
		rapid.String().Draw(t, name+" more")
}

// Whatever a title or a text says, the documents stay documents, and the text comes out as it went in, but for what no XML may hold.
func TestHostileTitles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title, body := hostile(t, "title"), hostile(t, "text")
		item := rssItem{Title: title, Description: body, Language: "nb"}
		got := read(t, encoded(t, rss{Channel: rssChannel{Title: title, Items: []rssItem{item}}}), "item")
		if want := rewritten(title); got["title"] != want {
			t.Fatalf("RSS made %q of %q", got["title"], title)
		}
		j := job.Job{EmployerName: title, Content: job.Content{Title: title, Text: body, Language: "nb"}}
		got = read(t, encoded(t, indeed{Name: title, Jobs: []indeedJob{indeedOf(j, title, "https://x.example/")}}), "job")
		if got["title"] != newlines(valid(title)) || got["description"] != newlines(valid(body)) {
			t.Fatalf("Indeed made %q and %q of %q and %q", got["title"], got["description"], title, body)
		}
	})
}

// rewritten is what package xml writes for what no document may hold.
func rewritten(s string) string {
	return strings.Map(func(c rune) rune {
		if valid(string(c)) == "" {
			return '\uFFFD'
		}
		return c
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// newlines reads line ends as XML does (XML 1.0, 2.11).
func newlines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// What the Indeed feed says of pay, form and extent, package intake reads back.
func TestIndeedIsReadBack(t *testing.T) {
	for _, p := range []job.Pay{{Min: 56000000, Max: 64000000, Currency: "NOK", Unit: intake.PerYear}, {Min: 24550, Max: 24550, Currency: "SEK", Unit: intake.PerHour},
		{Min: 300000, Max: 350050, Currency: "EUR", Unit: intake.PerMonth}, {}, {Text: "etter tariff"}} {
		j := job.Job{EmployerName: "Nordkyst HF", EmployerBranch: "health", PublishedAt: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC), Content: job.Content{Title: "Kokk",
			Text: "<p>Vi &amp; du</p>", Language: "nb", Pay: p, Extent: job.Extent{Min: 80, Max: 100}, Deadline: "2026-12-20", Remote: intake.Hybrid,
			Employment: []job.Employment{intake.Permanent, intake.PerDiem}, Places: []job.Place{{Street: "Kaia 1", Postcode: "9008", Town: "Tromsø", Region: "Troms", Country: "NO"}}}}
		n := 0
		for rec, err := range intake.Read(bytes.NewReader(encoded(t, indeed{Name: "S", Jobs: []indeedJob{indeedOf(j, "S", "https://x.example/1")}})),
			intake.Options{Now: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Zone: time.UTC}) {
			n++
			if err != nil {
				t.Fatalf("%+v: %v", p, err)
			}
			if rec.Pay != p {
				t.Errorf("pay %+v was read as %+v", p, rec.Pay)
			}
			if rec.Extent != j.Extent || len(rec.Employment) != 2 || rec.Employment[0] != intake.Permanent || rec.Employment[1] != intake.PerDiem || rec.Remote != intake.Hybrid ||
				rec.Deadline.Day != j.Deadline || rec.Places[0] != j.Places[0] || rec.Description != j.Text || rec.Language != "nb" {
				t.Errorf("read back as %+v", rec)
			}
		}
		if n != 1 {
			t.Errorf("%d records", n)
		}
	}
}
