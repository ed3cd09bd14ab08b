package link

import (
	"encoding/binary"
	"errors"
	"math"

	"verv/internal/taxonomy/text"
)

// Table gives a title a direction: the sum of one row for each of its hashed n-grams and words. Titles of one meaning point the same way,
// in whatever language.
type Table struct {
	dim   int
	rows  []int8    // buckets x dim
	scale []float32 // of each row
}

// Shape of the table: 2^17 x 96 bytes and a scale each are 13 MB.
const (
	Buckets   = 1 << 17
	Dimension = 96
	lowRow    = 3 // letters of the shortest n-gram with a row
	highRow   = 5
	mostRows  = 400 // of one title
)

// buckets are the rows of a text among n, a power of two. Their number is bounded, so that no title costs more than a long one.
func buckets(s string, n, most int) []int32 {
	tokens := text.Tokens(text.Fold(s))
	grams := text.Grams(nil, tokens, lowRow, highRow)
	for i, t := range tokens {
		grams = append(grams, text.Hash('w', t))
		if i > 0 {
			grams = append(grams, text.Hash('2', tokens[i-1]+" "+t))
		}
	}
	if len(grams) > most {
		grams = grams[:most]
	}
	out := make([]int32, len(grams))
	for i, g := range grams {
		out[i] = int32(g>>13) & int32(n-1)
	}
	return out
}

// vector is the direction of a title: of length 1, or nothing but zeros when it has no letter.
func (t *Table) vector(s string) []float32 {
	out := make([]float32, t.dim)
	for _, b := range buckets(s, len(t.scale), mostRows) {
		row, scale := t.rows[int(b)*t.dim:][:t.dim], t.scale[b]
		for i, v := range row {
			out[i] += scale * float32(v)
		}
	}
	unit(out)
	return out
}

// unit makes a vector one of length 1 and says how long it was.
func unit(v []float32) float32 {
	long := float32(math.Sqrt(float64(dot(v, v))))
	if long > 0 {
		for i := range v {
			v[i] /= long
		}
	}
	return long
}

// dot is unrolled: it is most of the time of a query and of the training.
func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + (s2 + s3)
}

// add is a += f * b.
func add(a []float32, f float32, b []float32) {
	b = b[:len(a)]
	for i := range a {
		a[i] += f * b[i]
	}
}

// quantize rounds trained rows to bytes.
func quantize(rows []float32, dim int) *Table {
	t := &Table{dim, make([]int8, len(rows)), make([]float32, len(rows)/dim)}
	for b := range t.scale {
		row := rows[b*dim:][:dim]
		var high float32
		for _, v := range row {
			high = max(high, v, -v)
		}
		if high == 0 {
			continue
		}
		t.scale[b] = high / 127
		for i, v := range row {
			t.rows[b*dim+i] = nearestInt8(v / t.scale[b])
		}
	}
	return t
}

// nearestInt8 rounds half away from zero. Twelve million calls of math.Round would take a noticeable part of a short training.
func nearestInt8(v float32) int8 {
	if v < 0 {
		return int8(v - 0.5)
	}
	return int8(v + 0.5)
}

// Bytes is the table as it is kept.
func (t *Table) Bytes() []byte {
	out := make([]byte, 0, 8+4*len(t.scale)+len(t.rows))
	out = binary.BigEndian.AppendUint32(out, uint32(t.dim))
	out = binary.BigEndian.AppendUint32(out, uint32(len(t.scale)))
	for _, s := range t.scale {
		out = binary.BigEndian.AppendUint32(out, math.Float32bits(s))
	}
	for _, v := range t.rows {
		out = append(out, byte(v))
	}
	return out
}

// ReadTable reads what Bytes wrote.
func ReadTable(b []byte) (*Table, error) {
	if len(b) < 8 {
		return nil, errors.New("the table of n-grams is cut off")
	}
	dim, n := int(binary.BigEndian.Uint32(b)), int(binary.BigEndian.Uint32(b[4:]))
	b = b[8:]
	if dim != Dimension || n != Buckets || len(b) != 4*n+n*dim {
		return nil, errors.New("the table of n-grams is of another version: import again")
	}
	t := &Table{dim, make([]int8, n*dim), make([]float32, n)}
	for i := range t.scale {
		t.scale[i] = math.Float32frombits(binary.BigEndian.Uint32(b[4*i:]))
	}
	for i, v := range b[4*n:] {
		t.rows[i] = int8(v)
	}
	return t, nil
}
