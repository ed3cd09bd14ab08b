package job_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/testbed"
)

// full is a job that uses every field that a member can fill.
func full() job.Content {
	c := good()
	c.Places = append(c.Places, job.Place{Town: "Alta", Country: "NO"})
	c.Remote, c.WorkLanguages, c.Start = intake.Hybrid, []string{"nb", "en"}, "2027-02-01"
	c.Steps = []job.Step{{Name: "Intervju", Day: "2027-01-07", Week: true, Who: "avdelingsleder"}, {Name: "Svar"}}
	c.Questions = []job.Question{{Kind: job.AskScale, Label: "Hvor godt kan du norsk?", Choices: []string{"litt", "flytende"}, Required: true}}
	return c
}

// A copy says everything that the first said, without its days and with questions of its own.
func TestTemplateAndDuplicate(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		g, j := w.as(w.one), w.open(full())
		w.must(w.house.Close(t.Context(), g, j, 2, job.Filled))
		first := w.of(j)
		if first.Steps[0].Day != "2027-01-04" {
			t.Errorf("the week is not kept as its Monday: %s", first.Steps[0].Day)
		}
		tpl, err := w.house.Keep(t.Context(), g, j, " Sykepleier ")
		w.must(err)
		begun, err := w.house.Begin(t.Context(), g, w.site.ID, tpl)
		w.must(err)
		twin, err := w.house.Duplicate(t.Context(), g, j)
		w.must(err)
		for name, id := range map[string]job.ID{"template": begun, "duplicate": twin} {
			v := w.of(id)
			if v.State != job.Draft || v.Deadline != "" || v.Start != "" || v.Steps[0].Day != "" || v.Steps[0].Who != "avdelingsleder" || len(v.Steps) != 2 {
				t.Errorf("%s: %+v", name, v)
			}
			if len(v.Questions) != 1 || v.Questions[0].ID == first.Questions[0].ID || !slices.Equal(v.Questions[0].Choices, first.Questions[0].Choices) {
				t.Errorf("%s: %+v", name, v.Questions)
			}
			v.Questions, v.Steps, v.Deadline, v.Start, v.EndsAt = first.Questions, first.Steps, first.Deadline, first.Start, first.EndsAt
			if !reflect.DeepEqual(v.Content, first.Content) {
				t.Errorf("%s says\n%+v\nand not\n%+v", name, v.Content, first.Content)
			}
		}
		all, err := w.house.Templates(t.Context(), g)
		if err != nil || len(all) != 1 || all[0].Name != "Sykepleier" {
			t.Fatalf("%+v %v", all, err)
		}
		for name, err := range map[string]error{
			"begin": second(w.house.Begin(t.Context(), w.as(w.two), w.site.ID, tpl)), "drop": w.house.DropTemplate(t.Context(), w.as(w.two), tpl),
			"duplicate": second(w.house.Duplicate(t.Context(), w.as(w.two), j)), "keep": second(w.house.Keep(t.Context(), w.as(w.two), j, "x")),
			"history": second(w.house.History(t.Context(), w.as(w.two), j)), "revision": second(w.house.Revision(t.Context(), w.as(w.two), j, 1)),
		} {
			if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Withheld) {
				t.Errorf("a stranger, %s: %v", name, err)
			}
		}
		w.must(w.house.DropTemplate(t.Context(), g, tpl))
		if _, err := w.house.Begin(t.Context(), g, w.site.ID, tpl); !fault.Is(err, fault.NotFound) {
			t.Errorf("a template that is gone: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// A day that readers were told stays to be seen when it moves, until it is the first one again.
func TestSlip(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		c := good()
		c.Steps = []job.Step{{Name: "Intervju", Day: "2027-01-07"}, {Name: "Svar"}}
		j := w.draft(c)
		step := func(day string) job.Step {
			t.Helper()
			c.Steps = []job.Step{{Name: "Intervju", Day: day, Was: "2020-01-01"}, {Name: "Svar", Day: "2027-02-01"}}
			w.must(w.house.Change(t.Context(), w.as(w.one), j, w.of(j).Version, c))
			return w.of(j).Steps[0]
		}
		if s := step("2027-01-08"); s.Was != "" {
			t.Errorf("a draft told nobody: %+v", s)
		}
		w.must(w.house.Publish(t.Context(), w.as(w.one), j, w.of(j).Version))
		for _, x := range []struct{ day, was string }{{"2027-01-08", ""}, {"2027-01-12", "2027-01-08"}, {"2027-01-20", "2027-01-08"}, {"2027-01-08", ""}, {"", "2027-01-08"}} {
			if s := step(x.day); s.Was != x.was {
				t.Errorf("%s: first %q, want %q", x.day, s.Was, x.was)
			}
			doc, _ := newBrowser(w).get("/jobs/"+j.String()+"/sykepleier-akuttmottak", 200)
			if said := strings.Contains(words(doc), "Først oppgitt: 8. januar 2027"); said != (x.was != "") {
				t.Errorf("%s: readers are told of a change: %v", x.day, said)
			}
		}
		if s := w.of(j).Steps[1]; s.Was != "" {
			t.Errorf("a day that was open until now has slipped: %+v", s)
		}
	})
}

