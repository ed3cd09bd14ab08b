package scan

import (
	"bytes"
	"compress/flate"
	"io"
)

// Hit is one place where a mark was found.
type Hit struct {
	Mark   string
	Path   string // file, or the name given to Bytes or Reader
	Offset int64  // in the file; inside a container, where the outermost one begins
	How    string // such as "raw", "base64, folded" or "zip > zlib > utf-16"
}

// Options bound the work. The zero value has the defaults.
type Options struct {
	Depth   int   // containers inside one another; default 6
	Inflate int64 // unpacked bytes per file; default 1 GiB
	Window  int   // bytes of a file held at a time; default 4 MiB
	PerMark int   // hits reported per mark, encoding and file; default 16
}

func (o Options) filled() Options {
	set := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	set(&o.Depth, 6)
	set(&o.Window, 4<<20)
	set(&o.PerMark, 16)
	if o.Inflate <= 0 {
		o.Inflate = 1 << 30
	}
	o.Window = max(o.Window, 4*overlap)
	return o
}

const (
	// overlap is what two windows share: more than the longest mark in its longest encoding, folded.
	overlap = 8 << 10
	// inner is how much of an unpacked stream is held at a time. A container inside it that is larger than the rest is cut.
	inner = 32 << 20
	// attempt is what trying to unpack costs of the budget, so that bytes full of false headers end too.
	attempt = 256
)

// Scanner holds the prepared marks. It may be used again and by many goroutines.
type Scanner struct {
	marks  [][]byte
	search *searcher
	opts   Options
}

// New prepares the marks. It refuses marks that are too short or not letters and digits (ErrMark).
func New(marks [][]byte, opts Options) (*Scanner, error) {
	if err := check(marks); err != nil {
		return nil, err
	}
	return &Scanner{marks, newSearcher(patterns(marks)), opts.filled()}, nil
}

// run is the scan of one file.
type run struct {
	*Scanner
	path    string
	hits    []Hit
	counts  map[Hit]int // by hit without its offset
	budget  int64
	cut     bool
	scratch []buffers // by depth
}

// buffers are used again for each window of one depth.
type buffers struct {
	data, folded, plain, trace []byte
	inflate                    io.ReadCloser // most headers in random bytes are none, and its tables are large
}

func (s *Scanner) run(path string) *run {
	return &run{Scanner: s, path: path, counts: map[Hit]int{}, budget: s.opts.Inflate, scratch: make([]buffers, s.opts.Depth+1)}
}

// layer is one text being read: a file, or what a container held.
type layer struct {
	in     io.Reader
	from   func(off int64) io.Reader // reads the same text from a place; nil where it cannot be read twice
	how    string                    // the containers around it
	origin int64                     // where the outermost container begins; -1 for a file itself
	depth  int
	window int
}

// window is the part of a layer that is in memory.
type window struct {
	data []byte
	base int64 // its place in the layer
	live int   // what begins from here on is left to the next window
	last bool
}

// read goes through a layer window by window. Errors of reading end it; what was read until then counts.
func (r *run) read(l layer) error {
	w := window{}
	b := &r.scratch[l.depth]
	keep := 0
	for {
		n, err := fill(l.in, &b.data, keep, l.window)
		w.data, w.live, w.last = b.data[:n], n, err != nil
		if !w.last {
			w.live = n - overlap
		}
		r.scan(l, w)
		if w.last {
			return trouble(err)
		}
		keep = copy(b.data, w.data[w.live:])
		w.base += int64(w.live)
	}
}

// trouble is err unless it only says that the text ended.
func trouble(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil
	}
	return err
}

// fill reads into buf after its first keep bytes, up to window bytes in all. It grows buf as the text turns out to be long.
func fill(in io.Reader, buf *[]byte, keep, window int) (n int, err error) {
	b := *buf
	n = keep
	for n < window {
		if n == len(b) {
			b = append(b, make([]byte, min(window, max(4<<10, 4*n))-n)...)
		}
		var m int
		m, err = io.ReadFull(in, b[n:min(len(b), window)])
		n += m
		if err != nil {
			break
		}
	}
	*buf = b
	return n, err
}

// scan looks at one window: as it is, folded, with escapes undone, and for containers.
func (r *run) scan(l layer, w window) {
	if blank(w.data) {
		return
	}
	b := &r.scratch[l.depth]
	seen := map[place]bool{}
	r.search.each(w.data, func(p *pattern, at int) { r.note(l, w, p, at, "", seen) })

	b.folded, _ = fold(b.folded[:0], w.data, -1)
	back := tracer{undo: fold, src: w.data, trace: &b.trace}
	r.search.each(b.folded, func(p *pattern, at int) { r.note(l, w, p, back.to(at), ", folded", seen) })

	b.plain, _ = unescape(b.plain[:0], b.folded, -1)
	back = tracer{undo: fold, src: w.data, trace: &b.trace}
	first := tracer{undo: unescape, src: b.folded, trace: &b.trace}
	r.search.each(b.plain, func(p *pattern, at int) { r.note(l, w, p, back.to(first.to(at)), ", escaped", seen) })

	r.containers(l, w)
}

