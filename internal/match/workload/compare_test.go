package workload

import (
	"errors"
	"strings"
	"testing"
)

// TestCompareSearches: order and scores are each engine's own; hits and counts are not, and what is no answer is said by its line.
func TestCompareSearches(t *testing.T) {
	const ours = "1\t2\t7=9,8=3\tcounty:3=2,langs:0=1\n2\t0\t\t\n"
	for theirs, want := range map[string]string{
		ours: "",
		"1\t2\t8=0.5,7=1e-3\tlangs:0=1,county:3=2\n2\t0\t\t\n":     "",
		"1\t1\t7=9\tcounty:3=2,langs:0=1\n2\t0\t\t\n":              "1: hits is 1, not 2",
		"1\t2\t7=9,8=3\tcounty:3=1,county:4=1\n2\t0\t\t\n":         "1: county:3 is 1, not 2",
		"1\t2\t7=9,8=3\tcounty:3=2\n2\t0\t\t\n":                    "1: langs:0 is 0, not 1",
		"1\t2\t7=9,8=3\tcounty:3=2,langs:0=1\n2\t0\t\tlangs:1=0\n": "2: a count of nothing",
		"1\t2\t7=9,8=3\tcounty:3=2,langs:0=1\n":                    "line 2 is no answer: there is none",
		ours + "3\t0\t\t\n":                                        "line 3 is no answer: nobody asked",
		"2\t2\t7=9,8=3\tcounty:3=2,langs:0=1\n2\t0\t\t\n":          "line 1 is no answer to query 1",
		"1\t2\t7=9\tcounty:3=2,langs:0=1\n2\t0\t\t\n":              "line 1 is no answer: 1 at the top, not 2",
		"1\t2\t7=9,8=x\tcounty:3=2,langs:0=1\n2\t0\t\t\n":          `line 1 is no answer: "8=x"`,
		"1\t2\t7=9,8=3\tcounty:3=2,county:3=2\n2\t0\t\t\n":         `line 1 is no answer: "county:3=2"`,
		"1\t-2\t7=9,8=3\t\n2\t0\t\t\n":                             `line 1 is no answer: "-2" is no number`,
		"what?\n":                                                  "line 1 is no answer: 1 columns, not 4",
		"":                                                         "line 1 is no answer: there is none",
	} {
		c, err := CompareSearches(strings.NewReader(ours), strings.NewReader(theirs))
		said(t, theirs, c, err, want)
	}
}

func said(t *testing.T, theirs string, c Comparison, err error, want string) {
	t.Helper()
	got := ""
	switch {
	case err != nil:
		if got = err.Error(); !errors.Is(err, ErrAnswer) {
			t.Errorf("%q: %s is not said to be no answer", theirs, got)
		}
	case c.Differ > 0:
		got = c.Kept[0].String()
	}
	if want == "" && got != "" || !strings.HasPrefix(got, want) {
		t.Errorf("%q: %q, want %q", theirs, got, want)
	}
}

// TestCompareAlerts: the same alerts for each job.
func TestCompareAlerts(t *testing.T) {
	const ours = "1\t5,9\n2\t\n3\t10\n"
	for theirs, want := range map[string]string{
		ours:                          "",
		"1\t5\n2\t\n3\t10\n":          "1: alert 9 is 0, not 1",
		"1\t5,9\n2\t4\n3\t10\n":       "2: alert 4 is 1, not 0",
		"1\t9,5\n2\t\n3\t10\n":        "line 1 is no answer: alerts do not ascend",
		"1\t5,5,9\n2\t\n3\t10\n":      "line 1 is no answer: alerts do not ascend",
		"1\t5,9\n2\t\n3\t10\n4\t\n":   "line 4 is no answer: nobody asked",
		"1\t5,9\n2\n3\t10\n":          "line 2 is no answer: 1 columns, not 2",
		"1\t5,9\n2\t\n3\t10, 11\n":    `line 3 is no answer: " 11" is no number`,
		"1\t5,9\n2\t\nthree\t10,11\n": `line 3 is no answer: "three" is no number`,
	} {
		c, err := CompareAlerts(strings.NewReader(ours), strings.NewReader(theirs))
		said(t, theirs, c, err, want)
	}
}

// TestEdge: somebody within a metre of the circle may be in one answer and not in the other, if the query else finds them; nobody more.
func TestEdge(t *testing.T) {
	q := &CVQuery{ID: 4, Terms: []string{"w1"}, Lat: 60, Lon: 10, Employer: 9}
	c := &CV{ID: 7, County: 2, Occ: 3, Years: 11, Langs: 5, Lat: 60.5, Lon: 10.5, Text: "w0 w1"}
	way := kilometres(q, c)
	if way < 61 || way > 63 { // half a degree each way, at 60 degrees north
		t.Fatalf("%f km", way)
	}
	with := map[string]int{hitsInAll: 1, "county:2": 1, "years:10": 1, "occupation:3": 1, "langs:0": 1, "langs:2": 1}
	for name, try := range map[string]struct {
		change func(q *CVQuery, c *CV, theirs map[string]int)
		yes    bool
	}{
		"half a metre inside":  {func(q *CVQuery, _ *CV, _ map[string]int) { q.Radius = way + 0.0005 }, true},
		"half a metre outside": {func(q *CVQuery, _ *CV, _ map[string]int) { q.Radius = way - 0.0005 }, true},
		"five metres":          {func(q *CVQuery, _ *CV, _ map[string]int) { q.Radius = way + 0.005 }, false},
		"no circle":            {func(q *CVQuery, _ *CV, _ map[string]int) { q.Radius = 0 }, false},
		"not the word":         {func(_ *CVQuery, c *CV, _ map[string]int) { c.Text = "w2" }, false},
		"blocks the employer":  {func(_ *CVQuery, c *CV, _ map[string]int) { c.Blocked = []int{9} }, false},
		"private":              {func(_ *CVQuery, c *CV, _ map[string]int) { c.Vis = 1 }, false},
		"another count":        {func(_ *CVQuery, _ *CV, theirs map[string]int) { theirs["county:4"] = 1 }, false},
	} {
		query, person, theirs := *q, *c, map[string]int{}
		query.Radius = way
		try.change(&query, &person, theirs)
		got := Comparison{Lines: 1, Differ: 1, Kept: []Difference{{4, with, theirs}}}
		if err := got.Explain(Source{CVs: only(&person), CVQuery: only(&query)}); err != nil {
			t.Fatal(err)
		}
		if explained := got.Differ == 0; explained != try.yes || got.AtEdge+got.Differ != 1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// FuzzCompare: whatever somebody writes is an answer, another one, or none.
func FuzzCompare(f *testing.F) {
	for _, s := range []string{"1\t2\t7=9,8=3\tcounty:3=2\n", "1\t5,9\n", "", "\t\t\t\n", "1\t0\t\t\n\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, theirs string) {
		for _, ours := range []string{"1\t2\t7=9,8=3\tcounty:3=2\n", "1\t0\t\t\n"} {
			if c, err := CompareSearches(strings.NewReader(ours), strings.NewReader(theirs)); err != nil && !errors.Is(err, ErrAnswer) || c.Lines > 1 {
				t.Fatal(c, err)
			}
		}
		if c, err := CompareAlerts(strings.NewReader("1\t5,9\n"), strings.NewReader(theirs)); err != nil && !errors.Is(err, ErrAnswer) || c.Lines > 1 {
			t.Fatal(c, err)
		}
	})
}
