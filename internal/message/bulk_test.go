package message_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"verv/internal/testbed"
)

// The same message goes to each in a thread of their own, once however often the form is posted; undone as a whole, nobody gets it.
func TestWriteAll(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		kari, _, v := r.apply("kari@example.org")
		_, _, w := r.apply("ola@example.org")
		r.work()
		member := r.as("member")
		choose := func() string {
			a := member.post("/employer/jobs/"+r.job.String()+"/bulk", url.Values{"deed": {"message"}, "pick": {v.String(), w.String()}})
			if !strings.HasSuffix(a.location(), "/message") {
				t.Fatalf("choose: %d %s", a.Code, a.text())
			}
			return a.location()
		}
		bulk := choose()
		if a := r.as("rival").get(bulk); a.Code != 404 {
			t.Errorf("another employer: %d", a.Code)
		}
		if a := member.get(bulk); a.Code != 200 || strings.Contains(a.Body, "@example.org") {
			t.Errorf("page: %d", a.Code)
		}
		if a := member.post(bulk, url.Values{"text": {""}}); a.Code != 422 {
			t.Errorf("empty: %d", a.Code)
		}
		for range 2 {
			if a := member.post(bulk, url.Values{"text": {"Vi ses på torsdag."}}); a.location() != bulk {
				t.Fatalf("write: %d %s", a.Code, a.text())
			}
		}
		if a := member.post(bulk+"/undo", nil); a.location() != bulk {
			t.Fatalf("undo: %d", a.Code)
		}
		if a := member.post(bulk, url.Values{"text": {"Igjen"}}); a.Code != 409 {
			t.Errorf("what was undone is written again: %d", a.Code)
		}
		r.Clock.Move(time.Minute)
		if got := r.work(); len(got) != 0 {
			t.Fatalf("letters after undo: %d", len(got))
		}
		bulk = choose()
		member.post(bulk, url.Values{"text": {"Vi ses på fredag."}})
		r.Clock.Move(16 * time.Second)
		if got := r.work(); len(got) != 2 {
			t.Fatalf("letters: %d", len(got))
		}
		if a := member.post(bulk+"/undo", nil); a.Code != 409 {
			t.Errorf("undo after the letters: %d", a.Code)
		}
		if a := kari.get("/applications/" + v.String() + "/messages"); strings.Count(a.text(), "fredag") != 1 || strings.Contains(a.text(), "torsdag") {
			t.Errorf("thread: %s", a.text())
		}
	})
}
