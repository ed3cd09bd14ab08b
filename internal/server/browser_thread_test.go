//go:build browser

package server_test

import (
	"bytes"
	"net/http"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"verv/internal/promise/show"
	"verv/internal/testbed/chromium"
)

// TestThread walks the main job through the house in a real browser, with JavaScript and without: a visitor applies, a member decides, a
// candidate applies with a profile, takes everything along and leaves, and an operator looks after it. TestStories tells the same in other languages.
func TestThread(t *testing.T) {
	for name, off := range map[string]bool{"javascript": false, "noscript": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			show.Show(t, "journey.thread", "the form of an application read outside its person's scope")
			s := setStage(t)
			t.Run("visitor applies", func(t *testing.T) {
				v := s.visitor(t, chromium.Look{NoScript: off, Width: 390})
				v.applyAsGuest("Kari Holm", "nb@post.example")
				v.clean()
			})
			t.Run("member decides", func(t *testing.T) {
				v := s.visitor(t, chromium.Look{NoScript: off})
				v.hire("Kari Holm", "nb@post.example")
				v.clean()
			})
			t.Run("candidate comes and goes", func(t *testing.T) {
				v := s.visitor(t, chromium.Look{NoScript: off, Width: 390})
				v.seek("mari@post.example")
				v.leave("mari@post.example")
				v.clean()
			})
			t.Run("operator looks", func(t *testing.T) {
				v := s.visitor(t, chromium.Look{NoScript: off})
				v.enterByLink(s.operator.Address)
				v.setUpCodes()
				v.visit("/operator/tasks").sees("console.tasks.title", "console.tasks.waiting")
				v.clean()
			})
			if n := s.reports(); n > 0 {
				t.Errorf("%d reports of the content policy", n)
			}
		})
	}
}

const theLetter = "Jeg har arbeidet tre år på akuttmottak og vil gjerne til Tromsø."

// applyAsGuest finds the job, applies without an account with a PDF, confirms by the letter and sees where the application is.
func (v *visitor) applyAsGuest(name, address string) {
	v.t.Helper()
	v.Visit("/")
	v.fill("job.search.words", "sykepleier").press("job.search.button")
	v.Follow(theJob).Sees(theJob, theEmployer)
	v.follow("job.ad.apply").press("application.form.next").status(http.StatusUnprocessableEntity)
	v.fill("application.form.name", name).fill("application.form.email", address).fill("application.form.letter", theLetter)
	v.Tick(v.say("application.yes"))
	v.Attach("cv.pdf", pdf("sykepleier"))
	v.press("application.form.next").status(http.StatusOK)
	v.Sees(name, address, theLetter, "cv.pdf", theQuestion, theEmployer)
	v.press("application.review.send").sees("application.receipt.title")
	v.letter(address).press("application.confirm.button").sees("application.sent", "application.looks.none")
	v.Sees(theJob, theEmployer, theLetter, v.say("application.step.sent"))
	v.stage.Run()
}

// pass lets time go by and runs what became due.
func (s *stage) pass(d time.Duration) {
	s.T.Helper()
	s.Clock.Move(d)
	s.Run()
}

// enterByLink logs in by a link in a letter.
func (v *visitor) enterByLink(address string) {
	v.t.Helper()
	v.visit("/").follow("page.login").follow("account.to.forgot")
	v.fill("account.field.address", address).press("account.forgot.submit").sees("account.sent.title")
	v.letter(address).press("account.link.enter.submit")
}

// setUpCodes sets up the code app and gives its secret.
func (v *visitor) setUpCodes() string {
	v.t.Helper()
	v.follow("account.to.factor").press("account.factor.submit").sees("account.enrol.title")
	secret := reSecret.FindString(v.Text())
	v.fill("account.field.code", v.code(secret)).press("account.enrol.submit").sees("account.codes.title")
	v.follow("account.codes.next")
	return secret
}

const theNewJob = "Jordmor på føden"

// hire is a day of an owner: log in with a code app, write and publish a job, and decide about the first application.
func (v *visitor) hire(name, applicant string) {
	v.t.Helper()
	s := v.stage
	v.enterByLink(s.owner.Address)
	v.setUpCodes()
	v.nav("server.nav.hiring").follow("job.mine.new")
	v.press("job.edit.save").status(http.StatusUnprocessableEntity)
	v.fill("job.field.title", theNewJob).fill("job.field.text", "Vi tar imot 1400 barn i året.\n\n- vakt hver tredje helg")
	v.fill("job.field.postcode", "9019").fill("job.field.town", "Tromsø").fill("job.field.paytext", "Tariffavtalen for sykehus")
	v.Tick(upper(v.say("job.employment.permanent")))
	v.fill("job.field.deadline", "2027-01-15").press("job.edit.save").status(http.StatusOK).sees("job.saved")
	v.press("job.act.publish").sees("job.published").Sees(theNewJob)
	s.visitor(v.t, chromium.Look{}).Visit("/jobs").Sees(theNewJob)

	v.nav("server.nav.hiring").Follow(theJob)
	v.follow("job.mine.applications").Follow(name).Sees(theLetter, theQuestion)
	v.fill("application.note.score", v.say("application.score.4")).fill("application.note", "Tydelig og erfaren.").press("application.note.save").sees("application.noted")
	v.Sees("Tydelig og erfaren.")
	letters := len(s.Mail.To(applicant))
	v.fill("application.move.to", v.say("application.state.interview")).press("application.move")
	v.press("page.undo").sees("application.undone")
	s.pass(time.Minute)
	if n := len(s.Mail.To(applicant)) - letters; n != 0 {
		v.t.Fatalf("%d letters about a move that was undone", n)
	}
	v.reject(applicant)
}

