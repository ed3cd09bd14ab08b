package text_test

import (
	"bufio"
	_ "embed"
	"slices"
	"strings"
	"testing"

	"verv/internal/taxonomy"
)

//go:embed testdata/detect.tsv
var labelled string

// TestDetect measures the language of single titles that were written for it. The constants were chosen on the odd rows.
func TestDetect(t *testing.T) {
	d := taxonomy.Detector()
	type part struct{ right, all map[string]int }
	parts := []part{{map[string]int{}, map[string]int{}}, {map[string]int{}, map[string]int{}}}
	n := 0
	scan := bufio.NewScanner(strings.NewReader(labelled))
	for scan.Scan() {
		langs, title, ok := strings.Cut(scan.Text(), "\t")
		if !ok {
			continue
		}
		p, want := parts[n%2], strings.Split(langs, "|")
		n++
		got, _ := d.Detect(title)
		p.all[want[0]]++
		if slices.Contains(want, got) {
			p.right[want[0]]++
		} else {
			t.Logf("%s instead of %s: %s", got, langs, title)
		}
	}
	if n < 300 {
		t.Fatalf("only %d titles", n)
	}
	for i, name := range []string{"development", "test"} {
		right, all := 0, 0
		for _, lang := range taxonomy.Languages {
			t.Logf("%s %s: %d of %d", name, lang, parts[i].right[lang], parts[i].all[lang])
			right, all = right+parts[i].right[lang], all+parts[i].all[lang]
			if 4*parts[i].right[lang] < 3*parts[i].all[lang] {
				t.Errorf("%s: %s is recognized too seldom", name, lang)
			}
		}
		t.Logf("%s: %d of %d (%.1f %%)", name, right, all, 100*float64(right)/float64(all))
		if 10*right < 9*all {
			t.Errorf("%s: fewer than nine of ten", name)
		}
	}
}
