package job

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/employer/prose"
	"verv/internal/job/scam"
	"verv/internal/store"
)

// looked is what the transaction that makes a job public has to know of it.
type looked struct {
	job   Job
	taken bool // from a file that the operator brought in: the first jobs of its employers do not wait
}

// look decides, in the transaction that publishes or changes a job, whether it is public now or waits for the operator.
func (h *House) look(w *store.Writer, l looked) error {
	j := l.job
	was, err := standing(w.Reader, j.ID)
	if err != nil {
		return err
	}
	ad, passed, err := h.adOf(w, j)
	if err != nil {
		return err
	}
	rule := h.cfg.Moderating
	if l.taken {
		rule.First = 0
	}
	now := rule.judge(was, j.EmployerVerified, passed, scam.Find(ad))
	var queued any
	if now.Cause != "" && (now.Standing != was.Standing || now.Cause != was.Cause || was.QueuedAt.IsZero() && now.Standing != Clear) {
		queued = w.Now()
	}
	args := store.Args{"job_id": j.ID, "state": string(now.Standing), "cause": string(now.Cause), "queued_at": queued,
		"text_hash": textHash(j.Text), "signals": strings.Join(now.Signals, " "), "score": now.Score}
	statement := store.Name("job.stand")
	if w.Grant().Scope().Kind() == access.ScopeOperation { // an import, or a job that opens by itself
		statement, args["employer_id"] = "job.standTaken", j.Employer
	}
	return w.Must(statement, args)
}

// adOf gathers what the signs of a fraud are looked for in.
func (h *House) adOf(w *store.Writer, j Job) (ad scam.Ad, passed int, err error) {
	ad = scam.Ad{Title: j.Title, Text: prose.Plain(j.Text), Links: prose.Links(j.Text), Employer: j.EmployerName, Web: j.EmployerWeb, Verified: j.EmployerVerified,
		PayMax: max(j.Pay.Min, j.Pay.Max), PayUnit: string(j.Pay.Unit), Currency: j.Pay.Currency}
	if j.ApplyURL != "" {
		ad.Links = append(ad.Links, j.ApplyURL)
	}
	var made time.Time
	if err = w.Get("job.openOf", store.Args{"employer_id": j.Employer}, &ad.Open, &made); err != nil {
		return ad, 0, err
	}
	ad.Age = w.Now().Sub(made)
	err = w.Get("job.sameText", store.Args{"job_id": j.ID, "employer_id": j.Employer, "text_hash": textHash(j.Text)}, &ad.Elsewhere, &ad.TakenDown)
	if err != nil {
		return ad, 0, err
	}
	err = w.Get("job.lookedAt", store.Args{"employer_id": j.Employer}, &passed)
	return ad, passed, err
}

// textHash is of the words alone: another heading or bold word is the same text. What is too short says nothing.
func textHash(markup string) string {
	const least = 200
	s := fold(prose.Plain(markup))
	if len(s) < least {
		return ""
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

// standing reads how the operator stands to a job; a job without a row is clear.
func standing(r *store.Reader, j ID) (Moderation, error) {
	m, err := store.One(r, "job.standing", store.Args{"job_id": j}, scanStanding)
	if store.Missing(err) {
		return Moderation{Standing: Clear}, nil
	}
	return m, err
}
