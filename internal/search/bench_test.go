package search_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/candidate"
	"verv/internal/cv"
	"verv/internal/cv/jsoncv"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/testbed/whole"
)

var people = flag.Int("people", 5000, "who can be found when BenchmarkLoad begins")

// BenchmarkLoad is what a start spends on each card: read from the store, opened with a key of the keystore, put into the index. It tells
// what the heap holds in the end and how far above that it was. -people 1000000 takes 5 GB and a quarter of an hour to make.
func BenchmarkLoad(b *testing.B) {
	w := newWorld(b, whole.New(b, store.SQLite))
	w.plant(*people)
	for b.Loop() {
		b.StopTimer()
		w.Restart() // no key, no page and no statement is held
		heap := watch()
		b.StartTimer()
		w.Must(w.Search.Load(b.Context()))
		b.StopTimer()
		peak, live := heap()
		b.StartTimer()
		b.ReportMetric(float64(peak>>20), "MB-peak")
		b.ReportMetric(float64(live>>20), "MB-live")
	}
	if n := w.found(w.first, "sykepleier"); n != *people {
		b.Fatalf("%d are found", n)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N**people), "µs/card")
}

// watch begins to look at the heap. What it gives ends that, and says how large it became and how much of it is in use.
func watch() func() (peak, live uint64) {
	now := func() uint64 {
		s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(s)
		return s[0].Value.Uint64()
	}
	runtime.GC()
	var most uint64
	ctx, stop := context.WithCancel(context.Background())
	var watching sync.WaitGroup
	watching.Go(func() {
		for ctx.Err() == nil {
			most = max(most, now())
			time.Sleep(2 * time.Millisecond)
		}
	})
	return func() (uint64, uint64) {
		stop()
		watching.Wait()
		runtime.GC()
		return most, now()
	}
}

// plant puts in cards of somebody with a CV of about 150 words of 30,000, some often and most seldom.
func (w *world) plant(n int) {
	w.T.Helper()
	words := vocabulary(30_000)
	each := make(chan int)
	var work sync.WaitGroup
	for range 8 { // keys are made together
		work.Go(func() {
			for i := range each {
				s, err := testbed.IDAt[access.SubjectID](w.Clock.Now())
				w.Must(err)
				v, err := testbed.IDAt[cv.ID](w.Clock.Now())
				w.Must(err)
				g := w.Grant(access.Actor{Persona: access.Candidate, Subject: s}, access.OfSubject(s), privacy.Profile)
				w.Must(w.Search.Plant(w.T.Context(), g, candidate.Profile{Name: "Ada Berg", Headline: "Sykepleier", Place: "Tromsø"}, v, nurse(words, i), shown))
			}
		})
	}
	for i := range n {
		w.Clock.Move(time.Millisecond) // who comes later has a later identifier
		each <- i
	}
	close(each)
	work.Wait()
}

// vocabulary is words that look like Norwegian ones: stems, compounds, endings.
func vocabulary(n int) []string {
	dice := rand.New(rand.NewPCG(1, 2))
	heads := strings.Fields("arbeid syke pasient drift service anlegg prosjekt kvalitet opplæring ledelse miljø kunde økonomi system nett vei bygg kontor lager barne")
	tails := strings.Fields("oppfølging ansvar plan avdeling tjeneste gruppe utvikling kontroll møte rutine journal vakt kurs senter rapport analyse støtte levering")
	sounds := strings.Fields("ba be bo da de do fa fe fi ga ge gi ka ke ki la le li ma me mi na ne ni ra re ri sa se si ta te ti va ve vi skå brø strå")
	ends := []string{"", "er", "en", "ene", "et", "s"}
	var out []string
	for range n {
		stem := ""
		switch dice.IntN(3) {
		case 0:
			stem = heads[dice.IntN(len(heads))] + tails[dice.IntN(len(tails))]
		default:
			for range 2 + dice.IntN(3) {
				stem += sounds[dice.IntN(len(sounds))]
			}
		}
		out = append(out, stem+ends[dice.IntN(len(ends))])
	}
	return out
}

// nurse is a CV; i makes it another one.
func nurse(words []string, i int) jsoncv.CV {
	dice := rand.New(rand.NewPCG(uint64(i), 3))
	often := rand.NewZipf(dice, 1.1, 8, uint64(len(words)-1))
	text := func(n int) string {
		var out []string
		for range n {
			out = append(out, words[often.Uint64()])
		}
		return strings.Join(out, " ")
	}
	c := jsoncv.CV{Skills: []jsoncv.Skill{{Name: "Akuttmedisin"}, {Name: "Turnus"}, {Name: text(1)}}, Languages: []jsoncv.Language{{Name: "Norsk"}, {Name: "Engelsk", Fluency: "B2"}}}
	c.Basics.Name, c.Basics.Summary = "Ada Berg", text(50)
	for k, role := range []string{"Hjelpepleier", "Sykepleier", "Avdelingsleder"} {
		c.Work = append(c.Work, jsoncv.Work{Role: role, Employer: fmt.Sprint("Sykehus ", dice.IntN(500)), Summary: text(25),
			Span: jsoncv.Span{Start: jsoncv.Partial{Year: 2010 + 4*k}, End: jsoncv.Partial{Year: 2014 + 4*k}}})
	}
	return c
}
