package application

import (
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/store"
)

// What happened. The team reads it as a sentence in the catalogues under "application.timeline." and its name.
const (
	HappenedSent     = "sent"
	HappenedOpened   = "opened"
	HappenedFile     = "file"
	HappenedContact  = "contact"
	HappenedMoved    = "moved"
	HappenedHired    = "hired"
	HappenedRejected = "rejected"
	HappenedUndone   = "undone"
	HappenedNote     = "note"
	HappenedMessage  = "message" // of the team
	HappenedAnswer   = "answer"  // of the person
	HappenedReceipt  = "receipt" // letter: it has arrived
	HappenedLetter   = "letter"  // letter: where it is now, or how it ended
)

// Happening is one line of the timeline of an application.
type Happening struct {
	At    time.Time
	What  string
	By    access.SubjectID // of the team; zero where nobody of it did it
	Stage string           // where it went, in the employer's words
}

// History is an application, what happened to it, and the team that did it.
type History struct {
	Application Application
	Happenings  []Happening
	Team        Colleagues
}

// Posted is one message of the thread, for the timeline.
type Posted struct {
	At     time.Time
	By     access.SubjectID // zero when the person wrote it
	Person bool
}

// Hear tells this house who knows what was said about an application: house message, which stands after it.
func (h *House) Hear(said func(*store.Reader, ID) ([]Posted, error)) { h.said = said }

// CountNew tells this house who counts the messages that a member, or the person, has not read: house message.
func (h *House) CountNew(team, own func(*store.Reader) (map[ID]int, error)) {
	h.newToTeam, h.newToOwn = team, own
}

// news counts the unread messages by application, for the member or the person of the reader. Who may read none is told of none.
func (h *House) news(r *store.Reader) (map[ID]int, error) {
	count, may := h.newToOwn, access.ApplicationOwn
	if r.Grant().Scope().Kind() == access.ScopeEmployer {
		count, may = h.newToTeam, access.ApplicationMessage
	}
	if count == nil || !r.Grant().Actor().May(may) {
		return nil, nil
	}
	return count(r)
}

// Timeline is what happened to an application, the newest first. Nothing is written for it: it is read from the application, its moves,
// notes and messages, and from the access records. What the person is told of is a letter of its own.
func (h *House) Timeline(ctx context.Context, g privacy.Grant, v ID) (out History, err error) {
	if err := g.Require(access.ApplicationRead); err != nil {
		return out, err
	}
	j, err := h.jobOf(ctx, g, v)
	if err != nil {
		return out, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		r.About("application", v)
		s, err := held(r, v)
		if err != nil {
			return err
		}
		if out.Application, err = s.open(r, partName); err != nil {
			return err
		}
		p, err := h.pipeline(r, j)
		if err != nil {
			return err
		}
		if out.Happenings, err = h.happened(r, s, p); err != nil {
			return err
		}
		out.Team, err = colleagues(r)
		return err
	})
	slices.SortStableFunc(out.Happenings, func(x, y Happening) int { return y.At.Compare(x.At) })
	return out, err
}

func (h *House) happened(r *store.Reader, s shut, p Pipeline) ([]Happening, error) {
	out := []Happening{{At: s.SentAt, What: HappenedReceipt}, {At: s.SentAt, What: HappenedSent}}
	moves, err := store.List(r, "application.moves", store.Args{"application_id": s.ID}, scanMove)
	if err != nil {
		return nil, err
	}
	for _, m := range moves {
		out = append(out, m.happened(p, h.db.Now())...)
	}
	notes, err := store.List(r, "application.notes", store.Args{"application_id": s.ID}, scanNote(r, s.dossier))
	if err != nil {
		return nil, err
	}
	for _, n := range notes {
		out = append(out, Happening{At: n.At, What: HappenedNote, By: n.By})
	}
	opened, err := opening(r, s.Application)
	if err != nil {
		return nil, err
	}
	out = append(out, opened...)
	if h.said == nil {
		return out, nil
	}
	said, err := h.said(r, s.ID)
	for _, m := range said {
		one := Happening{At: m.At, What: HappenedMessage, By: m.By}
		if m.Person {
			one.What = HappenedAnswer
		}
		out = append(out, one)
	}
	return out, err
}

// happened is a move as the timeline tells it: the move, its undoing, and its letter once that is on its way.
func (m Move) happened(p Pipeline, now time.Time) []Happening {
	one := Happening{At: m.At, What: HappenedMoved, By: m.By, Stage: p.At(m.ToStage, m.To.Stage).Name}
	if m.To.Ended() {
		one.What = string(m.To.Outcome)
	}
	out := []Happening{one}
	switch {
	case !m.UndoneAt.IsZero():
		out = append(out, Happening{At: m.UndoneAt, What: HappenedUndone})
	case m.Letter && now.Sub(m.At) >= UndoFor:
		out = append(out, Happening{At: m.At.Add(UndoFor), What: HappenedLetter})
	}
	return out
}

// opening tells who of the team opened it, once for each member, day and sort: a page that is read ten times is one line.
func opening(r *store.Reader, a Application) ([]Happening, error) {
	all, err := r.AccessesTo(a.dossier, looksMost)
	if err != nil {
		return nil, err
	}
	type once struct {
		by   access.SubjectID
		day  string
		what string
	}
	seen := map[once]bool{}
	var out []Happening
	for _, rec := range slices.Backward(all) {
		what, ok := map[Look]string{LookOpen: HappenedOpened, LookFile: HappenedFile, LookContact: HappenedContact}[lookOf(rec)]
		if rec.Actor != access.Member || rec.Employer != a.Employer || !ok {
			continue
		}
		k := once{rec.ActorID, rec.At.Format(time.DateOnly), what}
		if seen[k] {
			continue
		}
		seen[k] = true
		out = append(out, Happening{At: rec.At, What: what, By: rec.ActorID})
	}
	return out, nil
}
