package promise

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// logged is the line that show.Show makes a test log, behind the file and line that the testing package adds.
var logged = regexp.MustCompile(`^\s*[^\s:]+\.go:\d+: promise: (\S+) fault=(.+?)\s*$`)

// event is what `go test -json` prints (go doc test2json).
type event struct {
	Time    time.Time
	Action  string
	Package string
	Test    string
	Output  string
}

// showing is one key that a test showed.
type showing struct{ key, fault string }

// run is what was seen of one test.
type run struct {
	shown                   []showing
	passed, failed, skipped bool
	at                      time.Time // of the last event
}

// Collect reads the output of `go test -json` and returns the evidence that its tests gave, sorted. A test that passed
// gives the fault it names. A test that failed, or whose end is missing because its process died, gives the word failed;
// so does a subtest whose parent failed, as the parent may have checked what the subtest showed. A skipped test gives nothing.
func Collect(r io.Reader, commit string) ([]Evidence, error) {
	runs := map[string]*run{}
	dec := json.NewDecoder(r)
	for {
		var e event
		if err := dec.Decode(&e); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("promise: test output, byte %d: %w", dec.InputOffset(), err)
		}
		if e.Test != "" {
			note(runs, e)
		}
	}
	return conclude(runs, commit)
}

func note(runs map[string]*run, e event) {
	name := e.Package + "." + e.Test
	t := runs[name]
	if t == nil {
		t = &run{}
		runs[name] = t
	}
	t.at = e.Time
	switch e.Action {
	case "pass":
		t.passed = true
	case "fail":
		t.failed = true
	case "skip":
		t.skipped = true
	case "output":
		if m := logged.FindStringSubmatch(e.Output); m != nil {
			t.shown = append(t.shown, showing{m[1], m[2]})
		}
	}
}

func conclude(runs map[string]*run, commit string) ([]Evidence, error) {
	var evidence []Evidence
	for _, name := range slices.Sorted(maps.Keys(runs)) {
		t := runs[name]
		failed := t.failed || !t.passed && !t.skipped || parentFailed(runs, name)
		if t.skipped && !failed {
			continue
		}
		for _, s := range t.shown {
			e := Evidence{Key: s.key, Test: name, Commit: commit, Fault: s.fault, Time: t.at.UTC().Truncate(time.Second)}
			if failed {
				e.Fault = Failed
			}
			if err := e.check(); err != nil {
				return nil, fmt.Errorf("promise: %s shows %q: %w", name, s.key, err)
			}
			evidence = append(evidence, e)
		}
	}
	slices.SortFunc(evidence, compareEvidence)
	return slices.Compact(evidence), nil
}

// parentFailed walks up from a subtest. The package path has slashes too; a prefix of it is simply no test.
func parentFailed(runs map[string]*run, name string) bool {
	for i := strings.LastIndexByte(name, '/'); i >= 0; i = strings.LastIndexByte(name[:i], '/') {
		if t := runs[name[:i]]; t != nil && t.failed {
			return true
		}
	}
	return false
}
