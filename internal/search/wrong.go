package search

import (
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"

	"verv/internal/fault"
	"verv/internal/match"
	"verv/internal/match/query"
)

// reasons are the sentences for what can be wrong with a query.
var reasons = map[query.Reason]string{query.TooLong: "search.query.long", query.TooMany: "search.query.many", query.TooDeep: "search.query.deep",
	query.Unclosed: "search.query.unclosed", query.Missing: "search.query.missing", query.ShortPrefix: "search.query.prefix", query.BadValue: "search.query.value"}

// wrongQuery says what is wrong with a query, and at which letter.
func wrongQuery(typed string, err error) error {
	var e *query.Error
	if !errors.As(err, &e) {
		return err
	}
	var f fault.Form
	f.Add("q", reasons[e.Why], fault.Args{"At": utf8.RuneCountInString(typed[:min(e.At, len(typed))]) + 1})
	return f.Err()
}

// band is the first year of a step of experience.
func band(v string) (int64, bool) {
	n, err := strconv.ParseInt(v, 10, 16)
	return n, err == nil && n >= 0 && n%Band == 0 && n <= experienced
}

// idOf is the identifier of a card as the index has it.
func idOf(v match.ID) (c CardID, err error) {
	err = c.UnmarshalText(fmt.Appendf(nil, "%x-%x-%x-%x-%x", v[:4], v[4:6], v[6:8], v[8:10], v[10:]))
	return c, err
}
