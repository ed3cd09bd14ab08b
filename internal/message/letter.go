package message

import (
	"cmp"
	"strings"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// The letters and tasks of this house.
const (
	LetterWritten = "message.written" // to the person: what a member wrote
	LetterAside   = "message.aside"   // to the person: is this mail yours?
	TaskAnswered  = "message.answered"
)

// Letters are the letters of this house.
func (h *House) Letters() []mail.Kind {
	return []mail.Kind{
		{Name: LetterWritten, Purpose: privacy.Correspond, Write: h.written},
		{Name: LetterAside, Purpose: privacy.Correspond, Write: h.askAside},
	}
}

// Tasks are the tasks of this house.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{{Name: TaskAnswered, Purpose: privacy.Correspond, Run: h.tellTeam}}
}

// tellTeam notes for each member that there is an answer; each is told at their own pace.
func (h *House) tellTeam(run *task.Run) error {
	var v application.ID
	if err := v.UnmarshalText([]byte(run.Task.Args["application"])); err != nil {
		return err
	}
	members, err := h.Team.Members(run, run.Grant)
	if err != nil {
		return err
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		for _, m := range members {
			if !m.Joined() || !(access.Actor{Persona: access.Member, Role: m.Role}).May(access.ApplicationMessage) {
				continue
			}
			if err := application.Notify(w, m.Subject, application.TopicMessage, v); err != nil {
				return err
			}
		}
		return nil
	})
}

// to is whom a letter goes to, from which site, in which words.
func (h *House) to(run *task.Run, args map[string]string) (c account.Contact, p account.Place, t *locale.Words, err error) {
	err = run.DB.Read(run, run.Grant, func(r *store.Reader) (err error) { c, err = account.Address(r); return err })
	if err != nil {
		return c, p, nil, err
	}
	var site access.SiteID
	if site.UnmarshalText([]byte(args["site"])) != nil {
		site = access.SiteID{}
	}
	p, err = h.Places.Site(run, site)
	return c, p, h.Words.Language(c.Language).At(run.Now, p.Clock(c.Zone)), err
}

func (h *House) written(run *task.Run, args map[string]string) (mail.Letter, error) {
	m, err := id.Parse[noun](args["message"])
	if err != nil {
		return mail.Letter{}, err
	}
	var v application.ID
	if err := v.UnmarshalText([]byte(args["application"])); err != nil {
		return mail.Letter{}, err
	}
	to, place, t, err := h.to(run, args)
	if err != nil {
		return mail.Letter{}, err
	}
	var a application.Application
	var msg Message
	err = run.DB.Read(run, run.Grant, func(r *store.Reader) error {
		if a, err = application.Find(r, v); err != nil {
			return err
		}
		msg, err = store.One(r, "message.one", store.Args{"id": m}, scan(r))
		return err
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) || fault.Is(err, fault.Locked) {
		err = mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	gathered, err := application.Gather(run, application.OwnMessages, v, to.Zone)
	if err != nil || gathered {
		return mail.Letter{}, cmp.Or(err, mail.ErrNobody)
	}
	l := mail.Letter{To: to.Address, Language: t.Lang(), SiteName: place.Name, Subject: t.Say("message.letter.subject", "Employer", a.EmployerName, "Job", a.JobTitle),
		Greeting: t.Say("message.letter.greeting", "Name", a.Name), Paragraphs: paragraphs(msg.Text),
		Action: &mail.Action{Label: t.Say("message.letter.action"), URL: place.URL + "/applications/" + v.String() + "/messages"},
		Why:    t.Say("message.letter.why", "Employer", a.EmployerName), Thread: "application-" + v.String()}
	if h.Answers != nil {
		if open, err := h.Answers(run); err != nil || !open {
			return l, err
		}
	}
	l.ReplyTo = h.ReplyAddress(v)
	return l, nil
}

// paragraphs parts a text at its empty lines.
func paragraphs(s string) []string {
	var out []string
	for p := range strings.SplitSeq(s, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// askAside says that mail came from another address, and not what is in it.
func (h *House) askAside(run *task.Run, args map[string]string) (mail.Letter, error) {
	to, place, t, err := h.to(run, args)
	if err != nil {
		return mail.Letter{}, err
	}
	return mail.Letter{To: to.Address, Language: t.Lang(), SiteName: place.Name, Subject: t.Say("message.aside.subject"),
		Greeting: t.Say("application.letter.greeting"), Paragraphs: []string{t.Say("message.aside.text")},
		Action: &mail.Action{Label: t.Say("message.aside.action"), URL: place.URL + "/applications/" + args["application"] + "/messages"},
		Why:    t.Say("application.letter.why", "Site", place.Name)}, nil
}
