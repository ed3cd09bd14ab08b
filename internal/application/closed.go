package application

import (
	"verv/internal/access"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// LetterClosed tells an applicant that the employer no longer hires here.
const LetterClosed = "application.closed"

// EndOf tells everybody whose application to an employer is open that an operator has closed the employer. Nothing is decided: the
// application stays sealed, nobody opens it, and it ends on its date, or when its person takes it back. It is an employer.Ending.
func (h *House) EndOf(run *task.Run) error {
	g, err := run.Within(access.Operation(), privacy.Operate)
	if err != nil {
		return err
	}
	return h.db.Write(run, g, func(w *store.Writer) error {
		all, err := store.List(w.Reader, "application.ofClosed", store.Args{"employer_id": run.Task.Employer}, scanWaiting)
		if err != nil {
			return err
		}
		for _, v := range all {
			// Who was told that it is over hears no "nothing is decided yet" afterwards. One from before answers were counted has no such row.
			if _, err := w.Exec("application.tellFilled", store.Args{"application_id": v.id, "now": w.Now()}); err != nil {
				return err
			}
			err := mail.Enqueue(w, mail.Post{Kind: LetterClosed, Subject: v.subject, Once: v.id.String(),
				Args: map[string]string{"application": v.id.String(), "site": v.site.String()}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *House) closedLetter(l *letter) (mail.Letter, error) { return h.openLetter(l, "closed") }
