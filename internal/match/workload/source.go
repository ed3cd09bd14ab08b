package workload

import "iter"

// Source gives the records of one run.
type Source struct {
	CVs      iter.Seq2[*CV, error]
	Jobs     iter.Seq2[*Job, error]
	Alerts   iter.Seq2[*Alert, error]
	CVQuery  iter.Seq2[*CVQuery, error]
	JobQuery iter.Seq2[*JobQuery, error]
}

// Size is how many of each a made run has.
type Size struct{ CVs, Jobs, Alerts, Queries int }

// Source is so many records of the market.
func (m *Market) Source(n Size) Source {
	return Source{CVs: made(n.CVs, m.CV), Jobs: made(n.Jobs, m.Job), Alerts: made(n.Alerts, m.Alert), CVQuery: made(n.Queries, m.CVQuery), JobQuery: made(n.Queries, m.JobQuery)}
}

// made numbers from 1.
func made[T any](n int, one func(int) *T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for i := range n {
			if !yield(one(i+1), nil) {
				return
			}
		}
	}
}

// Collect reads all of a sequence.
func Collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var out []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// First is a sequence that ends after n.
func First[T any](seq iter.Seq2[T, error], n int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		left := n
		if left <= 0 {
			return
		}
		for v, err := range seq {
			if left--; !yield(v, err) || left == 0 {
				return
			}
		}
	}
}
