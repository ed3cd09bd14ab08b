package search

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/mail"
	"verv/internal/match"
	"verv/internal/privacy"
	"verv/internal/store"
)

// State is how a request stands, as the employer sees it.
type State string

// The states. Met is that both said who they are, after a request without the employer's name. No is declined, ended without an answer, and taken back: which of them is the person's own business.
const (
	Asked    State = "asked"
	Met      State = "met"
	Accepted State = "accepted"
	No       State = "no"
)

// What the row says; the person sees all of it.
const (
	rowAsked     = "asked"
	rowMet       = "met" // both know who the other is; contact and CV wait for a second yes
	rowAccepted  = "accepted"
	rowDeclined  = "declined"
	rowWithdrawn = "withdrawn"
	rowEnded     = "ended" // never written: it follows from the date
)

// Approach is one request of an employer to a person.
type Approach struct {
	ID         ID
	Employer   access.EmployerID
	Card       CardID
	Job        job.ID
	By         access.SubjectID
	AskedAt    time.Time
	EndsAt     time.Time
	AnsweredAt time.Time
	Masked     bool      // without the employer's name, until both said yes
	MetAt      time.Time // when both did
	Asked      askedBody
	Name       string // from here on after a yes only
	Address    string
	Phone      string
	CV         cvBody

	state                    string
	subject                  access.SubjectID
	dossier                  crypt.DossierID
	words, name, contact, cv store.Sealed
}

// askedBody is what was written. Of a request without the name it holds nothing that names, until both said yes.
type askedBody struct {
	Text, Job, Employer string
	General             *General
}

type nameBody struct{ Name string }

type contactBody struct{ Address, Phone string }

type cvBody struct {
	cv.Body
	None bool
}

// now is what the row says at a moment.
func (a Approach) now(at time.Time) string {
	if (a.state == rowAsked || a.state == rowMet || a.state == rowAccepted) && !at.Before(a.EndsAt) {
		return rowEnded
	}
	return a.state
}

// State is how the employer sees the request at a moment.
func (a Approach) State(at time.Time) State {
	switch a.now(at) {
	case rowAsked:
		return Asked
	case rowMet:
		return Met
	case rowAccepted:
		return Accepted
	}
	return No
}

const (
	wordsLeast = 40
	wordsMost  = 2000
	// waits is how long a request waits for an answer.
	waits = 14 * 24 * time.Hour
	// approachesMost bounds a list of requests.
	approachesMost = 200
)

// Request is what a member writes.
type Request struct {
	Job    job.ID
	Text   string
	Masked bool // do not tell who asks until both say yes
}

func (q Request) check() error {
	var f fault.Form
	switch n := utf8.RuneCountInString(q.Text); {
	case n == 0:
		f.Add("text", "form.required")
	case n < wordsLeast:
		f.Add("text", "form.short", fault.Args{"Min": wordsLeast})
	case n > wordsMost:
		f.Add("text", "form.long", fault.Args{"Max": wordsMost})
	}
	if q.Job.IsZero() {
		f.Add("job", "form.choice")
	}
	return f.Err()
}

// Ask asks the person of a card, once for each employer while the last request is kept. The person is told by mail.
func (h *House) Ask(ctx context.Context, g privacy.Grant, v CardID, q Request) error {
	if err := g.Require(access.PeopleSearch); err != nil {
		return err
	}
	domains, err := h.domainsOf(ctx, g.Scope().Employer())
	if err != nil {
		return err
	}
	q.Text = strings.TrimSpace(q.Text)
	j, jobErr := h.openJob(ctx, g, q.Job)
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		a, err := h.asker(w.Reader, domains)
		if err != nil {
			return err
		}
		c, err := store.One(w.Reader, "search.shown", store.Args{"id": v, "now": w.Now()}, scanCard)
		if store.Missing(err) || err == nil && h.shuts(c, a.keys) {
			return fault.New(fault.NotFound, "fault.notfound")
		}
		if err != nil {
			return err
		}
		if err := onlyOnce(w, c); err != nil {
			return err
		}
		if err := q.check(); err != nil {
			return err
		}
		if jobErr != nil {
			return jobErr
		}
		if err := h.mayAsk(w); err != nil {
			return err
		}
		body := askedBody{Text: q.Text, Job: j.Title, Employer: a.employer.Name}
		if q.Masked {
			if err := checkMasked(q, a.employer, j.Job, domains); err != nil {
				return err
			}
			of := GeneralOf(j.Job, j.document, a.employer.Branch)
			body = askedBody{Text: q.Text, General: &of}
		}
		return h.write(w, c, q, body)
	})
}

