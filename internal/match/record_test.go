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
			bucket = append(bucket, appendRecord(nil, n, guard{kind: 0x2f, bits: 0xbeef}, keys, many)...)
		}
		for n := range uint32(3) {
			at, _ := seek(bucket, n)
			h, body, _ := next(bucket[at:])
			if h.number() != n || h.bits() != 0xbeef || h.kind()&^several != 0x2f {
				t.Fatalf("head %x", uint64(h))
			}
			anchors, program := open(h, body)
			if got := collect(func(f func(uint32)) { eachAtom(anchors, f) }); n != 1 && len(atoms) > 1 && !slices.Equal(got, atoms) {
				t.Fatalf("anchors %v, not %v", got, atoms)
			}
			if got := collect(func(f func(uint32)) { atomsOf(program, f) }); !slices.Equal(got, want) {
				t.Fatalf("%d atoms, not %d", len(got), len(want))
			}
		}
	})
}

func collect(from func(func(uint32))) (out []uint32) {
	from(func(a uint32) { out = append(out, a) })
	return out
}

// TestGuard: a guard turns away only whom its part would turn away; and it does turn away.
func TestGuard(t *testing.T) {
	a := NewAlerts(Options{Analyzer: plain{}})
	atom := func(f query.Field, v string) uint32 { return a.lex.intern(spaceFacet+byte(f), v) }
	p1, p2, s1 := atom(query.Place, "p1"), atom(query.Place, "p2"), atom(query.Skill, "s1")
	places := &plan{op: opAny, marks: true, atoms: []uint32{p1, p2}}
	mixed := &plan{op: opAny, marks: true, atoms: []uint32{p1, s1}}
	word := &plan{op: opAny, atoms: []uint32{a.lex.intern(spaceWord, "word")}}
	block := &plan{op: opAny, marks: true, atoms: []uint32{a.lex.intern(spaceBlock, "k")}}
	under := func(purpose int, parts ...*plan) head {
		h, _, _ := next(appendRecord(nil, 0, a.guard(purpose, parts), nil, parts))
		return h
	}
	var s shown
	s.show(ForSearch|ForAlerts, unguarded, 1<<16-1)
	for _, h := range []struct {
		what string
		head head
		want bool
	}{
		{"nothing, for a purpose that is not there", under(0), false},
		{"nothing", under(1), true},
		{"nothing, for another purpose", under(3), true},
		{"places that are not there", under(1, word, places), false},
		{"values of two fields", under(1, mixed), true},
		{"blocks", under(1, block), true},
		{"words", under(1, word), true},
	} {
		if s.passes(h.head) != h.want {
			t.Errorf("%s: %v", h.what, !h.want)
		}
	}
	s.show(ForSearch, query.Place, bitOf(p2))
	if !s.passes(under(1, word, places)) || s.passes(under(3, places)) {
		t.Error("a place opens the guards of its purpose, and of no other")
	}
}
