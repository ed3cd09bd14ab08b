package server_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"verv/internal/access"
	"verv/internal/job"
	"verv/internal/promise/show"
)

// TestStatus walks an application from arrival to hire: at each step the person reads where it stands, and the audit has the move.
func TestStatus(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		show.Show(t, "application.status", "status-stands-still")
		var j job.ID
		w.Must(j.UnmarshalText([]byte(w.ids["job of one"])))
		id := w.applyTo(bo, j, "Jeg vil jobbe hos dere.", "", pdf("CV")).String() // what the town sent has been read already
		team, own := "/employer/applications/"+id, "/applications/"+id
		m := w.walkers[member("one", access.Owner)]
		stands := func(want string) {
			t.Helper()
			if step := current(w.walkers[bo].get(own)); step != want {
				t.Errorf("the person reads %q, it stands at %q", step, want)
			}
		}
		stands("Sendt")
		m.get(team)
		stands("Lest")
		w.move(t, m, team, "review")
		stands("Vurderes")
		w.move(t, m, team, "interview")
		stands("Intervju")
		w.move(t, m, team, "offer")
		stands("Avgjørelse")
		w.move(t, m, team, "hired")
		a := w.walkers[bo].get(own)
		if !bytes.Contains(a.body, []byte("Ansatt")) {
			t.Errorf("the person does not read that they were hired: %s", a)
		}
		if list := w.walkers[bo].get("/applications"); !bytes.Contains(list.body, []byte("Ansatt")) {
			t.Error("the list does not say so either")
		}
		moves, audited := dump(w.House)["application_move"], strings.Join(dump(w.House)["audit_entry"], "\n")
		if len(moves) != 4 || strings.Count(audited, "application.moved") != 4 {
			t.Errorf("%d moves are on record, %d in the audit, want 4", len(moves), strings.Count(audited, "application.moved"))
		}
		if n := len(w.Mail.To(w.people[bo].Address)); n < 4 {
			t.Errorf("%d letters told of it", n)
		}
	})
}

// move is what a member does on the page of an application.
func (w *town) move(t *testing.T, m *walker, page, to string) {
	t.Helper()
	if a := m.post(page+"/move", url.Values{"to": {to}}); a.status != http.StatusSeeOther {
		t.Fatalf("to %s: %s\n%.2000s", to, a, a.body)
	}
	w.Clock.Move(time.Minute)
	w.Run()
}

// current is the step at which a page says that an application stands.
func current(a answer) (step string) {
	doc, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		return ""
	}
	nodes(doc, func(n *html.Node) {
		if n.Data != "li" || attrs(n)["aria-current"] == "" {
			return
		}
		nodes(n, func(s *html.Node) {
			if attrs(s)["class"] == "v-step-name" && s.FirstChild != nil {
				step = s.FirstChild.Data
			}
		})
	})
	return step
}
