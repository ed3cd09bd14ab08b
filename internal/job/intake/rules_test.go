package intake

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParsePay(t *testing.T) {
	for in, want := range map[string]Pay{
		"550 000 – 620 000 NOK per år":   {Min: 55000000, Max: 62000000, Currency: "NOK", Unit: PerYear},
		"NOK 550.000-620.000 pr. år":     {Min: 55000000, Max: 62000000, Currency: "NOK", Unit: PerYear},
		"32 000 SEK/månad":               {Min: 3200000, Max: 3200000, Currency: "SEK", Unit: PerMonth},
		"13,50 € / tunti":                {Min: 1350, Max: 1350, Currency: "EUR", Unit: PerHour},
		"$500":                           {Text: "$500"},
		"Etter avtale":                   {Text: "Etter avtale"},
		"Lønnstrinn 48-55, fra 520000":   {Text: "Lønnstrinn 48-55, fra 520000"},
		"185 DKK og 210 DKK, 3 per time": {Text: "185 DKK og 210 DKK, 3 per time"},
		"":                               {},
	} {
		if got := parsePay(in, ""); got != want {
			t.Errorf("%q: got %+v, want %+v", in, got, want)
		}
	}
}

func TestAmount(t *testing.T) {
	for in, want := range map[string]int64{"550000": 55000000, "550 000,50": 55000050, "550.000": 55000000, "1.250.000": 125000000,
		"185.5": 18550, "185,55": 18555, "1e5": 10000000, "-5": -500, "604500.50": 60450050} {
		if got, ok := amount(in); !ok || got != want {
			t.Errorf("%q: got %d %v, want %d", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "mye", "NaN", "Inf", "1e300", "5 millioner", strings.Repeat("9", 30), "0x1p20000"} {
		if got, ok := amount(in); ok {
			t.Errorf("%q was read as %d", in, got)
		}
	}
}

func TestEmployment(t *testing.T) {
	for in, want := range map[string][]Employment{
		"FULL_TIME": {FullTime}, "https://schema.org/PART_TIME": {PartTime}, "PER_DIEM": {PerDiem}, "INTERN": {Intern}, "CONTRACTOR": {Contract},
		"fast stilling, heltid": {Permanent, FullTime}, "Vikariat 50 %": {Temporary}, "tillsvidareanställning": {Permanent}, "osa-aikainen": {PartTime},
		"vakituinen;kokoaikainen": {Permanent, FullTime}, "noe annet": {Other}, " ": nil, "full-time": {FullTime},
	} {
		var r Record
		r.addEmployment(in)
		if !reflect.DeepEqual(r.Employment, want) {
			t.Errorf("%q: got %v, want %v", in, r.Employment, want)
		}
	}
}

func TestExtent(t *testing.T) {
	for in, want := range map[string]Extent{"80 %": {80, 80}, "50–100 %": {50, 100}, "100 prosent": {100, 100}, "37,5 timer": {}, "120 %": {}, "90-50 %": {}, "0 %": {}} {
		if got := parseExtent(in); got != want {
			t.Errorf("%q: got %v, want %v", in, got, want)
		}
	}
}

// Every date that a form can carry is read as the same day; with a zone it is the same instant.
func TestDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(100_000, 7_000_000_000).Draw(t, "unix"), 0).In(time.FixedZone("", 3600*rapid.IntRange(-11, 12).Draw(t, "zone")))
		for _, layout := range []string{time.RFC3339, time.RFC1123Z, "2006-01-02 15:04:05 -0700"} {
			d, f := parseDate(at.Format(layout), "x")
			if f != nil || !d.At.Equal(at) || d.Day != at.Format(time.DateOnly) {
				t.Fatalf("%s: %+v %v", at.Format(layout), d, f)
			}
		}
		for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", "02.01.2006", "2.1.2006"} {
			d, f := parseDate(at.Format(layout), "x")
			if f != nil || !d.At.IsZero() || d.Day != at.Format(time.DateOnly) {
				t.Fatalf("%s: %+v %v", at.Format(layout), d, f)
			}
		}
	})
}

// Whatever the tree, the writer's output is balanced, and reading it again changes nothing.
func TestRewriteSettles(t *testing.T) {
	tag := rapid.SampledFrom([]string{"<p>", "</p>", "<b>", "</b>", "<ul>", "</ul>", "<li>", "</li>", "<h1>", "</h1>", "<div>", "</div>", "<br>", " a ", "b",
		"<a href='https://x.example/?a=1&b=2'>", "</a>", "<i>", "</i>", "<table><tr><td>", "</table>", "&lt;p&gt;", "<script>", "</script>", "<ol>", "</ol>"})
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(tag, 0, 30).Draw(t, "tags"), "")
		once, plain, f := rewrite(in)
		if f != nil {
			return
		}
		twice, again, _ := rewrite(once)
		if plain != again {
			t.Fatalf("%s\nonce  %s\ntwice %s\n%q\n%q", in, once, twice, plain, again)
		}
		for _, el := range []string{"p", "li", "ul", "ol", "strong", "em", "h2", "h3", "a"} {
			if strings.Count(once, "<"+el+">")+strings.Count(once, "<"+el+" ") != strings.Count(once, "</"+el+">") {
				t.Fatalf("%s: %s not balanced in %s", in, el, once)
			}
		}
	})
}
