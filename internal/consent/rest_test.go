package consent

import (
	"testing"

	"verv/internal/privacy"
)

// A purpose that rests on consent has a topic that people can agree to, and a class that ends with it; no other purpose has.
func TestEveryConsentPurposeIsAskedFor(t *testing.T) {
	n := 0
	for _, p := range privacy.Purposes() {
		ground, _ := privacy.GroundOf(p)
		on, asked := rests[p]
		if asked != (ground.Basis == privacy.Consent) {
			t.Errorf("%s rests on %s, and is asked for: %v", p, ground.Basis, asked)
		}
		if !asked {
			continue
		}
		n++
		if on.row {
			if !on.topic.Known() || on.class != "" {
				t.Errorf("%s: topic %q, class %q beside a row", p, on.topic, on.class)
			}
			continue
		}
		rule, known := privacy.Retention{}.Rule(on.class)
		if !on.topic.Known() || !known {
			t.Errorf("%s: topic %q, class %q", p, on.topic, on.class)
		}
		if longest := topics[on.topic]; rule.Period != longest {
			t.Errorf("%s is kept for %v and agreed to for %v", p, rule.Period, longest)
		}
	}
	if n == 0 {
		t.Error("no purpose rests on consent: the test says nothing")
	}
}
