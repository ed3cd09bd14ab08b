package job_test

import (
	"testing"

	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/testbed"
)

// Areas are the counties of the site's country with exact counts, whatever place is asked for; what lies outside is counted apart.
func TestAreas(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b, job.Rules{})
		w.open(good())
		for _, p := range []job.Place{{Town: "Bergen", Region: "Vestland", Country: "NO"}, {Town: "Odda", Region: "Vestland", Country: "NO"}, {Town: "Kiruna", Country: "SE"}, {Town: "Ukjentvik", Country: "NO"}} {
			c := good()
			c.Employment, c.Places = []job.Employment{intake.Temporary}, []job.Place{p}
			w.open(c)
		}
		for _, c := range []struct {
			f                          job.Filter
			vestland, troms, elsewhere int
		}{
			{job.Filter{}, 2, 1, 2},
			{job.Filter{Place: "Bergen", Within: 10}, 2, 1, 2},
			{job.Filter{Chosen: map[job.Facet][]string{job.ByKind: {"temporary"}}}, 2, 0, 2},
		} {
			areas, elsewhere, err := w.house.Areas(t.Context(), w.public, w.site.ID, c.f)
			w.must(err)
			n := map[string]int{}
			for _, a := range areas {
				n[a.Place.Names[0].Text] = a.Count
			}
			if len(areas) != 15 || areas[0].Place.Names[0].Text != "Vestland" || n["Vestland"] != c.vestland || n["Troms"] != c.troms || elsewhere != c.elsewhere {
				t.Errorf("%+v: %v, %d elsewhere", c.f, n, elsewhere)
			}
		}
	})
}
