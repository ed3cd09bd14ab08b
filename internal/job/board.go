package job

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"verv/internal/access"
	"verv/internal/site"
	"verv/internal/store"
)

// The board is what lists and counts need of every open job, in memory: a count of each facet would cost the database a scan for every
// request. It holds no text of an advertisement and nothing about a person, about 400 bytes a job. Facts move it: a job that a fact names
// is read again before the next list is shown, on this node at once, on others within two seconds. What is shown in a list is read from the
// store, which has the last word on what is open.

// post is one open job on the board.
type post struct {
	id       ID
	employer access.EmployerID
	home     site.ID
	words    string // folded title and employer
	places   string // folded towns, regions, postcodes, countries
	facets   [codedFacets]uint32
	name, regionName,
	branch, language string // name of the employer
	countries, regions []string // codes; regions and towns
	region             int32    // number of regionName on the board, 0 for none
	annual             int64
	currency           string
	published, ends    int64 // milliseconds
	changed            int64
}

func (p *post) offer() site.Offer {
	return site.Offer{Home: p.home, Employer: p.employer, Branch: p.branch, Language: p.language, Countries: p.countries, Regions: p.regions}
}

// newer is the order of lists: by publication, the newest first.
func newer(a, b *post) int {
	if c := cmp.Compare(b.published, a.published); c != 0 {
		return c
	}
	return b.id.Compare(a.id)
}

// board is every open job at one moment. It does not change once it is there.
type board struct {
	at      time.Time
	posts   []*post  // newest first
	regions []string // by number
	shelves *shelves
}

// boardKeeper makes the next board from the last one and what facts named.
type boardKeeper struct {
	mu      sync.Mutex // one reader of the store at a time
	current *board

	hear    sync.Mutex
	whole   bool // read everything again
	pending map[ID]struct{}
}

// pendingMost is how many single jobs are read before reading all of them is quicker.
const pendingMost = 500

// heard notes what a fact names.
func (k *boardKeeper) heard(f store.Fact) {
	switch f.Kind {
	case FactPublished, FactChanged, FactClosed, FactHidden, FactShown:
		var j ID
		err := j.UnmarshalText([]byte(f.IDs["job"]))
		k.hear.Lock()
		defer k.hear.Unlock()
		if err != nil || len(k.pending) >= pendingMost {
			k.whole = true
			return
		}
		if k.pending == nil {
			k.pending = map[ID]struct{}{}
		}
		k.pending[j] = struct{}{}
	case factEmployerChanged:
		k.hear.Lock()
		defer k.hear.Unlock()
		k.whole = true
	}
}

// factEmployerChanged moves branches and names.
const factEmployerChanged = "employer.changed"

// take is what was heard since the last time.
func (k *boardKeeper) take() (whole bool, pending map[ID]struct{}) {
	k.hear.Lock()
	defer k.hear.Unlock()
	whole, pending = k.whole, k.pending
	k.whole, k.pending = false, nil
	return whole, pending
}

// Load makes the first board, so that no visitor waits for it.
func (h *House) Load(ctx context.Context) error {
	_, err := h.board(ctx)
	return err
}

// board is the board of now.
func (h *House) board(ctx context.Context) (*board, error) {
	k := &h.keeper
	k.mu.Lock()
	defer k.mu.Unlock()
	whole, pending := k.take()
	if k.current != nil && !whole && len(pending) == 0 {
		return k.current, nil
	}
	next, err := h.nextBoard(ctx, k.current, whole || k.current == nil, pending)
	if err != nil {
		k.hear.Lock()
		k.whole = true // nothing of what was heard is lost
		k.hear.Unlock()
		return nil, err
	}
	k.current = next
	return next, nil
}

