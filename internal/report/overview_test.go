package report

import (
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/id"
	"verv/internal/promise/show"
)

// installation is the rows of three employers on the same sites, and what each employer's own report is made of.
type installation struct {
	worlds []world
	rows   []Row // of all
	from   []int // where each employer's begin
	owned  [][]cell
	cells  []cell // as the operator sees them
}

func found(dice *rand.Rand) (in installation) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := range 3 {
		w := throw(dice)
		var e access.EmployerID
		_ = e.UnmarshalText([]byte(id.New[struct{}](now).String()))
		own := make([]Row, len(w.rows))
		for i, r := range w.rows {
			for k, s := range w.sites {
				if n > 0 && s == r.Site {
					r.Site = in.worlds[0].sites[k]
				}
			}
			own[i] = r
			r.Employer = e
			w.rows[i] = r
		}
		if n > 0 {
			w.sites = in.worlds[0].sites
		}
		in.owned, in.from = append(in.owned, release(own)), append(in.from, len(in.rows))
		in.worlds, in.rows = append(in.worlds, w), append(in.rows, w.rows...)
	}
	in.cells = releaseAll(in.rows)
	return in
}

// sets are the figures of one measure that can be read, as the rows that each is a sum of: those of the operator, and those of employers.
func (in installation) sets(m Measure) (operator, employers []map[int]bool) {
	for _, f := range in.worlds[0].filters() {
		if f.Job.IsZero() {
			operator = append(operator, f.seen(in.cells, m))
		}
	}
	for e, w := range in.worlds {
		for _, f := range w.filters() {
			set := map[int]bool{}
			for i := range f.seen(in.owned[e], m) {
				set[in.from[e]+i] = true
			}
			employers = append(employers, set)
		}
	}
	return operator, employers
}

// Whoever subtracts employers' figures from the operator's, or the other way, is left with nobody or with ten at least.
func TestSmallGroupsOfTheOperator(t *testing.T) {
	show.Show(t, "report.small-groups", "operator-groups-of-their-own")
	dice := rand.New(rand.NewPCG(7, 1))
	shared, left := 0, 0
	for range 8 {
		in := found(dice)
		for _, c := range in.cells {
			if c.levels[index[Rejected]] > within {
				shared++
			}
		}
		for _, m := range []Measure{Applied, Rejected, ToRead} {
			operator, employers := in.sets(m)
			one := func(of []map[int]bool) map[int]bool { return of[dice.IntN(len(of))] }
			for range 2000 {
				a, b := one(operator), map[int]bool{}
				if dice.IntN(3) == 0 {
					a = one(employers)
					maps.Copy(b, one(operator))
				}
				for range dice.IntN(4) {
					maps.Copy(b, one(employers))
				}
				n := sum(in.cells, m, a, b)
				if n > 0 && n < least {
					t.Fatalf("%s: figures of the operator less figures of employers leave %d", m, n)
				}
				if n > 0 {
					left++
				}
			}
		}
	}
	if shared == 0 || left == 0 {
		t.Errorf("%d counts are shared by employers and %d differences are left: the test has nothing to find", shared, left)
	}
}
