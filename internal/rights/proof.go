package rights

import (
	"encoding/base64"

	"verv/internal/crypt"
	"verv/internal/ledger"
)

// proof is what the address of an erasure's page ends with: it shows that the page was given to whoever deleted. Nobody has a session
// any more, and the identifier alone, which the officer sees too, must not open it.
func (h *House) proof(v ledger.ID) string {
	return base64.RawURLEncoding.EncodeToString(h.MAC.MAC([]byte("rights.erasure"), v.Bytes()))
}

func (h *House) proves(v ledger.ID, proof string) bool {
	return crypt.Equal(proof, h.proof(v))
}
