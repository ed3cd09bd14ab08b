package recommend_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/candidate"
	"verv/internal/cv"
	"verv/internal/cv/jsoncv"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/recommend"
	"verv/internal/testbed/whole"
)

// world is a house with four open jobs and a candidate.
type world struct {
	*whole.House
	owner whole.Person
	jobs  map[string]job.ID
	anna  whole.Person
	cv    cv.ID
}

func worlds(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		w := &world{House: h, jobs: map[string]job.ID{}}
		e := h.AddEmployer("Nordkyst sykehus HF", "974760673")
		w.owner = h.AddPerson("Odd", "odd@nordkyst.example", access.Member, e, access.Owner)
		for _, j := range []struct{ title, town, text string }{
			{"Sykepleier, akuttmottak", "Tromsø", "Vi søker en sykepleier til akuttmottaket."},
			{"Sykepleier", "Kristiansand", "Sykepleier til hjemmetjenesten."},
			{"Rørlegger", "Tromsø", "Rørlegger til serviceavdelingen."},
			{"Systemutvikler", "Tromsø", "Du kan Java og SQL."},
		} {
			w.advertise(j.title, j.town, j.text)
		}
		w.anna, w.cv = w.person("Anna", candidate.Profile{Name: "Anna Nordmann", Headline: "Sykepleier", Phone: "+47 900 11 222", Place: "Tromsø"})
		fn(t, w)
	})
}

func (w *world) advertise(title, town, text string) {
	w.T.Helper()
	g, ctx := w.Grant(w.owner.Actor, access.OfEmployer(w.owner.Actor.Employer), privacy.Recruit), w.T.Context()
	j, err := w.Jobs.Create(ctx, g, w.Site.ID, job.Content{Title: title, Language: "nb", Text: text, Places: []job.Place{{Town: town, Country: "NO"}}, WorkLanguages: []string{"nb"},
		Deadline: "2027-02-01", Employment: []job.Employment{intake.Permanent}, Pay: job.Pay{Text: "etter tariff"}, Steps: []job.Step{{Name: "Samtale"}}, Decides: "avdelingsleder"})
	w.Must(err)
	v, err := w.Jobs.Of(ctx, g, j)
	w.Must(err)
	w.Must(w.Jobs.Publish(ctx, g, j, v.Version))
	w.jobs[title] = j
}

func (w *world) own(p whole.Person) privacy.Grant {
	w.T.Helper()
	return w.Grant(p.Actor, access.OfSubject(p.Actor.Subject), privacy.Profile)
}

// person is a candidate who is a nurse and speaks Norwegian; who they are comes from the profile.
func (w *world) person(name string, p candidate.Profile) (whole.Person, cv.ID) {
	w.T.Helper()
	who := w.AddPerson(name, name+"@gmail.com", access.Candidate, access.EmployerID{}, access.NoRole)
	w.Must(w.Candidates.Change(w.T.Context(), w.own(who), p))
	c := jsoncv.CV{}
	c.Basics.Name, c.Basics.Email = p.Name, name+"@gmail.com"
	c.Work = []jsoncv.Work{{Role: "Sykepleier", Employer: "Solvik kommune"}}
	c.Skills = []jsoncv.Skill{{Name: "Førstehjelp"}}
	c.Languages = []jsoncv.Language{{Name: "Norsk"}}
	var doc bytes.Buffer
	w.Must(jsoncv.Write(&doc, c))
	v, err := w.CVs.Upload(w.T.Context(), w.own(who), "nb", &doc)
	w.Must(err)
	return who, v
}

func (w *world) last() recommend.Mine {
	w.T.Helper()
	m, err := w.Recommend.Last(w.T.Context(), w.own(w.anna))
	w.Must(err)
	return m
}

