//go:build ledgercheck

package promise

import (
	"encoding/csv"
	"os"
	"regexp"
	"strings"
	"testing"
)

// sharedRun is the number of words in a row that a paraphrase must not share with the sentence it stands for.
const sharedRun = 8

var word = regexp.MustCompile(`[\p{L}\p{N}]+`)

// TestAgainstSource compares the ledger with the table of promises that it was written from. The table is not part of
// this repository; VERV_PROMISES_CSV says where it lies.
func TestAgainstSource(t *testing.T) {
	path := os.Getenv("VERV_PROMISES_CSV")
	if path == "" {
		t.Fatal("VERV_PROMISES_CSV must name the table of promises")
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if rows = rows[1:]; len(rows) != len(l.Promises) {
		t.Fatalf("%d rows in the source, %d in the ledger", len(rows), len(l.Promises))
	}
	for i, r := range rows {
		p := l.Promises[i]
		id, stance, claim := r[column["id"]], r[column["stance"]], r[column["claim"]]
		if p.ID != id || string(p.Stance) != stance {
			t.Errorf("row %d: %s %s, source %s %s", i+1, p.ID, p.Stance, id, stance)
		}
		if shared := shares(p.Text, claim); shared != "" {
			t.Errorf("%s is copied: %q", id, shared)
		}
	}
	if shares("We say it: the quick brown fox jumps over the lazy dog.", "The quick, brown fox jumps over the LAZY cat") == "" || shares("Yes.", "yes") == "" {
		t.Error("positive control: a copied sentence was not noticed")
	}
}

// shares is a run of sharedRun words that stands in both sentences, or the whole of one that equals the other.
func shares(ours, theirs string) string {
	a, b := word.FindAllString(strings.ToLower(ours), -1), word.FindAllString(strings.ToLower(theirs), -1)
	text := " " + strings.Join(b, " ") + " "
	if whole := strings.Join(a, " "); " "+whole+" " == text {
		return whole
	}
	for i := 0; i+sharedRun <= len(a); i++ {
		if run := strings.Join(a[i:i+sharedRun], " "); strings.Contains(text, " "+run+" ") {
			return run
		}
	}
	return ""
}
