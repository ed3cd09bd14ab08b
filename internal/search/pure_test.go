package search

import (
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/candidate"
	"verv/internal/cv"
	"verv/internal/cv/jsoncv"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/promise/show"
)

func partial(t testing.TB, s string) jsoncv.Partial {
	t.Helper()
	p, ok := jsoncv.ParsePartial(s)
	if !ok {
		t.Fatal(s)
	}
	return p
}

// TestDraw: a card says what somebody can and never who they are, in none of its words.
func TestDraw(t *testing.T) {
	show.Show(t, "people.masked", "card-with-the-name")
	now := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	p := candidate.Profile{Name: "Kari Nordmann-Li", Phone: "+47 900 11 222", Headline: "Sykepleier Kari", Place: "Tromsø"}
	d := cv.Body{Language: "nb", Title: "CV"}
	d.CV.Basics = jsoncv.Basics{Name: "Kari Nordmann", Email: "kari@post.example", Phone: "90011222", Summary: "Jeg er Kari. Ring 900 11 222 eller kari.n@post.example, se www.kari.no. Født 01.02.1980. Nordmanns team."}
	d.CV.Work = []jsoncv.Work{
		{Role: "Leder", Employer: "Havna Pleie AS", Span: jsoncv.Span{Start: partial(t, "2020-01"), End: partial(t, "2024-01")}, Summary: "I Havna Pleie ledet jeg, og Havna  Pleie vokste."},
		{Role: "Sykepleier", Employer: "Tinden AS", Span: jsoncv.Span{Start: partial(t, "2022-01")}}}
	d.CV.Skills = []jsoncv.Skill{{Name: "Akuttmedisin"}, {Name: "akuttmedisin"}, {Name: "Turnus hos Tinden"}}
	d.CV.Languages = []jsoncv.Language{{Name: "Norsk", Fluency: "Morsmål"}, {Name: "Samisk", Fluency: "B2"}}
	for _, anonymous := range []bool{true, false} {
		b := draw(p, d, anonymous, now)
		all := strings.ToLower(strings.Join(slices.Concat([]string{b.Title, b.Region, b.Town}, b.Skills, b.Languages, b.Employers, b.Roles, b.Texts, b.Education), "\n"))
		secret := []string{"kari", "nordmann", "li\n", "post.example", "900", "1980", "www"}
		if anonymous {
			secret = append(secret, "havna", "tinden")
		} else if !slices.Equal(b.Employers, []string{"Tinden AS", "Havna Pleie AS"}) {
			t.Errorf("a visible card names %v", b.Employers)
		}
		for _, s := range secret {
			if strings.Contains(all, s) {
				t.Errorf("anonymous %v: %q stands in\n%s", anonymous, s, all)
			}
		}
		if b.Title != "Sykepleier" || b.Region != "Troms" || b.Years != 6 || !strings.Contains(all, "ledet jeg") || len(b.Skills) != 2 || strings.Join(b.Languages, ", ") != "Norsk (morsmål), Samisk (B2)" {
			t.Errorf("positive control: %+v", b)
		}
	}
}

