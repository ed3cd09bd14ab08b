package crypt

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// PasswordParams say how dear a guess is: argon2id (RFC 9106).
type PasswordParams struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8

	// Limit bounds how many hashes are computed at once, so that a flood of logins costs time and not memory: a channel
	// with that capacity, shared by all. Nil is no bound.
	Limit chan struct{}
}

// DefaultPasswordParams is OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 thread.
func DefaultPasswordParams(limit chan struct{}) PasswordParams {
	return PasswordParams{Memory: 19 * 1024, Time: 2, Threads: 1, Limit: limit}
}

const (
	saltSize = 16
	hashSize = 32
)

// Bounds of what a stored hash may ask of us, far above what anybody configures.
const (
	maxMemory = 1 << 20 // KiB, that is 1 GiB
	maxPasses = 64
)

// ErrPasswordHash says that a stored hash cannot be read. It does not repeat it.
var ErrPasswordHash = errors.New("crypt: not an argon2id hash that can be checked")

// HashPassword gives the PHC string of a password under a new random salt. It waits for its turn at p.Limit.
func HashPassword(pw string, p PasswordParams) string {
	salt := make([]byte, saltSize)
	// crypto/rand.Read never fails since Go 1.24.
	_, _ = rand.Read(salt)
	return p.format(salt, p.key(pw, salt, hashSize))
}

// CheckPassword tells whether pw is the password of hash, and whether it should be hashed again because p asks for other
// costs than the hash was made with.
//
// An empty hash is that of nobody: the answer is no and takes as long as a real one, so that a login form does not tell
// who has an account. ErrPasswordHash for a hash that cannot be read.
func CheckPassword(hash, pw string, p PasswordParams) (ok, rehash bool, err error) {
	if hash == "" {
		p.key(pw, make([]byte, saltSize), hashSize)
		return false, false, nil
	}
	was, salt, want, err := parsePassword(hash)
	if err != nil {
		return false, false, err
	}
	was.Limit = p.Limit
	got := was.key(pw, salt, uint32(len(want)))
	ok = subtle.ConstantTimeCompare(got, want) == 1
	rehash = ok && (was.Memory != p.Memory || was.Time != p.Time || was.Threads != p.Threads || len(want) != hashSize)
	return ok, rehash, nil
}

func (p PasswordParams) key(pw string, salt []byte, size uint32) []byte {
	if p.Limit != nil {
		p.Limit <- struct{}{}
		defer func() { <-p.Limit }()
	}
	return argon2.IDKey([]byte(pw), salt, p.Time, p.Memory, p.Threads, size)
}

var phc64 = base64.RawStdEncoding

func (p PasswordParams) format(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.Memory, p.Time, p.Threads,
		phc64.EncodeToString(salt), phc64.EncodeToString(key))
}

// parsePassword reads $argon2id$v=19$m=19456,t=2,p=1$salt$key.
func parsePassword(hash string) (p PasswordParams, salt, key []byte, err error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, nil, nil, ErrPasswordHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.Memory, &p.Time, &p.Threads); err != nil {
		return p, nil, nil, ErrPasswordHash
	}
	salt, saltErr := phc64.Strict().DecodeString(parts[4])
	key, keyErr := phc64.Strict().DecodeString(parts[5])
	if saltErr != nil || keyErr != nil || !p.bearable() || len(salt) < 8 || len(key) < 16 || len(key) > 64 {
		return p, nil, nil, ErrPasswordHash
	}
	if p.format(salt, key) != hash { // Sscanf takes signs, zeros and a tail
		return p, nil, nil, ErrPasswordHash
	}
	return p, salt, key, nil
}

func (p PasswordParams) bearable() bool {
	return p.Threads >= 1 && p.Time >= 1 && p.Time <= maxPasses && p.Memory >= 8*uint32(p.Threads) && p.Memory <= maxMemory
}
