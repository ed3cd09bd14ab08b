package propose

import (
	"context"
	"slices"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/store"
)

// Pass is a member's decision that somebody is not for a job: the later runs of the job leave them out, for as long as the proposal is kept.
func (h *House) Pass(ctx context.Context, g privacy.Grant, j job.ID, v ID, why Reason) error {
	if err := g.Require(access.PeopleSearch); err != nil {
		return err
	}
	if !slices.Contains(Reasons(), why) {
		var f fault.Form
		f.Add("reason", "form.choice")
		return f.Err()
	}
	if err := h.people.See(ctx, g, func(*store.Reader, search.Sight) error { return nil }); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		p, err := store.One(w.Reader, "propose.one", store.Args{"job_id": j, "id": v}, scan)
		if err != nil {
			return err
		}
		n := id.New[passNoun](w.Now())
		body, err := store.Seal(w, fieldPass, p.dossier, n, passBody{why})
		if err != nil {
			return err
		}
		w.Fact(FactPassed, map[string]string{"employer": g.Scope().Employer().String(), "job": j.String(), "run": p.Run.String()})
		_, err = w.Exec("propose.pass", store.Args{"id": n, "subject_id": p.subject, "dossier_id": p.dossier, "job_id": j, "card_id": p.Card, "by_id": g.Actor().Subject,
			"now": w.Now(), "body": body})
		return err
	})
}
