package message_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/task"
	"verv/internal/testbed"
)

// apply sends an application as somebody with an account, and gives the browser and the application.
func (r *rig) apply(address string) (*browser, access.Actor, application.ID) {
	r.T.Helper()
	me, who := r.enter(address)
	form := url.Values{"name": {"Kari Nordmann"}, "letter": {"Jeg bygger hus."}, "asked": {r.asked.String()}, "q1": {"yes"}}
	a := me.send("/jobs/"+r.job.String()+"/apply", form, "", nil)
	if a = me.post(a.location(), nil); a.Code != 303 {
		r.T.Fatalf("apply: %d %s", a.Code, a.text())
	}
	r.work()
	list := me.get("/applications").Body
	var v application.ID
	r.must(v.UnmarshalText([]byte(regexp.MustCompile(`/applications/([0-9a-f-]{36})`).FindStringSubmatch(list)[1])))
	return me, who, v
}

func (r *rig) as(token string) *browser {
	return &browser{r: r, cookies: map[string]string{"verv": token}}
}

func TestThread(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		me, _, v := r.apply("kari@example.org")
		team, own := "/employer/applications/"+v.String()+"/messages", "/applications/"+v.String()+"/messages"
		member := r.as("member")
		if a := member.send(team, url.Values{"text": {"<b>Hei</b>, passer mandag?"}}, "", nil); a.location() != team {
			t.Fatalf("write: %d %s", a.Code, a.text())
		}
		if a := me.get(own); a.Code != 200 || strings.Contains(a.text(), "mandag") {
			t.Errorf("the person sees what can still be undone: %d", a.Code)
		}
		r.Restart()
		r.build()
		seen := member.get(team)
		undo := regexp.MustCompile(`name="message" value="([^"]+)"`).FindStringSubmatch(seen.Body)
		if a := member.post(team+"/undo", url.Values{"message": {undo[1]}}); a.location() != team {
			t.Fatalf("undo: %d %s", a.Code, a.text())
		}
		r.Clock.Move(time.Minute)
		if got := r.work(); len(got) != 0 {
			t.Fatalf("letters after undo: %+v", got)
		}
		member.send(team, url.Values{"text": {"<b>Hei</b>, passer tirsdag?\n\nHilsen oss"}}, "", nil)
		undo = regexp.MustCompile(`name="message" value="([^"]+)"`).FindStringSubmatch(member.get(team).Body)
		r.Clock.Move(16 * time.Second)
		got := r.work()
		if len(got) != 1 || got[0].To != "kari@example.org" || len(got[0].Paragraphs) != 2 || !strings.HasPrefix(got[0].ReplyTo, "reply+") {
			t.Fatalf("letters: %+v", got)
		}
		r.Messages.Answers = func(context.Context) (bool, error) { return false, nil }
		member.send(team, url.Values{"text": {"Eller onsdag?"}}, "", nil)
		r.Clock.Move(16 * time.Second)
		if got := r.work(); len(got) != 1 || got[0].ReplyTo != "" {
			t.Errorf("answers by mail are off, and the letter asks for one: %+v", got)
		}
		r.Messages.Answers = nil
		if a := member.post(team+"/undo", url.Values{"message": {undo[1]}}); a.Code != 409 {
			t.Errorf("undo after the letter: %d", a.Code)
		}
		if a := me.get(own); !strings.Contains(a.text(), "passer tirsdag?") || strings.Contains(a.Body, "<b>Hei") {
			t.Errorf("own: %s", a.text())
		}
		if a := me.send(own, url.Values{"text": {"Ja, gjerne."}}, "", nil); a.location() != own {
			t.Fatalf("answer: %d", a.Code)
		}
		if got := r.work(); len(got) != 0 && strings.Contains(strings.Join(got[0].Paragraphs, ""), "gjerne") {
			t.Errorf("the team's letter says what was written: %+v", got)
		}
		if a := member.get(team); !strings.Contains(a.text(), "Ja, gjerne.") || strings.Contains(a.Body, "kari@example.org") {
			t.Errorf("team: %s", a.text())
		}
		if a := me.send(own, url.Values{"text": {strings.Repeat("å", 10001)}}, "", nil); a.Code != 422 || !strings.Contains(a.Body, "åååå") {
			t.Errorf("too long: %d", a.Code)
		}
	})
}

func TestStranger(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		_, _, v := r.apply("kari@example.org")
		other, _ := r.enter("ola@example.org")
		team, own := "/employer/applications/"+v.String()+"/messages", "/applications/"+v.String()+"/messages"
		for who, c := range map[string]struct {
			b    *browser
			path string
		}{"rival": {r.as("rival"), team}, "candidate at the team's": {other, team}, "another candidate": {other, own}, "member at the person's": {r.as("member"), own}} {
			if a := c.b.get(c.path); a.Code != 404 {
				t.Errorf("%s reads: %d", who, a.Code)
			}
			if a := c.b.send(c.path, url.Values{"text": {"hei"}}, "", nil); a.Code != 404 {
				t.Errorf("%s writes: %d", who, a.Code)
			}
		}
		if a := r.as("member").get(team); a.Code != 200 {
			t.Errorf("the control: %d", a.Code)
		}
	})
}

func TestReceive(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		_, who, v := r.apply("kari@example.org")
		to := r.Messages.ReplyAddress(v)
		take := func(address, from string, m mail.Message) bool {
			m.From = from
			run := &task.Run{Context: t.Context(), DB: r.DB, Now: r.Clock.Now(), Grant: r.Grant(access.Verv("mail.route"), access.Operation(), privacy.Correspond)}
			ok, err := r.Messages.Receive(run, address, m)
			r.must(err)
			return ok
		}
		if take("info@jobb.example", "kari@example.org", mail.Message{Text: "hei"}) || take("reply+"+strings.Repeat("0", 52)+"@jobb.example", "kari@example.org", mail.Message{Text: "hei"}) ||
			take(strings.Replace(to, "@jobb.example", "@other.example", 1), "kari@example.org", mail.Message{Text: "hei"}) {
			t.Error("took what is not its own")
		}
		take(to, "mallory@example.org", mail.Message{Text: "jeg er Kari"})
		take(to, "kari@example.org", mail.Message{Text: "er på ferie", Automatic: true})
		if !take(strings.ToUpper(to), "Kari@Example.org", mail.Message{Text: "Mandag passer."}) {
			t.Error("refused the person")
		}
		g := r.Grant(who, access.OfSubject(who.Subject), privacy.Correspond)
		th, err := r.Messages.Own(t.Context(), g, v)
		all := th.All
		if err != nil || len(all) != 1 || all[0].Text != "Mandag passer." || !all[0].Person() {
			t.Errorf("thread: %+v %v", all, err)
		}
	})
}
