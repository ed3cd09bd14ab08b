package application

import (
	"verv/internal/access"
	"verv/internal/store"
)

// Duties counts what a member still has before them, for the page that asks who takes over.
func (h *House) Duties(r *store.Reader, of access.SubjectID) (n int, err error) {
	var todos, reviews int
	args := store.Args{"for_id": of}
	if err := r.Get("application.countTodos", args, &todos); err != nil {
		return 0, err
	}
	err = r.Get("application.countReviews", args, &reviews)
	return todos + reviews, err
}

// PassOn gives what a member still had before them to another, in the transaction that ends the membership. Notes and scorecards stay
// where they are and lose the name. A to-do about a job lies in the dossier of whoever has to do it, so it is sealed anew.
func (h *House) PassOn(w *store.Writer, from, to access.SubjectID) error {
	all, err := store.List(w.Reader, "application.openTodosOf", store.Args{"for_id": from}, scanTodo)
	if err != nil {
		return err
	}
	for _, t := range all {
		if err := passTodo(w, t, to); err != nil {
			return err
		}
	}
	_, err = w.Exec("application.passReviews", store.Args{"for_id": from, "to_id": to})
	return err
}

func passTodo(w *store.Writer, t Todo, to access.SubjectID) error {
	if !t.Of.IsZero() {
		return w.Must("application.passTodo", store.Args{"id": t.ID, "for_id": to})
	}
	if err := t.open(w.Reader); err != nil {
		return err
	}
	d, err := w.Dossier(memberOf(w.Grant(), to))
	if err != nil {
		return err
	}
	body, err := store.Seal(w, fieldTodo, d, t.ID, todoBody{t.Text})
	if err != nil {
		return err
	}
	return w.Must("application.moveTodo", store.Args{"id": t.ID, "for_id": to, "subject_id": to, "dossier_id": d, "body": body})
}
