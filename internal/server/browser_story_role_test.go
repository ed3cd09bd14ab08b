//go:build browser

package server_test

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed/chromium"
)

// guest applies without an account, is told that somebody read, and follows the application by the link in the letter.
func (c *cast) guest(v *visitor) {
	name, address := c.seeker(v)
	v.applyAsGuest(name, address)
	c.read(name)
	c.pass(time.Hour)
	v = v.elsewhere()
	v.letter(address).follow("account.to.forgot").fill("account.field.address", address).press("account.forgot.submit").sees("account.sent.title")
	v.letter(address).press("account.link.enter.submit")
	v.visit("/applications").Follow(theJob)
	v.sees("application.look.list", "application.look.open", "application.look.contact").Sees(theEmployer, theLetter)
}

// candidate applies with a profile and a CV, sees who read, reads and answers a message, withdraws, takes everything along and deletes it.
func (c *cast) candidate(v *visitor) {
	_, address := c.seeker(v)
	address = "mari." + address
	v.seek(address)
	c.write("Mari Solås", "Har du tid til en prat torsdag?")
	v.visit("/messages").Follow(theJob)
	v.Sees("Har du tid til en prat torsdag?")
	v.fill("message.text", "Ja, klokka ti passer.").press("message.send").sees("message.sent").Sees("Ja, klokka ti passer.")
	v.follow("application.back").Sees(theJob)
	v.leave(address)
}

// write sends a message of the team to somebody who applied.
func (c *cast) write(name, text string) {
	c.T.Helper()
	b := c.Enter(c.recruiter)
	b.Get("/employer/jobs/" + c.open.String() + "/applications")
	for _, link := range b.Links(name) {
		b.PostFiles(link+"/messages", url.Values{"text": {text}})
	}
	c.pass(soon)
}

// recruit writes a job that the owner approves, moves somebody on the board and back, and gives a reason for a rejection, twice: the first
// is undone, and tells nobody.
func (c *cast) recruit(v *visitor) {
	title := "Fysioterapeut " + v.language
	v.as(c.recruiter).nav("server.nav.hiring").follow("job.mine.new")
	v.fill("job.field.title", title).fill("job.field.text", "Vi hjelper folk på beina igjen etter skade og sykdom.")
	v.fill("job.field.postcode", "9019").fill("job.field.town", "Tromsø").fill("job.field.paytext", "Tariffavtalen for sykehus")
	v.Tick(upper(v.say("job.employment.permanent")))
	v.fill("job.field.deadline", "2027-01-15").press("job.edit.save").sees("job.saved")
	v.follow("job.act.send").press("job.act.send").sees("job.sent")
	c.approve(v.Path())
	v.visit("/jobs").Sees(title)

	name, address := c.seeker(v)
	name, address = name+" Li", "rekrutt."+address
	c.applies(name, address)
	board := "/employer/jobs/" + c.plain.String() + "/applications?view=board"
	v.visit(board).moves(name, "Vurderes")
	v.undoes()
	v.Follow(name).Sees(theLetter)
	letters := c.letters(address)
	v.follow("application.reject").tick("application.reason.experience").press("application.reject.send").press("page.undo").sees("application.undone")
	c.pass(soon)
	if n := c.letters(address) - letters; n != 0 {
		v.t.Fatalf("%d letters about a rejection that was undone", n)
	}
	v.visit(board).Follow(name)
	v.reject(address)
}

// approve opens a job that waits, as the owner.
func (c *cast) approve(path string) {
	c.T.Helper()
	var j job.ID
	c.Must(j.UnmarshalText([]byte(reID.FindString(path))))
	g := c.hiring(c.owner)
	c.Must(c.Jobs.Approve(c.T.Context(), g, j, versionOf(c.House, g, j)))
}

// moves takes a card to a stage, which has its name from the job, by its menu. With JavaScript the page stays and the card goes.
func (v *visitor) moves(name, stage string) {
	v.t.Helper()
	v.Touch(v.say("application.move") + " " + name)
	if !v.scripted() {
		v.Press(stage)
		return
	}
	v.Touch(stage)
	v.Until(`document.querySelector("[data-undo] button") !== null`)
}

// undoes takes the last move back, by the line that says so.
func (v *visitor) undoes() {
	v.t.Helper()
	if !v.scripted() {
		v.press("page.undo").sees("application.undone")
		return
	}
	v.Touch(v.say("page.undo"))
	v.Until(`document.querySelector("[data-undo] button") === null`)
}

