package application_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

func wholeHouse(t *testing.T) *whole.House { return whole.New(t, store.SQLite) }

// Whoever is named gets one letter, which says nothing of the applicant and leads to the file.
func TestMention(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		v, _ := c.apply("Kari Nordmann")
		leo := c.subject(access.HiringManager)
		say := func(text string, to ...access.SubjectID) {
			c.Must(c.Applied.Say(t.Context(), c.as(access.Recruiter, privacy.Assess), v, application.Said{Text: text, Mentions: to}))
		}
		c.told(access.HiringManager)
		say("Hva mener du om murerfaringen?", leo, leo, c.subject(access.Recruiter))
		c.pass(3 * time.Minute)
		got := c.told(access.HiringManager)
		if len(got) != 1 || !strings.Contains(got[0].Subject, "nevnt") || !strings.Contains(got[0].Text, "/employer/applications/"+v.String()) {
			t.Fatalf("letters: %+v", got)
		}
		for _, secret := range []string{"Kari", "Nordmann", "murerfaringen", "Rita", "Tømrer"} {
			if strings.Contains(got[0].Text+got[0].Subject, secret) {
				t.Errorf("the letter says %q", secret)
			}
		}
		if own := c.told(access.Recruiter); len(own) != 0 {
			t.Errorf("whoever wrote it is told: %d", len(own))
		}
		c.paces(access.HiringManager, application.Never)
		say("Hallo?", leo)
		c.pass(10 * 24 * time.Hour)
		for _, m := range c.told(access.HiringManager) {
			if strings.Contains(m.Text, "nevnt") {
				t.Error("told although never")
			}
		}
	})
}

func (c *crew) paces(role access.Role, p application.Pace) {
	c.T.Helper()
	all := map[application.Topic]application.Pace{}
	for _, t := range application.Topics() {
		all[t] = p
	}
	c.Must(c.Applied.SetNotificationPaces(c.T.Context(), c.as(role, privacy.Assess), all))
}

// A weekly pace gathers until Monday morning, and then it is one letter.
func TestWeekly(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		v, _ := c.apply("Kari Nordmann")
		c.paces(access.HiringManager, application.Weekly)
		c.told(access.HiringManager)
		for range 3 {
			c.Must(c.Applied.Say(t.Context(), c.as(access.Recruiter, privacy.Assess), v, application.Said{Text: "Se her", Mentions: []access.SubjectID{c.subject(access.HiringManager)}}))
			c.pass(time.Hour)
		}
		var got int
		for range 8 * 4 {
			c.pass(355 * time.Minute)
			for _, m := range c.told(access.HiringManager) {
				got++
				if now := c.Clock.Now().UTC(); now.Weekday() != time.Monday || now.Hour() > 12 || !strings.Contains(m.Subject, "3 notater") {
					t.Errorf("%s: %s", now, m.Subject)
				}
			}
		}
		if got != 1 {
			t.Errorf("%d letters", got)
		}
	})
}

// Replies hang under what they answer, one deep.
func TestThreads(t *testing.T) {
	c := newCrew(wholeHouse(t))
	v, _ := c.apply("Kari Nordmann")
	at := "/employer/applications/" + v.String()
	say := func(text string, reply application.NoteID) application.NoteID {
		c.Clock.Move(time.Minute)
		c.Must(c.Applied.Say(t.Context(), c.as(access.Recruiter, privacy.Assess), v, application.Said{Text: text, Reply: reply}))
		o, err := c.Applied.Open(t.Context(), c.as(access.Owner, privacy.Assess), v)
		c.Must(err)
		return o.Notes[0].ID
	}
	first := say("en", application.NoteID{})
	say("to", application.NoteID{})
	answer := say("en.en", first)
	say("en.to", answer)
	o, err := c.Applied.Open(t.Context(), c.as(access.Owner, privacy.Assess), v)
	c.Must(err)
	var order []string
	for _, n := range application.Threads(o.Notes) {
		order = append(order, n.Text)
	}
	if got := strings.Join(order, " "); got != "to en en.en en.to" {
		t.Errorf("order: %s", got)
	}
	b := c.Enter(c.people[access.HiringManager])
	if b.Get(at + "?reply=" + first.String()); !strings.Contains(string(b.Body), `name="reply" value="`+first.String()) {
		t.Error("the form does not answer the note")
	}
	if b.Post(at+"/note", url.Values{"text": {"hei"}, "reply": {v.String()}}); b.Status != 404 {
		t.Errorf("a reply to nothing: %d", b.Status)
	}
	stranger := c.AddPerson("Siv", "siv@post.example", access.Candidate, access.EmployerID{}, access.NoRole)
	if b.Post(at+"/note", url.Values{"text": {"behold meg"}, "mention": {stranger.Actor.Subject.String()}}); b.Status != 422 || !strings.Contains(string(b.Body), "behold meg") {
		t.Errorf("a mention of somebody else: %d", b.Status)
	}
}

