package sniff

import (
	"bytes"
	"strconv"

	"verv/internal/fault"
)

// The values of a PDF (ISO 32000-1, section 7.3). Numbers are float64, strings are []byte, booleans and null are nil.
type (
	name  string
	word  string // an operator or a bracket
	dict  map[name]any
	array []any
	ref   int // the number of an object; generations are not told apart: the last one written counts
)

// lexer reads values from bytes. It counts what it reads and never fails: what cannot be read is passed over.
type lexer struct {
	b     []byte
	at    int
	names func(name) // told every name met, wherever it stands
	left  *int       // values that may still be read
	over  bool       // there were more
}

const (
	maxNest   = 64
	maxString = 64 << 10 // bytes kept of a string; the rest is read and dropped
)

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// space skips white space and comments.
func (l *lexer) space() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case isSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// token reads the next name, number, string, or word; false at the end.
func (l *lexer) token() (any, bool) {
	l.space()
	if l.at >= len(l.b) {
		return nil, false
	}
	if *l.left--; *l.left < 0 {
		l.over, l.at = true, len(l.b)
		return nil, false
	}
	c := l.b[l.at]
	l.at++
	switch c {
	case '/':
		return l.name(), true
	case '(':
		return l.literal(), true
	case '<':
		if l.at < len(l.b) && l.b[l.at] == '<' {
			l.at++
			return word("<<"), true
		}
		return l.hex(), true
	case '>':
		if l.at < len(l.b) && l.b[l.at] == '>' {
			l.at++
		}
		return word(">>"), true
	case '[', ']', '{', '}', ')':
		return word(c), true
	}
	from := l.at - 1
	for l.at < len(l.b) && !isSpace(l.b[l.at]) && !isDelimiter(l.b[l.at]) {
		l.at++
	}
	return number(l.b[from:l.at]), true
}

func number(b []byte) any {
	if c := b[0]; (c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.') && len(b) < 32 {
		if v, err := strconv.ParseFloat(string(b), 64); err == nil {
			return v
		}
	}
	if len(b) > 64 {
		b = b[:64]
	}
	return word(b)
}

func (l *lexer) name() name {
	var out []byte
	for l.at < len(l.b) && !isSpace(l.b[l.at]) && !isDelimiter(l.b[l.at]) {
		c := l.b[l.at]
		l.at++
		if c == '#' && l.at+1 < len(l.b) {
			if hi, lo := unhex(l.b[l.at]), unhex(l.b[l.at+1]); hi >= 0 && lo >= 0 {
				c = byte(hi<<4 | lo)
				l.at += 2
			}
		}
		if len(out) < 128 {
			out = append(out, c)
		}
	}
	n := name(out)
	if l.names != nil {
		l.names(n)
	}
	return n
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func (l *lexer) hex() []byte {
	var out []byte
	half := -1
	for l.at < len(l.b) {
		c := l.b[l.at]
		l.at++
		if c == '>' {
			break
		}
		v := unhex(c)
		switch {
		case v < 0:
		case half < 0:
			half = v
		default:
			if len(out) < maxString {
				out = append(out, byte(half<<4|v))
			}
			half = -1
		}
	}
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	return out
}

func (l *lexer) literal() []byte {
	var out []byte
	for depth := 1; l.at < len(l.b); {
		c := l.b[l.at]
		l.at++
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return out
			}
		case '\\':
			var ok bool
			if c, ok = l.escape(); !ok {
				continue
			}
		}
		if len(out) < maxString {
			out = append(out, c)
		}
	}
	return out
}

// escape reads what follows a backslash; false if it stands for nothing (a line break that is no part of the text).
func (l *lexer) escape() (byte, bool) {
	if l.at >= len(l.b) {
		return 0, false
	}
	c := l.b[l.at]
	l.at++
	switch c {
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 't':
		return '\t', true
	case 'b', 'f':
		return ' ', true
	case '\r':
		if l.at < len(l.b) && l.b[l.at] == '\n' {
			l.at++
		}
		return 0, false
	case '\n':
		return 0, false
	}
	if c < '0' || c > '7' {
		return c, true
	}
	v := int(c - '0')
	for i := 0; i < 2 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; i++ {
		v = v*8 + int(l.b[l.at]-'0')
		l.at++
	}
	return byte(v), true
}

// value reads one value. A bracket that closes something else is given back as a word.
func (l *lexer) value(depth int) (any, bool) {
	tok, ok := l.token()
	if !ok {
		return nil, false
	}
	switch t := tok.(type) {
	case float64:
		return l.reference(t), true
	case word:
		switch {
		case depth > maxNest:
			l.over, l.at = true, len(l.b)
			return nil, false
		case t == "<<":
			return l.dict(depth), true
		case t == "[":
			return l.array(depth), true
		case t == "true", t == "false", t == "null":
			return nil, true
		}
	}
	return tok, true
}

// reference reads "12 0 R" as a reference; else the number alone.
func (l *lexer) reference(n float64) any {
	i := l.at
	digits := func() bool {
		from := i
		for i < len(l.b) && l.b[i] >= '0' && l.b[i] <= '9' && i-from < 6 {
			i++
		}
		return i > from
	}
	spaces := func() bool {
		from := i
		for i < len(l.b) && isSpace(l.b[i]) {
			i++
		}
		return i > from
	}
	if n < 0 || n > 1e7 || n != float64(int(n)) || !spaces() || !digits() || !spaces() || i >= len(l.b) || l.b[i] != 'R' {
		return n
	}
	if i+1 < len(l.b) && !isSpace(l.b[i+1]) && !isDelimiter(l.b[i+1]) {
		return n
	}
	l.at = i + 1
	return ref(n)
}

func (l *lexer) dict(depth int) dict {
	d := dict{}
	for {
		key, ok := l.value(depth + 1)
		if !ok || key == word(">>") || key == word("endobj") || key == word("stream") {
			return d
		}
		k, isName := key.(name)
		if !isName {
			continue
		}
		v, ok := l.value(depth + 1)
		if !ok {
			return d
		}
		if v == word(">>") {
			return d
		}
		d[k] = v
	}
}

func (l *lexer) array(depth int) array {
	var a array
	for {
		v, ok := l.value(depth + 1)
		if !ok || v == word("]") || v == word("endobj") {
			return a
		}
		if v == word(">>") {
			continue
		}
		a = append(a, v)
	}
}

func (l *lexer) fault() *fault.Fault {
	if l.over {
		return refuse("complex")
	}
	return nil
}
