package trial

import (
	"context"
	"math"
	"runtime"
	"sync"

	"verv/internal/taxonomy/esco"
	"verv/internal/taxonomy/link"
)

// Result is how well the queries of one language were answered, in one reading and one way.
type Result struct {
	Language string
	Kind     string // what was asked: label, noise or group
	Reading  string // concept: each listed once; label: a wrong concept counts as often as it has labels in the language
	Table    bool
	Rule     bool
	N        int
	MRR      float64
	Error    float64 // standard error of MRR
	At1      float64
	At5      float64
	At10     float64
}

// most is how many queries of a language are asked; from longer lists every n-th is taken. English has more labels than the others together.
const most = 1000

// Languages are those that are measured.
var Languages = []string{"nb", "sv", "da", "en", "fi"}

// ways are with and without table and group rule.
var ways = []link.How{{}, {NoRule: true}, {NoTable: true}, {NoTable: true, NoRule: true}}

// Run asks for everything with and without table and group rule. table was trained without the concepts of development and test.
func Run(ctx context.Context, c *esco.Corpus, table *link.Table, part Part, report func(Result)) error {
	l := link.New(c, table)
	for _, lang := range Languages {
		for _, kind := range []string{"label", "noise", "group"} {
			qs := thin(ask(c, lang, part, kind))
			if len(qs) == 0 {
				continue
			}
			for _, how := range ways {
				if err := ctx.Err(); err != nil {
					return err
				}
				how.Foreign = lang == "fi" && kind == "label"
				concepts, labels := places(l, lang, qs, how)
				one := Result{Language: lang, Kind: kind, Reading: "concept", Table: !how.NoTable, Rule: !how.NoRule}
				two := one
				two.Reading = "label"
				one.sum(concepts)
				two.sum(labels)
				report(one)
				report(two)
			}
		}
	}
	return nil
}

// places is where the right concept of each query stands, in both readings.
func places(l *link.Linker, lang string, qs []asked, how link.How) (concepts, labels []int) {
	concepts, labels = make([]int, len(qs)), make([]int, len(qs))
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(qs); i += workers {
				this := how
				this.Out = qs[i].out
				concepts[i], labels[i] = l.Place(lang, qs[i].text, this, qs[i].right)
			}
		})
	}
	wait.Wait()
	return concepts, labels
}

func thin(qs []asked) []asked {
	if len(qs) <= most {
		return qs
	}
	out := make([]asked, most)
	for i := range out {
		out[i] = qs[i*len(qs)/most]
	}
	return out
}

// sum computes the figures of a list of places.
func (r *Result) sum(places []int) {
	r.N = len(places)
	n := float64(r.N)
	var squares float64
	for _, p := range places {
		x := 1 / float64(p)
		r.MRR += x / n
		squares += x * x / n
		for _, at := range []struct {
			share *float64
			k     int
		}{{&r.At1, 1}, {&r.At5, 5}, {&r.At10, 10}} {
			if p <= at.k {
				*at.share += 1 / n
			}
		}
	}
	r.Error = math.Sqrt(max(squares-r.MRR*r.MRR, 0) / max(n-1, 1))
}
