package promise

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestEvidenceRoundTrip(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	in := []Evidence{
		{"store.scope", "verv/internal/store.TestScope/sqlite", "abc", "statement-without-scope", at},
		{"erasure.canary", "verv/internal/rights.TestErase", "abc", Failed, at.In(time.FixedZone("", 3600))},
		{"store.scope", "verv/internal/store.TestScope/sqlite", "abc", "statement-without-scope", at},
		{"erasure.canary", "verv/internal/rights.TestErase", "abc", NoFault, at},
	}
	var b bytes.Buffer
	if err := WriteEvidence(&b, in); err != nil {
		t.Fatal(err)
	}
	want := "erasure.canary\tverv/internal/rights.TestErase\tabc\t-\t2026-11-22T10:00:00Z\n" +
		"erasure.canary\tverv/internal/rights.TestErase\tabc\tfailed\t2026-11-22T10:00:00Z\n" +
		"store.scope\tverv/internal/store.TestScope/sqlite\tabc\tstatement-without-scope\t2026-11-22T10:00:00Z\n"
	if b.String() != want {
		t.Errorf("wrote\n%s\nwant\n%s", b.String(), want)
	}
	out, err := ParseEvidence(b.String())
	if err != nil || len(out) != 3 || out[0].Proves() || out[0].Failed() || !out[1].Failed() || !out[2].Proves() {
		t.Errorf("read %v, %v", out, err)
	}
}

func TestEvidenceRefuses(t *testing.T) {
	good := "store.scope\tverv/x.TestA\tabc\tpatch\t2026-11-22T10:00:00Z\n"
	if _, err := ParseEvidence(good); err != nil {
		t.Fatalf("positive control: %v", err)
	}
	for name, text := range map[string]string{
		"field missing": "store.scope\tverv/x.TestA\tabc\tpatch\n", "no time": strings.Replace(good, "2026-11-22T10:00:00Z", "today", 1),
		"part of a second": strings.Replace(good, "00Z", "00.5Z", 1), "no fault": strings.Replace(good, "patch", "", 1),
		"padded": strings.Replace(good, "abc", " abc", 1), "key": strings.Replace(good, "store.scope", "Store", 1),
		"control character": strings.Replace(good, "abc", "a\rc", 1), "blank line": good + "\n" + good,
	} {
		if got, err := ParseEvidence(text); err == nil {
			t.Errorf("%s: taken as %v", name, got)
		}
	}
	if err := WriteEvidence(&bytes.Buffer{}, []Evidence{{Key: "a.b", Test: "x", Commit: "c", Fault: "two\tfields"}}); err == nil {
		t.Error("a fault with a tab was written")
	}
}

func FuzzParseEvidence(f *testing.F) {
	f.Add("store.scope\tverv/x.TestA\tabc\tpatch\t2026-11-22T10:00:00Z\n")
	f.Add("store.scope\tverv/x.TestA\tabc\tfailed\t2026-11-22T10:00:00+23:59")
	f.Add("a.b\tt\tc\t-\t9999-12-31T23:59:59-23:59\n")
	f.Add("\t\t\t\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		in, err := ParseEvidence(text)
		if err != nil {
			return
		}
		var once, twice bytes.Buffer
		if err := WriteEvidence(&once, in); err != nil {
			t.Fatalf("read but not written: %v", err)
		}
		out, err := ParseEvidence(once.String())
		if err != nil {
			t.Fatalf("written but not read: %v", err)
		}
		if err := WriteEvidence(&twice, out); err != nil || twice.String() != once.String() {
			t.Fatalf("%v\n%q\n%q", err, once.String(), twice.String())
		}
	})
}