// place is a mark in an encoding at an offset, to report what several passes find once.
type place struct {
	pattern *pattern
	at      int
}

func (r *run) note(l layer, w window, p *pattern, at int, pass string, seen map[place]bool) {
	if at >= w.live || seen[place{p, at}] {
		return
	}
	seen[place{p, at}] = true
	h := Hit{Mark: string(r.marks[p.mark]), Path: r.path, How: l.how + p.how + pass}
	if r.counts[h]++; r.counts[h] > r.opts.PerMark {
		return
	}
	h.Offset = w.base + int64(at)
	if l.origin >= 0 {
		h.Offset = l.origin
	}
	r.hits = append(r.hits, h)
}

// tracer tells where in src a byte of the transformed text came from. It is asked with rising places and goes on from the last.
type tracer struct {
	undo    func(dst, src []byte, stop int) ([]byte, int)
	src     []byte
	trace   *[]byte
	out, in int
}

func (t *tracer) to(at int) int {
	var taken int
	*t.trace, taken = t.undo((*t.trace)[:0], t.src[t.in:], at-t.out)
	t.out, t.in = at, t.in+taken
	return t.in
}

// blank reports whether there is nothing but zeros: holes of sparse files, and pages never written.
func blank(data []byte) bool {
	for len(data) > 0 {
		n := min(len(data), len(zeros))
		if !bytes.Equal(data[:n], zeros[:n]) {
			return false
		}
		data = data[n:]
	}
	return true
}

var zeros [4096]byte

// containers opens whatever begins in the window, and tries a file's start as bare deflate (RFC 1951), which has no header.
func (r *run) containers(l layer, w window) {
	if l.depth >= r.opts.Depth {
		r.cut = r.cut || packs(w.data)
		return
	}
	if _, known := recognise(w.data); w.base == 0 && !known {
		r.unpack(l, w, 0, container{how: "deflate"})
	}
	for at, c := range w.data[:w.live] {
		if !begins[c] {
			continue
		}
		if found, ok := recognise(w.data[at:]); ok {
			r.unpack(l, w, at, found)
		}
	}
}

// packs reports whether a container with a clear mark of its own begins in data: below the last depth that is a bound too.
func packs(data []byte) bool {
	return bytes.Contains(data, []byte("PK\x03\x04")) || bytes.Contains(data, []byte("\x1f\x8b\x08"))
}

// unpack reads one container as a layer of its own. Bytes that only looked like one end in an error, which says nothing.
func (r *run) unpack(l layer, w window, at int, c container) {
	if r.budget -= attempt; r.budget <= 0 {
		r.cut = true
		return
	}
	start, rest := at+c.skip, []byte(nil)
	if start < len(w.data) {
		rest = w.data[start:]
	}
	here := bytes.NewReader(rest)
	var src io.Reader = here
	if l.from != nil && !w.last {
		src = io.MultiReader(here, l.from(w.base+int64(max(start, len(w.data)))))
	}
	packed, err := r.open(c, src, l.depth)
	if err != nil {
		return
	}
	inside := layer{in: &meter{packed, r}, how: l.how + c.how + " > ", origin: l.origin, depth: l.depth + 1, window: inner}
	if l.origin < 0 {
		inside.origin = w.base + int64(at)
	}
	_ = r.read(inside)
	if l.from == nil && !w.last && here.Len() == 0 {
		r.cut = true
	}
}

// open starts unpacking. One inflater serves each depth.
func (r *run) open(c container, src io.Reader, depth int) (io.Reader, error) {
	if c.open != nil {
		return c.open(src)
	}
	b := &r.scratch[depth]
	if b.inflate == nil {
		b.inflate = flate.NewReader(src)
		return b.inflate, nil
	}
	return b.inflate, b.inflate.(flate.Resetter).Reset(src, nil)
}

// meter takes what is unpacked off the budget and ends the stream when it is spent.
type meter struct {
	in io.Reader
	*run
}

func (m *meter) Read(p []byte) (int, error) {
	if m.budget <= 0 {
		m.cut = true
		return 0, io.EOF
	}
	n, err := m.in.Read(p)
	m.budget -= int64(n)
	return n, err
}
