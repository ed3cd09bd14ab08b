package employer

import (
	"context"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/picture"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/web"
	"verv/internal/web/page"
)

// Then is what can be done with a preview: where the form goes and what it holds.
type Then struct {
	Action string
	Typed  []page.Pair
}

// Preview shows an employer's page as it would be. The job house has it, since the page lists jobs; package server hands it in.
type Preview func(r *web.Request, e Employer, t Then) error

// Fill hands in where pictures are kept and who shows a page. Call it before the first request.
func (h *House) Fill(pictures *picture.House, p Preview) { h.pictures, h.preview = pictures, p }

// SetLogo gives the grant's employer a logo; the zero picture takes it away. The last one is forgotten.
func (h *House) SetLogo(ctx context.Context, g privacy.Grant, e Employer, m picture.Made) error {
	if err := g.Require(access.EmployerEdit); err != nil {
		return err
	}
	all, err := h.pictures.Own(ctx, g)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Name == e.Logo {
			if err := h.pictures.Drop(ctx, g, p.ID); err != nil {
				return err
			}
		}
	}
	if m.Name != "" {
		if err := h.pictures.Add(ctx, g, m, e.Name); err != nil {
			return err
		}
	}
	return h.write(ctx, g, "employer.setLogo", store.Args{"logo": m.Name})
}

// SetFramers says whose pages may show the list of jobs of the grant's employer.
func (h *House) SetFramers(ctx context.Context, g privacy.Grant, hosts []string) error {
	if err := g.Require(access.EmployerEdit); err != nil {
		return err
	}
	var f fault.Form
	p := Presence{Framers: hosts}.tidy()
	if p.check(&f); f.Err() != nil {
		return f.Err()
	}
	return h.write(ctx, g, "employer.setFramers", store.Args{"framers": joined(p.Framers)})
}

func (h *House) write(ctx context.Context, g privacy.Grant, statement store.Name, args store.Args) error {
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		args["now"] = w.Now()
		w.Fact(FactChanged, map[string]string{"employer": g.Scope().Employer().String()})
		return w.Must(statement, args)
	})
}
