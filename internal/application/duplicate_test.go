package application_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/privacy"
	"verv/internal/testbed/whole"
)

// applyAs sends an application with a name, a phone and a file.
func (c *crew) applyAs(address, name, phone, file string) (application.ID, whole.Person) {
	c.T.Helper()
	p := c.AddPerson(name, address, access.Candidate, access.EmployerID{}, access.NoRole)
	g := c.Grant(p.Actor, access.Public(), privacy.Apply)
	d, gd, err := c.Applied.Begin(g, c.job)
	c.Must(err)
	d.Name, d.Phone, d.Letter, d.Language, d.Site = name, phone, "Jeg bygger hus.", "nb", c.Site.ID.String()
	received, err := c.Applied.Receive(c.T.Context(), gd, d, "cv.pdf", bytes.NewReader(pdf(file)))
	c.Must(err)
	d, err = c.Applied.Keep(c.T.Context(), gd, d, &received)
	c.Must(err)
	c.Must(c.Applied.Submit(c.T.Context(), g, c.job, c.Applied.Token(d), account.From{}))
	c.Run()
	mine, err := c.Applied.List(c.T.Context(), c.Grant(p.Actor, access.OfSubject(p.Actor.Subject), privacy.Apply))
	c.Must(err)
	return mine[0].ID, p
}

// The same name and phone, or the same file, from another address warns on both files; a member says what it is, and can take it back.
func TestDuplicates(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		first, _ := c.applyAs("kari@post.example", "Kari Nordmann", "+47 900 11 222", "en")
		second, kari2 := c.applyAs("kari.n@arbeid.example", "kari  NORDMANN", "90011222", "to")
		third, _ := c.applyAs("ola@post.example", "Ola Dunk", "+47 911 11 111", "en") // the first one's file
		alone, _ := c.applyAs("mette@post.example", "Kari Nordmann", "+47 955 55 555", "tre")
		rita := c.Enter(c.people[access.Recruiter])
		warned := func(v application.ID) bool {
			b := rita.Get("/employer/applications/" + v.String())
			if b.Status != 200 {
				t.Fatalf("%d", b.Status)
			}
			return strings.Contains(string(b.Body), "/duplicates")
		}
		for v, want := range map[application.ID]bool{first: true, second: true, third: true, alone: false} {
			if warned(v) != want {
				t.Errorf("%s warned: %v", v, !want)
			}
		}
		at := "/employer/applications/" + first.String() + "/duplicates"
		if b := rita.Get(at); !strings.Contains(b.Text(), "navn og telefonnummer") || !strings.Contains(b.Text(), "den samme filen") {
			t.Errorf("the page: %d %s", b.Status, b.Text())
		}
		say := func(other application.ID, verdict string) int {
			return rita.Post(at, url.Values{"other": {other.String()}, "verdict": {verdict}}).Status
		}
		say(second, "same")
		say(third, "different")
		if warned(third) || !strings.Contains(rita.Get("/employer/applications/"+second.String()).Text(), "søkt hos dere én gang til") {
			t.Error("what was said does not hold on both sides")
		}
		if got := say(alone, "same"); got != 404 {
			t.Errorf("two that are not alike: %d", got)
		}
		if b := c.Enter(kari2).Get("/applications/" + second.String() + "/download"); !strings.Contains(string(b.Body), `"same"`) || strings.Contains(string(b.Body), "kari@post.example") {
			t.Error("the person's own copy does not say what was said about them, or says another's address")
		}
		say(third, "")
		if !warned(third) {
			t.Error("taken back, and no warning")
		}
	})
}
