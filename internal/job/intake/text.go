package intake

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"verv/internal/employer/prose"
)

func languageTag(s string) string {
	tag, err := language.Parse(strings.ReplaceAll(strings.TrimSpace(s), "_", "-"))
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// isMark reports whether r changes the direction of what follows, or is invisible: letters that let a text read other
// than it is (Unicode Technical Report 36, section 2.5).
func isMark(r rune) bool {
	switch {
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c, r == 0xfeff,
		r == 0x200b, r == 0x2060, r >= 0xe0000 && r <= 0xe007f:
		return true
	}
	return false
}

// strip removes marks and control characters other than line breaks and tabs, and counts the marks.
func strip(s string) (string, int) {
	marks := 0
	out := strings.Map(func(r rune) rune {
		switch {
		case isMark(r):
			marks++
			return -1
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029:
			return '\n'
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(out), marks
}

// clean is strip for a text of one line: every run of white space becomes one space.
func clean(s string) (string, int) {
	s, marks := strip(s)
	return strings.Join(strings.Fields(s), " "), marks
}

// link is an absolute URL of one of the schemes, else empty.
func link(s string, schemes ...string) string { return prose.Link(s, schemes...) }
