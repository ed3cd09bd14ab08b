package crypt

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"verv/internal/fault"
)

// maxAddress is the longest address that can be written to, in bytes (RFC 3696, erratum 1690).
const maxAddress = 254

// notInLocal are characters that RFC 5322 allows in a quoted local part only. Nobody's address has them, and each has
// broken somebody's mail header.
const notInLocal = `"(),:;<>[\]@`

// domains reads a domain as a resolver would (UTS #46), and refuses lengths that the DNS refuses.
var domains = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.VerifyDNSLength(true))

// NormaliseEmail gives the form under which an address is the same address: trimmed, NFKC, in lower case, the domain in
// ASCII (RFC 5891). A plus tag stays: see Marks. The result normalises to itself.
//
// It refuses, with a fault of kind Invalid that does not repeat the input: what is no address, control and format
// characters (NUL, CR, LF, marks of writing direction), inner spaces, quoted local parts, and more than 254 bytes.
func NormaliseEmail(address string) (string, error) {
	once, ok := normaliseEmail(address)
	if !ok {
		return "", fault.New(fault.Invalid, "crypt.email.invalid")
	}
	// A few characters change again when lowered after NFKC; such an address would be two in the index.
	if twice, ok := normaliseEmail(once); !ok || twice != once {
		return "", fault.New(fault.Invalid, "crypt.email.invalid")
	}
	return once, nil
}

func normaliseEmail(s string) (string, bool) {
	if len(s) > 4*maxAddress || !utf8.ValidString(s) {
		return "", false
	}
	s = norm.NFKC.String(strings.ToLower(norm.NFKC.String(strings.Trim(s, " \t\r\n"))))
	local, domain, ok := strings.Cut(s, "@")
	if !ok || !validLocal(local) || strings.ContainsFunc(domain, forbidden) {
		return "", false
	}
	domain, err := domains.ToASCII(domain)
	if err != nil || strings.HasSuffix(domain, ".") {
		return "", false
	}
	s = local + "@" + strings.ToLower(domain)
	return s, len(s) <= maxAddress
}

func validLocal(local string) bool {
	if local == "" || local[0] == '.' || local[len(local)-1] == '.' || strings.Contains(local, "..") {
		return false
	}
	return !strings.ContainsAny(local, notInLocal) && !strings.ContainsFunc(local, forbidden)
}

// forbidden are characters that never stand in an address: spaces, controls, format characters, and what is no character.
func forbidden(r rune) bool {
	return r == utf8.RuneError || unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Z)
}

// withoutTag is the address without its plus tag; the same address when it has none.
func withoutTag(normalised string) string {
	local, domain, _ := strings.Cut(normalised, "@")
	if plain, _, ok := strings.Cut(local, "+"); ok && plain != "" {
		return plain + "@" + domain
	}
	return normalised
}
