package config

import (
	"fmt"
	"io"
	"log/slog"
)

// veil is all that a secret shows.
const veil = "[secret]"

// Secret is a value that does not print: not by fmt with any verb, not in a log, not as JSON or TOML. It points to its text
// so that fmt, which cannot call methods on the unexported field of another struct, finds an address there and no text.
type Secret struct{ text *string }

// NewSecret hides s. The empty string is no secret.
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	return Secret{&s}
}

// Reveal gives the text, for the one call that needs it.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsSet reports whether there is a text.
func (s Secret) IsSet() bool { return s.text != nil }

// Equal compares two secrets.
func (s Secret) Equal(o Secret) bool { return s.Reveal() == o.Reveal() }

// String shows that there is a secret, or nothing.
func (s Secret) String() string {
	if s.text == nil {
		return ""
	}
	return veil
}

// Format is String for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// GoString is String, for %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue is String, for slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText is String, for JSON and TOML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
