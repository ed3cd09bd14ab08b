package consent

import (
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// rests holds, for each purpose that rests on consent (GDPR article 6(1)(a)), what a person agrees to and the retention class of what is kept
// for it. It has no other ground: without the consent it may not be opened, and it ends with it. Where row is set, what may be opened is a row that is
// there only while the person agrees: its room drops it in the transaction that takes the consent back, and passes it over once the consent has run out.
var rests = map[privacy.Purpose]struct {
	topic Topic
	class privacy.Class
	row   bool
}{
	privacy.Alert: {topic: JobAlerts, class: privacy.ClassAlert},
	privacy.Find:  {topic: BeFound, row: true}, // the card: employers read it in their own scope, which holds nobody's consents
}

// TaskEnd ends a dossier that rested on a consent which was taken back. Package ledger runs it, within the person, with the dossier and the topic.
const TaskEnd = "consent.end"

// Covers reports whether the person whom a dossier is about agrees now to the purpose of the reader's grant. Package store asks it before it
// opens or closes a body for a purpose that rests on consent.
func Covers(r *store.Reader, d crypt.DossierID) (bool, error) {
	on, ok := rests[r.Grant().Purpose()]
	if !ok {
		return false, nil
	}
	if on.row {
		return true, nil
	}
	scope := r.Grant().Scope()
	if scope.Kind() == access.ScopeSubject {
		return Holds(r, on.topic, scope.Subject(), access.EmployerID{}, r.Now())
	}
	v, err := r.DossierByID(d)
	if store.Missing(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return HoldsOf(r, on.topic, v.Subject)
}

// HoldsOf is Holds for a consent given to the operator, in the scope of the operation.
func HoldsOf(r *store.Reader, t Topic, of access.SubjectID) (bool, error) {
	return holds(r, "consent.lastOf", store.Args{"topic": string(t), "subject_id": of}, r.Now())
}

// endLater has what rested on a consent alone end, in the transaction that takes the consent back: from here on nothing opens it.
func endLater(w *store.Writer, t Topic, whom access.EmployerID) error {
	for _, on := range rests {
		if on.topic != t || on.row {
			continue
		}
		all, err := w.DossiersOf(w.Grant().Scope().Subject())
		if err != nil {
			return err
		}
		for _, d := range all {
			if d.Class != on.class || d.Employer != whom || !d.EndingAt.IsZero() {
				continue
			}
			_, err := task.Enqueue(w, task.Task{Kind: TaskEnd, Once: d.ID.String(), Subject: d.Subject,
				Args: map[string]string{"dossier": d.ID.String(), "topic": string(t)}})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Last is the end of the person's last consent to the operator, if the last thing they said was yes: in the past for one that has run out.
func Last(r *store.Reader, t Topic) (until time.Time, err error) {
	var given bool
	err = r.Get("consent.last", store.Args{"topic": string(t), "employer_id": access.EmployerID{}.String()}, &given, &until)
	if store.Missing(err) {
		return time.Time{}, nil
	}
	if !given {
		until = time.Time{}
	}
	return until, err
}
