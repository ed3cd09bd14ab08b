package promise

import (
	_ "embed"
	"fmt"
	"sync"
)

//go:embed ledger.tsv
var ledgerTSV string

//go:embed keys.tsv
var keysTSV string

//go:embed probes.tsv
var probesTSV string

// Stance is what Verv does with a promise of a described service.
type Stance string

// The stances. Of a replaced promise the ledger states the opposite control that Verv builds.
const (
	Keep       Stance = "keep"       // taken over as it is
	Strengthen Stance = "strengthen" // taken over, and made stricter
	Configure  Stance = "configure"  // a choice of the operator's profile
	Replace    Stance = "replace"    // unlawful or unfair; the opposite is built
)

// Foundation in the column capability says that the foundation itself makes the row true, so that it waits for nothing.
const Foundation = "gate"

// NoProbe in the column probe says that nothing on a running installation could show the row to be broken.
const NoProbe = "none"

// Promise is one row of the ledger.
type Promise struct {
	ID         string   // INS-01 .. MY1-47; stable for ever
	Text       string   // one sentence in our words
	Stance     Stance   // as decided for the described service
	Capability string   // roadmap id C01..C48 that the row waits for, or Foundation
	Tests      []string // keys whose evidence proves the row; nil if none
	Gates      []string // keys of the gates that turn red when the absent thing appears; nil if none
	Probes     []string // probes on a running installation; nil if none
}

// Waits reports whether the row, or part of it, waits for a capability of the roadmap.
func (p Promise) Waits() bool { return p.Capability != Foundation }

// Keys are the test keys and the gates, in the order of the row.
func (p Promise) Keys() []string {
	keys := make([]string, 0, len(p.Tests)+len(p.Gates))
	return append(append(keys, p.Tests...), p.Gates...)
}

// Key is what a test proves.
type Key struct {
	Name    string // room.what-it-shows
	Floor   string // the floor of the foundation, or the roadmap id, that builds it
	Meaning string // one line
}

// Ledger is the whole table with the meaning of its keys and probes.
type Ledger struct {
	Promises []Promise         // in the order of the file
	Keys     map[string]Key    // by name
	Probes   map[string]string // meaning by name
}

var embedded = sync.OnceValues(func() (*Ledger, error) { return Parse(ledgerTSV, keysTSV, probesTSV) })

// Load is the ledger of this build. It is shared and must not be changed. The error says which row is illegal; a test
// keeps it from ever being returned by a released build.
func Load() (*Ledger, error) { return embedded() }

// Parse reads the three tables and validates them.
func Parse(ledger, keys, probes string) (*Ledger, error) {
	l := &Ledger{Keys: map[string]Key{}, Probes: map[string]string{}}
	if err := l.readKeys(keys); err != nil {
		return nil, fmt.Errorf("promise: %w", err)
	}
	if err := l.readProbes(probes); err != nil {
		return nil, fmt.Errorf("promise: %w", err)
	}
	if err := l.readPromises(ledger); err != nil {
		return nil, fmt.Errorf("promise: %w", err)
	}
	if err := l.Validate(); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Ledger) readPromises(text string) error {
	rows, err := splitTable("ledger.tsv", text, "id", "paraphrase", "stance", "capability", "test", "gate", "probe")
	if err != nil {
		return err
	}
	for _, r := range rows {
		p := Promise{ID: r[0], Text: r[1], Stance: Stance(r[2]), Capability: r[3], Tests: list(r[4]), Gates: list(r[5])}
		if r[6] != NoProbe {
			// An empty field stays an empty name here, which Validate refuses: the absence of probes is said aloud.
			p.Probes = append(p.Probes, list(r[6])...)
			if r[6] == "" {
				p.Probes = []string{""}
			}
		}
		l.Promises = append(l.Promises, p)
	}
	return nil
}

func (l *Ledger) readKeys(text string) error {
	rows, err := splitTable("keys.tsv", text, "key", "floor", "meaning")
	if err != nil {
		return err
	}
	for _, r := range rows {
		if _, twice := l.Keys[r[0]]; twice {
			return fmt.Errorf("keys.tsv: %s stands twice", r[0])
		}
		l.Keys[r[0]] = Key{Name: r[0], Floor: r[1], Meaning: r[2]}
	}
	return nil
}

func (l *Ledger) readProbes(text string) error {
	rows, err := splitTable("probes.tsv", text, "probe", "meaning")
	if err != nil {
		return err
	}
	for _, r := range rows {
		if _, twice := l.Probes[r[0]]; twice {
			return fmt.Errorf("probes.tsv: %s stands twice", r[0])
		}
		l.Probes[r[0]] = r[1]
	}
	return nil
}
