package application

import (
	"cmp"
	"errors"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/consent"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// The letters of this house.
const (
	LetterConfirm = "application.confirm" // prove the address, and the application is sent
	LetterTwice   = "application.twice"   // it was sent before
	LetterSent    = "application.sent"    // receipt
	LetterMoved   = "application.moved"   // where it is now, or how it ended
	LetterReached = "application.reached" // somebody opened how to reach the person
	LetterArrived = "application.arrived" // to a member: there is one more
	LetterDigest  = "application.digest"  // to a member: what waits for them

	LetterUndecided = "application.undecided" // nothing is decided yet
	LetterFilled    = "application.filled"    // the job was filled
)

// Letters are the letters of this house.
func (h *House) Letters() []mail.Kind {
	kind := func(name string, why privacy.Purpose, write func(*letter) (mail.Letter, error)) mail.Kind {
		return mail.Kind{Name: name, Purpose: why, Write: func(run *task.Run, args map[string]string) (mail.Letter, error) {
			l, err := h.letter(run, args)
			if err != nil {
				return mail.Letter{}, err
			}
			return write(l)
		}}
	}
	return []mail.Kind{
		kind(LetterConfirm, privacy.Apply, h.confirmLetter),
		kind(LetterTwice, privacy.Apply, h.twiceLetter),
		kind(LetterSent, privacy.Correspond, h.sentLetter),
		kind(LetterMoved, privacy.Correspond, h.movedLetter),
		kind(LetterReached, privacy.Correspond, h.reachedLetter),
		kind(LetterArrived, privacy.Correspond, h.arrivedLetter),
		kind(LetterDigest, privacy.Correspond, h.digestLetter),
		kind(LetterOwnDigest, privacy.Correspond, h.ownDigestLetter),
		kind(LetterUndecided, privacy.Correspond, h.undecidedLetter),
		kind(LetterFilled, privacy.Correspond, h.filledLetter),
		kind(LetterClosed, privacy.Correspond, h.closedLetter),
		kind(LetterTaken, privacy.Correspond, h.takenLetter),
		kind(LetterRests, privacy.Correspond, h.restsLetter),
	}
}

// letter is one letter while it is written: to whom, in which words, from which site.
type letter struct {
	run   *task.Run
	args  map[string]string
	to    account.Contact
	words *locale.Words
	place account.Place
}

func (h *House) letter(run *task.Run, args map[string]string) (*letter, error) {
	l := &letter{run: run, args: args}
	err := run.DB.Read(run, run.Grant, func(r *store.Reader) (err error) { l.to, err = account.Address(r); return err })
	if err != nil {
		return nil, err
	}
	var site access.SiteID
	if site.UnmarshalText([]byte(args["site"])) != nil {
		site = access.SiteID{}
	}
	if l.place, err = h.Places.Site(run, site); err != nil {
		return nil, err
	}
	l.words = h.Words.Language(l.to.Language).At(run.Now, l.place.Clock(l.to.Zone))
	return l, nil
}

func (l *letter) write(key string, action *mail.Action, args ...any) mail.Letter {
	say := func(part string) string { return l.words.Say("application.letter."+key+"."+part, args...) }
	return mail.Letter{To: l.to.Address, Language: l.words.Lang(), SiteName: l.place.Name, Subject: say("subject"),
		Greeting: l.words.Say("application.letter.greeting"), Paragraphs: []string{say("text")}, Action: action,
		Why: l.words.Say("application.letter.why", "Site", l.place.Name)}
}

func (l *letter) action(key, path string) *mail.Action {
	return &mail.Action{Label: l.words.Say("application.letter." + key), URL: l.place.URL + path}
}

// job reads what a letter says of a job. One that is gone has nothing to be written about.
func (h *House) job(l *letter) (job.Job, error) {
	var j job.ID
	if err := j.UnmarshalText([]byte(l.args["job"])); err != nil {
		return job.Job{}, err
	}
	v, err := h.Jobs.Open(l.run, l.run.Grant, j)
	if fault.Is(err, fault.Gone) || fault.Is(err, fault.NotFound) {
		err = mail.ErrNobody
	}
	return v, err
}

func (h *House) confirmLetter(l *letter) (mail.Letter, error) {
	v, err := h.job(l)
	if err != nil {
		return mail.Letter{}, err
	}
	before, err := h.toJob(l.run, l.run.Grant, v.ID)
	if err != nil {
		return mail.Letter{}, err
	}
	if !before.IsZero() {
		return h.twiceLetter(l)
	}
	token, err := h.Accounts.NewLink(l.run, l.to.Account, account.Want{Kind: account.LinkApply, Persona: l.run.Task.Subject, Thing: l.args["thing"]})
	if err != nil {
		return mail.Letter{}, err
	}
	out := l.write("confirm", l.action("confirm.action", "/apply/confirm/"+token), "Job", v.Title, "Employer", v.EmployerName)
	out.After = []string{l.words.Say("application.letter.confirm.gone")}
	return out, nil
}

func (h *House) twiceLetter(l *letter) (mail.Letter, error) {
	v, err := h.job(l)
	if err != nil {
		return mail.Letter{}, err
	}
	return l.write("twice", l.action("see", "/applications"), "Job", v.Title, "Employer", v.EmployerName), nil
}

// application opens what a letter says of an application; one that is gone needs no letter.
func (h *House) application(l *letter, which part) (Application, error) {
	v, err := id.Parse[noun](l.args["application"])
	if err != nil {
		return Application{}, err
	}
	var a Application
	err = l.run.DB.Read(l.run, l.run.Grant, func(r *store.Reader) error {
		s, err := own(r, v)
		if err == nil {
			a, err = s.open(r, which)
		}
		return err
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) || fault.Is(err, fault.Locked) {
		err = mail.ErrNobody
	}
	return a, err
}

func (h *House) sentLetter(l *letter) (mail.Letter, error) {
	a, err := h.application(l, 0)
	if err != nil {
		return mail.Letter{}, err
	}
	out := l.write("sent", l.action("see", "/applications/"+a.ID.String()), "Job", a.JobTitle, "Employer", a.EmployerName)
	out.After = []string{l.words.Say("application.letter.sent.take")}
	return out, nil
}

func (h *House) reachedLetter(l *letter) (mail.Letter, error) {
	a, err := h.application(l, 0)
	if err != nil {
		return mail.Letter{}, err
	}
	at, err := time.Parse(time.RFC3339, l.args["at"])
	if err != nil {
		return mail.Letter{}, err
	}
	return l.write("reached", l.action("see", "/applications/"+a.ID.String()), "Job", a.JobTitle, "Employer", a.EmployerName, "When", l.words.DateTime(at)), nil
}

func (h *House) arrivedLetter(l *letter) (mail.Letter, error) {
	v, err := h.job(l)
	if err != nil {
		return mail.Letter{}, err
	}
	return l.write("arrived", l.action("arrived.action", "/employer/jobs/"+v.ID.String()+"/applications"), "Job", v.Title), nil
}

// movedLetter is what makes a move final. An end starts the retention clock in the same moment.
func (h *House) movedLetter(l *letter) (mail.Letter, error) {
	a, err := h.application(l, partName|partDecision)
	if err != nil {
		return mail.Letter{}, err
	}
	m, err := h.standing(l, a)
	if err != nil {
		return mail.Letter{}, err
	}
	if err := l.run.DB.Write(l.run, l.run.Grant, func(w *store.Writer) error { return Heard(w, a.ID) }); err != nil {
		return mail.Letter{}, err
	}
	if m.To.Ended() {
		err := l.run.DB.Write(l.run, l.run.Grant, func(w *store.Writer) error {
			if err := consent.Clock(w, a.dossier, a.EndedAt); err != nil {
				return err
			}
			return w.Must("application.setClock", store.Args{"id": a.ID, "at": a.EndedAt})
		})
		if err != nil {
			return mail.Letter{}, err
		}
	}
	if StepOf(m.To, true) != StepDecision {
		if gathered, err := Gather(l.run, OwnStatus, a.ID, l.to.Zone); err != nil || gathered {
			return mail.Letter{}, cmp.Or(err, mail.ErrNobody)
		}
	}
	out := l.write("moved."+m.To.Word(), l.action("see", "/applications/"+a.ID.String()), "Job", a.JobTitle, "Employer", a.EmployerName, "Name", a.Name)
	if m.To.Outcome == Rejected {
		var text string
		err := l.run.DB.Read(l.run, l.run.Grant, func(r *store.Reader) (err error) { text, err = h.sentence(r, a, l.words.Lang()); return err })
		if err != nil {
			return out, err
		}
		out.Paragraphs = append(out.Paragraphs, text)
		out.After = []string{l.words.Say("application.letter.moved.kept")}
	}
	return out, nil
}

// standing is the move that the letter is about, if it still is where the application stands.
func (h *House) standing(l *letter, a Application) (m Move, err error) {
	err = l.run.DB.Read(l.run, l.run.Grant, func(r *store.Reader) error {
		all, err := store.List(r, "application.ownMoves", store.Args{"application_id": a.ID}, scanMove)
		if err != nil {
			return err
		}
		if len(all) == 0 || all[0].ID.String() != l.args["move"] || !all[0].UndoneAt.IsZero() || all[0].To != a.State {
			return errStale
		}
		m = all[0]
		return nil
	})
	if errors.Is(err, errStale) {
		err = mail.ErrNobody
	}
	return m, err
}

var errStale = errors.New("application: another move came after")
