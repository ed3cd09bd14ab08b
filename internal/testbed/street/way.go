package street

import (
	"go/ast"
	"path"
	"slices"
	"strconv"
	"strings"
)

// gate says which packages alone may import what. A folder covers the folders below it; a file is named with its path.
var gate = []struct {
	imports []string
	only    []string
	why     string
}{
	{[]string{"database/sql", "database/sql/driver", "modernc.org/sqlite", "github.com/jackc/pgx/v5", "github.com/jackc/pgx/v5/stdlib", "github.com/pressly/goose/v3"},
		[]string{"internal/store", "internal/crypt/keystore_*.go", "internal/testbed", "internal/id", "internal/crypt/crypttest_*.go"}, "the database is behind the store"},
	{[]string{"crypto/aes", "crypto/cipher", "crypto/hmac", "crypto/hkdf", "filippo.io/age", "golang.org/x/crypto/argon2", "golang.org/x/crypto/chacha20poly1305"},
		[]string{"internal/crypt", "internal/testbed"}, "keys are in crypt"},
	{[]string{"unsafe"}, []string{"internal/testbed/footprint.go"}, "one file may be unsafe"},
	{[]string{"math/rand", "math/rand/v2"}, []string{"internal/testbed", "internal/demo", "internal/match/workload", "bench", "cmd/verv/bench*.go"}, "randomness is handed in"},
	{[]string{"net/smtp", "github.com/wneessen/go-mail", "github.com/emersion/go-smtp"}, []string{"internal/mail", "internal/testbed", "internal/demo", "internal/server"}, "mail leaves by mail"},
	{[]string{"github.com/minio/minio-go/v7"}, []string{"internal/blob"}, "files leave by blob"},
	{[]string{"verv/internal/testbed", "verv/internal/testbed/scan", "verv/internal/testbed/street"}, []string{"internal/testbed", "cmd/verv/prove*.go", "internal/server/*_test.go"}, "the testbed is not part of the product"},
}

func covers(only []string, f *File) bool {
	return slices.ContainsFunc(only, func(o string) bool {
		if strings.HasSuffix(o, ".go") {
			ok, _ := path.Match(o, f.Path)
			return ok
		}
		return f.Package == o || strings.HasPrefix(f.Package, o+"/")
	})
}

// imports: what touches the database, keys, randomness and the network stands in few places.
func imports(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Files {
		if f.Test || f.Generated {
			continue
		}
		for _, g := range gate {
			for _, imp := range f.Imports {
				if slices.Contains(g.imports, imp) && !covers(g.only, f) {
					out = append(out, found(f.Path+":1", "imports %s: %s", imp, g.why))
				}
			}
		}
	}
	return out
}

// callers says which packages alone may call a function, named as it is written at the call.
var callers = map[string][]string{
	"privacy.Authorize":  {"internal/privacy", "internal/web", "internal/task", "internal/testbed", "internal/mail/receive*.go", "cmd/verv", "internal/server", "internal/demo"},
	"http.Get":           {"internal/testbed"},
	"http.Post":          {"internal/testbed"},
	"net.Dial":           {"internal/mail", "internal/testbed"},
	"net.DialTimeout":    {"internal/mail", "internal/testbed"},
	"http.DefaultClient": {"internal/testbed"},
	"net.Dialer":         {"internal/mail", "internal/webhook/reach.go", "internal/testbed"},
	"http.Client":        {"internal/webhook/reach.go", "internal/testbed", "cmd/verv/bench*.go"},
	"http.Transport":     {"internal/webhook/reach.go", "internal/testbed", "cmd/verv/bench*.go"},
	"os.Getenv":          {"cmd/verv", "internal/testbed"},
	"os.Environ":         {"cmd/verv", "internal/testbed"},
}

// withiners may narrow a grant to the person that a link or a password leads to.
var withiners = []string{"internal/privacy", "internal/account", "internal/application", "internal/candidate", "internal/mail", "internal/cv", "internal/rights", "internal/message", "internal/job", "internal/search", "internal/alert"}

// calls: grants are made at the edge, and nothing calls out past the rooms that may.
func calls(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Files {
		if f.Test || f.Generated {
			continue
		}
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok {
				if only, named := callers[x.Name+"."+sel.Sel.Name]; named && !covers(only, f) {
					out = append(out, found(t.at(sel), "calls %s.%s", x.Name, sel.Sel.Name))
				}
			}
			return true
		})
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if ok && sel.Sel.Name == "Within" && isScope(call.Args[0]) && !covers(append([]string{"internal/task"}, withiners...), f) {
				out = append(out, found(t.at(sel), "narrows a grant"))
			}
			return true
		})
	}
	return out
}

func isScope(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == "access"
}

// routes: every route is made by web with a guard.
func routes(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Files {
		if f.Test || f.Generated || f.room() == "web" || f.room() == "testbed" || f.room() == "" && !strings.HasPrefix(f.Package, "cmd/") {
			continue
		}
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.CallExpr:
				if name := calledName(x.Fun); (name == "HandleFunc" || name == "Handle") && len(x.Args) == 2 || name == "NewServeMux" {
					out = append(out, found(t.at(x), "%s goes past web's guards", name))
				}
			case *ast.CompositeLit:
				if sel, ok := x.Type.(*ast.SelectorExpr); ok {
					if p, ok := sel.X.(*ast.Ident); ok && p.Name == "web" && (sel.Sel.Name == "Route" || sel.Sel.Name == "Guard") {
						out = append(out, found(t.at(x), "web.%s made by hand", sel.Sel.Name))
					}
				}
			}
			return true
		})
	}
	return out
}

// clocks: the moment is handed in.
func clocks(t *Tree) []Finding {
	allowed := []string{"cmd/verv", "internal/testbed", "internal/server", "internal/web/server.go", "assets", "internal/web/page/gallery"}
	var out []Finding
	for _, f := range t.Files {
		if f.Test || f.Generated || covers(allowed, f) {
			continue
		}
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep"}, sel.Sel.Name) {
				out = append(out, found(t.at(sel), "time.%s: the clock is handed in", sel.Sel.Name))
			}
			return true
		})
	}
	return out
}

// logs: a revealed value never reaches a log, nor an error.
func logs(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Files {
		if f.Test || f.Generated {
			continue
		}
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !speaks(call) {
				return true
			}
			for _, a := range call.Args {
				ast.Inspect(a, func(m ast.Node) bool {
					if s, ok := m.(*ast.SelectorExpr); ok && s.Sel.Name == "Reveal" {
						out = append(out, found(t.at(s), "a revealed value is logged"))
					}
					return true
				})
			}
			return true
		})
	}
	return out
}

var logMethods = []string{"Debug", "Info", "Warn", "Error", "Log", "DebugContext", "InfoContext", "WarnContext", "ErrorContext", "Errorf", "Println", "Printf", "Print"}

// speaks reports whether the call writes to a log, to the console or into an error.
func speaks(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && slices.Contains(logMethods, sel.Sel.Name)
}

// stars: every column that is read is named.
func stars(t *Tree) []Finding {
	var out []Finding
	for p, text := range t.SQL {
		for i, line := range strings.Split(text, "\n") {
			l := strings.ToLower(line)
			if strings.Contains(l, "select *") || strings.Contains(l, ".*") {
				out = append(out, found(p+":"+strconv.Itoa(i+1), "select *"))
			}
		}
	}
	return out
}
