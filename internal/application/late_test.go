package application_test

import (
	"strings"
	"testing"
	"time"

	"verv/internal/job"
	"verv/internal/testbed"
)

// A deadline passes, or a member closes the job, while somebody writes: nothing is sent, and what they wrote is on the page. What was
// handed in before the deadline is in time, however late its link is used.
func TestLate(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		j, form := r.jobs[r.job], r.filled("kari@example.org")
		form.Set("letter", "Jeg bygger <hus>\ni hele landsdelen.")
		j.EndsAt = r.Clock.Now().Add(time.Hour)
		visitor := &browser{r: r}
		lost := func(what string, a answer) {
			t.Helper()
			if a.Code != 410 || !strings.Contains(a.text(), "Jeg bygger <hus> i hele landsdelen.") || !strings.Contains(a.text(), "ble ikke sendt") || !strings.Contains(a.text(), "Hvor mange år? 7") {
				t.Errorf("%s: %d %s", what, a.Code, a.text())
			}
		}
		review := visitor.send(r.at(""), form, "cv.pdf", pdf("hei")).location()
		waiting := r.submit(&browser{r: r}, r.filled("ola@example.org"), "", nil)
		r.Clock.Set(j.EndsAt.Add(time.Second))
		lost("the form", visitor.send(r.at(""), form, "cv.pdf", pdf("hei")))
		lost("the review", visitor.get(review))
		lost("the button", visitor.post(review, nil))
		lost("back to the form", visitor.get(strings.Replace(review, "/review", "", 1)))
		if a := visitor.get(r.at("")); a.Code != 410 {
			t.Errorf("a form that is opened too late: %d", a.Code)
		}
		if letters := r.work(); len(letters) != 0 {
			t.Errorf("letters: %v", subjects(letters))
		}
		j.State, j.Reason, j.ClosedAt = job.Closed, job.Filled, r.Clock.Now()
		for range 2 { // the link is not used up
			if a := (&browser{r: r}).post(waiting, nil); a.Code != 410 || !strings.Contains(a.text(), "Jeg bygger hus.") {
				t.Errorf("filled: %d %s", a.Code, a.text())
			}
		}
		j.Reason = job.Deadline
		if a := (&browser{r: r}).post(waiting, nil); a.Code != 303 || !strings.HasPrefix(a.location(), "/applications/") {
			t.Errorf("handed in before the deadline: %d %s", a.Code, a.text())
		}
		if n := len(r.ids()); n != 1 {
			t.Errorf("%d applications", n)
		}
	})
}
