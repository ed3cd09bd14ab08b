package promise

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// prefixes are the described services and the number of promises taken from each.
var prefixes = map[string]int{"INS": 49, "NET": 107, "MOJ": 45, "CVN": 111, "MY1": 47}

// maxWords keeps a promise to what a reader takes in at once.
const maxWords = 20

var (
	idForm         = regexp.MustCompile(`^(INS|NET|MOJ|CVN|MY1)-(\d{2,3})$`)
	keyForm        = regexp.MustCompile(`^[a-z]+(\.[a-z0-9-]+)+$`)
	probeForm      = regexp.MustCompile(`^[a-z]+(\.[a-z]+)*$`)
	capabilityForm = regexp.MustCompile(`^C(0[1-9]|[1-3][0-9]|4[0-8])$`)
	floorForm      = regexp.MustCompile(`^(floor [12]|C(0[1-9]|[1-3][0-9]|4[0-8]))$`)
	sentenceForm   = regexp.MustCompile(`^[A-Z][^\x00-\x1f\x7f]*\.$`)
)

// Validate says everything that is wrong with the ledger at once: the number and order of the rows, each field, and
// names that lead nowhere in either direction.
func (l *Ledger) Validate() error {
	var errs []error
	errs = append(errs, l.checkIDs()...)
	used := map[string]bool{}
	for _, p := range l.Promises {
		for _, problem := range l.checkPromise(p) {
			errs = append(errs, fmt.Errorf("promise: %s: %s", p.ID, problem))
		}
		for _, name := range slices.Concat(p.Tests, p.Gates, p.Probes) {
			used[name] = true
		}
	}
	for name, k := range l.Keys {
		if !keyForm.MatchString(name) || !floorForm.MatchString(k.Floor) || !sentenceForm.MatchString(k.Meaning) {
			errs = append(errs, fmt.Errorf("promise: key %q: name, floor or meaning is malformed", name))
		}
		if !used[name] {
			errs = append(errs, fmt.Errorf("promise: key %q is in no row", name))
		}
	}
	for name, meaning := range l.Probes {
		if name == NoProbe || !probeForm.MatchString(name) || !sentenceForm.MatchString(meaning) || !used[name] {
			errs = append(errs, fmt.Errorf("promise: probe %q is malformed or in no row", name))
		}
	}
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(errs...)
}

// checkIDs wants each service's promises numbered from 1 without a gap, in order and none twice.
func (l *Ledger) checkIDs() []error {
	var errs []error
	next := map[string]int{}
	for _, p := range l.Promises {
		prefix, number, _ := strings.Cut(p.ID, "-")
		next[prefix]++
		if want := fmt.Sprintf("%02d", next[prefix]); !idForm.MatchString(p.ID) || number != want {
			errs = append(errs, fmt.Errorf("promise: id %q: want %s-%s", p.ID, prefix, want))
		}
	}
	for prefix, want := range prefixes {
		if next[prefix] != want {
			errs = append(errs, fmt.Errorf("promise: %d rows of %s, want %d", next[prefix], prefix, want))
		}
	}
	return errs
}

func (l *Ledger) checkPromise(p Promise) []string {
	var bad []string
	note := func(wrong bool, format string, args ...any) {
		if wrong {
			bad = append(bad, fmt.Sprintf(format, args...))
		}
	}
	note(!sentenceForm.MatchString(p.Text), "not one printable sentence")
	note(len(strings.Fields(p.Text)) > maxWords, "more than %d words", maxWords)
	note(!slices.Contains([]Stance{Keep, Strengthen, Configure, Replace}, p.Stance), "unknown stance %q", p.Stance)
	note(p.Waits() && !capabilityForm.MatchString(p.Capability), "unknown capability %q", p.Capability)
	note(!p.Waits() && len(p.Keys()) == 0, "it has neither test nor gate, and waits for nothing")
	for _, k := range p.Keys() {
		_, ok := l.Keys[k]
		note(!ok, "unknown key %q", k)
	}
	for _, name := range p.Probes {
		_, ok := l.Probes[name]
		note(!ok, "unknown probe %q", name)
	}
	note(repeats(p.Keys()) || repeats(p.Probes), "a name stands twice")
	return bad
}

func repeats(names []string) bool {
	sorted := slices.Sorted(slices.Values(names))
	return len(slices.Compact(sorted)) != len(names)
}
