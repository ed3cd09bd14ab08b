package privacy

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"verv/internal/access"
)

// A privacy line is the comment that starts with "--:" at the end of a column's own line in schema.sql.
//
//	create table note (                        --: employer=employer_id subject=subject_id dossier=dossier_id
//	  id          id     not null primary key, --: key
//	  job_id      id     not null,             --: key
//	  colour      text   not null,             --: plain
//	  score       int    not null,             --: unsealed judgement (assess): the table sorts by it
//	  body        sealed not null              --: sealed 7 judgement (assess): written by members
//	);
//
// The first row's line names the scope columns, the dossier column, "public" for rows that anyone may read, and "events" for traces of who
// did what.
var (
	reCreate   = regexp.MustCompile(`(?i)^\s*create\s+table\s+([a-z_]+)\s*\(\s*(?:--:\s*(.*))?$`)
	reEnd      = regexp.MustCompile(`^\s*\)`)
	reColumn   = regexp.MustCompile(`^\s*([a-z_]+)\s+([a-z]+)\b[^-]*?(?:--:\s*(.*))?$`)
	reTable    = regexp.MustCompile(`(?i)^\s*(primary|unique|foreign|check|constraint)\b`)
	rePersonal = regexp.MustCompile(`^(unsealed|sealed)\s+(?:(\d+)\s+)?([a-z]+)\s*\(([a-z ]*)\)(?::\s*(.*))?$`)
)

func parseSchema(room, schema string) ([]Table, error) {
	var tables []Table
	var open *Table
	for n, line := range strings.Split(schema, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "--"):
		case open == nil:
			if m := reCreate.FindStringSubmatch(line); m != nil {
				t, err := tableLine(room, m[1], m[2])
				if err != nil {
					return nil, err
				}
				tables = append(tables, t)
				open = &tables[len(tables)-1]
			}
		case reEnd.MatchString(line):
			open = nil
		case reTable.MatchString(line):
		default:
			c, err := columnLine(open.Name, line)
			if err != nil {
				return nil, fmt.Errorf("%w (%s schema.sql line %d)", err, room, n+1)
			}
			open.Columns = append(open.Columns, c)
		}
	}
	return tables, nil
}

func tableLine(room, name, line string) (Table, error) {
	t := Table{Room: room, Name: name, Scopes: map[access.ScopeKind]string{}}
	for _, word := range strings.Fields(line) {
		k, v, _ := strings.Cut(word, "=")
		switch k {
		case "public":
			t.Public = true
		case "events":
			t.Events = true
		case "dossier":
			t.Dossier = v
		case "employer":
			t.Scopes[access.ScopeEmployer] = v
		case "subject":
			t.Scopes[access.ScopeSubject], t.Subject = v, v
		default:
			return Table{}, fmt.Errorf("privacy: table %s: %q is no word of a table's privacy line", name, word)
		}
	}
	return t, nil
}

func columnLine(table, line string) (Column, error) {
	m := reColumn.FindStringSubmatch(line)
	if m == nil {
		return Column{}, fmt.Errorf("privacy: table %s: this is no column with its line: %q", table, strings.TrimSpace(line))
	}
	c := Column{Table: table, Name: m[1]}
	switch m[3] {
	case "":
		return Column{}, fmt.Errorf("privacy: column %s.%s has no privacy line", table, c.Name)
	case "key":
		c.Kind = Key
	case "plain":
		c.Kind = Plain
	default:
		if err := c.personal(m[3]); err != nil {
			return Column{}, err
		}
	}
	if (c.Kind == Sealed) != (m[2] == "sealed") {
		return Column{}, fmt.Errorf("privacy: column %s.%s: type %s and line %s disagree", table, c.Name, m[2], c.Kind)
	}
	return c, nil
}

func (c *Column) personal(line string) error {
	m := rePersonal.FindStringSubmatch(line)
	if m == nil {
		return fmt.Errorf("privacy: column %s.%s: cannot read the line %q", c.Table, c.Name, line)
	}
	c.Kind, c.Category, c.Note = Unsealed, Category(m[3]), m[5]
	if m[1] == "sealed" {
		c.Kind = Sealed
		f, err := strconv.ParseUint(m[2], 10, 16)
		if err != nil || f == 0 {
			return fmt.Errorf("privacy: column %s.%s: a sealed column has a field number", c.Table, c.Name)
		}
		c.Field = FieldID(f)
	}
	if !c.Category.Known() {
		return fmt.Errorf("privacy: column %s.%s: no category %q", c.Table, c.Name, m[3])
	}
	c.Purposes = []Purpose{Rights}
	for _, w := range strings.Fields(m[4]) {
		p := Purpose(w)
		if !p.Known() {
			return fmt.Errorf("privacy: column %s.%s: no purpose %q", c.Table, c.Name, w)
		}
		if !slices.Contains(c.Purposes, p) {
			c.Purposes = append(c.Purposes, p)
		}
	}
	slices.Sort(c.Purposes)
	if c.Kind == Unsealed && c.Note == "" {
		return fmt.Errorf("privacy: column %s.%s: an unsealed personal column says why", c.Table, c.Name)
	}
	return nil
}
