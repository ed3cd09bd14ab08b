package site

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/locale"
	"verv/internal/privacy"
	view "verv/internal/site/page"
	"verv/internal/store"
	"verv/internal/web"
	"verv/internal/web/page"
)

// FactSwitched tells that a site was switched off or on. It names the site and which.
const FactSwitched = "site.switched"

// Shut reports whether the operator has switched the site off.
func (s Site) Shut() bool { return !s.ShutAt.IsZero() }

// Switch switches a site off or on. On one that is off nobody reads jobs and nobody applies: each such page answers 410 and says so. Whoever has
// an account or an application still logs in there, reads, downloads and deletes.
func (h *House) Switch(ctx context.Context, g privacy.Grant, site ID, off bool) error {
	if err := g.Require(access.SiteEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		at, word := time.Time{}, "on"
		if off {
			at, word = w.Now(), "off"
		}
		w.Fact(FactSwitched, map[string]string{"site": site.String(), "state": word})
		return w.Must("site.shut", store.Args{"id": site, "shut_at": at})
	})
}

func stateTag(w *locale.Words, s Site) templ.Component {
	if s.Shut() {
		return page.Tag(page.Label{Word: w.Say("site.state.off"), Color: page.Warning})
	}
	return page.Tag(page.Label{Word: w.Say("site.state.on"), Color: page.Success})
}

// turn is the word of the catalogue for what the button would do.
func (s Site) turn() string {
	if s.Shut() {
		return "on"
	}
	return "off"
}

func (h *House) getSwitch(r *web.Request) error {
	s, err := h.one(r)
	if err != nil {
		return err
	}
	w, turn := r.Words, s.turn()
	m := view.Switch{Title: w.Say("site.switch."+turn+".title", "Name", s.Name), Lead: w.Say("site.switch." + turn + ".lead"), Button: w.Say("site.switch." + turn),
		Action: r.Path("/operator/sites/" + s.ID.String() + "/switch"), Turn: turn, Danger: turn == "off",
		Back: page.Link{URL: r.Path("/operator/sites/" + s.ID.String()), Label: w.Say("site.back")}}
	return r.Render(http.StatusOK, view.SwitchPage(r.View(m.Title), m))
}

func (h *House) postSwitch(r *web.Request) error {
	s, err := h.one(r)
	if err != nil {
		return err
	}
	var f struct {
		Turn string `form:"turn,required,oneof=on|off"`
	}
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	if err := h.Switch(r, r.Grant, s.ID, f.Turn == "off"); err != nil {
		return err
	}
	r.Flash("site.switched." + f.Turn)
	return r.Redirect(r.Path("/operator/sites"))
}
