//go:build browser

package server_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/alert"
	"verv/internal/application"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/cv"
	"verv/internal/employer"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/testbed/whole"
)

// late brings into the town what comes late in a life, so that the crawl finds the pages about it: somebody who deleted everything and
// what is kept for claims, a hold, a sealed month, jobs that wait for approval or are held back. It gives the pages that only a letter
// or a redirect leads to.
func (w *town) late() []sight {
	w.T.Helper()
	ctx := w.T.Context()
	out := []sight{w.gone(), w.asked(), w.entering(), w.broughtIn()}
	out = append(out, w.stopping()...)
	out = append(out, w.watching()...)
	w.hold()
	w.freeze()
	w.heldBack()
	w.waiting()
	w.wanted()
	w.Run()
	_, err := w.DB.SealAudit(ctx, w.Verv(access.Operation(), privacy.Operate), 100_000)
	w.Must(err)
	return out
}

type tellNoun struct{}

// stopping are the pages behind the links of digests that ask for less mail: of a candidate's, of a member's, and of a saved search for people.
func (w *town) stopping() []sight {
	one := func(label, path, what string) sight {
		code := w.Keys.Root().MAC(label, []byte(what))
		return sight{nobody, path + what + "." + base64.RawURLEncoding.EncodeToString(code[:18]), "", http.StatusOK, nil}
	}
	own, team := w.people[anna].Actor, w.people[member("one", access.Recruiter)].Actor
	tell, err := id.Parse[tellNoun](w.one1("select id from saved_tell"))
	w.Must(err)
	code := w.Keys.Root().MAC("web.people", []byte("tell-stop/1"), team.Subject.Bytes(), team.Employer.Bytes(), tell.Bytes())
	stop := strings.Join([]string{team.Subject.String(), team.Employer.String(), tell.String(), base64.RawURLEncoding.EncodeToString(code[:18])}, ".")
	return []sight{{nobody, "/people/stop/" + stop, "", http.StatusOK, nil}, one("application-stop/1", "/notifications/stop/", own.Subject.String()+"."+string(application.OwnMessages)),
		one("application-stop-team/1", "/notifications/stop/team/", team.Subject.String()+"."+team.Employer.String()+"."+string(application.TopicMention))}
}

// watching are the pages behind the links of letters about alerts: to prove an address, to stop, to keep, and to see and change them.
func (w *town) watching() []sight {
	w.T.Helper()
	who := w.people[guest].Actor.Subject
	link := func(path, label, more string) string {
		code := w.Keys.Root().MAC(label, who.Bytes(), []byte(more))
		return path + who.String() + "." + more + "." + base64.RawURLEncoding.EncodeToString(code[:18])
	}
	look := func(path string) sight { return sight{nobody, path, "", http.StatusOK, nil} }
	end := strconv.FormatInt(w.Clock.Now().AddDate(1, 0, 0).Unix(), 10)
	see, one := link("/alert/at/", "alert-see/1", end), w.ids["alert of "+guest]
	const address = "vil.ha.jobber@post.example"
	w.Must(w.Alerts.Ask(w.T.Context(), w.Grant(access.Anyone(), access.Public(), privacy.Account), address, alert.Wish{Search: "q=sykepleier", Pace: alert.Daily},
		alert.Agreed{Box: true, Wording: "Ja, send meg jobber.", Language: "nb"}, account.From{Site: w.Site.ID, Language: "nb"}))
	return []sight{look(w.LinkTo(address, "/alert/confirm/")), look(link("/alert/stop/", "alert-stop/1", "all")), look(link("/alert/stop/", "alert-stop/1", one)),
		look(link("/alert/keep/", "alert-keep/1", end)), look(see), look(see + "/" + one),
		{nobody, "/alerts/new?q=sykepleier", "alert.new.save", http.StatusUnprocessableEntity, nil}}
}

