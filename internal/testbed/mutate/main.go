// Command mutate plants each fault of testdata/faults in a copy of the work tree and needs its tests to turn red for the stated reason:
// a test that stays green while what it guards is broken guards nothing. Run it by make mutate.
//
// A fault is a patch with a header of its own. Each test is first run without any fault and has to be green.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	commit := flag.String("commit", "", "plant in this commit instead of the tracked files as they lie")
	limit := flag.Duration("limit", 3*time.Minute, "how long one test may take")
	flag.Parse()
	ok, err := run(context.Background(), *commit, *limit, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

func run(ctx context.Context, commit string, limit time.Duration, names []string) (ok bool, err error) {
	faults, err := readFaults("testdata/faults")
	if err != nil {
		return false, err
	}
	if len(names) > 0 {
		faults = slices.DeleteFunc(faults, func(f fault) bool { return !slices.Contains(names, f.name) })
	}
	if len(faults) == 0 {
		return false, errors.New("no fault to plant")
	}
	dir, err := os.MkdirTemp("", "verv-mutate-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	if err := copyTree(ctx, commit, dir); err != nil {
		return false, err
	}
	p := planter{dir: dir, limit: limit, green: map[string]error{}}
	ok = true
	caught := 0
	fmt.Printf("%-32s %-24s %8s  %s\n", "fault", "key", "seconds", "verdict")
	for _, f := range faults {
		began := time.Now()
		verdict := p.plant(ctx, f)
		fmt.Printf("%-32s %-24s %8.1f  %s\n", f.name, strings.Join(f.keys, " "), time.Since(began).Seconds(), verdict)
		switch {
		case strings.HasPrefix(verdict, "red"):
			caught++
		case !strings.HasPrefix(verdict, "left out"):
			ok = false
		}
	}
	fmt.Printf("%d faults, %d caught\n", len(faults), caught)
	return ok, nil
}

// copyTree copies the tracked files as they lie, or those of a commit.
func copyTree(ctx context.Context, commit, dir string) error {
	script := `git ls-files -z | while IFS= read -r -d '' f; do [ -e "$f" ] && printf '%s\0' "$f"; done | tar --null -T - -cf - | tar -C "$0" -xf -`
	if commit != "" {
		script = `git archive "$1" | tar -C "$0" -xf -`
	}
	out, err := exec.CommandContext(ctx, "bash", "-o", "pipefail", "-c", script, dir, commit).CombinedOutput()
	if err != nil {
		return fmt.Errorf("copying the tree: %w: %s", err, out)
	}
	installed, err := filepath.Abs(modules)
	if err != nil {
		return err
	}
	if _, err := os.Stat(installed); err != nil {
		return nil // faults in the browser are left out
	}
	return os.Symlink(installed, filepath.Join(dir, modules))
}

// modules is what the bundler reads; git does not track it.
const modules = "assets/node_modules"

// inBrowser reports whether a test sees the pages, so that style and script have to be bundled before it.
func inBrowser(test string) bool { return strings.Contains(test, "-tags browser") }

type planter struct {
	dir   string
	limit time.Duration
	green map[string]error // what a test said without a fault
}

// plant gives the verdict on one fault.
func (p *planter) plant(ctx context.Context, f fault) string {
	if f.needs != "" && os.Getenv(f.needs) == "" {
		return "left out: " + f.needs + " is not set"
	}
	if _, err := os.Stat(filepath.Join(p.dir, modules)); err != nil && slices.ContainsFunc(f.tests, inBrowser) {
		return "left out: " + modules + " is not there, run make assets"
	}
	for _, t := range f.tests {
		if _, seen := p.green[t]; !seen {
			out, err := p.test(ctx, t)
			if err != nil {
				err = fmt.Errorf("%w\n%s", err, tail(out))
			}
			p.green[t] = err
		}
		if err := p.green[t]; err != nil {
			return "NOT GREEN WITHOUT IT: " + t + ": " + err.Error()
		}
	}
	if out, err := p.patch(ctx, f, "--forward"); err != nil {
		return "DOES NOT APPLY: " + tail(out)
	}
	defer func() {
		if out, err := p.patch(ctx, f, "--reverse"); err != nil {
			fmt.Fprintln(os.Stderr, "mutate: taking", f.name, "out again:", tail(out))
			os.Exit(1)
		}
	}()
	for _, t := range f.tests {
		out, err := p.test(ctx, t)
		switch {
		case err == nil:
			return "STAYS GREEN: " + t
		case !f.says.Match(out):
			return "RED FOR ANOTHER REASON: " + t + " does not say " + f.says.String() + "\n" + tail(out)
		}
	}
	return "red, as it should be"
}

func (p *planter) patch(ctx context.Context, f fault, way string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "patch", "-p1", "--no-backup-if-mismatch", "--batch", "--fuzz=0", "-E", way)
	cmd.Dir, cmd.Stdin = p.dir, bytes.NewReader(f.patch)
	return cmd.CombinedOutput()
}

// test runs the words of one test line: a package, then flags of go test.
func (p *planter) test(ctx context.Context, line string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	if inBrowser(line) {
		bundle := exec.CommandContext(ctx, "go", "run", "./assets/bundle")
		bundle.Dir = p.dir
		if out, err := bundle.CombinedOutput(); err != nil {
			return out, fmt.Errorf("bundling: %w", err)
		}
	}
	words := strings.Fields(line)
	args := append([]string{"test", "-count=1", "-trimpath", "-vet=off", "-timeout", p.limit.String()}, words[1:]...)
	cmd := exec.CommandContext(ctx, "go", append(args, words[0])...)
	cmd.Dir = p.dir
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if err == nil && bytes.Contains(out, []byte("no tests to run")) {
		err = errors.New("there is no such test")
	}
	return out, err
}

func tail(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return strings.Join(lines[max(0, len(lines)-12):], "\n")
}

func names(dir string) ([]string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.patch"))
	slices.Sort(paths)
	return paths, err
}
