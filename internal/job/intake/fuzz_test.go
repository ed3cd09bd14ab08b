package intake_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"verv/internal/job/intake"
)

// FuzzRead: whatever comes in, each record is either sound or refused with a reason, numbers go up by one, and it ends.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"kommune.jsonld", "annons.html", "syote.xml", "opslag.json"} {
		f.Add(file(f, name))
	}
	for _, v := range vectors {
		f.Add(one(`"description":` + quote(v)))
	}
	f.Add("<source>" + job("a", "<![CDATA[") + job("b", ""))
	f.Add(utf16le(one()))
	f.Fuzz(func(t *testing.T, in string) {
		n := 0
		for _, o := range read(t, in, intake.Options{Limits: intake.Limits{Record: 64 << 10, Records: 1000}}) {
			n++
			r := o.rec
			if r.Number != n || r.Line < 1 {
				t.Fatalf("record %d says number %d, line %d", n, r.Number, r.Line)
			}
			if o.key != "" {
				continue
			}
			if r.Source == "" || r.Title == "" || r.Plain == "" || r.Description == "" {
				t.Fatalf("taken without what it needs: %+v", r)
			}
			for _, s := range []string{r.Source, r.Title, r.Description, r.Plain, r.Employer.Name} {
				if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\u202e\u2066") {
					t.Fatalf("text not clean: %q", s)
				}
			}
			if err := sound(r.Description); err != nil {
				t.Fatalf("markup: %v in %s", err, r.Description)
			}
		}
		if n == 0 {
			t.Fatal("a file with no word about it")
		}
	})
}
