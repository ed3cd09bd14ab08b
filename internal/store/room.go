package store

import (
	"fmt"
	"regexp"
	"strings"

	"verv/internal/access"
)

// Room is what one package hands in: its tables, every statement it can run, and the footprints computed for them in tests.
type Room struct {
	Name      string // the package's name, which is the prefix of its statements
	Schema    string // schema.sql with privacy lines
	Queries   string // queries.sql
	Footprint string // footprint.txt; empty only while it is being computed
}

// Name is the full name of a statement: room.statement.
type Name string

// Statement is one named statement as written, before it is compiled for an engine.
type Statement struct {
	Name  Name
	Room  string
	Scope access.ScopeKind // the scope that is bound; ScopeAny for tables that belong to nobody
	SQL   string
}

// ScopeAny marks a statement on tables without scope columns: tasks, facts, limits.
const ScopeAny access.ScopeKind = "any"

var reHeader = regexp.MustCompile(`^--\s*(name|scope):\s*([A-Za-z]+)\s*$`)

// Statements reads the room's queries.sql: each statement follows its two header lines, name and scope.
func (r Room) Statements() ([]Statement, error) {
	var out []Statement
	var cur *Statement
	for n, line := range strings.Split(r.Queries, "\n") {
		if m := reHeader.FindStringSubmatch(line); m != nil {
			switch m[1] {
			case "name":
				out = append(out, Statement{Room: r.Name, Name: Name(r.Name + "." + m[2])})
				cur = &out[len(out)-1]
			case "scope":
				if cur == nil || cur.Scope != "" {
					return nil, fmt.Errorf("store: %s queries.sql line %d: a scope without its name", r.Name, n+1)
				}
				cur.Scope = access.ScopeKind(m[2])
			}
			continue
		}
		if strings.HasPrefix(line, "--") || cur == nil {
			continue
		}
		cur.SQL += line + "\n"
	}
	seen := map[Name]bool{}
	for i := range out {
		s := &out[i]
		s.SQL = strings.TrimSuffix(strings.TrimSpace(s.SQL), ";")
		switch s.Scope {
		case access.ScopePublic, access.ScopeSubject, access.ScopeEmployer, access.ScopeOperation, ScopeAny:
		default:
			return nil, fmt.Errorf("store: statement %s has no scope", s.Name)
		}
		if s.SQL == "" || strings.Contains(s.SQL, ";") || seen[s.Name] {
			return nil, fmt.Errorf("store: statement %s is empty, several, or named twice", s.Name)
		}
		seen[s.Name] = true
	}
	return out, nil
}
