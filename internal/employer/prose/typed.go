package prose

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Typed writes clean HTML as the small language, for a text field.
func Typed(markup string) string {
	w := &typist{}
	w.run(markup, true)
	return w.String()
}

// Plain is the text of clean HTML without any mark.
func Plain(markup string) string {
	w := &typist{}
	w.run(markup, false)
	return w.String()
}

// Lead is the beginning of the text on one line, at most n letters, cut at a word.
func Lead(markup string, n int) string {
	words := strings.Fields(Plain(markup))
	var b strings.Builder
	count := 0
	for _, word := range words {
		l := len([]rune(word)) + 1
		if count+l > n {
			b.WriteString(" …")
			break
		}
		if count > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		count += l
	}
	return strings.TrimSpace(b.String())
}

// typist follows the flat run of blocks that Clean leaves.
type typist struct {
	out   strings.Builder
	marks bool
	list  string
	href  string
}

var manyBreaks = regexp.MustCompile(`\n{3,}`)

func (w *typist) String() string {
	return manyBreaks.ReplaceAllString(strings.TrimSpace(w.out.String()), "\n\n")
}

func (w *typist) run(markup string, marks bool) {
	w.marks = marks
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			w.out.WriteString(strings.ReplaceAll(z.Token().Data, "\n", " "))
		case html.StartTagToken, html.SelfClosingTagToken:
			w.start(z.Token())
		case html.EndTagToken:
			w.end(z.Token().DataAtom)
		}
	}
}

func (w *typist) start(t html.Token) {
	switch t.DataAtom {
	case atom.Br:
		w.out.WriteString("\n")
	case atom.Ul, atom.Ol:
		w.list = t.Data
	case atom.Li:
		w.mark(map[string]string{"ol": "1. "}[w.list], "- ")
	case atom.H2:
		w.mark("## ", "")
	case atom.H3:
		w.mark("### ", "")
	case atom.Strong:
		w.mark("**", "")
	case atom.Em:
		w.mark("*", "")
	case atom.A:
		for _, a := range t.Attr {
			if a.Key == "href" {
				w.href = a.Val
			}
		}
		w.mark("[", "")
	}
}

func (w *typist) end(a atom.Atom) {
	switch a {
	case atom.P, atom.H2, atom.H3, atom.Ul, atom.Ol:
		w.out.WriteString("\n\n")
	case atom.Li:
		w.out.WriteString("\n")
	case atom.Strong:
		w.mark("**", "")
	case atom.Em:
		w.mark("*", "")
	case atom.A:
		w.mark("]("+w.href+")", "")
	}
}

// mark writes a mark of the small language, or what stands for it in plain text. A list without order has its dash in both.
func (w *typist) mark(typed, plain string) {
	if w.marks && typed != "" {
		w.out.WriteString(typed)
		return
	}
	w.out.WriteString(plain)
}
