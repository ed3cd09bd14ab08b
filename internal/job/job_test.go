package job_test

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/task"
	"verv/internal/testbed"
)

func TestLife(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{PayRequired: true})
		g := w.as(w.one)
		c := good()
		c.Questions = []job.Question{{Kind: job.AskYesNo, Label: "Har du førerkort?", Required: true}}
		j := w.draft(c)
		if _, err := w.house.Open(t.Context(), w.public, j); !fault.Is(err, fault.NotFound) {
			t.Errorf("a draft can be read: %v", err)
		}
		w.must(w.house.Publish(t.Context(), g, j, 1))
		v, err := w.house.Open(t.Context(), w.public, j)
		if err != nil || !v.Takes(b.Clock.Now()) || len(v.Questions) != 1 || !v.Questions[0].Required || v.EmployerName != "Nordkyst helseforetak" ||
			v.Places[0].Postcode != "9019" || v.Pay != c.Pay || v.EndsAt != c.EndsAt || v.Keeping.Months != 6 || v.Steps[0] != c.Steps[0] {
			t.Fatalf("%+v, %v", v, err)
		}
		if v.Keeping.Until != time.Date(2027, 6, 20, 23, 0, 0, 0, time.UTC) {
			t.Errorf("kept until %s", v.Keeping.Until)
		}
		if err := w.house.Publish(t.Context(), g, j, v.Version); !fault.Is(err, fault.Conflict) {
			t.Errorf("published twice: %v", err)
		}
		c.Title = "Sykepleier"
		w.must(w.house.Change(t.Context(), g, j, v.Version, c))
		if err := w.house.Change(t.Context(), g, j, v.Version, c); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version was changed: %v", err)
		}
		c.Pay = job.Pay{}
		if err := w.house.Change(t.Context(), g, j, v.Version+1, c); !fault.Is(err, fault.Invalid) {
			t.Errorf("an open job lost its pay: %v", err)
		}
		w.must(w.house.Close(t.Context(), g, j, v.Version+1, job.Filled))
		if v, err = w.house.Open(t.Context(), w.public, j); err != nil || v.Takes(b.Clock.Now()) || v.Title != "Sykepleier" || len(v.Questions) != 1 {
			t.Errorf("%+v, %v", v, err)
		}
		b.Clock.Move(31 * 24 * time.Hour)
		if _, err := w.house.Open(t.Context(), w.public, j); !fault.Is(err, fault.Gone) {
			t.Errorf("closed a month ago: %v", err)
		}
		if p, c := w.facts(job.FactPublished), w.facts(job.FactClosed); p != 1 || c != 1 {
			t.Errorf("%d published, %d closed", p, c)
		}
	})
}

func TestPayGate(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{PayRequired: true})
		c := good()
		c.Pay = job.Pay{}
		j := w.draft(c)
		err := w.house.Publish(t.Context(), w.as(w.one), j, 1)
		if f := fault.As(err); f == nil || f.Kind != fault.Invalid || f.Fields[0].Key != "job.pay.missing" {
			t.Fatalf("published without pay: %v", err)
		}
		if w.of(j).State != job.Draft || w.facts(job.FactPublished) != 0 {
			t.Error("it is open all the same")
		}
	})
}

