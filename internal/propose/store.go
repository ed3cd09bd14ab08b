package propose

import (
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/store"
)

func scanRun(row store.Row) (v Run, err error) {
	return v, row.Scan(&v.ID, &v.Job, &v.By, &v.MadeAt, &v.EndsAt, &v.Version, &v.Input)
}

func scan(row store.Row) (p Proposal, err error) {
	return p, row.Scan(&p.ID, &p.Employer, &p.subject, &p.dossier, &p.Run, &p.Job, &p.Card, &p.MadeAt, &p.sealed)
}

func (p Proposal) opened(r *store.Reader) (Proposal, error) {
	b, err := store.Unseal[Body](r, fieldBody, p.dossier, p.ID, p.sealed)
	p.Body = b.Reveal(r.Grant())
	return p, err
}

// last is the run that a job shows; the zero one where none was made.
func last(r *store.Reader, j job.ID) (Run, error) {
	v, err := store.One(r, "propose.lastRun", store.Args{"job_id": j}, scanRun)
	if store.Missing(err) {
		return Run{}, nil
	}
	return v, err
}

// gone reports whether what was to be opened went away meanwhile.
func gone(err error) bool { return fault.Is(err, fault.Gone) || fault.Is(err, fault.NotFound) }
