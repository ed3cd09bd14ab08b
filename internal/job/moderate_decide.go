package job

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Verdicts of the operator end here: one transaction holds the standing, the statement of reasons, the answers to reports and appeals
// and the letters about all of them.

// Decided is what the operator chose in the form.
type Decided struct {
	Ruling  Ruling
	Ground  Ground
	Text    string
	Version int // of the standing that was read
}

const (
	reasonLeast = 20
	reasonMost  = 4000
)

func (d Decided) check(s Standing) (Decided, error) {
	var f fault.Form
	d.Text = strings.TrimSpace(d.Text)
	allowed := false
	for _, r := range Rulings(s) {
		allowed = allowed || r == d.Ruling
	}
	if !allowed {
		f.Add("ruling", "form.choice")
	}
	if utf8.RuneCountInString(d.Text) > reasonMost {
		f.Add("text", "form.long", fault.Args{"Max": reasonMost})
	}
	if !d.Ruling.restricts() {
		d.Ground = ""
		return d, f.Err()
	}
	known := false
	for _, g := range Grounds() {
		known = known || g == d.Ground
	}
	if !known {
		f.Add("ground", "form.choice")
	}
	if utf8.RuneCountInString(d.Text) < reasonLeast {
		f.Add("text", "job.moderate.text.short", fault.Args{"Min": reasonLeast})
	}
	return d, f.Err()
}

// Decide is what the operator decides about a job. Whoever reported it or appealed has their answer with it.
func (h *House) Decide(ctx context.Context, g privacy.Grant, j ID, d Decided) error {
	if err := g.Require(access.JobModerate); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		c, err := caseOf(w.Reader, j)
		if err != nil {
			return err
		}
		if d, err = d.check(c.Standing); err != nil {
			return err
		}
		if d.Version != c.Moderation.Version {
			return fault.New(fault.Conflict, "job.moderate.old")
		}
		if err := h.rule(w, c, d); err != nil {
			return err
		}
		return answerAll(w, j, d.Ruling)
	})
}

func (h *House) rule(w *store.Writer, c Case, d Decided) error {
	j, now := c.Job, w.Now()
	n := id.New[decisionNoun](now)
	var waited int64
	if since := c.waits(); !since.IsZero() {
		waited = now.Sub(since).Milliseconds()
	}
	if err := once(w, "job.decide", store.Args{"job_id": j.ID, "employer_id": j.Employer, "state": string(d.Ruling.standing()), "now": now,
		"text_hash": textHash(j.Text), "version": c.Moderation.Version}); err != nil {
		return err
	}
	if err := w.Must("job.addDecision", store.Args{"id": n, "job_id": j.ID, "employer_id": j.Employer, "now": now, "ruling": string(d.Ruling),
		"ground": string(d.Ground), "source": string(c.trigger()), "text": d.Text, "waited": waited}); err != nil {
		return err
	}
	told := facts(j)
	told["decision"] = n.String()
	switch was, is := c.Standing, d.Ruling.standing(); {
	case was == Clear && is != Clear:
		w.Fact(FactHidden, told)
	case was != Clear && is == Clear:
		w.Fact(FactShown, told)
		if c.waitedFromTheStart() {
			// It is public only now: whoever reads the newest, or is told of them, has not passed it by.
			if err := w.Must("job.publicNow", store.Args{"id": j.ID, "now": now}); err != nil {
				return err
			}
		}
	}
	if d.Ruling == TakeDown && c.Standing != Down {
		w.Fact(FactTakenDown, told)
	}
	if c.Standing == Clear && d.Ruling == Approve && c.trigger() != ByAppeal {
		return nil // nothing changed for the employer
	}
	_, err := task.Enqueue(w, task.Task{Kind: taskDecided, Once: n.String(), Employer: j.Employer,
		Args: map[string]string{"job": j.ID.String(), "decision": n.String(), "site": j.Site.String()}})
	return err
}

