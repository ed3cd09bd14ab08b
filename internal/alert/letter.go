package alert

import (
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/consent"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/task"
)

// The letters of this house.
const (
	LetterConfirm = "alert.confirm" // prove the address, and the search is saved
	LetterDigest  = "alert.digest"  // what is new
	LetterKeep    = "alert.keep"    // all of it ends soon, unless the person says yes
	LetterEnded   = "alert.ended"   // it has ended, because nobody did
)

// Letters are the letters of this house.
func (h *House) Letters() []mail.Kind {
	return []mail.Kind{
		{Name: LetterConfirm, Purpose: privacy.Account, Write: h.confirmLetter},
		{Name: LetterDigest, Purpose: privacy.Alert, Write: h.digestLetter},
		{Name: LetterKeep, Purpose: privacy.Alert, Write: h.keepLetter},
		{Name: LetterEnded, Purpose: privacy.Correspond, Write: h.endedLetter},
	}
}

// letter is one letter while it is written: to whom, in which words, from which site.
type letter struct {
	run   *task.Run
	to    account.Contact
	words *locale.Words
	place account.Place
}

// letter begins a letter to the person of the task. The address is kept for mail and for the account, and opens for no alert.
func (h *House) letter(run *task.Run, s site.ID) (*letter, error) {
	l := &letter{run: run}
	g, err := run.For(privacy.Correspond)
	if err != nil {
		return nil, err
	}
	err = h.db.Read(run, g, func(r *store.Reader) (err error) { l.to, err = account.Address(r); return err })
	if err != nil {
		return nil, err
	}
	if l.place, err = h.Places.Site(run, s); err != nil {
		return nil, err
	}
	l.words = h.Words.Language(l.to.Language).At(run.Now, l.place.Clock(l.to.Zone))
	return l, nil
}

func (l *letter) say(key string, args ...any) string {
	return l.words.Say("alert.letter."+key, args...)
}

// begin is what every letter of this house says.
func (l *letter) begin(key string, args ...any) mail.Letter {
	return mail.Letter{To: l.to.Address, Language: l.words.Lang(), SiteName: l.place.Name, Subject: l.say(key+".subject", args...),
		Greeting: l.say("greeting"), Paragraphs: []string{l.say(key+".text", args...)}, Why: l.say("why", "Site", l.place.Name)}
}

// confirmLetter does not repeat what was typed: anybody can have it sent to anybody.
func (h *House) confirmLetter(run *task.Run, args map[string]string) (mail.Letter, error) {
	v, err := id.Parse[draftNoun](args["draft"])
	if err != nil {
		return mail.Letter{}, err
	}
	d, err := h.draft(run, run.Grant, v)
	if fault.Is(err, fault.Gone) || fault.Is(err, fault.Locked) {
		err = mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	l, err := h.letter(run, d.Site)
	if err != nil {
		return mail.Letter{}, err
	}
	token, err := h.Accounts.NewLink(run, l.to.Account, account.Want{Kind: account.LinkAlert, Persona: run.Task.Subject, Thing: v.String()})
	if err != nil {
		return mail.Letter{}, err
	}
	out := l.begin("confirm", "Site", l.place.Name)
	out.Action = &mail.Action{Label: l.say("confirm.action"), URL: l.place.URL + pathConfirm + token}
	out.After = []string{l.say("confirm.gone")}
	out.Why = l.say("confirm.why", "Site", l.place.Name)
	return out, nil
}

// keepLetter asks whether the alerts go on. Whoever has said so since gets none.
func (h *House) keepLetter(run *task.Run, _ map[string]string) (mail.Letter, error) {
	var list []Alert
	var d store.Dossier
	err := h.db.Read(run, run.Grant, func(r *store.Reader) (err error) {
		if list, err = all(r); err == nil {
			d, err = standing(r)
		}
		return err
	})
	if err == nil && (len(list) == 0 || d.WarnedAt.IsZero()) {
		err = mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	l, err := h.letter(run, list[0].Site)
	if err != nil {
		return mail.Letter{}, err
	}
	out := l.begin("keep", "Count", len(list), "Date", l.words.Date(d.DueAt))
	out.Action = &mail.Action{Label: l.say("keep.action"), URL: l.place.URL + pathKeep + h.token(toKeep, run.Task.Subject, until(d.DueAt))}
	out.After = []string{l.say("keep.else")}
	return out, h.foot(l, &out, list)
}

// endedLetter says that the alerts have ended by themselves. Whoever took their consent back knows, and whoever gave it anew has alerts.
func (h *House) endedLetter(run *task.Run, args map[string]string) (mail.Letter, error) {
	var last time.Time
	err := h.db.Read(run, run.Grant, func(r *store.Reader) (err error) { last, err = consent.Last(r, consent.JobAlerts); return err })
	if err == nil && (last.IsZero() || last.After(run.Now)) {
		err = mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	var s access.SiteID
	if err := s.UnmarshalText([]byte(args["site"])); err != nil {
		return mail.Letter{}, err
	}
	l, err := h.letter(run, s)
	if err != nil {
		return mail.Letter{}, err
	}
	out := l.begin("ended", "Site", l.place.Name)
	out.Action = &mail.Action{Label: l.say("ended.action"), URL: l.place.URL + "/jobs"}
	return out, nil
}

// foot says how to see, change and stop what the letter is about, and lets a mail program stop all of it by itself (RFC 8058).
func (h *House) foot(l *letter, out *mail.Letter, told []Alert) error {
	mine, err := h.ownPath(l)
	if err != nil {
		return err
	}
	stop := func(what string) string {
		return l.place.URL + pathStop + h.token(toStop, l.run.Task.Subject, what)
	}
	out.Stops = append(out.Stops, mail.Action{Label: l.say("mine"), URL: l.place.URL + mine})
	out.Unsubscribe = stop(everything)
	if len(told) == 1 {
		out.Unsubscribe = stop(told[0].ID.String())
	}
	for _, a := range told {
		out.Stops = append(out.Stops, mail.Action{Label: l.say("stop.one", "Name", name(l.words, a, h.employer(l.run, a))), URL: stop(a.ID.String())})
	}
	out.Stops = append(out.Stops, mail.Action{Label: l.say("stop.all"), URL: stop(everything)})
	return nil
}

// ownPath is where a person sees their alerts: at their account, or for whoever has none by a link that only this letter has.
func (h *House) ownPath(l *letter) (string, error) {
	g, err := l.run.Within(access.OfSubject(account.SubjectOf(l.to.Account)), privacy.Account)
	if err != nil {
		return "", err
	}
	all, err := h.Accounts.Personas(l.run, g)
	if err != nil {
		return "", err
	}
	who := l.run.Task.Subject
	if slices.ContainsFunc(all, func(p account.Persona) bool { return p.Subject == who && p.Kind == access.Candidate }) {
		return path, nil
	}
	return pathSee + h.token(toSee, who, until(l.run.Now.Add(seen))), nil
}

// employer is what the employer of a search is called; nothing for a search of all.
func (h *House) employer(run *task.Run, a Alert) string {
	e := a.Filter().Employer
	if e.IsZero() {
		return ""
	}
	g, err := run.Within(access.Public(), privacy.Publish)
	if err != nil {
		return ""
	}
	name, err := h.Employers.Name(run, g, e)
	if err != nil {
		return "" // it is gone
	}
	return name
}
