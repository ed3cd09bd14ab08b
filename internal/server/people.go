package server

import (
	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/privacy"
	"verv/internal/search"
)

// furnishSearch builds people search, which is handed Verv's own grants: what it reads of people it reads in nobody else's name.
func (h *House) furnishSearch(at account.Places) error {
	n := search.Needs{DB: h.DB, Jobs: h.Jobs, Employers: h.Employers, MAC: codes{h.Keys.Root(), "people"},
		Places: at, Words: h.Words, Limits: search.StandardLimits}
	for why, grant := range map[privacy.Purpose]*privacy.Grant{privacy.Find: &n.Find, privacy.Profile: &n.Profiles, privacy.Correspond: &n.Mail,
		privacy.Security: &n.Watch} {
		g, err := privacy.Authorize(access.Verv("search"), access.Operation(), why)
		if err != nil {
			return err
		}
		*grant = g
	}
	h.Search = search.New(n)
	return nil
}
