package plan_test

import (
	"testing"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed"
)

type world struct {
	*testbed.Bed
	house    *plan.House
	operator privacy.Grant
	e        access.EmployerID
	has      int // of each thing, as a house further along would count it
}

func newWorld(t *testing.T, b *testbed.Bed) *world {
	b.T = t
	w := &world{Bed: b, house: plan.New(b.DB), operator: b.Grant(access.Actor{Persona: access.Operator}, access.Operation(), privacy.Operate),
		e: testbed.NewID[access.EmployerID](b)}
	w.house.Fill(map[plan.Limit]plan.Counter{plan.Jobs: w.count, plan.Webhooks: w.count})
	return w
}

func (w *world) count(*store.Reader, access.EmployerID) (int, error) { return w.has, nil }

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) make(t plan.Terms) plan.ID {
	w.T.Helper()
	p, err := w.house.Make(w.T.Context(), w.operator, t)
	w.must(err)
	return p
}

func (w *world) member() privacy.Grant {
	return w.Grant(access.Actor{Persona: access.Member, Role: access.Owner, Employer: w.e, Subject: testbed.NewID[access.SubjectID](w.Bed)}, access.OfEmployer(w.e), privacy.Recruit)
}

// take adds one more of a thing under the grant, if the plan has room.
func (w *world) take(g privacy.Grant, l plan.Limit) error {
	return w.DB.Write(w.T.Context(), g, func(tx *store.Writer) error {
		err := plan.Take(tx, w.e, l, w.count)
		if err == nil {
			w.has++
		}
		return err
	})
}

// wrong is the key beside the first field that is wrong.
func wrong(err error) string {
	f := fault.As(err)
	if f == nil || len(f.Fields) == 0 {
		return ""
	}
	return f.Fields[0].Name + " " + f.Fields[0].Key
}

// The operator's list: names that are free, limits that make sense, one standard, and nobody else's business.
func TestPlans(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		small := w.make(plan.Terms{Name: " Liten   plan ", Most: map[plan.Limit]int{plan.Jobs: 3, plan.Webhooks: 0}, Standard: true})
		large := w.make(plan.Terms{Name: "Stor", Standard: true})
		for bad, want := range map[string]plan.Terms{"name form.required": {}, "name plan.name.taken": {Name: "LITEN plan"}, "members form.range": {Name: "x", Most: map[plan.Limit]int{plan.Members: 0}},
			"jobs form.range": {Name: "x", Most: map[plan.Limit]int{plan.Jobs: -1}}} {
			if _, err := w.house.Make(t.Context(), w.operator, want); wrong(err) != bad {
				t.Errorf("%+v: %v, want %s", want, err, bad)
			}
		}
		all, err := w.house.List(t.Context(), w.operator)
		if err != nil || len(all) != 2 || all[0].Name != "Liten plan" || all[0].Standard || !all[1].Standard {
			t.Fatalf("%+v, %v", all, err)
		}
		if n, limited := all[0].Most[plan.Webhooks]; !limited || n != 0 {
			t.Error("none of a thing is kept as no limit")
		}
		if _, limited := all[0].Most[plan.Members]; limited {
			t.Error("no limit is kept as none of a thing")
		}
		w.must(w.house.Change(t.Context(), w.operator, small, 1, plan.Terms{Name: "Liten", Most: map[plan.Limit]int{plan.Jobs: 2}}))
		if err := w.house.Change(t.Context(), w.operator, small, 1, plan.Terms{Name: "Annen"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a change of an old version was taken: %v", err)
		}
		w.must(w.house.Archive(t.Context(), w.operator, large, true))
		if err := w.house.Change(t.Context(), w.operator, large, 2, plan.Terms{Name: "Stor", Standard: true}); wrong(err) != "standard plan.standard.archived" {
			t.Errorf("an archived plan is the standard: %v", err)
		}
		if err := w.house.Assign(t.Context(), w.operator, w.e, large); wrong(err) != "plan form.choice" {
			t.Errorf("an archived plan was given: %v", err)
		}
		if err := w.house.Assign(t.Context(), w.operator, w.e, testbed.NewID[plan.ID](b)); wrong(err) != "plan form.choice" {
			t.Errorf("no plan at all was given: %v", err)
		}
		for name, err := range map[string]error{"list": func() error { _, err := w.house.List(t.Context(), w.member()); return err }(),
			"assign": w.house.Assign(t.Context(), w.member(), w.e, small), "change": w.house.Change(t.Context(), w.member(), small, 2, plan.Terms{Name: "Alt"})} {
			if !fault.Is(err, fault.Withheld) {
				t.Errorf("a member may %s: %v", name, err)
			}
		}
	})
}

