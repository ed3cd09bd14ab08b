package search_test

import (
	"bytes"
	"fmt"
	"testing"

	"verv/internal/access"
	"verv/internal/candidate"
	"verv/internal/cv/jsoncv"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// nurse is somebody with a CV of about 150 words, who wants to be found; n makes it another one.
func (w *world) nurse(n int) {
	w.T.Helper()
	p := w.AddPerson("Ada", fmt.Sprintf("ada%d@gmail.com", n), access.Candidate, access.EmployerID{}, access.NoRole)
	w.Must(w.Candidates.Change(w.T.Context(), w.own(p, privacy.Profile), candidate.Profile{Name: "Ada Berg", Headline: "Sykepleier", Place: "Tromsø"}))
	done := "Har hatt ansvar for medikamenter, pasientsamtaler, opplæring av studenter, turnusplaner og kvalitetsarbeid ved avdelingen, og for å dokumentere i journal. "
	c := jsoncv.CV{Skills: []jsoncv.Skill{{Name: "Akuttmedisin"}, {Name: "Turnus"}, {Name: "Veiledning"}}, Languages: []jsoncv.Language{{Name: "Norsk"}, {Name: "Engelsk", Fluency: "B2"}}}
	c.Basics.Name, c.Basics.Summary = "Ada Berg", fmt.Sprint(done, done, n%1009)
	for i, role := range []string{"Hjelpepleier", "Sykepleier", "Avdelingsleder"} {
		c.Work = append(c.Work, jsoncv.Work{Role: role, Employer: fmt.Sprint("Sykehus ", n%500+i), Summary: done,
			Span: jsoncv.Span{Start: jsoncv.Partial{Year: 2010 + 4*i}, End: jsoncv.Partial{Year: 2014 + 4*i}}})
	}
	var doc bytes.Buffer
	w.Must(jsoncv.Write(&doc, c))
	v, err := w.CVs.Upload(w.T.Context(), w.own(p, privacy.Profile), "nb", &doc)
	w.Must(err)
	w.cvs[p.Actor.Subject] = v
	w.show(p, search.Visible)
}

// BenchmarkLoad is what a start spends on each card: read from the store, opened, put into the index.
func BenchmarkLoad(b *testing.B) {
	const people = 5000
	w := newWorld(b, whole.New(b, store.SQLite))
	for n := range people {
		w.nurse(n)
	}
	for b.Loop() {
		w.Search.Restart()
		w.Must(w.Search.Load(b.Context()))
	}
	if n := w.found(w.first, "turnusplaner"); n != people {
		b.Fatalf("%d are found", n)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*people), "µs/card")
}
