package search

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/cases"

	"verv/internal/employer"
)

// What is taken out of every text of a card: addresses of any kind, and figures that may be a telephone number or a date of birth.
var (
	reMail   = regexp.MustCompile(`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`)
	reWeb    = regexp.MustCompile(`(?i)(?:https?://|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|no|se|fi|dk|io|me|eu)(?:/\S*)?\b`)
	reDigits = regexp.MustCompile(`\+?\d(?:[ ().\x{a0}/-]{0,2}\d){7,}|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b`)
	reWord   = regexp.MustCompile(`[\p{L}\p{N}]+`)
)

// washer takes out of a text what says who somebody is.
type washer struct {
	names  map[string]bool  // of the person, word by word
	firms  []*regexp.Regexp // of those they worked for, whole
	folder cases.Caser
}

// newWasher takes the person's names, and the employers that an anonymous card does not name.
func newWasher(names, firms []string) *washer {
	w := &washer{names: map[string]bool{}, folder: cases.Fold()}
	for _, n := range names {
		for _, word := range reWord.FindAllString(n, -1) {
			if len([]rune(word)) > 1 {
				w.names[w.folder.String(word)] = true
			}
		}
	}
	for _, f := range firms {
		if words := strings.Fields(employer.Key(f)); len(words) > 0 {
			for i, word := range words {
				words[i] = regexp.QuoteMeta(word)
			}
			w.firms = append(w.firms, regexp.MustCompile(`(?i)(^|[^\p{L}\p{N}])`+strings.Join(words, `[^\p{L}\p{N}]+`)+`(s?)($|[^\p{L}\p{N}])`))
		}
	}
	return w
}

// text is s without what says who somebody is, on one line of single spaces.
func (w *washer) text(s string) string {
	for _, re := range []*regexp.Regexp{reMail, reWeb, reDigits} {
		s = re.ReplaceAllString(s, " ")
	}
	for _, re := range w.firms {
		for range 2 { // the space between two of them belongs to one match only
			s = re.ReplaceAllString(s, "$1 $3")
		}
	}
	s = reWord.ReplaceAllStringFunc(s, func(word string) string {
		f := w.folder.String(word)
		if w.names[f] || w.names[strings.TrimSuffix(f, "s")] {
			return ""
		}
		return word
	})
	return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
}
