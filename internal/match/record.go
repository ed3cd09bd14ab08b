package match

import (
	"encoding/binary"
	"math"
	"math/bits"

	"verv/internal/match/query"
)

// A record is an alert as bytes, in the bucket of each of its anchor's atoms:
//
//	head     eight bytes: the length of the rest, the guard, the number of the alert
//	length   of the rest, in four bytes, where the head has no room for it
//	anchors  how many bytes they take, and the atoms, if there are several; if there is one, the bucket says it
//	program  the parts that all must be met
//
// A part is a plan in prefix order: one byte of operation and count, then operands, then parts of its own.
type head uint64

const (
	headSize = 8
	long     = 255    // a length that has no room
	several  = 1 << 6 // in the kind: there are several anchors
	nearSize = 16     // a spot and a reach
)

func (h head) size() int      { return int(h & 0xff) }
func (h head) kind() uint8    { return uint8(h >> 8) }
func (h head) bits() uint16   { return uint16(h >> 16) }
func (h head) number() uint32 { return uint32(h >> 32) }

// appendRecord writes to an empty b.
func appendRecord(b []byte, number uint32, g guard, keys []uint32, parts []*plan) []byte {
	var none [headSize + 4]byte
	b = append(b, none[:]...)
	if len(keys) > 1 {
		g.kind |= several
		b = appendAtoms(b, keys)
	}
	for _, p := range parts {
		b = appendPlan(b, p)
	}
	size := len(b) - len(none)
	if size >= long {
		binary.LittleEndian.PutUint32(b[headSize:], uint32(size))
		size = long
	} else {
		b = append(b[:headSize], b[len(none):]...)
	}
	binary.LittleEndian.PutUint64(b, uint64(size)|uint64(g.kind)<<8|uint64(g.bits)<<16|uint64(number)<<32)
	return b
}

// appendAtoms writes how many bytes they take, and them.
func appendAtoms(b []byte, atoms []uint32) []byte {
	return appendEach(binary.AppendUvarint(b, uint64(width(atoms))), atoms)
}

func appendEach(b []byte, atoms []uint32) []byte {
	for _, a := range atoms {
		b = binary.AppendUvarint(b, uint64(a))
	}
	return b
}

// width is how many bytes atoms take.
func width(atoms []uint32) int {
	n := 0
	for _, a := range atoms {
		n += (bits.Len32(a|1) + 6) / 7
	}
	return n
}

// count is in the low five bits; 31 says that the rest follows.
func appendOp(b []byte, o op, count int) []byte {
	if count < 31 {
		return append(b, byte(o)<<5|byte(count))
	}
	return binary.AppendUvarint(append(b, byte(o)<<5|31), uint64(count-31))
}

func readOp(b []byte) (o op, count int, rest []byte) {
	o, count = op(b[0]>>5), int(b[0]&31)
	if b = b[1:]; count == 31 {
		more, n := binary.Uvarint(b)
		return o, 31 + int(more), b[n:]
	}
	return o, count, b
}

func appendPlan(b []byte, p *plan) []byte {
	switch p.op {
	case opAny: // the count is of bytes, so that whoever has seen enough can go on
		return appendEach(appendOp(b, opAny, width(p.atoms)), p.atoms)
	case opPhrase:
		b = appendOp(b, opPhrase, len(p.seq))
		for _, s := range p.seq {
			b = appendAtoms(b, s)
		}
		return b
	case opRange:
		b = appendOp(b, opRange, int(p.field-query.Salary))
		b = binary.AppendUvarint(b, uint64(max(p.lo, -1)+1)) // 0 is an open end
		hi := p.hi
		if hi == query.High {
			hi = -1
		}
		return binary.AppendUvarint(b, uint64(hi+1))
	case opNear:
		b = appendOp(b, opNear, 0)
		for _, f := range [...]float32{p.spot[0], p.spot[1], p.spot[2], p.reach} {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
		}
		return b
	}
	b = appendOp(b, p.op, len(p.kids))
	for _, k := range p.kids {
		b = appendPlan(b, k)
	}
	return b
}

// next is the head of the first record of a bucket, what follows the head, and the records behind it.
func next(bucket []byte) (h head, body, rest []byte) {
	h = head(binary.LittleEndian.Uint64(bucket))
	size, bucket := h.size(), bucket[headSize:]
	if size == long {
		size = int(binary.LittleEndian.Uint32(bucket))
		bucket = bucket[4:]
	}
	return h, bucket[:size], bucket[size:]
}

// seek finds the record of an alert in a bucket: where it begins, and its size.
func seek(bucket []byte, number uint32) (at, size int) {
	for b := bucket; len(b) > 0; {
		h, _, rest := next(b)
		if h.number() == number {
			return len(bucket) - len(b), len(b) - len(rest)
		}
		b = rest
	}
	return 0, 0
}

// open splits a record into its anchors, none if the bucket says the only one, and its program.
func open(h head, body []byte) (anchors, program []byte) {
	if h.kind()&several == 0 {
		return nil, body
	}
	return operands(body)
}

// operands is a list of atoms and what follows it.
func operands(b []byte) (atoms, rest []byte) {
	n, k := uvarint(b)
	return b[k : k+int(n)], b[k+int(n):]
}

// uvarint is binary.Uvarint for atoms, whose first bytes decide most of the time.
func uvarint(b []byte) (uint32, int) {
	if b[0] < 0x80 {
		return uint32(b[0]), 1
	}
	if b[1] < 0x80 {
		return uint32(b[0]&0x7f) | uint32(b[1])<<7, 2
	}
	if b[2] < 0x80 {
		return uint32(b[0]&0x7f) | uint32(b[1]&0x7f)<<7 | uint32(b[2])<<14, 3
	}
	v, n := binary.Uvarint(b)
	return uint32(v), n
}

// eachAtom calls f for the atoms of a list.
func eachAtom(b []byte, f func(uint32)) {
	for len(b) > 0 {
		a, n := uvarint(b)
		f(a)
		b = b[n:]
	}
}

// atomsOf calls f for the atoms of a program, as often as they stand there.
func atomsOf(program []byte, f func(uint32)) {
	for len(program) > 0 {
		program = atomsOfPart(program, f)
	}
}

// atomsOfPart answers what follows the part.
func atomsOfPart(b []byte, f func(uint32)) []byte {
	o, count, b := readOp(b)
	switch o {
	case opAny:
		eachAtom(b[:count], f)
		return b[count:]
	case opPhrase:
		for range count {
			var atoms []byte
			atoms, b = operands(b)
			eachAtom(atoms, f)
		}
		return b
	case opRange:
		_, n := binary.Uvarint(b)
		_, k := binary.Uvarint(b[n:])
		return b[n+k:]
	case opNear:
		return b[nearSize:]
	}
	for range count {
		b = atomsOfPart(b, f)
	}
	return b
}
