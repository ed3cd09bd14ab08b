package server_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"verv/internal/promise/show"
)

// private: a profile and a CV that nobody was shown stand on their owner's pages, and not one word of them on any page of anybody else: visitor
// and crawler, employer, other candidate, officer, operator.
func (w *town) private(t *testing.T, all pages) {
	show.Show(t, "cv.private", "profile-shown-to-the-team")
	for _, owner := range []string{anna, bo} {
		for _, word := range []string{" headline", " summary", " role"} {
			secret := []byte(mark(owner + word))
			own := 0
			for name, answers := range all {
				for _, a := range answers {
					switch seen := bytes.Contains(a.body, secret); {
					case seen && name == owner:
						own++
					case seen:
						t.Errorf("%s sees a word of the private profile of %s on %s", name, owner, a.path)
					}
				}
			}
			if own == 0 {
				t.Errorf("positive control: %s sees nothing of their own%s", owner, word)
			}
		}
		w.privateTo(t, owner)
	}
	paths := map[string]bool{}
	for _, a := range all[nobody] {
		paths[shape(a.path)] = true
	}
	for _, want := range []string{"/sitemap.xml", "/robots.txt", "/jobs", "/api/jobs", "/employers/*"} {
		if !paths[want] {
			t.Errorf("the visitor did not look at %s; only at %v", want, paths)
		}
	}
}

// privateTo asks for the addresses of a CV as everybody.
func (w *town) privateTo(t *testing.T, owner string) {
	t.Helper()
	for _, path := range []string{"/cvs/" + w.ids["cv of "+owner], "/cvs/" + w.ids["cv of "+owner] + "/file"} {
		for name, b := range w.walkers {
			a := b.get(path)
			if fine := a.status == http.StatusOK; fine != (name == owner) {
				t.Errorf("%s asks for %s of %s: %d", name, path, owner, a.status)
			}
		}
	}
}

// unticked: no box on any page stands ticked before the person ticked it, and a box that is about consent is never required, but where there is
// nothing else to be had: to save a search is to agree.
func (w *town) unticked(t *testing.T, all pages) {
	show.Show(t, "consent.unticked", "box-ticked-beforehand")
	boxes, keep := 0, false
	for _, name := range []string{nobody, guest, anna, bo} {
		for _, a := range all[name] {
			for _, s := range a.sheets() {
				for _, f := range s.fields {
					if f.kind != "checkbox" || s.method != http.MethodPost { // a filter shows what its address says, and keeps nothing
						continue
					}
					boxes++
					keep = keep || f.name == "keep"
					alert := f.name == "agree" && strings.HasPrefix(w.local(s.action), "/alerts/new")
					if f.ticked || f.required != alert {
						t.Errorf("%s: the box %s on %s: ticked beforehand %v, required %v", name, f.name, a.path, f.ticked, f.required)
					}
				}
			}
		}
	}
	if boxes < 4 || !keep {
		t.Errorf("only %d boxes were seen, the one that is a consent among them: %v", boxes, keep)
	}
	b := w.walker(nobody)
	page := "/jobs/" + w.ids["job of one"] + "/apply"
	a := w.say(t, b, page, "/apply", map[string][]string{"keep": {"on"}, "email": {"kryss@post.example"}})
	again := b.get(page + "?" + a.header.Get("Location")[len(page+"/review?"):])
	ticked := slices.ContainsFunc(again.sheets(), func(s sheet) bool {
		return slices.ContainsFunc(s.fields, func(f field) bool { return f.name == "keep" && f.ticked })
	})
	if !ticked {
		t.Errorf("positive control: a box that the person ticked does not stand ticked: %s", again)
	}
}
