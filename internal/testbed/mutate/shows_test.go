package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../../.."

// reShow finds what a test names as the fault that turns it red. A name without blanks is a patch; a sentence says what was planted by
// hand.
var reShow = regexp.MustCompile(`show\.Show\([a-z]+, "([^"]+)", "([^" ]+)"\)`)

// TestShowsHavePatches: the faults that tests name are patches of testdata/faults, so that make mutate can plant them again. Names in
// byhand.txt were planted by hand once; each is a patch that is still to be written.
func TestShowsHavePatches(t *testing.T) {
	faults, err := readFaults(filepath.Join(root, "testdata/faults"))
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, f := range faults {
		known[f.name] = true
	}
	text, err := os.ReadFile("byhand.txt")
	if err != nil {
		t.Fatal(err)
	}
	byHand := strings.Fields(string(text))
	seen := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "promise") {
			if d != nil && d.IsDir() && err == nil {
				return filepath.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		for _, m := range reShow.FindAllStringSubmatch(string(source), -1) {
			seen++
			if !known[m[2]] && !slices.Contains(byHand, m[2]) {
				t.Errorf("%s shows %s by the fault %q, and there is no testdata/faults/%s.patch", path, m[1], m[2], m[2])
			}
		}
		return err
	})
	if err != nil || seen < 20 {
		t.Fatalf("%d shows were seen, %v", seen, err)
	}
	for _, name := range byHand {
		if known[name] {
			t.Errorf("byhand.txt lists %s, which has a patch now", name)
		}
	}
}

func TestParseFault(t *testing.T) {
	const whole = "# test: ./x -run A\n# test: ./y -run B\n# key: store.scope a.b\n# what: words\n# says: no [a-z]+\n--- a/x\n+++ b/x\n"
	f, err := parseFault("x", []byte(whole))
	if err != nil || len(f.tests) != 2 || len(f.keys) != 2 || !f.says.MatchString("no scope") {
		t.Fatalf("%+v, %v", f, err)
	}
	for _, bad := range []string{"", strings.Replace(whole, "# says: no [a-z]+\n", "", 1), strings.Replace(whole, "[a-z]+", "[", 1),
		strings.Replace(whole, "# what", "# why", 1), strings.Replace(whole, "# what", "what", 1)} {
		if _, err := parseFault("x", []byte(bad)); err == nil {
			t.Errorf("taken: %q", bad)
		}
	}
}
