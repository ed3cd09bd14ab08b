package search

import (
	"slices"

	"verv/internal/job"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/taxonomy/analysis"
	webpage "verv/internal/web/page"
)

const excerptMost = 6 // things of a card

// found is what of a card is shown and has words that were looked for, with these marked: its title, and more of it. What is searched and never shown
// is in neither.
func (c Card) found(n query.Node, lang string) (title, more []webpage.Piece) {
	if n == nil {
		return nil, nil
	}
	find := func(text string) []match.Span {
		return match.Highlight(analysis.Default(), n, lang, c.body.Language, text)
	}
	if spans := find(c.body.Title); len(spans) > 0 {
		title = job.Marked(c.body.Title, spans, 0, len(c.body.Title))
	}
	shown := 0
	for _, text := range slices.Concat(c.body.Skills, c.body.Face.Languages, c.body.Employers) {
		spans := find(text)
		if len(spans) == 0 {
			continue
		}
		if shown++; shown > excerptMost {
			break
		}
		if len(more) > 0 {
			more = append(more, webpage.Piece{Text: " · "})
		}
		more = append(more, job.Marked(text, spans, 0, len(text))...)
	}
	return title, more
}
