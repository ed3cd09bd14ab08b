package page

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// current marks the link to the page that is shown.
func current(l Link) templ.Attributes {
	if !l.Current {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

func yes(b bool) string { return strconv.FormatBool(b) }

// tag is a heading element; levels outside 2 to 6 become 2, since a page has one h1.
func tag(level int) int {
	if level < 2 || level > 6 {
		return 2
	}
	return level
}

// ids joins element ids for aria-describedby, without empty ones.
func ids(all ...string) string {
	var set []string
	for _, id := range all {
		if id != "" {
			set = append(set, id)
		}
	}
	return strings.Join(set, " ")
}

// share is value of most in percent, from 0 to 100.
func share(value, most int64) int64 {
	if most <= 0 {
		return 0
	}
	return max(0, min(100, value*100/most))
}

func digits(n int64) string { return strconv.FormatInt(n, 10) }
