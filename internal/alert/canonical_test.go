package alert

import (
	"net/url"
	"testing"
)

// FuzzCanonical: the canonical form of any address is its own canonical form, finds the same, and holds nothing that only orders a list.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"", "q=sykepleier&page=7&sort=pay", "place=Troms%C3%B8&within=25&kind=permanent&kind=permanent", "q=%00%ff&published=3", "employer=x&region=Oslo",
		"q=" + "a%22%28OR", "&&=;", "q=a;b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := url.ParseQuery(s)
		if err != nil {
			return
		}
		once := Canonical(q)
		again, err := url.ParseQuery(once)
		if err != nil {
			t.Fatalf("%q: %v", once, err)
		}
		if twice := Canonical(again); twice != once {
			t.Fatalf("%q becomes %q and then %q", s, once, twice)
		}
		for _, name := range []string{"page", "sort", "published"} {
			if again.Has(name) {
				t.Fatalf("%q keeps %s", once, name)
			}
		}
		v := Wish{Search: once, Pace: Daily}
		if tidy := v.tidy(); tidy.Search != once {
			t.Fatalf("kept as %q", tidy.Search)
		}
	})
}
