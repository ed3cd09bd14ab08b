package job

import (
	"math"
	"net/http"

	view "verv/internal/job/page"
	"verv/internal/web"
	"verv/internal/web/page"
)

// getAreas shows where the jobs of a search are: a table, and beside it a drawing that says the same.
func (h *House) getAreas(r *web.Request) error {
	f, err := filter(r)
	if err != nil {
		return err
	}
	f.Place, f.Within = "", 0
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	areas, elsewhere, err := h.Areas(r, r.Grant, s.ID, f)
	if err != nil {
		return err
	}
	w := r.Words
	a := view.Areas{ListURL: listAddress(r, f.Values()), Chips: chips(r, f, ""), Elsewhere: elsewhere}
	a.Table = page.Records{ID: "areas", Caption: w.Say("job.areas.title"), Hide: true, Compact: true, Columns: []page.Column{{Label: w.Say("job.facet.region")}, {Label: w.Say("job.areas.count"), Number: true}}}
	most := 1
	for _, x := range areas {
		most = max(most, x.Count)
	}
	o, drawn := draw(s.Country)
	for _, x := range areas {
		name := x.Place.Name(w.Lang())
		cell := page.Cell{Text: name}
		if x.Count > 0 {
			cell.URL = f.with(r, "place", x.Place.Names[0].Text)
		}
		a.Table.Rows = append(a.Table.Rows, []page.Cell{cell, {Text: w.Number(int64(x.Count))}})
		if drawn && x.Count > 0 {
			cx, cy := o.spot(x.Place)
			radius := 5 + 16*math.Sqrt(float64(x.Count)/float64(most))
			c := view.Circle{X: tenths(cx), Y: tenths(cy), R: tenths(radius)}
			if radius >= 10 && x.Count >= 10 { // one figure alone is no text that contrast could be judged by
				c.Text, c.TextY = w.Number(int64(x.Count)), tenths(cy+4)
			}
			a.Circles = append(a.Circles, c)
		}
	}
	if drawn {
		a.Dots, a.High = o.Dots, o.High
	}
	v := r.View(w.Say("job.areas.title"))
	v.Wide, v.Description, v.Canonical, v.NoIndex = true, w.Say("job.areas.lead"), r.URL("/areas"), !f.empty()
	return r.Render(http.StatusOK, view.AreasPage(v, a))
}
