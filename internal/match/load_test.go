package match

import (
	"reflect"
	"slices"
	"strconv"
	"testing"
)

// TestLoadIsPut: whatever is loaded, by however many workers, the index is the one that as many Puts make, to the last number.
func TestLoadIsPut(t *testing.T) {
	for seed := range uint64(3) {
		d := roll(700 + seed)
		var docs []Document
		for range 1300 { // three batches, chunks that are sealed within, people who come again, hide and are poured
			p := d.person(d.IntN(400 + int(seed)*200))
			p.Texts = append(p.Texts, Text{Body, "nb", "rare" + strconv.Itoa(d.IntN(500))}) // forgotten and taken up again
			docs = append(docs, p)
		}
		o := Options{Analyzer: plain{}, Tree: tree{}}
		one := newIndex(o, 90)
		for _, p := range docs {
			one.Put(p)
		}
		for workers := range 4 {
			x := newIndex(o, 90)
			x.remembers = []int{40, wordsMost}[workers%2]
			err := x.Load(func(yield func(Document, error) bool) {
				for _, p := range docs {
					if !yield(p, nil) {
						return
					}
				}
			}, workers, nil)
			if err != nil {
				t.Fatal(err)
			}
			same(t, one, x)
		}
	}
}

func same(t *testing.T, a, b *Index) {
	t.Helper()
	for part, both := range map[string][2]any{
		"keys": {a.lex.keys, b.lex.keys}, "references": {a.lex.refs, b.lex.refs}, "free": {a.lex.free, b.lex.free}, "beginnings": {a.lex.begin, b.lex.begin},
		"places": {a.where.slots, b.where.slots}, "chunks": {a.chunks, b.chunks}, "open": {a.open, b.open}, "number": {a.live, b.live}, "memory": {a.Memory(), b.Memory()},
	} {
		if !reflect.DeepEqual(both[0], both[1]) {
			t.Fatalf("other %s", part)
		}
	}
}

// FuzzDirectory compares with a sorted list.
func FuzzDirectory(f *testing.F) {
	f.Add([]byte{1, 0, 63, 64, 200}, []byte{2, 0})
	f.Fuzz(func(t *testing.T, steps, drops []byte) {
		var d directory
		var want []uint32
		at := uint32(0)
		for _, s := range steps {
			at += uint32(s) + 1
			d.add(at)
			want = append(want, at)
		}
		d.count()
		for _, k := range drops {
			if len(want) > 0 {
				i := int(k) % len(want)
				d.drop(want[i])
				want = slices.Delete(want, i, i+1)
			}
		}
		n := 0
		for i, a := range d.all() {
			if i != n || a != want[i] {
				t.Fatalf("place %d is %d, of %v", i, a, want)
			}
			n++
		}
		if n != len(want) {
			t.Fatalf("%d atoms, not %d", n, len(want))
		}
		for a := range at + 70 {
			place, ok := slices.BinarySearch(want, a)
			if got, found := d.find(a); found != ok || ok && got != place {
				t.Fatalf("%d: %d, %v, not %d, %v", a, got, found, place, ok)
			}
		}
	})
}

// TestFindWords: three passes find what one look-up finds, for words whose hashes are equal as well. Among so many there are a few.
func TestFindWords(t *testing.T) {
	lex := newLexicon()
	text := make([]piece, 250_000)
	for i := range text {
		if text[i].term = "w" + strconv.Itoa(i); i%4 > 0 {
			lex.intern(spaceWord, text[i].term)
		}
	}
	for i, got := range lex.findWords(text, nil) {
		if want := lex.find(spaceWord, text[i].term); got != want || (got == 0) != (i%4 == 0) {
			t.Fatalf("%s is %d, not %d", text[i].term, got, want)
		}
	}
}
