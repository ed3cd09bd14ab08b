package site

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/picture"
	"verv/internal/privacy"
	"verv/internal/store"
)

// newID makes an identifier of the noun that like is of: package access declares it and keeps its name to itself.
func newID[N any](_ id.ID[N], now time.Time) id.ID[N] { return id.New[N](now) }

// Create adds a site. A host that another site has under the same prefix is refused.
func (h *House) Create(ctx context.Context, g privacy.Grant, c Content) (Site, error) {
	if err := g.Require(access.SiteEdit); err != nil {
		return Site{}, err
	}
	c = c.tidy()
	if err := c.check(); err != nil {
		return Site{}, err
	}
	s := Site{Content: c}
	err := h.db.Write(ctx, g, func(w *store.Writer) error {
		s.MadeAt = w.Now()
		s.ID = newID(s.ID, s.MadeAt)
		args := c.args(s.ID)
		args["now"] = s.MadeAt
		if err := w.Must("site.add", args); err != nil {
			return err
		}
		w.Fact(FactCreated, map[string]string{"site": s.ID.String()})
		return putRest(w, s)
	})
	return s, err
}

// Change replaces the content of a site.
func (h *House) Change(ctx context.Context, g privacy.Grant, site ID, c Content) error {
	if err := g.Require(access.SiteEdit); err != nil {
		return err
	}
	c = c.tidy()
	if err := c.check(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if err := w.Must("site.change", c.args(site)); err != nil {
			return err
		}
		for _, drop := range []store.Name{"site.dropHosts", "site.dropTexts"} {
			if _, err := w.Exec(drop, store.Args{"id": site}); err != nil {
				return err
			}
		}
		w.Fact(FactChanged, map[string]string{"site": site.String()})
		return putRest(w, Site{ID: site, Content: c})
	})
}

// SetLogo gives a site a logo; the zero picture takes it away. What no site shows any more is forgotten with it.
func (h *House) SetLogo(ctx context.Context, g privacy.Grant, s Site, m picture.Made) error {
	if err := g.Require(access.SiteEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if m.Name != "" {
			if err := picture.AddForSite(w, m); err != nil {
				return err
			}
		}
		if err := w.Must("site.setLogo", store.Args{"id": s.ID, "logo": m.Name}); err != nil {
			return err
		}
		w.Fact(FactChanged, map[string]string{"site": s.ID.String()})
		var shown int
		if err := w.Get("site.countLogo", store.Args{"logo": s.Logo}, &shown); err != nil || shown > 0 || s.Logo == "" {
			return err
		}
		return picture.DropForSite(w, s.Logo)
	})
}

// putRest writes hosts and texts.
func putRest(w *store.Writer, s Site) error {
	for _, t := range s.Texts {
		if err := w.Must("site.addText", store.Args{"id": s.ID, "kind": string(t.Kind), "language": t.Language, "body": t.Body}); err != nil {
			return err
		}
	}
	return putHosts(w, s)
}

// putHosts writes the hosts in the order they were given.
func putHosts(w *store.Writer, s Site) error {
	for i, host := range s.Hosts {
		n, err := w.Exec("site.addHost", store.Args{"host": host, "prefix": s.Prefix, "id": s.ID, "place": i})
		if err != nil {
			return err
		}
		if n == 0 {
			var f fault.Form
			f.Add("hosts", "site.hosts.taken", fault.Args{"Host": host})
			return f.Err()
		}
	}
	return nil
}
