package world

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// find gives a job or application of the kind that a planted fault needs.
func find[T any](t *testing.T, all []T, fits func(T) bool) *T {
	t.Helper()
	i := slices.IndexFunc(all, fits)
	if i < 0 {
		t.Fatal("the world has nothing that fits")
	}
	return &all[i]
}

// TestCheckFinds plants one fault at a time in a right world.
func TestCheckFinds(t *testing.T) {
	for name, c := range map[string]struct {
		plant func(*testing.T, *World)
		want  string
	}{
		"key twice":         {func(_ *testing.T, w *World) { w.Jobs[1].Key = w.Jobs[0].Key }, "key is not unique"},
		"unknown employer":  {func(_ *testing.T, w *World) { w.Jobs[0].Employer = "nobody" }, "unknown employer"},
		"foreign decider":   {func(_ *testing.T, w *World) { w.Jobs[0].Decides = []string{"sb-elin"} }, "no member of its employer"},
		"month as year":     {func(_ *testing.T, w *World) { w.Jobs[0].Pay.Per = PerMonth }, "not plausible"},
		"deadline past":     {func(_ *testing.T, w *World) { w.Jobs[0].DeadlineDays = -1 }, "deadline in -1 days"},
		"start too early":   {func(_ *testing.T, w *World) { w.Jobs[0].StartDays = 1 }, "starts before its deadline"},
		"postcode":          {func(_ *testing.T, w *World) { w.Candidates[0].Place.Postcode = "65850" }, "postcode"},
		"postcode country":  {func(_ *testing.T, w *World) { w.Candidates[0].Place.Country = "SE" }, "postcode"},
		"real number":       {func(_ *testing.T, w *World) { w.Candidates[0].Phone = "+4740000000" }, "could ring"},
		"real mail":         {func(_ *testing.T, w *World) { w.Candidates[0].Email = "a@example.org" }, "not under .example"},
		"mail twice":        {func(_ *testing.T, w *World) { w.Candidates[1].Email = w.Candidates[0].Email }, "not unique"},
		"work as a child":   {func(_ *testing.T, w *World) { w.Candidates[0].Born = 2005 }, "as a child"},
		"work backwards":    {func(_ *testing.T, w *World) { w.Candidates[0].Work[1].To = "2001-01" }, "ends before it starts"},
		"work to come":      {func(_ *testing.T, w *World) { w.Candidates[0].Work[0].To = "2027-01" }, "in the future"},
		"register number":   {func(_ *testing.T, w *World) { w.Employers[0].RegisterNumber = "312740568" }, "check digit"},
		"web address":       {func(_ *testing.T, w *World) { w.Employers[0].Web = "https://tindvik.test" }, "web address"},
		"unknown candidate": {func(_ *testing.T, w *World) { w.Applications[0].Candidate = "nobody" }, "unknown candidate"},
		"unknown job":       {func(_ *testing.T, w *World) { w.Applications[0].Job = "nothing" }, "unknown job"},
		"applied twice":     {func(_ *testing.T, w *World) { w.Applications[1] = w.Applications[0] }, "sent twice"},
		"too early":         {func(_ *testing.T, w *World) { w.Applications[0].DaysAgo = 59 }, "before the job was posted"},
		"short letter":      {func(_ *testing.T, w *World) { w.Applications[0].Letter = "Hei." }, "letter has 1 words"},
		"foreign note":      {func(_ *testing.T, w *World) { w.Applications[0].Notes[0].Member = "sb-elin" }, "no member of the employer"},
		"score":             {func(_ *testing.T, w *World) { w.Applications[0].Notes[0].Score = 6 }, "note scores 6"},
		"message order":     {func(_ *testing.T, w *World) { w.Applications[0].Messages[1].DaysAgo = 10 }, "not in order"},
		"answer missing":    {func(_ *testing.T, w *World) { delete(w.Applications[0].Answers, "autorisasjon") }, "not answered"},
		"answer unasked":    {func(_ *testing.T, w *World) { w.Applications[0].Answers["skostr"] = "38" }, "nobody asked"},
		"answer to yesno":   {func(_ *testing.T, w *World) { w.Applications[0].Answers["autorisasjon"] = "ja" }, "is no yesno"},
		"answer to choice":  {func(_ *testing.T, w *World) { w.Applications[0].Answers["stilling"] = "70" }, "is no choice"},
		"answer to date":    {func(_ *testing.T, w *World) { w.Applications[0].Answers["start"] = "mai" }, "is no date"},
		"chosen early":      {plantEarlyOffer, "before the deadline"},
		"new with notes":    {func(_ *testing.T, w *World) { w.Applications[0].Stage = New }, "somebody wrote about it"},
		"rejected silently": {plantSilence, "without a message"},
	} {
		w := load(t)
		c.plant(t, &w)
		err := w.Check()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
}

func plantEarlyOffer(t *testing.T, w *World) {
	a := find(t, w.Applications, func(a Application) bool { return a.Job == "tk-byggesak" })
	a.Stage = Interview
}

func plantSilence(t *testing.T, w *World) {
	a := find(t, w.Applications, func(a Application) bool { return a.Stage == Rejected })
	a.Messages = nil
}

// grams are the sets of five following words of a text, in lower case and without punctuation.
func grams(text string) map[string]bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" \n.,:;?!–-()«»”\"/", r) })
	set := map[string]bool{}
	for i := 0; i+5 <= len(words); i++ {
		set[strings.Join(words[i:i+5], " ")] = true
	}
	return set
}

