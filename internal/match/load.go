package match

import (
	"iter"
	"sync"
)

// batch is how many documents are read together: they are analysed side by side, and go in under one lock.
const batch = 512

// Load puts in a stream of documents, such as the store at start, and calls progress with the number so far after every batch. It ends
// with the stream's first error. Searches go on meanwhile and see what is already there. workers is how many analyse at a time.
func (x *Index) Load(docs iter.Seq2[Document, error], workers int, progress func(done int)) error {
	done := 0
	flush := func(b []Document) {
		drafts := x.analyse(b, max(workers, 1))
		x.mu.Lock()
		for _, w := range drafts {
			x.put(w)
		}
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

func (x *Index) analyse(b []Document, workers int) []*draft {
	out := make([]*draft, len(b))
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < len(b); i += workers {
				out[i] = b[i].draft(&x.o)
			}
		})
	}
	all.Wait()
	return out
}
