package application_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/privacy"
	"verv/internal/testbed"
)

// What a person wants less often is gathered and leaves in one letter in their own morning, with links and ways to stop it; a decision is never
// gathered; the stop works with one click of a mail program and for nobody else's mail; stopped, nothing leaves.
func TestOwnDigest(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		r.Clock.Set(time.Date(2026, 5, 6, 20, 0, 0, 0, time.UTC)) // Wednesday evening
		r.jobs[r.job].EndsAt = r.Clock.Now().Add(hours(24 * 30))
		me, at := r.apply(r.filled("kari@example.org"), "", nil)
		var v application.ID
		r.must(v.UnmarshalText([]byte(strings.TrimPrefix(at, "/applications/"))))
		r.work()
		set := func(messages, status string) answer {
			return me.post("/notifications", url.Values{"messages": {messages}, "status": {status}, "reminders": {"now"}})
		}
		if a := set("hourly", "daily"); a.Code != 422 {
			t.Errorf("a pace that there is not: %d", a.Code)
		}
		if a := set("never", "daily"); a.location() != "/notifications" || strings.Count(me.get("/notifications").Body, "selected") < 3 {
			t.Fatalf("set: %d %s", a.Code, a.text())
		}
		move := func(to application.Stage) {
			t.Helper()
			g := r.Grant(r.member, access.OfEmployer(r.member.Employer), privacy.Assess)
			_, err := r.House.Open(t.Context(), g, v)
			r.must(err)
			_, err = r.House.Move(t.Context(), g, v, application.State{Stage: to})
			r.must(err)
			r.Clock.Move(time.Minute)
		}
		move(application.Review)
		if got := r.work(); len(got) != 0 {
			t.Fatalf("a letter at once: %+v", got)
		}
		move(application.Interview)
		r.work()
		r.Clock.Set(time.Date(2026, 5, 7, 6, 59, 0, 0, time.UTC))
		if got := r.work(); len(got) != 0 {
			t.Fatalf("a letter at night: %+v", got)
		}
		r.Clock.Set(time.Date(2026, 5, 7, 7, 1, 0, 0, time.UTC))
		got := r.work()
		if len(got) != 1 || len(got[0].Links) != 1 || !strings.Contains(got[0].Links[0].Label, "2 steg") || strings.Contains(got[0].Subject, "Tømrer") || len(got[0].Stops) != 1 ||
			got[0].Unsubscribe == "" {
			t.Fatalf("digest: %+v", got)
		}

		stop := strings.TrimPrefix(got[0].Unsubscribe, "http://jobb.example")
		anybody := &browser{r: r}
		if a := anybody.get(stop); a.Code != 200 || strings.Count(a.Body, "Stopp dem") != 1 {
			t.Errorf("page: %d", a.Code)
		}
		if !strings.Contains(me.get("/notifications").Body, `value="daily" selected`) {
			t.Error("opening the link stops the mail")
		}
		forged := regexp.MustCompile(`\.status\.`).ReplaceAllString(stop, ".messages.")
		if a := anybody.post(forged, url.Values{"List-Unsubscribe": {"One-Click"}}); a.Code != 404 {
			t.Errorf("a token for something else: %d", a.Code)
		}
		if a := anybody.post(stop, url.Values{"List-Unsubscribe": {"One-Click"}}); a.Code != 200 {
			t.Errorf("one click: %d %s", a.Code, a.text())
		}
		if strings.Contains(me.get("/notifications").Body, `value="daily" selected`) {
			t.Error("one click does not stop it")
		}
		move(application.Review)
		r.Clock.Move(hours(24 * 8))
		if got := r.work(); len(got) != 0 {
			t.Errorf("stopped, and there is a letter: %+v", got)
		}
		g := r.Grant(r.member, access.OfEmployer(r.member.Employer), privacy.Assess)
		_, err := r.House.Reject(t.Context(), g, v, application.Decision{Reason: application.Experience})
		r.must(err)
		r.Clock.Move(time.Minute)
		if got := r.work(); len(got) != 1 || got[0].Unsubscribe != "" {
			t.Errorf("a decision is not told: %+v", got)
		}
	})
}
