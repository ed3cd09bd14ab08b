package cv

import "verv/internal/store"

func scan(r *store.Reader) func(store.Row) (Document, error) {
	return func(row store.Row) (Document, error) {
		var d Document
		var pending int
		var sealed store.Sealed
		if err := row.Scan(&d.ID, &d.dossier, &d.MadeAt, &d.UpdatedAt, &pending, &sealed); err != nil {
			return d, err
		}
		d.Pending = pending == 1
		body, err := store.Unseal[Body](r, fieldBody, d.dossier, d.ID, sealed)
		d.Body = body.Reveal(r.Grant())
		return d, err
	}
}

// put writes a changed CV over the one that was read; another change in between is a conflict.
func (d Document) put(w *store.Writer) error {
	body, err := store.Seal(w, fieldBody, d.dossier, d.ID, d.Body)
	if err != nil {
		return err
	}
	return d.change(w, body)
}

func (d Document) change(w *store.Writer, body store.Sealed) error {
	n, err := w.Exec("cv.change", store.Args{"id": d.ID, "dossier_id": d.dossier, "now": w.Now(), "was": d.UpdatedAt, "body": body})
	if err == nil && n != 1 {
		err = conflict()
	}
	w.Fact("cv.changed", map[string]string{"cv": d.ID.String(), "subject": w.Grant().Scope().Subject().String()})
	return err
}

func (d Document) add(w *store.Writer, mark string) error {
	body, err := store.Seal(w, fieldBody, d.dossier, d.ID, d.Body)
	if err != nil {
		return err
	}
	w.Fact("cv.added", map[string]string{"cv": d.ID.String(), "subject": w.Grant().Scope().Subject().String()})
	return w.Must("cv.add", store.Args{"id": d.ID, "dossier_id": d.dossier, "now": w.Now(), "pending": d.Pending, "mark": mark, "body": body})
}
