package jsoncv_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"sort"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"verv/internal/cv/jsoncv"
	"verv/internal/fault"
)

func read(in string) (jsoncv.Reading, *fault.Fault) {
	r, err := jsoncv.Read(strings.NewReader(in), jsoncv.Standard)
	if err == nil {
		return r, nil
	}
	return r, err.(*fault.Fault)
}

const whole = `{
  "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
  "basics": {
    "name": "Ingrid Solbakken", "label": "Anleggsingeniør", "email": "ingrid@example.org", "phone": "+47 00 00 00 00",
    "url": "ingrid.example", "image": "https://ingrid.example/bilde.jpg", "summary": "Bygger bruer.\nTrives ute.",
    "location": {"address": "Bakken 1", "postalCode": "0001", "city": "Oslo", "countryCode": "NO", "region": "Oslo"},
    "profiles": [{"network": "Mastodon", "username": "ingrid", "url": "https://mastodon.example/@ingrid"}]
  },
  "work": [{"name": "Bru & Vei AS", "position": "Anleggsleder", "url": "https://bru.example", "startDate": "2019-08", "endDate": "nå",
    "summary": "Ledet 12 personer.", "highlights": ["Ny bru over Glomma", ""], "location": "Kongsvinger", "description": "Entreprenør"}],
  "volunteer": [{"organization": "Røde Kors", "position": "Leder", "startDate": "2015", "endDate": "2016-02-29"}],
  "education": [{"institution": "NTNU", "area": "Bygg- og miljøteknikk", "studyType": "Master", "startDate": "2009-08-15", "endDate": "2014-06", "score": "B", "courses": ["Betong"]}],
  "awards": [{"title": "Årets bru", "date": "2021-11-05", "awarder": "Bransjen", "summary": "Delt."}],
  "certificates": [{"name": "Kranførerbevis", "date": "2018-03", "issuer": "Skolen", "url": "https://skolen.example/1"}],
  "publications": [{"name": "Lavkarbonbetong", "publisher": "Betongnytt", "releaseDate": "2020", "url": "https://betong.example/9"}],
  "skills": [{"name": "Prosjektering", "level": "Erfaren", "keywords": ["Revit", "Tekla"]}],
  "languages": [{"language": "Norsk", "fluency": "Morsmål"}, {"language": "Svenska", "level": "God"}],
  "interests": [{"name": "Fjellski", "keywords": ["Jotunheimen"]}],
  "references": [{"name": "Tidligere leder", "reference": "Flink."}],
  "projects": [{"name": "Gangbru", "description": "I tre.", "startDate": "2022-01", "roles": ["Ingeniør"], "entity": "Kommunen", "type": "bygg", "url": "https://gangbru.example"}],
  "hobby": 1
}`

func TestWhole(t *testing.T) {
	r, f := read(whole)
	if f != nil {
		t.Fatal(f)
	}
	cv := r.CV
	if cv.Basics.URL != "https://ingrid.example" || cv.Basics.Place.Town != "Oslo" || cv.Basics.Summary != "Bygger bruer.\nTrives ute." {
		t.Errorf("basics %+v", cv.Basics)
	}
	w := cv.Work[0]
	if w.Employer != "Bru & Vei AS" || w.Role != "Anleggsleder" || w.Start != (jsoncv.Partial{Year: 2019, Month: 8}) || !w.End.IsZero() || len(w.Highlights) != 1 {
		t.Errorf("work %+v", w)
	}
	if cv.Languages[1].Fluency != "God" || cv.Volunteer[0].End != (jsoncv.Partial{Year: 2016, Month: 2, Day: 29}) {
		t.Errorf("%+v %+v", cv.Languages, cv.Volunteer)
	}
	if !reflect.DeepEqual(r.Unknown, []string{"hobby"}) || !reflect.DeepEqual(r.Left, []string{"basics.image", "references"}) {
		t.Errorf("unknown %v, left %v", r.Unknown, r.Left)
	}
	var b bytes.Buffer
	if err := jsoncv.Write(&b, cv); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "Tidligere leder") || strings.Contains(b.String(), "bilde.jpg") {
		t.Error("something that is not kept came back")
	}
	if err := valid(b.Bytes()); err != nil {
		t.Errorf("%v in\n%s", err, b.String())
	}
	again, f := read(b.String())
	if f != nil || !reflect.DeepEqual(again.CV, cv) || again.Unknown != nil {
		t.Errorf("not the same after a round trip: %+v %v", again, f)
	}
}

