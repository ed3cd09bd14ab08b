package match

import (
	"sync"
)

// Options are what an index is made with.
type Options struct {
	Analyzer Analyzer
	Tree     Tree // nil: no value stands above another
	// Vocabulary is the index whose words may be weighed by and suggested: one of public documents. Nil: the index itself. An index of
	// people needs one, or what somebody wrote would move the scores of others and be offered to those who must not see it.
	Vocabulary *Index
}

// Index is documents that can be searched. It is safe for many at once; a change holds for the next query.
type Index struct {
	o      Options
	mu     sync.RWMutex
	lex    *lexicon
	chunks []*chunk // holes are nil
	open   int      // the one that takes what is new
	where  locator
	live   int
	size   int // of a chunk

	remembers int // words, by each worker of Load
}

// New makes an empty index.
func New(o Options) *Index {
	return newIndex(o, chunkSize)
}

func newIndex(o Options, size int) *Index {
	if o.Tree == nil {
		o.Tree = flat{}
	}
	x := &Index{o: o, size: size, remembers: wordsMost, lex: newLexicon(), chunks: []*chunk{newChunk(size)}}
	x.lex.begin = map[[2]byte][]uint32{}
	x.where.id = func(n uint32) ID { return x.chunks[n>>16].ids[n&0xffff] }
	return x
}

// Put adds a document, or changes the one of the same ID. A person who may not be found for any purpose is taken out.
func (x *Index) Put(d Document) {
	w := d.draft(&x.o, new(slate))
	x.mu.Lock()
	defer x.mu.Unlock()
	x.put(w)
}

func (x *Index) put(w *draft) {
	x.remove(w.id)
	if w.purposes == 0 {
		return
	}
	e := w.bind(x.lex.intern)
	if !x.chunks[x.open].room() {
		x.turn()
	}
	doc := x.reserve(e.id)
	c := x.chunks[x.open]
	x.enlist(c, doc, e, 0, 1)
	c.describe(doc, e)
}

// reserve gives a new document a number in the open chunk, which has room.
func (x *Index) reserve(id ID) uint16 {
	doc := x.chunks[x.open].reserve(id)
	x.where.put(id, uint32(x.open)<<16|uint32(doc))
	x.live++
	return doc
}

// enlist puts a document on the lists of its words and marks, and holds them. With several workers each has some sheets of the lists.
func (x *Index) enlist(c *chunk, doc uint16, e *entry, worker, workers uint32) {
	for _, w := range e.words {
		if w.atom/sheetSize%workers == worker {
			x.lex.hold(w.atom)
			c.words.add(w.atom, doc, w.impact)
		}
	}
	for _, a := range e.marks {
		if a/sheetSize%workers == worker {
			x.lex.hold(a)
			c.marks.add(a, doc, 0)
		}
	}
}

// turn seals the open chunk and opens another.
func (x *Index) turn() {
	full := x.open
	x.open = -1
	for i, c := range x.chunks {
		if c == nil {
			x.open = i
		}
	}
	if x.open < 0 {
		x.open = len(x.chunks)
		x.chunks = append(x.chunks, nil)
	}
	x.chunks[x.open] = newChunk(x.size)
	x.chunks[full].seal()
	x.tidy(full)
}

// Remove takes a document out and clears what was held of it. It says whether there was one.
func (x *Index) Remove(id ID) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.remove(id)
}

func (x *Index) remove(id ID) bool {
	n, ok := x.where.get(id)
	if !ok {
		return false
	}
	x.where.remove(id)
	at := int(n >> 16)
	for _, a := range x.chunks[at].remove(uint16(n)) {
		x.lex.drop(a)
	}
	x.live--
	if x.chunks[at].sealed {
		x.tidy(at)
	}
	return true
}

// tidy pours a sealed chunk that has lost three quarters of its documents.
func (x *Index) tidy(at int) {
	c := x.chunks[at]
	if c.live*4 > len(c.ids) {
		return
	}
	if c.live > 0 {
		if into := x.chunks[x.open]; len(into.ids)+c.live > x.size || len(into.text)+len(c.text) > 1<<31 {
			x.turn()
		}
		c.pour(x.chunks[x.open], func(from, to uint16) {
			x.where.put(c.ids[from], uint32(x.open)<<16|uint32(to))
		})
	}
	x.chunks[at] = nil
}

// Len is the number of documents.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.live
}

// Has says whether there is a document of that ID.
func (x *Index) Has(id ID) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	_, ok := x.where.get(id)
	return ok
}

// rare is the weight of a word or value: how few public documents have it. The caller holds the lock.
func (x *Index) rare(space byte, text string) uint32 {
	v := x.o.Vocabulary
	if v == nil {
		return rarity(int(x.lex.refs[x.lex.find(space, text)]), x.live)
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	return rarity(int(v.lex.refs[v.lex.find(space, text)]), v.live)
}
