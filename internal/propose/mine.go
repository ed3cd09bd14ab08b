package propose

import (
	"context"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/store"
)

// Own is a proposal as its person reads it.
type Own struct {
	Proposal
	By     string // the employer; empty where it must not be named
	Veiled bool
}

// Mine lists for what the grant's person was proposed, by whom and why, the newest first.
func (h *House) Mine(ctx context.Context, g privacy.Grant) (out []Own, err error) {
	if err := g.Require(access.CandidateOwn); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		veils, err := search.VeilsOf(r)
		if err != nil {
			return err
		}
		all, err := store.List(r, "propose.mine", store.Args{"most": mineMost}, scan)
		if err != nil {
			return err
		}
		for _, p := range all {
			v := Own{Veiled: veils.Has(p.Employer)}
			if v.Proposal, err = p.opened(r); fault.Is(err, fault.Gone) {
				continue
			}
			if err != nil {
				return err
			}
			if !v.Veiled {
				e, err := employer.Read(r, p.Employer)
				if err != nil && !store.Missing(err) {
					return err
				}
				v.By = e.Name
			}
			out = append(out, v)
		}
		return nil
	})
	return out, err
}
