package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../../.."

// source is what the pages may name.
type source struct {
	declared map[string]bool // package.Name, package.Type.Name, and bare names of functions with ()
	packages map[string]bool
	targets  map[string]bool            // of the Makefile
	verbs    map[string]map[string]bool // "import jobs" to its flags
	text     string                     // every Go, SQL, TOML and TSV file, and the generated pages
}

func readSource(t *testing.T) *source {
	t.Helper()
	s := &source{declared: map[string]bool{}, packages: map[string]bool{}, targets: map[string]bool{}, verbs: map[string]map[string]bool{}}
	var all strings.Builder
	structs := map[string]*ast.StructType{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && slices.Contains([]string{"node_modules", ".git", "dist", "build"}, d.Name()) {
				return fs.SkipDir
			}
			return err
		}
		if !slices.Contains([]string{".go", ".sql", ".toml", ".tsv"}, filepath.Ext(path)) || strings.Contains(path, "testbed/docs") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		all.Write(text)
		if filepath.Ext(path) != ".go" {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
		if err != nil {
			return nil // somebody is writing it just now; the compiler will say so
		}
		s.declare(f)
		if strings.Contains(filepath.ToSlash(path), "cmd/verv/") {
			structsOf(f, structs)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"docs/CONFIG.md", "docs/DATA.md"} {
		text, err := os.ReadFile(filepath.Join(root, page))
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	scripts, _ := filepath.Glob(filepath.Join(root, "scripts", "*"))
	for _, path := range append(scripts, filepath.Join(root, "Makefile")) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	s.text = all.String()
	s.settings(t)
	s.walkVerbs("", structs["verbs"], structs)
	s.makefile(t)
	return s
}

func (s *source) declare(f *ast.File) {
	pkg := f.Name.Name
	s.packages[pkg] = true
	add := func(name string) { s.declared[pkg+"."+name] = true }
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			s.declared[d.Name.Name+"()"] = true
			add(d.Name.Name)
			if d.Recv != nil {
				add(receiver(d.Recv.List[0].Type) + "." + d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					add(spec.Name.Name)
					fields(spec, add)
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						add(n.Name)
					}
				}
			}
		}
	}
}

func fields(spec *ast.TypeSpec, add func(string)) {
	var list *ast.FieldList
	switch x := spec.Type.(type) {
	case *ast.StructType:
		list = x.Fields
	case *ast.InterfaceType:
		list = x.Methods
	default:
		return
	}
	for _, f := range list.List {
		for _, n := range f.Names {
			add(spec.Name.Name + "." + n.Name)
		}
	}
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

func structsOf(f *ast.File, into map[string]*ast.StructType) {
	ast.Inspect(f, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok {
			if st, ok := spec.Type.(*ast.StructType); ok {
				into[spec.Name.Name] = st
			}
		}
		return true
	})
}

// walkVerbs reads the verbs and their flags from the struct tags that the command line is made of.
func (s *source) walkVerbs(prefix string, st *ast.StructType, structs map[string]*ast.StructType) {
	if st == nil {
		return
	}
	flags := map[string]bool{"help": true, "config": true}
	for _, f := range st.Fields.List {
		if f.Tag == nil || len(f.Names) == 0 {
			continue
		}
		tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
		name := tag.Get("name")
		if name == "" {
			name = kebab(f.Names[0].Name)
		}
		if _, verb := tag.Lookup("cmd"); !verb {
			flags[name] = true
			continue
		}
		if of, ok := f.Type.(*ast.Ident); ok {
			s.walkVerbs(strings.TrimSpace(prefix+" "+name), structs[of.Name], structs)
		}
	}
	s.verbs[prefix] = flags
}

var reHump = regexp.MustCompile(`([a-z0-9])([A-Z])`)

func kebab(s string) string { return strings.ToLower(reHump.ReplaceAllString(s, "$1-$2")) }

var reSetting = regexp.MustCompile("(?m)^(?:## \\[([a-z0-9_.]+)\\]|\\| `([a-z0-9_]+)` \\|)")

// settings adds every setting by its full name, from the page that is made of the configuration's own tags.
func (s *source) settings(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs/CONFIG.md"))
	if err != nil {
		t.Fatal(err)
	}
	section := ""
	for _, m := range reSetting.FindAllStringSubmatch(string(text), -1) {
		if m[1] != "" {
			section = m[1] + "."
			s.declared[m[1]] = true
			continue
		}
		s.declared[section+m[2]] = true
	}
}

var reTarget = regexp.MustCompile(`(?m)^([a-z][a-z-]*):`)

func (s *source) makefile(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range reTarget.FindAllStringSubmatch(string(text), -1) {
		s.targets[m[1]] = true
	}
}
