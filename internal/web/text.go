package web

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What can be wrong with text as such; catalogue keys.
const (
	wrongEncoding = "form.encoding"
	wrongControl  = "form.control-characters"
	wrongLine     = "form.line"
)

// clean makes typed text into what Verv keeps: composed (NFC), line ends as "\n", no marks that turn the direction of
// neighbouring text, no white space around. wrong is a catalogue key, or "" when the text can be taken; text that cannot is
// given back fit to be shown.
func clean(s string, lines bool) (text, wrong string) {
	if !utf8.ValidString(s) {
		s, wrong = strings.ToValidUTF8(s, string(utf8.RuneError)), wrongEncoding
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	broken := false
	s = strings.Map(func(c rune) rune {
		switch {
		case c == '\r' || c == '\u2028' || c == '\u2029' || c == '\u0085':
			return '\n'
		case c == '\n' || c == '\t':
			return c
		case unicode.IsControl(c) || c >= 0xfdd0 && c <= 0xfdef || c&0xfffe == 0xfffe:
			broken = true
			return utf8.RuneError
		case invisible(c):
			return -1
		}
		return c
	}, s)
	if broken && wrong == "" {
		wrong = wrongControl
	}
	s = strings.TrimSpace(norm.NFC.String(s))
	if lines {
		return s, wrong
	}
	if strings.Contains(s, "\n") && wrong == "" {
		wrong = wrongLine
	}
	return strings.NewReplacer("\n", " ", "\t", " ").Replace(s), wrong
}

// invisible marks change how their neighbours are read and carry no meaning in a form: overrides, embeddings and isolates of
// direction, byte order marks, and the tag characters that hide text from people but not from machines. Joiners stay: names
// and pictures need them.
func invisible(c rune) bool {
	switch {
	case c == '\u200e' || c == '\u200f' || c == '\u061c': // direction marks
		return true
	case c >= '\u202a' && c <= '\u202e': // embeddings and overrides
		return true
	case c >= '\u2066' && c <= '\u206f': // isolates, and formatting that Unicode deprecates
		return true
	case c == '\ufeff' || c >= 0xfff9 && c <= 0xfffb: // byte order mark, interlinear annotation
		return true
	}
	return c >= 0xe0000 && c <= 0xe007f // tags
}
