package intake

import (
	"bufio"
	"bytes"
)

// scanner reads bytes and counts lines. It cuts a file into records without understanding them, so that one broken
// record does not take the next ones with it, and so that a record over its limit is passed over, not held.
type scanner struct {
	r    *bufio.Reader
	line int
	err  error // sticky; io.EOF at the end
}

// chunk is one record as bytes.
type chunk struct {
	raw   []byte
	line  int
	deep  int  // deepest nesting met (JSON only)
	large bool // over the limit; raw is then cut
	open  bool // the file ended inside it
	bad   bool // cannot be right: the scanner had to mend it to go on
	alone bool // it is one posting and nothing around it
}

func (s *scanner) next() (byte, bool) {
	if s.err != nil {
		return 0, false
	}
	c, err := s.r.ReadByte()
	if err != nil {
		s.err = err
		return 0, false
	}
	if c == '\n' {
		s.line++
	}
	return c, true
}

// peek is the next byte, 0 at the end.
func (s *scanner) peek() byte {
	b, err := s.r.Peek(1)
	if err != nil {
		s.err = err
		return 0
	}
	return b[0]
}

// space skips white space and returns the byte after it without taking it, 0 at the end.
func (s *scanner) space() byte {
	for {
		switch c := s.peek(); c {
		case ' ', '\t', '\r', '\n':
			s.next()
		default:
			return c
		}
	}
}

// at reports whether the rest begins with text.
func (s *scanner) at(text string) bool {
	b, _ := s.r.Peek(len(text))
	return string(b) == text
}

// atFold is at without regard to case.
func (s *scanner) atFold(text string) bool {
	b, _ := s.r.Peek(len(text))
	return bytes.EqualFold(b, []byte(text))
}

// add takes one byte into the chunk, or only passes it when the chunk is full.
func (k *chunk) add(c byte, limit int) {
	if len(k.raw) >= limit {
		k.large = true
		return
	}
	k.raw = append(k.raw, c)
}

// value cuts one JSON value: brackets are counted, strings are passed over. A raw line break inside a string is never
// legal JSON; it ends the string, so that a forgotten quotation mark spoils one record and not the file.
func (s *scanner) value(limit int) chunk {
	s.space()
	k := chunk{line: s.line}
	depth, quoted, escaped := 0, false, false
	for {
		c := s.peek()
		if c == 0 && s.err != nil {
			k.open = depth > 0 || quoted || len(k.raw) == 0
			return k
		}
		if depth == 0 && !quoted && len(k.raw) > 0 && ends(c) {
			return k
		}
		s.next()
		k.add(c, limit)
		switch {
		case quoted:
			switch {
			case c == '\n':
				quoted, escaped, k.bad = false, false, true
			case escaped:
				escaped = false
			case c == '\\':
				escaped = true
			case c == '"':
				if quoted = false; depth == 0 {
					return k
				}
			}
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			depth++
			k.deep = max(k.deep, depth)
		case c == '}' || c == ']':
			if depth--; depth <= 0 {
				return k
			}
		}
	}
}

// ends reports whether c ends a bare JSON word or number.
func ends(c byte) bool {
	switch c {
	case ',', ']', '}', ':', ' ', '\t', '\r', '\n':
		return true
	}
	return false
}

// skipPast passes everything up to and including mark.
func (s *scanner) skipPast(mark string) {
	for {
		if s.at(mark) {
			for range mark {
				s.next()
			}
			return
		}
		if _, ok := s.next(); !ok {
			return
		}
	}
}

// job cuts one <job> element. CDATA and comments are passed over whole; a second <job> before the first one's end means
// that the first was never closed.
func (s *scanner) job(limit int) chunk {
	k := chunk{line: s.line}
	take := func(n int) {
		for range n {
			if c, ok := s.next(); ok {
				k.add(c, limit)
			}
		}
	}
	until := ""
	for take(1); ; take(1) {
		c := s.peek()
		switch {
		case c == 0 && s.err != nil:
			k.open = true
			return k
		case until != "":
			if s.at(until) {
				take(len(until) - 1)
				until = ""
			}
		case c != '<':
		case s.at("<![CDATA["):
			until = "]]>"
		case s.at("<!--"):
			until = "-->"
		case s.at("</job>"):
			take(len("</job>"))
			return k
		case s.atJob():
			k.bad = true
			return k
		}
	}
}

func (s *scanner) atJob() bool {
	return s.at("<job>") || s.at("<job ") || s.at("<job\t") || s.at("<job\n") || s.at("<job\r")
}
