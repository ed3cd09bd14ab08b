package street

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Finding is one breach of a rule.
type Finding struct {
	Rule string
	At   string // file:line, from the repository's root
	What string
}

func (f Finding) String() string { return fmt.Sprintf("%s: %s: %s", f.At, f.Rule, f.What) }

// File is one Go file.
type File struct {
	Path      string // from the root, with slashes
	Package   string // folder of the package, from the root
	Test      bool
	Generated bool
	Lines     int
	Syntax    *ast.File
	Imports   []string
}

// Tree is the parsed source of the repository.
type Tree struct {
	Root  string
	Fset  *token.FileSet
	Files []*File
	SQL   map[string]string // path to text of schema.sql and queries.sql
}

// Parse reads every Go and SQL file below root, but for what is not ours to read (node_modules, testdata) and other modules.
func Parse(root string) (*Tree, error) {
	t := &Tree{Root: root, Fset: token.NewFileSet(), SQL: map[string]string{}}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch d.Name() {
			case "node_modules", "testdata", ".git", "dist", "build":
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && path != root {
				return filepath.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case strings.HasSuffix(rel, ".go"):
			return t.parseGo(path, rel)
		case strings.HasSuffix(rel, ".sql"):
			b, err := os.ReadFile(path)
			t.SQL[rel] = string(b)
			return err
		}
		return nil
	})
	return t, err
}

func (t *Tree) parseGo(path, rel string) error {
	src, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	syntax, err := parser.ParseFile(t.Fset, rel, src, parser.ParseComments)
	if err != nil {
		return err
	}
	f := &File{Path: rel, Package: filepath.ToSlash(filepath.Dir(rel)), Test: strings.HasSuffix(rel, "_test.go"),
		Generated: ast.IsGenerated(syntax), Lines: strings.Count(string(src), "\n"), Syntax: syntax}
	for _, i := range syntax.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return err
		}
		f.Imports = append(f.Imports, p)
	}
	t.Files = append(t.Files, f)
	return nil
}

func (t *Tree) at(n ast.Node) string {
	p := t.Fset.Position(n.Pos())
	return p.Filename + ":" + strconv.Itoa(p.Line)
}

// room is the first folder below internal, empty elsewhere.
func (f *File) room() string {
	rest, ok := strings.CutPrefix(f.Package, "internal/")
	if !ok {
		return ""
	}
	room, _, _ := strings.Cut(rest, "/")
	return room
}

// Rule is one rule of the house.
type Rule struct {
	Name  string
	Check func(*Tree) []Finding
}

// Rules lists every rule, in the order of architecture: where things stand, how they are written, which way data goes.
func Rules() []Rule {
	return []Rule{
		{"floor", floors}, {"doc", docs}, {"length", lengths}, {"words", words}, {"imports", imports}, {"calls", calls},
		{"routes", routes}, {"clock", clocks}, {"log", logs}, {"statements", statements}, {"scope", scopes}, {"select", stars},
	}
}

// Check runs every rule.
func Check(t *Tree) []Finding {
	var out []Finding
	for _, r := range Rules() {
		for _, f := range r.Check(t) {
			f.Rule = r.Name
			out = append(out, f)
		}
	}
	return out
}

func found(at, format string, args ...any) Finding {
	return Finding{At: at, What: fmt.Sprintf(format, args...)}
}
