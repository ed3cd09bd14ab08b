package id_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"verv/internal/id"
)

type apple struct{}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMilli(rapid.Int64Range(0, 1<<45).Draw(t, "ms")).UTC()
		v := id.New[apple](at)
		if !v.Time().Equal(at) {
			t.Fatalf("time %v, want %v", v.Time(), at)
		}
		w, err := id.Parse[apple](v.String())
		if err != nil || w != v {
			t.Fatalf("parse(%s) = %v, %v", v, w, err)
		}
		stored, err := v.Value()
		if err != nil {
			t.Fatal(err)
		}
		var x id.ID[apple]
		if err := x.Scan(stored); err != nil || x != v {
			t.Fatalf("scan = %v, %v", x, err)
		}
		later := id.New[apple](at.Add(time.Millisecond))
		if v.Compare(later) >= 0 || v.String() >= later.String() {
			t.Fatalf("%s does not sort before %s", v, later)
		}
	})
}

func TestZero(t *testing.T) {
	var v id.ID[apple]
	if s, _ := v.Value(); s != nil || v.String() != "" || !v.IsZero() {
		t.Fatalf("zero: value %v, string %q", s, v)
	}
	b, err := json.Marshal(map[string]any{"a": v})
	if err != nil || string(b) != `{"a":""}` {
		t.Fatalf("json %s, %v", b, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "0190b5e0-7b7a-7c3e-8c3e-0123456789ab", "{0190b5e0-7b7a-7c3e-8c3e-0123456789ab}", "urn:uuid:x", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := id.Parse[apple](s)
		if err != nil {
			return
		}
		if again, err := id.Parse[apple](v.String()); !v.IsZero() && (err != nil || again != v) {
			t.Fatalf("%q reads as %s, which reads as %s (%v)", s, v, again, err)
		}
	})
}

func TestNewKeepsTheOrder(t *testing.T) {
	now := time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC)
	last := id.New[struct{}](now)
	for range 4000 {
		next := id.New[struct{}](now)
		if next.Compare(last) <= 0 {
			t.Fatalf("%s does not come after %s", next, last)
		}
		last = next
	}
	if earlier := id.New[struct{}](now.Add(-time.Millisecond)); earlier.Compare(last) >= 0 {
		t.Errorf("an earlier moment sorts later: %s", earlier)
	}
}
