package match

import (
	"encoding/binary"
	"math"
	"math/bits"

	"verv/internal/match/query"
)

// A record is an alert as bytes, in the bucket of each of its anchor's atoms:
//
//	head     eight bytes: the length of the rest, the prefilter, the number of the alert
//	length   of the rest, in four bytes, where the head has no room for it
//	program  parts that must all be met
//
// A part is a plan in prefix order: one byte of operation and count, then operands, then parts of its own. An alert that waits at several
// atoms is at home at one of them, where its last part says which are the others.
type head uint64

const (
	headSize = 8
	long     = 255        // a length that has no room
	nearSize = 16         // a spot and a reach
	opElse   = opNear + 1 // not a condition: where else the alert waits
	bare     = 1 << 6     // of the kind: there is no condition
)

func (h head) size() int      { return int(h & 0xff) }
func (h head) kind() uint8    { return uint8(h >> 8) }
func (h head) bits() uint16   { return uint16(h >> 16) }
func (h head) number() uint32 { return uint32(h >> 32) }

// bare is 1 if there is no condition besides the prefilter, and 0 if there is.
func (h head) bare() uint32 { return uint32(h>>14) & 1 }

// appendRecord writes to an empty b.
func appendRecord(b []byte, number uint32, pre prefilter, others []uint32, parts []*plan) []byte {
	var none [headSize + 4]byte
	b = append(b, none[:]...)
	for _, p := range parts {
		b = appendPlan(b, p)
	}
	if len(parts) == 0 {
		pre.kind |= bare
	}
	if len(others) > 0 {
		b = appendList(b, opElse, others)
	}
	size := len(b) - len(none)
	if size >= long {
		binary.LittleEndian.PutUint32(b[headSize:], uint32(size))
		size = long
	} else {
		b = append(b[:headSize], b[len(none):]...)
	}
	binary.LittleEndian.PutUint64(b, uint64(size)|uint64(pre.kind)<<8|uint64(pre.bits)<<16|uint64(number)<<32)
	return b
}

// appendList writes atoms behind how many bytes they take, so that whoever has seen enough can go on.
func appendList(b []byte, o op, atoms []uint32) []byte {
	n := 0
	for _, a := range atoms {
		n += (bits.Len32(a|1) + 6) / 7
	}
	b = appendOp(b, o, n)
	for _, a := range atoms {
		b = binary.AppendUvarint(b, uint64(a))
	}
	return b
}

// count is in the low five bits; 31 says that the rest follows.
func appendOp(b []byte, o op, count int) []byte {
	if count < 31 {
		return append(b, byte(o)<<5|byte(count))
	}
	return binary.AppendUvarint(append(b, byte(o)<<5|31), uint64(count-31))
}

func readOp(b []byte) (o op, count int, rest []byte) {
	if o, count = op(b[0]>>5), int(b[0]&31); count < 31 {
		return o, count, b[1:]
	}
	more, n := binary.Uvarint(b[1:])
	return o, 31 + int(more), b[1+n:]
}

func appendPlan(b []byte, p *plan) []byte {
	switch p.op {
	case opAny:
		return appendList(b, opAny, p.atoms)
	case opPhrase:
		b = appendOp(b, opPhrase, len(p.seq))
		for _, s := range p.seq {
			b = appendList(b, opAny, s)
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

// eachAtom calls f for the atoms of a list.
func eachAtom(b []byte, f func(uint32)) {
	for len(b) > 0 {
		a, n := binary.Uvarint(b)
		f(uint32(a))
		b = b[n:]
	}
}

// atomsOf calls f for the atoms of a program, as often as they stand there, and other for those where the alert waits besides.
func atomsOf(program []byte, f, other func(uint32)) {
	for len(program) > 0 {
		program = atomsOfPart(program, f, other)
	}
}

// atomsOfPart answers what follows the part.
func atomsOfPart(b []byte, f, other func(uint32)) []byte {
	o, count, b := readOp(b)
	switch o {
	case opElse:
		eachAtom(b[:count], other)
		return b[count:]
	case opAny:
		eachAtom(b[:count], f)
		return b[count:]
	case opRange:
		_, n := binary.Uvarint(b)
		_, k := binary.Uvarint(b[n:])
		return b[n+k:]
	case opNear:
		return b[nearSize:]
	}
	for range count {
		b = atomsOfPart(b, f, other)
	}
	return b
}
