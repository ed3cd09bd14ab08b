package crypt

import (
	"encoding/hex"
	"fmt"
	"time"

	"verv/internal/id"
)

// dossier is the noun of DossierID: (subject, holder, retention class), the unit of keys and of deletion.
type dossier struct{}

// DossierID identifies one dossier.
type DossierID = id.ID[dossier]

// FieldID is the stable number of a sealed column, from its privacy line. A number is never used again for another column.
type FieldID uint16

// NewDossier makes the identifier of a new dossier. It makes no key: see Keystore.Create.
func NewDossier(now time.Time) DossierID { return id.New[dossier](now) }

// ParseDossier reads the canonical form of a dossier's identifier.
func ParseDossier(s string) (DossierID, error) { return id.Parse[dossier](s) }

// idSize is the length of an identifier in bytes.
const idSize = 16

// dossierFromBytes reads the 16 bytes the keystore stores.
func dossierFromBytes(b []byte) (DossierID, error) {
	if len(b) != idSize {
		return DossierID{}, fmt.Errorf("keystore: an identifier of %d bytes", len(b))
	}
	var t [36]byte
	hex.Encode(t[:8], b[:4])
	hex.Encode(t[9:13], b[4:6])
	hex.Encode(t[14:18], b[6:8])
	hex.Encode(t[19:23], b[8:10])
	hex.Encode(t[24:], b[10:])
	t[8], t[13], t[18], t[23] = '-', '-', '-', '-'
	return id.Parse[dossier](string(t[:]))
}
