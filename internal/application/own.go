package application

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/blob"
	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Step is what the person is told of where an application is.
type Step string

// The steps, in order.
const (
	StepSent      Step = "sent"
	StepRead      Step = "read"
	StepReview    Step = "review"
	StepInterview Step = "interview"
	StepDecision  Step = "decision"
)

// Steps lists the steps in order.
func Steps() []Step { return []Step{StepSent, StepRead, StepReview, StepInterview, StepDecision} }

// StepOf derives the step from the state and from whether anybody of the team opened the application.
func StepOf(s State, read bool) Step {
	switch {
	case s.Ended() || s.Stage == Offer:
		return StepDecision
	case s.Stage == Interview:
		return StepInterview
	case s.Stage == Review:
		return StepReview
	case read:
		return StepRead
	}
	return StepSent
}

// Looked is one time that somebody of the employer looked. Who it was by name is the employer's own matter.
type Looked struct {
	At   time.Time
	What Look
}

// Look is what was looked at.
type Look string

// The looks.
const (
	LookList    Look = "list"    // the name stood in the table of the job
	LookOpen    Look = "open"    // letter, answers, CV
	LookContact Look = "contact" // how to reach the person
	LookFile    Look = "file"    // a file was downloaded
	LookThread  Look = "thread"  // messages
)

// Mine is an application as its person sees it.
type Mine struct {
	Application
	Step   Step
	Looks  []Looked // newest first
	Until  time.Time
	Months int // how long it is kept once the job closed, while Until is not known
	Moves  []Move
	told   time.Time // now: what can still be undone is not told
	File   blob.About
	News   int       // unread messages
	Rests  time.Time // since when its person has it rest; zero while it is used
	Reason string    // why it was rejected, as the letter says it in the person's language
}

// Since is when an application came to a step; zero where it never did, or where nobody wrote it down. A step that was passed over has no
// day, and one that was undone has none either.
func (m Mine) Since(s Step) (at time.Time) {
	switch s {
	case StepSent:
		return m.SentAt
	case StepRead:
		for _, l := range m.Looks { // newest first
			if l.What == LookOpen || l.What == LookFile {
				at = l.At
			}
		}
		return at
	}
	for _, x := range m.Moves { // newest first
		if !x.UndoneAt.IsZero() || x.At.Add(UndoFor).After(m.told) || StepOf(x.To, true) != s {
			continue
		}
		if at = x.At; s == StepDecision {
			return at // the last decision counts, as the first day counts of any other step
		}
	}
	return at
}

// looksMost bounds the access records of one application that are read. No team opens one application that often.
const looksMost = 100_000

// looks derives from the access records who of the employer opened what.
func looks(r *store.Reader, a Application) ([]Looked, error) {
	all, err := r.AccessesTo(a.dossier, looksMost)
	if err != nil {
		return nil, err
	}
	var out []Looked
	for _, rec := range all {
		if rec.Actor != access.Member || rec.Employer != a.Employer {
			continue
		}
		out = append(out, Looked{rec.At, lookOf(rec)})
	}
	return out, nil
}

func lookOf(rec store.AccessRecord) Look {
	switch {
	case rec.About.Noun == "file":
		return LookFile
	case rec.About.Noun == "thread":
		return LookThread
	case rec.About.Noun != "application":
		return LookList
	case rec.Purpose == privacy.Contact:
		return LookContact
	}
	return LookOpen
}

// opened reports whether anybody of the team has opened the application itself.
func opened(all []Looked) bool {
	return slices.ContainsFunc(all, func(l Looked) bool { return l.What == LookOpen || l.What == LookFile })
}

// List lists the person's own applications, the latest first.
func (h *House) List(ctx context.Context, g privacy.Grant) (out []Mine, err error) {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		all, err := store.List(r, "application.mine", store.Args{}, scanShut)
		if err != nil {
			return err
		}
		news, err := h.news(r)
		for _, s := range all {
			m, err := h.mine(r, s, partName)
			if err != nil {
				return err
			}
			m.News = news[m.ID]
			out = append(out, m)
		}
		return err
	})
	return out, err
}

// Get opens one application of the person. Language is the one that the page is read in.
func (h *House) Get(ctx context.Context, g privacy.Grant, v ID, language string) (m Mine, err error) {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return m, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		s, err := own(r, v)
		if err != nil {
			return err
		}
		if m, err = h.mine(r, s, partAll); err != nil {
			return err
		}
		if m.Outcome == Rejected {
			if m.Reason, err = h.sentence(r, m.Application, language); err != nil {
				return err
			}
		}
		news, err := h.news(r)
		if err != nil {
			return err
		}
		m.News = news[v]
		if m.Moves, err = store.List(r, "application.ownMoves", store.Args{"application_id": v}, scanMove); err != nil || m.Application.File.IsZero() {
			return err
		}
		_, m.File, err = h.Files.Get(r, m.Application.File)
		return err
	})
	return m, err
}

