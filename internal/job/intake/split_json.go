package intake

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"verv/internal/fault"
)

// json walks the top of a JSON text: any number of values after each other, each an object or an array.
func (p *reader) json(s *scanner) {
	for !p.done {
		switch s.space() {
		case 0:
			if s.err == nil {
				p.broken(s, s.line) // a NUL byte
			}
			return
		case '[':
			s.next()
			p.elements(s, p.element)
		case '{':
			p.top(s)
		default:
			p.broken(s, s.line)
		}
	}
}

// elements hands each element of an array, after its opening bracket, to each. It returns false when the text breaks off.
func (p *reader) elements(s *scanner, each func(chunk)) bool {
	for !p.done {
		switch s.space() {
		case ']':
			s.next()
			return true
		case ',':
			s.next()
		case 0:
			p.broken(s, s.line)
		default:
			k := s.value(p.Limits.Record)
			if k.open || len(k.raw) == 0 {
				p.broken(s, k.line)
				return false
			}
			each(k)
		}
	}
	return false
}

// top reads one object at the top of the file. Its @graph or items are read one by one; everything else in it is held,
// as far as one record may be long.
func (p *reader) top(s *scanner) {
	whole := chunk{line: s.line, deep: 1}
	s.next()
	members := object{}
	streamed := false
	for !p.done {
		switch s.space() {
		case '}':
			s.next()
			p.settle()
			if !streamed {
				p.single(whole, members)
			}
			return
		case ',':
			s.next()
			continue
		case '"':
		default:
			p.broken(s, s.line)
			return
		}
		key, ok := p.key(s)
		if !ok {
			return
		}
		if each := p.streams(key, members); each != nil && s.space() == '[' {
			s.next()
			streamed = true
			if !p.elements(s, each) {
				return
			}
			continue
		}
		if !p.member(s, &whole, members, key) {
			return
		}
	}
}

// streams is the handler for the elements of a key that holds many records, else nil.
func (p *reader) streams(key string, members object) func(chunk) {
	switch key {
	case "@graph":
		return p.element
	case "items":
		p.lang = languageTag(members.text("language"))
		return p.item
	}
	return nil
}

func (p *reader) key(s *scanner) (string, bool) {
	k := s.value(1 << 10)
	var key string
	if k.bad || k.open || k.large || json.Unmarshal(k.raw, &key) != nil || s.space() != ':' {
		p.broken(s, k.line)
		return "", false
	}
	s.next()
	return key, true
}

func (p *reader) member(s *scanner, whole *chunk, members object, key string) bool {
	room := p.Limits.Record - len(whole.raw)
	k := s.value(max(room, 0))
	if k.open || (len(k.raw) == 0 && !k.large) {
		p.broken(s, k.line)
		return false
	}
	whole.large = whole.large || k.large
	whole.bad = whole.bad || k.bad
	whole.deep = max(whole.deep, k.deep+1)
	if whole.large {
		return true // passed over; single refuses it
	}
	whole.raw = append(whole.raw, k.raw...) // only for its length and the checks of its bytes
	v, err := decode(k.raw)
	if err != nil {
		whole.bad = true
	}
	members[key] = v
	return true
}

// single is a top object that held no list.
func (p *reader) single(whole chunk, members object) {
	if f := p.bytes(whole); f != nil {
		p.refuse(Record{Line: whole.line, Source: sourceOf(members)}, f)
		return
	}
	p.node(members, whole)
	p.settle()
}

// element is one element of an array or graph: a posting, or something that a posting may refer to.
func (p *reader) element(k chunk) {
	v, ok := p.parse(k)
	if !ok {
		return
	}
	if o, isObject := v.(object); isObject {
		k.alone = isPosting(o)
	}
	p.node(v, k)
}

// item is one item of a JSON Feed.
func (p *reader) item(k chunk) {
	v, ok := p.parse(k)
	if !ok {
		return
	}
	o, isObject := v.(object)
	if !isObject {
		p.refuse(Record{Line: k.line}, fault.New(fault.Malformed, "job.intake.record.broken"))
		return
	}
	if isPosting(o) {
		p.node(o, k)
		return
	}
	rec := &Record{Line: k.line}
	p.take(rec, p.feedItem(o, rec))
}

func (p *reader) parse(k chunk) (any, bool) {
	f := p.bytes(k)
	var v any
	if f == nil {
		var err error
		if v, err = decode(k.raw); err != nil {
			f = fault.Wrap(errSyntax, fault.Malformed, "job.intake.record.broken")
		}
	}
	if f != nil {
		p.refuse(Record{Line: k.line, Source: guessSource(k.raw)}, f)
		return nil, false
	}
	return v, true
}

// bytes checks what can be checked before a record is understood.
func (p *reader) bytes(k chunk) *fault.Fault {
	switch {
	case k.large:
		return fault.New(fault.TooLarge, "job.intake.record.large")
	case k.deep > p.Limits.Depth:
		return fault.New(fault.Malformed, "job.intake.record.deep")
	case bytes.IndexByte(k.raw, 0) >= 0:
		return fault.New(fault.Malformed, "job.intake.record.nul")
	case !utf8.Valid(k.raw):
		return fault.New(fault.Malformed, "job.intake.record.encoding")
	case k.bad:
		return fault.New(fault.Malformed, "job.intake.record.broken")
	}
	return nil
}

// node takes the postings out of a value. Lists within lists and graphs within elements are small here: they lie
// within one record's limit.
func (p *reader) node(v any, k chunk) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			p.node(e, k)
		}
	case object:
		if isPosting(v) {
			p.posting(v, k)
			return
		}
		if id := v.text("@id"); id != "" && len(p.refs) < 1000 {
			if p.refs == nil {
				p.refs = map[string]object{}
			}
			p.refs[id] = v
		}
		for _, key := range []string{"@graph", "itemListElement", "item", "mainEntity", "mainEntityOfPage"} {
			if inner, ok := v[key]; ok {
				p.node(inner, k)
			}
		}
	}
}

// posting hands out a posting at once, or lets it wait when it names something that the graph has not told yet.
func (p *reader) posting(o object, k chunk) {
	if k.alone && p.unresolved(o) && p.waits+cap(k.raw) <= 2*p.Limits.Record {
		p.waiting = append(p.waiting, k)
		p.waits += cap(k.raw)
		return
	}
	rec := &Record{Line: k.line}
	p.take(rec, p.jobPosting(o, rec))
}

// settle hands out what waited, at the end of a graph.
func (p *reader) settle() {
	waiting := p.waiting
	p.waiting, p.waits = nil, 0
	for _, k := range waiting {
		v, err := decode(k.raw)
		if o, ok := v.(object); ok && err == nil && !p.done {
			rec := &Record{Line: k.line}
			p.take(rec, p.jobPosting(o, rec))
		}
	}
	p.refs = nil
}

// guessSource finds the id of a record that cannot be decoded, so that a refusal can name it. Only for display.
func guessSource(raw []byte) string {
	for _, key := range []string{`"id"`, `"value"`} {
		_, rest, ok := bytes.Cut(raw[:min(len(raw), 4<<10)], []byte(key))
		if !ok {
			continue
		}
		rest = bytes.TrimLeft(rest, " \t\r\n:")
		if len(rest) == 0 || rest[0] != '"' {
			continue
		}
		if id, _, ok := strings.Cut(string(rest[1:]), `"`); ok && utf8.ValidString(id) {
			if id, _ := clean(id); len(id) <= maxID {
				return id
			}
		}
	}
	return ""
}
