package application

import (
	"context"

	"verv/internal/access"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Pipeline reads the stages of a job of the grant's employer.
func (h *House) Pipeline(ctx context.Context, g privacy.Grant, j job.Job) (p Pipeline, err error) {
	if err := g.Require(access.ApplicationList); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { p, err = h.pipeline(r, j); return err })
	return p, err
}

// pipeline is the job's own stages; while it has none, those of the template under the identifiers that they will have.
func (h *House) pipeline(r *store.Reader, j job.Job) (Pipeline, error) {
	own, err := stageRows(r, j.ID, "")
	if err != nil || len(own) > 0 {
		return own, err
	}
	p, err := h.template(r, j.Language)
	return p.implied(j.ID.String()), err
}

func stageRows(r *store.Reader, j job.ID, language string) (Pipeline, error) {
	return store.List(r, "application.stages", store.Args{"job_id": j.String(), "language": language}, scanStage)
}

// template is the employer's template in a language, else Verv's own: one stage of each kind, called as the person is told it.
func (h *House) template(r *store.Reader, language string) (Pipeline, error) {
	if !locale.Known(language) {
		language = "en"
	}
	p, err := stageRows(r, job.ID{}, language)
	if err != nil || len(p) > 0 {
		return p, err
	}
	words := h.Words.Language(language)
	for _, k := range Stages() {
		p = append(p, JobStage{Kind: k, Name: words.Say("application.state." + string(k)), Mails: true})
	}
	return p.implied(r.Grant().Scope().Employer().String() + " " + language), nil
}

// settle writes down the stages that were implied so far, before something is kept that names one of them.
func (h *House) settle(w *store.Writer, j job.Job) (Pipeline, error) {
	own, err := stageRows(w.Reader, j.ID, "")
	if err != nil || len(own) > 0 {
		return own, err
	}
	p, err := h.pipeline(w.Reader, j)
	if err != nil {
		return nil, err
	}
	return p, put(w, j.ID, "", p)
}

// settleTemplate is settle for the template of a language.
func (h *House) settleTemplate(w *store.Writer, language string) (Pipeline, error) {
	own, err := stageRows(w.Reader, job.ID{}, language)
	if err != nil || len(own) > 0 {
		return own, err
	}
	p, err := h.template(w.Reader, language)
	if err != nil {
		return nil, err
	}
	return p, put(w, job.ID{}, language, p)
}

func put(w *store.Writer, j job.ID, language string, p Pipeline) error {
	for i, s := range p {
		if _, err := w.Exec("application.addStage", store.Args{"id": s.ID, "job_id": j, "language": language, "place": i, "kind": string(s.Kind),
			"name": s.Name, "days": s.Days, "mails": bit(s.Mails)}); err != nil {
			return err
		}
	}
	return nil
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
