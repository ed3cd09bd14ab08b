package esco

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// mark begins every encoded file; its last digit is the version of the format.
const mark = "VERVTAX1"

// mostEncoded bounds what Decode takes.
const mostEncoded = 1 << 28

// ErrDamaged is a file that is not, or not wholly, what Encode wrote.
var ErrDamaged = errors.New("the imported taxonomy is damaged: import it again")

// Encode writes mark, length, checksum, corpus and the trained table, which is bytes here.
func Encode(w io.Writer, c *Corpus, table []byte) error {
	var e encoder
	e.number(len(c.Sources))
	for _, s := range c.Sources {
		e.text(s.Name, s.Version)
		e.number(s.Rows)
		e.flag(s.Places)
	}
	e.number(len(c.Concepts))
	for _, x := range c.Concepts {
		e.text(x.ID, x.ISCO)
		e.number(int(x.Kind))
		e.number(len(x.Labels))
		for _, lang := range languagesOf(x) {
			e.text(lang)
			e.number(len(x.Labels[lang]))
			e.text(x.Labels[lang]...)
		}
	}
	e.number(len(c.Places))
	for _, p := range c.Places {
		e.number(int(p.ID))
		e.text(p.Name, p.Country, p.Feature, p.Admin)
		e.float(p.Latitude)
		e.float(p.Longitude)
		e.number(int(p.People))
	}
	e.number(len(c.Postcodes))
	for _, p := range c.Postcodes {
		e.text(p.Code, p.Name, p.Municipality)
	}
	e.text(string(table))
	head := binary.BigEndian.AppendUint64([]byte(mark), uint64(e.Len()))
	sum := sha256.Sum256(e.Bytes())
	for _, part := range [][]byte{head, sum[:], e.Bytes()} {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("writing the taxonomy: %w", err)
		}
	}
	return nil
}

// Decode reads what Encode wrote.
func Decode(r io.Reader) (*Corpus, []byte, error) {
	head := make([]byte, len(mark)+8+sha256.Size)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(mark)]) != mark {
		return nil, nil, ErrDamaged
	}
	size := binary.BigEndian.Uint64(head[len(mark):])
	if size > mostEncoded {
		return nil, nil, ErrDamaged
	}
	body, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
	if err != nil {
		return nil, nil, fmt.Errorf("reading the taxonomy: %w", err)
	}
	if sum := sha256.Sum256(body); uint64(len(body)) != size || !bytes.Equal(sum[:], head[len(mark)+8:]) {
		return nil, nil, ErrDamaged
	}
	d := decoder{rest: body}
	c, table := d.corpus()
	if d.bad || len(d.rest) > 0 {
		return nil, nil, ErrDamaged
	}
	return c, table, nil
}

type encoder struct{ bytes.Buffer }

func (e *encoder) number(n int) { e.Write(binary.AppendVarint(nil, int64(n))) }

func (e *encoder) flag(set bool) {
	if set {
		e.number(1)
	} else {
		e.number(0)
	}
}

func (e *encoder) float(f float64) { e.Write(binary.BigEndian.AppendUint64(nil, math.Float64bits(f))) }

func (e *encoder) text(all ...string) {
	for _, s := range all {
		e.number(len(s))
		e.WriteString(s)
	}
}

// decoder reads until something is wrong; then everything is empty.
type decoder struct {
	rest []byte
	bad  bool
}

func (d *decoder) number() int {
	n, used := binary.Varint(d.rest)
	if used <= 0 {
		d.bad = true
		return 0
	}
	d.rest = d.rest[used:]
	return int(n)
}

// count is a number of things of which each takes a byte or more, so it cannot exceed what is left.
func (d *decoder) count() int {
	n := d.number()
	if n < 0 || n > len(d.rest) {
		d.bad = true
		return 0
	}
	return n
}

func (d *decoder) float() float64 {
	if len(d.rest) < 8 {
		d.bad = true
		return 0
	}
	f := math.Float64frombits(binary.BigEndian.Uint64(d.rest))
	d.rest = d.rest[8:]
	return f
}

func (d *decoder) text() string {
	n := d.count()
	s := string(d.rest[:n])
	d.rest = d.rest[n:]
	return s
}

// each reads a number of things, and stops at the first that is wrong.
func (d *decoder) each(read func()) {
	for n := d.count(); n > 0 && !d.bad; n-- {
		read()
	}
}

func (d *decoder) corpus() (*Corpus, []byte) {
	c := &Corpus{}
	d.each(func() {
		s := Source{Name: d.text(), Version: d.text()}
		s.Rows = d.number()
		s.Places = d.number() == 1
		c.Sources = append(c.Sources, s)
	})
	d.each(func() { c.Concepts = append(c.Concepts, d.concept()) })
	d.each(func() {
		p := Place{ID: int64(d.number())}
		p.Name, p.Country, p.Feature, p.Admin = d.text(), d.text(), d.text(), d.text()
		p.Latitude, p.Longitude = d.float(), d.float()
		p.People = int64(d.number())
		c.Places = append(c.Places, p)
	})
	d.each(func() { c.Postcodes = append(c.Postcodes, Postcode{d.text(), d.text(), d.text()}) })
	n := d.count()
	table := d.rest[:n]
	d.rest = d.rest[n:]
	return c, table
}

func (d *decoder) concept() Concept {
	c := Concept{ID: d.text(), ISCO: d.text(), Labels: map[string][]string{}}
	c.Kind = Kind(d.number())
	d.each(func() {
		lang := d.text()
		d.each(func() { c.Labels[lang] = append(c.Labels[lang], d.text()) })
	})
	return c
}