// waitedFromTheStart reports whether nobody has seen the job yet: it was put before the operator in the transaction that published it.
func (c Case) waitedFromTheStart() bool {
	return c.Standing == Pending && c.Job.State == Open && c.Moderation.QueuedAt.Sub(c.Job.PublishedAt).Abs() < time.Minute
}

// answerAll gives every open report and appeal of a job its answer.
func answerAll(w *store.Writer, j ID, r Ruling) error {
	open, err := store.List(w.Reader, "job.openReports", store.Args{"job_id": j}, scanOpenReport)
	if err != nil {
		return err
	}
	for _, v := range open {
		if err := w.Must("job.answerReport", store.Args{"id": v.ID, "now": w.Now(), "ruling": string(r)}); err != nil {
			return err
		}
		if err := w.StartClock(v.dossier, w.Now()); err != nil {
			return err
		}
		if !v.Reachable {
			continue
		}
		if err := postReport(w, LetterAnswered, v.ID, v.Subject, w.Now()); err != nil {
			return err
		}
	}
	_, err = w.Exec("job.answerAppeals", store.Args{"job_id": j, "now": w.Now()})
	return err
}

type appealNoun struct{}

// AppealID identifies what an employer answered.
type AppealID = id.ID[appealNoun]

const appealMost = 4000

// Statement is what an employer sees of the operator's standing to its job.
type Statement struct {
	Moderation
	Last       Decision // zero when nothing was decided
	Appealed   Appeal   // the newest
	MayAppeal  bool
	everything []Decision
}

// Statement reads how the operator stands to a job of the grant's employer.
func (h *House) Statement(ctx context.Context, g privacy.Grant, j ID) (Statement, error) {
	var s Statement
	if err := g.Require(access.JobList); err != nil {
		return s, err
	}
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) { s, err = statement(r, j); return err })
	return s, err
}

func statement(r *store.Reader, j ID) (s Statement, err error) {
	if s.Moderation, err = standing(r, j); err != nil {
		return s, err
	}
	of := store.Args{"job_id": j, "most": historyMost}
	if s.everything, err = store.List(r, "job.ownDecisions", of, scanDecision); err != nil || len(s.everything) == 0 {
		return s, err
	}
	appeals, err := store.List(r, "job.ownAppeals", of, scanOwnAppeal)
	if err != nil {
		return s, err
	}
	s.Last = s.everything[0]
	if len(appeals) > 0 {
		s.Appealed = appeals[0]
	}
	_, s.MayAppeal = appealable(s.everything, appeals)
	return s, nil
}

// Appeal answers the operator's last decision, once, in the words of a member.
func (h *House) Appeal(ctx context.Context, g privacy.Grant, j ID, text string) error {
	if err := g.Require(access.JobEdit); err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	var f fault.Form
	if text == "" {
		f.Add("text", "form.required")
	}
	if utf8.RuneCountInString(text) > appealMost {
		f.Add("text", "form.long", fault.Args{"Max": appealMost})
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if _, err := read(w.Reader, "job.of", j); err != nil {
			return err
		}
		s, err := statement(w.Reader, j)
		if err != nil {
			return err
		}
		if !s.MayAppeal {
			return fault.New(fault.Conflict, "job.appeal.no")
		}
		if err := f.Err(); err != nil {
			return err
		}
		by := g.Actor().Subject
		d, err := w.Dossier(store.Of{Subject: by, Employer: g.Scope().Employer(), Class: privacy.ClassMember})
		if err != nil {
			return err
		}
		n := id.New[appealNoun](w.Now())
		body, err := store.Seal(w, fieldAppeal, d, n, textBody{text})
		if err != nil {
			return err
		}
		w.Fact(FactAppealed, map[string]string{"job": j.String(), "employer": g.Scope().Employer().String(), "decision": s.Last.ID.String()})
		return once(w, "job.addAppeal", store.Args{"id": n, "job_id": j, "subject_id": by, "dossier_id": d, "decision_id": s.Last.ID, "now": w.Now(), "body": body})
	})
}
