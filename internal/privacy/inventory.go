package privacy

import (
	"fmt"
	"slices"
	"strings"

	"verv/internal/access"
)

// Kind is how a column relates to people.
type Kind uint8

// The kinds of column, as a privacy line names them.
const (
	Key      Kind = iota // "key": an identifier that names a thing and says nothing
	Plain                // "plain": about no person
	Unsealed             // "unsealed": about a person, readable by SQL because something sorts or filters by it; an exception that DATA.md counts
	Sealed               // "sealed": about a person, readable only with the dossier's key
)

func (k Kind) String() string { return [...]string{"key", "plain", "unsealed", "sealed"}[k] }

// FieldID is the stable number of a sealed column. It is part of the associated data and is never used again.
type FieldID = uint16

// Column is one column of one table with its privacy line.
type Column struct {
	Table    string
	Name     string
	Kind     Kind
	Field    FieldID   // of a sealed column
	Category Category  // of a personal column
	Purposes []Purpose // for which it may be read or written, Rights always among them
	Note     string    // why it is unsealed, or where it comes from
}

// For reports whether the column may be used for p.
func (c Column) For(p Purpose) bool {
	return c.Kind == Key || c.Kind == Plain || slices.Contains(c.Purposes, p) || c.Kind == Unsealed && p == Operate
}

// Personal reports whether the column holds data about a person.
func (c Column) Personal() bool { return c.Kind == Unsealed || c.Kind == Sealed }

// Table is one table with the line on its first row.
type Table struct {
	Room    string
	Name    string
	Scopes  map[access.ScopeKind]string // the key column of each scope the table has
	Public  bool                        // published rows: anyone may read the plain columns
	Events  bool                        // traces of who did what: read for Security and Operate alone, or about one dossier by its handle
	Dossier string                      // the column that names the dossier, in a table with personal columns
	Subject string                      // the column that names the person, where there is one
	Columns []Column
}

// Column finds a column by name.
func (t Table) Column(name string) (Column, bool) {
	for _, c := range t.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return Column{}, false
}

// Personal reports whether any column holds data about a person.
func (t Table) Personal() bool { return slices.ContainsFunc(t.Columns, Column.Personal) }

// Inventory is every table of a build.
type Inventory struct {
	Tables []Table
	fields map[FieldID]Column
	byName map[string]int
}

// Table finds a table by name.
func (v *Inventory) Table(name string) (Table, bool) {
	i, ok := v.byName[name]
	if !ok {
		return Table{}, false
	}
	return v.Tables[i], true
}

// Field finds a sealed column by its number.
func (v *Inventory) Field(f FieldID) (Column, bool) { c, ok := v.fields[f]; return c, ok }

// Add reads the privacy lines of one room's schema.sql. Every mistake is an error that names table and column.
func (v *Inventory) Add(room, schema string) error {
	tables, err := parseSchema(room, schema)
	if err != nil {
		return err
	}
	if v.byName == nil {
		v.byName, v.fields = map[string]int{}, map[FieldID]Column{}
	}
	for _, t := range tables {
		if _, dup := v.byName[t.Name]; dup {
			return fmt.Errorf("privacy: table %s is declared twice", t.Name)
		}
		if err := v.check(t); err != nil {
			return err
		}
		v.byName[t.Name] = len(v.Tables)
		v.Tables = append(v.Tables, t)
	}
	return nil
}

func (v *Inventory) check(t Table) error {
	if t.Personal() && t.Dossier == "" {
		return fmt.Errorf("privacy: table %s holds personal columns and names no dossier column", t.Name)
	}
	if t.Personal() && t.Subject == "" {
		return fmt.Errorf("privacy: table %s holds personal columns and names no subject column", t.Name)
	}
	for _, col := range append([]string{t.Dossier, t.Subject}, t.scopeColumns()...) {
		if col == "" {
			continue
		}
		if c, ok := t.Column(col); !ok || c.Kind != Key {
			return fmt.Errorf("privacy: table %s: %s is no key column of it", t.Name, col)
		}
	}
	for _, c := range t.Columns {
		if c.Kind != Sealed {
			continue
		}
		if other, dup := v.fields[c.Field]; dup {
			return fmt.Errorf("privacy: field %d is both %s.%s and %s.%s", c.Field, other.Table, other.Name, c.Table, c.Name)
		}
		v.fields[c.Field] = c
	}
	return nil
}

func (t Table) scopeColumns() []string {
	var out []string
	for _, c := range t.Scopes {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

// ForPurpose lists the personal columns that may be used for p, in table order.
func (v *Inventory) ForPurpose(p Purpose) []Column {
	var out []Column
	for _, t := range v.Tables {
		for _, c := range t.Columns {
			if c.Personal() && c.For(p) {
				out = append(out, c)
			}
		}
	}
	return out
}

// Holding lists the tables that hold rows of dossiers: the tables of the export and of the erasure plan.
func (v *Inventory) Holding() []Table {
	var out []Table
	for _, t := range v.Tables {
		if t.Dossier != "" && t.Name != "dossier" {
			out = append(out, t)
		}
	}
	return out
}

// String lists the inventory, one column a line, tab separated: table, column, kind, field, category, purposes, note.
func (v *Inventory) String() string {
	var b strings.Builder
	for _, t := range v.Tables {
		for _, c := range t.Columns {
			fmt.Fprintf(&b, "%s\t%s\t%s\t%d\t%s\t%s\t%s\n", t.Name, c.Name, c.Kind, c.Field, c.Category, joinPurposes(c.Purposes), c.Note)
		}
	}
	return b.String()
}

func joinPurposes(ps []Purpose) string {
	s := make([]string, len(ps))
	for i, p := range ps {
		s[i] = string(p)
	}
	return strings.Join(s, " ")
}
