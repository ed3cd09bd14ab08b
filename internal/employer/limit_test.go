package employer_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/plan"
	"verv/internal/testbed"
)

func (w *world) plan(t plan.Terms) (*plan.House, plan.ID) {
	w.T.Helper()
	plans := plan.New(w.DB)
	p, err := plans.Make(w.T.Context(), w.operator, t)
	w.must(err)
	return plans, p
}

// A plan limits members and clients: who is invited holds a seat, whoever leaves frees it, and of many at once as many come in as there are seats.
func TestPlanLimitsTheTeam(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		e := w.add("Fjellbris Energi AS", "974760673")
		plans, p := w.plan(plan.Terms{Name: "Liten", Most: map[plan.Limit]int{plan.Members: 3, plan.Clients: 1}})
		w.must(plans.Assign(t.Context(), w.operator, e, p))
		w.enrol(e, access.Owner, "Eva")
		owner := w.as(e, access.Owner)
		var in, full atomic.Int64
		var all sync.WaitGroup
		for i := range 6 {
			all.Go(func() {
				err := w.house.Invite(t.Context(), owner, employer.Invite{Name: "Ola", Address: fmt.Sprintf("ola%d@post.example", i), Language: "nb", Role: access.Recruiter})
				switch f := fault.As(err); {
				case err == nil:
					in.Add(1)
				case f.Kind == fault.Conflict && f.Key == "plan.full.members" && f.Args["Max"] == 3 && f.Args["Used"] == 3:
					full.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		team := w.team(owner)
		if in.Load() != 2 || full.Load() != 4 || len(team) != 3 {
			t.Fatalf("%d came in, %d were refused, %d are in the team", in.Load(), full.Load(), len(team))
		}
		w.must(w.house.Remove(t.Context(), owner, team[2].ID, employer.MemberID{}))
		w.must(w.house.Invite(t.Context(), owner, employer.Invite{Name: "Kari", Address: "kari@post.example", Language: "nb", Role: access.Recruiter}))

		w.must(w.house.Set(t.Context(), owner, employer.Setting{Agency: true, ArchiveDays: employer.StandardArchive}))
		_, err := w.house.AddClient(t.Context(), owner, employer.Client{Name: "Havna"})
		w.must(err)
		if _, err := w.house.AddClient(t.Context(), owner, employer.Client{Name: "Fabrikken"}); !plan.IsFull(err) {
			t.Errorf("a client beyond the plan: %v", err)
		}
	})
}

// New employers start on the standard plan: those that an operator adds, and those that it verifies; never one that only stands in a file, and never
// one that is on a plan already.
func TestStandardPlan(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		before := w.add("Fjellbris Energi AS", "974760673")
		plans, p := w.plan(plan.Terms{Name: "Standard", Most: map[plan.Limit]int{plan.Jobs: 3}, Standard: true})
		on := func(e employer.ID) plan.ID {
			t.Helper()
			s, err := plans.Own(t.Context(), w.as(e, access.Owner))
			w.must(err)
			return s.Plan.ID
		}
		after := w.add("Solvik kommune", "889640782")
		if !on(before).IsZero() || on(after) != p {
			t.Errorf("before: %s, after: %s", on(before), on(after))
		}
		w.must(w.house.Verify(t.Context(), w.operator, before, "NO", "974760673"))
		other, err := plans.Make(t.Context(), w.operator, plan.Terms{Name: "Stor"})
		w.must(err)
		w.must(plans.Assign(t.Context(), w.operator, after, other))
		w.must(w.house.Verify(t.Context(), w.operator, after, "NO", "889640782"))
		if on(before) != p || on(after) != other {
			t.Errorf("verified: %s, verified on another plan: %s", on(before), on(after))
		}
	})
}
