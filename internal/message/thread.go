package message

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Thread is the conversation about one application, as one of its sides reads it.
type Thread struct {
	Of    application.Application
	All   []Message // oldest first
	Aside []Aside   // for the person alone
}

// New is how many messages the reader has not read.
func (t Thread) New() (n int) {
	for _, m := range t.All {
		if m.New {
			n++
		}
	}
	return n
}

// Thread reads the messages of an application of the grant's employer. What is new is derived, for each member, from the
// access records, whose identifiers are in the order of time.
func (h *House) Thread(ctx context.Context, g privacy.Grant, v application.ID) (t Thread, err error) {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return t, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		r.About("thread", v)
		if t.Of, err = application.Find(r, v); err != nil {
			return err
		}
		if t.All, err = store.List(r, "message.ofHeld", store.Args{"application_id": v, "me": g.Actor().Subject}, scan(r)); err != nil {
			return err
		}
		return h.attached(r, "message.filesHeld", store.Args{"application_id": v}, t.All)
	})
	return t, err
}

// Own reads the messages of an application of the grant's person, and when the team read theirs.
func (h *House) Own(ctx context.Context, g privacy.Grant, v application.ID) (t Thread, err error) {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return t, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		if t.Of, err = application.Find(r, v); err != nil {
			return err
		}
		args := store.Args{"application_id": v, "now": h.db.Now()}
		if t.All, err = store.List(r, "message.ofOwn", args, scan(r)); err != nil {
			return err
		}
		if t.Aside, err = asides(r, v); err != nil {
			return err
		}
		looks, err := looksAt(r, t.Of)
		if err != nil {
			return err
		}
		for i, m := range t.All {
			if m.Person() {
				t.All[i].ReadAt = first(looks, m.At)
			}
		}
		return h.attached(r, "message.filesOwn", args, t.All)
	})
	return t, err
}

// looksMost bounds the access records of one application that are read.
const looksMost = 100_000

// looksAt is when somebody of the employer opened the thread, from the access records.
func looksAt(r *store.Reader, a application.Application) (out []time.Time, err error) {
	all, err := r.AccessesTo(a.Dossier(), looksMost)
	for _, rec := range all {
		if rec.Actor == access.Member && rec.Employer == a.Employer && rec.About.Noun == "thread" {
			out = append(out, rec.At)
		}
	}
	return out, err
}

// first is the earliest moment that is not before since; zero where there is none.
func first(all []time.Time, since time.Time) (out time.Time) {
	for _, t := range all {
		if !t.Before(since) && (out.IsZero() || t.Before(out)) {
			out = t
		}
	}
	return out
}

// Talk is one thread in a list of them.
type Talk struct {
	Of     application.Application
	LastAt time.Time
	Count  int
	New    int
}

// OwnTalks lists the threads of the grant's person, the latest first.
func (h *House) OwnTalks(ctx context.Context, g privacy.Grant) (out []Talk, err error) {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = talks(r, "message.inboxOwn", store.Args{"now": h.db.Now()})
		return err
	})
	return out, err
}

// The inbox of a team goes back half a year and holds what one page shows.
const (
	inboxMost = 50
	inboxDays = 180
)

// TeamTalks lists the latest threads of the grant's employer. It opens the names of the applicants.
func (h *House) TeamTalks(ctx context.Context, g privacy.Grant) (out []Talk, err error) {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = talks(r, "message.inboxHeld", store.Args{"me": g.Actor().Subject, "since": inboxSince(h.db.Now()), "most": inboxMost})
		return err
	})
	return out, err
}

// WalkTalks lists threads of the grant's employer in the order the applications came, after one of them: what is written meanwhile moves nothing.
// It opens the names of the applicants. Next is zero on the last page.
func (h *House) WalkTalks(ctx context.Context, g privacy.Grant, after application.ID, most int) (out []Talk, next application.ID, err error) {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return nil, next, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		all, err := listTalks(r, "message.walkHeld", store.Args{"me": g.Actor().Subject, "since": inboxSince(h.db.Now()), "after": after.String(), "most": most + 1})
		if err != nil {
			return err
		}
		if len(all) > most {
			all = all[:most]
			next = all[most-1].Of.ID
		}
		out, err = found(r, all)
		return err
	})
	return out, next, err
}

func inboxSince(now time.Time) time.Time { return now.AddDate(0, 0, -inboxDays) }

func talks(r *store.Reader, name store.Name, args store.Args) ([]Talk, error) {
	all, err := listTalks(r, name, args)
	if err != nil {
		return nil, err
	}
	return found(r, all)
}

func listTalks(r *store.Reader, name store.Name, args store.Args) ([]Talk, error) {
	return store.List(r, name, args, func(row store.Row) (t Talk, err error) {
		err = row.Scan(&t.Of.ID, &t.LastAt, &t.Count, &t.New)
		return t, err
	})
}

// found opens the applications of threads.
func found(r *store.Reader, all []Talk) (out []Talk, err error) {
	for _, t := range all {
		t.Of, err = application.Find(r, t.Of.ID)
		if store.Missing(err) { // withdrawn, and on its way out
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// Unread counts, by application, what persons wrote that the reader's member has not read. Nothing is opened.
func Unread(r *store.Reader) (map[application.ID]int, error) {
	out := map[application.ID]int{}
	args := store.Args{"me": r.Grant().Actor().Subject, "since": inboxSince(r.Now())}
	_, err := store.List(r, "message.unreadHeld", args, func(row store.Row) (struct{}, error) {
		var v application.ID
		var n int
		err := row.Scan(&v, &n)
		out[v] = n
		return struct{}{}, err
	})
	return out, err
}

// UnreadOwn counts, by application, what the person of the reader has not read. Nothing is opened.
func UnreadOwn(r *store.Reader) (map[application.ID]int, error) {
	out := map[application.ID]int{}
	_, err := store.List(r, "message.inboxOwn", store.Args{"now": r.Now()}, func(row store.Row) (struct{}, error) {
		var v application.ID
		var at time.Time
		var all, n int
		err := row.Scan(&v, &at, &all, &n)
		out[v] = n
		return struct{}{}, err
	})
	return out, err
}

// Waiting is how many messages the actor has not read, for the navigation.
func (h *House) Waiting(ctx context.Context, g privacy.Grant) (n int, err error) {
	count := UnreadOwn
	if g.Scope().Kind() == access.ScopeEmployer {
		count = Unread
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		all, err := count(r)
		for _, k := range all {
			n += k
		}
		return err
	})
	return n, err
}

// See notes that the person has read their thread up to now. Opening the page alone notes nothing.
func (h *House) See(ctx context.Context, g privacy.Grant, v application.ID) error {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		a, err := application.Locate(w.Reader, v)
		if err != nil {
			return err
		}
		return see(w, a)
	})
}

func see(w *store.Writer, a application.Application) error {
	return w.Must("message.see", store.Args{"application_id": a.ID, "employer_id": a.Employer, "dossier_id": a.Dossier(), "now": w.Now()})
}
