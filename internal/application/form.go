package application

import (
	"context"

	"verv/internal/privacy"
	"verv/internal/store"
)

// The steps of the form, as facts: a job, a site and nobody. Who gave up on the way is not known; how many did is counted by the reports.
const (
	FactBegun     = "application.begun"     // something was typed and kept, right or wrong
	FactChecked   = "application.checked"   // all of it was right: the person reads it over
	FactSubmitted = "application.submitted" // the button was pressed; without an account a link in a letter has to follow
)

func (d Draft) fact(w *store.Writer, kind string) {
	w.Fact(kind, map[string]string{"job": d.Job.String(), "site": d.Site})
}

// Checked notes that a draft is right, once.
func (h *House) Checked(ctx context.Context, g privacy.Grant, d Draft) error {
	if !d.CheckedAt.IsZero() {
		return nil
	}
	return h.db.Write(ctx, g, d.checked)
}

func (d Draft) checked(w *store.Writer) error {
	n, err := w.Exec("application.checkDraft", store.Args{"id": d.ID, "now": w.Now()})
	if err == nil && n == 1 {
		d.fact(w, FactChecked)
	}
	return err
}
