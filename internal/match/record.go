package match

import (
	"encoding/binary"
	"math"

	"verv/internal/match/query"
)

// A record is an alert as bytes, in the bucket of each of its anchor's atoms:
//
//	length of the rest, number (4 bytes), purpose, how many anchors, the anchors (not when there is one: the bucket says it), program
//
// A program is the plan in prefix order: one byte of operation and count, then operands, then parts.
func encode(number uint32, purpose uint8, keys []uint32, p *plan) []byte {
	var room [256]byte
	b := binary.LittleEndian.AppendUint32(room[:0], number)
	b = append(b, purpose)
	b = binary.AppendUvarint(b, uint64(len(keys)))
	if len(keys) > 1 {
		b = appendAtoms(b, keys)
	}
	b = appendPlan(b, p)
	out := make([]byte, 0, len(b)+2)
	return append(binary.AppendUvarint(out, uint64(len(b))), b...)
}

func appendAtoms(b []byte, atoms []uint32) []byte {
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
	o, count = op(b[0]>>5), int(b[0]&31)
	if b = b[1:]; count == 31 {
		more, n := binary.Uvarint(b)
		return o, 31 + int(more), b[n:]
	}
	return o, count, b
}

func appendPlan(b []byte, p *plan) []byte {
	switch p.op {
	case opAny:
		return appendAtoms(appendOp(b, opAny, len(p.atoms)), p.atoms)
	case opPhrase:
		b = appendOp(b, opPhrase, len(p.seq))
		for _, s := range p.seq {
			b = appendAtoms(binary.AppendUvarint(b, uint64(len(s))), s)
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
		for _, f := range append(p.spot[:], p.reach) {
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

// next is the record at the start of a bucket, and what follows it.
func next(bucket []byte) (body, rest []byte) {
	size, n := int(bucket[0]), 1
	if size >= 0x80 {
		long, k := binary.Uvarint(bucket)
		size, n = int(long), k
	}
	return bucket[n : n+size], bucket[n+size:]
}

// seek finds the record of an alert in a bucket: where it begins, and its size.
func seek(bucket []byte, number uint32) (at, size int) {
	for b := bucket; len(b) > 0; {
		body, rest := next(b)
		if binary.LittleEndian.Uint32(body) == number {
			return len(bucket) - len(b), len(b) - len(rest)
		}
		b = rest
	}
	return 0, 0
}

// anchors splits what follows the purpose: the anchors as bytes (nil for one), how many, and the program.
func anchors(b []byte) (keys []byte, count int, program []byte) {
	n, k := binary.Uvarint(b)
	b = b[k:]
	if n <= 1 {
		return nil, int(n), b
	}
	at := 0
	for range n {
		for b[at] >= 0x80 {
			at++
		}
		at++
	}
	return b[:at], int(n), b[at:]
}

func keysOf(record []byte, home uint32) []uint32 {
	body, _ := next(record)
	b, count, _ := anchors(body[5:])
	if count <= 1 {
		return []uint32{home}
	}
	var out []uint32
	for len(b) > 0 {
		a, n := binary.Uvarint(b)
		out, b = append(out, uint32(a)), b[n:]
	}
	return out
}

func program(record []byte) []byte {
	body, _ := next(record)
	_, _, p := anchors(body[5:])
	return p
}

// atomsOf calls each for the atoms of a program, as often as they stand there, and answers what follows it.
func atomsOf(b []byte, each func(uint32)) []byte {
	o, count, b := readOp(b)
	take := func(n int) {
		for range n {
			a, k := binary.Uvarint(b)
			each(uint32(a))
			b = b[k:]
		}
	}
	switch o {
	case opAny:
		take(count)
	case opPhrase:
		for range count {
			n, k := binary.Uvarint(b)
			b = b[k:]
			take(int(n))
		}
	case opRange:
		_, n := binary.Uvarint(b)
		_, k := binary.Uvarint(b[n:])
		b = b[n+k:]
	case opNear:
		b = b[16:]
	case opNot:
		b = atomsOf(b, each)
	default:
		for range count {
			b = atomsOf(b, each)
		}
	}
	return b
}
