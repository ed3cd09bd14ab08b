package plan

import (
	"verv/internal/store"
)

// scan reads the columns in their order; the last is how many employers are on the plan.
func scan(row store.Row) (p Plan, err error) {
	most := make([]*int64, len(Limits()))
	var standard int64
	err = row.Scan(&p.ID, &p.Name, &most[0], &most[1], &most[2], &most[3], &standard, &p.Version, &p.MadeAt, &p.ChangedAt, &p.ArchivedAt, &p.Employers)
	p.Standard, p.Most = standard == 1, map[Limit]int{}
	for i, l := range Limits() {
		if most[i] != nil {
			p.Most[l] = int(*most[i])
		}
	}
	return p, err
}

func (t Terms) args() store.Args {
	args := store.Args{"name": t.Name, "name_key": key(t.Name), "standard": t.Standard}
	for _, l := range Limits() {
		args[string(l)] = nil
		if n, set := t.Most[l]; set {
			args[string(l)] = n
		}
	}
	return args
}
