package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// fakes is a folder with the script testdata/peer under the names of what it is to do.
func fakes(t *testing.T, names ...string) string {
	t.Helper()
	script, err := filepath.Abs("testdata/peer")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, n := range names {
		if err := os.Symlink(script, filepath.Join(dir, n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "README"), nil, 0o644); err != nil { // no program
		t.Fatal(err)
	}
	return dir
}

// Peers of every sort: each has its lines, one that fails does not stop the others, and answers that are not Verv's fail the run.
func TestBenchPeers(t *testing.T) {
	answers := t.TempDir()
	t.Setenv("VERV_TEST_ANSWERS", answers)
	var out, said bytes.Buffer
	b := benchMatch{Seed: 3, Size: []string{"1k"}, Queries: 40, Only: "all", Answers: answers, Format: "tsv", PeerLimit: 5 * time.Minute,
		Peers: fakes(t, "right", "wrong", "crashes", "rubbish", "mumbles", "silent", "foreign", "talks", "invents", "lacks")}
	err := b.Run(&outside{ctx: context.Background(), out: &out, err: &said, now: time.Now})
	if err == nil || !strings.Contains(err.Error(), "8 lines") {
		t.Errorf("the run ends with %v", err)
	}
	for _, want := range []string{
		"right\talerts\t1000\t40\t2000.0\t1000.0\t9000.0\t12\t100\t3.0\tcpu\t",
		"\t40 equal\nright\tcvs\t", "\t40 equal\nright\tjobs\t", "\t40 equal\nright\tcvs change\t",
		"\t1 of 40 differ; 3: hits is 9999, not ",
		"\ncrashes\tjobs\t", "\t40 equal\ncrashes\tfailed: exit status 7: out of luck\n",
		"\nrubbish\tfailed: says \"hello\", which is no figure\n",
		"\nmumbles\tfailed: says \"jobs\\t1000\\t40\\tNaN",
		"\nsilent\tjobs\t", "\tno answers\n",
		"\nforeign\tjobs\t", "\tline 1 is no answer: 3 columns, not 4\n",
		"\ntalks\tfailed: says too much\n",
		"\ninvents\tfailed: says \"horses\\t1000", "which nobody asked\n",
		"\nchange an alert\t1000\t100\t", "\nchange a CV\t1000\t100\t", "\nchange a job\t1000\t100\t",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("lacks %q", want)
		}
	}
	for _, want := range []string{"left out: lacks: no server\n", "left out: postgres is not in "} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("does not say %q:\n%s", want, said.String())
		}
	}
	if t.Failed() {
		t.Log(out.String())
	}
}

// One that hangs ends after its time, with what it started.
func TestBenchPeerHangs(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"cvs", "jobs", "alerts", "cvq", "jobq"} {
		if err := os.WriteFile(filepath.Join(dir, f+".tsv"), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b := benchMatch{Peers: fakes(t, "hangs"), Workload: dir, Only: "all", Queries: 40, PeerLimit: 300 * time.Millisecond}
	began := time.Now()
	if _, err := b.runPeer(t.Context(), "hangs", t.TempDir()); err == nil || err.Error() != "took longer than 300ms" {
		t.Errorf("%v", err)
	}
	if took := time.Since(began); took > peerWait {
		t.Errorf("it ended after %s: what it started held its output open", took)
	}
	if _, err := peersIn(t.TempDir()); err == nil {
		t.Error("an empty folder is taken")
	}
}