func TestQuestions(t *testing.T) {
	show.Show(t, "job.pay-history", "question-asks-earlier-pay")
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		g, j := w.as(w.one), w.open(good())
		ask := func(q job.Question) error { return w.house.Ask(t.Context(), g, j, w.of(j).Version, q) }
		for _, l := range []string{"A", "B", "C"} {
			w.must(ask(job.Question{Kind: job.AskText, Label: l}))
		}
		labels := func() (s string) {
			for _, q := range w.of(j).Questions {
				s += q.Label
			}
			return s
		}
		c := w.of(j).Questions[2].ID
		w.must(w.house.MoveQuestion(t.Context(), g, j, w.of(j).Version, c, -1))
		w.must(w.house.MoveQuestion(t.Context(), g, j, w.of(j).Version, c, -1))
		w.must(w.house.MoveQuestion(t.Context(), g, j, w.of(j).Version, c, -1))
		if got := labels(); got != "CAB" {
			t.Errorf("order %s", got)
		}
		w.must(ask(job.Question{ID: c, Kind: job.AskChoice, Label: "D", Choices: []string{"x", " ", "y", "x"}}))
		if q := w.of(j).Questions[0]; q.ID != c || q.Label != "D" || len(q.Choices) != 2 {
			t.Errorf("%+v", q)
		}
		w.must(w.house.DropQuestion(t.Context(), g, j, w.of(j).Version, c))
		if got := labels(); got != "AB" {
			t.Errorf("order %s", got)
		}
		for _, bad := range []job.Question{{Kind: "magic", Label: "x"}, {Kind: job.AskText}, {Kind: job.AskChoice, Label: "x", Choices: []string{"one"}},
			{Kind: job.AskText, Label: "Hva er din nåværende lønn?"}} {
			if err := ask(bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		for range 10 {
			w.must(ask(job.Question{Kind: job.AskText, Label: "E"}))
		}
		if err := ask(job.Question{Kind: job.AskText, Label: "13"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("thirteen questions: %v", err)
		}
	})
}

func TestSearch(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		for _, title := range []string{"Sykepleier, akuttmottak", "Øye-lege 100%", "Lærer_i skolen"} {
			c := good()
			c.Title = title
			b.Clock.Move(time.Second)
			w.open(c)
		}
		far := good()
		far.Title, far.Employment, far.Remote = "Utvikler", []job.Employment{intake.Temporary}, intake.Fully
		far.Places = []job.Place{{Town: "Bergen", Region: "Vestland", Country: "NO"}}
		b.Clock.Move(time.Second)
		w.open(far)
		w.draft(good())
		for _, c := range []struct {
			name string
			f    job.Filter
			n    int
		}{
			{"all", job.Filter{}, 4},
			{"word", job.Filter{Words: "SYKEPLEIER"}, 1},
			{"employer", job.Filter{Words: "nordkyst sykepleier"}, 1},
			{"case of ø", job.Filter{Words: "øye"}, 1},
			{"a sign asks nothing", job.Filter{Words: "%"}, 4},
			{"beginning", job.Filter{Words: "sykepl*"}, 1},
			{"another form of the word", job.Filter{Words: "skolene"}, 1},
			{"one of two", job.Filter{Words: "øye OR utvikler"}, 2},
			{"not", job.Filter{Words: "nordkyst -utvikler"}, 3},
			{"no query is read as words", job.Filter{Words: `("sykepleier`}, 1},
			{"quote", job.Filter{Words: "' or 1=1 --"}, 0},
			{"an occupation in another language", job.Filter{Words: "nurse"}, 1},
			{"around", job.Filter{Place: "Harstad", Within: 50}, 0},
			{"further around", job.Filter{Place: "Balsfjord", Within: 100}, 3},
			{"place that was begun", job.Filter{Place: "berge"}, 1},
			{"occupation", job.Filter{Chosen: map[job.Facet][]string{job.ByOccupation: {"isco:22"}}}, 1},
			{"published", job.Filter{Chosen: map[job.Facet][]string{job.ByPublished: {"1"}}}, 4},
			{"place", job.Filter{Place: "bergen"}, 1},
			{"region", job.Filter{Place: "Troms"}, 3},
			{"postcode", job.Filter{Place: "9019"}, 3},
			{"kind", job.Filter{Chosen: map[job.Facet][]string{job.ByKind: {"temporary"}}}, 1},
			{"remote", job.Filter{Chosen: map[job.Facet][]string{job.ByRemote: {"remote"}}}, 1},
			{"none", job.Filter{Words: "astronaut"}, 0},
		} {
			got, err := w.house.Search(t.Context(), w.public, w.site.ID, c.f)
			if err != nil || got.Total != c.n || len(got.Jobs) != c.n {
				t.Errorf("%s: %d of %d, %v", c.name, len(got.Jobs), got.Total, err)
			}
		}
		slip, err := w.house.Search(t.Context(), w.public, w.site.ID, job.Filter{Words: "sykepliier"})
		if err != nil || slip.Total != 0 || slip.Mended != "sykepleier" {
			t.Errorf("a slip finds %d and is mended to %q: %v", slip.Total, slip.Mended, err)
		}
		if names, err := w.house.Suggest(t.Context(), w.public, w.site.ID, "sykepl"); err != nil || !slices.Contains(names, "sykepleier") {
			t.Errorf("suggested: %q, %v", names, err)
		}
		if names, err := w.house.Suggest(t.Context(), w.public, w.site.ID, "tannl"); err != nil || len(names) > 0 {
			t.Errorf("what finds nothing is suggested: %q, %v", names, err)
		}
		if names, err := w.house.SuggestPlaces(t.Context(), w.public, w.site.ID, "trom"); err != nil || !slices.Contains(names, "Tromsø") {
			t.Errorf("places: %q, %v", names, err)
		}
		got, _ := w.house.Search(t.Context(), w.public, w.site.ID, job.Filter{})
		if got.Jobs[0].Title != "Utvikler" || got.Jobs[0].EmployerName != "Nordkyst helseforetak" {
			t.Errorf("newest is %+v", got.Jobs[0])
		}
		if r := got.Counts[job.ByRegion]; len(r) != 2 || r[0] != (job.Option{Value: "Troms", Count: 3}) {
			t.Errorf("%v", r)
		}
		b.Clock.Set(good().EndsAt)
		if got, err := w.house.Search(t.Context(), w.public, w.site.ID, job.Filter{}); err != nil || got.Total != 0 || len(got.Jobs) != 0 {
			t.Errorf("after the deadline: %d, %v", got.Total, err)
		}
	})
}

