package locale

import (
	"strings"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// stretched is a copy of the language for tests of the layout: vowels carry accents, so that a text that did not come from a
// catalogue shows, and every text is at least two fifths longer, as Finnish is.
func (t *tongue) stretched() *tongue {
	s := *t.style
	s.Language = Language{Tag: Pseudo, Name: stretch(t.Name)}
	out := newTongue(&s)
	for _, m := range t.forms {
		// The message was parsed once in English and stretch leaves placeholders alone, so this cannot fail.
		_ = out.add(&i18n.Message{ID: m.ID, Zero: stretch(m.Zero), One: stretch(m.One), Other: stretch(m.Other)})
	}
	return out
}

var accents = strings.NewReplacer("a", "á", "e", "é", "i", "í", "o", "ó", "u", "ú", "A", "Á", "E", "É", "I", "Í", "O", "Ó", "U", "Ú")

// stretch lengthens the words of s and leaves its placeholders whole.
func stretch(s string) string {
	if s == "" {
		return ""
	}
	var b strings.Builder
	letters := 0
	for rest := s; rest != ""; {
		words, after, _ := strings.Cut(rest, "{{")
		b.WriteString(accents.Replace(words))
		letters += utf8.RuneCountInString(words)
		if len(words) == len(rest) {
			break
		}
		field, tail, _ := strings.Cut(after, "}}")
		b.WriteString("{{" + field + "}}")
		rest = tail
	}
	if pad := (letters*2 + 4) / 5; pad > 0 {
		b.WriteString(" " + strings.Repeat("~", pad))
	}
	return b.String()
}
