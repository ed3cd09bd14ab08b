package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded says what a letter becomes that has no decomposition, or whose decomposition is not what its readers would write.
var folded = map[rune]string{
	'å': "a", 'ä': "a", 'æ': "a", 'ö': "o", 'ø': "o", 'œ': "o", 'ß': "ss", 'ð': "d", 'þ': "th", 'đ': "d", 'ŧ': "t", 'ŋ': "n", 'ł': "l", 'ı': "i",
	'’': "'", '`': "'", '´': "'", '–': "-", '—': "-", '‐': "-", '‑': "-", '−': "-",
}

// Fold is s in small letters, each reduced to its nearest letter of a-z and never deleted: å ä æ become a, ö ø become o, é becomes e.
// Runs of white space become one space. Two spellings that a reader takes for the same word are equal after folding.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range Lower(s) {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if unicode.Is(unicode.Mn, r) || unicode.IsControl(r) || r == utf8.RuneError {
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		if t, ok := folded[r]; ok {
			b.WriteString(t)
		} else {
			b.WriteString(base(r))
		}
	}
	return b.String()
}

// Lower composes letters and makes them small, so that a letter written as two code points is folded as the one that it is.
func Lower(s string) string { return strings.ToLower(norm.NFC.String(s)) }

// base is the letter under the marks.
func base(r rune) string {
	if r < utf8.RuneSelf {
		return string(r)
	}
	d := norm.NFKD.String(string(r))
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, d))
}
