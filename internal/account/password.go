package account

import (
	"strings"
	"unicode/utf8"

	"verv/internal/crypt"
	"verv/internal/fault"
)

// Hasher hashes and checks passwords. Argon is the one outside of tests, which count its runs.
type Hasher interface {
	Hash(password string) string
	// Check takes as long for the empty hash, which is nobody's, as for any other.
	Check(hash, password string) (ok, rehash bool, err error)
}

// Argon hashes with argon2id (RFC 9106).
type Argon struct{ Params crypt.PasswordParams }

// Hash gives the PHC string of a password.
func (a Argon) Hash(password string) string { return crypt.HashPassword(password, a.Params) }

// Check tells whether the password is that of the hash.
func (a Argon) Check(hash, password string) (ok, rehash bool, err error) {
	return crypt.CheckPassword(hash, password, a.Params)
}

// A password has 12 characters or more and no rules of composition (NIST SP 800-63B, 5.1.1.2; ASVS 6.2.1, 6.2.5). The upper
// bound keeps a megabyte from being hashed.
const (
	passwordMin = 12
	passwordMax = 200
)

// judge says what is wrong with a new password, as a catalogue key; empty when nothing is.
func judge(password, address, name string) (key string, args fault.Args) {
	switch n := utf8.RuneCountInString(password); {
	case n < passwordMin:
		return "form.short", fault.Args{"Min": passwordMin}
	case n > passwordMax:
		return "form.long", fault.Args{"Max": passwordMax}
	case isAbout(password, address, name):
		return "account.password.own", nil
	case isCommon(password):
		return "account.password.common", nil
	}
	return "", nil
}

// isAbout reports whether the password is little more than the person's own address or name.
func isAbout(password, address, name string) bool {
	p := letters(password)
	local, _, _ := strings.Cut(address, "@")
	for _, s := range []string{address, local, name} {
		s = letters(s)
		if len(s) >= 4 && (p == s || strings.Trim(strings.ReplaceAll(p, s, ""), "0123456789") == "" && strings.Contains(p, s)) {
			return true
		}
	}
	return false
}

// isCommon reports whether the password is of the sort that is tried first: a common word or pattern, repeated, joined with another, or
// with figures and marks around it.
func isCommon(password string) bool {
	p := letters(password)
	if few(p) || run(p) {
		return true
	}
	core := strings.Trim(unleet(p), "0123456789")
	if core == "" { // figures alone
		return len(p) < 16
	}
	return built(core)
}

// built reports whether s is made of common words and nothing else.
func built(s string) bool {
	reach := make([]bool, len(s)+1)
	reach[0] = true
	for i := range s {
		if !reach[i] {
			continue
		}
		for n := 1; n <= longestCommon && i+n <= len(s); n++ {
			if common[s[i:i+n]] {
				reach[i+n] = true
			}
		}
	}
	return reach[len(s)]
}

// few reports whether s has at most three different characters.
func few(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) <= 3
}

// run reports whether s walks along the alphabet, the figures or a row of keys, in either direction, perhaps around its end.
func run(s string) bool {
	for _, row := range []string{"abcdefghijklmnopqrstuvwxyzæøå", "01234567890", "qwertyuiopåasdfghjkløæzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"} {
		back := reversed(row)
		if len(s) >= 6 && (strings.Contains(row+row+row, s) || strings.Contains(back+back+back, s)) {
			return true
		}
	}
	return false
}

func reversed(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

// letters is s in lower case without what is neither letter nor figure.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .,-_!?#*@+&/\\:;'\"()=$%", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// unleet reads figures that stand for letters between letters.
func unleet(s string) string {
	core := strings.TrimRight(s, "0123456789")
	return strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t").Replace(core) + s[len(core):]
}
