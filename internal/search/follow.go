package search

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/match"
	"verv/internal/privacy"
	"verv/internal/store"
)

// people is who can be found, in memory. It holds no name; what it holds is read from the cards under Verv's own grant, and lies nowhere else.
type people struct {
	index *match.Index

	load    sync.Mutex // one at a time reads everything
	loaded  atomic.Bool
	reading atomic.Bool // everything is being read: what facts name meanwhile is read again
	behind  atomic.Bool // reading is going on beside the requests
	read    atomic.Int64
	expects atomic.Int64

	mu      sync.Mutex // what is known, and what a fact named that is not read yet
	known   map[access.SubjectID]entry
	pending map[access.SubjectID]bool
	next    int64 // when the first of the known ends; 0 = none is known
}

// entry is what is known of a card: its moments in milliseconds, so that a million of them hold no pointer.
type entry struct {
	card    CardID
	until   int64
	propose int64 // until when the person may be proposed; 0 = may not
}

// ends is the moment from which the index has something else of the person, or nothing.
func (e entry) ends() int64 {
	if e.propose != 0 {
		return min(e.propose, e.until)
	}
	return e.until
}

const (
	loadPage = 1000
	// lagMost is how far a process may be behind what others did and still answer.
	lagMost = 2 * time.Second
	hearing = 10 * time.Second
)

// Load reads every card into the index. Searches meanwhile are asked to wait.
func (h *House) Load(ctx context.Context) error {
	h.people.behind.Store(true)
	defer h.people.behind.Store(false)
	return h.loadOnce(ctx)
}

// loadOnce reads every card, then those whom facts named meanwhile.
func (h *House) loadOnce(ctx context.Context) error {
	if h.people.loaded.Load() {
		return nil
	}
	if err := h.loadAll(ctx); err != nil {
		return fmt.Errorf("search: reading cards: %w", err)
	}
	return h.settle(ctx)
}

func (h *House) loadAll(ctx context.Context) error {
	p := &h.people
	p.load.Lock()
	defer p.load.Unlock()
	if p.loaded.Load() {
		return nil
	}
	p.reading.Store(true)
	defer p.reading.Store(false)
	defer sparing()()
	p.read.Store(0)
	var n int64
	if err := h.db.Read(ctx, h.Find, func(r *store.Reader) error { return r.Get("search.count", store.Args{}, &n) }); err != nil {
		return err
	}
	p.expects.Store(n)
	sweep, err := h.db.Sweep(ctx, h.Find, cards)
	if err != nil {
		return err
	}
	err = p.index.Load(h.everybody(ctx, sweep), runtime.GOMAXPROCS(0), func(done int) { p.read.Store(int64(done)) })
	p.loaded.Store(err == nil)
	return err
}

// cards is what a sweep reads.
const cards = "card"

// Swept lists when Verv read every card while the person of the scope had one, newest first, and in which dossier theirs lies.
func Swept(r *store.Reader, most int) (d crypt.DossierID, all []store.AccessRecord, err error) {
	c, err := store.One(r, "search.own", store.Args{}, scanCard)
	if store.Missing(err) {
		return d, nil, nil
	}
	if err == nil {
		all, err = r.Sweeps(cards, c.ID.Time(), most)
	}
	return c.dossier, all, err
}

// everybody is all who may be found, in no order. Pages of cards are read, opened and handed on at the same time.
func (h *House) everybody(ctx context.Context, sweep *store.Sweep) iter.Seq2[match.Document, error] {
	return func(yield func(match.Document, error) bool) {
		ctx, stop := context.WithCancelCause(ctx)
		var work sync.WaitGroup
		defer func() {
			stop(nil)
			work.Wait()
		}()
		also := func(f func() error) {
			work.Go(func() {
				if err := f(); err != nil {
					stop(err)
				}
			})
		}
		shut, opened := make(chan []indexed), make(chan []*match.Person, openers)
		also(func() error {
			defer close(shut)
			return h.eachPage(ctx, sweep, func(page []indexed) error { return hand(ctx, shut, page) })
		})
		for range openers {
			also(func() error {
				for page := range shut {
					all, err := h.openPage(ctx, sweep, page)
					if err != nil {
						return err
					}
					if err := hand(ctx, opened, all); err != nil {
						return err
					}
				}
				return nil
			})
		}
		go func() {
			work.Wait()
			close(opened)
		}()
		for page := range opened {
			for _, p := range page {
				if !yield(p, nil) {
					return
				}
			}
		}
		if err := context.Cause(ctx); err != nil {
			yield(nil, err)
		}
	}
}