// reject gives the reason, and sees that the letter waits for as long as it can be undone.
func (v *visitor) reject(applicant string) {
	v.t.Helper()
	s := v.stage
	letters := len(s.Mail.To(applicant))
	v.follow("application.reject").press("application.reject.send").status(http.StatusUnprocessableEntity)
	v.Tick(v.say("application.reason.experience"))
	v.press("application.reject.send").Sees(v.say("application.undo.text", "State", v.say("application.state.rejected")))
	s.pass(14 * time.Second)
	if n := len(s.Mail.To(applicant)) - letters; n != 0 {
		v.t.Fatalf("%d letters before 15 seconds", n)
	}
	s.pass(2 * time.Second)
	if n := len(s.Mail.To(applicant)) - letters; n != 1 {
		v.t.Fatalf("%d letters after 16 seconds, want 1", n)
	}
}

const password = "torsk under blå bro 47"

// seek signs up, writes a profile and a CV, and applies with both; the employer reads; the candidate sees that and withdraws.
func (v *visitor) seek(address string) {
	v.t.Helper()
	v.visit("/").follow("page.login").follow("account.to.signup")
	v.fill("account.field.address", address).fill("account.field.password", password).press("account.signup.submit").sees("account.sent.title")
	v.letter(address).press("account.link.confirm.submit").sees("account.link.confirm.done")
	v.visit("/profile").fill("candidate.name", "Mari Solås").fill("candidate.headline", "Jordmor i ti år").press("candidate.save").sees("candidate.saved")
	v.follow("candidate.cvs").fill("cv.title.label", "Min CV").press("cv.new.button")
	v.follow("cv.add.work").fill("cv.work.name", "Jordmor").fill("cv.work.at", "Havna sykehus").fill("cv.start", "2016-08").press("cv.save").Sees("Jordmor", "Havna sykehus")
	v.visit("/jobs").Follow(theJob)
	v.follow("job.ad.apply").fill("application.form.cv", "Min CV").fill("application.form.letter", "Jeg flytter nordover.")
	v.Tick(v.say("application.no"))
	v.press("application.form.next").Sees("Mari Solås", "Min CV", address)
	v.press("application.review.send").sees("application.receipt.title")
	v.stage.Run()
	v.stage.read("Mari Solås")
	v.follow("application.list").Follow(theJob)
	v.sees("application.look.list", "application.look.open", "application.look.contact").Sees(theEmployer)
}

// read opens the application and the contact data of somebody, as the owner.
func (s *stage) read(name string) {
	s.T.Helper()
	b := s.Enter(s.owner)
	b.Get("/employer/jobs/" + s.open.String() + "/applications")
	for _, link := range b.Links(name) {
		b.Get(link)
		b.Get(link + "/contact")
	}
	if b.Status != http.StatusOK {
		s.T.Fatalf("the owner cannot read: %d %s", b.Status, b.Text())
	}
	s.Run()
}

// leave withdraws the application, takes everything along and deletes the account.
func (v *visitor) leave(address string) {
	v.t.Helper()
	v.follow("application.withdraw").press("application.withdraw").sees("application.withdrawn")
	v.stage.Run()
	v.nav("server.nav.privacy").sees("rights.title").press("rights.export.ask").sees("rights.export.title")
	v.stage.Run()
	v.follow("rights.again")
	if zip := v.Download(v.say("rights.export.fetch")); !bytes.HasPrefix(zip, []byte("PK")) {
		v.t.Fatalf("what was taken along is no zip: %.20q", zip)
	}
	v.stage.pass(time.Hour) // what was proved at the log-in is stale
	v.nav("server.nav.privacy").follow("rights.delete.ask").sees("account.prove.title")
	v.fill("account.field.password", password).press("account.prove.submit").sees("rights.delete.title", "rights.delete.goes", "rights.delete.stays")
	v.press("rights.delete.do").sees("rights.erased.title")
	v.stage.Run()
	v.follow("rights.again").Lacks(address)
	v.visit("/").follow("page.login").fill("account.field.address", address).fill("account.field.password", password)
	v.press("account.login.submit").sees("account.login.wrong")
}

// upper begins with a capital, as choices in a list do.
func upper(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