// review is what the hiring manager does from the letter: three applications, one after the other, in a session that can do nothing else.
func (c *cast) review(v *visitor) {
	_, address := c.seeker(v)
	g := c.Grant(c.recruiter.Actor, access.OfEmployer(c.employer), privacy.Assess)
	var names []string
	for i := range 3 {
		name := fmt.Sprintf("Nina %c %s", 'A'+i, v.language)
		c.Must(c.Applied.Ask(c.T.Context(), g, c.applies(name, fmt.Sprintf("nina%d.%s", i, address)), c.manager.Actor.Subject))
		names = append(names, name)
	}
	v.reads(c.manager)
	c.pass(3 * time.Minute)
	v.letter(c.manager.Address).press("application.reviews.enter")
	v.Sees(append([]string{v.say("application.reviews.lead", "Count", 3)}, names...)...)
	v.follow("application.reviews.start")
	for _, name := range names {
		v.Sees(name, theLetter)
		v.tick("application.score.4").tick("application.scorecard.verdict.yes")
		v.fill("application.scorecard.text", "Trygg og erfaren.").press("application.scorecard.give")
	}
	v.visit("/employer/reviews").Lacks(v.say("application.reviews.start"))
	v.visit("/employer/jobs").Lacks(v.say("job.mine.title"))
}

// own is a day of the owner: a job to approve, a colleague to invite and to let go, the career page, and what is kept for claims.
func (c *cast) own(v *visitor) {
	g := c.hiring(c.recruiter)
	title := "Kokk " + v.language
	j := draft(c.House, g, title)
	c.Must(c.Jobs.Send(c.T.Context(), g, j, versionOf(c.House, g, j), time.Time{}, ""))
	v.as(c.owner).nav("server.nav.hiring").Follow(title)
	v.press("job.act.approve").sees("job.approved")

	name, address := "Ada "+v.language, "ada."+v.language+"@nordkyst.example"
	v.nav("server.nav.team").fill("employer.team.name", name).fill("employer.field.address", address)
	v.choose("employer.team.role", "employer.role.interviewer").press("employer.team.send").sees("employer.team.invited")
	v.letter(address).press("account.link.invite.submit")

	v.as(c.owner).nav("server.nav.employer").fill("employer.field.story", "Vi er 900 som holder nord i gang.").press("employer.save").sees("employer.saved")
	v.follow("employer.profile.public").Sees("Vi er 900 som holder nord i gang.", title)
	v.visit("/employer").Touch(v.say("page.account") + " Ola Berg")
	v.follow("server.nav.claims").Follow(chromium.Eval[string](v.Tab, `document.querySelector("main table a").innerText`))
	v.sees("application.claims.one.lead").Sees(theJob)
}

// operate answers a report of an advertisement, and makes a site.
func (c *cast) operate(v *visitor) {
	_, err := c.Jobs.Report(c.T.Context(), c.Grant(access.Anyone(), access.Public(), privacy.Moderate), c.Site.ID, c.open, job.Reported{Reason: job.ReportScam,
		Text: "De ber om penger på forhånd.", Address: "ola@post.example", Language: "nb", Client: netip.MustParseAddr("203.0.113.9")})
	c.Must(err)
	v.as(c.operator).nav("server.nav.moderation").Follow(theJob)
	v.Sees("De ber om penger på forhånd.").Lacks("ola@post.example")
	v.press("job.moderate.send").status(422)
	v.tick("job.ruling.approve").press("job.moderate.send").sees("job.moderate.done.approve")
	v.nav("server.nav.sites").follow("site.new")
	v.fill("site.field.name", "Sørjobb "+v.language).fill("site.field.hosts", v.language+".sorjobb.example").fill("site.field.legal", "Nordlys Drift AS, 999 888 777")
	v.press("site.save").sees("site.saved").Sees("Sørjobb " + v.language)
}

// oversee is what an officer looks at: what will go, who opened what, and whether the audit still holds.
func (c *cast) oversee(v *visitor) {
	g := c.Verv(access.Operation(), privacy.Operate)
	_, err := c.DB.SealAudit(c.T.Context(), g, 100_000)
	c.Must(err)
	v.as(c.officer).visit("/officer").follow("rights.officer.due").sees("rights.officer.due.sums", "rights.officer.due.each")
	v.visit("/officer").follow("rights.officer.access")
	v.fill("rights.column.employer", c.employer.String()).press("rights.officer.search").sees("rights.officer.found").Lacks(v.say("rights.officer.access.none"))
	v.fill("rights.officer.from", "2020-01-01").fill("rights.officer.to", "2020-01-01").press("rights.officer.search").sees("rights.officer.access.none")
	v.visit("/officer").follow("rights.officer.audit").follow("rights.officer.verify")
	v.Sees("2026-11").Lacks(v.say("rights.officer.audit.head"))
	months, err := c.Rights.Months(c.T.Context(), c.Grant(c.officer.Actor, access.Operation(), privacy.Operate))
	c.Must(err)
	at := slices.IndexFunc(months, func(m store.Month) bool { return m.Name == "2026-11" })
	v.Sees(v.say("rights.officer.audit.holds", "Count", int(months[at].Entries), "Month", "2026-11"))
}
