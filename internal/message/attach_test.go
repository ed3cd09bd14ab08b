package message_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/task"
	"verv/internal/testbed"
)

// An attachment goes each way, sealed; what it says it is counts for nothing; strangers get none; the person sees who opened theirs; and taken back it
// is gone.
func TestAttachment(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		me, who, v := r.apply("kari@example.org")
		other, _ := r.enter("ola@example.org")
		member := r.as("member")
		team, own := "/employer/applications/"+v.String()+"/messages", "/applications/"+v.String()+"/messages"
		if a := member.send(team, url.Values{"text": {"Se vedlegget"}}, "kontrakt.pdf", []byte("<script>alert(1)</script>")); a.Code != 422 || !strings.Contains(a.Body, "Se vedlegget") {
			t.Fatalf("a page as a file: %d", a.Code)
		}
		if a := member.send(team, url.Values{"text": {""}}, "plan.txt", []byte("Velkommen mandag.")); a.Code != 422 || !strings.Contains(a.text(), "Velg vedleggene på nytt") {
			t.Errorf("a file without words: %d %s", a.Code, a.text())
		}
		if a := member.send(team, url.Values{"text": {"Se vedlegget"}}, "../plan.txt", []byte("Velkommen mandag.")); a.location() != team {
			t.Fatalf("write: %d %s", a.Code, a.text())
		}
		if a := member.send(team, url.Values{"text": {"Se vedlegget"}}, "plan.pdf", []byte("Velkommen mandag.")); a.Code != 422 {
			t.Errorf("text that says it is a PDF: %d", a.Code)
		}
		reFile := regexp.MustCompile(`/messages/files/[0-9a-f-]{36}`)
		file := reFile.FindString(member.get(team).Body)
		if a := me.get("/applications/" + v.String() + file); a.Code != 404 {
			t.Errorf("the person opens what can still be taken back: %d", a.Code)
		}
		r.Clock.Move(time.Minute)
		r.work()
		a := me.get("/applications/" + v.String() + file)
		if a.Code != 200 || a.Body != "Velkommen mandag." || !strings.Contains(a.Head.Get("Content-Disposition"), "attachment; filename=plan.txt") ||
			a.Head.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(a.Head.Get("Content-Type"), "text/plain") {
			t.Errorf("file: %d %v", a.Code, a.Head)
		}
		for name, c := range map[string]struct {
			b    *browser
			path string
		}{"another person": {other, "/applications/" + v.String() + file}, "another employer": {r.as("rival"), "/employer/applications/" + v.String() + file},
			"a person at the team's": {me, "/employer/applications/" + v.String() + file}} {
			if a := c.b.get(c.path); a.Code != 404 {
				t.Errorf("%s: %d", name, a.Code)
			}
		}

		if a := me.send(own, url.Values{"text": {"Her er fagbrevet"}}, "fagbrev.txt", []byte("Bestått")); a.location() != own {
			t.Fatalf("answer: %d", a.Code)
		}
		if a := me.get(own); !strings.Contains(a.text(), "Ikke åpnet ennå") {
			t.Errorf("nobody has read it: %s", a.text())
		}
		mine := reFile.FindAllString(me.get(own).Body, -1)
		r.Clock.Move(time.Minute)
		if a := member.get("/employer/applications/" + v.String() + mine[len(mine)-1]); a.Code != 200 || a.Body != "Bestått" {
			t.Errorf("the team opens it: %d %q", a.Code, a.Body)
		}
		if a := member.get(team); !strings.Contains(a.text(), "1 ulest melding") {
			t.Errorf("new to the team: %s", a.text())
		}
		r.Clock.Move(time.Minute)
		if a := member.get(team); strings.Contains(a.text(), "ulest") {
			t.Error("read, and still new")
		}
		if a := me.get(own); !strings.Contains(a.text(), "Lest ") || strings.Contains(a.text(), "Ikke åpnet ennå") {
			t.Errorf("somebody has read it: %s", a.text())
		}
		if a := me.get("/applications/" + v.String()); !strings.Contains(a.text(), "lastet ned") && !strings.Contains(a.text(), "fil") {
			t.Errorf("nobody says that the file was opened: %s", a.text())
		}

		// In the copy of everything, and gone with the message that is taken back.
		g := r.Grant(who, access.OfSubject(who.Subject), privacy.Rights)
		raw, err := r.House.Export(t.Context(), g, v)
		if err != nil || strings.Count(string(raw), `"message_file"`) != 2 || !strings.Contains(string(raw), "fagbrev.txt") {
			t.Errorf("export: %v %s", err, raw)
		}
		member.send(team, url.Values{"text": {"Feil fil"}}, "feil.txt", []byte("Hemmelig"))
		undo := regexp.MustCompile(`name="message" value="([^"]+)"`).FindStringSubmatch(member.get(team).Body)
		member.post(team+"/undo", url.Values{"message": {undo[1]}})
		if raw, err = r.House.Export(t.Context(), g, v); err != nil || strings.Contains(string(raw), "feil.txt") {
			t.Errorf("what was taken back is held: %v", err)
		}
	})
}

