package job

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"verv/internal/employer/prose"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/taxonomy/analysis"
	"verv/internal/web/page"
)

// excerpts puts beside each entry the place of its text where the words were found.
func (h *House) excerpts(ctx context.Context, g privacy.Grant, entries []Entry, n query.Node, lang string) error {
	if n == nil || len(entries) == 0 {
		return nil
	}
	args := store.Args{}
	for i := range PageSize {
		args[fmt.Sprintf("id%d", i)] = entries[min(i, len(entries)-1)].ID
	}
	texts := map[ID]string{}
	err := h.db.Read(ctx, g, func(r *store.Reader) error {
		_, err := store.List(r, "job.texts", args, func(row store.Row) (none struct{}, err error) {
			var j ID
			var body string
			if err = row.Scan(&j, &body); err == nil {
				texts[j] = body
			}
			return none, err
		})
		return err
	})
	for i, e := range entries {
		text := flow(prose.Plain(texts[e.ID]))
		entries[i].Excerpt = excerpt(text, match.Highlight(analysis.Default(), n, lang, e.Language, text))
	}
	return err
}

// flow writes the lines of a text one behind the other, with a dot between those that end without a stop: headings and the lines of a list.
func flow(plain string) string {
	var b strings.Builder
	for line := range strings.Lines(plain) {
		line = strings.Join(strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "- ")), " ")
		if line == "" {
			continue
		}
		if s := b.String(); s != "" {
			if last, _ := utf8.DecodeLastRuneInString(s); !strings.ContainsRune(".!?:…", last) {
				b.WriteString(" ·")
			}
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

// An excerpt begins a little before the first word that was found.
const (
	excerptBefore = 60 // bytes
	excerptLength = 200
)

// excerpt cuts a text around the first of the spans, between words, and marks those within.
func excerpt(text string, found []match.Span) []page.Piece {
	if len(found) == 0 {
		return nil
	}
	from := max(found[0].Start-excerptBefore, 0)
	if from > 0 {
		if at := strings.IndexByte(text[from:found[0].Start], ' '); at >= 0 {
			from += at + 1
		} else {
			from = found[0].Start
		}
	}
	to := min(from+excerptLength, len(text))
	if to < len(text) {
		if at := strings.LastIndexByte(text[from:to], ' '); from+at > found[0].End {
			to = from + at
		} else {
			to = max(found[0].End, from)
		}
	}
	var out []page.Piece
	if from > 0 {
		out = append(out, page.Piece{Text: "… "})
	}
	out = append(out, Marked(text, found, from, to)...)
	if to < len(text) {
		out = append(out, page.Piece{Text: " …"})
	}
	return out
}

// Marked is the part of a text between two places, with the spans in it marked.
func Marked(text string, found []match.Span, from, to int) (out []page.Piece) {
	add := func(s string, marked bool) {
		if s != "" {
			out = append(out, page.Piece{Text: s, Found: marked})
		}
	}
	for _, s := range found {
		if s.End > to {
			break
		}
		add(text[from:s.Start], false)
		add(text[s.Start:s.End], true)
		from = s.End
	}
	add(text[from:to], false)
	return out
}
