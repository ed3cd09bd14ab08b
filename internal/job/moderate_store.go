package job

import (
	"strings"
	"time"

	"verv/internal/crypt"
	"verv/internal/store"
)

// The sealed columns of moderation.
const (
	fieldAppeal        = 620
	fieldReportBody    = 621
	fieldReportContact = 622
	fieldReportAgain   = 623
)

// textBody is what somebody wrote.
type textBody struct{ Text string }

// contactBody is where an answer goes.
type contactBody struct{ Address string }

func scanStanding(row store.Row) (Moderation, error) {
	var m Moderation
	var state, cause, signals string
	err := row.Scan(&state, &cause, &m.QueuedAt, &m.LookedAt, &signals, &m.Score, &m.Version)
	m.Standing, m.Cause, m.Signals = Standing(state), Cause(cause), strings.Fields(signals)
	return m, err
}

func scanDecision(row store.Row) (Decision, error) {
	var d Decision
	var ruling, ground, trigger string
	var waited int64
	err := row.Scan(&d.ID, &d.Job, &d.Employer, &d.At, &ruling, &ground, &trigger, &d.Text, &waited)
	d.Ruling, d.Ground, d.Trigger, d.Waited = Ruling(ruling), Ground(ground), Trigger(trigger), time.Duration(waited)*time.Millisecond
	return d, err
}

func scanQueued(row store.Row) (Queued, error) {
	var q Queued
	var state, cause string
	var verified time.Time
	err := row.Scan(&q.Job, &q.Title, &q.Language, &q.Employer, &q.EmployerName, &verified, &state, &cause, &q.QueuedAt, &q.Score, &q.Reports, &q.ReportedAt, &q.AppealedAt)
	q.Standing, q.Cause, q.EmployerVerified = Standing(state), Cause(cause), !verified.IsZero()
	return q, err
}

// scanOwnAppeal leaves the text shut: whoever wrote it knows it.
func scanOwnAppeal(row store.Row) (Appeal, error) {
	var a Appeal
	var n AppealID
	err := row.Scan(&n, &a.Decision, &a.At, &a.AnsweredAt)
	return a, err
}

func scanAppeal(r *store.Reader) func(store.Row) (Appeal, error) {
	return func(row store.Row) (Appeal, error) {
		var a Appeal
		var n AppealID
		var d crypt.DossierID
		var body store.Sealed
		if err := row.Scan(&n, &a.Decision, &a.At, &a.AnsweredAt, &d, &body); err != nil {
			return a, err
		}
		t, err := store.Unseal[textBody](r, fieldAppeal, d, n, body)
		a.Text = t.Reveal(r.Grant()).Text
		return a, err
	}
}

// scanReport opens what was written, and leaves shut who wrote it: nobody needs that to decide.
func scanReport(r *store.Reader) func(store.Row) (Report, error) {
	return func(row store.Row) (Report, error) {
		var v Report
		var d crypt.DossierID
		var reason, ruling string
		var body, again store.Sealed
		if err := row.Scan(&v.ID, &v.Subject, &d, &v.At, &reason, &v.AnsweredAt, &ruling, &v.AgainAt, &v.Reachable, &body, &again); err != nil {
			return v, err
		}
		v.Reason, v.Ruling, v.dossier = Complaint(reason), Ruling(ruling), d
		t, err := store.Unseal[textBody](r, fieldReportBody, d, v.ID, body)
		if err != nil {
			return v, err
		}
		v.Text = t.Reveal(r.Grant()).Text
		if again != nil {
			if t, err = store.Unseal[textBody](r, fieldReportAgain, d, v.ID, again); err != nil {
				return v, err
			}
			v.Again = t.Reveal(r.Grant()).Text
		}
		return v, nil
	}
}

func scanOwnReport(row store.Row) (ownReport, error) {
	var v ownReport
	var reason, ruling string
	err := row.Scan(&v.ID, &v.Job, &v.dossier, &v.site, &v.At, &reason, &v.Language, &v.AnsweredAt, &ruling, &v.AgainAt, &v.contact)
	v.Reason, v.Ruling, v.Reachable = Complaint(reason), Ruling(ruling), v.contact != nil
	return v, err
}

func scanOpenReport(row store.Row) (Report, error) {
	var v Report
	err := row.Scan(&v.ID, &v.Subject, &v.dossier, &v.Reachable)
	return v, err
}

// shutJob is a job that is not public, whatever its state.
type shutJob struct {
	job      ID
	standing Standing
}

func scanShut(row store.Row) (shutJob, error) {
	var v shutJob
	var state string
	err := row.Scan(&v.job, &state)
	v.standing = Standing(state)
	return v, err
}
