package street

import (
	"slices"
	"strings"
)

// order is the street from the foundations to the roof. A room may import those before it.
var order = []string{
	// leaf: it imports nothing of the house
	"match",
	// words
	"id", "fault", "config", "locale", "access", "privacy", "crypt",
	// machinery
	"store", "feature", "task", "blob", "web", "mail", "tell", "taxonomy", "pdf",
	// street
	"account", "consent", "ledger", "picture", "site", "plan", "employer", "job", "candidate", "cv", "application", "message", "interview", "adviser",
	"search", "recommend", "propose", "alert", "campaign", "feed", "webhook", "billing", "report", "notice", "rights", "console",
	// beside the street: what only proves or shows
	"promise", "demo",
	// roof
	"server", "testbed",
}

// Order is the street from the foundations to the roof, room by room.
func Order() []string { return slices.Clone(order) }

// floors: imports run downhill, and every room has its place.
func floors(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Files {
		room := f.room()
		if room == "" {
			continue
		}
		here := slices.Index(order, room)
		if here < 0 {
			out = append(out, found(f.Path+":1", "%s has no place on the street", room))
			continue
		}
		for _, imp := range f.Imports {
			rest, ok := strings.CutPrefix(imp, "verv/internal/")
			if !ok {
				continue
			}
			other, _, _ := strings.Cut(rest, "/")
			if f.Test {
				continue // a test may boot the whole house
			}
			if there := slices.Index(order, other); there > here {
				out = append(out, found(f.Path+":1", "%s climbs the street to %s", room, other))
			}
		}
	}
	return out
}

// docs: every package says in doc.go what it is.
func docs(t *Tree) []Finding {
	has, any := map[string]bool{}, map[string]string{}
	for _, f := range t.Files {
		if f.Test {
			continue
		}
		any[f.Package] = f.Path
		if f.Syntax.Doc != nil && (strings.HasSuffix(f.Path, "/doc.go") || f.Syntax.Name.Name == "main") {
			has[f.Package] = true
		}
	}
	var out []Finding
	for p, path := range any {
		if !has[p] {
			out = append(out, found(path+":1", "package %s has no doc.go", p))
		}
	}
	return out
}
