package crypt

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
)

// keySize is the length of every symmetric key of the house: AES-256.
const keySize = 32

// Key is the secret of one dossier. The zero Key is no key: it opens nothing, and sealing with it panics.
//
// The bytes lie behind two pointers, so that even a Key in an unexported field of somebody's struct, where fmt cannot call
// its methods, prints an address and not the secret: fmt follows one pointer, for verbs it cannot use. Copies of a Key
// share the bytes: Wipe ends them all.
type Key struct{ secret **[keySize]byte }

// emptyKey makes a Key of zeros, in one piece of memory.
func emptyKey() Key {
	m := new(struct {
		to     *[keySize]byte
		secret [keySize]byte
	})
	m.to = &m.secret
	return Key{&m.to}
}

// bytes gives the secret itself; k is not zero.
func (k Key) bytes() *[keySize]byte { return *k.secret }

// newKey makes a random key.
func newKey() Key {
	k := emptyKey()
	// crypto/rand.Read never fails since Go 1.24.
	_, _ = rand.Read(k.bytes()[:])
	return k
}

// keyFrom copies b into a Key and leaves b to its owner.
func keyFrom(b []byte) (Key, error) {
	if len(b) != keySize {
		return Key{}, ErrSealed
	}
	k := emptyKey()
	copy(k.bytes()[:], b)
	return k, nil
}

// IsZero reports whether k is no key, or one that was wiped.
func (k Key) IsZero() bool { return k.secret == nil || *k.bytes() == [keySize]byte{} }

// Wipe overwrites the secret in memory. A wiped key is a zero Key: it opens nothing, and it seals nothing, because what is
// sealed under zeros is open to all. Nobody may be using it at that moment.
func (k Key) Wipe() {
	if k.secret != nil {
		clear(k.bytes()[:])
	}
}

// Handle is a subject's pseudonym in the access record: HMAC-SHA256(key, "access-handle" | dossier), cut to 16 bytes.
// Whoever holds the key can find the person's own records again; once the key is shredded nobody can.
func (k Key) Handle(d DossierID) [16]byte {
	if k.IsZero() {
		panic("crypt: handle of a zero key")
	}
	m := hmac.New(sha256.New, k.bytes()[:])
	m.Write([]byte("access-handle"))
	m.Write(d.Bytes())
	return [16]byte(m.Sum(nil))
}

// aead is AES-256-GCM with random 96-bit nonces (NIST SP 800-38D, section 8.2.2), good for 2^32 bodies under one key.
func (k Key) aead() cipher.AEAD {
	if k.IsZero() {
		panic("crypt: use of a zero key")
	}
	block, err := aes.NewCipher(k.bytes()[:])
	if err != nil {
		panic(err) // the length is fixed
	}
	a, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // the block is AES
	}
	return a
}

const keyName = "crypt.Key"

// Format prints "crypt.Key" for every verb, also %d and %x.
func (k Key) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, keyName) }

// String prints "crypt.Key".
func (k Key) String() string { return keyName }

// GoString prints "crypt.Key".
func (k Key) GoString() string { return keyName }

// LogValue logs "crypt.Key".
func (k Key) LogValue() slog.Value { return slog.StringValue(keyName) }

// MarshalJSON writes "crypt.Key".
func (k Key) MarshalJSON() ([]byte, error) { return []byte(`"` + keyName + `"`), nil }

// MarshalText writes "crypt.Key", for TOML, XML and map keys.
func (k Key) MarshalText() ([]byte, error) { return []byte(keyName), nil }
