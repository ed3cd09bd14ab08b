package promise

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// Format is how verdicts are printed.
type Format string

// The formats. TSV has no header; its columns are id, state, check, evidence, time, built, here.
const (
	Text Format = "text"
	JSON Format = "json"
	TSV  Format = "tsv"
)

// states in the order in which a reader needs them: trouble first.
var states = []State{Red, Unproven, Waiting, Absent, Held}

// Print writes the verdicts. It fails for an unknown format, or when w does.
func Print(w io.Writer, format Format, verdicts []Verdict) error {
	b := bufio.NewWriter(w)
	switch format {
	case Text:
		printText(b, verdicts)
	case TSV:
		printTSV(b, verdicts)
	case JSON:
		if err := printJSON(b, verdicts); err != nil {
			return fmt.Errorf("promise: %w", err)
		}
	default:
		return fmt.Errorf("promise: unknown format %q: want %s, %s or %s", format, Text, JSON, TSV)
	}
	return b.Flush()
}

// ExitCode is what the verb ends with: 1 if a row is red, else 0.
func ExitCode(verdicts []Verdict) int {
	if Count(verdicts)[Red] > 0 {
		return 1
	}
	return 0
}

// Count is the number of rows per state.
func Count(verdicts []Verdict) map[State]int {
	n := map[State]int{}
	for _, v := range verdicts {
		n[v.State]++
	}
	return n
}

func printText(b *bufio.Writer, verdicts []Verdict) {
	n := Count(verdicts)
	fmt.Fprintf(b, "%d promises:", len(verdicts))
	for i, s := range states {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, " %d %s", n[s], s)
	}
	b.WriteByte('\n')
	for _, s := range states {
		if n[s] == 0 {
			continue
		}
		fmt.Fprintf(b, "\n%s (%d)\n", s, n[s])
		for _, v := range verdicts {
			if v.State == s {
				fmt.Fprintf(b, "  %-7s  %s\n           %s\n", v.Promise.ID, v.Promise.Text, v.reason())
			}
		}
	}
}

// reason is the second line of a row: what its state rests on.
func (v Verdict) reason() string {
	var b strings.Builder
	switch v.State {
	case Waiting:
		b.WriteString("waits for ")
	case Unproven:
		b.WriteString("lacks ")
	}
	b.WriteString(strings.Join(v.Check, ", "))
	if v.Here != ProbeNone {
		fmt.Fprintf(&b, "; here %s", v.Here)
	}
	if !v.Time.IsZero() {
		fmt.Fprintf(&b, "; shown %s", v.Time.Format(time.DateOnly))
	}
	for _, d := range v.Details {
		fmt.Fprintf(&b, "; %s", d)
	}
	return b.String()
}

func printTSV(b *bufio.Writer, verdicts []Verdict) {
	for _, v := range verdicts {
		fmt.Fprintf(b, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", v.Promise.ID, v.State, dash(v.Check), dash(v.Evidence), v.stamp(), v.Built, v.Here)
	}
}

// stamp is the time of the evidence, or a dash.
func (v Verdict) stamp() string {
	if v.Time.IsZero() {
		return "-"
	}
	return v.Time.Format(time.RFC3339)
}

// line is one row of the JSON output. Lists are never null, and time is empty where there is no evidence.
type line struct {
	ID       string   `json:"id"`
	Promise  string   `json:"promise"`
	State    State    `json:"state"`
	Check    []string `json:"check"`
	Evidence []string `json:"evidence"`
	Time     string   `json:"time"`
	Built    State    `json:"built"`
	Here     Outcome  `json:"here"`
	Details  []string `json:"details"`
}

func printJSON(w io.Writer, verdicts []Verdict) error {
	lines := make([]line, len(verdicts))
	for i, v := range verdicts {
		lines[i] = line{ID: v.Promise.ID, Promise: v.Promise.Text, State: v.State, Check: some(v.Check), Evidence: some(v.Evidence),
			Built: v.Built, Here: v.Here, Details: some(v.Details)}
		if !v.Time.IsZero() {
			lines[i].Time = v.stamp()
		}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(lines)
}

func some(items []string) []string {
	if items == nil {
		return []string{}
	}
	return items
}
