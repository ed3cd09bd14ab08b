package main

import (
	"fmt"
	"slices"

	"verv/internal/demo/grow"
	"verv/internal/demo/world"
)

// sample prints advertisements of the full demonstration, spread over all of a language, without starting anything.
func (v demoVerb) sample(o *outside) error {
	all, err := grow.Worlds(grow.Seed, o.now())
	if err != nil {
		return err
	}
	var jobs []world.Job
	names := map[string]string{}
	for _, w := range all {
		for _, e := range w.Employers {
			names[e.Key] = e.Name
		}
		jobs = append(jobs, w.Jobs...)
	}
	jobs = slices.DeleteFunc(jobs, func(j world.Job) bool { return j.Body == "" || v.Lang != "" && j.Language != v.Lang })
	n := min(v.Sample, len(jobs))
	for i := range n {
		j := jobs[i*len(jobs)/n]
		fmt.Fprintf(o.out, "%s\n%s, %s\n%d-%d %s/%s\n\n%s\n%s\n\n", j.Title, names[j.Employer], j.Places[0].Town, j.Pay.Min, j.Pay.Max, j.Pay.Currency, j.Pay.Per, j.Body,
			"----------------------------------------")
	}
	return nil
}
