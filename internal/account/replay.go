package account

import (
	"context"
	"encoding/hex"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

// replayLife is how long an answer of the API is kept for a program that asks again.
const replayLife = 24 * time.Hour

type replayNoun struct{}

// ReplayID identifies a kept answer.
type ReplayID = id.ID[replayNoun]

// Replay is what an operation answered to a key; status 0 while nobody knows.
type Replay struct {
	id     ReplayID
	Print  string
	Status int
	Body   []byte
}

// markOf tells keys apart by persona, and is no key itself.
func markOf(a access.Actor, key string) string {
	sum := crypt.TokenHash(a.Subject.String() + "\x00" + key)
	return hex.EncodeToString(sum[:])
}

// BeginReplay takes a key for one run of an operation: first is true for exactly one caller, also among several processes. Anybody else
// gets what is known of the answer. The grant is the actor's own, within the account.
func (h *House) BeginReplay(ctx context.Context, g privacy.Grant, key, print string) (was Replay, first bool, err error) {
	gs, err := own(g)
	if err != nil {
		return was, false, err
	}
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		l, err := hold(w)
		if err != nil {
			return err
		}
		mark := markOf(g.Actor(), key)
		n, err := w.Exec("account.addReplay", store.Args{"id": fresh(ReplayID{}, w.Now()), "mark": mark, "dossier_id": l.dossier, "print": print, "now": w.Now()})
		if err != nil || n == 1 {
			first = n == 1
			return err
		}
		was, err = store.One(w.Reader, "account.replay", store.Args{"mark": mark}, scanReplay(w.Reader))
		return err
	})
	return was, first, err
}

func scanReplay(r *store.Reader) func(store.Row) (Replay, error) {
	return func(row store.Row) (p Replay, err error) {
		var d crypt.DossierID
		var body store.Sealed
		if err := row.Scan(&p.id, &d, &p.Print, &p.Status, &body); err != nil || body == nil {
			return p, err
		}
		p.Body, err = reveal[[]byte](r, fieldReplay, d, p.id, body)
		return p, err
	}
}

// KeepReplay keeps the answer of the run that BeginReplay let in.
func (h *House) KeepReplay(ctx context.Context, g privacy.Grant, key string, p Replay) error {
	gs, err := own(g)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		l, err := hold(w)
		if err != nil {
			return err
		}
		was, err := store.One(w.Reader, "account.replay", store.Args{"mark": markOf(g.Actor(), key)}, scanReplay(w.Reader))
		if err != nil {
			return err
		}
		body, err := store.Seal(w, fieldReplay, l.dossier, was.id, p.Body)
		if err != nil {
			return err
		}
		return w.Must("account.keepReplay", store.Args{"id": was.id, "status": p.Status, "body": body})
	})
}

// DropReplay gives the key free: nothing was done.
func (h *House) DropReplay(ctx context.Context, g privacy.Grant, key string) error {
	gs, err := own(g)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		_, err := w.Exec("account.dropReplay", store.Args{"mark": markOf(g.Actor(), key)})
		return err
	})
}
