package job

import (
	"slices"
	"testing"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/site"
)

// Chapters reaches the cutting of sitemaps from the tests, with a size that a test can fill.
func (h *House) Chapters(t *testing.T, g privacy.Grant, s access.SiteID, most int) (addresses []string, parts int) {
	t.Helper()
	all, err := h.cut(t.Context(), g, site.Site{ID: s}, most)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		urls, err := h.addresses(t.Context(), g, site.Site{ID: s}, c.after, most, func(p string) string { return p })
		if err != nil || len(urls) == 0 || len(urls) > most || c.changed.IsZero() {
			t.Errorf("a chapter of %d addresses, changed %s, %v", len(urls), c.changed, err)
		}
		for _, u := range urls {
			addresses = append(addresses, u.Loc)
		}
	}
	slices.Sort(addresses)
	return slices.Compact(addresses), len(all)
}

// Maps is how many maps of jobs the index of a site names.
func (h *House) Maps(t *testing.T, g privacy.Grant, s access.SiteID) int {
	t.Helper()
	all, err := h.chapters(t.Context(), g, site.Site{ID: s})
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}