// A place is taken while there is one, within either scope; on no plan there is always one; and what there is more of when a plan shrinks stays.
func TestTake(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		w.has = 7
		w.must(w.take(w.member(), plan.Jobs)) // on no plan
		if s, err := w.house.Own(t.Context(), w.member()); err != nil || s.On || len(s.Uses) != 0 {
			t.Errorf("on no plan: %+v, %v", s, err)
		}
		p := w.make(plan.Terms{Name: "Liten", Most: map[plan.Limit]int{plan.Jobs: 2, plan.Webhooks: 0}})
		w.must(w.house.Assign(t.Context(), w.operator, w.e, p))
		w.has = 1
		w.must(w.take(w.member(), plan.Jobs))
		for name, g := range map[string]privacy.Grant{"a member": w.member(), "Verv": w.Grant(access.Verv("test"), access.Operation(), privacy.Operate)} {
			err := w.take(g, plan.Jobs)
			f := fault.As(err)
			if f == nil || f.Kind != fault.Conflict || f.Key != "plan.full.jobs" || f.Args["Max"] != 2 || f.Args["Used"] != 2 || !plan.IsFull(err) {
				t.Errorf("%s took a place beyond the last: %v", name, err)
			}
		}
		if err := w.take(w.member(), plan.Webhooks); fault.As(err) == nil || fault.As(err).Key != "plan.none.webhooks" {
			t.Errorf("what is no part of the plan was taken: %v", err)
		}
		w.must(w.take(w.member(), plan.Members)) // this plan does not limit it
		w.has = 5
		w.must(w.house.Change(t.Context(), w.operator, p, 1, plan.Terms{Name: "Mini", Most: map[plan.Limit]int{plan.Jobs: 4}}))
		s, err := w.house.Own(t.Context(), w.member())
		if err != nil || s.Plan.Name != "Mini" || len(s.Uses) != 2 || !s.Uses[0].Over() || s.Uses[0].Used != 5 || s.Uses[1].Limited {
			t.Errorf("%+v, %v", s, err)
		}
		w.must(w.house.Archive(t.Context(), w.operator, p, true))
		if err := w.take(w.member(), plan.Jobs); !plan.IsFull(err) {
			t.Errorf("an archived plan no longer holds: %v", err)
		}
		w.must(w.house.Assign(t.Context(), w.operator, w.e, p)) // as it was
		w.must(w.house.Assign(t.Context(), w.operator, w.e, plan.ID{}))
		w.must(w.take(w.member(), plan.Jobs))
	})
}

func TestUse(t *testing.T) {
	for _, c := range []struct {
		most, used       int
		full, over, near bool
	}{{5, 3, false, false, false}, {5, 4, false, false, true}, {5, 5, true, false, true}, {5, 6, true, true, true}, {1, 0, false, false, false}, {0, 0, true, false, false}, {0, 2, true, true, false}} {
		u := plan.Use{Limit: plan.Jobs, Limited: true, Most: c.most, Used: c.used}
		if u.Full() != c.full || u.Over() != c.over || u.Near() != c.near {
			t.Errorf("%+v: full %t, over %t, near %t", c, u.Full(), u.Over(), u.Near())
		}
		if u.Limited = false; u.Full() || u.Over() || u.Near() {
			t.Errorf("%+v without a limit is full", c)
		}
	}
}
