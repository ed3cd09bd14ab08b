package message

import (
	"encoding/hex"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/crypt"
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
	LetterWritten  = "message.written"  // to the person: what a member wrote
	LetterAnswered = "message.answered" // to a member: there is an answer
	TaskAnswered   = "message.answered"
)

// Letters are the letters of this house.
func (h *House) Letters() []mail.Kind {
	return []mail.Kind{
		{Name: LetterWritten, Purpose: privacy.Correspond, Write: h.written},
		{Name: LetterAnswered, Purpose: privacy.Correspond, Write: h.answered},
	}
}

// Tasks are the tasks of this house.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{{Name: TaskAnswered, Purpose: privacy.Correspond, Run: func(run *task.Run) error {
		members, err := h.Team.Members(run, run.Grant)
		if err != nil {
			return err
		}
		return h.db.Write(run, run.Grant, func(w *store.Writer) error {
			for _, m := range members {
				if !m.Joined() {
					continue
				}
				err := mail.Enqueue(w, mail.Post{Kind: LetterAnswered, Subject: m.Subject, Once: m.Subject.String() + "/" + run.Task.Args["application"],
					Args: map[string]string{"application": run.Task.Args["application"], "site": run.Task.Args["site"]}})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}}}
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
	return c, p, h.Words.Language(c.Language).At(run.Now, time.UTC), err
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
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		err = mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	l := mail.Letter{To: to.Address, Language: t.Lang(), SiteName: place.Name, Subject: t.Say("message.letter.subject", "Employer", a.EmployerName, "Job", a.JobTitle),
		Greeting: t.Say("message.letter.greeting", "Name", a.Name), Paragraphs: paragraphs(msg.Text),
		Action: &mail.Action{Label: t.Say("message.letter.action"), URL: place.URL + "/applications/" + v.String() + "/messages"},
		Why:    t.Say("message.letter.why", "Employer", a.EmployerName), ReplyTo: h.ReplyAddress(v), Thread: "application-" + v.String()}
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

func (h *House) answered(run *task.Run, args map[string]string) (mail.Letter, error) {
	to, place, t, err := h.to(run, args)
	if err != nil {
		return mail.Letter{}, err
	}
	return mail.Letter{To: to.Address, Language: t.Lang(), SiteName: place.Name, Subject: t.Say("message.answered.subject"), Greeting: t.Say("message.answered.greeting"),
		Paragraphs: []string{t.Say("message.answered.text")},
		Action:     &mail.Action{Label: t.Say("message.letter.action"), URL: place.URL + "/employer/applications/" + args["application"] + "/messages"},
		Why:        t.Say("message.answered.why")}, nil
}

const replyPrefix = "reply+"

// ReplyAddress leads an answer by mail into the thread of an application; empty where mail is not taken in.
func (h *House) ReplyAddress(v application.ID) string {
	if h.Domain == "" {
		return ""
	}
	return replyPrefix + hex.EncodeToString(v.Bytes()) + h.code(v) + "@" + h.Domain
}

// code makes an address that nobody can guess.
func (h *House) code(v application.ID) string {
	return hex.EncodeToString(h.Keys.Root().MAC("message-reply/1", v.Bytes())[:10])
}

// Receive takes an answer that came by mail. False means that the address is not one of this house's. What comes from another address
// than the person's own is dropped: a reply address can be passed on, and nobody else speaks for them.
func (h *House) Receive(run *task.Run, to string, m mail.Message) (bool, error) {
	v, ok := h.threadOf(to)
	if !ok {
		return false, nil
	}
	op, err := run.Within(access.Operation(), privacy.Operate)
	if err != nil {
		return true, err
	}
	var who access.SubjectID
	err = h.db.Read(run, op, func(r *store.Reader) (err error) { who, err = application.Whose(r, v); return err })
	if fault.Is(err, fault.NotFound) {
		return true, nil // the application is gone, and with it the thread
	}
	if err != nil {
		return true, err
	}
	g, err := run.Within(access.OfSubject(who), privacy.Correspond)
	if err != nil {
		return true, err
	}
	var c account.Contact
	err = h.db.Read(run, g, func(r *store.Reader) (err error) { c, err = account.Address(r); return err })
	if err != nil || !same(c.Address, m.From) {
		return true, err
	}
	text := answer(m)
	if text == "" || m.Automatic {
		return true, nil
	}
	if err := h.Answer(run, g, v, text); !fault.Is(err, fault.NotFound) {
		return true, err
	}
	return true, nil
}

func (h *House) threadOf(to string) (v application.ID, ok bool) {
	local, domain, _ := strings.Cut(to, "@")
	rest, found := strings.CutPrefix(strings.ToLower(local), replyPrefix)
	if !found || h.Domain == "" || !strings.EqualFold(domain, h.Domain) || len(rest) != 32+20 {
		return v, false
	}
	text := rest[:8] + "-" + rest[8:12] + "-" + rest[12:16] + "-" + rest[16:20] + "-" + rest[20:32]
	if v.UnmarshalText([]byte(text)) != nil {
		return v, false
	}
	return v, crypt.Equal(rest[32:], h.code(v))
}

func same(a, b string) bool {
	x, err := crypt.NormaliseEmail(a)
	if err != nil {
		return false
	}
	y, err := crypt.NormaliseEmail(b)
	return err == nil && x == y
}

// answer is what the person wrote, without what it quotes, at most as long as a message can be.
func answer(m mail.Message) string {
	s := strings.TrimSpace(m.Text)
	if r := []rune(s); len(r) > textMax {
		s = string(r[:textMax])
	}
	return s
}
