package plan

import (
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"verv/internal/fault"
	"verv/internal/id"
)

type noun struct{}

// ID identifies a plan.
type ID = id.ID[noun]

// ParseID reads the choice of a plan in a form; what is none is found wrong beside the field "plan".
func ParseID(text string) (ID, error) {
	p, err := id.Parse[noun](text)
	if err != nil {
		var f fault.Form
		f.Add("plan", "form.choice")
		err = f.Err()
	}
	return p, err
}

// Limit is a thing that a plan limits. Its words stand in the catalogues under "plan.limit.".
type Limit string

// The limits.
const (
	Jobs     Limit = "jobs"     // open at once
	Members  Limit = "members"  // in the team or invited
	Clients  Limit = "clients"  // on an agency's list
	Webhooks Limit = "webhooks" // that have not ended
)

// Limits lists every limit in the order of the pages.
func Limits() []Limit { return []Limit{Jobs, Members, Clients, Webhooks} }

// least is the lowest limit that makes sense: an employer without a member hires nobody.
func (l Limit) least() int {
	if l == Members {
		return 1
	}
	return 0
}

// Terms are what a plan is, as the operator writes it.
type Terms struct {
	Name     string
	Most     map[Limit]int // a limit that is missing holds nothing back
	Standard bool          // new employers start on it
}

// Plan is what an employer may have at once.
type Plan struct {
	ID ID
	Terms
	Version    int
	MadeAt     time.Time
	ChangedAt  time.Time
	ArchivedAt time.Time // zero while it can be given
	Employers  int       // who are on it; counted in the operator's list alone
}

// Archived reports whether the plan is given to nobody any more.
func (p Plan) Archived() bool { return !p.ArchivedAt.IsZero() }

const (
	nameMax   = 60
	limitMost = 100_000
	plansMost = 100
)

func (t Terms) check() error {
	var f fault.Form
	switch n := utf8.RuneCountInString(t.Name); {
	case n == 0:
		f.Add("name", "form.required")
	case n > nameMax:
		f.Add("name", "form.long", fault.Args{"Max": nameMax})
	}
	for _, l := range Limits() {
		if n, set := t.Most[l]; set && (n < l.least() || n > limitMost) {
			f.Add(string(l), "form.range", fault.Args{"Min": l.least(), "Max": limitMost})
		}
	}
	return f.Err()
}

// key is the name as two plans must not both have it.
func key(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(name))), " ")
}

// Use is how much of a limit is used.
type Use struct {
	Limit   Limit
	Most    int  // of no meaning unless Limited
	Limited bool // the plan has such a limit
	Used    int
}

// Full reports whether nothing more can be added.
func (u Use) Full() bool { return u.Limited && u.Used >= u.Most }

// Over reports whether there is more than the plan allows, because it was there before.
func (u Use) Over() bool { return u.Limited && u.Used > u.Most }

// Near reports whether the limit is so near that people want to know: four fifths are used.
func (u Use) Near() bool { return u.Limited && u.Most > 0 && 5*u.Used >= 4*u.Most }

// Standing is how an employer stands with its plan.
type Standing struct {
	Plan Plan
	On   bool // it is on a plan at all
	Uses []Use
}

// use is how much of a limit is used under the plan, if there is one.
func (s Standing) use(l Limit, used int) Use {
	most, limited := s.Plan.Most[l]
	return Use{Limit: l, Most: most, Limited: s.On && limited, Used: used}
}
