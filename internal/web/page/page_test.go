package page_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"verv/internal/locale"
	"verv/internal/web/page"
)

var now = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)

func words(t testing.TB, tag string) *locale.Words {
	t.Helper()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Language(tag).At(now, nil)
}

func render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// has fails for each wanted piece that is not in the text, and for each after "!" that is.
func has(t *testing.T, text string, pieces ...string) {
	t.Helper()
	for _, p := range pieces {
		p, unwanted := strings.CutPrefix(p, "!")
		if strings.Contains(text, p) == unwanted {
			t.Errorf("%q (unwanted: %t) in\n%s", p, unwanted, text)
		}
	}
}

func TestTextIsEscaped(t *testing.T) {
	w := words(t, "nb")
	evil := `<script>x</script>"'><b>`
	for name, c := range map[string]templ.Component{
		"head":    page.Head(evil, evil),
		"entry":   page.Entry(page.Item{Title: evil, URL: "/", Sub: evil, Mark: evil, Labels: []page.Label{{Word: evil}}, Points: []page.Point{{Text: evil, Name: evil}}}),
		"field":   page.Text(w, page.Input{Name: "a", Label: evil, Value: evil, Error: evil, Hint: evil}),
		"area":    page.Area(w, page.Input{Name: "a", Label: evil, Value: "</textarea>" + evil}),
		"table":   page.Table(w, page.Records{Caption: evil, Columns: []page.Column{{Label: evil}, {Label: evil}}, Rows: [][]page.Cell{{{Text: evil}, {Text: evil, URL: "/"}}}}),
		"privacy": page.PrivacyLine(w, page.Privacy{Who: evil, Why: evil, Until: evil}),
		"undo":    page.Undo(w, page.Undoing{Text: evil, Seconds: 15, Hidden: []page.Pair{{Name: evil, Value: evil}}}),
		"problem": page.Problem(w, page.Trouble{Title: evil, Sentence: evil, Reference: evil}),
		"alert":   page.Alert(page.Notice{Text: evil}),
	} {
		if got := render(t, c); strings.Contains(got, "<script") || strings.Contains(got, "<b>") || strings.Contains(got, "</textarea>&lt;/") {
			t.Errorf("%s lets markup through:\n%s", name, got)
		}
	}
}

func TestLinksAreSafe(t *testing.T) {
	got := render(t, page.Button(page.Link{URL: "javascript:alert(1)", Label: "x"}, "", page.Main))
	has(t, got, "!javascript:")
	has(t, render(t, page.Button(page.Link{URL: "/jobs", Label: "x"}, "", page.Main)), `href="/jobs"`)
}

func TestFieldTellsWhatIsWrong(t *testing.T) {
	w := words(t, "nb")
	f := page.Input{Name: "email", Label: "E-post", Hint: "Hit skriver vi.", Error: "Mangler @.", Value: "amina", Required: true, Type: "email", Autocomplete: "email", Max: 100}
	has(t, render(t, page.Text(w, f)), `for="email"`, `id="email"`, `aria-describedby="email-hint email-error"`, `aria-invalid="true"`,
		`required`, `autocomplete="email"`, `maxlength="100"`, `value="amina"`, `id="email-error"`, "Mangler @.", "Feil:")
	has(t, render(t, page.ErrorSummary(w, f, page.Input{Name: "b", Label: "B"})), `href="#email"`, "E-post: Mangler @.", "Ett felt", `!href="#b"`)
	if got := render(t, page.ErrorSummary(w, page.Input{Name: "b", Label: "B"})); got != "" {
		t.Errorf("nothing is wrong, and yet: %s", got)
	}
	f.Error, f.Required = "", false
	has(t, render(t, page.Text(w, f)), "!aria-invalid", "!required", "!email-error")
}

func TestCounterLetsOneTypeOn(t *testing.T) {
	f := page.Input{Name: "why", Label: "Hvorfor", Max: 600, Counter: true}
	has(t, render(t, page.Area(words(t, "nb"), f)), `data-most="600"`, `data-under="{n} tegn igjen"`, `data-over="{n} tegn for mye"`,
		"Høyst 600 tegn", `aria-describedby="why-count"`, "!maxlength")
}

func TestChoices(t *testing.T) {
	w := words(t, "nb")
	two := []page.Choice{{Value: "a", Label: "A"}, {Value: "b", Label: "B", Hint: "h"}}
	radios := render(t, page.Radios(w, page.Input{Name: "x", Label: "X", Value: "b", Required: true, Error: "e"}, two))
	has(t, radios, `<fieldset`, `aria-describedby="x-error"`, `id="x" name="x" value="a"`, `id="x-2"`, `value="b" checked`, `aria-describedby="x-2-hint-of"`)
	checks := render(t, page.Checks(w, page.Input{Name: "x", Label: "X", Values: []string{"a", "b"}, Required: true}, two))
	if n := strings.Count(checks, " checked"); n != 2 {
		t.Errorf("%d boxes are ticked, want 2", n)
	}
	if strings.Contains(checks, " required") {
		t.Error("every box of a group would have to be ticked")
	}
	has(t, render(t, page.Select(w, page.Input{Name: "x", Label: "X", Value: "b"}, two)), `value="b" selected`, `!value="a" selected`)
}

