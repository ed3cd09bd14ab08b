package jsoncv

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"verv/internal/fault"
)

// node is one JSON value with the place it begins at.
type node struct {
	kind    byte   // { [ " 0 (number) b (true, false) n (null)
	text    string // of a string, number or boolean
	names   []string
	members map[string]*node
	items   []*node
	at      int // byte offset
}

// parser builds a tree within limits.
type parser struct {
	raw    []byte
	d      *json.Decoder
	limits Limits
	left   int // values that may still be read
}

func parse(raw []byte, l Limits) (*node, *fault.Fault) {
	if i := bytes.IndexByte(raw, 0); i >= 0 {
		return nil, place(raw, i, fault.Malformed, "cv.intake.nul")
	}
	if !utf8.Valid(raw) {
		return nil, place(raw, invalidAt(raw), fault.Malformed, "cv.intake.encoding")
	}
	p := &parser{raw: raw, d: json.NewDecoder(bytes.NewReader(raw)), limits: l, left: l.Values}
	p.d.UseNumber()
	n, f := p.value(1)
	if f != nil {
		return nil, f
	}
	if _, err := p.d.Token(); err != io.EOF {
		return nil, place(raw, int(p.d.InputOffset()), fault.Malformed, "cv.intake.file.broken")
	}
	return n, nil
}

// invalidAt is the offset of the first byte that is no UTF-8.
func invalidAt(raw []byte) int {
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(raw)
}

// start is the offset at which the next token begins.
func (p *parser) start() int {
	i := int(p.d.InputOffset())
	for i < len(p.raw) {
		switch p.raw[i] {
		case ' ', '\t', '\r', '\n', ',', ':':
			i++
		default:
			return i
		}
	}
	return i
}

func (p *parser) token() (json.Token, int, *fault.Fault) {
	at := p.start()
	tok, err := p.d.Token()
	if err == nil {
		return tok, at, nil
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = max(at, int(syntax.Offset)-1)
	}
	return nil, at, place(p.raw, at, fault.Malformed, "cv.intake.file.broken")
}

func (p *parser) value(depth int) (*node, *fault.Fault) {
	tok, at, f := p.token()
	if f != nil {
		return nil, f
	}
	if depth > p.limits.Depth {
		return nil, place(p.raw, at, fault.Malformed, "cv.intake.deep")
	}
	if p.left--; p.left < 0 {
		return nil, place(p.raw, at, fault.TooLarge, "cv.intake.file.large")
	}
	switch t := tok.(type) {
	case json.Delim:
		if t == '[' {
			return p.array(at, depth)
		}
		return p.object(at, depth)
	case string:
		return &node{kind: '"', text: t, at: at}, nil
	case json.Number:
		return &node{kind: '0', text: t.String(), at: at}, nil
	case bool:
		if t {
			return &node{kind: 'b', text: "true", at: at}, nil
		}
		return &node{kind: 'b', text: "false", at: at}, nil
	}
	return &node{kind: 'n', at: at}, nil
}

func (p *parser) array(at, depth int) (*node, *fault.Fault) {
	n := &node{kind: '[', at: at}
	for p.d.More() {
		e, f := p.value(depth + 1)
		if f != nil {
			return nil, f
		}
		n.items = append(n.items, e)
	}
	_, _, f := p.token()
	return n, f
}

func (p *parser) object(at, depth int) (*node, *fault.Fault) {
	n := &node{kind: '{', at: at, members: map[string]*node{}}
	for p.d.More() {
		tok, _, f := p.token()
		if f != nil {
			return nil, f
		}
		key := tok.(string) // the decoder gives nothing else here
		e, f := p.value(depth + 1)
		if f != nil {
			return nil, f
		}
		if _, twice := n.members[key]; !twice {
			n.names = append(n.names, key)
		}
		n.members[key] = e
	}
	_, _, f := p.token()
	return n, f
}

// place is a fault that names line and column, both from 1; the column counts letters.
func place(raw []byte, at int, kind fault.Kind, key string) *fault.Fault {
	line, column := lineColumn(raw, at)
	return fault.New(kind, key, fault.Args{"Line": line, "Column": column})
}

func lineColumn(raw []byte, at int) (line, column int) {
	head := raw[:min(max(at, 0), len(raw))]
	begin := bytes.LastIndexByte(head, '\n') + 1
	return bytes.Count(head, []byte("\n")) + 1, utf8.RuneCount(head[begin:]) + 1
}
