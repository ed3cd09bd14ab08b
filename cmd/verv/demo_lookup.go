package main

import "verv/internal/demo/world"

// lookup finds the things of a world by their keys.
type lookup struct {
	employers  map[string]world.Employer
	members    map[string]world.Member
	jobs       map[string]world.Job
	candidates map[string]world.Candidate
}

func lookupOf(w world.World) lookup {
	l := lookup{map[string]world.Employer{}, map[string]world.Member{}, map[string]world.Job{}, map[string]world.Candidate{}}
	for _, e := range w.Employers {
		l.employers[e.Key] = e
		for _, m := range e.Members {
			l.members[m.Key] = m
		}
	}
	for _, j := range w.Jobs {
		l.jobs[j.Key] = j
	}
	for _, c := range w.Candidates {
		l.candidates[c.Key] = c
	}
	return l
}
