package job

import (
	"sync"
	"time"

	"verv/internal/match/query"
	"verv/internal/site"
)

// overview keeps the options of lists that nobody has narrowed, which are what most visitors open: each costs as many searches as there are ages of a
// job, and grows with all that is open. They hold until a job comes, changes or goes, and at most for a minute, because
// the age of jobs is among them. Two sites of one market share them.
type overview struct {
	mu   sync.Mutex
	at   edition
	kept map[string]map[Facet][]Option // by the printed rule of the site
}

// edition is a state of the index within a minute.
type edition struct {
	version uint64
	minute  int64
}

// of are the options of a site as they were counted for this edition, or as count finds them now. Nobody changes what it returns.
func (o *overview) of(s site.Site, at edition, count func() map[Facet][]Option) map[Facet][]Option {
	rule := query.Print(market(s))
	o.mu.Lock()
	kept, ok := o.kept[rule]
	ok = ok && o.at == at
	o.mu.Unlock()
	if ok {
		return kept
	}
	kept = count()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.at != at {
		o.at, o.kept = at, map[string]map[Facet][]Option{}
	}
	o.kept[rule] = kept
	return kept
}

// edition is that of the index now. What is counted after it was read is of this edition or of a later one.
func (f *finder) edition(now time.Time) edition {
	f.mu.Lock()
	defer f.mu.Unlock()
	return edition{f.version, now.Unix() / 60}
}
