package locale

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"verv/internal/fault"
)

var oslo = func() *time.Location {
	l, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		panic(err)
	}
	return l
}()

// tags is the order of the columns in the tables below.
var tags = []string{"nb", "nn", "sv", "fi", "da", "en"}

// tell compares one value in all six languages. A tilde stands for a space that does not break.
func tell(t *testing.T, name string, say func(*Words) string, want ...string) {
	t.Helper()
	c := loaded(t)
	for i, tag := range tags {
		w := strings.ReplaceAll(want[min(i, len(want)-1)], "~", nbsp)
		if got := say(c.Language(tag)); got != w {
			t.Errorf("%s %s: %q, want %q", tag, name, got, w)
		}
	}
	if m := c.Missing(); len(m) > 0 {
		t.Errorf("%s: missing %v", name, m)
	}
}

func TestDates(t *testing.T) {
	noonish := time.Date(2026, 11, 21, 13, 5, 0, 0, time.UTC)
	tell(t, "date", func(w *Words) string { return w.Date(noonish) },
		"21. november 2026", "21. november 2026", "21 november 2026", "21.11.2026", "21. november 2026", "21 November 2026")
	tell(t, "date and time", func(w *Words) string { return w.In(oslo).DateTime(noonish) },
		"21. november 2026 kl.~14:05", "21. november 2026 kl.~14:05", "21 november 2026 kl.~14:05", "21.11.2026 klo~14.05",
		"21. november 2026 kl.~14.05", "21 November 2026, 14:05")
	late := time.Date(2026, 3, 31, 22, 30, 0, 0, time.UTC)
	tell(t, "the day is the reader's", func(w *Words) string { return w.In(oslo).Date(late) },
		"1. april 2026", "1. april 2026", "1 april 2026", "1.4.2026", "1. april 2026", "1 April 2026")
	tell(t, "march", func(w *Words) string { return w.Date(late) },
		"31. mars 2026", "31. mars 2026", "31 mars 2026", "31.3.2026", "31. marts 2026", "31 March 2026")
	tell(t, "a month", func(w *Words) string { return w.Month(2016, time.August) },
		"august 2016", "august 2016", "augusti 2016", "elokuu 2016", "august 2016", "August 2016")
	tell(t, "a year", func(w *Words) string { return w.Month(2016, 0) }, "2016")
	tell(t, "no time", func(w *Words) string { return w.Date(time.Time{}) + w.DateTime(time.Time{}) + w.Until(time.Time{}) }, "")
}

