package search

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/privacy"
	"verv/internal/store"
)

// How much each member opened follows from the access records, which nobody can leave out: nothing is counted beside them.

const (
	day       = 24 * time.Hour
	logDays   = 30
	logMost   = 200
	bulkShare = 2 // from a half of the limit on a member's reading is marked
)

// left is how many cards the grant's member may still be shown in these twenty-four hours.
func (h *House) left(ctx context.Context, g privacy.Grant) (n int, err error) {
	err = h.db.Read(ctx, h.Watch, func(r *store.Reader) error {
		return r.Get("search.opened", store.Args{"by_id": g.Actor().Subject, "from": r.Now().Add(-day)}, &n)
	})
	return max(0, h.Limits.Cards-n), err
}

// Reader is how much one member opened.
type Reader struct {
	Name     string // of the member, for the owner; empty for the officer and for one who left
	Employer string
	Month    int  // cards in thirty days
	Today    int  // cards in the last day
	Bulk     bool // so many today that somebody should ask why
}

// Log is how much each member of the grant's employer opened, for the owner.
func (h *House) Log(ctx context.Context, g privacy.Grant) (out []Reader, err error) {
	if err := g.Require(access.MemberInvite); err != nil {
		return nil, err
	}
	month, today, err := h.readings(ctx, "search.readersOf", store.Args{"employer_id": g.Scope().Employer()})
	if err != nil {
		return nil, err
	}
	names := map[access.SubjectID]string{}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		team, err := employer.ReadTeam(r)
		for _, m := range team {
			names[m.Subject] = m.Name.Reveal(g)
		}
		return err
	})
	for _, v := range month {
		out = append(out, h.line(v, names[v.Member], "", today))
	}
	return out, err
}

// Bulk is who opened very many cards in a day of the last thirty, for the privacy officer. It names employers, and members by nothing.
func (h *House) Bulk(ctx context.Context, g privacy.Grant) (out []Reader, err error) {
	if err := g.Require(access.RightsOversee); err != nil {
		return nil, err
	}
	month, today, err := h.readings(ctx, "search.readers", store.Args{"least": h.Limits.Cards / bulkShare})
	if err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		for _, v := range month {
			e, err := employer.Read(r, v.Employer)
			if err != nil {
				return err
			}
			out = append(out, h.line(v, "", e.Name, today))
		}
		return nil
	})
	return out, err
}

func (h *House) readings(ctx context.Context, name store.Name, args store.Args) (month []reader, today map[access.SubjectID]int, err error) {
	today = map[access.SubjectID]int{}
	err = h.db.Read(ctx, h.Watch, func(r *store.Reader) error {
		args["most"], args["from"] = logMost, r.Now().AddDate(0, 0, -logDays)
		if month, err = store.List(r, name, args, scanReader); err != nil {
			return err
		}
		args["from"] = r.Now().Add(-day)
		last, err := store.List(r, name, args, scanReader)
		for _, v := range last {
			today[v.Member] = v.Cards
		}
		return err
	})
	return month, today, err
}

func (h *House) line(v reader, name, employer string, today map[access.SubjectID]int) Reader {
	n := today[v.Member]
	return Reader{Name: name, Employer: employer, Month: v.Cards, Today: n, Bulk: n >= h.Limits.Cards/bulkShare}
}
