package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/privacy"
)

// RowID is the identifier of a row, whatever its noun.
type RowID interface{ Bytes() []byte }

func rowBytes(row RowID) (b [16]byte) {
	copy(b[:], row.Bytes())
	return b
}

// Seal closes body into the sealed column f of a row under the dossier's key. The dossier must have been opened in this or an
// earlier transaction (Writer.Dossier), so that its key is already durable.
func Seal[T any](w *Writer, f privacy.FieldID, d crypt.DossierID, row RowID, body T) (Sealed, error) {
	if err := w.mayOpen(f, d); err != nil {
		return nil, err
	}
	plain, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("store: field %d: %w", f, err)
	}
	key, err := w.db.cfg.Keys.Key(w.ctx, d)
	if err != nil {
		return nil, w.keyTrouble(err)
	}
	return Sealed(key.Seal(crypt.FieldID(f), rowBytes(row), d, plain)), nil
}

// Unseal opens the sealed column f of a row. The grant's purpose must stand in the field's privacy line. When the data is about
// somebody else than the actor, the dossier's handle goes into the access record of this transaction.
func Unseal[T any](r *Reader, f privacy.FieldID, d crypt.DossierID, row RowID, s Sealed) (privacy.Personal[T], error) {
	var none privacy.Personal[T]
	plain, err := r.open(f, d, row, s)
	if err != nil {
		return none, err
	}
	var body T
	if err := json.Unmarshal(plain, &body); err != nil {
		return none, fmt.Errorf("store: field %d does not hold what it should: %w", f, errShape)
	}
	c, _ := r.db.inv.Field(f)
	return privacy.Hold(r.g, c.Category, body), nil
}

// errShape stands in for the decoder's own error, which would quote the body.
var errShape = errors.New("unreadable body")

func (r *Reader) open(f privacy.FieldID, d crypt.DossierID, row RowID, s Sealed) ([]byte, error) {
	if r.done {
		return nil, errors.New("store: the transaction is over")
	}
	if err := r.mayOpen(f, d); err != nil {
		return nil, err
	}
	key, err := r.db.cfg.Keys.Key(r.ctx, d)
	if err != nil {
		return nil, r.keyTrouble(err)
	}
	plain, err := key.Open(crypt.FieldID(f), rowBytes(row), d, s)
	if err != nil {
		return nil, fmt.Errorf("store: field %d: %w", f, err)
	}
	r.opening(key, d)
	return plain, nil
}

// opening notes for the access record that somebody else's dossier was opened.
func (r *Reader) opening(key crypt.Key, d crypt.DossierID) {
	if r.g.Own() || r.sweeps {
		return
	}
	if r.opened == nil {
		r.opened = map[[16]byte]bool{}
	}
	r.opened[key.Handle(d)] = true
}

// Agreement answers whether the person whom a dossier is about agrees now to the purpose of the reader's grant.
type Agreement func(r *Reader, d crypt.DossierID) (bool, error)

// Agree hands in who knows what people agreed to. Without it nothing opens for a purpose that rests on consent.
func (db *DB) Agree(fn Agreement) { db.agreed = fn }

// mayOpen asks the privacy line of the field, whether the dossier rests, and, for a purpose that rests on consent, whether the person agrees. A proof is what an agreement
// is made of, and needs none.
func (r *Reader) mayOpen(f privacy.FieldID, d crypt.DossierID) error {
	c, ok := r.db.inv.Field(f)
	if !ok {
		return fmt.Errorf("store: no field %d", f)
	}
	if !c.For(r.g.Purpose()) {
		return refused(fmt.Sprintf("%s.%s is not for %s", c.Table, c.Name, r.g.Purpose()))
	}
	if err := r.awake(d); err != nil {
		return err
	}
	if ground, _ := privacy.GroundOf(r.g.Purpose()); ground.Basis != privacy.Consent || c.Category == privacy.Proof {
		return nil
	}
	agreed := false
	var err error
	if r.db.agreed != nil {
		agreed, err = r.db.agreed(r, d)
	}
	if err == nil && !agreed {
		err = refused("nobody agreed to " + string(r.g.Purpose()))
	}
	return err
}

// keyTrouble tells a shredded or lost key (gone) from a keystore that does not answer.
func (r *Reader) keyTrouble(err error) error {
	if errors.Is(err, crypt.ErrNoKey) {
		r.db.lost.Add(1)
		return fault.Wrap(err, fault.Gone, "fault.gone")
	}
	return unavailable(err)
}

// Reseal moves a sealed body of one row from one dossier of the same person to another, as when an address is confirmed: the data goes
// on under another retention rule, with another key, without anybody reading it. It opens for no purpose and leaves no access record.
func (w *Writer) Reseal(f privacy.FieldID, row RowID, from, to crypt.DossierID, s Sealed) (Sealed, error) {
	a, err := w.DossierByID(from)
	if err != nil {
		return nil, err
	}
	b, err := w.DossierByID(to)
	if err != nil {
		return nil, err
	}
	if a.Subject != b.Subject || !b.EndingAt.IsZero() {
		return nil, refused("a body may not move to another person, nor into an end")
	}
	old, err := w.db.cfg.Keys.Key(w.ctx, from)
	if err != nil {
		return nil, w.keyTrouble(err)
	}
	fresh, err := w.db.cfg.Keys.Key(w.ctx, to)
	if err != nil {
		return nil, w.keyTrouble(err)
	}
	moved, err := crypt.Reseal(old, from, fresh, to, crypt.FieldID(f), rowBytes(row), s)
	return Sealed(moved), err
}
