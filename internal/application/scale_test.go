package application_test

import (
	"strings"
	"testing"

	"verv/internal/job"
	"verv/internal/testbed"
)

// A scale is answered by a number in it; both sides read it with how far the scale goes, and a day as their language writes it. Whoever sends an application reads whom the
// agency recruits for, also when the advertisement does not say it.
func TestScaleAndClient(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		j := r.jobs[r.job]
		j.Questions = []job.Question{{ID: r.asked, Kind: job.AskScale, Label: "Hvor godt kan du norsk?", Choices: []string{"litt", "flytende"}, Required: true},
			{ID: r.asks2, Kind: job.AskDate, Label: "Når kan du begynne?"}}
		j.Client = job.Client{Name: "Havbris Hemmelig AS", Secret: true}
		form := r.filled("kari@example.org")
		form.Set("q2", "2027-07-03")
		visitor := &browser{r: r}
		for _, bad := range []string{"", "0", "6", "-1", "1.5", "x", "99999999999999999999"} {
			form.Set("q1", bad)
			a := visitor.send(r.at(""), form, "", nil)
			if a.Code != 422 || !strings.Contains(a.text(), "1 – litt") || !strings.Contains(a.text(), "5 – flytende") {
				t.Errorf("%q: %d", bad, a.Code)
			}
		}
		if a := visitor.get(r.at("")); strings.Contains(a.text(), "Hemmelig") {
			t.Error("the form names the client before there is anything to send")
		}
		form.Set("q1", "4")
		a := visitor.send(r.at(""), form, "", nil)
		if a = visitor.get(a.location()); !strings.Contains(a.text(), "Havbris Hemmelig AS") || !strings.Contains(a.text(), "4/5") {
			t.Errorf("the review: %d %s", a.Code, a.text())
		}
		me, own := r.apply(form, "", nil)
		if a := me.get(own); !strings.Contains(a.text(), "4/5") || !strings.Contains(a.text(), "3. juli 2027") || strings.Contains(a.text(), "2027-07-03") {
			t.Errorf("one's own: %s", a.text())
		}
		line := reLine.FindString(r.as("member").get(r.table()).Body)
		if a := r.as("member").get(line); !strings.Contains(a.text(), "4/5") || !strings.Contains(a.text(), "3. juli 2027") {
			t.Errorf("the team's: %d %s", a.Code, a.text())
		}
	})
}