// A to-do is remembered on its day by one letter, however often the task runs, and what is done is not.
func TestTodo(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		v, _ := c.apply("Kari Nordmann")
		leo := c.subject(access.HiringManager)
		day := c.Clock.Now().AddDate(0, 0, 3).UTC().Format(time.DateOnly)
		add := func(n application.NewTodo) {
			n.For, n.Due = leo, day
			c.Must(c.Applied.AddTodo(t.Context(), c.as(access.Recruiter, privacy.Assess), n))
		}
		add(application.NewTodo{Of: v, Text: "Ring referansen"})
		add(application.NewTodo{Job: c.job, Text: "Skriv spørsmålene"})
		add(application.NewTodo{Of: v, Text: "Alt gjort"})
		g := c.as(access.HiringManager, privacy.Assess)
		agenda, err := c.Applied.Todos(t.Context(), g)
		c.Must(err)
		all := agenda.Todos
		called := func(text string) int {
			return slices.IndexFunc(all, func(x application.Todo) bool { return x.Text == text })
		}
		first, done := called("Ring referansen"), called("Alt gjort")
		if len(all) != 3 || first < 0 || done < 0 || all[first].Name != "Kari Nordmann" {
			t.Fatalf("todos: %+v", all)
		}
		_, err = c.Applied.DoTodo(t.Context(), g, all[done].ID, true)
		c.Must(err)
		if b := c.Enter(c.people[access.HiringManager]).Get("/employer/todos"); !strings.Contains(b.Text(), "Gjøremål (2)") || !strings.Contains(b.Text(), "Ring referansen") {
			t.Errorf("the list: %d", b.Status)
		}
		c.told(access.HiringManager)
		c.pass(24 * time.Hour)
		if got := c.told(access.HiringManager); len(got) != 0 {
			t.Errorf("before its day: %d", len(got))
		}
		for range 4 {
			c.pass(24 * time.Hour)
		}
		if got := c.told(access.HiringManager); len(got) != 1 || !strings.Contains(got[0].Subject, "2 gjøremål") || strings.Contains(got[0].Text, "referansen") {
			t.Errorf("letters: %+v", got)
		}
		past := application.NewTodo{Of: v, For: leo, Due: "2020-01-01", Text: "x"}
		if err := c.Applied.AddTodo(t.Context(), c.as(access.Recruiter, privacy.Assess), past); !fault.Is(err, fault.Invalid) {
			t.Errorf("a day that is over: %v", err)
		}
	})
}

// What a member had before them goes to their heir, notes stay without the name, and nobody leaves while something is left to nobody.
func TestHandover(t *testing.T) {
	crews(t, func(t *testing.T, c *crew) {
		v, _ := c.apply("Kari Nordmann")
		assess, leo := c.as(access.Recruiter, privacy.Assess), c.subject(access.HiringManager)
		c.Must(c.Applied.AddTodo(t.Context(), assess, application.NewTodo{Of: v, For: leo, Text: "Ring referansen"}))
		c.Must(c.Applied.AddTodo(t.Context(), assess, application.NewTodo{Job: c.job, For: leo, Text: "Skriv spørsmålene"}))
		c.Must(c.Applied.Ask(t.Context(), assess, v, leo))
		c.Must(c.Applied.Say(t.Context(), c.as(access.HiringManager, privacy.Assess), v, application.Said{Text: "Lovende"}))
		eva, m, at := c.Enter(c.people[access.Owner]), c.member(access.HiringManager), ""
		at = "/employer/team/" + m.ID.String() + "/remove"
		working := c.Enter(c.people[access.HiringManager])
		if b := eva.Get(at); !strings.Contains(b.Text(), "3 gjøremål og vurderinger") {
			t.Fatalf("the page: %d %s", b.Status, b.URL)
		}
		if b := eva.Post(at, nil); b.Status != 422 {
			t.Errorf("without an heir: %d", b.Status)
		}
		if b := eva.Post(at, url.Values{"heir": {c.member(access.Interviewer).ID.String()}}); b.Status != 200 {
			t.Errorf("with an heir: %d", b.Status)
		}
		c.Run()
		if b := working.Post("/employer/applications/"+v.String()+"/note", url.Values{"text": {"skrevet etter at jeg sluttet"}}); !strings.Contains(b.URL.Path, "login") {
			t.Errorf("whoever has left writes on: %d %s", b.Status, b.URL)
		}
		if b := working.Get("/employer/todos"); !strings.Contains(b.URL.Path, "login") {
			t.Errorf("the session goes on: %s", b.URL)
		}
		g := c.as(access.Interviewer, privacy.Assess)
		agenda, err := c.Applied.Todos(t.Context(), g)
		c.Must(err)
		todos := agenda.Todos
		reviews, err := c.Applied.Reviews(t.Context(), g)
		c.Must(err)
		if len(todos) != 2 || todos[0].Text == "" || todos[1].Text == "" || len(reviews) != 1 {
			t.Errorf("%d to-dos, %d reviews", len(todos), len(reviews))
		}
		o, err := c.Applied.Open(t.Context(), g, v)
		c.Must(err)
		if len(o.Notes) != 1 || o.Notes[0].Text != "Lovende" || o.Team.Name(o.Notes[0].By) != "" {
			t.Errorf("notes: %+v", o.Notes)
		}
		for _, days := range []time.Duration{210, 2, 2, 2} { // until the key of whoever left is gone; a clock that leaps is not believed at once
			c.pass(days * 24 * time.Hour)
		}
		agenda, err = c.Applied.Todos(t.Context(), g)
		if todos = agenda.Todos; err != nil || len(todos) != 2 || todos[0].Text == "" || todos[1].Text == "" {
			t.Errorf("after the membership's data ended: %d to-dos, %v", len(todos), err)
		}
		late := application.NewTodo{Of: v, For: leo, Text: "For sent"}
		if err := c.Applied.AddTodo(t.Context(), assess, late); !fault.Is(err, fault.Invalid) {
			t.Errorf("a to-do for somebody who has left: %v", err)
		}
	})
}