// The files of the FRESH project, and what becomes of each.
func TestFreshFiles(t *testing.T) {
	data := os.Getenv("VERV_DATA_DIR")
	if data == "" {
		t.Skip("VERV_DATA_DIR is unset: the FRESH project's test CVs are not in this repository")
	}
	src := filepath.Join(data, "fresh-test-resumes", "src")
	for name, want := range map[string]struct {
		key           string
		work, edu, sk int
		unknown       string
	}{
		"jrs/richard-hendriks.json": {work: 1, edu: 1, sk: 2},
		"jrs/john-doe.json":         {work: 1, edu: 1, sk: 1},
		"jrs/jane-incomplete.json":  {edu: 2, sk: 2, unknown: "interests[0].summary interests[1].summary"},
		"jrs/jane-fullstacker.json": {work: 4, edu: 3, sk: 5, unknown: "awards[0].flavor awards[1].flavor interests[0].summary interests[1].summary " +
			"languages[1].years volunteer[0].flavor volunteer[1].flavor"},
		"jrs/empty.json":                                      {key: "cv.intake.empty"},
		"fresh/short.json":                                    {key: "cv.intake.fresh"},
		"fresh/empty.json":                                    {key: "cv.intake.fresh"},
		"fresh/starter-resume.json":                           {key: "cv.intake.fresh"},
		"fresh/jane-fullstacker.json":                         {key: "cv.intake.fresh"},
		"fresh/johnny-trouble.json":                           {key: "cv.intake.fresh"},
		"fresh/johnny-trouble.broken.json":                    {key: "cv.intake.file.broken"},
		"fresh/override/jane-partial-a.json":                  {key: "cv.intake.fresh"},
		"fresh/override/jane-partial-b.json":                  {key: "cv.intake.fresh"},
		"fresh/override/jane-partial-c.json":                  {key: "cv.intake.fresh"},
		"fresh/override/jane-fullstacker-override.fresh.json": {key: "cv.intake.fresh"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join(src, name))
			if err != nil {
				t.Fatal(err)
			}
			r, f := read(string(b))
			if f != nil {
				if f.Key != want.key {
					t.Fatalf("refused as %v %v, want %q", f, f.Fields, want.key)
				}
				if f.Key == "cv.intake.file.broken" && (f.Args["Line"] != 251 || f.Args["Column"] != 3) {
					t.Errorf("broken at %v", f.Args)
				}
				return
			}
			if want.key != "" {
				t.Fatalf("taken, want %q", want.key)
			}
			sort.Strings(r.Unknown)
			cv := r.CV
			if len(cv.Work) != want.work || len(cv.Education) != want.edu || len(cv.Skills) != want.sk || strings.Join(r.Unknown, " ") != want.unknown {
				t.Errorf("work %d, education %d, skills %d, unknown %v", len(cv.Work), len(cv.Education), len(cv.Skills), r.Unknown)
			}
			if strings.Join(r.Left, " ") == "" {
				t.Error("the references were not listed as left out")
			}
			var out bytes.Buffer
			if err := jsoncv.Write(&out, cv); err != nil {
				t.Fatal(err)
			}
			if err := valid(out.Bytes()); err != nil {
				t.Error(err)
			}
			if again, f := read(out.String()); f != nil || !reflect.DeepEqual(again.CV, cv) {
				t.Errorf("round trip: %v", f)
			}
		})
	}
}

func with(section string) string { return `{"basics":{"name":"Ola"},` + section + `}` }

