package application_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
)

var pathOfReview = "/employer/reviews/"

// Three applications to review come in one letter. Its link opens a session that can review those three and nothing else, once.
func TestThreeToReview(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		c.told(access.HiringManager)
		var asked []string
		for _, name := range []string{"Kari Nordmann", "Ola Dunk", "Mette Moe"} {
			v, _ := c.apply(name)
			c.Must(c.Applied.Ask(t.Context(), c.as(access.Recruiter, privacy.Assess), v, c.subject(access.HiringManager)))
			c.Must(c.Applied.Ask(t.Context(), c.as(access.Recruiter, privacy.Assess), v, c.subject(access.HiringManager))) // twice is once
			asked = append(asked, v.String())
		}
		other, _ := c.apply("Per Utenfor")
		c.pass(3 * time.Minute)
		got := c.told(access.HiringManager)
		if len(got) != 1 || !strings.Contains(got[0].Subject, "3 søknader å vurdere") || strings.Contains(got[0].Text, "Kari") {
			t.Fatalf("letters: %+v", got)
		}
		link := c.Link(c.people[access.HiringManager].Address)
		b := c.Browser()
		if b.Get(link); b.Status != 200 || strings.Contains(string(b.Body), "Kari") {
			t.Errorf("the page behind the link: %d", b.Status)
		}
		if b.Get("/employer/reviews"); !strings.Contains(b.URL.Path, "login") {
			t.Error("opening the link logged in")
		}
		if b.Post(link, nil); b.Status != 200 || b.URL.Path != "/employer/reviews" || !strings.Contains(b.Text(), "Mette Moe") {
			t.Fatalf("after the button: %d %s", b.Status, b.URL)
		}
		if again := c.Browser().Post(link, nil); again.Status != 410 {
			t.Errorf("the link works twice: %d", again.Status)
		}
		for _, path := range []string{pathOfReview + other.String(), "/employer/applications/" + asked[0], "/employer/jobs", "/employer/todos", "/account", "/me",
			"/api/employer/applications/" + asked[0], "/employer/applications/" + asked[0] + "/contact", pathOfReview + other.String() + "/file"} {
			if b.Get(path); b.Status != 404 {
				t.Errorf("the session opens %s: %d", path, b.Status)
			}
		}
		for i, v := range asked {
			if b.Get(pathOfReview + v); b.Status != 200 || !strings.Contains(b.Text(), "Jeg bygger hus.") || strings.Contains(b.Text(), "@post.example") {
				t.Fatalf("review %d: %d", i, b.Status)
			}
			if n := len(asked) - i; !strings.Contains(b.Text(), []string{"Én søknad venter", "2 søknader venter", "3 søknader venter"}[n-1]) {
				t.Errorf("review %d does not say that %d wait: %s", i, n, b.Text())
			}
			if b.Get(pathOfReview + v + "/file"); b.Status != 200 {
				t.Errorf("file %d: %d", i, b.Status)
			}
			b.Post("/employer/applications/"+v+"/scorecards", url.Values{"keys": {"overall"}, "c0": {"4"}, "verdict": {"yes"}, "review": {"1"}})
			want := "/employer/reviews"
			if i+1 < len(asked) {
				want = pathOfReview + asked[i+1]
			}
			if b.Status != 200 || b.URL.Path != want {
				t.Errorf("after review %d: %d %s, want %s", i, b.Status, b.URL.Path, want)
			}
		}
		if b.Get("/employer/reviews"); !strings.Contains(b.Text(), "0 søknader venter") {
			t.Errorf("the list: %s", b.Text())
		}
	})
}
