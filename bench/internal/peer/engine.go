package peer

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"verv/internal/match/workload"
)

// Program is one peer. A part that it cannot state is nil.
type Program struct {
	Clock  Clock
	Mode   string // what the clock counts: cpu or wall
	Alerts func(*Work) (*Engine[*workload.Job], error)
	CVs    func(*Work) (*Engine[*workload.CVQuery], error)
	Jobs   func(*Work) (*Engine[*workload.JobQuery], error)
}

// Clock counts from any beginning.
type Clock func() time.Duration

// Engine holds the records of one part.
type Engine[Q any] struct {
	N      int   // records that it was given
	Bytes  int64 // that they take, in memory or in files
	Ask    func(Q) (Answer, error)
	Change func(i int) error // takes in the first records once more, one after the other, visible to the next question; nil where it was not tried
	Close  func() error
}

// Answer is what an engine found. Percolating gives alerts alone.
type Answer struct {
	Alerts []int
	Total  int
	Top    []Hit
	Counts []Count
}

// Hit is a record with its score.
type Hit struct {
	ID    int
	Score float64
}

// Facet is what hits are counted by.
type Facet uint8

// The four of the workload.
const (
	County Facet = iota
	Years
	Occupation
	Langs
)

var facets = [...]string{"county", "years", "occupation", "langs"}

// Count is how many hits have a value.
type Count struct {
	Facet    Facet
	Value, N int
}

// Spread turns counts of whole masks into counts of their bits.
func Spread(counts []Count, masks map[uint32]int) []Count {
	var bits [32]int
	for mask, n := range masks {
		for b := range bits {
			if mask>>b&1 == 1 {
				bits[b] += n
			}
		}
	}
	for b, n := range bits {
		if n > 0 {
			counts = append(counts, Count{Langs, b, n})
		}
	}
	return counts
}

// Work is the workload, and the clock that building is measured with.
type Work struct {
	Source workload.Source
	Temp   string // a folder that goes when the program ends
	clock  Clock
	took   time.Duration
}

// Timed adds the time of f to that of building.
func (w *Work) Timed(f func() error) error {
	from := w.clock()
	defer func() { w.took += w.clock() - from }()
	return f()
}

// Load hands all records to add, some at a time. Reading files is not measured.
func Load[T any](w *Work, seq iter.Seq2[T, error], some int, add func([]T) error) (n int, err error) {
	var batch []T
	flush := func() error {
		n += len(batch)
		err := w.Timed(func() error { return add(batch) })
		batch = batch[:0]
		return err
	}
	for v, err := range seq {
		if err != nil {
			return n, err
		}
		if batch = append(batch, v); len(batch) == some {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	return n, flush()
}

// Some is the first records of a sequence, which are changed.
func Some[T any](seq iter.Seq2[T, error]) ([]T, error) {
	return workload.Collect(workload.First(seq, changes))
}

// Best keeps the twenty best hits of those that are added.
type Best []Hit

const most = 20

// Add takes a hit in; of equal scores the smaller number stays.
func (b *Best) Add(h Hit) {
	better := func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) }
	if len(*b) == most && better((*b)[most-1], h) <= 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(*b, h, better)
	*b = slices.Insert(*b, at, h)
	*b = (*b)[:min(len(*b), most)]
}

// Findable says that a person may be found at all. As in Verv, nobody else is taken in.
func Findable(c *workload.CV) bool { return c.Vis != 1 && !c.Restricted }
