package site

import (
	"slices"
	"strings"
	"unicode/utf8"

	"verv/internal/fault"
	"verv/internal/locale"
)

// TextKind is what a text of a site is for.
type TextKind string

// The kinds.
const (
	Imprint TextKind = "imprint" // who runs the site, at length; without one the lines of Legal stand alone
	Terms   TextKind = "terms"   // what using the site means
)

// TextKinds lists every kind.
func TextKinds() []TextKind { return []TextKind{Imprint, Terms} }

// Text is one text of a site in one language, as plain paragraphs.
type Text struct {
	Kind     TextKind
	Language string
	Body     string
}

const textMax = 20000

// Text is the site's text of a kind for a reader: in their language, else the site's, else any.
func (s Site) Text(kind TextKind, language string) (Text, bool) {
	var found Text
	rank := 0
	for _, t := range s.Texts {
		r := map[string]int{s.Language: 2, language: 3}[t.Language]
		if t.Kind == kind && max(r, 1) > rank {
			found, rank = t, max(r, 1)
		}
	}
	return found, rank > 0
}

func tidyTexts(all []Text) []Text {
	var out []Text
	for _, t := range all {
		if t.Body = strings.TrimSpace(t.Body); t.Body != "" {
			out = append(out, t)
		}
	}
	return out
}

func checkTexts(all []Text, f *fault.Form) {
	for _, t := range all {
		name := t.field()
		if !slices.Contains(TextKinds(), t.Kind) || !locale.Known(t.Language) {
			f.Add(name, "form.choice")
		}
		if utf8.RuneCountInString(t.Body) > textMax {
			f.Add(name, "form.long", fault.Args{"Max": textMax})
		}
	}
}

// field is the text's name in the form.
func (t Text) field() string { return string(t.Kind) + "-" + t.Language }

// paragraphs are the text's paragraphs, each of them lines.
func paragraphs(body string) [][]string {
	var out [][]string
	for p := range strings.SplitSeq(body, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, strings.Split(p, "\n"))
		}
	}
	return out
}