// openers is how many open pages of cards at a time.
const openers = 2

// hand gives a page to whoever takes it, unless there is no point any more.
func hand[T any](ctx context.Context, to chan<- T, page T) error {
	select {
	case to <- page:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// eachPage reads the cards, page after page, without opening them.
func (h *House) eachPage(ctx context.Context, sweep *store.Sweep, each func([]indexed) error) error {
	for after := ""; ; {
		var page []indexed
		err := sweep.Read(ctx, func(r *store.Reader) (err error) {
			page, err = store.List(r, "search.cards", store.Args{"now": r.Now(), "after": after, "most": loadPage}, scanIndexed)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		after = page[len(page)-1].ID.String()
		if err := each(page); err != nil {
			return err
		}
	}
}

// openPage opens a page of cards, and knows whose they are. Whose key went meanwhile is left out.
func (h *House) openPage(ctx context.Context, sweep *store.Sweep, page []indexed) (out []*match.Person, err error) {
	err = sweep.Read(ctx, func(r *store.Reader) error {
		dossiers := make([]crypt.DossierID, 0, len(page))
		for _, x := range page {
			dossiers = append(dossiers, x.Card.dossier)
		}
		if err := r.Prefetch(dossiers); err != nil {
			return err
		}
		for _, x := range page {
			x, err := x.opened(r)
			if fault.Is(err, fault.Gone) {
				continue
			}
			if err != nil {
				return err
			}
			h.people.know(x.Card)
			out = append(out, x.person(x.blocks))
		}
		return nil
	})
	return out, err
}

// Share is how much of the cards is read, in percent; ready where all of them are.
func (h *House) Share() (percent int, ready bool) {
	p := &h.people
	if p.loaded.Load() || !p.behind.Load() {
		return 100, true
	}
	return int(100 * p.read.Load() / max(1, p.expects.Load(), p.read.Load()+1)), false
}

func (p *people) know(c Card) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		p.known = map[access.SubjectID]entry{}
	}
	e := entry{card: c.ID, until: c.Until.UnixMilli()}
	if !c.ProposeUntil.IsZero() {
		e.propose = c.ProposeUntil.UnixMilli()
	}
	p.known[c.Subject] = e
	if p.next == 0 || e.ends() < p.next {
		p.next = e.ends()
	}
}

// forget takes a person out of the index.
func (p *people) forget(s access.SubjectID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if e, ok := p.known[s]; ok {
		p.index.Remove(match.ID(e.card.Bytes()))
		delete(p.known, s)
	}
}

func (p *people) knows(s access.SubjectID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.known[s]
	return ok
}

// named notes that a fact named somebody.
func (p *people) named(s access.SubjectID) {
	if !p.loaded.Load() && !p.reading.Load() {
		return // a process that has read nothing will read everything, if it is ever asked
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pending == nil {
		p.pending = map[access.SubjectID]bool{}
	}
	p.pending[s] = true
}

func (p *people) take() map[access.SubjectID]bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.pending
	p.pending = nil
	return out
}

// ended takes out whose consent has run out; who may only not be proposed any more is read again.
func (p *people) ended(at time.Time) {
	now := at.UnixMilli()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next == 0 || now < p.next {
		return
	}
	p.next = 0
	for s, e := range p.known {
		switch {
		case now >= e.until:
			p.index.Remove(match.ID(e.card.Bytes()))
			delete(p.known, s)
		case now >= e.ends():
			if p.pending == nil {
				p.pending = map[access.SubjectID]bool{}
			}
			p.pending[s] = true
		case p.next == 0 || e.ends() < p.next:
			p.next = e.ends()
		}
	}
}

// hearOwn takes the facts of this process, after the commit and before whoever caused them is answered: a card is made anew when profile or
// CV changed, and the index has it.
func (h *House) hearOwn(facts []store.Fact) {
	ctx, cancel := context.WithTimeout(context.Background(), hearing)
	defer cancel()
	for _, f := range facts {
		switch f.Kind {
		case "cv.changed", "cv.deleted", "candidate.changed":
			if s, ok := subjectOf(f); ok && (h.people.knows(s) || !h.people.loaded.Load()) {
				if err := h.Redraw(ctx, s); err != nil {
					h.people.forget(s) // unseen until the task has made the card anew
				}
			}
		}
	}
	searching := h.domains.all()
	h.Hear(facts)
	for _, e := range searching {
		_, _ = h.domainsOf(ctx, e) // what could not be read is read by the next search
	}
	if h.people.loaded.Load() {
		_ = h.settle(ctx) // what could not be read stays named, and the next search reads it or does not answer
	}
}

// Hear takes the facts of other nodes as package server reads them.
func (h *House) Hear(facts []store.Fact) {
	for _, f := range facts {
		h.watch.note(f)
		if s, ok := subjectOf(f); ok && f.Kind == "ledger.erasing" {
			h.watch.forget(s)
		}
		switch {
		case f.Kind == FactShown, f.Kind == FactHidden, f.Kind == FactBlocked, f.Kind == "ledger.erasing", f.Kind == "ledger.erased",
			f.Kind == "ledger.rested", f.Kind == "ledger.woken":
			if s, ok := subjectOf(f); ok {
				h.people.named(s)
			}
		default:
			h.team(f)
		}
	}
}

func subjectOf(f store.Fact) (s access.SubjectID, ok bool) {
	err := s.UnmarshalText([]byte(f.IDs["subject"]))
	return s, err == nil && !s.IsZero()
}

// settle reads again whom facts named. Who cannot be read is out of the index and stays named.
func (h *House) settle(ctx context.Context) error {
	var trouble error
	for s := range h.people.take() {
		h.people.load.Lock()
		err := h.read(ctx, s)
		h.people.load.Unlock()
		if err != nil {
			h.people.forget(s)
			h.people.named(s)
			trouble = errors.Join(trouble, err)
		}
	}
	return trouble
}

// read puts one person into the index as the store has them now, or takes them out.
func (h *House) read(ctx context.Context, s access.SubjectID) error {
	var x indexed
	err := h.db.Read(ctx, h.Find, func(r *store.Reader) (err error) {
		if x, err = store.One(r, "search.cardOf", store.Args{"subject_id": s, "now": r.Now()}, scanIndexed); err == nil {
			x, err = x.opened(r)
		}
		return err
	})
	switch {
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Gone):
		h.people.forget(s)
		return nil
	case err != nil:
		return err
	}
	if e, ok := h.people.entryOf(s); ok && e.card != x.ID {
		h.people.forget(s)
	}
	h.people.index.Put(x.person(x.blocks))
	h.people.know(x.Card)
	return nil
}

func (p *people) entryOf(s access.SubjectID) (entry, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e, ok := p.known[s]
	return e, ok
}

// index is the index of now, or the refusal of a process that does not know what now is.
func (h *House) index(ctx context.Context) (*match.Index, error) {
	wait := fault.New(fault.Unavailable, "search.wait")
	if h.people.behind.Load() || h.lag() > lagMost {
		return nil, wait
	}
	if err := h.loadOnce(ctx); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "search.wait")
	}
	h.people.ended(h.db.Now())
	if err := h.settle(ctx); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "search.wait")
	}
	if err := h.Jobs.Fresh(ctx); err != nil { // words weigh by the advertisements of now
		return nil, err
	}
	return h.people.index, nil
}

// Redraw makes the card of somebody anew, of what profile and CV say now; one that rests on nothing any more goes.
func (h *House) Redraw(ctx context.Context, s access.SubjectID) error {
	g, err := h.Profiles.Within(access.OfSubject(s))
	if err != nil {
		return err
	}
	mails, err := h.Mail.Within(access.OfSubject(s))
	if err != nil {
		return err
	}
	c, err := h.ownCard(ctx, g)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	domain, err := h.domainOf(ctx, mails)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if !c.Until.After(w.Now()) {
			return Drop(w)
		}
		err := h.redraw(w, c, domain)
		if fault.Is(err, fault.Invalid) { // the CV is gone
			return Drop(w)
		}
		return err
	})
}

func (h *House) ownCard(ctx context.Context, g privacy.Grant) (c Card, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		c, err = store.One(r, "search.own", store.Args{}, scanCard)
		return err
	})
	return c, err
}
