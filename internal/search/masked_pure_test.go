package search

import "testing"

// TestTells: what says who writes is found, whatever its form, and ordinary words are not.
func TestTells(t *testing.T) {
	names, domains := []string{"Nordkyst sykehus HF", "Blå Lagune AS"}, []string{"solvik.example"}
	for text, want := range map[string]string{
		"Vi trenger en sykepleier på sykehuset.":      "",
		"Velkommen til Nordkyst sykehus!":             "Nordkyst sykehus HF",
		"Nordkysts beste lag":                         "nordkyst",
		"jobb hos blå  lagune":                        "Blå Lagune AS",
		"se www.eksempel.no/jobb":                     "www.eksempel.no/jobb",
		"Ring 900 11 222":                             "900 11 222",
		"Skriv til oss@solvik.example":                "oss@solvik.example",
		"Vi i Solvik":                                 "solvik",
		"Lønn fra 612 000, oppstart i august 2027.":   "",
		"Vi er tolv sykepleiere og ser etter en til.": "",
	} {
		if got := tells(text, names, domains); got != want {
			t.Errorf("%q tells %q, want %q", text, got, want)
		}
	}
}

// TestCoarse: a sum is told with two figures, outward.
func TestCoarse(t *testing.T) {
	for n, want := range map[int64][2]int64{0: {0, 0}, 99: {99, 99}, 61234500: {61000000, 62000000}, 60000000: {60000000, 60000000}} {
		if down, up := coarse(n, false), coarse(n, true); down != want[0] || up != want[1] {
			t.Errorf("%d is %d to %d, want %v", n, down, up, want)
		}
	}
}

// FuzzTells: whatever is typed, a name in it is found.
func FuzzTells(f *testing.F) {
	f.Add("Hei, ", " er vi")
	f.Add("", "")
	f.Add("«", "»")
	f.Fuzz(func(t *testing.T, before, after string) {
		if tells(before+" Nordkyst sykehus "+after, []string{"Nordkyst sykehus HF"}, nil) == "" {
			t.Errorf("the name is not found between %q and %q", before, after)
		}
	})
}
