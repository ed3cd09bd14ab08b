package application

import (
	"cmp"
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

type timeNoun struct{}

// An application always ends with an answer. Silent is how it goes when nobody moves: after the employer's days the team is reminded;
// a week later, if still nobody has, the person gets the honest letter that nothing is decided. Then it begins again.
const (
	graceAfter   = 7 * 24 * time.Hour  // between the reminder and the letter to the person
	silentMost   = 30                  // days, where the configuration says nothing
	timesMonths  = 12                  // how far back the public median looks
	timesLeast   = 10                  // answers, below which it says nothing
	uncountedFor = 60 * 24 * time.Hour // after so long without an answer the silence itself counts
)

// daysMost is the longest that an employer may let its team wait with an answer.
func (h *House) daysMost() int {
	if h.AnswerDays > 0 {
		return h.AnswerDays
	}
	return silentMost
}

// AnswerRule is after how many days of silence the grant's employer is reminded, and the most that it may choose.
func (h *House) AnswerRule(ctx context.Context, g privacy.Grant) (days, most int, err error) {
	if err := g.Require(access.EmployerEdit); err != nil {
		return 0, 0, err
	}
	most = h.daysMost()
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		err := r.Get("application.rule", store.Args{}, &days)
		if store.Missing(err) {
			days, err = most, nil
		}
		return err
	})
	return min(days, most), most, err
}

// SetAnswerRule chooses it.
func (h *House) SetAnswerRule(ctx context.Context, g privacy.Grant, days int) error {
	if err := g.Require(access.EmployerEdit); err != nil {
		return err
	}
	if most := h.daysMost(); days < 1 || days > most {
		var f fault.Form
		f.Add("days", "form.range", fault.Args{"Min": 1, "Max": most})
		return f.Err()
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		return w.Must("application.setRule", store.Args{"days": days, "now": w.Now()})
	})
}

// Heard notes, within the person's scope, that they heard from the employer. A letter calls it when it is on its way.
func Heard(w *store.Writer, v ID) error {
	_, err := w.Exec("application.heard", store.Args{"application_id": v, "at": w.Now()})
	return err
}

// waiting is an application whose person waits.
type waiting struct {
	id       ID
	employer access.EmployerID
	subject  access.SubjectID
	site     access.SiteID
}

func scanWaiting(row store.Row) (v waiting, err error) {
	err = row.Scan(&v.id, &v.subject, &v.site)
	return v, err
}

// answers is the task against silence. Each step marks what it has told in the transaction that tells it: run twice it tells once.
func (h *House) answers(run *task.Run) error {
	for _, step := range []func(*task.Run) error{h.remindTeams, h.tellLeft, h.tellFilled, h.countTimes} {
		if err := step(run); err != nil {
			return err
		}
	}
	return nil
}

// remindTeams tells owners and recruiters which applicants have heard nothing for the employer's days.
func (h *House) remindTeams(run *task.Run) error {
	byEmployer := map[access.EmployerID][]ID{}
	err := h.db.Read(run, run.Grant, func(r *store.Reader) error {
		_, err := store.List(r, "application.silent", store.Args{"most": h.daysMost(), "now": run.Now}, func(row store.Row) (struct{}, error) {
			var v waiting
			var j job.ID
			var heard time.Time
			var days int
			err := row.Scan(&v.id, &v.employer, &v.subject, &j, &heard, &days)
			byEmployer[v.employer] = append(byEmployer[v.employer], v.id)
			return struct{}{}, err
		})
		return err
	})
	if err != nil {
		return err
	}
	for e, all := range byEmployer {
		if err := h.remindTeam(run, e, all); err != nil {
			return err
		}
	}
	return nil
}

