package sniff

import (
	"bytes"
	"compress/zlib"
	"io"

	"verv/internal/fault"
)

// stream is a dictionary with bytes, packed as they stand in the file.
type stream struct {
	dict
	raw []byte
}

// pdf is a PDF read from front to end. Cross-reference tables are not believed: every object that stands in the file is
// read, so no viewer can find one that we have not seen. Where a number is used again, the later one counts.
type pdf struct {
	raw       []byte
	l         Limits
	objects   map[ref]any
	trailers  []dict
	names     map[name]bool // names that decide, wherever they stand
	left      int           // values
	unfold    int64         // bytes that may still be unpacked and forgotten
	keep      int64         // bytes that may still be unpacked and held
	pages     int
	fontCache map[ref]*font
	fault     *fault.Fault
	window    io.Reader // of the last packed stream; used again
}

// holdsObjects reports whether b has "12 0 obj" in it anywhere.
func holdsObjects(b []byte) bool {
	for at := 0; ; at += len("obj") {
		i := bytes.Index(b[at:], []byte("obj"))
		if i < 0 {
			return false
		}
		at += i
		j, ok := at, true
		for range 2 {
			from := j
			for j > 0 && isSpace(b[j-1]) {
				j--
			}
			space := from - j
			from = j
			for j > 0 && b[j-1] >= '0' && b[j-1] <= '9' {
				j--
			}
			ok = ok && space > 0 && from > j
		}
		if ok {
			return true
		}
	}
}

func readPDF(raw []byte, l Limits) (*pdf, *fault.Fault) {
	p := &pdf{raw: raw, l: l, objects: map[ref]any{}, names: map[name]bool{}, left: l.Values, unfold: l.Unfold, keep: l.Unfold / 4}
	p.scan(raw, 0)
	for _, o := range p.objects { // streams of objects that were packed
		if s, ok := o.(stream); ok && p.fault == nil && s.dict["Type"] == name("ObjStm") {
			p.unpack(s)
		}
	}
	return p, p.fault
}

// scan reads the objects in b. hidden is how deep we are inside streams that pretend to hold none.
func (p *pdf) scan(b []byte, hidden int) {
	l := &lexer{b: b, left: &p.left, names: p.note}
	for p.fault == nil {
		tok, ok := l.token()
		if !ok {
			break
		}
		switch t := tok.(type) {
		case float64:
			p.object(l, t, hidden)
		case word:
			if t == "trailer" {
				if d, ok := l.value(0); ok {
					if d, ok := d.(dict); ok {
						p.trailers = append(p.trailers, d)
					}
				}
			}
		}
	}
	if p.fault == nil {
		p.fault = l.fault()
	}
}

// object reads "12 0 obj …" after its first number, or nothing if it is something else.
func (p *pdf) object(l *lexer, n float64, hidden int) {
	from := l.at
	_, _ = l.token()
	kw, _ := l.token()
	if kw != word("obj") || n < 0 || n > 1e7 {
		l.at = from
		return
	}
	v, ok := l.value(0)
	if !ok {
		return
	}
	d, isDict := v.(dict)
	if isDict {
		after := l.at
		if t, _ := l.token(); t == word("stream") {
			v = stream{d, p.body(l, d, hidden)}
		} else {
			l.at = after
		}
		p.judge(d)
	}
	p.objects[ref(n)] = v
}

// body cuts the bytes of a stream. The stated length is believed only where "endstream" follows it.
func (p *pdf) body(l *lexer, d dict, hidden int) []byte {
	if l.at < len(l.b) && l.b[l.at] == '\r' {
		l.at++
	}
	if l.at < len(l.b) && l.b[l.at] == '\n' {
		l.at++
	}
	rest := l.b[l.at:]
	end := -1
	if n, ok := d["Length"].(float64); ok && n >= 0 && int(n) <= len(rest) {
		if bytes.HasPrefix(bytes.TrimLeft(rest[int(n):min(len(rest), int(n)+32)], "\r\n "), []byte("endstream")) {
			end = int(n)
		}
	}
	if end < 0 {
		if end = bytes.Index(rest, []byte("endstream")); end < 0 {
			end = len(rest)
		}
	}
	l.at += end
	raw := rest[:end]
	// A table of the file may point into the middle of a stream. What looks like an object there is read as one.
	if hidden < 3 && holdsObjects(raw) {
		p.scan(raw, hidden+1)
	}
	return raw
}

