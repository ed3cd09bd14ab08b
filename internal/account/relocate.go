package account

import (
	"context"
	"errors"
	"strings"
	"time"

	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

type relocationNoun struct{}

type relocationID = id.ID[relocationNoun]

type relocationBody struct {
	Old, New string
}

// relocation is an address on its way: asked for, confirmed by the link to the new address, or stopped by the link to the old one, which
// works for seven days, also after it was confirmed.
type relocation struct {
	madeAt, confirmedAt, stoppedAt time.Time
	body                           relocationBody
}

// ChangeAddress asks for another address. The link goes to the new one, a notice with a way to stop it to the old one. Whether the new
// address has an account is told by mail alone.
func (h *House) ChangeAddress(ctx context.Context, g privacy.Grant, address string, from From) error {
	gs, err := h.ownFreshly(g)
	if err != nil {
		return err
	}
	address = strings.TrimSpace(address)
	if err := h.mayMail(ctx, g, address, from); err != nil {
		return err
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		l, err := hold(w)
		if err != nil {
			return err
		}
		if address == l.contact.Address {
			var form fault.Form
			form.Add("address", "account.address.same")
			return form.Err()
		}
		if _, err := w.Exec("account.stopOpenRelocations", store.Args{"now": w.Now()}); err != nil {
			return err
		}
		row := fresh(relocationID{}, w.Now())
		body, err := store.Seal(w, fieldRelocation, l.dossier, row, relocationBody{Old: l.contact.Address, New: address})
		if err != nil {
			return err
		}
		if err := w.Must("account.addRelocation", store.Args{"id": row, "dossier_id": l.dossier, "now": w.Now(), "body": body}); err != nil {
			return err
		}
		args := map[string]string{"relocation": row.String()}
		if err := post(w, letterChange, l.id, from.Site, args); err != nil {
			return err
		}
		return post(w, letterNotice, l.id, from.Site, args)
	})
}

func readRelocation(r *store.Reader, row relocationID) (relocation, error) {
	return store.One(r, "account.relocation", store.Args{"id": row}, func(s store.Row) (relocation, error) {
		var m relocation
		var d crypt.DossierID
		var body store.Sealed
		if err := s.Scan(&d, &m.madeAt, &m.confirmedAt, &m.stoppedAt, &body); err != nil {
			return m, err
		}
		var err error
		m.body, err = reveal[relocationBody](r, fieldRelocation, d, row, body)
		return m, err
	})
}

// confirmMove makes the new address the account's. The keystore comes first: when the row does not follow, the link still works.
func (h *House) confirmMove(w *store.Writer, l login, thing string) error {
	row, m, err := openMove(w, thing)
	if err != nil {
		return err
	}
	if n, err := w.Exec("account.confirmRelocation", store.Args{"id": row, "now": w.Now()}); err != nil || n != 1 {
		return errors.Join(err, gone())
	}
	return h.move(w, l, m.body.New)
}

// stopMove stops a change that is not confirmed, and undoes one that is: then somebody else may have had the account, so that sessions,
// links and password end with it.
func (h *House) stopMove(w *store.Writer, l login, thing string) error {
	row, m, err := openMove(w, thing)
	if err != nil {
		return err
	}
	if err := w.Must("account.stopRelocation", store.Args{"id": row, "now": w.Now()}); err != nil {
		return err
	}
	if m.confirmedAt.IsZero() {
		return nil
	}
	if l, err = h.setPassword(w, l, ""); err != nil {
		return err
	}
	if _, err := w.Exec("account.dropSessions", store.Args{}); err != nil {
		return err
	}
	return h.move(w, l, m.body.Old)
}

func openMove(w *store.Writer, thing string) (row relocationID, m relocation, err error) {
	if err := row.UnmarshalText([]byte(thing)); err != nil {
		return row, m, gone()
	}
	m, err = readRelocation(w.Reader, row)
	if store.Missing(err) || err == nil && !m.stoppedAt.IsZero() {
		err = gone()
	}
	return row, m, err
}

// move makes an address the account's only one.
func (h *House) move(w *store.Writer, l login, address string) error {
	err := h.keys.Replace(w.Context(), address, ownerOf(l.id))
	switch {
	case errors.Is(err, crypt.ErrHeld):
		return fault.New(fault.Conflict, "account.address.held")
	case err != nil:
		return fault.Wrap(err, fault.Unavailable, "fault.unavailable")
	}
	store.CrashPoint("account.address-without-row")
	l.contact.Address = address
	if err := l.put(w); err != nil {
		return err
	}
	w.Fact("account.moved", map[string]string{"account": l.id.String()})
	return copyAll(w, l)
}
