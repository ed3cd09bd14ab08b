package grow

import (
	"testing"
	"time"
)

var day = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func TestSketch(t *testing.T) {
	ws, err := Worlds(Seed, day)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range ws {
		t.Log(w.Site.Name, len(w.Employers), len(w.Jobs), len(w.Candidates), len(w.Applications))
		for i, j := range w.Jobs {
			if j.Body != "" && i%17 == 0 {
				t.Logf("=== %s | %s | %v\n%s", j.Title, j.Employer, j.Pay, j.Body)
			}
		}
		for i, c := range w.Candidates {
			if i > 60 && i%97 == 0 {
				t.Logf("%+v", c)
			}
		}
		for i, a := range w.Applications {
			if i > 100 && i%97 == 0 {
				t.Logf("%+v", a)
			}
		}
	}
}
