package store

import (
	"database/sql"
	"fmt"
	"time"

	"verv/internal/id"
)

// Args are the named arguments of a statement. The scope is not among them. A time.Time is stored as milliseconds, the zero
// time as NULL; a bool as 0 or 1.
type Args map[string]any

func plainValue(v any) any {
	switch x := v.(type) {
	case time.Time:
		if x.IsZero() {
			return nil
		}
		return x.UnixMilli()
	case bool:
		if x {
			return int64(1)
		}
		return int64(0)
	case Sealed:
		if x == nil {
			return nil
		}
		return []byte(x)
	}
	return v
}

// Sealed is a body as it lies in the database.
type Sealed []byte

// Row is one row to scan.
type Row struct{ scan func(...any) error }

// Scan reads the columns in order. Besides what database/sql takes it reads a moment into *time.Time (UTC) and NULL text or
// numbers as their zero.
func (r Row) Scan(dest ...any) error {
	wrapped := make([]any, len(dest))
	for i, d := range dest {
		switch p := d.(type) {
		case *time.Time:
			wrapped[i] = moment{p}
		case *string:
			wrapped[i] = nullable[string]{p}
		case *int:
			wrapped[i] = nullable[int]{p}
		case *int64:
			wrapped[i] = nullable[int64]{p}
		case *Sealed:
			wrapped[i] = (*[]byte)(p)
		default:
			wrapped[i] = d
		}
	}
	return r.scan(wrapped...)
}

type moment struct{ t *time.Time }

func (m moment) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*m.t = time.Time{}
	case int64:
		*m.t = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("store: %T is no moment", src)
	}
	return nil
}

type nullable[T any] struct{ v *T }

func (n nullable[T]) Scan(src any) error {
	var x sql.Null[T]
	if err := x.Scan(src); err != nil {
		return err
	}
	*n.v = x.V
	return nil
}

// identifierBytes are the 16 bytes of an identifier as a driver gives it.
func identifierBytes(v any) (b [16]byte) {
	var any16 id.ID[Row]
	if any16.Scan(v) == nil {
		copy(b[:], any16.Bytes())
	}
	return b
}
