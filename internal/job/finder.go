package job

import (
	"container/heap"
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"
	"time"

	"verv/internal/access"
	"verv/internal/match"
	"verv/internal/store"
	"verv/internal/taxonomy/analysis"
)

// The finder holds every open job in memory, in an index of package match: lists, counts and feeds come from it. It holds nothing about a
// person. Facts move it: a job that a fact names is read again before the next list is shown, on this node at once, on others within two
// seconds; one whose deadline passes leaves by itself. What is shown in a list is read from the store, which has the last word on what is open.

// post is what the finder knows of an open job beside the index.
type post struct {
	employer        access.EmployerID
	published, ends time.Time
}

type finder struct {
	index *match.Index

	mu      sync.Mutex // one reader of the store at a time
	loaded  bool
	posts   map[ID]post
	names   map[access.EmployerID]string
	endings endings
	changed time.Time // when something came, changed or went, as far as this process saw
	version uint64    // of the index: another number whenever it may hold something else

	overview kept[map[Facet][]Option] // by the printed rule of a site: two sites of one market share them
	chapters kept[[]chapter]          // by site
	hiring   kept[[]Hiring]           // by the printed rule of a site

	hear      sync.Mutex
	whole     bool // read everything again
	pending   map[ID]struct{}
	employers map[access.EmployerID]struct{} // whose jobs are to be read again
}

func newFinder() *finder {
	return &finder{index: match.New(Options()), posts: map[ID]post{}, names: map[access.EmployerID]string{}}
}

// Options are those of the index of jobs: its words are the vocabulary of others.
func Options() match.Options {
	a := analysis.Default()
	return match.Options{Analyzer: a, Tree: a}
}

// Index is every open job of the installation, for houses that search on. Fresh brings it up to date.
func (h *House) Index() *match.Index { return h.finder.index }

// pendingMost is how many single jobs are read before reading all of them is quicker.
const pendingMost = 500

// factEmployerChanged moves branches and names.
const factEmployerChanged = "employer.changed"

// heard notes what a fact names.
func (f *finder) heard(fact store.Fact) {
	f.hear.Lock()
	defer f.hear.Unlock()
	switch fact.Kind {
	case FactPublished, FactChanged, FactClosed, FactHidden, FactShown:
		f.whole = noted(&f.pending, fact.IDs["job"]) != nil || f.whole || len(f.pending) > pendingMost
	case factEmployerChanged:
		f.whole = noted(&f.employers, fact.IDs["employer"]) != nil || f.whole
	}
}

func noted[T interface {
	comparable
}, P interface {
	*T
	UnmarshalText([]byte) error
}](all *map[T]struct{}, text string) error {
	var v T
	if err := P(&v).UnmarshalText([]byte(text)); err != nil {
		return err
	}
	if *all == nil {
		*all = map[T]struct{}{}
	}
	(*all)[v] = struct{}{}
	return nil
}

// take is what was heard since the last time.
func (f *finder) take() (whole bool, pending map[ID]struct{}, employers map[access.EmployerID]struct{}) {
	f.hear.Lock()
	defer f.hear.Unlock()
	whole, pending, employers = f.whole, f.pending, f.employers
	f.whole, f.pending, f.employers = false, nil, nil
	return whole, pending, employers
}

// Load reads every open job, so that no visitor waits for it.
func (h *House) Load(ctx context.Context) error { return h.Fresh(ctx) }

// Fresh brings the index up to now: what facts named is read again, and what has ended leaves.
func (h *House) Fresh(ctx context.Context) error {
	f := h.finder
	f.mu.Lock()
	defer f.mu.Unlock()
	now := h.db.Now()
	whole, pending, employers := f.take()
	if f.loaded && !whole && len(pending)+len(employers) == 0 {
		f.expire(now)
		return nil
	}
	err := h.db.Read(ctx, h.cfg.Reads, func(r *store.Reader) error {
		if whole || !f.loaded {
			return f.readAll(r, now)
		}
		return f.readSome(r, pending, employers)
	})
	f.version++
	if err != nil {
		f.hear.Lock()
		f.whole = true // nothing of what was heard is lost
		f.hear.Unlock()
		return fmt.Errorf("job: finder: %w", err)
	}
	f.loaded, f.changed = true, now
	f.expire(now)
	return nil
}

// readAll reads every open job and drops what is open no more.
func (f *finder) readAll(r *store.Reader, now time.Time) error {
	places, err := placesOf(r, "job.postPlaces", store.Args{"now": now})
	if err != nil {
		return err
	}
	seen := map[ID]struct{}{}
	f.endings = nil
	docs := func(yield func(match.Document, error) bool) {
		err := eachRow(r, "job.posts", store.Args{"now": now}, func(p *opening) bool {
			p.places = places[p.id]
			seen[p.id] = struct{}{}
			f.keep(p)
			return yield(p.document(), nil)
		})
		if err != nil {
			yield(nil, err)
		}
	}
	if err := f.index.Load(iter.Seq2[match.Document, error](docs), runtime.GOMAXPROCS(0), nil); err != nil {
		return err
	}
	for j := range f.posts {
		if _, ok := seen[j]; !ok {
			f.drop(j)
		}
	}
	return nil
}

// readSome reads the jobs that facts named, and those of employers that changed.
func (f *finder) readSome(r *store.Reader, pending map[ID]struct{}, employers map[access.EmployerID]struct{}) error {
	for e := range employers {
		for j, p := range f.posts {
			if p.employer == e {
				if pending == nil {
					pending = map[ID]struct{}{}
				}
				pending[j] = struct{}{}
			}
		}
	}
	for j := range pending {
		p, err := store.One(r, "job.post", store.Args{"id": j}, scanOpening)
		if store.Missing(err) {
			f.drop(j)
			continue
		}
		if err != nil {
			return err
		}
		if p.places, err = store.List(r, "job.places", store.Args{"job_id": j}, scanPlace); err != nil {
			return err
		}
		f.keep(p)
		f.index.Put(p.document())
	}
	return nil
}

func (f *finder) keep(p *opening) {
	f.posts[p.id] = post{p.employer, p.published, p.ends}
	f.names[p.employer] = p.name
	heap.Push(&f.endings, ending{p.ends, p.id})
}

// name is what an employer with open jobs is called.
func (f *finder) name(e access.EmployerID) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.names[e]
}

// moved is when something last came, changed or went.
func (f *finder) moved() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changed
}

func (f *finder) drop(j ID) {
	delete(f.posts, j)
	f.index.Remove(match.ID(j.Bytes()))
}

// expire takes out what ended by now.
func (f *finder) expire(now time.Time) {
	for len(f.endings) > 0 && !f.endings[0].at.After(now) {
		e := heap.Pop(&f.endings).(ending)
		if p, ok := f.posts[e.job]; ok && p.ends.Equal(e.at) {
			f.drop(e.job)
			f.changed = now
			f.version++
		}
	}
}

// ending is a moment at which a job may end: it may have got another since.
type ending struct {
	at  time.Time
	job ID
}

type endings []ending

func (e endings) Len() int           { return len(e) }
func (e endings) Less(i, j int) bool { return e[i].at.Before(e[j].at) }
func (e endings) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }
func (e *endings) Push(x any)        { *e = append(*e, x.(ending)) }
func (e *endings) Pop() any {
	last := (*e)[len(*e)-1]
	*e = slices.Delete(*e, len(*e)-1, len(*e))
	return last
}
