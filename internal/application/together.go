package application

import (
	"context"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Together is what a team has said and still has to do about one application, as one member may see it.
type Together struct {
	Cards Scorecards
	Todos []Todo
	Asked []Asked
	Twins []Twin
}

func together(r *store.Reader, s shut, notes []Note) (t Together, err error) {
	if err := named(r, s.ID, notes); err != nil {
		return t, err
	}
	if t.Cards, err = cards(r, s, r.Grant().Actor().Subject); err != nil {
		return t, err
	}
	if t.Todos, err = todosOf(r, s.ID); err != nil {
		return t, err
	}
	if t.Asked, err = askedOf(r, s.ID); err != nil {
		return t, err
	}
	t.Twins, err = twinsOf(r, s.ID, false)
	return t, err
}

// Colleagues are the members of the grant's employer, those who have joined, by the subject that notes and scorecards name.
type Colleagues struct {
	List  []employer.Member
	names map[access.SubjectID]string
}

// Name is what a member is called; empty for one who has left: what they wrote stays, without the name.
func (c Colleagues) Name(s access.SubjectID) string { return c.names[s] }

// Colleagues reads them.
func (h *House) Colleagues(ctx context.Context, g privacy.Grant) (c Colleagues, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { c, err = colleagues(r); return err })
	return c, err
}

// colleagues reads them with what a page shows beside them, so that opening it is one access record.
func colleagues(r *store.Reader) (c Colleagues, err error) {
	all, err := employer.ReadTeam(r)
	c.names = map[access.SubjectID]string{}
	for _, m := range all {
		if m.Joined() {
			c.List = append(c.List, m)
			c.names[m.Subject] = m.Name.Reveal(r.Grant())
		}
	}
	return c, err
}
