package job

import (
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// The letters of moderation.
const (
	LetterDecided  = "job.decided"  // to who edits the job: what was decided, and why
	LetterReported = "job.reported" // to who reported: it came in
	LetterAnswered = "job.answered" // to who reported: what was decided
)

const taskDecided = "job.tell-decided"

// Letters are the letters of this house.
func (h *House) Letters() []mail.Kind {
	return []mail.Kind{
		{Name: LetterDecided, Purpose: privacy.Correspond, Write: h.writeDecided},
		{Name: LetterReported, Purpose: privacy.Correspond, Write: h.writeReported},
		{Name: LetterFull, Purpose: privacy.Correspond, Write: h.writeFull},
		{Name: LetterAnswered, Purpose: privacy.Correspond, Write: h.writeAnswered},
	}
}

// runDecided tells each member who can do something about the job.
func (h *House) runDecided(run *task.Run) error {
	args := map[string]string{}
	for _, k := range []string{"job", "decision", "site"} {
		args[k] = run.Task.Args[k]
	}
	return h.tellTeam(run, LetterDecided, args["decision"], args)
}

// writeDecided writes to a member what was decided about a job of theirs. A decision that another has overtaken is not told.
func (h *House) writeDecided(run *task.Run, args map[string]string) (mail.Letter, error) {
	var none mail.Letter
	var to account.Contact
	if err := run.DB.Read(run, run.Grant, func(r *store.Reader) (err error) { to, err = account.Address(r); return err }); err != nil {
		return none, err
	}
	var e access.EmployerID
	n, err := id.Parse[noun](args["job"])
	if err == nil {
		err = e.UnmarshalText([]byte(args["employer"]))
	}
	if err != nil {
		return none, err
	}
	g, err := run.Within(access.OfEmployer(e), privacy.Correspond)
	if err != nil {
		return none, err
	}
	var j Job
	var s Statement
	err = h.db.Read(run, g, func(r *store.Reader) (err error) {
		if j, err = read(r, "job.of", n); err == nil {
			s, err = statement(r, n)
		}
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && s.Last.ID.String() != args["decision"] {
		return none, mail.ErrNobody
	}
	if err != nil {
		return none, err
	}
	w, place, err := h.wordsFor(run, to.Language, to.Zone, args["site"])
	if err != nil {
		return none, err
	}
	key := "job.letter.decided." + string(s.Last.Ruling)
	l := mail.Letter{To: to.Address, Language: w.Lang(), SiteName: place.Name, Greeting: w.Say("job.letter.greeting"), Subject: w.Say(key+".subject", "Job", j.Title),
		Paragraphs: append([]string{w.Say(key+".text", "Job", j.Title)}, reasons(w, s.Last)...), Why: w.Say("job.letter.why", "Employer", j.EmployerName),
		Action: &mail.Action{Label: w.Say("job.letter.decided.action"), URL: place.URL + jobPath(j.ID, "")}}
	return l, nil
}

// reasons is the statement of reasons in sentences (regulation (EU) 2022/2065, article 17(3)): what is restricted, on what ground, which
// facts, how it was found and who decided, and what can be done about it. Empty for a decision that restricts nothing.
func reasons(w *locale.Words, d Decision) []string {
	if !d.Ruling.restricts() {
		if d.Text == "" {
			return nil
		}
		return []string{d.Text}
	}
	basis := "job.statement.terms"
	if d.Ground.Illegal() {
		basis = "job.statement.law"
	}
	return []string{w.Say("job.statement.what." + string(d.Ruling)), w.Say(basis, "Ground", w.Say("job.ground."+string(d.Ground)+".basis")),
		w.Say("job.statement.facts", "Text", d.Text), w.Say("job.statement.trigger." + string(d.Trigger)), w.Say("job.statement.redress")}
}

func (h *House) wordsFor(run *task.Run, language, zone, at string) (*locale.Words, account.Place, error) {
	var s access.SiteID
	if s.UnmarshalText([]byte(at)) != nil {
		s = access.SiteID{}
	}
	place, err := h.cfg.Places.Site(run, s)
	if err != nil {
		return nil, place, err
	}
	return h.cfg.Words.Language(language).At(run.Now, place.Clock(zone)), place, nil
}

// postReport enqueues a letter about a report. The moment keeps a second answer from being taken for the first.
func postReport(w *store.Writer, kind string, n ReportID, about access.SubjectID, at time.Time) error {
	return mail.Enqueue(w, mail.Post{Kind: kind, Subject: about, Once: n.String() + at.UTC().Format("/20060102150405.000"), Args: map[string]string{"report": n.String()}})
}

// reportOf opens what a letter to a reporter needs.
func (h *House) reportOf(run *task.Run, args map[string]string) (v ownReport, j Job, to string, err error) {
	n, err := id.Parse[reportNoun](args["report"])
	if err != nil {
		return v, j, "", err
	}
	err = h.db.Read(run, run.Grant, func(r *store.Reader) error {
		if v, err = store.One(r, "job.ownReport", store.Args{"id": n}, scanOwnReport); err != nil {
			return err
		}
		v.Subject = r.Grant().Scope().Subject()
		if j, err = read(r, "job.open", v.Job); err != nil || v.contact == nil {
			return err
		}
		c, err := store.Unseal[contactBody](r, fieldReportContact, v.dossier, v.ID, v.contact)
		to = c.Reveal(r.Grant()).Address
		return err
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) || err == nil && to == "" {
		err = mail.ErrNobody
	}
	return v, j, to, err
}

func (h *House) reportLetter(run *task.Run, v ownReport, to, key string, args ...any) (mail.Letter, *locale.Words, error) {
	w, place, err := h.wordsFor(run, v.Language, "", v.site.String())
	if err != nil {
		return mail.Letter{}, nil, err
	}
	return mail.Letter{To: to, Language: w.Lang(), SiteName: place.Name, Greeting: w.Say("job.letter.greeting"), Subject: w.Say("job.letter."+key+".subject", args...),
		Paragraphs: []string{w.Say("job.letter."+key+".text", args...)}, Why: w.Say("job.letter.report.why", "Site", place.Name),
		Action: &mail.Action{Label: w.Say("job.letter.report.action"), URL: place.URL + "/reports/" + h.reportToken(v.Subject, v.ID)}}, w, nil
}

func (h *House) writeReported(run *task.Run, args map[string]string) (mail.Letter, error) {
	v, j, to, err := h.reportOf(run, args)
	if err != nil {
		return mail.Letter{}, err
	}
	l, _, err := h.reportLetter(run, v, to, "reported", "Job", j.Title, "Employer", j.EmployerName)
	return l, err
}

func (h *House) writeAnswered(run *task.Run, args map[string]string) (mail.Letter, error) {
	v, j, to, err := h.reportOf(run, args)
	if err != nil {
		return mail.Letter{}, err
	}
	l, w, err := h.reportLetter(run, v, to, "answered."+string(v.Ruling), "Job", j.Title, "Employer", j.EmployerName)
	if err != nil {
		return l, err
	}
	after := "job.letter.answered.redress"
	if !v.MayAskAgain() {
		after = "job.letter.answered.last"
	}
	l.Paragraphs = append(l.Paragraphs, w.Say("job.letter.answered.person"), w.Say(after))
	return l, nil
}
