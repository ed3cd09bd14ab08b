package plan

import (
	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/store"
)

// Counter counts what an employer has of a thing. It works within the employer's scope and within the operation's.
type Counter func(r *store.Reader, e access.EmployerID) (int, error)

// Count is a Counter of two statements that count the same: one within the employer's scope, one within the operation's, which takes the
// employer as :employer_id.
func Count(own, of store.Name) Counter {
	return func(r *store.Reader, e access.EmployerID) (n int, err error) {
		name, args := scoped(r, e, own, of)
		err = r.Get(name, args, &n)
		return n, err
	}
}

// scoped is the statement that fits the reader's scope, with its arguments.
func scoped(r *store.Reader, e access.EmployerID, own, of store.Name) (store.Name, store.Args) {
	if r.Grant().Scope().Kind() == access.ScopeEmployer {
		return own, store.Args{}
	}
	return of, store.Args{"employer_id": e}
}

// Take refuses one more of a thing where the employer's plan has no room for it. It is called in the transaction that adds the thing, before it
// is added, and holds the employer's line until the end: of two at once the second counts what the first has added.
func Take(w *store.Writer, e access.EmployerID, l Limit, count Counter) error {
	name, args := scoped(w.Reader, e, "plan.holdOwn", "plan.holdOf")
	s, err := standing(w.Reader, name, args)
	if err != nil || !s.On {
		return err
	}
	if _, limited := s.Plan.Most[l]; !limited {
		return nil
	}
	n, err := count(w.Reader, e)
	if err != nil {
		return err
	}
	if u := s.use(l, n); u.Full() {
		return full(u)
	}
	return nil
}

// full says the limit, the use and what can be done.
func full(u Use) error {
	if u.Most == 0 {
		return fault.New(fault.Conflict, keyNone+string(u.Limit))
	}
	return fault.New(fault.Conflict, keyFull+string(u.Limit), fault.Args{"Max": u.Most, "Used": u.Used})
}

// The beginnings of the keys that say that there is no room: of a thing that the plan limits, and of one that is no part of it.
const (
	keyFull = "plan.full."
	keyNone = "plan.none."
)

// IsFull reports whether err says that a plan has no room.
func IsFull(err error) bool {
	f := fault.As(err)
	if f == nil || f.Kind != fault.Conflict {
		return false
	}
	for _, l := range Limits() {
		if f.Key == keyFull+string(l) || f.Key == keyNone+string(l) {
			return true
		}
	}
	return false
}

// Begin puts a new employer on the standard plan, where there is one and the employer is on none. It works within the operation.
func Begin(w *store.Writer, e access.EmployerID) error {
	var p ID
	err := w.Get("plan.standard", store.Args{}, &p)
	if store.Missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	n, err := w.Exec("plan.begin", store.Args{"employer_id": e, "plan_id": p, "now": w.Now()})
	if n == 1 {
		w.Fact(FactAssigned, map[string]string{"employer": e.String(), "plan": p.String()})
	}
	return err
}

// ReadUse is how much of one limit the employer uses, for a page about that thing.
func ReadUse(r *store.Reader, e access.EmployerID, l Limit, count Counter) (u Use, err error) {
	s, err := read(r, e)
	if _, limited := s.Plan.Most[l]; err != nil || !limited {
		return s.use(l, 0), err
	}
	n, err := count(r, e)
	return s.use(l, n), err
}

// read is the plan that the employer is on, if any.
func read(r *store.Reader, e access.EmployerID) (Standing, error) {
	name, args := scoped(r, e, "plan.own", "plan.of")
	return standing(r, name, args)
}

func standing(r *store.Reader, name store.Name, args store.Args) (s Standing, err error) {
	var p ID
	err = r.Get(name, args, &p)
	if store.Missing(err) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	s.On = true
	s.Plan, err = store.One(r, "plan.byID", store.Args{"id": p}, scan)
	return s, err
}