func TestBadInput(t *testing.T) {
	for _, c := range []struct{ name, in, key, field string }{
		{"positive control", with(`"work":[{"name":"X","startDate":"2020-02"}]`), "", ""},
		{"nothing", ``, "cv.intake.file.broken", ""},
		{"not JSON", `hei`, "cv.intake.file.broken", ""},
		{"a list", `[]`, "cv.intake.basics.missing", ""},
		{"no basics", `{"name":"Ola"}`, "cv.intake.basics.missing", ""},
		{"basics is text", `{"basics":"Ola"}`, "cv.intake.basics.missing", ""},
		{"all empty", `{"basics":{"name":" "},"work":[{}]}`, "cv.intake.empty", ""},
		{"FRESH", `{"name":"Ola","meta":{"format":"fresh@1.0.0"}}`, "cv.intake.fresh", ""},
		{"cut off", whole[:200], "cv.intake.file.broken", ""},
		{"two documents", with(`"work":[]`) + "{}", "cv.intake.file.broken", ""},
		{"trailing comma", `{"basics":{"name":"Ola",}}`, "cv.intake.file.broken", ""},
		{"mismatched", `{"basics":{"name":"Ola"]}`, "cv.intake.file.broken", ""},
		{"NUL escaped", `{"basics":{"name":"O\u0000la"}}`, "cv.intake.invalid", "basics.name cv.intake.nul"},
		{"NUL raw", "{\"basics\":{\"name\":\"O\x00la\"}}", "cv.intake.nul", ""},
		{"not UTF-8", "{\"basics\":{\"name\":\"O\xffla\"}}", "cv.intake.encoding", ""},
		{"UTF-8 mark", "\ufeff" + with(`"work":[]`), "", ""},
		{"too deep", with(`"x":` + strings.Repeat("[", 70) + strings.Repeat("]", 70)), "cv.intake.deep", ""},
		{"very deep", strings.Repeat(`{"a":`, 100_000), "cv.intake.deep", ""},
		{"too large", with(`"x":"` + strings.Repeat("x", 1<<20) + `"`), "cv.intake.file.large", ""},
		{"too many values", with(`"x":[` + strings.Repeat("1,", 60_000) + `1]`), "cv.intake.file.large", ""},
		{"list too long", with(`"work":[` + strings.Repeat("{},", 200) + `{}]`), "cv.intake.invalid", "work cv.intake.list.long"},
		{"list just fits", with(`"work":[` + strings.Repeat("{},", 199) + `{}]`), "", ""},
		{"name of 10,000", `{"basics":{"name":"` + strings.Repeat("å", 10_000) + `"}}`, "cv.intake.invalid", "basics.name cv.intake.field.long"},
		{"a list for a text", `{"basics":{"name":["Ola"]}}`, "cv.intake.invalid", "basics.name cv.intake.field.kind"},
		{"a text for an object", with(`"work":["X"]`), "cv.intake.invalid", "work[0] cv.intake.field.kind"},
		{"a number for a text", with(`"education":[{"gpa":3.50}]`), "", ""},
		{"month 13", with(`"work":[{},{"startDate":"2013-13"}]`), "cv.intake.invalid", "work[1].startDate cv.intake.date"},
		{"30 February", with(`"awards":[{"date":"2020-02-30"}]`), "cv.intake.invalid", "awards[0].date cv.intake.date"},
		{"year 0001", with(`"awards":[{"date":"0001"}]`), "cv.intake.invalid", "awards[0].date cv.intake.date"},
		{"date in words", with(`"awards":[{"date":"i fjor"}]`), "cv.intake.invalid", "awards[0].date cv.intake.date"},
		{"script for a link", `{"basics":{"name":"Ola","url":"javascript:alert(1)"}}`, "cv.intake.invalid", "basics.url cv.intake.url"},
		{"script with a host for a link", `{"basics":{"name":"Ola","url":"javascript://ola.example/%0aalert(1)"}}`, "cv.intake.invalid", "basics.url cv.intake.url"},
		{"file for a link", with(`"work":[{"url":"file:///etc/passwd"}]`), "cv.intake.invalid", "work[0].url cv.intake.url"},
		{"no address", `{"basics":{"email":"ola"}}`, "cv.intake.invalid", "basics.email cv.intake.email"},
		{"header in address", `{"basics":{"email":"ola@example.org\nBcc: x@example.org"}}`, "cv.intake.invalid", "basics.email cv.intake.email"},
		{"name in address", `{"basics":{"email":"Ola <ola@example.org>"}}`, "cv.intake.invalid", "basics.email cv.intake.email"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, f := read(c.in)
			key, field := "", ""
			if f != nil {
				key = f.Key
				for _, d := range f.Fields {
					field = d.Name + " " + d.Key
					if d.Args["Line"] == nil || d.Args["Column"] == nil || d.Args["Path"] != d.Name {
						t.Errorf("a field without its place: %+v", d)
					}
				}
			}
			if key != c.key || field != c.field {
				t.Errorf("got %q %q, want %q %q", key, field, c.key, c.field)
			}
		})
	}
}