// A run says which wishes each job met, its score is the sum of its parts, and it can be worked out again to the bit.
func TestRun(t *testing.T) {
	show.Show(t, "recommend.reasons", "score-without-a-part")
	worlds(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		if m := w.last(); !m.Run.ID.IsZero() || len(m.CVs) != 1 {
			t.Fatal("somebody was ranked who did not ask")
		}
		v, err := w.Recommend.Make(ctx, w.own(w.anna), w.Site.ID, w.cv)
		w.Must(err)
		if len(v.Jobs) < 2 || v.Jobs[0].Job != w.jobs["Sykepleier"] || v.Jobs[1].Job != w.jobs["Sykepleier, akuttmottak"] {
			t.Fatalf("a nurse from Tromsø gets %+v of %v", v.Jobs, w.jobs)
		}
		for _, f := range v.Jobs {
			if f.Job == w.jobs["Rørlegger"] {
				t.Error("a plumber's job suits a nurse")
			}
			if v.Sum(f) != f.Score || f.Score == 0 {
				t.Errorf("the parts of %s give %d, the score is %d", f.Job, v.Sum(f), f.Score)
			}
		}
		kept := w.last().Run
		if fmt.Sprint(kept.Body) != fmt.Sprint(v.Body) || kept.Version != recommend.Version || len(kept.Input) != 64 {
			t.Errorf("kept is %+v, ranked was %+v", kept.Body, v.Body)
		}
		again, err := w.Recommend.Again(ctx, w.own(w.anna), kept)
		w.Must(err)
		if fmt.Sprint(again) != fmt.Sprint(kept.Body) {
			t.Errorf("worked out again it is %+v, and was %+v", again, kept.Body)
		}
		if _, f, err := w.Recommend.Explain(ctx, w.own(w.anna), w.jobs["Sykepleier"]); err != nil || f.Score != v.Jobs[0].Score {
			t.Errorf("explained: %+v, %v", f, err)
		}
		if _, _, err := w.Recommend.Explain(ctx, w.own(w.anna), w.jobs["Rørlegger"]); !fault.Is(err, fault.NotFound) {
			t.Errorf("a job that is not in the run: %v", err)
		}
	})
}

// Name, telephone and address do not move a bit.
func TestNameMovesNothing(t *testing.T) {
	show.Show(t, "recommend.identity", "name-is-compared")
	worlds(t, func(t *testing.T, w *world) {
		one, err := w.Recommend.Make(t.Context(), w.own(w.anna), w.Site.ID, w.cv)
		w.Must(err)
		bo, of := w.person("Mohammed", candidate.Profile{Name: "Mohammed Abdi", Headline: "Sykepleier", Phone: "+46 70 123 45 67", Place: "Tromsø"})
		two, err := w.Recommend.Make(t.Context(), w.own(bo), w.Site.ID, of)
		w.Must(err)
		if one.Input != two.Input || fmt.Sprint(one.Jobs) != fmt.Sprint(two.Jobs) {
			t.Errorf("two names, two rankings:\n%+v\n%+v", one.Body, two.Body)
		}
		w.Must(w.Candidates.Change(t.Context(), w.own(bo), candidate.Profile{Name: "Mohammed Abdi", Headline: "Rørlegger", Place: "Tromsø"}))
		if other, err := w.Recommend.Make(t.Context(), w.own(bo), w.Site.ID, of); err != nil || other.Input == two.Input {
			t.Errorf("positive control: another headline is the same input, %v", err)
		}
	})
}

// Ten runs are kept; stopping deletes them all, and a CV of somebody else is no CV.
func TestStop(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		for range 12 {
			w.Clock.Move(time.Minute)
			_, err := w.Recommend.Make(ctx, w.own(w.anna), w.Site.ID, w.cv)
			w.Must(err)
		}
		if runs, err := w.Recommend.Runs(ctx, w.own(w.anna)); err != nil || len(runs) != 10 || !runs[0].MadeAt.After(runs[9].MadeAt) {
			t.Errorf("%d runs are kept, %v", len(runs), err)
		}
		bo, _ := w.person("Bo", candidate.Profile{Name: "Bo Berg", Headline: "Kokk"})
		if _, err := w.Recommend.Make(ctx, w.own(bo), w.Site.ID, w.cv); !fault.Is(err, fault.Invalid) {
			t.Errorf("by the CV of somebody else: %v", err)
		}
		w.Must(w.Recommend.Stop(ctx, w.own(w.anna)))
		if runs, err := w.Recommend.Runs(ctx, w.own(w.anna)); err != nil || len(runs) != 0 || !w.last().Run.ID.IsZero() {
			t.Error("something stays of the runs of somebody who stopped")
		}
	})
}
