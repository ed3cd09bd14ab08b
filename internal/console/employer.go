package console

import (
	"cmp"
	"context"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/store"
)

// PageSize is how many employers a page of the list shows.
const PageSize = 50

// Listed is one employer of the list.
type Listed struct {
	employer.Employer
	Jobs    int // open ones
	Members int // who have joined
	Plan    string
}

// Standing is how an employer stands with the operator.
type Standing string

// The standings.
const (
	Unverified Standing = "unverified"
	Verified   Standing = "verified"
	Closed     Standing = "closed"
)

// Standings lists every standing.
func Standings() []Standing { return []Standing{Unverified, Verified, Closed} }

// standing is how e stands.
func standing(e employer.Employer) Standing {
	switch {
	case e.Closed():
		return Closed
	case e.Verified():
		return Verified
	}
	return Unverified
}

// Search narrows the list of employers. The zero Search takes all.
type Search struct {
	Words    string // of the name, or the beginning of a register number
	Standing Standing
	Plan     string // identifier of one, or "none" for those that are on none
	Page     int    // from 1
}

// Employers lists a page of employers by name, and how many there are in all.
func (h *House) Employers(ctx context.Context, g privacy.Grant, s Search) (out []Listed, all int, err error) {
	if err := g.Require(access.EmployerVerify); err != nil {
		return nil, 0, err
	}
	args := store.Args{"words": "%" + like(cmp.Or(employer.Key(s.Words), strings.ToLower(s.Words))) + "%", "number": like(digits(s.Words)) + "%", "state": string(s.Standing), "plan": s.Plan}
	if s.Words != "" && digits(s.Words) == "" {
		args["number"] = "-" // no number begins so
	}
	err = h.DB.Read(ctx, g, func(r *store.Reader) (err error) {
		if err = r.Get("console.employersCount", args, &all); err != nil {
			return err
		}
		args["most"], args["skip"] = PageSize, (max(s.Page, 1)-1)*PageSize
		out, err = store.List(r, "console.employers", args, scanListed)
		return err
	})
	return out, all, err
}

func scanListed(row store.Row) (l Listed, err error) {
	err = row.Scan(&l.ID, &l.Name, &l.Number, &l.Country, &l.Source, &l.MadeAt, &l.VerifiedAt, &l.ClosedAt, &l.Jobs, &l.Members, &l.Plan)
	return l, err
}

// like takes what means something else to LIKE as the character it is.
func like(s string) string { return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) }

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// Seat is one member as the operator sees them: what they may do and since when, never who they are.
type Seat struct {
	Role     access.Role
	MadeAt   time.Time
	JoinedAt time.Time // zero while invited
	Week     time.Time // the Monday of the week in which they were last here; zero where no session is left
}

// Overview is one employer as the operator sees it.
type Overview struct {
	employer.Employer
	Team               []Seat
	Jobs               map[job.State]int
	Applications, Open int
	Files              int
	Bytes              int64
	Webhooks           int
	OnPlan             plan.Standing
	Plans              []plan.Plan // that there are
}

// Ownerless reports whether no owner has ever joined or was invited: then an operator may let in the first one.
func (o Overview) Ownerless() bool {
	for _, s := range o.Team {
		if s.Role == access.Owner {
			return false
		}
	}
	return !o.Closed()
}

// Employer reads one employer.
func (h *House) Employer(ctx context.Context, g privacy.Grant, e access.EmployerID) (o Overview, err error) {
	if err := g.Require(access.EmployerVerify); err != nil {
		return o, err
	}
	o.Jobs = map[job.State]int{}
	args := store.Args{"employer_id": e}
	err = h.DB.Read(ctx, g, func(r *store.Reader) (err error) {
		if o.Employer, err = employer.Read(r, e); err != nil {
			return err
		}
		if o.OnPlan, err = h.Plans.Read(r, e); err != nil {
			return err
		}
		if o.Plans, err = plan.ReadAll(r); err != nil {
			return err
		}
		if o.Team, err = store.List(r, "console.team", args, scanSeat); err != nil {
			return err
		}
		_, err = store.List(r, "console.jobsOf", args, func(row store.Row) (none struct{}, err error) {
			var state string
			var n int
			err = row.Scan(&state, &n)
			o.Jobs[job.State(state)] = n
			return none, err
		})
		if err != nil {
			return err
		}
		return r.Get("console.heldOf", args, &o.Applications, &o.Open, &o.Files, &o.Bytes, &o.Webhooks)
	})
	return o, err
}

func scanSeat(row store.Row) (s Seat, err error) {
	var role string
	var used time.Time
	err = row.Scan(&role, &s.MadeAt, &s.JoinedAt, &used)
	s.Role, s.Week = access.Role(role), monday(used)
	return s, err
}

// monday is the start of the week of t: when somebody was here is nobody's business to the hour.
func monday(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	y, m, d := t.UTC().Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

// FactOwnerInvited tells that an operator let in the first owner of an employer. It names the employer.
const FactOwnerInvited = "employer.owner-invited"

// InviteOwner invites the first owner of an employer. Where there is an owner, whoever works there invites colleagues: an operator lets nobody
// into a team, so that none can come to its applications by this door.
func (h *House) InviteOwner(ctx context.Context, g privacy.Grant, e access.EmployerID, i employer.Invite) error {
	if err := g.Require(access.EmployerVerify); err != nil {
		return err
	}
	o, err := h.Employer(ctx, g, e)
	if err != nil {
		return err
	}
	if !o.Ownerless() {
		return fault.New(fault.Conflict, "console.owner.there")
	}
	i.Role = access.Owner
	if err := h.Doors.Invite(ctx, e, i); err != nil {
		return err
	}
	return h.DB.Write(ctx, g, func(w *store.Writer) error {
		w.Fact(FactOwnerInvited, map[string]string{"employer": e.String()})
		return w.Must("console.noteDoor", store.Args{"what": FactOwnerInvited, "now": w.Now()})
	})
}