func (h *House) nextBoard(ctx context.Context, last *board, whole bool, pending map[ID]struct{}) (*board, error) {
	next := &board{at: h.db.Now(), regions: []string{""}, shelves: newShelves()}
	err := h.db.Read(ctx, h.cfg.Reads, func(r *store.Reader) error {
		if whole {
			return next.readAll(r, h.db.Now())
		}
		next.regions = last.regions
		next.posts = slices.DeleteFunc(slices.Clone(last.posts), func(p *post) bool { _, moved := pending[p.id]; return moved })
		for j := range pending {
			if err := next.readOne(r, j); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("job: board: %w", err)
	}
	return next, nil
}

// readOne puts one job on the board, if it is open.
func (b *board) readOne(r *store.Reader, j ID) error {
	p, err := store.One(r, "job.post", store.Args{"id": j}, scanPost)
	if store.Missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	places, err := store.List(r, "job.places", store.Args{"job_id": j}, scanPlace)
	if err != nil {
		return err
	}
	for _, l := range places {
		p.at(l.Town, l.Region, l.Country)
	}
	b.number(p)
	i, _ := slices.BinarySearchFunc(b.posts, p, newer)
	b.posts = slices.Insert(b.posts, i, p)
	return nil
}

func (b *board) readAll(r *store.Reader, now time.Time) error {
	var err error
	if b.posts, err = store.List(r, "job.posts", store.Args{"now": now}, scanPost); err != nil {
		return err
	}
	byID := make(map[ID]*post, len(b.posts))
	same := map[string]string{}
	for _, p := range b.posts {
		byID[p.id] = p
	}
	type where struct {
		job                   ID
		town, region, country string
	}
	_, err = store.List(r, "job.postPlaces", store.Args{"now": now}, func(row store.Row) (none struct{}, err error) {
		var w where
		if err = row.Scan(&w.job, &w.town, &w.region, &w.country); err == nil && byID[w.job] != nil {
			byID[w.job].at(shared(same, w.town), shared(same, w.region), shared(same, w.country))
		}
		return none, err
	})
	numbers := map[string]int32{"": 0}
	for _, p := range b.posts {
		p.branch, p.language, p.regionName = shared(same, p.branch), shared(same, p.language), shared(same, p.regionName)
		p.currency, p.name = shared(same, p.currency), shared(same, p.name)
		n, ok := numbers[p.regionName]
		if !ok {
			n = int32(len(b.regions))
			numbers[p.regionName] = n
			b.regions = append(b.regions, p.regionName)
		}
		p.region = n
	}
	return err
}

// shared lets equal words lie in memory once.
func shared(same map[string]string, s string) string {
	if v, ok := same[s]; ok {
		return v
	}
	s = strings.Clone(s)
	same[s] = s
	return s
}

// number gives the region of a post its number.
func (b *board) number(p *post) {
	n := slices.Index(b.regions, p.regionName)
	if n < 0 {
		n = len(b.regions)
		b.regions = append(slices.Clone(b.regions), p.regionName)
	}
	p.region = int32(n)
}

// at adds a place of work.
func (p *post) at(town, region, country string) {
	for _, s := range []string{town, region} {
		if s != "" && !slices.Contains(p.regions, s) {
			p.regions = append(p.regions, s)
		}
	}
	if country != "" && !slices.Contains(p.countries, country) {
		p.countries = append(p.countries, country)
	}
}

func scanPost(row store.Row) (*post, error) {
	p := &post{}
	var remote, employment, unit string
	var e Extent
	var pay Pay
	err := row.Scan(&p.id, &p.employer, &p.home, &p.words, &p.places, &p.regionName, &p.language, &remote, &employment, &e.Min, &e.Max, &pay.Min, &pay.Max,
		&p.currency, &unit, &p.published, &p.ends, &p.changed, &p.branch, &p.name)
	pay.Currency, pay.Unit = p.currency, PayUnit(unit)
	if remote == "" {
		remote = "onsite"
	}
	kinds := readWords[Employment](employment)
	p.annual = annual(pay)
	p.facets = [codedFacets]uint32{bits(0, strs(kinds...)...), bits(1, extentValues(kinds, e)...), bits(2, remote), payBits(pay), bits(4, p.branch), bits(5, p.language)}
	return p, err
}
