package job

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/taxonomy/analysis"
	"verv/internal/web"
)

const (
	suggestMost  = 8
	suggestTried = 24 // names that are looked for
)

// Suggest completes what somebody begins to type: names of occupations and skills by which a site lists something, those that find most first.
func (h *House) Suggest(ctx context.Context, g privacy.Grant, s site.ID, typed string) ([]string, error) {
	if err := g.Require(access.JobSee); err != nil {
		return nil, err
	}
	at, err := h.searched(ctx, s)
	if err != nil {
		return nil, err
	}
	type found struct {
		name string
		n    int
	}
	var all []found
	for _, name := range analysis.Default().NamesBegun(at.Language, typed, suggestTried) {
		q := match.Request{Query: query.All(market(at), Filter{Words: name}.words(at.Language)), Lang: at.Language, Now: h.db.Now()}
		if n := h.finder.index.Search(q).Total; n > 0 {
			all = append(all, found{name, n})
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.n, a.n) })
	out := []string{}
	for _, f := range all[:min(suggestMost, len(all))] {
		out = append(out, f.name)
	}
	return out, nil
}

// SuggestPlaces completes the name of a place: those of the site's country first.
func (h *House) SuggestPlaces(ctx context.Context, g privacy.Grant, s site.ID, typed string) ([]string, error) {
	if err := g.Require(access.JobSee); err != nil {
		return nil, err
	}
	at, err := h.sites.ByID(ctx, s)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, p := range analysis.Default().PlacesBegun(at.Country, typed, suggestMost) {
		if name := p.Name(at.Language); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out, nil
}

type suggestForm struct {
	Words string `form:"q,max=100"`
	Place string `form:"place,max=100"`
}

// getSuggest answers the script of a search field with a list of names as JSON.
func (h *House) getSuggest(r *web.Request) error {
	var f suggestForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	var names []string
	if words := strings.TrimSpace(f.Words); words != "" {
		names, err = h.Suggest(r, r.Grant, s.ID, words)
	} else {
		names, err = h.SuggestPlaces(r, r.Grant, s.ID, strings.TrimSpace(f.Place))
	}
	if err != nil {
		return err
	}
	body, err := json.Marshal(names)
	if err != nil {
		return err
	}
	return r.Text("application/json; charset=utf-8", body)
}
