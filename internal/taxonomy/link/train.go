package link

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"sync"

	"verv/internal/taxonomy/esco"
	"verv/internal/taxonomy/text"
)

// Plan is how long and from which seed a table is trained. The same plan and corpus give the same table on any number of processors.
type Plan struct {
	Seed    uint64
	Batches int
	Workers int
	Step    func(done, all int, loss float64) // called now and then; may be nil

	buckets int // smaller tables for tests; 0 is Buckets
}

// usual is how many batches the usual training has.
const usual = 5000

// Usual is the training that Verv takes, or a part or a multiple of it in percent.
func Usual(seed uint64, workers, percent int) Plan {
	return Plan{Seed: seed, Batches: usual * percent / 100, Workers: workers}
}

// Constants of the training, chosen on the development part.
const (
	batch    = 256  // pairs that are told apart at a time
	cluster  = 32   // of them neighbours in the classification, which are hard to tell apart
	sharp    = 24   // inverse temperature
	rate     = 0.10 // length of a step
	drop     = 0.15 // share of a text's rows that is left out in one look at it
	rowsSeen = 120  // rows of a text in training
	jobs     = 0.75 // share of batches about occupations and groups; the others are about skills
)

// lesson is a concept as the training sees it: rows of its labels, by language.
type lesson struct {
	langs [][][]int32
	share []float64 // cumulated weight of each language
}

// preference is how often a language is looked at.
var preference = map[string]float64{"nb": 2, "sv": 2, "da": 2, "fi": 1, "en": 2, "de": 1}

// trainer holds the rows while they change.
type trainer struct {
	plan    Plan
	rows    []float32
	square  []float32 // sum of squared gradients of a row, for its rate
	lessons [2][]lesson
	order   [2][]int
	next    [2]int
	dice    text.Dice
	loss    float64
}

// Train makes a table in which labels of one concept point the same way (InfoNCE: the others of a batch are the wrong answers). Concepts
// for which skip holds are never seen, in any language. It ends early only with ctx.
func Train(ctx context.Context, c *esco.Corpus, plan Plan, skip func(id string) bool) (*Table, error) {
	plan.Workers, plan.buckets = max(plan.Workers, 1), cmp.Or(plan.buckets, Buckets)
	t := &trainer{plan: plan, rows: make([]float32, plan.buckets*Dimension), square: make([]float32, plan.buckets), dice: text.Dice(plan.Seed)}
	for i := range t.rows {
		t.rows[i] = float32((2*t.dice.Share() - 1) * math.Sqrt(3.0/Dimension))
	}
	t.learn(c, skip)
	for i := range plan.Batches {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		kind := 0
		if len(t.lessons[1]) >= batch && t.dice.Share() > jobs {
			kind = 1
		}
		if len(t.lessons[kind]) == 0 {
			break
		}
		t.step(kind, rate*float32(1-0.9*float64(i)/float64(plan.Batches)))
		if plan.Step != nil && (i+1)%50 == 0 {
			plan.Step(i+1, plan.Batches, t.loss)
		}
	}
	return quantize(t.rows, Dimension), nil
}

// learn prepares the concepts, neighbours in the classification beside each other.
func (t *trainer) learn(c *esco.Corpus, skip func(string) bool) {
	list := slices.Clone(c.Concepts)
	slices.SortStableFunc(list, func(a, b esco.Concept) int { return strings.Compare(a.ISCO, b.ISCO) })
	for _, x := range list {
		if skip != nil && skip(x.ID) {
			continue
		}
		var l lesson
		sum := 0.0
		for _, lang := range esco.Languages {
			var rows [][]int32
			for _, s := range x.Labels[lang] {
				rows = append(rows, buckets(s, t.plan.buckets, rowsSeen))
			}
			if lang == "en" && x.Text != "" {
				rows = append(rows, buckets(x.Text, t.plan.buckets, rowsSeen)) // what it does is one more way to say it
			}
			if len(rows) > 0 {
				sum += preference[lang]
				l.langs, l.share = append(l.langs, rows), append(l.share, sum)
			}
		}
		if sum == 0 {
			continue
		}
		kind := 0
		if x.Kind == esco.Skill {
			kind = 1
		}
		t.lessons[kind] = append(t.lessons[kind], l)
	}
}