// own finds an application of the scope's person; one that was withdrawn is on its way out.
func own(r *store.Reader, v ID) (shut, error) {
	s, err := store.One(r, "application.own", store.Args{"id": v}, scanShut)
	if err == nil && s.Outcome == Withdrawn {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	if err == nil {
		err = r.Awake(s.dossier) // its person sees it while it rests; no letter is written about it
	}
	return s, err
}

func (h *House) mine(r *store.Reader, s shut, which part) (Mine, error) {
	a, err := s.open(r, which)
	if err != nil {
		return Mine{}, err
	}
	m := Mine{Application: a, told: h.db.Now()}
	if m.Looks, err = looks(r, a); err != nil {
		return m, err
	}
	// A decision is told by its letter; until that is gone, the page says what the person knew before.
	if d := h.db.Now().Sub(a.EndedAt); a.Ended() && d < UndoFor {
		m.Outcome, m.Decision, m.EndedAt = "", Decision{}, time.Time{}
	}
	m.Step = StepOf(m.State, opened(m.Looks))
	d, err := r.DossierByID(a.dossier)
	rule, _ := h.Retention.Rule(privacy.ClassApplication)
	m.Until, m.Months, m.Rests = d.DueAt, rule.Period.Months, d.RestsAt
	return m, err
}

// kept is until when an application is kept; while its clock stands, how long after the job closed.
func (h *House) kept(r *store.Reader, a Application) (time.Time, int, error) {
	d, err := r.DossierByID(a.dossier)
	rule, _ := h.Retention.Rule(privacy.ClassApplication)
	return d.DueAt, rule.Period.Months, err
}

// Correction is what the person may set right until the decision.
type Correction struct {
	Name, Phone, Letter string
}

// Correct changes what was sent. After the decision it stays as it was judged.
func (h *House) Correct(ctx context.Context, g privacy.Grant, v ID, c Correction) error {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return err
	}
	var f fault.Form
	checkPerson(&f, c.Name, c.Phone, c.Letter)
	if err := f.Err(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		s, err := own(w.Reader, v)
		if err != nil {
			return err
		}
		a, err := s.open(w.Reader, partAll)
		if err != nil {
			return err
		}
		if a.Ended() {
			return fault.New(fault.Conflict, "application.decided")
		}
		a.Name, a.Contact.Phone, a.Career.Letter = c.Name, c.Phone, c.Letter
		args, err := a.bodies(w)
		if err != nil {
			return err
		}
		if err := putTwin(w, a, SamePerson, h.looksLike(a)); err != nil {
			return err
		}
		w.Fact(FactCorrected, map[string]string{"application": v.String(), "employer": a.Employer.String()})
		return w.Must("application.correct", args)
	})
}

// Withdraw ends an application and begins its erasure: what stays at the employer is the claim. Gr is the same person's grant for
// their rights. The employer does not see it from this moment on.
func (h *House) Withdraw(ctx context.Context, g, gr privacy.Grant, v ID) error {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return err
	}
	var s shut
	err := h.db.Write(ctx, g, func(w *store.Writer) (err error) {
		if s, err = store.One(w.Reader, "application.own", store.Args{"id": v}, scanShut); err != nil {
			return err
		}
		n, err := w.Exec("application.withdraw", store.Args{"id": v, "now": w.Now()})
		if err != nil || n == 0 {
			return err
		}
		// Should the erasure not begin now, the clock ends it.
		if err := w.StartClock(s.dossier, w.Now()); err != nil {
			return err
		}
		// The month and the site are for the reports: the application is gone before they are counted.
		w.Fact(FactWithdrawn, map[string]string{"application": v.String(), "job": s.Job.String(), "employer": s.Employer.String(),
			"site": s.Site.String(), "month": s.SentAt.UTC().Format("2006-01")})
		return w.Must("application.setClock", store.Args{"id": v, "at": w.Now()})
	})
	if err != nil {
		return err
	}
	store.CrashPoint("application.withdrawn-not-erased")
	_, err = h.Ledger.EraseOne(ctx, gr, ledger.Withdrawn, s.dossier)
	return err
}

// Export is everything that is held about one application, as JSON: what the person sent and what was written about it. Colleagues of
// the employer are not named. The grant is for the person's rights.
func (h *House) Export(ctx context.Context, g privacy.Grant, v ID) ([]byte, error) {
	if err := g.Require(access.RightsOwn); err != nil {
		return nil, err
	}
	var rows []store.HeldRow
	err := h.db.Read(ctx, g, func(r *store.Reader) error {
		s, err := own(r, v)
		if err != nil {
			return err
		}
		rows, err = r.Held(s.dossier)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		delete(row.Values, "by_id")
		delete(row.Values, "for_id")
		delete(row.Values, "dossier_id")
	}
	return json.MarshalIndent(rows, "", "  ")
}

// OwnFile opens the file that came along, for its person.
func (h *House) OwnFile(ctx context.Context, g privacy.Grant, v ID) (*blob.Content, error) {
	m, err := h.Get(ctx, g, v, "")
	if err != nil {
		return nil, err
	}
	if m.Application.File.IsZero() {
		return nil, fault.New(fault.NotFound, "fault.notfound")
	}
	return h.Files.Open(ctx, g, m.Application.File)
}

// Address is the person's own, for a form that need not ask for it.
func (h *House) Address(ctx context.Context, g privacy.Grant) (c account.Contact, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { c, err = account.Address(r); return err })
	return c, err
}
