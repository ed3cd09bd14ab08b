package report

import (
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/crypt"
	"verv/internal/job"
	"verv/internal/store"
)

// drawer is one row of the counts by its key.
type drawer struct {
	employer access.EmployerID
	quarter  Quarter
	job      job.ID
	site     access.SiteID
}

func (d drawer) args() store.Args {
	return store.Args{"employer_id": d.employer, "quarter": string(d.quarter), "job_id": d.job, "site": d.site.String()}
}

// change takes something out of a row of the counts and puts something in.
func (d drawer) change(w *store.Writer, out, in Counts) error {
	var text string
	if err := w.Get("report.counts", d.args(), &text); err != nil && !store.Missing(err) {
		return err
	}
	have := ParseCounts(text)
	have.Add(in, 1)
	have.Add(out, -1)
	args := d.args()
	args["counts"] = have.String()
	return w.Must("report.setCounts", args)
}

// counted is an application as it is counted: where, and what happened.
type counted struct {
	drawer
	args store.Args // of its tally
	trace
}

// load reads an application; it is missing once it is erased.
func load(r *store.Reader, v application.ID) (c counted, err error) {
	var subject access.SubjectID
	var dossier crypt.DossierID
	var stage, outcome string
	err = r.Get("report.application", store.Args{"id": v}, &c.employer, &subject, &dossier, &c.job, &c.site, &c.sent, &stage, &outcome, &c.heard, &c.read)
	if err != nil {
		return c, err
	}
	c.stage, c.outcome, c.quarter = application.Stage(stage), application.Outcome(outcome), QuarterOf(c.sent)
	c.args = store.Args{"id": v, "employer_id": c.employer, "subject_id": subject, "dossier_id": dossier}
	c.moves, err = store.List(r, "report.moves", store.Args{"id": v}, func(row store.Row) (m move, err error) {
		var from, to, outcome string
		err = row.Scan(&m.at, &from, &to, &outcome)
		m.from, m.to, m.outcome = application.Stage(from), application.Stage(to), application.Outcome(outcome)
		return m, err
	})
	return c, err
}

// tally brings the counts up to what happened with an application. What was counted of it before is compared with what there is now,
// so that it can be called any number of times, and a move that was undone is taken back. Gone says that the application is erased.
func tally(w *store.Writer, v application.ID) (gone bool, err error) {
	c, err := load(w.Reader, v)
	if store.Missing(err) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	var before string
	err = w.Get("report.tally", store.Args{"id": v}, &before)
	first := store.Missing(err)
	if err != nil && !first {
		return false, err
	}
	now := c.counts()
	if now.String() == before {
		return false, nil
	}
	if err := c.change(w, ParseCounts(before), now); err != nil {
		return false, err
	}
	c.args["counted"] = now.String()
	if err := w.Must("report.setTally", c.args); err != nil || !first {
		return false, err
	}
	return false, arrived(w, c.drawer, c.sent)
}

// arrived notes when the first application of a job came, in days after the job was published.
func arrived(w *store.Writer, d drawer, at time.Time) error {
	var e access.EmployerID
	var published time.Time
	err := w.Get("report.jobOf", store.Args{"job_id": d.job}, &e, &published)
	if store.Missing(err) || err == nil && published.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	return w.Must("report.first", store.Args{"job_id": d.job, "employer_id": e, "days": daysBetween(published, at)})
}
