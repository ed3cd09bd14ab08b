package locale

import (
	"bufio"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

func loaded(t testing.TB) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var placeholder = regexp.MustCompile(`\{\{.*?\}\}`)

// forms lists the texts of a message by form.
func forms(m *i18n.Message) map[string]string {
	out := map[string]string{}
	for name, s := range map[string]string{"zero": m.Zero, "one": m.One, "other": m.Other} {
		if s != "" {
			out[name] = s
		}
	}
	return out
}

// fields lists the placeholders of all forms of a message together: one may leave the figure out.
func fields(m *i18n.Message) []string {
	set := map[string]bool{}
	for _, s := range forms(m) {
		for _, p := range placeholder.FindAllString(s, -1) {
			set[p] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func TestSixLanguagesAreComplete(t *testing.T) {
	c := loaded(t)
	for _, f := range gaps(c) {
		t.Error(f)
	}
	if n := len(c.tongues["en"].forms); n < 50 {
		t.Fatalf("only %d texts were compared", n)
	}
}

// gaps compares every language with English: keys, placeholders, plural.
func gaps(c *Catalogue) (found []string) {
	english := c.tongues["en"]
	for _, l := range Languages() {
		tongue := c.tongues[l.Tag]
		for key, m := range english.forms {
			own, ok := tongue.forms[key]
			switch {
			case !ok:
				found = append(found, l.Tag+" "+key+": missing")
			case !slices.Equal(fields(own), fields(m)):
				found = append(found, l.Tag+" "+key+": other placeholders than in English")
			case (own.One == "") != (m.One == "") || (own.Zero == "") != (m.Zero == ""):
				found = append(found, l.Tag+" "+key+": other plural forms than in English")
			}
		}
		for key := range tongue.forms {
			if english.forms[key] == nil {
				found = append(found, l.Tag+" "+key+": not in English")
			}
		}
	}
	return found
}

func TestGapsAreFound(t *testing.T) {
	c := loaded(t)
	delete(c.tongues["fi"].forms, "form.date")
	c.tongues["sv"].forms["form.long"] = &i18n.Message{ID: "form.long", Other: "Skriv högst {{.Mx}} tecken."}
	c.tongues["da"].forms["unit.day.in"] = &i18n.Message{ID: "unit.day.in", Other: "om {{.Count}} dage"}
	c.tongues["nn"].forms["form.extra"] = &i18n.Message{ID: "form.extra", Other: "For mykje."}
	if found := gaps(c); len(found) != 4 {
		t.Fatalf("planted 4 gaps, found %q", found)
	}
}

// allowed reads catalogue/same.txt.
func allowed(t *testing.T) map[string]bool {
	f, err := os.Open("catalogue/same.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]bool{}
	for s := bufio.NewScanner(f); s.Scan(); {
		if line := s.Text(); line != "" && line[0] != '#' {
			out[strings.ReplaceAll(line, "~", nbsp)] = true
		}
	}
	return out
}

func TestNothingIsLeftInEnglish(t *testing.T) {
	c, same := loaded(t), allowed(t)
	english := c.tongues["en"]
	for _, l := range Languages() {
		if l.Tag == "en" {
			continue
		}
		for key, m := range english.forms {
			own := c.tongues[l.Tag].forms[key]
			if own == nil || !strings.ContainsFunc(placeholder.ReplaceAllString(m.Other, ""), unicode.IsLetter) {
				continue
			}
			if own.Other == m.Other && !same["* "+own.Other] && !same[l.Tag+" "+own.Other] {
				t.Errorf("%s %s is the English text: %q (if it must be, list it in catalogue/same.txt)", l.Tag, key, own.Other)
			}
		}
	}
}

// Typography that a reader of the language would call a mistake.
var blunders = []struct {
	name  string
	wrong *regexp.Regexp
	all   bool // in English too
}{
	{"straight quotation mark", regexp.MustCompile(`"`), true},
	{"two spaces", regexp.MustCompile(`  `), true},
	{"space at an end", regexp.MustCompile(`^\s|\s$`), true},
	{"straight apostrophe", regexp.MustCompile(`'`), false},
	{"hyphen for a dash", regexp.MustCompile(`(^|\s)--?\s`), false},
	{"hyphen between figures", regexp.MustCompile(`(^|[^\d-])\d{1,3}-\d`), false},
	{"three full stops", regexp.MustCompile(`\.\.\.`), true},
	{"space before a mark", regexp.MustCompile(`\s[,;:!?]`), true},
}

func lint(tag, s string) (found []string) {
	s = placeholder.ReplaceAllString(s, "X")
	for _, b := range blunders {
		if (b.all || tag != "en") && b.wrong.MatchString(s) {
			found = append(found, b.name)
		}
	}
	return found
}

func TestTypography(t *testing.T) {
	c := loaded(t)
	for _, l := range Languages() {
		for key, m := range c.tongues[l.Tag].forms {
			for form, s := range forms(m) {
				if found := lint(l.Tag, s); found != nil {
					t.Errorf("%s %s (%s): %q in %q", l.Tag, key, form, found, s)
				}
			}
		}
	}
}

func TestTypographyFindsBlunders(t *testing.T) {
	for s, want := range map[string]bool{
		`Trykk på "Send"`: true, "to  mellomrom": true, "det er sant - ikke sant": true, "1-2 dager": true, "Vent...": true,
		"tell' me": true, " foran": true, "Hva ?": true, "- først": true,
		"inn- og utlogging": false, "«Send»": false, "1–2 dager": false, "2026-11-21": false, "det er sant – ikke sant": false,
	} {
		if got := lint("nb", s) != nil; got != want {
			t.Errorf("%q: found %v, want %v", s, got, want)
		}
	}
}

// banned are the words that no key may hold; architecture.md says what to say instead.
var banned = strings.Fields("vacancy position requisition resume placement company organisation seeker tenant")

func TestKeysUseTheHouseWords(t *testing.T) {
	split := regexp.MustCompile(`[^a-z]+`)
	camel := regexp.MustCompile(`([a-z])([A-Z])`)
	for key := range loaded(t).tongues["en"].forms {
		for _, word := range split.Split(strings.ToLower(camel.ReplaceAllString(key, "$1 $2")), -1) {
			if slices.Contains(banned, word) {
				t.Errorf("key %s holds the banned word %q", key, word)
			}
		}
	}
}

// TestEveryTextCanBeSaid says each text in each language with a value for each placeholder.
func TestEveryTextCanBeSaid(t *testing.T) {
	c := loaded(t)
	for tag, tongue := range c.tongues {
		w := c.Language(tag)
		for key, m := range tongue.forms {
			for _, count := range []int{0, 1, 2, 1234} {
				data := map[string]any{"Count": count}
				for _, f := range fields(m) {
					if name := strings.Trim(f, "{}. "); name != "Count" {
						data[name] = "x"
					}
				}
				if got := w.Say(key, data); got == "" || strings.HasPrefix(got, "["+key) {
					t.Errorf("%s %s: %q", tag, key, got)
				}
			}
		}
	}
	if m := c.Missing(); len(m) != 0 {
		t.Errorf("missing: %v", m)
	}
}

func TestPseudoIsLonger(t *testing.T) {
	c := loaded(t)
	for key, m := range c.tongues["en"].forms {
		long := c.tongues[Pseudo].forms[key]
		for form, s := range forms(m) {
			plain := utf8.RuneCountInString(placeholder.ReplaceAllString(s, ""))
			got := utf8.RuneCountInString(placeholder.ReplaceAllString(forms(long)[form], ""))
			if got*10 < plain*14 {
				t.Errorf("%s: %d letters stretched to %d", key, plain, got)
			}
		}
		if !slices.Equal(fields(long), fields(m)) {
			t.Errorf("%s: a placeholder was harmed: %q", key, long.Other)
		}
	}
	if got := c.Language(Pseudo).Say("form.long", "Max", 12); !strings.Contains(got, "12 cháráctérs") {
		t.Errorf("pseudo: %q", got)
	}
}

func TestLoadReportsEveryFault(t *testing.T) {
	files := fstest.MapFS{}
	for _, l := range Languages() {
		files["catalogue/"+l.Tag+"/a.toml"] = &fstest.MapFile{Data: []byte("\"a.b\" = \"x\"\n")}
	}
	if _, err := load(files); err != nil {
		t.Fatalf("a sound catalogue: %v", err)
	}
	for name, body := range map[string]string{
		"catalogue/nb/b.toml": "\"a.b\" = \"again\"\n",
		"catalogue/sv/b.toml": "\"a.c\" = \"{{.Broken\"\n",
		"catalogue/fi/b.toml": "\"a.d\" = \"\"\n",
		"catalogue/da/b.toml": "not toml",
		"catalogue/nn/b.toml": "\"a.e\" = { few = \"x\", other = \"y\" }\n",
		"catalogue/no/b.toml": "\"a.f\" = \"x\"\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(body)}
	}
	_, err := load(files)
	if err == nil {
		t.Fatal("six planted faults, none reported")
	}
	for _, want := range []string{"nb/b.toml", "sv/b.toml", "fi/b.toml", "da/b.toml", "nn/b.toml", "catalogue/no"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing said of %s: %v", want, err)
		}
	}
}
