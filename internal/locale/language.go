package locale

import (
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Default is the language of whoever states none.
const Default = "nb"

// Pseudo is the tag of the language for tests: English with accents, and two fifths longer. Match never answers with it.
const Pseudo = "qps"

// Language is one of the six.
type Language struct {
	Tag  string // BCP 47: nb nn sv fi da en
	Name string // in the language itself
}

// style is how a language writes figures, dates and quotations.
type style struct {
	Language
	group, decimal string // between thousands; before decimals
	minus          string
	percent        string // stands after the figure, with its space
	open, shut     string // quotation marks
	clock          string // Go layout of the time of day
	date           string // Go layout of the date; MMMM stands for the month's name
	months         []string
}

const (
	nbsp  = "\u00a0"
	minus = "\u2212"
)

// languages is in the order that a list of languages is shown in.
var languages = []style{
	{Language{"nb", "Norsk bokmål"}, nbsp, ",", minus, nbsp + "%", "«", "»", "15:04", "2. MMMM 2006", []string{
		"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"}},
	{Language{"nn", "Norsk nynorsk"}, nbsp, ",", minus, nbsp + "%", "«", "»", "15:04", "2. MMMM 2006", []string{
		"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"}},
	{Language{"sv", "Svenska"}, nbsp, ",", minus, nbsp + "%", "”", "”", "15:04", "2 MMMM 2006", []string{
		"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}},
	{Language{"fi", "Suomi"}, nbsp, ",", minus, nbsp + "%", "”", "”", "15.04", "2.1.2006", nil},
	{Language{"da", "Dansk"}, ".", ",", "-", nbsp + "%", "”", "”", "15.04", "2. MMMM 2006", []string{
		"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"}},
	{Language{"en", "English"}, ",", ".", "-", "%", "“", "”", "15:04", "2 MMMM 2006", []string{
		"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}},
}

// Languages lists the six, each named in itself.
func Languages() []Language {
	out := make([]Language, len(languages))
	for i, l := range languages {
		out[i] = l.Language
	}
	return out
}

// Known reports whether Verv speaks the language.
func Known(tag string) bool {
	for _, l := range languages {
		if l.Tag == tag {
			return true
		}
	}
	return false
}

// tongue is one loaded language.
type tongue struct {
	*style
	tag       language.Tag
	bundle    *i18n.Bundle
	localizer *i18n.Localizer
	texts     map[string]text
	forms     map[string]*i18n.Message // as written, for the stretched copy and the tests
	from      map[string]string        // key to file
	collators sync.Pool                // a collator has a buffer and serves one goroutine
}

// newTongue makes an empty language. Each has its own bundle, so that a missing text never falls back to another language.
func newTongue(s *style) *tongue {
	name := s.Tag
	if name == Pseudo {
		name = "en" // no table of plurals or letters knows the language of the tests
	}
	tag := language.MustParse(name)
	bundle := i18n.NewBundle(tag)
	return &tongue{
		style: s, tag: tag, bundle: bundle, localizer: i18n.NewLocalizer(bundle, name),
		texts: map[string]text{}, forms: map[string]*i18n.Message{}, from: map[string]string{},
		collators: sync.Pool{New: func() any { return collate.New(collation(name)) }},
	}
}

// collation is the sorting order of a language, in the raw tags that x/text has tables for: it has lost the one of nb (a
// canonical form of "no", sorted like the root), and nn is the same alphabet. The standard orders of Swedish and
// Finnish take v and w as one letter.
func collation(tag string) language.Tag {
	switch tag {
	case "nb":
		tag = "nn"
	case "sv", "fi":
		tag += "-u-co-standard"
	}
	return language.Raw.Make(tag)
}
