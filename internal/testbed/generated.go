package testbed

import (
	"context"
	"fmt"
	"path"
	"strings"

	"verv/internal/privacy"
	"verv/internal/store"
)

// Generated computes every committed file that follows from the rooms, by path from the repository's root.
func Generated(ctx context.Context, rooms []store.Room) (map[string]string, error) {
	all, err := Footprints(ctx, rooms)
	if err != nil {
		return nil, err
	}
	inv, err := store.InventoryOf(rooms)
	if err != nil {
		return nil, err
	}
	out := map[string]string{"docs/DATA.md": dataDoc(inv)}
	var first strings.Builder
	for _, r := range rooms {
		var b strings.Builder
		b.WriteString("# What each statement reads and writes, and the purposes that allows. Made by make generate.\n")
		for _, f := range all[r.Name] {
			b.WriteString(f.String())
		}
		out[path.Join("internal", r.Name, "footprint.txt")] = b.String()
		first.WriteString(strings.TrimSpace(r.Schema) + "\n\n")
	}
	out["internal/server/migration/0001_first.sql"] = first.String()
	return out, nil
}

// dataDoc is docs/DATA.md: every column that holds data about a person.
func dataDoc(inv *privacy.Inventory) string {
	var b strings.Builder
	b.WriteString("# What Verv stores about people\n\nMade by `make generate` from the privacy lines in each room's `schema.sql`. " +
		"A column without a line does not build.\n\n")
	unsealed, sealed := 0, 0
	for _, t := range inv.Tables {
		for _, c := range t.Columns {
			switch c.Kind {
			case privacy.Unsealed:
				unsealed++
			case privacy.Sealed:
				sealed++
			}
		}
	}
	fmt.Fprintf(&b, "%d tables, %d sealed bodies, %d unsealed exceptions.\n\n## Sealed\n\n| column | field | category | purposes | note |\n|---|---|---|---|---|\n",
		len(inv.Tables), sealed, unsealed)
	row := func(k privacy.Kind, withField bool) {
		for _, t := range inv.Tables {
			for _, c := range t.Columns {
				if c.Kind != k {
					continue
				}
				fmt.Fprintf(&b, "| %s.%s |", t.Name, c.Name)
				if withField {
					fmt.Fprintf(&b, " %d |", c.Field)
				}
				var ps []string
				for _, p := range c.Purposes {
					ps = append(ps, string(p))
				}
				fmt.Fprintf(&b, " %s | %s | %s |\n", c.Category, strings.Join(ps, " "), c.Note)
			}
		}
	}
	row(privacy.Sealed, true)
	b.WriteString("\n## Unsealed, each with its reason\n\n| column | category | purposes | why SQL may see it |\n|---|---|---|---|\n")
	row(privacy.Unsealed, false)
	return b.String()
}
