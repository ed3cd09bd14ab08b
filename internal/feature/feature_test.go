package feature_test

import (
	"context"
	"testing"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed"
)

// A switch holds at once where it was made, from memory, and elsewhere as soon as the fact is heard.
func TestSwitch(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		b.T = t
		public := b.Grant(access.Anyone(), access.Public(), privacy.Publish)
		operator := b.Grant(access.Actor{Persona: access.Operator}, access.Operation(), privacy.Operate)
		here := feature.New(b.DB, public)
		off := func(h *feature.House) feature.Off {
			t.Helper()
			o, err := h.Off(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		if o := off(here); len(o) != 0 || o.Any(feature.All()...) {
			t.Fatalf("off from the start: %v", o)
		}
		second := b.Second()
		there := feature.New(second.DB, public)
		off(there)
		var from store.Cursor
		must(second.DB.Read(t.Context(), second.Operate(), func(r *store.Reader) (err error) { from, err = r.End(); return err }))
		must(here.Switch(t.Context(), operator, feature.Feeds, true))
		if o := off(here); !o[feature.Feeds] || o[feature.API] {
			t.Errorf("here: %v", o)
		}
		var heard []store.Fact
		must(second.DB.Read(t.Context(), second.Operate(), func(r *store.Reader) (err error) { heard, _, err = r.Facts(from, 10); return err }))
		if there.Hear(heard); !off(there)[feature.Feeds] {
			t.Errorf("there: %v, after %v", off(there), heard)
		}
		since := b.Clock.Now()
		b.Clock.Move(1e9)
		must(here.Switch(t.Context(), operator, feature.Feeds, true)) // as it is
		states, err := here.States(t.Context(), operator)
		must(err)
		for _, s := range states {
			if s.Off != (s.Name == feature.Feeds) || s.Off && !s.Since.Equal(since) {
				t.Errorf("%+v", s)
			}
		}
		if err := here.Switch(t.Context(), operator, "rights", true); !fault.Is(err, fault.NotFound) {
			t.Errorf("what is no feature was switched: %v", err)
		}
		member := b.Grant(access.Actor{Persona: access.Member, Role: access.Owner, Employer: testbed.NewID[access.EmployerID](b), Subject: testbed.NewID[access.SubjectID](b)}, access.Public(), privacy.Publish)
		if err := here.Switch(t.Context(), member, feature.Feeds, false); !fault.Is(err, fault.Withheld) {
			t.Errorf("a member switched: %v", err)
		}
		must(here.Switch(t.Context(), operator, feature.Feeds, false))
		if len(off(here)) != 0 {
			t.Error("not back")
		}
		over, stop := context.WithCancel(t.Context())
		stop()
		if o, err := there.Off(over); err != nil || !o[feature.Feeds] { // it has not heard yet, and reads nothing
			t.Errorf("the answer is not from memory: %v, %v", o, err)
		}
		there.Hear(heard)
		if _, err := there.Off(over); err == nil {
			t.Error("the control: what was heard is not read again")
		}
	})
}
