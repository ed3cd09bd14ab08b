package application_test

import (
	"fmt"
	"testing"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed"
)

// fill sends n applications without the way over HTTP.
func (r *rig) fill(n int) {
	r.T.Helper()
	for i := range n {
		who := access.NewSubject(r.Clock.Now())
		g := r.Grant(access.Actor{Persona: access.Candidate, Subject: who}, access.OfSubject(who), privacy.Apply)
		d, gd, err := r.House.Begin(g, r.job)
		r.must(err)
		d.Name, d.Email, d.Letter = fmt.Sprintf("Person Nummer %04d", i), fmt.Sprintf("p%d@example.org", i), "Jeg bygger hus."
		d.Language, d.Answers = "nb", map[string][]string{r.asked.String(): {"yes"}}
		d, err = r.House.Keep(r.T.Context(), gd, d, nil)
		r.must(err)
		r.must(r.House.Submit(r.T.Context(), g, r.job, r.House.Token(d), account.From{}))
	}
}

// BenchmarkTable is one page of a job with a thousand applications, as a member gets it over HTTP: session, guard, store, opened names,
// access record, page. The goal is 5 ms of CPU.
func BenchmarkTable(b *testing.B) {
	r := newRig(b, testbed.New(b, store.SQLite, serverRooms()))
	r.fill(1000)
	for _, c := range []struct{ name, query string }{{"page", ""}, {"stage", "?sort=stage&state=new&page=7"}, {"name-of-all", "?name=nummer+0999"}} {
		b.Run(c.name, func(b *testing.B) {
			member := r.as("member")
			for b.Loop() {
				if a := member.get(r.table() + c.query); a.Code != 200 {
					b.Fatal(a.Code)
				}
			}
		})
	}
}

// BenchmarkOpen is one application with its letter.
func BenchmarkOpen(b *testing.B) {
	r := newRig(b, testbed.New(b, store.SQLite, serverRooms()))
	r.fill(1)
	line, member := r.line(), r.as("member")
	for b.Loop() {
		if a := member.get(line); a.Code != 200 {
			b.Fatal(a.Code)
		}
	}
}
