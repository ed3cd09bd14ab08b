package match

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"slices"
)

// Cursor is where a page ended. It stays true while documents come and go: what stood before it is not shown again, and nothing behind
// it is left out.
type Cursor struct {
	key uint64
	id  ID
	set bool
}

// String is the cursor for an address; empty for none.
func (c Cursor) String() string {
	if !c.set {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint64(nil, c.key), c.id[:]...))
}

// ErrCursor is a cursor that was not made here.
var ErrCursor = errors.New("not a cursor")

// ParseCursor reads what String wrote.
func ParseCursor(s string) (Cursor, error) {
	if s == "" {
		return Cursor{}, nil
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != 8+len(ID{}) {
		return Cursor{}, ErrCursor
	}
	return Cursor{binary.BigEndian.Uint64(b), ID(b[8:]), true}, nil
}

// passed says whether a document stood on an earlier page.
func (c *Cursor) passed(key uint64, id ID) bool {
	return c.set && order(key, id, c.key, c.id) <= 0
}

// order puts the larger key first, then the smaller ID.
func order(k1 uint64, id1 ID, k2 uint64, id2 ID) int {
	if k1 != k2 {
		return cmp.Compare(k2, k1)
	}
	return bytes.Compare(id1[:], id2[:])
}

type ranked struct {
	key    uint64
	id     ID
	veiled bool
}

// top keeps the first of those that are offered, in a heap whose root is the last of them.
type top struct {
	limit int
	after Cursor
	heap  []ranked
	least uint64 // a smaller key need not be offered
}

func (t *top) offer(key uint64, id ID, veiled bool) {
	if t.after.passed(key, id) {
		return
	}
	if len(t.heap) < t.limit {
		t.heap = append(t.heap, ranked{key, id, veiled})
		t.up(len(t.heap) - 1)
	} else if order(key, id, t.heap[0].key, t.heap[0].id) < 0 {
		t.heap[0] = ranked{key, id, veiled}
		t.down(0)
	}
	if len(t.heap) == t.limit {
		t.least = t.heap[0].key
	}
}

// later says whether i stands behind j in the result.
func (t *top) later(i, j int) bool {
	return order(t.heap[i].key, t.heap[i].id, t.heap[j].key, t.heap[j].id) > 0
}

func (t *top) up(i int) {
	for p := (i - 1) / 2; i > 0 && t.later(i, p); i, p = p, (p-1)/2 {
		t.heap[i], t.heap[p] = t.heap[p], t.heap[i]
	}
}

func (t *top) down(i int) {
	for {
		k := 2*i + 1
		if k >= len(t.heap) {
			return
		}
		if k+1 < len(t.heap) && t.later(k+1, k) {
			k++
		}
		if !t.later(k, i) {
			return
		}
		t.heap[i], t.heap[k] = t.heap[k], t.heap[i]
		i = k
	}
}

func (t *top) sorted() []ranked {
	slices.SortFunc(t.heap, func(a, b ranked) int { return order(a.key, a.id, b.key, b.id) })
	return t.heap
}
