package query

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "",
		" \t ":                        "",
		"nurse night":                 "nurse night",
		"nurse AND night":             "nurse night",
		"sykepleier ELLER lege":       "sykepleier OR lege",
		"hoitaja TAI lääkäri EI yö":   "hoitaja OR lääkäri NOT yö",
		"a|b c":                       "a OR b c",
		"(a|b) c":                     "(a OR b) c",
		"a (b (c d))":                 "a b c d",
		"- - x":                       "x",
		"-(a b)":                      "NOT (a b)",
		`"intensive   care"`:          `"intensive care"`,
		"nurs*":                       "nurs*",
		"C++ C# .NET":                 "C++ C# .NET",
		"night-shift":                 "night-shift",
		"http://x:y":                  "http://x:y",
		"place:NO-0301|place:NO-4601": "place:NO-0301 OR place:NO-4601",
		`employer:"a b"`:              `employer:"a b"`,
		"salary:600000..":             "salary:600000..",
		"experience:3..7 age:..14":    "experience:3..7 age:..14",
		"experience:5":                "experience:5..5",
		"near:59.910,10.75,50":        "near:59.91,10.75,50",
		"and or not":                  "and or not",
		"a\xff\x00b":                  "a b",
		"((a)":                        "!0",
		"a OR":                        "!4",
		"OR a":                        "!0",
		"a )":                         "!2",
		"(a":                          "!0",
		`a "b`:                        "!2",
		`""`:                          "!0",
		"a*":                          "!0",
		"salary:lots":                 "!7",
		"salary:..":                   "!7",
		"salary:9..3":                 "!7",
		"near:1,2":                    "!5",
		"near:NaN,2,3":                "!5",
		"occupation:":                 "!11",
	} {
		n, err := Parse(in)
		if at, bad := strings.CutPrefix(want, "!"); bad {
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), "byte "+at) {
				t.Errorf("%q: error %v, want one at byte %s", in, err, at)
			}
			continue
		}
		if err != nil || Print(n) != want {
			t.Errorf("%q: %q, %v; want %q", in, Print(n), err, want)
		}
	}
}

func TestBounds(t *testing.T) {
	for name, c := range map[string]struct {
		in  string
		why Reason
	}{
		"10,000 terms":  {strings.Repeat("a ", 10_000), TooLong},
		"300 terms":     {strings.Repeat("a ", 300), TooMany},
		"17 beginnings": {strings.Repeat("ab* ", MaxCostly+1), TooMany},
		"17 circles":    {strings.Repeat("near:1,2,3|", MaxCostly) + "near:1,2,3", TooMany},
		"brackets":      {strings.Repeat("(", 4000) + "a" + strings.Repeat(")", 4000), TooDeep},
		"minuses":       {strings.Repeat("-", 8000) + "a", TooDeep},
	} {
		var e *Error
		if _, err := Parse(c.in); !errors.As(err, &e) || e.Why != c.why {
			t.Errorf("%s: %v, want %s", name, err, c.why)
		}
	}
	if _, err := Parse(strings.Repeat("a ", MaxTerms-MaxCostly) + strings.Repeat(`"a b" `, MaxCostly)); err != nil {
		t.Errorf("as many terms as may be: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a b", `"a b" OR c*`, "-(a|b) c", "place:NO-03 salary:1..2 near:1.5,2,3", `employer:"x y"`, "a:b:c", "((", "\xff\"\x00", "IKKE a ELLER b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		n, err := Parse(in)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.At < 0 || e.At > len(in) {
				t.Fatalf("%q: %v", in, err)
			}
			return
		}
		out := Print(n)
		if len(out) > MaxBytes {
			return // brackets and operators written out may exceed what may be typed
		}
		again, err := Parse(out)
		if err != nil || !reflect.DeepEqual(again, n) {
			t.Fatalf("%q is printed as %q and read back as %#v, %v; was %#v", in, out, again, err, n)
		}
	})
}