func TestUntil(t *testing.T) {
	now := time.Date(2026, 3, 28, 22, 30, 0, 0, oslo) // the night the clock skips an hour
	for _, c := range []struct {
		days int
		want []string
	}{
		{0, []string{"i dag", "i dag", "i dag", "tänään", "i dag", "today"}},
		{1, []string{"i morgen", "i morgon", "i morgon", "huomenna", "i morgen", "tomorrow"}},
		{-1, []string{"i går", "i går", "i går", "eilen", "i går", "yesterday"}},
		{4, []string{"om 4 dager", "om 4 dagar", "om 4 dagar", "4 päivän kuluttua", "om 4 dage", "in 4 days"}},
		{-4, []string{"for 4 dager siden", "for 4 dagar sidan", "för 4 dagar sedan", "4 päivää sitten", "for 4 dage siden", "4 days ago"}},
		{100, []string{"om 3 måneder", "om 3 månader", "om 3 månader", "3 kuukauden kuluttua", "om 3 måneder", "in 3 months"}},
		{800, []string{"om 2 år", "om 2 år", "om 2 år", "2 vuoden kuluttua", "om 2 år", "in 2 years"}},
		{-800, []string{"for 2 år siden", "for 2 år sidan", "för 2 år sedan", "2 vuotta sitten", "for 2 år siden", "2 years ago"}},
	} {
		tell(t, fmt.Sprint(c.days, " days"), func(w *Words) string { return w.At(now, oslo).Until(now.AddDate(0, 0, c.days)) }, c.want...)
	}
	early := time.Date(2026, 3, 29, 0, 10, 0, 0, oslo)
	tell(t, "midnight counts, not hours", func(w *Words) string { return w.At(now, oslo).Until(early) },
		"i morgen", "i morgon", "i morgon", "huomenna", "i morgen", "tomorrow")
	tell(t, "unbound", func(w *Words) string { return w.In(oslo).Until(early) },
		"29. mars 2026", "29. mars 2026", "29 mars 2026", "29.3.2026", "29. marts 2026", "29 March 2026")
	tell(t, "left", func(w *Words) string { return w.At(now, oslo).DaysLeft(now.AddDate(0, 0, 9)) },
		"9 dager igjen", "9 dagar igjen", "9 dagar kvar", "9 päivää jäljellä", "9 dage tilbage", "9 days left")
	tell(t, "over", func(w *Words) string { return w.At(now, oslo).DaysLeft(now) },
		"fristen er ute", "fristen er ute", "tiden har gått ut", "määräaika on päättynyt", "fristen er udløbet", "the time is up")
	tell(t, "last day", func(w *Words) string { return w.At(now, oslo).DaysLeft(now.Add(time.Hour)) },
		"siste dag", "siste dag", "sista dagen", "viimeinen päivä", "sidste dag", "last day")
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int64][]string{
		0: {"0"}, 999: {"999"}, 1000: {"1~000", "1~000", "1~000", "1~000", "1.000", "1,000"},
		1234567:  {"1~234~567", "1~234~567", "1~234~567", "1~234~567", "1.234.567", "1,234,567"},
		-12345:   {"−12~345", "−12~345", "−12~345", "−12~345", "-12.345", "-12,345"},
		-1 << 63: {"−9~223~372~036~854~775~808", "−9~223~372~036~854~775~808", "−9~223~372~036~854~775~808", "−9~223~372~036~854~775~808", "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"},
		100:      {"100"},
	} {
		tell(t, fmt.Sprint(n), func(w *Words) string { return w.Number(n) }, want...)
	}
	tell(t, "percent", func(w *Words) string { return w.Percent(80) }, "80~%", "80~%", "80~%", "80~%", "80~%", "80%")
	for n, want := range map[int64][]string{
		812:       {"812~B", "812~B", "812~B", "812~t", "812~B", "812~B"},
		3_400_000: {"3,4~MB", "3,4~MB", "3,4~MB", "3,4~Mt", "3,4~MB", "3.4~MB"},
		5_000_000: {"5~MB", "5~MB", "5~MB", "5~Mt", "5~MB", "5~MB"},
		42_999:    {"42~kB", "42~kB", "42~kB", "42~kt", "42~kB", "42~kB"},
		-1:        {"0~B", "0~B", "0~B", "0~t", "0~B", "0~B"},
	} {
		tell(t, fmt.Sprint(n, " bytes"), func(w *Words) string { return w.Bytes(n) }, want...)
	}
}

// TestNumbersAgreeWithCLDR holds our own figures against those of x/text, which knows the languages by their own tags.
func TestNumbersAgreeWithCLDR(t *testing.T) {
	c := loaded(t)
	for _, tag := range tags {
		p := message.NewPrinter(language.MustParse(tag))
		for _, n := range []int64{1, 12, 1234, 65432, 7654321} {
			// CLDR has written the thousands' space as U+00A0 and as U+202F in turn.
			want := strings.ReplaceAll(p.Sprintf("%d", n), "\u202f", nbsp)
			if got := c.Language(tag).Number(n); got != want {
				t.Errorf("%s %d: %q, CLDR has %q", tag, n, got, want)
			}
		}
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		name       string
		min, max   int64
		code, unit string
		want       []string
	}{
		{"range", 560000, 640000, "NOK", "year", []string{"Kr~560~000–640~000 per år", "Kr~560~000–640~000 per år",
			"560~000–640~000~NOK per år", "560~000–640~000~NOK vuodessa", "560.000–640.000~NOK pr. år", "NOK~560,000–640,000 per year"}},
		{"euro", 3000, 3500, "EUR", "month", []string{"€~3~000–3~500 per måned", "€~3~000–3~500 per månad", "3~000–3~500~€ per månad",
			"3~000–3~500~€ kuukaudessa", "3.000–3.500~€ pr. måned", "€3,000–3,500 per month"}},
		{"own krona", 35000, 0, "SEK", "month", []string{"Fra SEK~35~000 per måned", "Frå SEK~35~000 per månad", "Från 35~000~kr per månad",
			"Vähintään 35~000~SEK kuukaudessa", "Fra 35.000~SEK pr. måned", "From SEK~35,000 per month"}},
		{"only a ceiling", 0, 250, "DKK", "hour", []string{"Opptil DKK~250 per time", "Opptil DKK~250 per time", "Upp till 250~DKK per timme",
			"Enintään 250~DKK tunnissa", "Op til 250~kr. pr. time", "Up to DKK~250 per hour"}},
		{"one sum, other currency, no unit", 900, 900, "ISK", "", []string{"ISK~900", "ISK~900", "900~ISK", "900~ISK", "900~ISK", "ISK~900"}},
		{"turned round", 500, 400, "EUR", "day", []string{"€~400–500 per dag", "€~400–500 per dag", "400–500~€ per dag", "400–500~€ päivässä",
			"400–500~€ pr. dag", "€400–500 per day"}},
		{"nothing said", 0, 0, "NOK", "year", []string{""}},
	} {
		tell(t, c.name, func(w *Words) string { return w.Money(c.min, c.max, c.code, c.unit) }, c.want...)
	}
}

