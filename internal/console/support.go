package console

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// LetterSupport tells an owner that an operator looks at how the employer has set things up.
const LetterSupport = "console.support"

// Letters are the letters of this house.
func (h *House) Letters() []mail.Kind {
	return []mail.Kind{{Name: LetterSupport, Purpose: privacy.Correspond, Write: h.supportLetter}}
}

// EnterSupport begins a look at an employer. Its owners are told in the same transaction.
func (h *House) EnterSupport(ctx context.Context, g privacy.Grant, e access.EmployerID, why employer.SupportReason) (employer.Support, error) {
	return h.Hirers.EnterSupport(ctx, g, e, why, func(w *store.Writer, s employer.Support) error {
		owners, err := store.List(w.Reader, "console.owners", store.Args{"employer_id": e}, func(row store.Row) (o access.SubjectID, err error) {
			err = row.Scan(&o)
			return o, err
		})
		if err != nil {
			return err
		}
		for _, o := range owners {
			err := mail.Enqueue(w, mail.Post{Kind: LetterSupport, Subject: o, Once: o.String() + "/" + s.ID.String(),
				Args: map[string]string{"employer": e.String(), "reason": string(why), "until": s.EndsAt.UTC().Format(time.RFC3339)}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *House) supportLetter(run *task.Run, args map[string]string) (mail.Letter, error) {
	var to account.Contact
	if err := run.DB.Read(run, run.Grant, func(r *store.Reader) (err error) { to, err = account.Address(r); return err }); err != nil {
		return mail.Letter{}, err
	}
	var e access.EmployerID
	if err := e.UnmarshalText([]byte(args["employer"])); err != nil {
		return mail.Letter{}, err
	}
	var of employer.Employer
	if err := run.DB.Read(run, run.Grant, func(r *store.Reader) (err error) { of, err = employer.Read(r, e); return err }); err != nil {
		return mail.Letter{}, err
	}
	place, err := h.Places.Site(run, of.Site)
	if err != nil {
		return mail.Letter{}, err
	}
	until, err := time.Parse(time.RFC3339, args["until"])
	if err != nil {
		return mail.Letter{}, err
	}
	w := h.Words.Language(to.Language).At(run.Now, place.Clock(to.Zone))
	return mail.Letter{To: to.Address, Language: w.Lang(), SiteName: place.Name, Subject: w.Say("console.support.letter.subject", "Employer", of.Name),
		Paragraphs: []string{w.Say("console.support.letter.text", "Employer", of.Name, "Reason", w.Say("employer.support.reason."+args["reason"]), "Until", w.DateTime(until)),
			w.Say("console.support.letter.shut")},
		Action: &mail.Action{Label: w.Say("console.support.letter.action"), URL: place.URL + "/employer/team"}, Why: w.Say("console.support.letter.why", "Employer", of.Name)}, nil
}

// Window is what support sees of an employer: how things are set up. What nobody has published is a number without a title, and a person is
// a role.
type Window struct {
	employer.Support
	Employer employer.Employer
	Setting  employer.Setting
	Answer   int // days of silence before the team is reminded; 0 is the installation's own
	Team     []Seat
	Jobs     []Built
	Hooks    []Hook
}

// Built is a job as support sees it.
type Built struct {
	ID                              job.ID
	Title                           string // empty while nobody has published it
	State                           job.State
	Version, Questions, Open, Total int
	ChangedAt                       time.Time
}

// Hook is a webhook as support sees it: whether it works, never where it leads.
type Hook struct{ MadeAt, FailingAt time.Time }

// Support reads what support sees, while the entry goes on.
func (h *House) Support(ctx context.Context, g privacy.Grant, v employer.SupportID) (out Window, err error) {
	if err := g.Require(access.SupportEnter); err != nil {
		return out, err
	}
	err = h.DB.Read(ctx, g, func(r *store.Reader) (err error) {
		if out.Support, err = employer.ReadSupport(r, v); err != nil {
			return err
		}
		args := store.Args{"employer_id": out.Support.Employer}
		if out.Employer, err = employer.Read(r, out.Support.Employer); err != nil {
			return err
		}
		var approval, agency int64
		err = r.Get("console.settingOf", args, &out.Setting.ArchiveDays, &approval, &agency, &out.Answer)
		if store.Missing(err) {
			out.Setting.ArchiveDays, err = employer.StandardArchive, nil
		}
		if err != nil {
			return err
		}
		out.Setting.Approval, out.Setting.Agency = approval == 1, agency == 1
		if out.Team, err = store.List(r, "console.team", args, scanSeat); err != nil {
			return err
		}
		if out.Hooks, err = store.List(r, "console.hooksOf", args, func(row store.Row) (k Hook, err error) {
			err = row.Scan(&k.MadeAt, &k.FailingAt)
			return k, err
		}); err != nil {
			return err
		}
		out.Jobs, err = store.List(r, "console.builtOf", args, scanBuilt)
		return err
	})
	return out, err
}

func scanBuilt(row store.Row) (b Built, err error) {
	var state string
	err = row.Scan(&b.ID, &b.Title, &state, &b.Version, &b.ChangedAt, &b.Questions, &b.Total, &b.Open)
	if b.State = job.State(state); !b.State.Public() {
		b.Title = ""
	}
	return b, err
}

// Stage is a stage of a job as support sees it: its name is for the employer alone.
type Stage struct {
	Kind string
	Days int
}

// Done is something that was done with a job: what and when, never by whom.
type Done struct {
	At  time.Time
	Act job.Act
}

// Inside is one job as support sees it.
type Inside struct {
	Built
	Stages []Stage
	Done   []Done
}

// SupportJob reads one job of the employer that support looks at.
func (h *House) SupportJob(ctx context.Context, g privacy.Grant, v employer.SupportID, j job.ID) (s employer.Support, out Inside, err error) {
	if err := g.Require(access.SupportEnter); err != nil {
		return s, out, err
	}
	err = h.DB.Read(ctx, g, func(r *store.Reader) (err error) {
		if s, err = employer.ReadSupport(r, v); err != nil {
			return err
		}
		all, err := store.List(r, "console.builtOf", store.Args{"employer_id": s.Employer}, scanBuilt)
		if err != nil {
			return err
		}
		args := store.Args{"employer_id": s.Employer, "job_id": j}
		for _, b := range all {
			if b.ID != j {
				continue
			}
			out.Built = b
			out.Stages, err = store.List(r, "console.stagesOf", args, func(row store.Row) (x Stage, err error) {
				err = row.Scan(&x.Kind, &x.Days)
				return x, err
			})
			if err != nil {
				return err
			}
			out.Done, err = store.List(r, "console.doneOf", args, func(row store.Row) (d Done, err error) {
				var act string
				err = row.Scan(&d.At, &act)
				d.Act = job.Act(act)
				return d, err
			})
			return err
		}
		return fault.New(fault.NotFound, "fault.notfound")
	})
	return s, out, err
}
