package store_test

import (
	"testing"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed"
)

// A body moves with its meaning to another dossier of the same person, and to nobody else's.
func TestReseal(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		other := testbed.NewID[access.SubjectID](b)
		row := id.New[memoNoun](b.Clock.Now())
		err := b.DB.Write(t.Context(), w.assess(), func(tx *store.Writer) error {
			open := func(s access.SubjectID, c privacy.Class) crypt.DossierID {
				d, err := tx.Dossier(store.Of{Subject: s, Class: c})
				if err != nil {
					t.Fatal(err)
				}
				return d
			}
			from, to, wrong := open(w.person, privacy.ClassUnconfirmed), open(w.person, privacy.ClassSelf), open(other, privacy.ClassSelf)
			body, err := store.Seal(tx, fieldBody, from, row, memoBody{"stays the same"})
			if err != nil {
				return err
			}
			moved, err := tx.Reseal(fieldBody, row, from, to, body)
			if err != nil {
				return err
			}
			got, err := store.Unseal[memoBody](tx.Reader, fieldBody, to, row, moved)
			if err != nil || got.Reveal(tx.Grant()).Text != "stays the same" {
				t.Errorf("%v, %v", got.Reveal(tx.Grant()), err)
			}
			if _, err := store.Unseal[memoBody](tx.Reader, fieldBody, from, row, moved); err == nil {
				t.Error("it still opens with the old dossier's key")
			}
			if _, err := tx.Reseal(fieldBody, row, from, wrong, body); !fault.Is(err, fault.Withheld) {
				t.Errorf("it moved to another person: %v", err)
			}
			if _, err := tx.Reseal(fieldPhone, row, from, to, body); err == nil {
				t.Error("it moved as another field")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