// shared is the part of the smaller set that the other one has too, 0 to 1.
func shared(a, b map[string]bool) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for g := range maps.Keys(a) {
		if b[g] {
			n++
		}
	}
	return float64(n) / float64(max(len(a), 1))
}

func (j Job) text() string {
	parts := slices.Concat([]string{j.Title, j.Intro}, j.Tasks, j.Must, j.Nice, j.Offer)
	for _, s := range j.Steps {
		parts = append(parts, s.Name)
	}
	for _, q := range j.Questions {
		parts = append(parts, q.Text)
	}
	return strings.Join(parts, "\n")
}

// alike lists pairs of texts in one language that share more than the limit of their grams, and the most shared by any.
func alike(texts map[string][]string, limit float64) (pairs int, most float64) {
	for _, all := range texts {
		for i := range all {
			for k := range i {
				s := shared(grams(all[i]), grams(all[k]))
				most = max(most, s)
				if s > limit {
					pairs++
				}
			}
		}
	}
	return pairs, most
}

func TestNoTwoAlike(t *testing.T) {
	w := load(t)
	jobs, letters := map[string][]string{}, map[string][]string{}
	language := map[string]string{}
	for _, j := range w.Jobs {
		jobs[j.Language] = append(jobs[j.Language], j.text())
	}
	for _, c := range w.Candidates {
		language[c.Key] = c.Language
	}
	for _, a := range w.Applications {
		letters[language[a.Candidate]] = append(letters[language[a.Candidate]], a.Letter)
	}
	pairs, most := alike(jobs, 0.5)
	t.Logf("advertisements share at most %.1f %% of their 5-grams", 100*most)
	if pairs > 0 {
		t.Errorf("%d pairs of advertisements share more than half of their 5-grams", pairs)
	}
	pairs, most = alike(letters, 0.5)
	t.Logf("letters share at most %.1f %%", 100*most)
	if pairs > 0 {
		t.Errorf("%d pairs of letters share more than half of their 5-grams", pairs)
	}
	// Positive control: the same advertisement with another title is found.
	twin := w.Jobs[0]
	twin.Title = "Noe helt annet"
	jobs[twin.Language] = append(jobs[twin.Language], twin.text())
	if pairs, _ := alike(jobs, 0.5); pairs != 1 {
		t.Errorf("planted twin: %d pairs found, want 1", pairs)
	}
}

// TestSpelling catches what a native reader stumbles over first: quotation marks and dashes of another language.
func TestSpelling(t *testing.T) {
	w := load(t)
	for _, j := range w.Jobs {
		if bad := badMarks(j.text(), j.Language); bad != "" {
			t.Errorf("job %s: %q", j.Key, bad)
		}
	}
	for _, c := range w.Candidates {
		if bad := badMarks(c.Headline+c.Summary, c.Language); bad != "" {
			t.Errorf("candidate %s: %q", c.Key, bad)
		}
	}
	for _, a := range w.Applications {
		if bad := badMarks(a.Letter, ""); bad != "" {
			t.Errorf("application %s to %s: %q", a.Candidate, a.Job, bad)
		}
	}
	if badMarks(`han sa "hei" -- nå`, "nb") == "" || badMarks("«ja»", "sv") == "" || badMarks("”ja”", "nn") == "" {
		t.Error("planted marks are not found")
	}
}

func badMarks(text, language string) string {
	bad := []string{`"`, "--", " - ", "  ", "...", "\u00ad", "“", " ,", " ."}
	switch language {
	case "nb", "nn":
		bad = append(bad, "”")
	case "sv", "fi":
		bad = append(bad, "«", "»")
	}
	for _, mark := range bad {
		if strings.Contains(text, mark) {
			return mark
		}
	}
	return ""
}