// What somebody read at a version is known later, so that the other's changes can be shown.
func TestRevisions(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		g, c := w.as(w.one), good()
		c.Extent.Min = 1
		j := w.draft(c)
		for i := range 25 {
			c.Extent.Max = 75 + i
			w.must(w.house.Change(t.Context(), g, j, i+1, c))
		}
		w.must(w.house.Publish(t.Context(), g, j, 26))
		for version, want := range map[int]int{27: 99, 26: 99, 20: 93} {
			if v, err := w.house.Revision(t.Context(), g, j, version); err != nil || v.Extent.Max != want {
				t.Errorf("version %d: %d, %v", version, v.Extent.Max, err)
			}
		}
		if _, err := w.house.Revision(t.Context(), g, j, 2); !fault.Is(err, fault.NotFound) {
			t.Errorf("an old revision is kept: %v", err)
		}
	})
}

func TestQuestionsKeepTheirOrder(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		g, j := w.as(w.one), w.draft(good())
		ask := func(label string) {
			w.must(w.house.Ask(t.Context(), g, j, w.of(j).Version, job.Question{Kind: job.AskText, Label: label}))
		}
		labels := func() (s string) {
			for _, q := range w.of(j).Questions {
				s += q.Label
			}
			return s
		}
		for _, l := range []string{"A", "B", "C", "D"} {
			ask(l)
		}
		for range 2 {
			w.must(w.house.DropQuestion(t.Context(), g, j, w.of(j).Version, w.of(j).Questions[0].ID))
		}
		ask("E")
		w.must(w.house.CopyQuestion(t.Context(), g, j, w.of(j).Version, w.of(j).Questions[0].ID))
		if got := labels(); got != "CCDE" {
			t.Errorf("order %s", got)
		}
		for _, bad := range [][]string{nil, {"x"}, {"x", "y", "z"}} {
			err := w.house.Ask(t.Context(), g, j, w.of(j).Version, job.Question{Kind: job.AskScale, Label: "x", Choices: bad})
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("a scale with %v: %v", bad, err)
			}
		}
	})
}

// What waits for somebody: the most pressing first, and nothing that is done.
func TestDesk(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		w.set(employer.Setting{Approval: true, ArchiveDays: 90})
		made := map[string]job.ID{}
		open := func(name, deadline string) {
			c := good()
			c.Title, c.Deadline = name, deadline
			j, err := w.house.Create(t.Context(), w.by(access.Recruiter), w.site.ID, c)
			w.must(err)
			made[name] = j
			w.must(w.house.Send(t.Context(), w.by(access.Recruiter), j, 1, time.Time{}, ""))
			if name != "Venter" {
				w.must(w.house.Approve(t.Context(), w.by(access.Owner), j, 2))
			}
		}
		open("Snart", b.Clock.Now().AddDate(0, 0, 1).Format(time.DateOnly))
		open("Senere", "2026-12-20")
		open("Besvart", "2026-12-20")
		open("Ubesvart", "2026-12-20")
		open("Venter", "2026-12-20")
		for _, n := range []string{"Besvart", "Ubesvart"} {
			w.must(w.house.Close(t.Context(), w.as(w.one), made[n], 3, job.Filled))
		}
		w.house.Fill(counting(map[job.ID]job.Count{made["Ubesvart"]: {All: 3, Open: 2}, made["Besvart"]: {All: 3}}))
		on, err := w.house.Desk(t.Context(), w.as(w.one), job.Desk{})
		w.must(err)
		var got []string
		for _, x := range on.Waiting {
			got = append(got, x.Why+" "+x.Title)
		}
		if want := []string{"approve Venter", "soon Snart", "answer Ubesvart"}; !slices.Equal(got, want) {
			t.Errorf("%v", got)
		}
		if on.Total != 5 || on.States[job.Open] != 2 || on.States[job.Closed] != 2 || on.States[job.Awaiting] != 1 || on.Counts[made["Ubesvart"]].All != 3 {
			t.Errorf("%+v", on)
		}
		on, err = w.house.Desk(t.Context(), w.as(w.one), job.Desk{State: job.Closed, Words: "UBESV"})
		if err != nil || len(on.Jobs) != 1 || on.Jobs[0].Title != "Ubesvart" || on.Total != 1 || len(on.Waiting) != 0 {
			t.Errorf("%+v %v", on, err)
		}
		if on, err = w.house.Desk(t.Context(), w.as(w.one), job.Desk{Words: "%"}); err != nil || on.Total != 0 {
			t.Errorf("a wildcard found %d, %v", on.Total, err)
		}
	})
}
