package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Longest is how many bytes of a title or a label are looked at.
const Longest = 2000

// tails are what a dot may stand before within one token: asp.net, node.js.
var tails = []string{"net", "js", "io"}

// Span is where a token stands in a text, in bytes.
type Span struct{ Start, End int }

// Spans yields the tokens of a text of any length, folded or not. Names that live by their signs stay whole: c++, c#, .net, node.js; so do
// numbers (2,5 and 3.2 are one token each).
func Spans(s string) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		for i := 0; i < len(s); {
			r, n := letter(s, i)
			if !begins(s, i, r) {
				i += n
				continue
			}
			end := i + n
			for last, alone := r, true; end < len(s); alone = false {
				if plain[s[end]] {
					last, end = rune(s[end]), end+1
					continue
				}
				r, n := letter(s, end)
				if !word(r) && !joins(s, end, r, last, alone) {
					break
				}
				last, end = r, end+n
			}
			if !yield(Span{i, end}) {
				return
			}
			i = end
		}
	}
}

// letter is the one that begins at a byte, and its length.
func letter(s string, at int) (r rune, n int) {
	if c := s[at]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[at:])
}

// Tokens are the words of a folded title or label.
func Tokens(fold string) []string {
	fold = cut(fold)
	var out []string
	for at := range Spans(fold) {
		out = append(out, fold[at.Start:at.End])
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

// plain are the letters and digits that are one byte long.
var plain = func() (t [256]bool) {
	for _, r := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" {
		t[r] = true
	}
	return t
}()

func word(r rune) bool {
	if r < utf8.RuneSelf {
		return plain[r]
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// begins says that a token starts at a byte: with a letter, a digit, or the dot of .net.
func begins(s string, at int, r rune) bool {
	return word(r) || r == '.' && tailed(s, at) && !wordBefore(s, at)
}

func wordBefore(s string, at int) bool {
	r, n := utf8.DecodeLastRuneInString(s[:at])
	return n > 0 && word(r)
}

// joins says that the sign at a byte belongs to the token whose last letter it follows; alone says that this is its only one.
func joins(s string, at int, sign, last rune, alone bool) bool {
	switch sign {
	case '+':
		return last == '+' || alone && unicode.IsLetter(last) && strings.HasPrefix(s[at+1:], "+")
	case '#':
		return alone && unicode.IsLetter(last)
	case '.':
		return word(last) && tailed(s, at) || numeral(s, at, last)
	case ',':
		return numeral(s, at, last)
	}
	return false
}

// numeral says that the sign at a byte stands between two digits.
func numeral(s string, at int, last rune) bool {
	if !unicode.IsDigit(last) || at+1 == len(s) {
		return false
	}
	next, _ := letter(s, at+1)
	return unicode.IsDigit(next)
}

// tailed says that the dot at a byte stands before one of the tails and nothing more.
func tailed(s string, at int) bool {
	for _, tail := range tails {
		end := at + 1 + len(tail)
		if end > len(s) || !strings.EqualFold(s[at+1:end], tail) {
			continue
		}
		if end == len(s) {
			return true
		}
		if r, _ := letter(s, end); !word(r) {
			return true
		}
	}
	return false
}
