package report

import (
	"context"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Overview makes the report of a filter for the operator: of a site or of the installation, over all employers. No job and no employer can be asked
// for, and what it is made of are the groups that employers' own reports are made of.
func (h *House) Overview(ctx context.Context, g privacy.Grant, f Filter) (Report, error) {
	if err := g.Require(access.ReportOversee); err != nil {
		return Report{}, err
	}
	if !f.Job.IsZero() {
		return Report{}, fault.New(fault.Withheld, "fault.notfound")
	}
	var m made
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		years := f.Period.whole()
		m.rows, err = store.List(r, "report.betweenAll", store.Args{"from": string(years.From), "to": string(years.To)}, scanRowOfAll)
		return err
	})
	if err != nil {
		return Report{}, err
	}
	out := m.shown(f, releaseAll(m.rows))
	return out, h.name(ctx, out.Channels)
}

// OverviewChoices lists what the operator can choose from: the quarters since the oldest that was counted, and the sites.
func (h *House) OverviewChoices(ctx context.Context, g privacy.Grant) (c Choices, err error) {
	if err := g.Require(access.ReportOversee); err != nil {
		return c, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		oldest, err := store.One(r, "report.oldestAll", store.Args{}, scanQuarter)
		if oldest != "" {
			c.Quarters = []Quarter{oldest}
		}
		return err
	})
	if err != nil {
		return c, err
	}
	err = h.fill(ctx, &c)
	return c, err
}