// gone applies to employer one and deletes everything; the page says how far that came.
func (w *town) gone() sight {
	w.T.Helper()
	const name = "candidate gone"
	var j job.ID
	w.Must(j.UnmarshalText([]byte(w.ids["job of one"])))
	w.people[name] = w.AddPerson("Xq"+mark(name+" name"), "gone@post.example", access.Candidate, access.EmployerID{}, access.NoRole)
	w.applyTo(name, j, mark(name+" letter"), "", pdf("cv"))
	b := w.Enter(w.people[name])
	if b.Post("/me/delete", nil); b.Status != http.StatusOK || !strings.HasPrefix(b.URL.Path, "/erased/") {
		w.T.Fatalf("deleting leads to %s: %d", b.URL.Path, b.Status)
	}
	w.Run()
	return sight{nobody, b.URL.Path, "", http.StatusOK, nil}
}

// asked has a hiring manager look at an application; the link in the letter waits.
func (w *town) asked() sight {
	w.T.Helper()
	var v application.ID
	w.Must(v.UnmarshalText([]byte(w.ids["application of "+anna])))
	p := w.people[member("one", access.HiringManager)]
	w.Must(w.Applied.Ask(w.T.Context(), w.grant(member("one", access.Recruiter), privacy.Assess), v, p.Actor.Subject))
	w.Clock.Move(3 * time.Minute)
	return sight{nobody, w.LinkTo(p.Address, "/review/"), "", http.StatusOK, nil}
}

// entering is the page behind a link that logs in, before its button is pressed.
func (w *town) entering() sight {
	w.T.Helper()
	p := w.people[bo]
	token, err := w.Accounts.EnterAs(w.T.Context(), w.Verv(access.Public(), privacy.Account), p.Address, p.Kind, p.Role)
	w.Must(err)
	return sight{nobody, account.LinkPath(token), "", http.StatusOK, nil}
}

// broughtIn takes in a CV from elsewhere; the person is asked by letter.
func (w *town) broughtIn() sight {
	w.T.Helper()
	const address = "brought.in@post.example"
	_, err := w.CVs.Intake(w.T.Context(), w.Grant(access.Verv("import.cvs"), access.Public(), privacy.Apply), cv.Came{Site: w.Site.ID, Language: "nb"},
		strings.NewReader(fmt.Sprintf(`{"basics":{"name":"Tor Li","email":%q},"work":[{"name":"Bygg AS","position":"Tømrer","startDate":"2019-03"}]}`, address)))
	w.Must(err)
	return sight{nobody, w.Link(address), "", http.StatusOK, nil}
}

// hold has the officer stop the end of Anna's application.
func (w *town) hold() {
	w.T.Helper()
	var d crypt.DossierID
	w.Must(d.UnmarshalText([]byte(w.one1("select dossier_id from application where id = '" + w.ids["application of "+anna] + "'"))))
	_, err := w.Ledger.Hold(w.T.Context(), w.Grant(w.people[officer].Actor, access.Operation(), privacy.Operate), d, ledger.HoldClaim, w.Clock.Now().AddDate(0, 6, 0))
	w.Must(err)
}

// freeze has somebody without an application freeze everything.
func (w *town) freeze() {
	w.T.Helper()
	p := w.AddPerson("Frida", "frida@post.example", access.Candidate, access.EmployerID{}, access.NoRole)
	_, err := w.Ledger.Restrict(w.T.Context(), w.Grant(p.Actor, access.OfSubject(p.Actor.Subject), privacy.Rights), ledger.GroundObjection, crypt.DossierID{})
	w.Must(err)
}

