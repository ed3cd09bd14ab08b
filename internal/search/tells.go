package search

import (
	"context"
	"errors"
	"net/url"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/tell"
)

type tellNoun struct{}

// TellID identifies that a member is told of a saved search.
type TellID = id.ID[tellNoun]

// Never is the pace of a saved search that tells nothing, which is how every one begins.
const Never tell.Pace = ""

// told is a saved search that tells a member of who is new in it.
type told struct {
	ID       TellID
	Search   SavedID
	Employer access.EmployerID
	Member   access.SubjectID
	Role     access.Role // of the member, now
	Pace     tell.Pace
	Lang     string // that the words of the search are read in
	Saved    Saved
	tell.Cursor
}

// wanted is the search itself.
func (t told) wanted() Wanted {
	q, err := url.ParseQuery(t.Saved.Query)
	if err != nil {
		q = nil
	}
	f := peopleOf(q)
	return f.wanted(t.Lang)
}

// FactTelling says that a member of an employer is told of a search, or no longer.
const FactTelling = "search.telling"

func telling(w *store.Writer) {
	w.Fact(FactTelling, map[string]string{"employer": w.Grant().Scope().Employer().String()})
}

// Tell says how often the grant's member is told by letter of who is new in a saved search, their own or the team's. Lang is the language in which its
// words are read. What is there already is not told.
func (h *House) Tell(ctx context.Context, g privacy.Grant, v SavedID, p tell.Pace, lang string) error {
	if err := g.Require(access.PeopleSearch); err != nil {
		return err
	}
	if p != Never && !p.Known() {
		var f fault.Form
		f.Add("pace", "form.choice")
		return f.Err()
	}
	zone, err := h.zoneOf(ctx, g.Actor().Subject)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		me := g.Actor().Subject
		s, err := saved(w.Reader, v)
		if err != nil {
			return err
		}
		if s.Pace == Never && p != Never {
			if err := hasRoom(w.Reader, me); err != nil {
				return err
			}
		}
		telling(w)
		if p == Never {
			_, err := w.Exec("search.dropTell", store.Args{"search_id": v, "me": me})
			return err
		}
		d, err := w.Dossier(store.Of{Subject: me, Employer: g.Scope().Employer(), Class: privacy.ClassMember})
		if err != nil {
			return err
		}
		return w.Must("search.putTell", store.Args{"id": id.New[tellNoun](w.Now()), "me": me, "dossier_id": d, "search_id": v, "now": w.Now(),
			"pace": string(p), "language": lang, "next_at": p.Next(w.Now(), zone)})
	})
}

// hasRoom refuses one search too many.
func hasRoom(r *store.Reader, me access.SubjectID) error {
	all, err := stopping{member: me}.named(r)
	if err == nil && len(all) >= savedMost {
		err = fault.New(fault.Conflict, "search.tell.full", fault.Args{"Max": savedMost})
	}
	return err
}

// zoneOf is the clock of a member: their own, else that of the installation.
func (h *House) zoneOf(ctx context.Context, s access.SubjectID) (*time.Location, error) {
	g, err := h.Mail.Within(access.OfSubject(s))
	if err != nil {
		return nil, err
	}
	var to account.Contact
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { to, err = account.Address(r); return err })
	if err != nil && !errors.Is(err, mail.ErrNobody) {
		return nil, err
	}
	p, err := h.Places.Site(ctx, access.SiteID{})
	return p.Clock(to.Zone), err
}

// tellsOf opens what a member of the reader's employer is told of, the oldest first; nothing of somebody who left.
func tellsOf(r *store.Reader, me access.SubjectID) ([]told, error) {
	return store.List(r, "search.tells", store.Args{"me": me}, func(row store.Row) (t told, err error) {
		t.Employer, t.Member = r.Grant().Scope().Employer(), me
		var pace, role string
		var d crypt.DossierID
		var body store.Sealed
		err = row.Scan(&t.ID, &t.Search, &pace, &t.Lang, &t.NextAt, &t.ToldTo, &t.SentAt, &t.Letter.Task, &t.Letter.From, &t.Day.At, &t.Day.N, &role, &d, &body)
		if err != nil {
			return t, err
		}
		t.Pace, t.Role = tell.Pace(pace), access.Role(role)
		return t, t.open(r, d, body)
	})
}

func (t *told) open(r *store.Reader, d crypt.DossierID, body store.Sealed) error {
	p, err := store.Unseal[Saved](r, fieldSaved, d, t.Search, body)
	t.Saved = p.Reveal(r.Grant())
	t.Saved.ID = t.Search
	return err
}
