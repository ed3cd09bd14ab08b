package match

import (
	"iter"
	"sync"
)

// batch is how many documents are read together: they are analysed side by side, and go in under one lock.
const batch = 256

// Load puts in a stream of documents, such as the store at start, and calls progress with the number so far after every batch. It ends
// with the stream's first error. Searches go on meanwhile and see what is already there. The index is the same as after as many Puts;
// workers is how many share the work.
func (x *Index) Load(docs iter.Seq2[Document, error], workers int, progress func(done int)) error {
	on := make([]slate, max(workers, 1))
	for w := range on {
		on[w].memory = newMemory(x.remembers)
	}
	done := 0
	flush := func(b []Document) {
		entries, forgot := x.read(b, on)
		x.mu.Lock()
		x.putAll(entries, forgot, on)
		x.mu.Unlock()
		if done += len(b); progress != nil {
			progress(done)
		}
	}
	var b []Document
	for d, err := range docs {
		if err != nil {
			return err
		}
		if b = append(b, d); len(b) == batch {
			flush(b)
			b = b[:0]
		}
	}
	if len(b) > 0 {
		flush(b)
	}
	return nil
}

// together runs f for as many workers at the same time.
func together(workers int, f func(worker int)) {
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() { f(w) })
	}
	all.Wait()
}

// read analyses documents and finds the numbers of what is known. They are true as long as the lexicon forgets no more than it had. Each
// slate has a worker.
func (x *Index) read(b []Document, on []slate) (out []*entry, forgot int) {
	x.mu.RLock()
	forgot = x.lex.forgot
	x.mu.RUnlock()
	out = make([]*entry, len(b))
	together(len(on), func(w int) {
		on[w].wipe()
		on[w].memory.begin(forgot)
		for i := w; i < len(b); i += len(on) {
			d := b[i].draft(&x.o, &on[w])
			x.mu.RLock()
			out[i] = d.resolve(&on[w], x.lex.find)
			x.mu.RUnlock()
		}
	})
	return out, forgot
}

// putAll is put for one entry after the other. New numbers and places are given in that order; the rest of the work is shared.
func (x *Index) putAll(entries []*entry, forgot int, on []slate) {
	var waiting []*entry
	join := func() {
		x.join(waiting, on)
		waiting = waiting[:0]
	}
	for i, e := range entries {
		own := &on[i%len(on)] // where it was read
		if _, ok := x.where.get(e.id); ok {
			join()
			x.remove(e.id)
		}
		if e.purposes == 0 {
			continue
		}
		if x.lex.forgot == forgot {
			e.complete(own, x.lex.intern)
		} else {
			for w := range on {
				on[w].memory.trust(x.lex.forgot)
			}
			e = e.resolve(own, x.lex.intern)
		}
		if !x.chunks[x.open].room() {
			join()
			x.turn()
		}
		x.reserve(e.id)
		waiting = append(waiting, e)
	}
	join()
}

// join describes and enlists documents that have the last numbers of the open chunk. Each worker has some of the lists.
func (x *Index) join(entries []*entry, on []slate) {
	workers := len(on)
	c := x.chunks[x.open]
	first := len(c.ids) - len(entries)
	together(workers, func(w int) {
		for i := w; i < len(entries); i += workers {
			entries[i].weigh(&on[w])
		}
	})
	for _, e := range entries { // nobody may grow what others write to
		top := uint32(0)
		for _, w := range e.words {
			top = max(top, w.atom)
		}
		c.words.open.grow(int(top) + 1)
		if n := len(e.marks); n > 0 {
			c.marks.open.grow(int(e.marks[n-1]) + 1)
		}
	}
	together(workers+1, func(w int) {
		for i, e := range entries {
			if doc := uint16(first + i); w == workers {
				c.describe(doc, e)
			} else {
				x.enlist(c, doc, e, uint32(w), uint32(workers))
			}
		}
	})
}
