package store

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"verv/internal/privacy"
)

// Footprint is what one statement reads and writes, as table.column, computed in tests by SQLite's authorizer.
type Footprint struct {
	Name     Name
	Reads    []string // table.column, sorted
	Writes   []string // table.column, or table.* for a deletion
	Purposes []privacy.Purpose
}

// purposes is the set a statement may run for.
type purposes []privacy.Purpose

func (p purposes) has(q privacy.Purpose) bool { return slices.Contains(p, q) }

// byHandle is read by whoever asks about one dossier: only its key makes its handle.
const byHandle = "access_handle.handle"

// openedAt is read by whoever lists what was opened. A statement that does not read it learns whether a thing of its own scope was opened
// and no more: "read" and "opened by the team" are derived so, in the purpose of the page that says them.
const openedAt = "access_record.at"

func lists(t privacy.Table, reads []string) bool {
	return !slices.Contains(reads, byHandle) && (t.Name != "access_record" || slices.Contains(reads, openedAt))
}

// PurposesFor is the set of purposes that every unsealed personal column of a footprint allows. A sealed column does not
// narrow it: its bytes stay shut until a body is opened, and that asks again. Events that are listed without a handle are for
// safety and running.
func PurposesFor(v *privacy.Inventory, reads, writes []string) ([]privacy.Purpose, error) {
	set := privacy.Purposes()
	for _, ref := range slices.Concat(reads, writes) {
		table, column, _ := strings.Cut(ref, ".")
		t, ok := v.Table(table)
		if !ok {
			return nil, fmt.Errorf("store: %s is in no room's schema", table)
		}
		if column == "*" || column == "" {
			continue
		}
		c, ok := t.Column(column)
		if !ok {
			return nil, fmt.Errorf("store: %s.%s is in no room's schema", table, column)
		}
		if c.Kind == privacy.Unsealed {
			set = slices.DeleteFunc(set, func(p privacy.Purpose) bool { return !c.For(p) })
		}
		if t.Events && slices.Contains(reads, ref) && lists(t, reads) {
			set = slices.DeleteFunc(set, func(p privacy.Purpose) bool { return p != privacy.Security && p != privacy.Operate })
		}
	}
	return set, nil
}

// givesBodies reports whether one of the columns is sealed.
func givesBodies(v *privacy.Inventory, reads []string) bool {
	return slices.ContainsFunc(reads, func(ref string) bool {
		table, column, _ := strings.Cut(ref, ".")
		t, _ := v.Table(table)
		c, ok := t.Column(column)
		return ok && c.Kind == privacy.Sealed
	})
}

// String is the footprint's line in footprint.txt.
func (f Footprint) String() string {
	ps := make([]string, len(f.Purposes))
	for i, p := range f.Purposes {
		ps[i] = string(p)
	}
	return fmt.Sprintf("%s\n  reads %s\n  writes %s\n  for %s\n", f.Name, orNone(f.Reads), orNone(f.Writes), orNone(ps))
}

func orNone(s []string) string {
	if len(s) == 0 {
		return "-"
	}
	return strings.Join(s, " ")
}

// printed is what the run time needs of a footprint.
type printed struct {
	mayFor purposes
	reads  []string
}

// parseFootprints reads a footprint.txt.
func parseFootprints(text string) (map[Name]printed, error) {
	out := map[Name]printed{}
	var cur Name
	sc := bufio.NewScanner(strings.NewReader(text))
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		line := sc.Text()
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case !strings.HasPrefix(line, " "):
			cur = Name(line)
		case strings.HasPrefix(line, "  reads "):
			out[cur] = printed{reads: strings.Fields(strings.TrimPrefix(line, "  reads "))}
		case strings.HasPrefix(line, "  for "):
			set := purposes{}
			for _, w := range strings.Fields(strings.TrimPrefix(line, "  for ")) {
				if w == "-" {
					continue
				}
				if p := privacy.Purpose(w); p.Known() {
					set = append(set, p)
				} else {
					return nil, fmt.Errorf("store: footprint of %s: no purpose %q", cur, w)
				}
			}
			out[cur] = printed{set, out[cur].reads}
		}
	}
	return out, sc.Err()
}
