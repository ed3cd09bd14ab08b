package street

import (
	"go/ast"
	"regexp"
	"strings"
	"unicode"
)

const (
	fileLimit     = 500
	functionLimit = 80
)

// lengths: a file and a function stay readable.
func lengths(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Files {
		if f.Generated {
			continue
		}
		if f.Lines > fileLimit {
			out = append(out, found(f.Path+":1", "%d lines, %d are the limit", f.Lines, fileLimit))
		}
		for _, d := range f.Syntax.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			n := t.Fset.Position(fn.End()).Line - t.Fset.Position(fn.Pos()).Line + 1
			if n > functionLimit {
				out = append(out, found(t.at(fn), "%s has %d lines, %d are the limit", fn.Name.Name, n, functionLimit))
			}
		}
	}
	return out
}

var banned = map[string]bool{"vacancy": true, "vacancies": true, "position": true, "positions": true, "requisition": true, "resume": true,
	"resumes": true, "placement": true, "company": true, "companies": true, "organisation": true, "organization": true, "seeker": true,
	"tenant": true, "tenants": true}

var shapes = map[string]bool{"util": true, "utils": true, "common": true, "helper": true, "helpers": true, "base": true, "types": true,
	"models": true, "misc": true, "shared": true, "service": true, "manager": true}

// words: banned words do not name packages, tables or exported things. What an outside format names lives in *_format.go.
func words(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Files {
		if f.Generated || strings.HasSuffix(f.Path, "_format.go") || strings.HasSuffix(f.Path, "_format_test.go") {
			continue
		}
		if name := f.Syntax.Name.Name; shapes[name] || banned[name] {
			out = append(out, found(f.Path+":1", "package %s", name))
		}
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			if id, ok := declared(n); ok && id.IsExported() && !f.Test {
				for _, w := range split(id.Name) {
					if banned[w] {
						out = append(out, found(t.at(id), "%s says %s", id.Name, w))
					}
				}
			}
			return true
		})
	}
	return append(out, tableWords(t)...)
}

func tableWords(t *Tree) []Finding {
	var out []Finding
	re := regexp.MustCompile(`(?mi)^create table ([a-z_]+)`)
	for path, text := range t.SQL {
		for _, m := range re.FindAllStringSubmatch(text, -1) {
			for _, w := range strings.Split(m[1], "_") {
				if banned[w] {
					out = append(out, found(path+":1", "table %s says %s", m[1], w))
				}
			}
		}
	}
	return out
}

// declared gives the identifier that n declares, if it declares one.
func declared(n ast.Node) (*ast.Ident, bool) {
	switch x := n.(type) {
	case *ast.FuncDecl:
		return x.Name, true
	case *ast.TypeSpec:
		return x.Name, true
	case *ast.ValueSpec:
		return x.Names[0], true
	case *ast.Field:
		if len(x.Names) > 0 {
			return x.Names[0], true
		}
	}
	return nil, false
}

// split cuts an identifier at case and underscore, in lower case.
func split(name string) []string {
	var out []string
	word := ""
	runes := []rune(name)
	for i, r := range runes {
		start := unicode.IsUpper(r) && i > 0 && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if r == '_' || start {
			if word != "" {
				out = append(out, strings.ToLower(word))
			}
			word = ""
		}
		if r != '_' {
			word += string(r)
		}
	}
	return append(out, strings.ToLower(word))
}