// opening is an open job, and how the index has it.
type opening struct {
	job.Job
	document *match.Job
}

// openJob is a job of the grant's employer that takes applications.
func (h *House) openJob(ctx context.Context, g privacy.Grant, j job.ID) (out opening, err error) {
	var f fault.Form
	f.Add("job", "form.choice")
	if j.IsZero() {
		return out, f.Err()
	}
	if out.Job, err = h.Jobs.Of(ctx, g, j); err != nil && !fault.Is(err, fault.NotFound) {
		return out, err
	}
	open := false
	if err == nil && out.State == job.Open {
		if out.document, open, err = h.Jobs.Document(ctx, j); err != nil {
			return out, err
		}
	}
	if !open {
		return out, f.Err()
	}
	return out, nil
}

// mayAsk counts what the member asked in the last day.
func (h *House) mayAsk(w *store.Writer) error {
	var n int
	err := w.Get("search.askedBy", store.Args{"by_id": w.Grant().Actor().Subject, "from": w.Now().Add(-24 * time.Hour)}, &n)
	if err == nil && n >= h.Limits.Requests {
		err = fault.New(fault.Limited, "search.request.limit", fault.Args{"Max": h.Limits.Requests})
	}
	return err
}

// onlyOnce refuses a second request to the same person while the last one is kept.
func onlyOnce(w *store.Writer, c Card) error {
	_, err := store.One(w.Reader, "search.approachTo", store.Args{"subject_id": c.Subject}, scanApproach)
	if store.Missing(err) {
		return nil
	}
	if err == nil {
		err = fault.New(fault.Conflict, "search.request.again")
	}
	return err
}

func (h *House) write(w *store.Writer, c Card, q Request, body askedBody) error {
	own := w.Grant().Scope().Employer()
	a := Approach{ID: id.New[noun](w.Now()), EndsAt: w.Now().Add(waits)}
	var err error
	if a.dossier, err = w.Dossier(store.Of{Subject: c.Subject, Employer: own, Class: privacy.ClassApproach, Thing: a.ID.String()}); err != nil {
		return err
	}
	if err := w.StartClock(a.dossier, w.Now()); err != nil {
		return err
	}
	words, err := store.Seal(w, fieldWords, a.dossier, a.ID, body)
	if err != nil {
		return err
	}
	if err := w.Must("search.ask", store.Args{"id": a.ID, "subject_id": c.Subject, "dossier_id": a.dossier, "card_id": c.ID, "job_id": q.Job,
		"by_id": w.Grant().Actor().Subject, "now": w.Now(), "ends": a.EndsAt, "masked": q.Masked, "words": words}); err != nil {
		return err
	}
	w.Fact(FactAsked, map[string]string{"approach": a.ID.String(), "employer": own.String(), "subject": c.Subject.String()})
	return mail.Enqueue(w, mail.Post{Kind: LetterAsked, Subject: c.Subject, Args: map[string]string{"approach": a.ID.String()}})
}

// Requests lists the requests of the grant's employer, the newest first. No body is opened.
func (h *House) Requests(ctx context.Context, g privacy.Grant) (out []Approach, err error) {
	if err := g.Require(access.PeopleSearch); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "search.asked", store.Args{"most": approachesMost}, scanApproach)
		return err
	})
	return out, err
}

// Request opens one request of the grant's employer; after a yes with what the person handed over.
func (h *House) Request(ctx context.Context, g privacy.Grant, v ID) (a Approach, err error) {
	if err := g.Require(access.PeopleSearch); err != nil {
		return a, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		r.About("approach", v)
		if a, err = store.One(r, "search.approach", store.Args{"id": v}, scanApproach); err != nil {
			return err
		}
		if a, err = a.opened(r); err != nil || a.State(r.Now()) != Accepted && a.State(r.Now()) != Met {
			return err
		}
		a, err = a.handed(r)
		return err
	})
	return a, err
}
