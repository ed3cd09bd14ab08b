package scan

import (
	"crypto/sha256"
	"errors"
	"fmt"
)

// MinMark is the least length of a mark: 16 letters or digits, about 80 bits.
const MinMark = 16

// markSize is the length of what Mark makes. It begins with a letter, so that nothing takes it for a number.
const markSize = 24

// ErrMark is returned for a mark that is too short or holds anything but ASCII letters and digits: it would be found where it is not, or
// encoded in ways that are not searched for.
var ErrMark = errors.New("scan: a mark is 16 or more ASCII letters and digits")

// Mark makes the mark of one field from the seed of a test run. The same seed and field give the same mark; it has small
// letters and digits only, so that it survives the folding of mail addresses.
func Mark(seed, field string) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	out := make([]byte, 0, markSize)
	for round := 0; len(out) < markSize; round++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "verv mark\x00%d\x00%d\x00%s\x00%s", round, len(seed), seed, field))
		for _, b := range sum {
			// 252 is the largest multiple of 36 in a byte; above it the choice would be uneven.
			first := len(out) == 0
			if b < 252 && len(out) < markSize && !(first && b%36 >= 26) {
				out = append(out, alphabet[b%36])
			}
		}
	}
	return string(out)
}

// check reports whether the marks can be searched for.
func check(marks [][]byte) error {
	for i, m := range marks {
		if len(m) < MinMark || len(m) > 256 {
			return fmt.Errorf("%w: mark %d has %d bytes", ErrMark, i, len(m))
		}
		for _, b := range m {
			if !(b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z') {
				return fmt.Errorf("%w: mark %d", ErrMark, i)
			}
		}
	}
	return nil
}