func TestPluralAndArguments(t *testing.T) {
	say := func(key string, args ...any) func(*Words) string {
		return func(w *Words) string { return w.Say(key, args...) }
	}
	tell(t, "one", say("unit.span.days", "Count", 1), "1 dag", "1 dag", "1 dag", "1 päivä", "1 dag", "1 day")
	tell(t, "many", say("unit.span.days", "Count", int64(21)), "21 dager", "21 dagar", "21 dagar", "21 päivää", "21 dage", "21 days")
	tell(t, "none", say("unit.span.days", "Count", 0), "0 dager", "0 dagar", "0 dagar", "0 päivää", "0 dage", "0 days")
	tell(t, "map", say("unit.span.days", map[string]any{"Count": 2000}), "2~000 dager", "2~000 dagar", "2~000 dagar", "2~000 päivää", "2.000 dage", "2,000 days")
	tell(t, "fault.Args", say("form.long", fault.Args{"Max": 10000}), "Skriv høyst 10~000 tegn.", "Skriv høgst 10~000 teikn.",
		"Skriv högst 10~000 tecken.", "Kirjoita enintään 10~000 merkkiä.", "Skriv højst 10.000 tegn.", "Write at most 10,000 characters.")
}

func TestZeroHasItsOwnWords(t *testing.T) {
	c := loaded(t)
	en := c.tongues["en"]
	m := *en.forms["unit.span.days"]
	m.ID, m.Zero = "unit.test.zero", "no days at all"
	if err := en.add(&m); err != nil {
		t.Fatal(err)
	}
	w := c.Language("en")
	for count, want := range map[int]string{0: "no days at all", 1: "1 day", 2: "2 days"} {
		if got := w.Say("unit.test.zero", "Count", count); got != want {
			t.Errorf("%d: %q, want %q", count, got, want)
		}
	}
}

func TestMissing(t *testing.T) {
	c := loaded(t)
	w := c.Language("nb")
	if got := w.Say("no.such.key"); got != "[no.such.key]" {
		t.Errorf("missing key: %q", got)
	}
	w.Say("no.such.key")
	if got := w.Say("form.long"); got != "[form.long]" {
		t.Errorf("placeholder without value: %q", got)
	}
	if m := c.Missing(); m["nb no.such.key"] != 2 || m["nb form.long"] != 1 {
		t.Errorf("counted %v", m)
	}
	for i := range 2 * missingCap {
		w.Say(fmt.Sprint("flood.", i))
	}
	if n := len(c.Missing()); n > missingCap {
		t.Errorf("%d missing keys are kept", n)
	}
}

func TestLists(t *testing.T) {
	tell(t, "three", func(w *Words) string { return w.List([]string{"a", "b", "c"}) }, "a, b og c", "a, b og c", "a, b och c", "a, b ja c", "a, b og c", "a, b and c")
	tell(t, "two", func(w *Words) string { return w.List([]string{"a", "b"}) }, "a og b", "a og b", "a och b", "a ja b", "a og b", "a and b")
	tell(t, "one", func(w *Words) string { return w.List([]string{"a"}) }, "a")
	tell(t, "none", func(w *Words) string { return w.List(nil) }, "")
	tell(t, "quote", func(w *Words) string { return w.Quote("Send") }, "«Send»", "«Send»", "”Send”", "”Send”", "”Send”", "“Send”")
}

