package account

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

const taskLapse = "account.lapse"

// lapseLater plans the look at an account that may never be confirmed, one hour after its dossier's time. The task belongs to the operation,
// so that no erasure forgets it.
func lapseLater(w *store.Writer, a access.AccountID) error {
	_, err := task.Enqueue(w, task.Task{Kind: taskLapse, Once: a.String(), Args: map[string]string{"account": a.String()},
		DueAt: w.Now().Add(unconfirmed + time.Hour)})
	return err
}

// runLapse gives the address of an unconfirmed account back once its rows are gone.
func (h *House) runLapse(run *task.Run) error {
	var a access.AccountID
	if err := a.UnmarshalText([]byte(run.Task.Args["account"])); err != nil {
		return err
	}
	g, err := run.Within(access.OfSubject(SubjectOf(a)), privacy.Account)
	if err != nil {
		return err
	}
	var confirmed time.Time
	err = h.db.Read(run, g, func(r *store.Reader) error { return r.Get("account.there", store.Args{}, &a, &confirmed) })
	switch {
	case fault.Is(err, fault.NotFound):
		return h.Release(run, SubjectOf(a))
	case err != nil || !confirmed.IsZero():
		return err
	}
	return task.Later(run.Now.Add(time.Hour)) // the retention sweep has not come by yet
}

// Release gives the address of a subject that has ended back, so that the keystore can no longer be asked about it. For a subject that is
// no account's own it does nothing: personas hold no address. The ledger calls it when the rows are gone.
func (h *House) Release(ctx context.Context, s access.SubjectID) error {
	if err := h.keys.Release(ctx, [16]byte(s.Bytes())); err != nil {
		return fault.Wrap(err, fault.Unavailable, "fault.unavailable")
	}
	return nil
}

// Addresses opens the address that ends with the subject of the reader's scope, for its tombstone: an account's own. A persona's copy
// does not count, since the account may live on.
func (h *House) Addresses(r *store.Reader) ([]string, error) {
	l, err := read(r)
	if store.Missing(err) || fault.Is(err, fault.Gone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []string{l.contact.Address}, nil
}
