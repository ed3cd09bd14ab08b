package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for file, want := range map[string]string{
		"verv-3KJ2XA.css":                      "verv.css",
		"inter-latin-wght-normal-NR37G5.woff2": "inter-latin-wght-normal.woff2",
		"plain.css":                            "plain.css",
	} {
		if got := plain(file); got != want {
			t.Errorf("plain(%q) = %q, want %q", file, got, want)
		}
	}
	a, b := hashed("icons.svg", []byte("a")), hashed("icons.svg", []byte("b"))
	if a == b || plain(a) != "icons.svg" || a != hashed("icons.svg", []byte("a")) {
		t.Errorf("%s and %s", a, b)
	}
}

func TestSprite(t *testing.T) {
	dir := t.TempDir()
	put := func(path, text string) {
		t.Helper()
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("node_modules/@navikt/aksel-icons/dist/svg/A.svg", `<svg viewBox="0 0 24 24"><path d="M1"/></svg>`)
	put("node_modules/@navikt/aksel-icons/dist/svg/B.svg", `<svg viewBox="0 0 24 24"><path d="M2"/></svg>`)
	for list, ok := range map[string]bool{"# remark\nA\n\nB\n": true, "B\nA\n": false, "A\nA\n": false, "A\nC\n": false} {
		put("icons.txt", list)
		got, err := sprite(dir)
		if (err == nil) != ok {
			t.Errorf("%q: %v", list, err)
		}
		if ok && !strings.Contains(string(got), `<symbol id="B" viewBox="0 0 24 24" fill="none"><path d="M2"/></symbol>`) {
			t.Errorf("%s", got)
		}
	}
}

func TestWriteLeavesNoOldFile(t *testing.T) {
	dist := t.TempDir()
	for _, name := range []string{".keep", "old-1.css"} {
		if err := os.WriteFile(filepath.Join(dist, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	made := []output{{"verv.css", "verv-A.css", bytes.Repeat([]byte("a{}"), 100)}, {"x.woff2", "x-B.woff2", noise(100)}}
	if err := write(dist, made); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dist)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.Name())
	}
	if want := ".keep manifest.json verv-A.css verv-A.css.gz x-B.woff2"; strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestBudgets(t *testing.T) {
	whole := func(css int) []output {
		return []output{{"verv.css", "", noise(css)}, {"verv.js", "", noise(10)}, {"editor.js", "", noise(10)}, {"board.css", "", noise(10)}, {"board.js", "", noise(10)}, {"inter-latin-wght-normal.woff2", "", noise(10)}}
	}
	for name, c := range map[string]struct {
		made []output
		ok   bool
	}{
		"within":  {whole(24 * kB), true},
		"over":    {whole(24*kB + 1), false},
		"missing": {whole(10)[:3], false},
	} {
		if err := weigh(&strings.Builder{}, c.made); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// noise cannot be compressed.
func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}