func (h *House) remindTeam(run *task.Run, e access.EmployerID, all []ID) error {
	g, err := run.Within(access.OfEmployer(e), privacy.Correspond)
	if err != nil {
		return err
	}
	members, err := h.Team.Members(run, g)
	if err != nil {
		return err
	}
	return h.db.Write(run, g, func(w *store.Writer) error {
		for _, v := range all {
			n, err := w.Exec("application.remindAnswer", store.Args{"application_id": v, "now": w.Now()})
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			for _, m := range members {
				if !m.Joined() || m.Role != access.Owner && m.Role != access.Recruiter {
					continue
				}
				if err := notify(w, m.Subject, TopicSilence, v); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// tellLeft tells people whose team was reminded and still said nothing that nothing is decided yet. It decides nothing.
func (h *House) tellLeft(run *task.Run) error {
	return h.tellAll(run, "application.left", "application.tellLeft", LetterUndecided, run.Now.Add(-graceAfter))
}

// tellFilled tells everybody whose application is still open that the job was filled, once the closing can no longer be taken back.
func (h *House) tellFilled(run *task.Run) error {
	return h.tellAll(run, "application.filled", "application.tellFilled", LetterFilled, run.Now.Add(-UndoFor))
}

func (h *House) tellAll(run *task.Run, find, mark store.Name, kind string, before time.Time) error {
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		all, err := store.List(w.Reader, find, store.Args{"before": before}, scanWaiting)
		if err != nil {
			return err
		}
		for _, v := range all {
			n, err := w.Exec(mark, store.Args{"application_id": v.id, "now": w.Now()})
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			err = mail.Enqueue(w, mail.Post{Kind: kind, Subject: v.subject, Once: v.id.String(),
				Args: map[string]string{"application": v.id.String(), "site": v.site.String()}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// countTimes counts each application once towards the public median: when it was first answered, or as a silence of two months.
func (h *House) countTimes(run *task.Run) error {
	type one struct {
		waiting
		sent, first time.Time
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		all, err := store.List(w.Reader, "application.uncounted", store.Args{"before": w.Now().Add(-uncountedFor)}, func(row store.Row) (o one, err error) {
			err = row.Scan(&o.id, &o.employer, &o.sent, &o.first)
			return o, err
		})
		if err != nil {
			return err
		}
		for _, o := range all {
			n, err := w.Exec("application.count", store.Args{"application_id": o.id, "now": w.Now()})
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			at := o.first
			if at.IsZero() {
				at = w.Now()
			}
			// The day is kept, not the moment: a moment could be matched with a letter.
			err = w.Must("application.addTime", store.Args{"id": id.New[timeNoun](w.Now()), "employer_id": o.employer,
				"at": at.Truncate(24 * time.Hour), "days": int(at.Sub(o.sent)/(24*time.Hour)) + 1})
			if err != nil {
				return err
			}
		}
		_, err = w.Exec("application.sweepTimes", store.Args{"before": w.Now().AddDate(0, -timesMonths-1, 0)})
		return err
	})
}

// ResponseDays is the median of days that applicants of an employer waited for the first answer in the last twelve months. It says nothing
// below ten of them. Who was never answered counts as having waited two months.
func (h *House) ResponseDays(ctx context.Context, g privacy.Grant, e access.EmployerID) (days int, ok bool, err error) {
	if err := g.Require(access.JobSee); err != nil {
		return 0, false, err
	}
	var all []int
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		args := store.Args{"employer_id": e, "since": h.db.Now().AddDate(0, -timesMonths, 0)}
		all, err = store.List(r, "application.times", args, func(row store.Row) (n int, err error) { err = row.Scan(&n); return n, err })
		return err
	})
	if err != nil || len(all) < timesLeast {
		return 0, false, err
	}
	return all[len(all)/2], true, nil // in order; of two in the middle the longer
}

// undecidedLetter says that nothing is decided. Whoever has had an answer meanwhile gets none.
func (h *House) undecidedLetter(l *letter) (mail.Letter, error) {
	out, err := h.openLetter(l, "undecided")
	if err != nil {
		return out, err
	}
	v, err := id.Parse[noun](l.args["application"])
	if err != nil {
		return out, err
	}
	if gathered, err := Gather(l.run, OwnReminders, v, l.to.Zone); err != nil || gathered {
		return out, cmp.Or(err, mail.ErrNobody)
	}
	return out, nil
}

// filledLetter says that the job was filled.
func (h *House) filledLetter(l *letter) (mail.Letter, error) { return h.openLetter(l, "filled") }

func (h *House) openLetter(l *letter, key string) (mail.Letter, error) {
	a, err := h.application(l, 0)
	if err == nil && a.Ended() {
		err = mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	out := l.write(key, l.action("see", "/applications/"+a.ID.String()), "Job", a.JobTitle, "Employer", a.EmployerName)
	out.After = []string{l.words.Say("application.letter." + key + ".next")}
	return out, nil
}