// heldBack has the operator hold a job back, so that the employer can answer.
func (w *town) heldBack() {
	w.T.Helper()
	g := w.grant(member("one", access.Owner), privacy.Recruit)
	j := draft(w.House, g, "Vekter i one")
	w.Must(w.Jobs.Publish(w.T.Context(), g, j, versionOf(w.House, g, j)))
	run := w.Grant(w.people[operator].Actor, access.Operation(), privacy.Moderate)
	c, err := w.Jobs.Case(w.T.Context(), run, j)
	w.Must(err)
	w.Must(w.Jobs.Decide(w.T.Context(), run, j, job.Decided{Ruling: job.Hold, Ground: "scam", Version: c.Moderation.Version,
		Text: "Annonsen ber den som søker om å betale for opplæring."}))
}

// waiting has jobs of employer two approved from now on: one waits, a draft can be sent.
func (w *town) waiting() {
	w.T.Helper()
	ctx, owner := w.T.Context(), w.grant(member("two", access.Owner), privacy.Recruit)
	w.Must(w.Employers.Set(ctx, owner, employer.Setting{Approval: true, Agency: true, ArchiveDays: employer.StandardArchive}))
	g := w.grant(member("two", access.Recruiter), privacy.Recruit)
	j := draft(w.House, g, "Renholder i two")
	w.Must(w.Jobs.Send(ctx, g, j, versionOf(w.House, g, j), time.Time{}, ""))
}

// wanted lets Anna be found by both employers, who ask her, one without its name; she says yes to the other. And she may be proposed.
func (w *town) wanted() {
	w.T.Helper()
	ctx, own := w.T.Context(), w.grant(anna, privacy.Profile)
	var v cv.ID
	w.Must(v.UnmarshalText([]byte(w.ids["cv of "+anna])))
	w.Must(w.Search.Show(ctx, own, w.grant(anna, privacy.Correspond), search.Visible, v, consent.Shown{Wording: "Ja", Language: "nb", Surface: search.PathVisibility}))
	w.Must(w.Search.Shut(ctx, own, "Havna AS"))
	var c search.CardID
	w.Must(c.UnmarshalText([]byte(w.one1("select id from card where subject_id = '" + w.people[anna].Actor.Subject.String() + "'"))))
	for _, at := range []string{"one", "two"} {
		var j job.ID
		w.Must(j.UnmarshalText([]byte(w.ids["job of "+at])))
		w.Must(w.Search.Ask(ctx, w.grant(member(at, access.Recruiter), privacy.Find), c, search.Request{Job: j, Text: "Vi tror at denne jobben kan passe for deg. Får vi ta kontakt?", Masked: at == "two"}))
	}
	all, err := w.Search.ToMe(ctx, own)
	w.Must(err)
	for _, a := range all {
		if !a.Masked {
			w.Must(w.Search.Accept(ctx, own, w.grant(anna, privacy.Correspond), a.ID))
		}
	}
	w.Must(w.Search.Propose(ctx, own, consent.Shown{Wording: "Ja", Language: "nb", Surface: search.PathVisibility}))
	w.Clock.Move(time.Minute)
	var j job.ID
	w.Must(j.UnmarshalText([]byte(w.ids["job of one"])))
	_, err = w.Propose.Make(ctx, w.grant(member("one", access.Recruiter), privacy.Find), j)
	w.Must(err)
}

// draft writes a job that passes the gate.
func draft(h *whole.House, g privacy.Grant, title string) job.ID {
	h.T.Helper()
	j, err := h.Jobs.Create(h.T.Context(), g, h.Site.ID, job.Content{Title: title, Language: "nb", Text: "Vi ser etter deg som vil arbeide hos oss i nord.",
		Places: []job.Place{{Town: "Tromsø", Postcode: "9008", Country: "NO"}}, Deadline: "2027-02-01", Employment: []job.Employment{intake.Permanent},
		Pay: job.Pay{Text: "etter tariff"}, Steps: []job.Step{{Name: "Samtale"}}, Decides: "avdelingsleder"})
	h.Must(err)
	return j
}

func versionOf(h *whole.House, g privacy.Grant, j job.ID) int {
	h.T.Helper()
	v, err := h.Jobs.Of(h.T.Context(), g, j)
	h.Must(err)
	return v.Version
}
