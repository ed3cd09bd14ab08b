package locale

import (
	"testing"
	"time"
)

func TestZone(t *testing.T) {
	if z := Zone("Europe/Helsinki"); z.String() != "Europe/Helsinki" || z != Zone("Europe/Helsinki") {
		t.Errorf("%s, or read twice", z)
	}
	for _, name := range []string{"", "Local", "Nordlys/Tromsø", "../../etc/passwd"} {
		if Zone(name) != time.UTC || KnownZone(name) {
			t.Errorf("%q is taken", name)
		}
	}
}

func BenchmarkZone(b *testing.B) {
	for b.Loop() {
		Zone("Europe/Oslo")
	}
}
