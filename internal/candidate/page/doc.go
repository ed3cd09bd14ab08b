// Package page has the page of a candidate's profile. It takes values and words; it knows no request and no store.
package page

import "verv/internal/web/page"

// Profile is the form of the profile.
type Profile struct {
	Action                       string
	Name, Phone, Headline, Place page.Input
	Available                    page.Input
	Links                        []page.Input
	Privacy                      page.Privacy
	CVs, Visibility, Recommended page.Link
}

func (p Profile) fields() []page.Input {
	return append([]page.Input{p.Name, p.Headline, p.Place, p.Available, p.Phone}, p.Links...)
}
