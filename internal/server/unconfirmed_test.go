package server_test

import (
	"net/url"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/promise/show"
	"verv/internal/testbed/whole"
)

// TestUnconfirmed: what somebody began and nobody confirmed is there before its 72 hours are over, and in no byte after; what was confirmed
// stays.
func TestUnconfirmed(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		show.Show(t, "retention.unconfirmed", "unconfirmed-is-kept")
		c := &canary{name: "begun", sinks: map[string][]string{}}
		w.begin(t, c)
		stays := &canary{name: "confirmed", sinks: map[string][]string{}}
		address := stays.mark("address", "account.contact") + "@post.example"
		w.register(t, address)
		w.Must(w.Tasks.Plant(t.Context()))
		w.Clock.Move(71 * time.Hour)
		w.daily()
		before := found(t, bed(w.House).Closure(files(w.House)), append(c.marks(), stays.marks()...))
		everyMark(t, "before the 72 hours are over", c, before)
		everyMark(t, "before the 72 hours are over", stays, before)
		for range 3 {
			w.Clock.Move(time.Hour)
			w.daily()
		}
		after := found(t, bed(w.House).Closure(files(w.House)), append(c.marks(), stays.marks()...))
		for _, m := range c.marks() {
			if places := after[string(m)]; len(places) > 0 {
				t.Errorf("after 72 hours a mark, %s, is still read in %v", m, places)
			}
		}
		everyMark(t, "after 72 hours, confirmed", stays, after)
		w.nothingInClear(t, c)
		if held := w.heldAddress(c); held {
			t.Error("the keystore still knows the address of an account that was never confirmed")
		}
	})
}

// begin fills in the form of an application, sends it as far as the letter, and leaves it there.
func (w *town) begin(t *testing.T, c *canary) {
	t.Helper()
	b := w.walker(nobody)
	c.person = whole.Person{Address: "x" + c.mark("address", "account.contact", "application_draft.contact") + "@post.example", Kind: access.Guest}
	page := "/jobs/" + w.ids["job of one"] + "/apply"
	var form url.Values
	for _, s := range b.get(page).sheets() {
		if s.files {
			form = s.filled()
		}
	}
	form.Set("email", c.person.Address)
	form.Set("name", c.mark("name", "application_draft.contact"))
	form.Set("letter", c.mark("letter", "application_draft.career"))
	a := b.multipart(page, form, whole.Upload{Field: "file", Name: c.mark("file name", "file.about") + ".pdf", Type: "application/pdf", Content: pdf(c.mark("file", "file"))})
	w.say(t, b, a.header.Get("Location"), "/review", nil)
	w.Run()
}