var fill = regexp.MustCompile(`class="v-meter-fill" width="(\d+%)"`)

// TestBarFillsAsItsWordsSay: a bar of 38 % left is 38 % full.
func TestBarFillsAsItsWordsSay(t *testing.T) {
	w := words(t, "nb")
	for percent, want := range map[int64]string{38: "38%", 0: "0%", 100: "100%", -5: "0%", 130: "100%"} {
		got := render(t, page.TimeLeft(w, page.Rest{Label: "CV", Percent: percent, Until: now}))
		if m := fill.FindStringSubmatch(got); m == nil || m[1] != want {
			t.Errorf("%d percent left fills %v", percent, m)
		}
		has(t, got, strings.TrimSuffix(want, "%")+"\u00a0% igjen, til 21. november 2026")
	}
	score := render(t, page.Score(w, page.Mark{Label: "Bredde", Value: 4, Most: 5, Word: "God"}))
	has(t, score, `width="80%"`, "4 av 5", "God", `aria-valuenow="4"`, `aria-valuemax="5"`)
	has(t, render(t, page.Score(w, page.Mark{Label: "x"})), `width="0%"`)
}

func TestProgressMarksOneStep(t *testing.T) {
	got := render(t, page.Progress(words(t, "nb"), []page.Stage{{Name: "Sendt", State: page.Done}, {Name: "Lest", State: page.Now}, {Name: "Svar", State: page.Todo}}))
	if strings.Count(got, `aria-current="step"`) != 1 || strings.Count(got, "(ferdig)") != 1 {
		t.Error(got)
	}
}

func TestLayout(t *testing.T) {
	w := words(t, "fi")
	v := page.View{T: w, Title: "Sairaanhoitaja", Lang: "nb", Site: page.Site{Name: "Verv", Home: "/", Accent: page.Blue, PrivacyURL: "/p"},
		NoIndex: true, Scheme: "<b>", SchemeURL: "/scheme", Here: "/jobs?q=a&b", Canonical: "https://verv.example/jobs"}
	has(t, render(t, page.Layout(v)), `<html lang="fi" data-color-scheme="auto"`, `lang="nb" class="v-main"`, "<title>Sairaanhoitaja – Verv</title>",
		`name="robots" content="noindex"`, `rel="canonical"`, `data-color="brand2"`, `value="/jobs?q=a&amp;b"`, "Siirry sisältöön", "!/logout")
	v.Actor, v.Scheme, v.NoIndex = page.Actor{Name: "Amina", LogoutURL: "/logout"}, page.Dark, false
	has(t, render(t, page.Layout(v)), `action="/logout"`, `data-color-scheme="dark"`, "!noindex")
}

func TestJSONLD(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":"</script><!-- & b"}`: `<script type="application/ld+json">{"a":"\u003c/script\u003e\u003c!-- \u0026 b"}</script>`,
		`{"a":`:                     "",
		"":                          "",
	} {
		w := words(t, "nb")
		got := render(t, page.Layout(page.View{T: w, JSONLD: in}))
		if strings.Contains(got, "ld+json") != (want != "") || !strings.Contains(got, want) {
			t.Errorf("%s:\n%s", in, got)
		}
	}
}

func FuzzJSONLD(f *testing.F) {
	for _, seed := range []string{`{}`, `"</script>"`, `"<!--<script>"`, "\"\u2028\"", `[1,"&lt;"]`, `{"a":"\u003c"}`, "nul\x00"} {
		f.Add(seed)
	}
	w := words(f, "en")
	f.Fuzz(func(t *testing.T, text string) {
		got := render(t, page.Layout(page.View{T: w, JSONLD: text}))
		_, block, found := strings.Cut(got, `application/ld+json">`)
		if !found {
			return
		}
		block, _, _ = strings.Cut(block, "</script>")
		if strings.ContainsAny(block, "<>&\u2028\u2029") {
			t.Errorf("%q leaves %q", text, block)
		}
	})
}

var (
	iconUse = regexp.MustCompile(`Icon(?:\(|:\s*)"([A-Za-z0-9]+)"`)
	said    = regexp.MustCompile(`"(page\.[a-z.]+[a-z])"`)
)

// TestIconsAndWordsExist reads the sources of this package: each icon is in the sprite's list, each key in the catalogue.
func TestIconsAndWordsExist(t *testing.T) {
	list, err := os.ReadFile("../../../assets/icons.txt")
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	w, icons, keys := words(t, "nb"), 0, 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".templ") && !strings.HasSuffix(f.Name(), "s.go") {
			continue
		}
		source, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range iconUse.FindAllSubmatch(source, -1) {
			icons++
			if !strings.Contains("\n"+string(list), "\n"+string(m[1])+"\n") {
				t.Errorf("%s: icon %s is not in assets/icons.txt", f.Name(), m[1])
			}
		}
		for _, m := range said.FindAllSubmatch(source, -1) {
			keys++
			if key := string(m[1]); !w.Has(key) {
				t.Errorf("%s: the catalogue lacks %s", f.Name(), key)
			}
		}
	}
	if icons < 5 || keys < 20 {
		t.Fatalf("found %d icons and %d keys only: the search is broken", icons, keys)
	}
}
