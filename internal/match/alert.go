package match

import (
	"slices"
	"sync"

	"verv/internal/match/query"
)

// Alert is a saved search, and whose it is.
type Alert struct {
	ID    ID
	Query query.Node
	Lang  string
	View  View
}

// Alerts is saved searches turned around: given a document, it finds those that would find it. It is safe for many at once; a change
// holds for the next document.
type Alerts struct {
	o       Options
	mu      sync.RWMutex
	lex     *lexicon
	buckets [][]byte // records by atom; those without an anchor are in bucket 0
	ids     []ID
	home    []uint32 // a bucket that has the alert's record
	free    []uint32
	shares  []float32 // of atoms, as they were when somebody first asked for them
	where   locator
	room    room
}

// NewAlerts makes an empty set. The vocabulary, where there is one, tells which words are rare; answers do not depend on it.
func NewAlerts(o Options) *Alerts {
	if o.Tree == nil {
		o.Tree = flat{}
	}
	a := &Alerts{o: o, lex: newLexicon(), buckets: make([][]byte, 1)}
	a.where.id = func(n uint32) ID { return a.ids[n] }
	return a
}

// Put adds an alert, or changes the one of the same ID.
func (a *Alerts) Put(w Alert) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.remove(w.ID)
	defer a.room.done()
	c := compiler{binder: binding{a}, analyzer: a.o.Analyzer, lang: w.Lang, room: &a.room}
	p := c.plan(w.Query)
	if p == nil {
		p = a.room.take(opAnd)
	}
	keys := a.anchor(p)
	parts := a.parts(p, keys)
	if len(w.View.Keys) > 0 {
		not := a.room.take(opNot)
		not.kids = append(not.kids, a.blocked(w.View.Keys))
		parts = append(parts, not)
	}
	a.store(w.ID, keys, a.prefilter(w.View.purpose(), parts), parts)
}

// store writes the records and holds their atoms. Without an anchor an alert waits at atom 0.
func (a *Alerts) store(id ID, keys []uint32, pre prefilter, parts []*plan) {
	for len(a.buckets) < len(a.lex.keys) {
		a.buckets = append(a.buckets, nil)
	}
	n := a.number(id)
	if len(keys) == 0 {
		keys = append(keys, 0)
	}
	for i, k := range keys {
		others := keys[1:]
		if i > 0 {
			others = nil
		}
		a.room.record = appendRecord(a.room.record[:0], n, pre, others, parts)
		a.buckets[k] = appendTight(a.buckets[k], a.room.record)
		if k != 0 {
			a.lex.hold(k)
		}
	}
	a.home[n] = keys[0]
	_, program, _ := next(a.room.record)
	atomsOf(program, a.lex.hold, func(uint32) {})
}

func (a *Alerts) blocked(keys []string) *plan {
	p := a.room.take(opAny)
	p.marks = true
	for _, k := range keys {
		p.atoms = append(p.atoms, a.lex.intern(spaceBlock, k))
	}
	return p
}

func (a *Alerts) number(id ID) uint32 {
	var n uint32
	if k := len(a.free); k > 0 {
		n = a.free[k-1]
		a.free = a.free[:k-1]
		a.ids[n] = id
	} else {
		n = uint32(len(a.ids))
		a.ids, a.home = append(tight(a.ids), id), append(tight(a.home), 0)
	}
	a.where.put(id, n)
	return n
}

// tight makes room for a few more where append would make room for a quarter more.
func tight[T any](s []T) []T {
	if len(s) < cap(s) || len(s) < 1024 {
		return s
	}
	return append(make([]T, 0, len(s)+len(s)/16), s...)
}

// appendTight grows by a quarter, up to what the allocator gives anyhow: there are very many small buckets.
func appendTight(b, record []byte) []byte {
	if need := len(b) + len(record); need > cap(b) {
		b = append(slices.Grow([]byte(nil), need+len(b)/4), b...)
	}
	return append(b, record...)
}

// Remove takes an alert out and clears what was held of it. It says whether there was one.
func (a *Alerts) Remove(id ID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.remove(id)
}

func (a *Alerts) remove(id ID) bool {
	n, ok := a.where.get(id)
	if !ok {
		return false
	}
	a.where.remove(id)
	home := a.home[n]
	defer a.room.done()
	leave := func(k uint32) {
		at, size := seek(a.buckets[k], n)
		if k == home {
			a.room.record = append(a.room.record[:0], a.buckets[k][at:at+size]...)
		}
		a.buckets[k] = cut(a.buckets[k], at, size)
		if k != 0 {
			a.lex.drop(k)
		}
	}
	leave(home)
	_, program, _ := next(a.room.record)
	atomsOf(program, a.lex.drop, leave)
	a.ids[n], a.home[n] = ID{}, 0
	a.free = append(a.free, n)
	return true
}

func cut(b []byte, at, size int) []byte {
	copy(b[at:], b[at+size:])
	clear(b[len(b)-size:])
	b = b[:len(b)-size]
	switch {
	case len(b) == 0:
		return nil
	case len(b) < cap(b)/2:
		return append(make([]byte, 0, len(b)), b...)
	}
	return b
}

// Len is the number of alerts.
func (a *Alerts) Len() int {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.where.used
}

// binding makes atoms for what alerts ask for.
type binding struct{ a *Alerts }

func (b binding) atom(space byte, text string) uint32 { return b.a.lex.intern(space, text) }

func (b binding) begun(prefix string) *plan {
	if len(prefix) < 2 {
		return nothing
	}
	p := b.a.room.take(opAny)
	p.atoms, p.weights = append(p.atoms, b.a.lex.intern(spaceBegun, prefix)), append(p.weights, 0)
	return p
}

func (b binding) weight(string) uint32 { return 0 }