func TestPlaceOfAFault(t *testing.T) {
	_, f := read("{\n \"basics\": {\"name\": \"Øla\",\n  \"url\": \"x:y\"}\n}")
	if f == nil || len(f.Fields) != 1 || f.Fields[0].Args["Line"] != 3 || f.Fields[0].Args["Column"] != 10 {
		t.Errorf("%v %+v", f, f.Fields)
	}
	_, f = read("{\n \"basics\": {\"name\": \"Øla\" \"x\"}\n}")
	if f == nil || f.Args["Line"] != 2 || f.Args["Column"] != 27 {
		t.Errorf("%v %+v", f, f.Args)
	}
}

func TestManyFaultsAreBounded(t *testing.T) {
	_, f := read(with(`"awards":[` + strings.Repeat(`{"date":"x"},`, 150) + `{}]`))
	if len(f.Fields) != 20 {
		t.Errorf("%d fields told", len(f.Fields))
	}
}

func TestMarksAreStripped(t *testing.T) {
	r, f := read(`{"basics":{"name":"Ola\u202e \u2066Nor\u0007mann","summary":"En\r\nto\u200b"}}`)
	if f != nil || r.CV.Basics.Name != "Ola Normann" || r.CV.Basics.Summary != "En\nto" || r.Marks != 3 {
		t.Errorf("%+v %v", r, f)
	}
}

func TestOlderNames(t *testing.T) {
	r, f := read(`{"basics":{"name":"Ola","website":"https://ola.example","url":""},"work":[{"company":"X","name":"Y","website":"https://x.example"}],"education":[{"gpa":"A"}]}`)
	if f != nil || r.CV.Basics.URL != "https://ola.example" || r.CV.Work[0].Employer != "Y" || r.CV.Work[0].URL != "https://x.example" || r.CV.Education[0].Score != "A" {
		t.Errorf("%+v %v", r, f)
	}
	if !reflect.DeepEqual(r.Unknown, []string{"work[0].company"}) {
		t.Errorf("a value that lost against the newer name was not told: %v", r.Unknown)
	}
}

func TestPartialBefore(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"2019", "2020", true}, {"2020", "2020-05", false}, {"2020-05", "2020", false}, {"2020-04", "2020-05-01", true}, {"2020-05-02", "2020-05", false}, {"2020-05-01", "2020-05-02", true}} {
		a, _ := jsoncv.ParsePartial(c.a)
		b, _ := jsoncv.ParsePartial(c.b)
		if a.Before(b) != c.want {
			t.Errorf("%s before %s: %v", c.a, c.b, !c.want)
		}
	}
}

