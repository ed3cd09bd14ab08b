package alert

import (
	"context"
	"fmt"
	"sync"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/match"
	"verv/internal/site"
	"verv/internal/store"
)

// The index turns the searches around that tell at once: given a new job, it says whom it may concern. It is in memory alone, holds no search that
// tells in the morning (the clock looks at those), and no name. Facts move it: on this node at once, on others within two seconds. A letter
// searches anew when it is written, so that the index can make a letter that finds nothing, and never one that tells what a search would not.

type index struct {
	alerts *match.Alerts

	mu     sync.Mutex // one reader of the store at a time
	loaded bool
	whose  map[match.ID]access.SubjectID
	of     map[access.SubjectID][]match.ID

	hear    sync.Mutex
	whole   bool // read everything again
	pending map[access.SubjectID]struct{}
}

func newIndex() *index {
	return &index{alerts: match.NewAlerts(job.Options()), whose: map[match.ID]access.SubjectID{}, of: map[access.SubjectID][]match.ID{}}
}

// Facts of other houses that move the index.
const (
	factWithdrawn = "consent.withdrawn"
	factErasing   = "ledger.erasing"
	factRested    = "ledger.rested"
	factWoken     = "ledger.woken"
)

// pendingMost is for how many people facts are kept before reading everything is quicker.
const pendingMost = 1000

// Hear takes the facts of this process, and those of other nodes where package server reads them.
func (h *House) Hear(facts []store.Fact) {
	gone := h.index.note(facts)
	if len(gone) == 0 {
		return
	}
	h.index.mu.Lock()
	defer h.index.mu.Unlock()
	for _, s := range gone { // whoever leaves is not in memory until somebody looks
		h.index.drop(s)
	}
}

// note keeps what facts name until the index is asked, and says who is leaving.
func (x *index) note(facts []store.Fact) (gone []access.SubjectID) {
	x.hear.Lock()
	defer x.hear.Unlock()
	for _, f := range facts {
		switch f.Kind {
		case FactMade, FactChanged, FactEnded, factWithdrawn, factErasing, factRested, factWoken:
			var s access.SubjectID
			if s.UnmarshalText([]byte(f.IDs["subject"])) != nil {
				x.whole = true
				continue
			}
			if len(x.pending) >= pendingMost { // a node that matches nothing hears all the same
				x.whole, x.pending = true, nil
			}
			if x.pending == nil {
				x.pending = map[access.SubjectID]struct{}{}
			}
			x.pending[s] = struct{}{}
			if f.Kind == factWithdrawn || f.Kind == factErasing || f.Kind == FactEnded {
				gone = append(gone, s)
			}
		case site.FactCreated, site.FactChanged, site.FactSwitched:
			x.whole = true // what a site lists is part of each of its searches
		}
	}
	return gone
}

// take is what was heard since the last time.
func (x *index) take() (whole bool, pending map[access.SubjectID]struct{}) {
	x.hear.Lock()
	defer x.hear.Unlock()
	whole, pending = x.whole, x.pending
	x.whole, x.pending = false, nil
	return whole, pending
}

// Load reads every search that tells at once.
func (h *House) Load(ctx context.Context) error { return h.fresh(ctx) }

// fresh brings the index up to what was heard.
func (h *House) fresh(ctx context.Context) error {
	x := h.index
	x.mu.Lock()
	defer x.mu.Unlock()
	whole, pending := x.take()
	var err error
	if whole || !x.loaded {
		err = h.readAll(ctx)
	} else {
		for s := range pending {
			if err = h.readOf(ctx, s); err != nil {
				break
			}
		}
	}
	if err != nil {
		x.hear.Lock()
		x.whole = true // nothing of what was heard is lost
		x.hear.Unlock()
		return fmt.Errorf("alert: index: %w", err)
	}
	x.loaded = true
	return nil
}

const readAtOnce = 200

// readAll reads all of them, some at a time: each time leaves one access record.
func (h *House) readAll(ctx context.Context) error {
	x := h.index
	for s := range x.of {
		x.drop(s)
	}
	for after := (ID{}); ; {
		var list []Alert
		err := h.db.Read(ctx, h.Verv, func(r *store.Reader) (err error) {
			list, err = store.List(r, "alert.live", store.Args{"after": after.String(), "most": readAtOnce}, func(row store.Row) (a Alert, err error) {
				return a, row.Scan(&a.ID, &a.Subject, &a.dossier, &a.Site, &a.sealed)
			})
			if err != nil {
				return err
			}
			ds := make([]crypt.DossierID, len(list))
			for i, a := range list {
				ds[i] = a.dossier
			}
			if err := r.Prefetch(ds); err != nil {
				return err
			}
			for i := range list {
				err := list[i].open(r)
				if fault.Is(err, fault.Withheld) || fault.Is(err, fault.Gone) || fault.Is(err, fault.Locked) {
					list[i].Subject = access.SubjectID{} // nobody agrees to it any more
				} else if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, a := range list {
			after = a.ID
			if err := h.put(ctx, a); err != nil {
				return err
			}
		}
		if len(list) < readAtOnce {
			return nil
		}
	}
}

// readOf reads those of one person anew.
func (h *House) readOf(ctx context.Context, s access.SubjectID) error {
	g, err := h.Verv.Within(access.OfSubject(s))
	if err != nil {
		return err
	}
	var list []Alert
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { list, err = all(r); return err })
	if fault.Is(err, fault.Gone) || fault.Is(err, fault.Locked) {
		list, err = nil, nil // they are being erased
	}
	if err != nil {
		return err
	}
	h.index.drop(s)
	for _, a := range list {
		if a.On() && a.Pace == AtOnce {
			if err := h.put(ctx, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// put takes a search in, as its site lists it.
func (h *House) put(ctx context.Context, a Alert) error {
	if a.Subject.IsZero() {
		return nil
	}
	s, err := h.Sites.ByID(ctx, a.Site)
	if fault.Is(err, fault.NotFound) || err == nil && !s.ShutAt.IsZero() {
		return nil // the site is gone, or switched off
	}
	if err != nil {
		return err
	}
	x, n := h.index, match.ID(a.ID.Bytes())
	x.alerts.Put(match.Alert{ID: n, Query: h.Jobs.Tree(s, a.Filter()), Lang: s.Language})
	x.whose[n] = a.Subject
	x.of[a.Subject] = append(x.of[a.Subject], n)
	return nil
}

func (x *index) drop(s access.SubjectID) {
	for _, n := range x.of[s] {
		x.alerts.Remove(n)
		delete(x.whose, n)
	}
	delete(x.of, s)
}

// Concerned are the alerts that tell at once and would find a job, with whose they are.
func (h *House) Concerned(ctx context.Context, j job.ID) (map[ID]access.SubjectID, error) {
	if err := h.fresh(ctx); err != nil {
		return nil, err
	}
	d, open, err := h.Jobs.Document(ctx, j)
	if err != nil || !open {
		return nil, err
	}
	out := map[ID]access.SubjectID{}
	x := h.index
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, n := range x.alerts.Percolate(d, h.db.Now()) {
		if s, ok := x.whose[n]; ok {
			out[id.Of[noun](n)] = s
		}
	}
	return out, nil
}
