package crypt

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// Token makes an unguessable token of n random bytes in base64url without padding. 32 bytes are right for links and sessions.
func Token(n int) string {
	b := make([]byte, n)
	// crypto/rand.Read never fails since Go 1.24.
	_, _ = rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// TokenHash is what is stored of a token: its SHA-256. A token is random, so it needs neither salt nor a slow hash.
func TokenHash(token string) [32]byte { return sha256.Sum256([]byte(token)) }

// Equal compares in a time that depends on the lengths alone.
func Equal[T ~string | ~[]byte](a, b T) bool {
	return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

// HMAC is the SHA-256 code of a message under a key (RFC 2104), for what is signed for others to check.
func HMAC(key, message []byte) (code [32]byte) {
	m := hmac.New(sha256.New, key)
	m.Write(message)
	m.Sum(code[:0])
	return code
}
