package application

import (
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/blob"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

type reviewNoun struct{}

// Asked is a member who was asked to look at an application.
type Asked struct {
	Of      ID
	For, By access.SubjectID
	At      time.Time
	DoneAt  time.Time
}

func scanAsked(row store.Row) (Asked, error) {
	var a Asked
	err := row.Scan(&a.Of, &a.For, &a.By, &a.At, &a.DoneAt)
	return a, err
}

func askedOf(r *store.Reader, v ID) ([]Asked, error) {
	return store.List(r, "application.reviewsOf", store.Args{"application_id": v}, scanAsked)
}

// Ask asks a colleague to look at an application. Asked twice is asked once.
func (h *House) Ask(ctx context.Context, g privacy.Grant, v ID, who access.SubjectID) error {
	if err := g.Require(access.ApplicationAsk); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		s, err := held(w.Reader, v)
		if err != nil {
			return err
		}
		w.About("application", v)
		if s.Ended() {
			return fault.New(fault.Conflict, "application.review.over")
		}
		if err := joined(w.Reader, who, "for"); err != nil {
			return err
		}
		n, err := w.Exec("application.addReview", store.Args{"id": id.New[reviewNoun](w.Now()), "subject_id": s.Subject, "dossier_id": s.dossier,
			"application_id": v, "for_id": who, "by_id": g.Actor().Subject, "now": w.Now()})
		if err != nil || n == 0 {
			return err
		}
		return notify(w, who, TopicReview, v)
	})
}

// ToReview is one application on a member's list.
type ToReview struct {
	Line
	JobTitle string
	AskedAt  time.Time
	DoneAt   time.Time
}

// Open reports whether the review still waits.
func (t ToReview) Open() bool { return t.DoneAt.IsZero() && !t.Ended() }

// Reviews lists what the grant's member was asked to look at, in the order they were asked, what still waits first.
func (h *House) Reviews(ctx context.Context, g privacy.Grant) (out []ToReview, err error) {
	if err := g.Require(access.ApplicationReview); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		r.About("member", g.Actor().Subject)
		if out, err = reviewsFor(r, g.Actor().Subject); err != nil {
			return err
		}
		ds := make([]crypt.DossierID, len(out))
		for i, t := range out {
			ds[i] = t.dossier
		}
		if err := r.Prefetch(ds); err != nil {
			return err
		}
		for i, t := range out {
			n, err := reveal[nameBody](r, fieldName, t.dossier, t.ID, t.name)
			if err != nil {
				return err
			}
			out[i].Name = n.Name
		}
		return nil
	})
	return out, err
}

func reviewsFor(r *store.Reader, who access.SubjectID) ([]ToReview, error) {
	all, err := store.List(r, "application.reviewsFor", store.Args{"for_id": who}, func(row store.Row) (t ToReview, err error) {
		var stage, outcome string
		err = row.Scan(&t.ID, &t.dossier, &t.SentAt, &stage, &outcome, &t.Score, &t.name, &t.JobTitle, &t.AskedAt, &t.DoneAt)
		t.State = State{Stage(stage), Outcome(outcome)}
		return t, err
	})
	slices.SortStableFunc(all, func(a, b ToReview) int {
		switch {
		case a.Open() == b.Open():
			return 0
		case a.Open():
			return -1
		}
		return 1
	})
	return all, err
}

// reviewed finds an application that the grant's member may score: any of their employer, or in a session for reviews those they were
// asked about.
func reviewed(r *store.Reader, v ID) (shut, error) {
	s, err := held(r, v)
	if err != nil || r.Grant().Actor().Role != access.Reviewer {
		return s, err
	}
	asked, err := askedOf(r, v)
	if err == nil && !slices.ContainsFunc(asked, func(a Asked) bool { return a.For == r.Grant().Actor().Subject }) {
		err = withheld()
	}
	return s, err
}

// Reviewing is one application on the screen of a review, with those around it.
type Reviewing struct {
	Opened
	Previous, Next ID
	Asked          bool // the member was asked to look at it
	Waiting        int  // how many the member has still to look at, this one among them
}

// Review opens one application for a review. How to reach the person is not in it, nor what others wrote.
func (h *House) Review(ctx context.Context, g privacy.Grant, v ID) (o Reviewing, err error) {
	if err := g.Require(access.ApplicationReview); err != nil {
		return o, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		s, err := reviewed(r, v)
		if err != nil {
			return err
		}
		r.About("application", v)
		if o.Application, err = s.open(r, partName|partCareer); err != nil {
			return err
		}
		if o.Cards, err = cards(r, s, g.Actor().Subject); err != nil {
			return err
		}
		if !s.File.IsZero() {
			if _, o.File, err = h.Files.Get(r, s.File); err != nil {
				return err
			}
		}
		if o.Until, o.Months, err = h.kept(r, o.Application); err != nil {
			return err
		}
		all, err := reviewsFor(r, g.Actor().Subject)
		o.around(all)
		return err
	})
	return o, err
}

// around finds the neighbours of an application in the list, and counts what waits: the list begins with it, so that a place in it would start anew
// with each review.
func (o *Reviewing) around(all []ToReview) {
	at := slices.IndexFunc(all, func(t ToReview) bool { return t.ID == o.ID })
	if at < 0 {
		return
	}
	o.Asked = true
	for _, t := range all {
		if t.Open() {
			o.Waiting++
		}
	}
	if at > 0 {
		o.Previous = all[at-1].ID
	}
	if at+1 < len(all) {
		o.Next = all[at+1].ID
	}
}

// ReviewFile opens the file that came along, for a review.
func (h *House) ReviewFile(ctx context.Context, g privacy.Grant, v ID) (*blob.Content, error) {
	if err := g.Require(access.ApplicationReview); err != nil {
		return nil, err
	}
	var file blob.ID
	err := h.db.Read(ctx, g, func(r *store.Reader) error {
		s, err := reviewed(r, v)
		file = s.File
		return err
	})
	if err == nil && file.IsZero() {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	if err != nil {
		return nil, err
	}
	return h.Files.Open(ctx, g, file)
}

// EnterReviews uses the link of a letter up and opens a session that can do reviews and nothing else.
func (h *House) EnterReviews(ctx context.Context, g privacy.Grant, token string, from account.From) (account.Opened, error) {
	if err := h.PeekReviews(ctx, g, token); err != nil {
		return account.Opened{}, err
	}
	return h.Accounts.Follow(ctx, g, token, from)
}

// PeekReviews says whether a token is such a link, and uses nothing up.
func (h *House) PeekReviews(ctx context.Context, g privacy.Grant, token string) error {
	l, err := h.Accounts.Peek(ctx, g, token)
	if err == nil && l.Kind != account.LinkReview {
		err = fault.New(fault.Gone, "fault.gone")
	}
	return err
}
