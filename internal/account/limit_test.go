package account_test

import (
	"fmt"
	"testing"
	"time"

	"verv/internal/account"
	"verv/internal/fault"
)

// The operator's numbers are the house's, and what was counted is counted still after a restart.
func TestLimitsAreAsSetAndSurviveARestart(t *testing.T) {
	engines(t, func(t *testing.T, r *rig) {
		set := func() {
			r.build()
			r.House.Allow(account.Limits{Login: 2, Network: 6, Mail: 1, Apply: 2})
		}
		set()
		r.join(t, "kari@example.no", good)
		r.Clock.Move(2 * time.Hour)
		wrong := func(address string) error {
			_, err := r.House.LogIn(t.Context(), r.visitor(), address, "not the right one", from)
			return err
		}
		steps := []struct {
			name string
			do   func() error
			most int
		}{
			{"login", func() error { return wrong("kari@example.no") }, 2},
			{"mail", func() error { return r.House.SendLink(t.Context(), r.visitor(), "kari@example.no", false, from) }, 1},
			{"apply", func() error { return r.House.MayApply(t.Context(), r.visitor(), from) }, 2},
		}
		for _, s := range steps {
			for n := range s.most {
				if err := s.do(); fault.Is(err, fault.Limited) {
					t.Fatalf("%s: try %d is refused", s.name, n+1)
				}
			}
		}
		r.Restart()
		set()
		for _, s := range steps {
			wants(t, s.do(), fault.Limited, s.name+" after a restart")
		}
		// The refused login counted for its network: two before the restart, one after it.
		for n := range 3 {
			wants(t, wrong(fmt.Sprintf("other%d@example.no", n)), fault.Invalid, "another account from the same network")
		}
		wants(t, wrong("yet-another@example.no"), fault.Limited, "the seventh login of one network")
		if err := r.House.MayApply(t.Context(), r.visitor(), account.From{}); err != nil {
			t.Errorf("what comes by no network is counted: %v", err)
		}
		r.Clock.Move(time.Hour)
		for _, s := range steps {
			if err := s.do(); fault.Is(err, fault.Limited) {
				t.Errorf("%s stays shut", s.name)
			}
		}
	})
}
