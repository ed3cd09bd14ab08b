// Command tally reads the output of go test -json, prints what failed and why, and counts the tests: in all, and those that ran on
// SQLite, on PostgreSQL, in Chromium with and without JavaScript (by the words in their names). It exits 1 when one failed, and
// when none ran.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

type event struct {
	Action  string
	Package string
	Test    string
	Output  string
	Elapsed float64
}

type count struct {
	passed, failed, skipped int
	by                      map[string]int
	reasons                 []string
	slow                    []string
}

// places are the words in a test's name that say where it ran.
var places = []string{"sqlite", "postgres", "javascript", "noscript"}

func main() {
	c, err := tally(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, s := range c.reasons {
		fmt.Println("skipped:", s)
	}
	fmt.Printf("on SQLite %d, on PostgreSQL %d, in Chromium with JavaScript %d, without %d\n", c.by["sqlite"], c.by["postgres"],
		c.by["javascript"], c.by["noscript"])
	fmt.Printf("%d passed, %d failed, %d skipped\n", c.passed, c.failed, c.skipped)
	if c.failed > 0 || c.passed == 0 {
		os.Exit(1)
	}
}

func tally(r io.Reader, w io.Writer) (count, error) {
	c := count{by: map[string]int{}}
	output := map[string][]string{}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var e event
		if err := json.Unmarshal(sc.Bytes(), &e); err != nil {
			fmt.Fprintln(w, sc.Text()) // what the build said
			continue
		}
		c.take(e, output, w)
	}
	slices.Sort(c.reasons)
	return c, sc.Err()
}

func (c *count) take(e event, output map[string][]string, w io.Writer) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output", "build-output":
		output[key] = append(output[key], e.Output)
	case "pass":
		if e.Test != "" {
			c.passed++
			for _, p := range places {
				if slices.Contains(strings.FieldsFunc(strings.ToLower(e.Test), func(r rune) bool { return r == '/' || r == '-' }), p) {
					c.by[p]++
				}
			}
		} else {
			fmt.Fprintf(w, "ok   %-40s %6.1f s\n", e.Package, e.Elapsed)
		}
		delete(output, key)
	case "skip":
		if e.Test != "" {
			c.skipped++
			c.reasons = append(c.reasons, key+": "+reason(output[key]))
		}
	case "fail", "build-fail":
		c.failed++
		fmt.Fprintf(w, "FAIL %s\n%s\n", key, strings.Join(output[key], ""))
	}
}

func reason(lines []string) string {
	for _, l := range lines {
		if t := strings.TrimSpace(l); t != "" && !strings.HasPrefix(t, "===") && !strings.HasPrefix(t, "---") {
			return t
		}
	}
	return "no reason given"
}