func TestCollation(t *testing.T) {
	c := loaded(t)
	for _, x := range []struct {
		tags   string
		sorted string
	}{
		{"nb nn da", "Abel Berg Zoo Ærlig Øst Ås"},
		{"nb nn da", "Alm Zorn Aase Åsen"},
		{"sv fi", "Abel Berg Zoo Ås Ärla Öst"},
		{"sv fi", "Vaara Wahl Vilen Wirta"},
		{"en", "Abel Ås Berg Zoo"},
	} {
		want := strings.Fields(x.sorted)
		for _, tag := range strings.Fields(x.tags) {
			got := slices.Clone(want)
			slices.Reverse(got)
			c.Language(tag).Collate(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", tag, got, want)
			}
		}
	}
	if c.Language("nb").Compare("a", "a") != 0 || c.Language("nb").Compare("Å", "Z") <= 0 {
		t.Error("Compare")
	}
}

func TestMatch(t *testing.T) {
	for accept, want := range map[string]string{
		"no": "nb", "no-NO,en;q=0.5": "nb", "nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en;q=0.5": "nb", "NN": "nn",
		"en-GB, fi;q=0.9": "en", "de,fr;q=0.9,sv;q=0.3": "sv", "sv;q=0,da": "da", "de": "", "": "", "*": "",
		"fi;q=1.5": "", "fi;q=NaN": "", "fi;q=x": "", "se,fi;q=0.2": "fi", "en;q=0.5,da;q=0.5": "en", Pseudo: "",
		strings.Repeat("x,", 500) + "fi": "",
	} {
		if got := Match(accept); got != want {
			t.Errorf("%q: %q, want %q", accept, got, want)
		}
	}
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"no", "nb-NO,nb;q=0.9", "*;q=0", ";;q=,", "\x00", "fi;q=1e-9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := Match(s); got != "" && !Known(got) {
			t.Errorf("%q matched %q", s, got)
		}
	})
}

func TestFault(t *testing.T) {
	c := loaded(t)
	w := c.Language("nb")
	var form fault.Form
	form.Add("title", "form.required")
	form.Add("text", "form.long", fault.Args{"Max": 4000})
	sentence, fields := w.Fault(fmt.Errorf("posting: %w", form.Err()))
	if sentence != "2 felt må rettes før vi kan gå videre." || fields["title"] != "Dette feltet må fylles ut." ||
		fields["text"] != "Skriv høyst 4"+nbsp+"000 tegn." {
		t.Errorf("form: %q %q", sentence, fields)
	}
	if s, f := w.Fault(nil); s != "" || f != nil {
		t.Errorf("no error: %q %v", s, f)
	}
	if s, _ := w.Fault(errors.New("kari@example.org has no row")); s != "Noe gikk galt hos oss. Prøv igjen om litt." {
		t.Errorf("plain error: %q", s)
	}
	gone, _ := w.Fault(fault.New(fault.NotFound, "form.date"))
	hidden, _ := w.Fault(fault.New(fault.Withheld, "form.email"))
	if gone != hidden {
		t.Errorf("a stranger can tell: %q and %q", gone, hidden)
	}
	if s, _ := w.Fault(fault.New(fault.Gone, "no.such.sentence")); s != "Dette finnes ikke lenger." || c.Missing()["nb no.such.sentence"] != 1 {
		t.Errorf("fallback: %q, %v", s, c.Missing())
	}
	for kind, key := range fallback {
		if !w.Has(key) {
			t.Errorf("%v has no sentence %s", kind, key)
		}
	}
	if len(fallback) != int(fault.Unavailable)+1 {
		t.Error("a kind of fault has no sentence")
	}
}

func TestLanguage(t *testing.T) {
	c := loaded(t)
	for tag, want := range map[string]string{"nb": "nb", "no": "nb", "": "nb", "xx": "nb", "fi": "fi", Pseudo: Pseudo} {
		if got := c.Language(tag).Lang(); got != want {
			t.Errorf("%q: %q", tag, got)
		}
	}
	if got := Languages(); len(got) != 6 || got[3].Name != "Suomi" {
		t.Errorf("languages: %v", got)
	}
}

func TestManyReaders(t *testing.T) {
	c := loaded(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			w := c.Language(tags[i%6])
			for range 50 {
				w.Say("unit.day.in", "Count", i)
				w.Collate([]string{"b", "å", "a"})
				w.Say("gone")
			}
		})
	}
	wg.Wait()
	if n := len(c.Missing()); n != 6 {
		t.Errorf("%d languages counted, want 6", n)
	}
}

func BenchmarkSay(b *testing.B) {
	w := loaded(b).Language("nb")
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			w.Say("form.required")
		}
	})
	b.Run("plural", func(b *testing.B) {
		for b.Loop() {
			w.Say("unit.day.in", "Count", 4)
		}
	})
}
