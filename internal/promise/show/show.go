package show

import (
	"regexp"
	"strings"
	"testing"
)

var keyForm = regexp.MustCompile(`^[a-z]+(\.[a-z0-9-]+)+$`)

// Show says that the test t proves key (a name from the ledger's keys.tsv), and that it was seen to turn red under fault:
// the name of a patch in testdata/faults, or a few words on what was planted. An empty fault says that nobody has seen
// the test fail yet; such evidence leaves a promise unproven.
//
// Call it first in the test. A test that fails before it says what it shows turns no promise red.
func Show(t testing.TB, key, fault string) {
	t.Helper()
	if fault == "" {
		fault = "-"
	}
	if !keyForm.MatchString(key) {
		t.Fatalf("promise key %q: want room.what-it-shows", key)
	}
	if fault == "failed" || strings.TrimSpace(fault) != fault || strings.ContainsFunc(fault, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		t.Fatalf("promise %s: fault %q is padded, reserved or has a control character", key, fault)
	}
	t.Logf("promise: %s fault=%s", key, fault)
}
