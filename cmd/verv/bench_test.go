package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A short benchmark of the real binary ends by itself, answers every page from both houses at the same length, and gives a ratio for each.
func TestBenchWeb(t *testing.T) {
	if testing.Short() {
		t.Skip("loads two servers for ten seconds; the long form does it")
	}
	exe := filepath.Join(t.TempDir(), "verv")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", exe, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), exe, "bench", "web", "--jobs", "30", "--applications", "3", "--seconds", "1", "--rate", "30", "--format", "tsv")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 11 || strings.Count(lines[0], "\t") != 10 {
		t.Fatalf("%s", out)
	}
	size := map[string]string{}
	for _, l := range lines[1:] {
		f := strings.Split(l, "\t")
		if n, err := strconv.Atoi(f[2]); err != nil || n == 0 {
			t.Errorf("nothing was answered: %s", l)
		}
		if f[1] == "verv" {
			size[f[0]] = f[9]
			if r, err := strconv.ParseFloat(f[10], 64); err != nil || r <= 0 {
				t.Errorf("no ratio: %s", l)
			}
		} else if !strings.HasSuffix(f[0], "gzip") && size[f[0]] != f[9] {
			t.Errorf("the pages are not of the same length: %s", l)
		}
	}
	if err := (benchWeb{Seconds: 1000, Rate: 1, Jobs: 20, Applications: 1}).check(); err == nil {
		t.Error("a thousand seconds are taken")
	}
	scaled(t, exe)
}

// The least installation and a tenth of it: each page answers in both, with a figure for time, memory and growth.
func scaled(t *testing.T, exe string) {
	cmd := exec.CommandContext(t.Context(), exe, "bench", "scale", "--jobs", "200", "--employers", "10", "--applications", "10", "--requests", "5", "--format", "tsv")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if want := len((town{}).scalePages()) + 1; len(lines) != want {
		t.Fatalf("%d lines, want %d:\n%s", len(lines), want, out)
	}
	for _, l := range lines[1:] {
		f := strings.Split(l, "\t")
		if n, err := strconv.ParseFloat(f[7], 64); err != nil || n <= 0 || f[4] == "0" || f[5] == "0" {
			t.Errorf("nothing was measured: %s", l)
		}
	}
	if err := (benchScale{Jobs: 200, Employers: 10, Applications: 10}).check(); err == nil {
		t.Error("no request is taken")
	}
}