// unpack reads the objects of an object stream (ISO 32000-1, section 7.5.7).
func (p *pdf) unpack(s stream) {
	b, ok := p.inflate(s)
	if !ok {
		if p.fault == nil {
			p.fault = refuse("broken") // a filter we do not know could hide anything
		}
		return
	}
	first, _ := s.dict["First"].(float64)
	if first < 0 || int(first) > len(b) {
		p.fault = refuse("broken")
		return
	}
	head := &lexer{b: b[:int(first)], left: &p.left}
	for p.fault == nil {
		n, ok1 := head.token()
		at, ok2 := head.token()
		if !ok1 || !ok2 {
			break
		}
		number, isN := n.(float64)
		offset, isAt := at.(float64)
		if !isN || !isAt || offset < 0 || int(first+offset) > len(b) {
			p.fault = refuse("broken")
			return
		}
		l := &lexer{b: b[int(first+offset):], left: &p.left, names: p.note}
		v, _ := l.value(0)
		if d, ok := v.(dict); ok {
			p.judge(d)
		}
		if _, known := p.objects[ref(number)]; !known {
			p.objects[ref(number)] = v
		}
		if p.fault == nil {
			p.fault = l.fault()
		}
	}
	// Offsets may skip something; the names of all of it count.
	rest := &lexer{b: b[int(first):], left: &p.left, names: p.note}
	for {
		if _, ok := rest.token(); !ok {
			break
		}
	}
	if p.fault == nil {
		p.fault = rest.fault()
	}
}

// filters are the names of a stream's filters, first to be undone first.
func (p *pdf) filters(d dict) []name {
	v := p.resolve(either(d, "Filter", "F"))
	switch v := v.(type) {
	case name:
		return []name{v}
	case array:
		var all []name
		for _, e := range v {
			n, _ := p.resolve(e).(name)
			all = append(all, n)
		}
		return all
	}
	return nil
}

func either(d dict, a, b name) any {
	if v, ok := d[a]; ok {
		return v
	}
	return d[b]
}

// inflate unpacks a stream within the budget of the whole file. False where its filter is not known or it is broken.
func (p *pdf) inflate(s stream) ([]byte, bool) {
	b := s.raw
	for _, f := range p.filters(s.dict) {
		switch f {
		case "FlateDecode", "Fl":
			out, ok := p.zlib(b)
			if !ok {
				return nil, false
			}
			b = out
		case "ASCIIHexDecode", "AHx":
			if p.keep -= int64(len(b)); p.keep < 0 {
				return nil, false
			}
			b = (&lexer{b: b}).hex()
		default:
			return nil, false
		}
	}
	if params, ok := p.resolve(either(s.dict, "DecodeParms", "DP")).(dict); ok && len(p.filters(s.dict)) > 0 {
		if n, _ := p.resolve(params["Predictor"]).(float64); n > 1 {
			columns, _ := p.resolve(params["Columns"]).(float64)
			return unpredict(b, int(columns))
		}
	}
	return b, true
}

// l4MB is what one object stream or page of text may hold.
const l4MB = 4 << 20

// unzip opens b, with one window for the whole file: thousands of tiny streams would cost 40 kB each.
func (p *pdf) unzip(b []byte) (io.Reader, error) {
	if p.window == nil {
		z, err := zlib.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, err
		}
		p.window = z
		return z, nil
	}
	err := p.window.(zlib.Resetter).Reset(bytes.NewReader(b), nil)
	return p.window, err
}

func (p *pdf) zlib(b []byte) ([]byte, bool) {
	z, err := p.unzip(b)
	if err != nil {
		return nil, false
	}
	part := min(p.keep, l4MB)
	var out bytes.Buffer
	n, err := io.Copy(&out, io.LimitReader(z, part+1))
	if p.keep -= n; n > part {
		p.fault = refuse("unfolds")
		return nil, false
	}
	return out.Bytes(), err == nil || n > 0 // a cut tail is forgiven: viewers do
}

// unpredict undoes the PNG predictors for one byte per sample (ISO 32000-1, section 7.4.4.4): what object streams use.
func unpredict(b []byte, columns int) ([]byte, bool) {
	if columns < 1 || columns > 1<<16 {
		return nil, false
	}
	var out []byte
	above := make([]byte, columns)
	for len(b) > columns {
		kind, row := b[0], append([]byte(nil), b[1:columns+1]...)
		for i := range row {
			var left, corner byte
			if i > 0 {
				left, corner = row[i-1], above[i-1]
			}
			switch kind {
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				row[i] += paeth(left, above[i], corner)
			}
		}
		out = append(out, row...)
		above, b = row, b[columns+1:]
	}
	return out, true
}

func paeth(a, b, c byte) byte {
	pa, pb, pc := abs(int(b)-int(c)), abs(int(a)-int(c)), abs(int(a)+int(b)-2*int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// resolve follows references, a few times at most.
func (p *pdf) resolve(v any) any {
	for range 8 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = p.objects[r]
	}
	return nil
}

func (p *pdf) dictOf(v any) dict {
	switch v := p.resolve(v).(type) {
	case dict:
		return v
	case stream:
		return v.dict
	}
	return nil
}
