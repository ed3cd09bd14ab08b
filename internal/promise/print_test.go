package promise

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func sample() []Verdict {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	return []Verdict{
		{Promise: Promise{ID: "INS-01", Text: "One."}, State: Waiting, Built: Waiting, Here: ProbeNone, Check: []string{"C13"}},
		{Promise: Promise{ID: "INS-05", Text: "Five <&>."}, State: Held, Built: Held, Here: ProbeOK, Check: []string{"store.grant", "store.footprint"},
			Evidence: []string{"verv/x.TestA", "verv/x.TestB"}, Time: at},
		{Promise: Promise{ID: "INS-16", Text: "Sixteen."}, State: Red, Built: Absent, Here: ProbeRed, Check: []string{"egress"},
			Evidence: []string{"verv/x.TestA"}, Time: at, Details: []string{"egress: one host too many"}},
		{Promise: Promise{ID: "NET-107", Text: "Last."}, State: Unproven, Built: Unproven, Here: ProbeUnknown, Check: []string{"web.csp"}},
	}
}

func TestPrint(t *testing.T) {
	for format, want := range map[Format]string{
		TSV: "INS-01\twaiting\tC13\t-\t-\twaiting\tnone\n" +
			"INS-05\theld\tstore.grant,store.footprint\tverv/x.TestA,verv/x.TestB\t2026-11-22T10:00:00Z\theld\tok\n" +
			"INS-16\tred\tegress\tverv/x.TestA\t2026-11-22T10:00:00Z\tabsent\tred\n" +
			"NET-107\tunproven\tweb.csp\t-\t-\tunproven\tunknown\n",
		Text: "4 promises: 1 red, 1 unproven, 1 waiting, 0 absent, 1 held\n" +
			"\nred (1)\n  INS-16   Sixteen.\n           egress; here red; shown 2026-11-22; egress: one host too many\n" +
			"\nunproven (1)\n  NET-107  Last.\n           lacks web.csp; here unknown\n" +
			"\nwaiting (1)\n  INS-01   One.\n           waits for C13\n" +
			"\nheld (1)\n  INS-05   Five <&>.\n           store.grant, store.footprint; here ok; shown 2026-11-22\n",
	} {
		var b bytes.Buffer
		if err := Print(&b, format, sample()); err != nil || b.String() != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", format, err, b.String(), want)
		}
	}
}

func TestPrintJSON(t *testing.T) {
	var b bytes.Buffer
	if err := Print(&b, JSON, sample()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "null") || !strings.Contains(b.String(), "Five <&>.") {
		t.Errorf("a list is null, or text was escaped:\n%s", b.String())
	}
	var lines []line
	if err := json.Unmarshal(b.Bytes(), &lines); err != nil || len(lines) != 4 {
		t.Fatalf("%d rows, %v", len(lines), err)
	}
	if got := lines[2]; got.ID != "INS-16" || got.State != Red || got.Built != Absent || got.Here != ProbeRed || got.Check[0] != "egress" ||
		got.Time != "2026-11-22T10:00:00Z" || got.Details[0] != "egress: one host too many" {
		t.Errorf("row %+v", got)
	}
	if lines[0].Time != "" || len(lines[0].Evidence) != 0 {
		t.Errorf("row %+v", lines[0])
	}
}

// The whole ledger prints as 359 lines of seven filled fields, and a build without evidence holds nothing.
func TestPrintLedger(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	verdicts := JudgeAll(l, nil, nil)
	var b bytes.Buffer
	if err := Print(&b, TSV, verdicts); err != nil {
		t.Fatal(err)
	}
	rows, err := splitTSV("output", b.String(), 7)
	if err != nil || len(rows) != 359 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, r := range rows {
		for i, field := range r {
			if field == "" {
				t.Errorf("%s: field %d is empty", r[0], i+1)
			}
		}
	}
	if n := Count(verdicts); n[Held] != 0 || n[Absent] != 0 || n[Red] != 0 || n[Waiting]+n[Unproven] != 359 {
		t.Errorf("without evidence: %v", n)
	}
}

func TestExitCode(t *testing.T) {
	if got := ExitCode(sample()); got != 1 {
		t.Errorf("one red row: exit %d", got)
	}
	if got := ExitCode(append(sample()[:2:2], sample()[3])); got != 0 {
		t.Errorf("no red row: exit %d", got)
	}
}

type brokenWriter struct{}

var errBroken = errors.New("broken")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestPrintFails(t *testing.T) {
	if err := Print(&bytes.Buffer{}, "xml", nil); err == nil || !strings.Contains(err.Error(), "tsv") {
		t.Errorf("unknown format: %v", err)
	}
	for _, format := range []Format{Text, JSON, TSV} {
		if err := Print(brokenWriter{}, format, sample()); !errors.Is(err, errBroken) {
			t.Errorf("%s to a broken writer: %v", format, err)
		}
	}
}