// Mail brings its attachments; what may not come in is named and left out; what it quotes is folded; a stranger's is laid aside for the person alone;
// two programs that answer each other stop.
func TestReceiveWhole(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		me, _, v := r.apply("kari@example.org")
		team, own, to := "/employer/applications/"+v.String()+"/messages", "/applications/"+v.String()+"/messages", r.Messages.ReplyAddress(v)
		take := func(from string, m mail.Message) {
			m.From = from
			run := &task.Run{Context: t.Context(), DB: r.DB, Now: r.Clock.Now(), Grant: r.Grant(access.Verv("mail.route"), access.Operation(), privacy.Correspond)}
			_, err := r.Messages.Receive(run, to, m)
			r.must(err)
		}
		take("kari@example.org", mail.Message{Text: "Mandag passer.", Quote: "> Passer mandag?", Files: []mail.File{{Name: "plan.txt", Body: []byte("Plan")}, {Name: "virus.exe", Body: []byte("MZ\x00")}}})
		a := r.as("member").get(team)
		for _, want := range []string{"Mandag passer.", "Vis sitert tekst", "> Passer mandag?", "plan.txt", "Én fil ble ikke tatt imot: virus.exe"} {
			if !strings.Contains(a.text(), want) {
				t.Errorf("the thread does not say %q: %s", want, a.text())
			}
		}
		take("mallory@example.org", mail.Message{Text: "Jeg er Kari og trekker meg."})
		if a := r.as("member").get(team); strings.Contains(a.text(), "trekker meg") {
			t.Error("the team reads what a stranger wrote")
		}
		letters := r.work()
		if len(letters) == 0 || strings.Contains(strings.Join(letters[len(letters)-1].Paragraphs, ""), "trekker") {
			t.Errorf("letters: %+v", letters)
		}
		reAside := regexp.MustCompile(`name="aside" value="([^"]+)"`)
		a = me.get(own)
		if !strings.Contains(a.text(), "mallory@example.org") || !strings.Contains(a.text(), "trekker meg") {
			t.Fatalf("the person does not see it: %s", a.text())
		}
		x := reAside.FindStringSubmatch(a.Body)[1]
		if a := r.as("rival").post(own+"/aside", url.Values{"aside": {x}, "mine": {"yes"}}); a.Code != 404 {
			t.Errorf("another says that it is theirs: %d", a.Code)
		}
		if a := me.post(own+"/aside", url.Values{"aside": {x}, "mine": {"no"}}); a.location() != own || strings.Contains(me.get(own).text(), "trekker meg") {
			t.Errorf("not theirs: %d", a.Code)
		}
		take("kari.privat@example.org", mail.Message{Text: "Jeg skriver fra en annen adresse."})
		x = reAside.FindStringSubmatch(me.get(own).Body)[1]
		me.post(own+"/aside", url.Values{"aside": {x}, "mine": {"yes"}})
		if a := r.as("member").get(team); !strings.Contains(a.text(), "annen adresse") {
			t.Error("what is theirs does not come into the thread")
		}
		for range 9 {
			take("mallory@example.org", mail.Message{Text: "igjen"})
		}
		if n := len(reAside.FindAllString(me.get(own).Body, -1)); n != 5 {
			t.Errorf("%d lie aside", n)
		}
		for range 40 {
			take("kari@example.org", mail.Message{Text: "ping"})
		}
		if n := strings.Count(r.as("member").get(team).text(), "ping"); n != 28 {
			t.Errorf("%d messages of a loop", n)
		}
	})
}

// Both inboxes count what is new; answering or saying so makes it read, opening the page alone does not.
func TestInbox(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		me, _, v := r.apply("kari@example.org")
		member := r.as("member")
		team, own := "/employer/applications/"+v.String()+"/messages", "/applications/"+v.String()+"/messages"
		member.send(team, url.Values{"text": {"Passer mandag?"}}, "", nil)
		if a := me.get("/messages"); strings.Contains(a.text(), "Tømrer") {
			t.Error("the person sees that something can still be taken back")
		}
		r.Clock.Move(time.Minute)
		r.work()
		me.get(own)
		if a := me.get("/messages"); !strings.Contains(a.text(), "Tømrer") || !strings.Contains(a.text(), "1 ulest melding") {
			t.Errorf("inbox: %s", a.text())
		}
		if a := me.post(own+"/seen", nil); a.location() != own || strings.Contains(me.get("/messages").text(), "ulest") {
			t.Errorf("read: %d", a.Code)
		}
		me.send(own, url.Values{"text": {"Ja"}}, "", nil)
		r.Clock.Move(time.Minute)
		if a := member.get("/employer/messages"); !strings.Contains(a.text(), "Kari Nordmann") || !strings.Contains(a.text(), "1 ulest melding") {
			t.Errorf("the team's inbox: %s", a.text())
		}
		if a := r.as("rival").get("/employer/messages"); strings.Contains(a.text(), "Kari") {
			t.Error("another employer's inbox has them too")
		}
	})
}
