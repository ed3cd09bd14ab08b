package id

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
)

// ErrInvalid is returned for text or bytes that are not an identifier. It never repeats the input.
var ErrInvalid = errors.New("id: not an identifier")

// ID identifies one N. The zero ID identifies nothing.
type ID[N any] struct{ u uuid.UUID }

// New makes an ID that sorts at moment now, to the millisecond; those that this process makes within one millisecond sort in the order in
// which they were made, up to 4,096 of them (RFC 9562, section 6.2, method 1). The remaining 62 bits are random.
func New[N any](now time.Time) ID[N] {
	ms := now.UnixMilli()
	var u uuid.UUID
	binary.BigEndian.PutUint64(u[:8], uint64(ms)<<16|0x7000|uint64(turn.next(ms)))
	// crypto/rand.Read never fails since Go 1.24.
	_, _ = rand.Read(u[8:])
	u[8] = u[8]&0x3f | 0x80
	return ID[N]{u}
}

// turns counts what was made within the millisecond that was asked for last. A clock that goes back, as in tests, begins anew.
type turns struct {
	mu sync.Mutex
	ms int64
	n  uint16
}

var turn turns

func (t *turns) next(ms int64) uint16 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if ms != t.ms {
		t.ms, t.n = ms, 0
		return 0
	}
	t.n = min(t.n+1, 0x0fff)
	return t.n
}

// Parse reads the canonical form of 36 characters, in either case.
func Parse[N any](s string) (ID[N], error) {
	if len(s) != 36 {
		return ID[N]{}, ErrInvalid
	}
	u, err := uuid.Parse(s)
	if err != nil {
		return ID[N]{}, ErrInvalid
	}
	return ID[N]{u}, nil
}

// Of names something by the sixteen bytes of an identifier, for rooms that keep nothing else of it.
func Of[N any](b [16]byte) ID[N] { return ID[N]{b} }

// Must is Parse for constants and tests; it panics on anything but an identifier.
func Must[N any](s string) ID[N] {
	v, err := Parse[N](s)
	if err != nil {
		panic(err)
	}
	return v
}

// Cast changes the noun. It exists for the few rooms that know an identifier by its bytes alone (audit, export).
func Cast[To, From any](v ID[From]) ID[To] { return ID[To]{v.u} }

// IsZero reports whether v identifies nothing.
func (v ID[N]) IsZero() bool { return v.u == uuid.Nil }

// String is the canonical form, lower case; empty for the zero ID.
func (v ID[N]) String() string {
	if v.IsZero() {
		return ""
	}
	return v.u.String()
}

// Bytes are the 16 bytes, for associated data and keyed hashes.
func (v ID[N]) Bytes() []byte { return v.u[:] }

// Time is the moment v was made for, to the millisecond, in UTC.
func (v ID[N]) Time() time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(v.u[:8]) >> 16)).UTC()
}

// Compare orders by time of making, then by the random part.
func (v ID[N]) Compare(w ID[N]) int {
	for i := range v.u {
		if d := int(v.u[i]) - int(w.u[i]); d != 0 {
			return d
		}
	}
	return 0
}

// Value stores the canonical text; the zero ID is stored as NULL.
func (v ID[N]) Value() (driver.Value, error) {
	if v.IsZero() {
		return nil, nil
	}
	return v.u.String(), nil
}

// Scan reads what Value stored.
func (v *ID[N]) Scan(src any) error {
	switch s := src.(type) {
	case nil:
		*v = ID[N]{}
		return nil
	case string:
		return v.UnmarshalText([]byte(s))
	case []byte:
		return v.UnmarshalText(s)
	}
	return fmt.Errorf("id: cannot read %T: %w", src, ErrInvalid)
}

// MarshalText is String.
func (v ID[N]) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText accepts what MarshalText gives; empty text is the zero ID.
func (v *ID[N]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*v = ID[N]{}
		return nil
	}
	p, err := Parse[N](string(b))
	if err != nil {
		return err
	}
	*v = p
	return nil
}
