package job_test

import (
	"context"
	"sync"
	"testing"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/testbed"
)

// world is an installation with one site, two employers and the house under test.
type world struct {
	*testbed.Bed
	sites     *site.House
	employers *employer.House
	house     *job.House
	site      site.Site
	one, two  employer.ID
	public    privacy.Grant
	verv      privacy.Grant // as an import has it
	counted   struct {
		sync.Mutex
		kinds map[string]int
	}
}

func newWorld(t testing.TB, b *testbed.Bed, rules job.Rules) *world {
	b.T = t
	w := &world{Bed: b, public: b.Grant(access.Anyone(), access.Public(), privacy.Publish)}
	w.verv = b.Grant(access.Verv("import"), access.Operation(), privacy.Publish)
	operator := b.Grant(access.Actor{Persona: access.Operator}, access.Operation(), privacy.Operate)
	w.counted.kinds = map[string]int{}
	b.DB.Listen(func(facts []store.Fact) {
		w.counted.Lock()
		defer w.counted.Unlock()
		for _, f := range facts {
			w.counted.kinds[f.Kind]++
		}
	})
	w.sites = site.New(b.DB, w.public)
	w.employers = employer.New(b.DB, nil)
	w.house = job.New(b.DB, w.sites, w.employers, job.Config{Rules: rules, Reads: w.public})
	var err error
	w.site, err = w.sites.Create(t.Context(), operator, site.Content{Hosts: []string{"nordlys.example"}, Name: "Nordlys", Language: "nb", Country: "NO", Legal: "Nordlys AS"})
	w.must(err)
	for e, n := range map[*employer.ID]employer.Registration{
		&w.one: {Number: "974760673", Country: "NO", Profile: employer.Profile{Name: "Nordkyst helseforetak", Web: "https://nordkyst.example"}},
		&w.two: {Number: "889640782", Country: "NO", Profile: employer.Profile{Name: "Solvik kommune"}},
	} {
		*e, err = w.employers.Add(t.Context(), operator, n)
		w.must(err)
	}
	return w
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) actor(e employer.ID, role access.Role) access.Actor {
	return access.Actor{Persona: access.Member, Role: role, Employer: e, Subject: testbed.NewID[access.SubjectID](w.Bed), Strong: true}
}

func (w *world) as(e employer.ID) privacy.Grant {
	return w.Grant(w.actor(e, access.Owner), access.OfEmployer(e), privacy.Recruit)
}

// draft writes a draft of employer one.
func (w *world) draft(c job.Content) job.ID {
	w.T.Helper()
	j, err := w.house.Create(w.T.Context(), w.as(w.one), w.site.ID, c)
	w.must(err)
	return j
}

// open writes and publishes.
func (w *world) open(c job.Content) job.ID {
	w.T.Helper()
	j := w.draft(c)
	w.must(w.house.Publish(w.T.Context(), w.as(w.one), j, w.of(j).Version))
	return j
}

func (w *world) of(j job.ID) job.Job {
	w.T.Helper()
	v, err := w.house.Of(w.T.Context(), w.as(w.one), j)
	w.must(err)
	return v
}

// facts counts the facts of a kind that were committed. Reading them from the store would wait for every transaction of the cluster.
func (w *world) facts(kind string) int {
	w.counted.Lock()
	defer w.counted.Unlock()
	return w.counted.kinds[kind]
}

// counting stands for the application house.
func counting(all map[job.ID]job.Count) job.Counts {
	return func(context.Context, privacy.Grant, []job.ID) (map[job.ID]job.Count, error) { return all, nil }
}
