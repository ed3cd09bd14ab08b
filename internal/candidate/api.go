package candidate

import (
	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
)

// The JSON API over the same use-cases as the page.

func (h *House) api() []web.Route {
	own := web.Own(access.CandidateOwn, privacy.Profile)
	tag := web.Tag("profile")
	return []web.Route{
		web.API(tag.Get("/api/profile", "get-profile", "One's own profile"), own, h.apiMine),
		web.API(tag.Put("/api/profile", "change-profile", "Change one's own profile"), own, h.apiChange),
	}
}

// APIProfile is what a person says of themselves.
type APIProfile struct {
	Name     string   `json:"name" maxLength:"120"`
	Phone    string   `json:"phone,omitempty" maxLength:"30"`
	Headline string   `json:"headline,omitempty" maxLength:"160"`
	Place    string   `json:"place,omitempty" maxLength:"160"`
	Links    []string `json:"links,omitempty" maxItems:"5"`

	Available string `json:"available,omitempty" format:"date" doc:"the first day that the person can start; empty is not said"`
}

func (h *House) apiMine(r *web.Request, _ *web.None) (*web.Answer[APIProfile], error) {
	c, err := h.Mine(r, r.Grant)
	return web.Answered(APIProfile(c.Profile), err)
}

func (h *House) apiChange(r *web.Request, in *web.With[APIProfile]) (*web.None, error) {
	return nil, h.Change(r, r.Grant, Profile(in.Body))
}
