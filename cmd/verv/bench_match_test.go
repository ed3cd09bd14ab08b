package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The least workload: a figure for everything, and the same answers from the same seed.
func TestBenchMatch(t *testing.T) {
	var answers [2]string
	for i := range answers {
		dir := t.TempDir()
		var out bytes.Buffer
		b := benchMatch{Seed: 3, Size: []string{"1k"}, Queries: 40, Only: "all", Answers: dir, Format: "tsv"}
		if err := b.Run(&outside{out: &out, err: io.Discard, now: time.Now}); err != nil {
			t.Fatal(err)
		}
		for _, what := range []string{"build jobs", "search jobs", "build alerts", "percolate a job", "build CVs", "search CVs", "rank CVs for a job"} {
			if !strings.Contains(out.String(), "\n"+what+"\t1000\t") {
				t.Errorf("no figure for %s:\n%s", what, out.String())
			}
		}
		for _, name := range []string{"alerts.tsv", "cvs.tsv", "jobs.tsv"} {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil || !strings.Contains(string(text), ",") {
				t.Errorf("%s: %v, %d bytes", name, err, len(text))
			}
			answers[i] += string(text)
		}
	}
	if answers[0] != answers[1] {
		t.Error("the same seed gave different answers")
	}
	for _, bad := range []benchMatch{{Size: []string{"10"}, Queries: 10}, {Size: []string{"2M0"}, Queries: 10}, {Size: []string{"1k"}, Queries: 1}} {
		if _, err := bad.check(); err == nil {
			t.Errorf("%v is taken", bad)
		}
	}
}