// TestTongue: what somebody calls Norwegian in any of the six languages is one value, and reads back in the reader's.
func TestTongue(t *testing.T) {
	for typed, want := range map[string]string{"Norsk": "no", "norska": "no", "Norja": "no", "Norwegian": "no", "Norsk bokmål": "nb", "Finsk": "fi", "Klingon": "klingon"} {
		if got := tongueValue(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
	if got := tongueText("fi", "no"); got != "Norja" {
		t.Errorf("Norwegian is %q in Finnish", got)
	}
}

func TestBlocks(t *testing.T) {
	for typed, want := range map[string]Block{
		"974 760 673":                   {ByNumber, "974760673"},
		"NO":                            {ByName, "NO"},
		"974760673 MVA":                 {ByNumber, "974760673"},
		"0245458-3":                     {ByNumber, "02454583"},
		" Havna  Pleie AS":              {ByName, "Havna  Pleie AS"},
		"https://www.Havna.no/jobb?x=1": {ByDomain, "havna.no"},
		"kari@hr.havna.no":              {ByDomain, "hr.havna.no"},
		"blåbær.no":                     {ByDomain, "xn--blbr-roah.no"},
	} {
		if got, err := ParseBlock(typed); err != nil || got != want {
			t.Errorf("%q: %v %v, want %v", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", "  ", "123456789", "@", "kari@", "..", strings.Repeat("x", 121)} {
		if got, err := ParseBlock(typed); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q was taken as %v", typed, got)
		}
	}
	e := employer.Employer{Number: "974760673", Country: "NO", Profile: employer.Profile{Name: "Havna Pleie AS", Web: "https://www.havna.no/om"}}
	keys := askerKeys(e, []string{"mail.hr.tinden.example"})
	for typed, shut := range map[string]bool{"havna pleie": true, "HAVNA PLEIE A/S": true, "974760673": true, "havna.no": true, "hr.tinden.example": true, "tinden.example": true,
		"x.havna.no": false, "vna.no": false, "annen.example": false, "Havna": false} {
		b, err := ParseBlock(typed)
		if err != nil || slices.Contains(keys, b.key()) != shut {
			t.Errorf("%q shuts out: %v (%v)", typed, !shut, err)
		}
	}
	d := cv.Body{}
	d.CV.Work = []jsoncv.Work{{Employer: "Havna Pleie AS"}, {Employer: "Tinden", Span: jsoncv.Span{End: partial(t, "2020")}}}
	if got := always(d, "gmail.com"); len(got) != 1 || got[0] != (Block{ByName, "Havna Pleie AS"}) {
		t.Errorf("always %v", got)
	}
	if got := always(cv.Body{}, "tinden.example"); len(got) != 1 || got[0] != (Block{ByDomain, "tinden.example"}) {
		t.Errorf("always %v", got)
	}
}

func FuzzParseBlock(f *testing.F) {
	for _, s := range []string{"974 760 673", "havna.no", "Havna AS", "a@b.no", "http://[::1", "\u202e.no", "xn--a.no"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := ParseBlock(s)
		if err != nil {
			return
		}
		if len([]rune(b.Value)) > 3*blockMax || b.Value == "" || b.key() == string(b.By)+":" {
			t.Errorf("%q is %+v", s, b)
		}
		if again, err := ParseBlock(b.Value); err != nil || again.key() != b.key() && b.By != ByName {
			t.Errorf("%q is %+v, and that %+v (%v)", s, b, again, err)
		}
	})
}

func FuzzWash(f *testing.F) {
	f.Add("Kari ringer 900 11 222", "Kari Nordmann", "Havna AS")
	f.Add("", "", "")
	f.Fuzz(func(t *testing.T, text, name, firm string) {
		w := newWasher([]string{name}, []string{firm})
		got := w.text(text)
		for _, word := range reWord.FindAllString(got, -1) {
			if w.names[w.folder.String(word)] {
				t.Errorf("%q still has %q", got, word)
			}
		}
		if reMail.MatchString(got) && !reMail.MatchString(text) {
			t.Errorf("%q became an address: %q", text, got)
		}
	})
}

// TestTongues: a language is one value in whatever language it was written, and is read in the reader's.
func TestTongues(t *testing.T) {
	for _, s := range []string{"Engelsk", "engelska", " Englanti", "English", "engelsk "} {
		if tongueValue(s) != "en" {
			t.Errorf("%q is %q", s, tongueValue(s))
		}
	}
	if got := tongueText("sv", "en") + tongueText("nn", "uk") + tongueText("fi", "klingon"); got != "EngelskaUkrainskKlingon" {
		t.Error(got)
	}
	if tongueValue("Klingon") != "klingon" {
		t.Error(tongueValue("Klingon"))
	}
}
