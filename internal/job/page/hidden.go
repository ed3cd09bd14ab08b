package page

import (
	"strings"

	"verv/internal/web/page"
)

// hidden carries the filters through a new search.
func hidden(s Search) []page.Pair {
	var out []page.Pair
	if s.Kind != "" {
		out = append(out, page.Pair{Name: "kind", Value: s.Kind})
	}
	if s.Remote != "" {
		out = append(out, page.Pair{Name: "remote", Value: s.Remote})
	}
	return out
}

// lines are the paragraphs of what somebody typed.
func lines(s string) []string { return strings.FieldsFunc(s, func(c rune) bool { return c == '\n' }) }
