package crypt

import "encoding/binary"

// A sealed body, format 1:
//
//	1 byte version | 2 bytes field, big endian | 12 bytes nonce | ciphertext | 16 bytes tag
//
// Associated data: version | field | row, 16 bytes | dossier, 16 bytes. A body therefore opens only in the column, the
// row and the dossier it was sealed for.
const (
	sealVersion  = 1
	sealHeader   = 3
	sealOverhead = sealHeader + 12 + 16
)

func sealedAt(field FieldID, row [16]byte, d DossierID) (ad [sealHeader + 2*idSize]byte) {
	ad[0] = sealVersion
	binary.BigEndian.PutUint16(ad[1:], uint16(field))
	copy(ad[sealHeader:], row[:])
	copy(ad[sealHeader+idSize:], d.Bytes())
	return ad
}

// Seal seals one body for its place. Sealing twice gives different bytes. It panics on a zero Key.
func (k Key) Seal(field FieldID, row [16]byte, d DossierID, plain []byte) []byte {
	ad := sealedAt(field, row, d)
	out := make([]byte, sealHeader, sealOverhead+len(plain))
	copy(out, ad[:sealHeader])
	return k.aead().Seal(out, nil, plain, ad[:])
}

// Open gives back what Seal was given, or ErrSealed when key, field, row, dossier or any byte differs.
func (k Key) Open(field FieldID, row [16]byte, d DossierID, sealed []byte) ([]byte, error) {
	ad := sealedAt(field, row, d)
	if k.IsZero() || len(sealed) < sealOverhead || [sealHeader]byte(sealed) != [sealHeader]byte(ad[:]) {
		return nil, ErrSealed
	}
	plain, err := k.aead().Open(make([]byte, 0, len(sealed)-sealOverhead), nil, sealed[sealHeader:], ad[:])
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// Reseal moves a body of one field and row from one dossier to another, as when an application's copy becomes the claim
// copy. It returns ErrSealed if the body does not open under from.
func Reseal(from Key, fromDossier DossierID, to Key, toDossier DossierID, field FieldID, row [16]byte, sealed []byte) ([]byte, error) {
	plain, err := from.Open(field, row, fromDossier, sealed)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	return to.Seal(field, row, toDossier, plain), nil
}