func TestDeadlineCloses(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		j := w.open(good())
		run := func() {
			r, err := task.NewRunner(b.DB, slog.New(slog.DiscardHandler), w.house.Tasks()...)
			w.must(err)
			r.OnRun(func(kind string, err error) { w.must(err) })
			w.must(r.Plant(t.Context()))
			for more := true; more; {
				more, err = r.Once(t.Context())
				w.must(err)
			}
		}
		b.Clock.Set(good().EndsAt.Add(-time.Millisecond))
		if run(); w.of(j).State != job.Open {
			t.Fatal("closed before its deadline")
		}
		b.Clock.Set(good().EndsAt.Add(10 * time.Minute))
		if run(); w.of(j).State != job.Closed || w.of(j).Reason != job.Deadline || w.facts(job.FactClosed) != 1 {
			t.Errorf("%s %s", w.of(j).State, w.of(j).Reason)
		}
	})
}

// A member of another employer finds nothing here, by any use-case; the positive control is the member of this one.
func TestStranger(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		j := w.open(good())
		w.must(w.house.Ask(t.Context(), w.as(w.one), j, 2, job.Question{Kind: job.AskText, Label: "A"}))
		q := w.of(j).Questions[0].ID
		each := func(g privacy.Grant) map[string]error {
			_, of := w.house.Of(t.Context(), g, j)
			v := w.of(j).Version
			return map[string]error{"of": of, "change": w.house.Change(t.Context(), g, j, v, good()),
				"ask":     w.house.Ask(t.Context(), g, j, w.of(j).Version, job.Question{Kind: job.AskText, Label: "B"}),
				"reask":   w.house.Ask(t.Context(), g, j, w.of(j).Version, job.Question{ID: q, Kind: job.AskText, Label: "B"}),
				"move":    w.house.MoveQuestion(t.Context(), g, j, w.of(j).Version, q, 1),
				"drop":    w.house.DropQuestion(t.Context(), g, j, w.of(j).Version, q),
				"publish": w.house.Publish(t.Context(), g, j, w.of(j).Version),
				"discard": w.house.Discard(t.Context(), g, j, w.of(j).Version),
				"close":   w.house.Close(t.Context(), g, j, w.of(j).Version, job.Filled)}
		}
		before := w.of(j)
		for name, err := range each(w.as(w.two)) {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if mine, err := w.house.Desk(t.Context(), w.as(w.two), job.Desk{}); err != nil || len(mine.Jobs) != 0 || mine.Total != 0 {
			t.Errorf("a stranger lists %d jobs, %v", len(mine.Jobs), err)
		}
		if after := w.of(j); after.Version != before.Version || after.State != job.Open {
			t.Error("a stranger changed something")
		}
		visitor := b.Grant(access.Anyone(), access.Public(), privacy.Publish)
		for name, err := range each(visitor) {
			if !fault.Is(err, fault.Withheld) {
				t.Errorf("visitor %s: %v", name, err)
			}
		}
		for name, err := range each(w.as(w.one)) {
			if want := name == "publish" || name == "discard"; fault.Is(err, fault.Conflict) != want || !want && err != nil {
				t.Errorf("positive control, %s: %v", name, err)
			}
		}
	})
}