// look is a random label of a lesson with some of its rows left out.
func (l *lesson) look(dice *text.Dice) []int32 {
	at, i := dice.Share()*l.share[len(l.share)-1], 0
	for l.share[i] <= at {
		i++
	}
	labels := l.langs[i]
	k := dice.Below(len(labels))
	if dice.Share() < 0.25 {
		k = 0 // the preferred one, more often
	}
	rows := labels[k]
	out := make([]int32, 0, len(rows))
	for _, r := range rows {
		if dice.Share() >= drop {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return rows
	}
	return out
}

// draw is the lessons of the next batch: runs of neighbours from all over the classification, every run once in a round.
func (t *trainer) draw(kind int) []int {
	n := len(t.lessons[kind])
	var out []int
	for len(out) < min(batch, n) {
		if t.next[kind] == 0 {
			t.order[kind] = t.dice.Order((n + cluster - 1) / cluster)
			t.next[kind] = len(t.order[kind])
		}
		t.next[kind]--
		from := t.order[kind][t.next[kind]]*cluster + t.dice.Below(cluster)
		for k := range cluster {
			if i := (from + k) % n; !slices.Contains(out, i) && len(out) < batch {
				out = append(out, i)
			}
		}
	}
	return out
}

// pair is two looks at one concept.
type pair struct {
	rows   [2][]int32
	vector [2][]float32
	long   [2]float32
	slope  [2][]float32
	square [2]float32
}

// step learns from one batch.
func (t *trainer) step(kind int, rate float32) {
	drawn := t.draw(kind)
	n := len(drawn)
	pairs := make([]pair, n)
	seed := t.dice.Next()
	t.each(n, func(i int) {
		dice := text.Dice(seed + uint64(i)*0xd1342543de82ef95)
		p := &pairs[i]
		for s := range 2 {
			p.rows[s] = t.lessons[kind][drawn[i]].look(&dice)
			p.vector[s] = make([]float32, Dimension)
			for _, r := range p.rows[s] {
				add(p.vector[s], 1, t.rows[int(r)*Dimension:][:Dimension])
			}
			p.long[s] = unit(p.vector[s])
			p.slope[s] = make([]float32, Dimension)
		}
	})
	t.slopes(pairs)
	t.update(pairs, rate)
}

// slopes finds where each vector should go: towards its partner, away from the others in the measure that they are taken for it.
func (t *trainer) slopes(pairs []pair) {
	n := len(pairs)
	odds, losses := make([]float32, 2*n*n), make([]float64, n)
	t.each(n, func(i int) { // odds of j being the partner of i
		row := odds[i*n:][:n]
		for j := range row {
			row[j] = sharp * dot(pairs[i].vector[0], pairs[j].vector[1])
		}
		copy(odds[(n+i)*n:], row)
		losses[i] = softmax(row, i)
	})
	t.each(n, func(j int) { // and of i being the partner of j
		column := make([]float32, n)
		for i := range column {
			column[i] = odds[(n+i)*n+j]
		}
		softmax(column, j)
		for i := range column {
			odds[(n+i)*n+j] = column[i]
		}
	})
	t.each(2*n, func(k int) {
		s, i := k/n, k%n
		p := &pairs[i]
		for j := range n {
			at := i*n + j
			if s == 1 {
				at = j*n + i
			}
			pull := odds[at] + odds[n*n+at]
			if i == j {
				pull -= 2
			}
			if pull > 1e-4 || pull < -1e-4 {
				add(p.slope[s], pull, pairs[j].vector[1-s])
			}
		}
		add(p.slope[s], -dot(p.slope[s], p.vector[s]), p.vector[s]) // only the direction counts
		f := sharp / max(p.long[s], 1e-3) / float32(n)
		for d := range p.slope[s] {
			p.slope[s][d] *= f
		}
		p.square[s] = dot(p.slope[s], p.slope[s]) / Dimension
	})
	sum := 0.0
	for _, l := range losses {
		sum += l / float64(n)
	}
	t.loss += (sum - t.loss) / 20
}

// softmax turns scores into shares and returns the loss of the right one.
func softmax(v []float32, right int) float64 {
	high := slices.Max(v)
	var sum float32
	for i, x := range v {
		v[i] = float32(math.Exp(float64(x - high)))
		sum += v[i]
	}
	for i := range v {
		v[i] /= sum
	}
	return -math.Log(max(float64(v[right]), 1e-9))
}

// update moves the rows. Each worker has rows of its own and meets the pairs in the same order, so that no sum depends on who was first.
func (t *trainer) update(pairs []pair, rate float32) {
	var wait sync.WaitGroup
	for w := range t.plan.Workers {
		wait.Go(func() {
			for i := range pairs {
				for s := range 2 {
					for _, r := range pairs[i].rows[s] {
						if int(r)%t.plan.Workers != w {
							continue
						}
						t.square[r] += pairs[i].square[s]
						f := rate / float32(math.Sqrt(float64(t.square[r])+1e-12))
						add(t.rows[int(r)*Dimension:][:Dimension], -f, pairs[i].slope[s])
					}
				}
			}
		})
	}
	wait.Wait()
}

// each calls f for every i below n, spread over the workers. f writes only what belongs to i.
func (t *trainer) each(n int, f func(i int)) {
	var wait sync.WaitGroup
	for w := range t.plan.Workers {
		wait.Go(func() {
			for i := w; i < n; i += t.plan.Workers {
				f(i)
			}
		})
	}
	wait.Wait()
}
