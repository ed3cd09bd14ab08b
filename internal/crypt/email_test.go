package crypt

import (
	"bytes"
	"strings"
	"testing"

	"verv/internal/fault"
)

func TestNormaliseEmail(t *testing.T) {
	same := map[string]string{ // input: form
		"anna@example.no":                  "anna@example.no",
		"  Anna@Example.NO \r\n":           "anna@example.no",
		"ANNA+Jobs@example.no":             "anna+jobs@example.no",
		"\uff41nna@example.no":             "anna@example.no", // full width a
		"anna@bl\u00e5b\u00e6r.no":         "anna@xn--blbr-roah.no",
		"anna@BL\u00c5B\u00c6R.no":         "anna@xn--blbr-roah.no",
		"anna@bla\u030ab\u00e6r.no":        "anna@xn--blbr-roah.no", // a and ring apart
		"anna@xn--blbr-roah.no":            "anna@xn--blbr-roah.no",
		"anna@example\u3002no":             "anna@example.no", // ideographic full stop
		"\u00c5se@example.no":              "\u00e5se@example.no",
		"o'brien-x_y@example.co.uk":        "o'brien-x_y@example.co.uk",
		"anna@localhost":                   "anna@localhost",
		strings.Repeat("a", 240) + "@b.no": strings.Repeat("a", 240) + "@b.no",
	}
	for in, want := range same {
		if got, err := NormaliseEmail(in); err != nil || got != want {
			t.Errorf("%q gives %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", "@", "anna", "anna@", "@example.no", "a@b@c.no", "an na@example.no", "anna@exam ple.no",
		"anna\x00@example.no", "anna@example.no\r\nBcc: x@y.no", "anna\n@example.no", "anna@example.no\x00",
		"\u202eanna@example.no", "anna@\u200fexample.no", "an\u200bna@example.no", "anna\u00ad@example.no", "\u2066anna@example.no",
		`"anna"@example.no`, "anna<x>@example.no", "anna,bo@example.no", "anna;bo@example.no", `an\na@example.no`,
		".anna@example.no", "anna.@example.no", "an..na@example.no", "anna@.example.no", "anna@example..no", "anna@example.no.",
		"anna@-example.no", "anna@exa_mple.no", "anna@[127.0.0.1]", "anna@xn--\u00e5.no", "anna@xn--a.no",
		"anna\xff@example.no", "anna\ufffd@example.no", "anna\u00a0x@example.no",
		strings.Repeat("a", 250) + "@b.no", strings.Repeat("a", 100_000) + "@b.no", "anna@" + strings.Repeat("a", 64) + ".no",
	} {
		got, err := NormaliseEmail(in)
		if !fault.Is(err, fault.Invalid) || got != "" {
			t.Errorf("%.60q gives %q, %v", in, got, err)
		} else if in != "" && len(in) > 4 && strings.Contains(err.Error(), in) {
			t.Errorf("the error repeats %.60q", in)
		}
	}
}

func TestMarks(t *testing.T) {
	s := newHouse(t).open(t)
	tagged, plain := s.Marks("Anna+jobs@example.no"), s.Marks("anna@example.no")
	if len(tagged) != 2 || len(plain) != 2 {
		t.Fatalf("%d and %d marks", len(tagged), len(plain))
	}
	if bytes.Equal(tagged[0], plain[0]) || !bytes.Equal(tagged[1], plain[1]) {
		t.Error("a tag must tell the addresses apart and the persons not")
	}
	if !bytes.Equal(s.Mark("anna@example.no"), plain[0]) || bytes.Equal(plain[0], plain[1]) {
		t.Error("Mark is the first of Marks")
	}
	if s.Marks("nobody") != nil || s.Mark("nobody") != nil {
		t.Error("a mark of what is no address")
	}
	if other := newHouse(t).open(t); bytes.Equal(other.Mark("anna@example.no"), plain[0]) {
		t.Error("two installations share a mark")
	}
	if withoutTag("+x@example.no") != "+x@example.no" {
		t.Error("a tag without a name is the name")
	}
}

func FuzzNormaliseEmail(f *testing.F) {
	for _, s := range []string{"anna@example.no", "Anna+x@BL\u00c5B\u00c6R.no", "a@\u212a.no", "\u0130@x.no", "\u1e9e@x.no", "a@b\r\n", "\u202ea@b.no",
		"a@xn--blbr-roah.no", "\ufb01@x.no", "a@fa\u00df.de", "\x00@x", "a\u0345@x.no", "\u03a3\u03a3@x.no", "a@\u0660.no"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := NormaliseEmail(s)
		if err != nil {
			if n != "" || !fault.Is(err, fault.Invalid) {
				t.Fatalf("refused as %q, %v", n, err)
			}
			return
		}
		if again, err := NormaliseEmail(n); err != nil || again != n {
			t.Fatalf("%q gives %q, which gives %q, %v", s, n, again, err)
		}
		if len(n) > maxAddress || strings.Count(n, "@") != 1 || strings.ContainsFunc(n, forbidden) || n != strings.ToLower(n) {
			t.Fatalf("%q gives %q", s, n)
		}
		if upper, err := NormaliseEmail(" " + n + "\n"); err != nil || upper != n {
			t.Fatalf("%q with space around gives %q, %v", n, upper, err)
		}
	})
}
