package search

import (
	"slices"

	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/taxonomy/analysis"
	webpage "verv/internal/web/page"
)

const excerptMost = 6 // things of a card

// excerpt is what of a card is shown and has words that were looked for, with these marked. What is searched and never shown is in no excerpt.
func (c Card) excerpt(n query.Node, lang string) (out []webpage.Piece) {
	if n == nil {
		return nil
	}
	shown := 0
	for _, text := range slices.Concat([]string{c.body.Title}, c.body.Skills, c.body.Face.Languages, c.body.Employers) {
		found := match.Highlight(analysis.Default(), n, lang, c.body.Language, text)
		if len(found) == 0 {
			continue
		}
		if shown++; shown > excerptMost {
			break
		}
		if len(out) > 0 {
			out = append(out, webpage.Piece{Text: " · "})
		}
		out = append(out, marked(text, found)...)
	}
	return out
}

// marked is a text with the spans within it marked.
func marked(text string, found []match.Span) (out []webpage.Piece) {
	at := 0
	for _, s := range found {
		if s.Start > at {
			out = append(out, webpage.Piece{Text: text[at:s.Start]})
		}
		out = append(out, webpage.Piece{Text: text[s.Start:s.End], Found: true})
		at = s.End
	}
	if at < len(text) {
		out = append(out, webpage.Piece{Text: text[at:]})
	}
	return out
}