// Any CV that our own struct can hold in clean form comes back the same.
func TestRoundTrip(t *testing.T) {
	word := rapid.StringMatching(`[A-Za-zÆØÅæøåäöÄÖ"<>&\\{}]{0,12}`)
	long := rapid.StringMatching(`(|[a-zåäö<]([a-z\n"]{0,20}[a-z])?)`)
	links := rapid.SampledFrom([]string{"", "https://a.example/x?y=1&z=2", "http://b.example"})
	dates := rapid.Custom(func(t *rapid.T) jsoncv.Partial {
		p, _ := jsoncv.ParsePartial(rapid.SampledFrom([]string{"", "1999", "2020-02", "2020-02-29"}).Draw(t, "date"))
		return p
	})
	words := rapid.SliceOfN(word.Filter(func(s string) bool { return s != "" }), 1, 3)
	rapid.Check(t, func(t *rapid.T) {
		s, l, u, d := func() string { return word.Draw(t, "s") }, func() string { return long.Draw(t, "l") }, func() string { return links.Draw(t, "u") },
			func() jsoncv.Partial { return dates.Draw(t, "d") }
		name := func() string { return "x" + s() }
		span := func() jsoncv.Span { return jsoncv.Span{Start: d(), End: d()} }
		cv := jsoncv.CV{
			Basics: jsoncv.Basics{Name: name(), Label: s(), Email: "a@example.org", Phone: s(), URL: u(), Summary: l(),
				Place: jsoncv.Place{Address: l(), Town: s()}, Profiles: []jsoncv.Profile{{Network: name(), URL: u()}}},
			Work:         []jsoncv.Work{{Employer: name(), About: l(), Town: s(), Role: s(), URL: u(), Span: span(), Summary: l(), Highlights: words.Draw(t, "h")}},
			Volunteer:    []jsoncv.Volunteer{{Where: name(), Role: s(), URL: u(), Span: span(), Summary: l()}},
			Education:    []jsoncv.Education{{School: name(), URL: u(), Field: s(), Level: s(), Span: span(), Score: s(), Courses: words.Draw(t, "c")}},
			Awards:       []jsoncv.Award{{Title: name(), Date: d(), From: s(), Summary: l()}},
			Certificates: []jsoncv.Certificate{{Name: name(), Date: d(), URL: u(), Issuer: s()}},
			Publications: []jsoncv.Publication{{Name: name(), Publisher: s(), Date: d(), URL: u(), Summary: l()}},
			Skills:       []jsoncv.Skill{{Name: name(), Level: s(), Keywords: words.Draw(t, "k")}},
			Languages:    []jsoncv.Language{{Name: name(), Fluency: s()}},
			Interests:    []jsoncv.Interest{{Name: name(), Keywords: words.Draw(t, "k")}},
			Projects:     []jsoncv.Project{{Name: name(), Summary: l(), Keywords: words.Draw(t, "k"), Span: span(), URL: u(), Roles: words.Draw(t, "r"), For: s(), Class: s()}},
		}
		var b bytes.Buffer
		if err := jsoncv.Write(&b, cv); err != nil {
			t.Fatal(err)
		}
		if err := valid(b.Bytes()); err != nil {
			t.Fatal(err)
		}
		r, f := read(b.String())
		if f != nil || !reflect.DeepEqual(r.CV, cv) {
			t.Fatalf("%v\n%+v\n%+v", f, cv, r.CV)
		}
	})
}

// schema says which names JSON Resume 1.0.0 knows and of which form their values are.
var schema = map[string]map[string]string{
	"":             {"$schema": "uri", "basics": "{", "work": "[", "volunteer": "[", "education": "[", "awards": "[", "certificates": "[", "publications": "[", "skills": "[", "languages": "[", "interests": "[", "projects": "["},
	"basics":       {"name": "s", "label": "s", "email": "email", "phone": "s", "url": "uri", "summary": "s", "location": "{", "profiles": "["},
	"location":     {"address": "s", "postalCode": "s", "city": "s", "countryCode": "s", "region": "s"},
	"profiles":     {"network": "s", "username": "s", "url": "uri"},
	"work":         {"name": "s", "location": "s", "description": "s", "position": "s", "url": "uri", "startDate": "date", "endDate": "date", "summary": "s", "highlights": "s[]"},
	"volunteer":    {"organization": "s", "position": "s", "url": "uri", "startDate": "date", "endDate": "date", "summary": "s", "highlights": "s[]"},
	"education":    {"institution": "s", "url": "uri", "area": "s", "studyType": "s", "startDate": "date", "endDate": "date", "score": "s", "courses": "s[]"},
	"awards":       {"title": "s", "date": "date", "awarder": "s", "summary": "s"},
	"certificates": {"name": "s", "date": "date", "url": "uri", "issuer": "s"},
	"publications": {"name": "s", "publisher": "s", "releaseDate": "date", "url": "uri", "summary": "s"},
	"skills":       {"name": "s", "level": "s", "keywords": "s[]"},
	"languages":    {"language": "s", "fluency": "s"},
	"interests":    {"name": "s", "keywords": "s[]"},
	"projects":     {"name": "s", "description": "s", "highlights": "s[]", "keywords": "s[]", "startDate": "date", "endDate": "date", "url": "uri", "roles": "s[]", "entity": "s", "type": "s"},
}

