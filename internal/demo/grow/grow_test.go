package grow

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/demo/world"
)

var day = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func worlds(t *testing.T) []world.World {
	t.Helper()
	all, err := Worlds(Seed, day)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestMeasure counts what has been promised of the full demonstration.
func TestMeasure(t *testing.T) {
	var employers, jobs, people int
	languages, stages := map[string]int{}, map[world.Stage]int{}
	var notes, messages, sent int
	for _, w := range worlds(t) {
		employers, jobs, people, sent = employers+len(w.Employers), jobs+len(w.Jobs), people+len(w.Candidates), sent+len(w.Applications)
		for _, j := range w.Jobs {
			languages[j.Language]++
		}
		for _, a := range w.Applications {
			stages[a.Stage]++
			notes, messages = notes+len(a.Notes), messages+len(a.Messages)
		}
		t.Logf("%s: %d employers, %d jobs, %d candidates, %d applications", w.Site.Name, len(w.Employers), len(w.Jobs), len(w.Candidates), len(w.Applications))
	}
	t.Logf("jobs %v, stages %v, %d notes, %d messages", languages, stages, notes, messages)
	if employers < 40 || jobs < 600 || people < 2000 || sent < 1500 {
		t.Errorf("%d employers, %d jobs, %d candidates, %d applications", employers, jobs, people, sent)
	}
	if len(languages) != 6 || slices.Min(slices.Collect(values(languages))) < 60 {
		t.Errorf("jobs by language: %v", languages)
	}
	if len(stages) != 7 || slices.Min(slices.Collect(values(stages))) < 20 || notes < 500 || messages < 500 {
		t.Errorf("stages %v, %d notes, %d messages", stages, notes, messages)
	}
}

func values[K comparable, V any](m map[K]V) func(func(V) bool) {
	return func(yield func(V) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

// TestSame grows twice: the same seed and day give the same, another seed does not, and another day moves working lives along.
func TestSame(t *testing.T) {
	first := worlds(t)
	if !reflect.DeepEqual(first, worlds(t)) {
		t.Error("the same seed gives other worlds")
	}
	other, err := Worlds(Seed+1, day)
	if err != nil {
		t.Fatal(err)
	}
	if reflect.DeepEqual(first, other) {
		t.Error("the seed changes nothing")
	}
	later, err := Worlds(Seed, day.AddDate(1, 3, 0))
	if err != nil {
		t.Fatal(err)
	}
	if later[1].Month != "2028-02" || later[1].Candidates[0].Name != first[1].Candidates[0].Name {
		t.Errorf("%s in %s, %s before", later[1].Candidates[0].Name, later[1].Month, first[1].Candidates[0].Name)
	}
}

// similar lists pairs of advertisements of one language that share more than half of their five-word runs.
func similar(jobs []world.Job) []string {
	var out []string
	texts := map[string]*corpus{}
	keys := map[string][]string{}
	for _, j := range jobs {
		c := texts[j.Language]
		if c == nil {
			c = &corpus{}
			texts[j.Language] = c
		}
		g := gramsOf(j.Words())
		if c.worst(g) > 0.5 {
			out = append(out, j.Key+" is much like one of "+strings.Join(keys[j.Language], " "))
		}
		c.add(g)
		keys[j.Language] = append(keys[j.Language], j.Key)
	}
	return out
}

// TestNoTwoAlike compares all advertisements of a language with each other, the hand-written ones too, and finds one that was planted.
func TestNoTwoAlike(t *testing.T) {
	var jobs []world.Job
	for _, w := range worlds(t) {
		jobs = append(jobs, w.Jobs...)
	}
	for _, pair := range similar(jobs) {
		t.Error(pair)
	}
	copied := jobs[len(jobs)/2]
	copied.Key, copied.Body = "a-copy", strings.Replace(copied.Body, " ", " now ", 4)
	if len(similar(append(jobs, copied))) != 1 {
		t.Error("a copy with a few words between is not found")
	}
	abroad := copied
	abroad.Language = "xx"
	if len(similar(append(jobs, abroad))) != 0 {
		t.Error("languages are compared with each other")
	}
}

func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"one two three four five six", "One, two: three four five SIX!", 1},
		{"one two three four five six", "one two three four five seven", 0.5},
		{"one two three four five", "five four three two one", 0},
		{"short", "short", 0},
	} {
		if got := Overlap(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// TestTexts looks for what a slot, a bent word or a join leaves behind.
func TestTexts(t *testing.T) {
	look := func(where, text string) {
		for _, bad := range []string{"{", "}", "  ", " .", " ,", "..", "a a ", "\n\n\n"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s: %q in %q", where, bad, text)
			}
		}
	}
	for _, w := range worlds(t) {
		for _, j := range w.Jobs {
			look(j.Key, j.Title+" "+j.Body)
			if n := len(strings.Fields(j.Body)); j.Body != "" && (n < 45 || n > 330) {
				t.Errorf("%s has %d words", j.Key, n)
			}
		}
		for _, c := range w.Candidates {
			look(c.Key, c.Headline+" "+c.Summary)
			for _, p := range c.Work {
				look(c.Key, p.Title+" "+p.Text)
			}
		}
		for _, a := range w.Applications {
			look(a.Job, a.Letter)
			for _, m := range a.Messages {
				look(a.Job, m.Text)
			}
		}
	}
}

// TestWhoAppliesFits wants nobody to apply in a language they do not read, and nearly everybody for work of their own kind.
func TestWhoAppliesFits(t *testing.T) {
	for _, w := range worlds(t) {
		people, jobs := map[string]world.Candidate{}, map[string]world.Job{}
		for _, c := range w.Candidates {
			people[c.Key] = c
		}
		for _, j := range w.Jobs {
			jobs[j.Key] = j
		}
		for _, a := range w.Applications {
			c, j := people[a.Candidate], jobs[a.Job]
			if j.Body != "" && !understands(c, j.Language) {
				t.Errorf("%s writes %s and applies for %s in %s", c.Key, c.Language, j.Key, j.Language)
			}
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{"Sykepleier": "sykepleier", "HR-rådgiver": "HR-rådgiver", "IT-tekniker": "IT-tekniker", "Øyelege": "øyelege", "": ""} {
		if got := inside(in); got != want {
			t.Errorf("inside(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"Søren Kjær": "soren-kjaer", "Łukasz Wójcik": "lukasz-wojcik", "Anne-Mari  Ås": "anne-mari-as", "Al-Masri": "al-masri"} {
		if got := slug(in); got != want {
			t.Errorf("slug(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"Rim Trafikk AS": "Rim Trafikk", "Sletthaug kommune": "Sletthaug kommune", "Holm & Svend Byg ApS": "Holm & Svend Byg"} {
		if got := called(in); got != want {
			t.Errorf("called(%q) = %q, want %q", in, got, want)
		}
	}
}
