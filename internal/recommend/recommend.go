package recommend

import (
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/candidate"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/match"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/site"
	"verv/internal/store"
)

// House ranks jobs for people who ask.
type House struct {
	db    *store.DB
	sites *site.House
	jobs  *job.House
}

// New makes the house.
func New(db *store.DB, sites *site.House, jobs *job.House) *House { return &House{db, sites, jobs} }

// Make ranks the open jobs of a site for the grant's person by their profile and one of their CVs, and keeps the run.
func (h *House) Make(ctx context.Context, g privacy.Grant, s site.ID, of cv.ID) (Run, error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return Run{}, err
	}
	p, err := h.person(ctx, g, of)
	if err != nil {
		return Run{}, err
	}
	v := Run{Site: s}
	if v.Body, err = h.rank(ctx, s, p); err != nil {
		return Run{}, err
	}
	v.CV = of
	return v, h.db.Write(ctx, g, func(w *store.Writer) error { return v.keep(w) })
}

// person is what is compared of the grant's person.
func (h *House) person(ctx context.Context, g privacy.Grant, of cv.ID) (p *match.Person, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		c, err := candidate.Find(r)
		if err != nil && !store.Missing(err) {
			return err
		}
		d, err := cv.Pick(r, of)
		if store.Missing(err) || fault.Is(err, fault.NotFound) {
			var f fault.Form
			f.Add("cv", "form.choice")
			return f.Err()
		}
		if err != nil {
			return err
		}
		p = search.Person(c.Profile, d.Body, r.Now())
		return nil
	})
	return p, err
}

// rank compares a person with every open job of a site.
func (h *House) rank(ctx context.Context, s site.ID, p *match.Person) (Body, error) {
	at, err := h.sites.ByID(ctx, s)
	if err != nil {
		return Body{}, err
	}
	if err := h.jobs.Fresh(ctx); err != nil {
		return Body{}, err
	}
	b := Body{Version: Version, Weights: match.DefaultWeights}
	if b.Input, err = search.Fingerprint(p); err != nil {
		return b, err
	}
	for _, f := range h.jobs.Index().RankJobs(p, match.Ranking{Filter: h.jobs.Tree(at, job.Filter{}), Lang: at.Language, Limit: jobsMost, Now: h.db.Now(), Weights: &b.Weights}) {
		if !Suits(f) {
			continue
		}
		b.Jobs = append(b.Jobs, Fit{Job: job.Named(f.ID), Score: f.Score, Parts: slices.Clone(f.Parts[:]), Unsaid: f.Unsaid, Anywhere: f.Anywhere, Skills: f.Skills, Words: f.Words})
	}
	return b, nil
}

// A job suits by its occupation, or by skills: one that many have in common is not enough.
const (
	occupationLeast = 400
	skillsLeast     = 300
)

// Suits reports whether a person and a job have enough in common to be shown to each other.
func Suits(f match.Fit) bool {
	return f.Parts[match.Occupations] >= occupationLeast || f.Parts[match.SharedSkills] >= skillsLeast
}

// keep writes a run into the dossier of the person's profile, and drops the oldest beyond runsMost.
func (v *Run) keep(w *store.Writer) error {
	d, err := w.Dossier(store.Of{Subject: w.Grant().Scope().Subject(), Class: privacy.ClassSelf})
	if err != nil {
		return err
	}
	before, err := store.List(w.Reader, "recommend.runs", store.Args{"most": 1000}, scan(w.Reader))
	if err != nil {
		return err
	}
	for _, old := range before[min(len(before), runsMost-1):] {
		if err := w.Must("recommend.drop", store.Args{"id": old.ID}); err != nil {
			return err
		}
	}
	v.ID, v.MadeAt, v.dossier = id.New[noun](w.Now()), w.Now(), d
	sealed, err := store.Seal(w, fieldRun, d, v.ID, v.Body)
	if err != nil {
		return err
	}
	if err := w.StartClock(d, w.Now()); err != nil {
		return err
	}
	w.Fact(FactMade, map[string]string{"recommend": v.ID.String()})
	return w.Must("recommend.add", store.Args{"id": v.ID, "dossier_id": d, "site_id": v.Site, "now": w.Now(), "body": sealed})
}

// Mine is what the grant's person has: the last run, if any, and the CVs that another one can be made of.
type Mine struct {
	Run Run // zero where none was made
	CVs []cv.Document
}

// Last is what the grant's person has.
func (h *House) Last(ctx context.Context, g privacy.Grant) (m Mine, err error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return m, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		list, err := store.List(r, "recommend.runs", store.Args{"most": 1}, scan(r))
		if err != nil {
			return err
		}
		if len(list) > 0 {
			m.Run = list[0]
		}
		m.CVs, err = cv.Mine(r)
		return err
	})
	return m, err
}

// Runs are the kept runs of the grant's person, the last first.
func (h *House) Runs(ctx context.Context, g privacy.Grant) (out []Run, err error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "recommend.runs", store.Args{"most": runsMost + 1}, scan(r))
		return err
	})
	return out, err
}

// Explain is the place of a job in the last run.
func (h *House) Explain(ctx context.Context, g privacy.Grant, j job.ID) (Run, Fit, error) {
	m, err := h.Last(ctx, g)
	if err != nil {
		return Run{}, Fit{}, err
	}
	i := slices.IndexFunc(m.Run.Jobs, func(f Fit) bool { return f.Job == j })
	if i < 0 {
		return Run{}, Fit{}, fault.New(fault.NotFound, "fault.notfound")
	}
	return m.Run, m.Run.Jobs[i], nil
}

// Again works a run out anew by what is known now: with the same input, rules and jobs it is the same to the bit.
func (h *House) Again(ctx context.Context, g privacy.Grant, v Run) (Body, error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return Body{}, err
	}
	p, err := h.person(ctx, g, v.CV)
	if err != nil {
		return Body{}, err
	}
	b, err := h.rank(ctx, v.Site, p)
	b.CV = v.CV
	return b, err
}

// Stop deletes every run of the grant's person. Nothing is ranked until they ask again.
func (h *House) Stop(ctx context.Context, g privacy.Grant) error {
	if err := g.Require(access.CandidateOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		n, err := w.Exec("recommend.dropAll", store.Args{})
		if err == nil && n > 0 {
			w.Fact(FactStopped, nil)
		}
		return err
	})
}

// newest is the CV that was changed last; zero for somebody without one.
func newest(all []cv.Document) (out cv.Document) {
	for _, d := range all {
		if out.ID.IsZero() || d.UpdatedAt.After(out.UpdatedAt) {
			out = d
		}
	}
	return out
}

// old reports whether a run is so old that most of its jobs may have gone.
func (v Run) old(now time.Time) bool { return now.Sub(v.MadeAt) > 7*24*time.Hour }
