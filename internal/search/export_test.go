package search

import "net/url"

// WantedOf is what a saved search looks for.
func WantedOf(q url.Values, lang string) Wanted {
	f := peopleOf(q)
	return f.wanted(lang)
}