var forms = map[string]*regexp.Regexp{
	"s": regexp.MustCompile(`(?s)^.*$`), "uri": regexp.MustCompile(`^https?://[^\s]+$`), "email": regexp.MustCompile(`^[^\s@]+@[^\s@]+$`),
	"date": regexp.MustCompile(`^([1-2][0-9]{3}-[0-1][0-9]-[0-3][0-9]|[1-2][0-9]{3}-[0-1][0-9]|[1-2][0-9]{3})$`),
}

func valid(raw []byte) error {
	var v map[string]any
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	return validObject("", v)
}

func validObject(where string, o map[string]any) error {
	for key, v := range o {
		form, ok := schema[where][key]
		if !ok {
			return fmt.Errorf("%s.%s is no name of the format", where, key)
		}
		switch form {
		case "{":
			if err := validObject(key, v.(map[string]any)); err != nil {
				return err
			}
		case "[":
			for _, e := range v.([]any) {
				if err := validObject(key, e.(map[string]any)); err != nil {
					return err
				}
			}
		case "s[]":
			for _, e := range v.([]any) {
				if _, ok := e.(string); !ok {
					return fmt.Errorf("%s.%s holds %v", where, key, e)
				}
			}
		default:
			if s, ok := v.(string); !ok || !forms[form].MatchString(s) {
				return fmt.Errorf("%s.%s is %v, no %s", where, key, v, form)
			}
		}
	}
	return nil
}

func TestTheJudgeOfTheSchema(t *testing.T) {
	for _, bad := range []string{`{"references":[]}`, `{"work":[{"company":"X"}]}`, `{"awards":[{"date":"i fjor"}]}`, `{"basics":{"url":"ola"}}`} {
		if valid([]byte(bad)) == nil {
			t.Errorf("%s passes", bad)
		}
	}
}

func TestBombsAreBounded(t *testing.T) {
	for name, in := range map[string]string{
		"objects": with(`"x":[` + strings.Repeat(`{"a":{}},`, 110_000) + `1]`),
		"depth":   strings.Repeat("[", 1<<20),
		"string":  `"` + strings.Repeat(`\u0041`, 170_000),
		"endless": `{"basics":{"name":"` + strings.Repeat("x", 64<<20),
		"names":   with(strings.Repeat(`"a":1,`, 150_000) + `"b":1`),
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, f := read(in)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		t.Logf("%s: %v, allocated %d kB", name, took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>10)
		if f == nil || took > patience || after.TotalAlloc-before.TotalAlloc > 64<<20 {
			t.Errorf("%s: %v, %v, %d MB", name, f, took, (after.TotalAlloc-before.TotalAlloc)>>20)
		}
	}
}

// FuzzRead: what is taken is valid by the schema when written, and the same when read again.
func FuzzRead(f *testing.F) {
	f.Add(whole)
	f.Add(with(`"work":[{"company":"X","website":"x.example","startDate":"2020-02-01T00:00:00Z"}]`))
	f.Add(`{"basics":{"name":1e5,"email":"a@b.example","url":"https://a.example/%zz"},"meta":{"format":"FRESH"}}`)
	f.Add("\ufeff{\"basics\":{\"name\":\"\u202e\"}}")
	f.Fuzz(func(t *testing.T, in string) {
		r, bad := read(in)
		if bad != nil {
			if !strings.HasPrefix(bad.Key, "cv.intake.") {
				t.Fatal(bad)
			}
			return
		}
		var b bytes.Buffer
		if err := jsoncv.Write(&b, r.CV); err != nil {
			t.Fatal(err)
		}
		if err := valid(b.Bytes()); err != nil {
			t.Fatalf("%v in %s", err, b.String())
		}
		again, bad := read(b.String())
		if bad != nil || !reflect.DeepEqual(again.CV, r.CV) {
			t.Fatalf("%v\n%+v\n%+v", bad, r.CV, again.CV)
		}
	})
}
