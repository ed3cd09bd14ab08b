package street

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"strconv"
	"strings"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/store"
)

// rooms reads the rooms from their files, as they stand on the disk.
func (t *Tree) rooms() ([]store.Room, *privacy.Inventory, []Finding) {
	var out []store.Room
	var wrong []Finding
	inv := &privacy.Inventory{}
	for p, text := range t.SQL {
		if path.Base(p) != "queries.sql" {
			continue
		}
		dir := path.Dir(p)
		r := store.Room{Name: path.Base(dir), Queries: text, Schema: t.SQL[dir+"/schema.sql"]}
		if err := inv.Add(r.Name, r.Schema); err != nil {
			wrong = append(wrong, found(dir+"/schema.sql:1", "%v", err))
		}
		out = append(out, r)
	}
	return out, inv, wrong
}

// statements: every statement is used, and only by its own room.
func statements(t *Tree) []Finding {
	rooms, _, out := t.rooms()
	known := map[string]string{}
	for _, r := range rooms {
		list, err := r.Statements()
		if err != nil {
			out = append(out, found("internal/"+r.Name+"/queries.sql:1", "%v", err))
		}
		for _, s := range list {
			known[string(s.Name)] = r.Name
		}
	}
	used := map[string]bool{}
	for _, f := range t.Files {
		if f.Test || f.Generated || f.room() == "testbed" {
			continue
		}
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			name, err := strconv.Unquote(lit.Value)
			if err != nil {
				return true
			}
			if room, ok := known[name]; ok {
				if f.room() == room {
					used[name] = true
				}
			}
			return true
		})
		out = append(out, foreignStatements(t, f, known)...)
	}
	for name, room := range known {
		if !used[name] {
			out = append(out, found("internal/"+room+"/queries.sql:1", "nobody runs %s", name))
		}
	}
	return out
}

// runners are the ways to run a statement; their first string argument is its name.
var runners = map[string]bool{"Exec": true, "Must": true, "Get": true, "List": true, "One": true}

func foreignStatements(t *Tree, f *File, known map[string]string) []Finding {
	var out []Finding
	ast.Inspect(f.Syntax, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := calledName(call.Fun)
		if !runners[name] {
			return true
		}
		for _, a := range call.Args {
			lit, ok := a.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				continue
			}
			s, _ := strconv.Unquote(lit.Value)
			if room, ok := known[s]; ok && room != f.room() {
				out = append(out, found(t.at(lit), "%s is a statement of %s", s, room))
			}
		}
		return true
	})
	return out
}

func calledName(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.IndexExpr:
		return calledName(x.X)
	case *ast.IndexListExpr:
		return calledName(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}

var (
	reRef    = regexp.MustCompile(`(?i)\b(?:from|join|update|into)\s+([a-z_]+)(?:\s+(?:as\s+)?([a-z_]+))?`)
	reWords  = map[string]bool{"set": true, "where": true, "on": true, "order": true, "join": true, "left": true, "values": true, "group": true, "limit": true, "inner": true, "for": true, "union": true, "as": true, "select": true, "cross": true}
	reInsert = regexp.MustCompile(`(?is)insert\s+into\s+([a-z_]+)\s*\(([^)]*)\)\s*(?:values\s*\((.*?)\)\s*(?:on conflict|returning|$)|select\s+(.*?)\s+from\b)`)
)

// scopes: a statement that names a table with a scope binds it, once for each name the table goes by.
func scopes(t *Tree) []Finding {
	rooms, inv, _ := t.rooms()
	var out []Finding
	for _, r := range rooms {
		list, err := r.Statements()
		if err != nil {
			continue
		}
		for _, s := range list {
			for _, why := range unbound(s, inv) {
				out = append(out, found("internal/"+r.Name+"/queries.sql:1", "%s: %s", s.Name, why))
			}
		}
	}
	return out
}

func unbound(s store.Statement, inv *privacy.Inventory) []string {
	var out []string
	sql := strings.ToLower(s.SQL)
	for _, m := range reRef.FindAllStringSubmatch(sql, -1) {
		t, ok := inv.Table(m[1])
		if !ok || len(t.Scopes) == 0 {
			continue
		}
		alias := m[2]
		if reWords[alias] || alias == "" {
			alias = m[1]
		}
		if why := bound(s, sql, t, alias); why != "" {
			out = append(out, why)
		}
	}
	return out
}

// bound answers why the table, under this name, is not bound to the scope of the statement; empty when it is.
func bound(s store.Statement, sql string, t privacy.Table, alias string) string {
	switch s.Scope {
	case access.ScopeOperation:
		return ""
	case access.ScopePublic:
		if !t.Public {
			return t.Name + " is not public"
		}
		return ""
	case store.ScopeAny:
		return t.Name + " has a scope, and the statement has none"
	}
	col, ok := t.Scopes[s.Scope]
	if !ok {
		if t.Public && !strings.Contains(sql, "update "+t.Name) && !strings.Contains(sql, "into "+t.Name) && !strings.Contains(sql, "delete from "+t.Name) {
			return "" // published rows may be read beside one's own
		}
		return t.Name + " has no scope " + string(s.Scope)
	}
	param := ":" + string(s.Scope)
	for _, m := range reInsert.FindAllStringSubmatch(sql, -1) {
		if m[1] == t.Name && strings.Contains(m[2], col) && (strings.Contains(m[3], param) || strings.Contains(m[4], param)) {
			return ""
		}
	}
	name := `(?:` + regexp.QuoteMeta(alias) + `|` + regexp.QuoteMeta(t.Name) + `)\.`
	own := regexp.MustCompile(`\b` + name + col + `\s*=\s*(?:` + param + `\b|[a-z_]+\.` + col + `\b)|(?:` + param + `|[a-z_]+\.` + col + `)\s*=\s*` + name + col + `\b`)
	if own.MatchString(sql) {
		return ""
	}
	bare := regexp.MustCompile(`(?:^|[^.a-z_])` + col + `\s*=\s*` + param + `\b`)
	if bare.MatchString(sql) && strings.Count(strings.Join(tablesIn(sql), " "), t.Name) == 1 {
		return ""
	}
	if t.Public && strings.HasPrefix(strings.TrimSpace(sql), "select") {
		return ""
	}
	return t.Name + " (as " + alias + ") is not bound to " + param
}

func tablesIn(sql string) []string {
	var out []string
	for _, m := range reRef.FindAllStringSubmatch(sql, -1) {
		out = append(out, m[1])
	}
	return out
}
