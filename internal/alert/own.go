package alert

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Mine is what a person has here: their alerts, oldest first, and when all of it ends unless they say "keep".
type Mine struct {
	Alerts []Alert
	Until  time.Time
}

// List is what the grant's person has. Whoever agrees to nothing has nothing.
func (h *House) List(ctx context.Context, g privacy.Grant) (Mine, error) {
	var m Mine
	if err := g.Require(access.AlertOwn); err != nil {
		return m, err
	}
	return h.mine(ctx, g)
}

func (h *House) mine(ctx context.Context, g privacy.Grant) (m Mine, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		if m.Alerts, err = all(r); err != nil || len(m.Alerts) == 0 {
			return err
		}
		d, err := standing(r)
		m.Until = d.DueAt
		return err
	})
	return m, err
}

// Get opens one alert of the grant's person.
func (h *House) Get(ctx context.Context, g privacy.Grant, v ID) (a Alert, err error) {
	if err := g.Require(access.AlertOwn); err != nil {
		return a, err
	}
	return h.get(ctx, g, v)
}

func (h *House) get(ctx context.Context, g privacy.Grant, v ID) (a Alert, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) error { a, err = one(r, v); return err })
	return a, err
}

// Change gives an alert another name or pace. Its search stays: another search is another alert. Ga is the same person's grant for the account.
func (h *House) Change(ctx context.Context, g, ga privacy.Grant, v ID, name string, pace Pace) error {
	if err := g.Require(access.AlertOwn); err != nil {
		return err
	}
	return h.change(ctx, g, ga, v, name, pace)
}

func (h *House) change(ctx context.Context, g, ga privacy.Grant, v ID, name string, pace Pace) error {
	a, err := h.get(ctx, g, v)
	if err != nil {
		return err
	}
	zone, err := h.zone(ctx, ga, a.Site)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		a, err := one(w.Reader, v)
		if err != nil {
			return err
		}
		return change(w, a, Wish{name, a.Search, pace}, zone)
	})
}

func change(w *store.Writer, a Alert, v Wish, zone *time.Location) error {
	a.Wish = v.tidy()
	f := a.wrong()
	if err := f.Err(); err != nil {
		return err
	}
	sealed, err := a.seal(w)
	if err != nil {
		return err
	}
	var next time.Time
	if a.On() {
		next = a.Pace.Next(w.Now(), zone)
	}
	fact(w, FactChanged, a.ID)
	return w.Must("alert.change", store.Args{"id": a.ID, "pace": string(a.Pace), "next_at": next, "body": sealed})
}

// Pause has an alert say nothing until it goes on. What is published meanwhile is not told afterwards.
func (h *House) Pause(ctx context.Context, g privacy.Grant, v ID) error {
	if err := g.Require(access.AlertOwn); err != nil {
		return err
	}
	return h.pause(ctx, g, v)
}

func (h *House) pause(ctx context.Context, g privacy.Grant, v ID) error {
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if _, err := one(w.Reader, v); err != nil {
			return err
		}
		fact(w, FactChanged, v)
		_, err := w.Exec("alert.pause", store.Args{"id": v, "now": w.Now()})
		return err
	})
}

// Continue has a paused alert go on. Ga is the same person's grant for the account.
func (h *House) Continue(ctx context.Context, g, ga privacy.Grant, v ID) error {
	if err := g.Require(access.AlertOwn); err != nil {
		return err
	}
	return h.goOn(ctx, g, ga, v)
}

func (h *House) goOn(ctx context.Context, g, ga privacy.Grant, v ID) error {
	a, err := h.get(ctx, g, v)
	if err != nil {
		return err
	}
	zone, err := h.zone(ctx, ga, a.Site)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		fact(w, FactChanged, v)
		_, err := w.Exec("alert.continue", store.Args{"id": v, "now": w.Now(), "next_at": a.Pace.Next(w.Now(), zone)})
		return err
	})
}

// Delete ends an alert. With the last one the consent ends as well, and with it what is left.
func (h *House) Delete(ctx context.Context, g privacy.Grant, v ID, shown consent.Shown) error {
	if err := g.Require(access.AlertOwn); err != nil {
		return err
	}
	return h.delete(ctx, g, v, shown)
}

func (h *House) delete(ctx context.Context, g privacy.Grant, v ID, shown consent.Shown) error {
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if _, err := one(w.Reader, v); err != nil {
			return err
		}
		return drop(w, v, shown)
	})
}

func drop(w *store.Writer, v ID, shown consent.Shown) error {
	if err := w.Must("alert.drop", store.Args{"id": v}); err != nil {
		return err
	}
	fact(w, FactEnded, v)
	var left int
	if err := w.Get("alert.count", store.Args{}, &left); err != nil || left > 0 {
		return err
	}
	return consent.Withdraw(w, consent.JobAlerts, access.EmployerID{}, shown)
}

// keep is the person's yes to another year. A yes that comes after the end finds nothing.
func (h *House) keep(ctx context.Context, g privacy.Grant, shown consent.Shown) error {
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		list, err := all(w.Reader)
		if err == nil && len(list) == 0 {
			err = notFound()
		}
		if err != nil {
			return err
		}
		if err := consent.Give(w, consent.JobAlerts, access.EmployerID{}, crypt.DossierID{}, shown); err != nil {
			return err
		}
		d, err := standing(w.Reader)
		if err != nil {
			return err
		}
		return w.StartClock(d.ID, w.Now())
	})
}

// Keep is the person's yes to another year, from their own page.
func (h *House) Keep(ctx context.Context, g privacy.Grant, shown consent.Shown) error {
	if err := g.Require(access.AlertOwn); err != nil {
		return err
	}
	return h.keep(ctx, g, shown)
}
