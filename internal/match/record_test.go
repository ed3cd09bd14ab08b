package match

import (
	"encoding/binary"
	"slices"
	"testing"

	"verv/internal/match/query"
)

// FuzzRecord: what goes into a record comes out of it, whatever the numbers, and the records around it are found as well.
func FuzzRecord(f *testing.F) {
	edges := []uint32{1, 127, 128, 16_383, 16_384, 1<<21 - 1, 1 << 21, 1<<32 - 1}
	var seed []byte
	for _, a := range edges {
		seed = binary.LittleEndian.AppendUint32(seed, a)
	}
	f.Add(seed, uint16(2), int64(5), int64(600_000))
	f.Add(seed, uint16(900), query.Low, query.High)
	f.Fuzz(func(t *testing.T, data []byte, times uint16, lo, hi int64) {
		var atoms []uint32
		for ; len(data) >= 4; data = data[4:] {
			atoms = append(atoms, binary.LittleEndian.Uint32(data))
		}
		any := &plan{op: opAny, atoms: atoms}
		parts := []*plan{any, {op: opRange, field: query.Age, lo: lo, hi: hi}, {op: opNear, reach: 0.5},
			{op: opOr, kids: []*plan{{op: opNot, kids: []*plan{any}}, {op: opPhrase, seq: [][]uint32{atoms, atoms}}}}}
		var many []*plan
		var want []uint32
		for range times % 1000 {
			many = append(many, parts...)
			want = append(want, slices.Concat(atoms, atoms, atoms, atoms)...)
		}
		var bucket []byte
		for n := range uint32(3) {
			keys := atoms
			if n == 1 {
				keys = nil
			}
			bucket = append(bucket, appendRecord(nil, n, prefilter{kind: 0x2f, bits: 0xbeef}, keys, many)...)
		}
		for n := range uint32(3) {
			at, _ := seek(bucket, n)
			h, body, _ := next(bucket[at:])
			if h.number() != n || h.bits() != 0xbeef || h.kind()&^bare != 0x2f || (h.bare() == 1) != (len(many) == 0) {
				t.Fatalf("head %x", uint64(h))
			}
			var got, others []uint32
			atomsOf(body, func(a uint32) { got = append(got, a) }, func(a uint32) { others = append(others, a) })
			if n != 1 && !slices.Equal(others, atoms) || n == 1 && others != nil {
				t.Fatalf("waits at %v as well, not %v", others, atoms)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%d atoms, not %d", len(got), len(want))
			}
		}
	})
}

// TestPrefilter: a prefilter turns away only whom its part would turn away; and it does turn away.
func TestPrefilter(t *testing.T) {
	a := NewAlerts(Options{Analyzer: plain{}})
	atom := func(f query.Field, v string) uint32 { return a.lex.intern(spaceFacet+byte(f), v) }
	p1, p2, s1 := atom(query.Place, "p1"), atom(query.Place, "p2"), atom(query.Skill, "s1")
	places := &plan{op: opAny, marks: true, atoms: []uint32{p1, p2}}
	mixed := &plan{op: opAny, marks: true, atoms: []uint32{p1, s1}}
	word := &plan{op: opAny, atoms: []uint32{a.lex.intern(spaceWord, "word")}}
	block := &plan{op: opAny, marks: true, atoms: []uint32{a.lex.intern(spaceBlock, "k")}}
	under := func(purpose int, parts ...*plan) head {
		h, _, _ := next(appendRecord(nil, 0, a.prefilter(purpose, parts), nil, parts))
		return h
	}
	var s shown
	s.show(ForSearch|ForAlerts, unfiltered, 1<<16-1)
	for _, h := range []struct {
		what string
		head head
		want uint32
	}{
		{"nothing, for a purpose that is not there", under(0), 0},
		{"nothing", under(1), 1},
		{"nothing, for another purpose", under(3), 1},
		{"places that are not there", under(1, word, places), 0},
		{"values of two fields", under(1, mixed), 1},
		{"blocks", under(1, block), 1},
		{"words", under(1, word), 1},
	} {
		if s.passes(h.head) != h.want {
			t.Errorf("%s: %d", h.what, 1-h.want)
		}
	}
	s.show(ForSearch, query.Place, bitOf(p2))
	if s.passes(under(1, word, places)) == 0 || s.passes(under(3, places)) == 1 {
		t.Error("a place opens the prefilters of its purpose, and of no other")
	}
}
