package server

import (
	"context"
	"errors"
	"strings"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/store"
)

// furnishSearch builds people search, which is handed Verv's own grants: what it reads of people it reads in nobody else's name.
func (h *House) furnishSearch(at account.Places) error {
	n := search.Needs{DB: h.DB, Jobs: h.Jobs, Employers: h.Employers, MAC: codes{h.Keys.Root(), "people"},
		Places: at, Words: h.Words, Limits: search.StandardLimits, Domains: h.domainsOf}
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

// domainsOf are the domains of the addresses of an employer's members: whoever shuts one out is not found by the employer.
func (h *House) domainsOf(ctx context.Context, e access.EmployerID) (out []string, err error) {
	within := func(s access.Scope, why privacy.Purpose, fn func(*store.Reader) error) error {
		g, err := privacy.Authorize(access.Verv("search.domains"), s, why)
		if err != nil {
			return err
		}
		return h.DB.Read(ctx, g, fn)
	}
	var team []access.SubjectID
	err = within(access.OfEmployer(e), privacy.Recruit, func(r *store.Reader) (err error) { team, err = employer.Joiners(r); return err })
	for _, s := range team {
		if err != nil {
			return nil, err
		}
		err = within(access.OfSubject(s), privacy.Correspond, func(r *store.Reader) error {
			c, err := account.Address(r)
			if errors.Is(err, mail.ErrNobody) || fault.Is(err, fault.Gone) {
				return nil
			}
			if _, domain, ok := strings.Cut(c.Address, "@"); ok {
				out = append(out, domain)
			}
			return err
		})
	}
	return out, err
}
