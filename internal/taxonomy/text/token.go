package text

import (
	"strings"
	"sync"
	"unicode"
)

// Longest is how many bytes of a title or a label are looked at.
const Longest = 2000

// tails are what a dot may stand before within one token: asp.net, node.js.
var tails = []string{"net", "js", "io"}

// Span is where a token stands in a text, in bytes.
type Span struct{ Start, End int }

// letters is a text by its letters, and where each begins.
type letters struct {
	runes []rune
	at    []int
}

var spare = sync.Pool{New: func() any { return new(letters) }}

func (l *letters) read(s string) {
	l.runes, l.at = l.runes[:0], l.at[:0]
	for i, r := range s {
		l.runes, l.at = append(l.runes, r), append(l.at, i)
	}
	l.at = append(l.at, len(s))
}

// done gives it back without a letter of the text.
func (l *letters) done() {
	clear(l.runes)
	spare.Put(l)
}

// Spans finds the tokens of a text of any length, folded or not. Names that live by their signs stay whole: c++, c#, .net, node.js; so do
// numbers (2,5 and 3.2 are one token each).
func Spans(s string) []Span {
	l := spare.Get().(*letters)
	defer l.done()
	l.read(s)
	runes, at := l.runes, l.at
	out := make([]Span, 0, len(s)/6+1)
	for i := 0; i < len(runes); {
		if !begins(runes, i) {
			i++
			continue
		}
		j := i + 1
		for j < len(runes) && (word(runes[j]) || joins(runes, i, j)) {
			j++
		}
		out = append(out, Span{at[i], at[j]})
		i = j
	}
	return out
}

// Tokens are the words of a folded title or label.
func Tokens(fold string) []string {
	fold = cut(fold)
	var out []string
	for _, s := range Spans(fold) {
		out = append(out, fold[s.Start:s.End])
	}
	return out
}

// cut is the part of s that is looked at, ending between two runes.
func cut(s string) string {
	if len(s) <= Longest {
		return s
	}
	return strings.ToValidUTF8(s[:Longest], "")
}

func word(r rune) bool {
	if r < unicode.MaxASCII {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// begins says that a token starts at i: with a letter, a digit, or the dot of .net.
func begins(t []rune, i int) bool {
	return word(t[i]) || t[i] == '.' && (i == 0 || !word(t[i-1])) && tailed(t, i)
}

// joins says that the sign at j belongs to the token that began at i.
func joins(t []rune, i, j int) bool {
	last := t[j-1]
	switch t[j] {
	case '+':
		return last == '+' || j-i == 1 && unicode.IsLetter(last) && j+1 < len(t) && t[j+1] == '+'
	case '#':
		return j-i == 1 && unicode.IsLetter(last)
	case '.':
		return word(last) && tailed(t, j) || numeral(t, j)
	case ',':
		return numeral(t, j)
	}
	return false
}

func numeral(t []rune, j int) bool {
	return unicode.IsDigit(t[j-1]) && j+1 < len(t) && unicode.IsDigit(t[j+1])
}

// tailed says that the dot at i stands before one of the tails and nothing more.
func tailed(t []rune, i int) bool {
	for _, tail := range tails {
		end := i + 1 + len(tail)
		if end <= len(t) && strings.EqualFold(string(t[i+1:end]), tail) && (end == len(t) || !word(t[end])) {
			return true
		}
	}
	return false
}
