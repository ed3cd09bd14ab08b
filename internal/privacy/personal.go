package privacy

import (
	"fmt"
	"log/slog"
)

// Personal holds a value about a person so that it cannot slip into a log, an error or a JSON document: printed in any way it
// shows its category only. Reveal opens it for the purpose it was fetched for.
type Personal[T any] struct {
	value    T
	category Category
	purpose  Purpose
}

// Hold wraps value. The purpose is that of the grant under which it was opened or typed in.
func Hold[T any](g Grant, c Category, value T) Personal[T] {
	return Personal[T]{value: value, category: c, purpose: g.purpose}
}

// Reveal gives the value to a holder of a grant for the same purpose; anyone else gets the zero value.
func (p Personal[T]) Reveal(g Grant) T {
	if !g.sealed || g.purpose != p.purpose {
		var none T
		return none
	}
	return p.value
}

// String shows the category.
func (p Personal[T]) String() string { return "[" + string(p.category) + "]" }

// GoString shows the category, also for %#v.
func (p Personal[T]) GoString() string { return p.String() }

// Format shows the category for every verb.
func (p Personal[T]) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(p.String())) }

// LogValue shows the category to slog.
func (p Personal[T]) LogValue() slog.Value { return slog.StringValue(p.String()) }

// MarshalJSON shows the category.
func (p Personal[T]) MarshalJSON() ([]byte, error) { return []byte(`"` + p.String() + `"`), nil }
