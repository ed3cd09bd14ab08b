package promise

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

//go:embed evidence.tsv
var evidenceTSV string

// Words in the fault column that are no fault.
const (
	Failed  = "failed" // the test showed the key and did not pass
	NoFault = "-"      // the test passed, but nobody has seen it fail
)

// Evidence is one line of the evidence file: a test that showed a key.
type Evidence struct {
	Key    string    // what it shows
	Test   string    // package and name of the Go test
	Commit string    // what was tested
	Fault  string    // the planted fault that turns the test red, or Failed, or NoFault
	Time   time.Time // when, to the second, in UTC
}

// Failed reports whether the test did not pass.
func (e Evidence) Failed() bool { return e.Fault == Failed }

// Proves reports whether the test passed and was seen to fail.
func (e Evidence) Proves() bool { return e.Fault != Failed && e.Fault != NoFault }

// Embedded is the evidence that this build carries.
func Embedded() ([]Evidence, error) { return ParseEvidence(evidenceTSV) }

// ParseEvidence reads an evidence file: tab separated, no header, key, test, commit, fault, time (RFC 3339).
func ParseEvidence(text string) ([]Evidence, error) {
	rows, err := splitTSV("evidence.tsv", text, 5)
	if err != nil {
		return nil, fmt.Errorf("promise: %w", err)
	}
	evidence := make([]Evidence, 0, len(rows))
	for i, r := range rows {
		at, err := time.Parse(time.RFC3339, r[4])
		if err != nil {
			return nil, fmt.Errorf("promise: evidence.tsv:%d: %w", i+1, err)
		}
		e := Evidence{Key: r[0], Test: r[1], Commit: r[2], Fault: r[3], Time: at.UTC()}
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("promise: evidence.tsv:%d: %w", i+1, err)
		}
		evidence = append(evidence, e)
	}
	return evidence, nil
}

// WriteEvidence writes the file that ParseEvidence reads, sorted and without repetition, so that a run that showed the
// same things gives a difference in commit and time alone.
func WriteEvidence(w io.Writer, evidence []Evidence) error {
	sorted := slices.Clone(evidence)
	slices.SortFunc(sorted, compareEvidence)
	var b strings.Builder
	for _, e := range slices.Compact(sorted) {
		if err := e.check(); err != nil {
			return fmt.Errorf("promise: evidence for %q: %w", e.Key, err)
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\n", e.Key, e.Test, e.Commit, e.Fault, e.Time.UTC().Format(time.RFC3339))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Strangers are the keys in evidence that the ledger does not know, sorted: a test whose key was renamed or mistyped
// would otherwise prove nothing without anybody noticing.
func (l *Ledger) Strangers(evidence []Evidence) []string {
	var out []string
	for _, e := range evidence {
		if _, known := l.Keys[e.Key]; !known {
			out = append(out, e.Key)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var errField = errors.New("a field is empty, padded or holds a control character")

func (e Evidence) check() error {
	if !keyForm.MatchString(e.Key) {
		return fmt.Errorf("malformed key %q", e.Key)
	}
	for _, field := range []string{e.Test, e.Commit, e.Fault} {
		if field == "" || strings.TrimSpace(field) != field || strings.ContainsFunc(field, isControl) {
			return errField
		}
	}
	if y := e.Time.UTC().Year(); y < 0 || y > 9999 || e.Time.Nanosecond() != 0 {
		return errors.New("the time does not fit RFC 3339 in seconds")
	}
	return nil
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func compareEvidence(a, b Evidence) int {
	return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Test, b.Test), cmp.Compare(a.Fault, b.Fault),
		cmp.Compare(a.Commit, b.Commit), a.Time.Compare(b.Time))
}
