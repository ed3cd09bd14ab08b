package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// part is somebody else's work that is in the binary: a Go module or an npm package.
type part struct{ kind, name, version string }

func (p part) purl() string {
	return "pkg:" + p.kind + "/" + strings.ReplaceAll(p.name, "@", "%40") + "@" + p.version
}

// modules are the Go modules of a binary as it states them, and the standard library.
func modules(bin string) ([]part, error) {
	info, err := buildinfo.ReadFile(bin)
	if err != nil {
		return nil, err
	}
	out := []part{{"golang", "stdlib", strings.TrimPrefix(info.GoVersion, "go")}}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		out = append(out, part{"golang", m.Path, m.Version})
	}
	return out, nil
}

var reNotice = regexp.MustCompile(`(?m)^(\S+)\n=+$`)

// packages are the npm packages whose work is bundled, as the bundle's own notices name them and the lock file pins them.
func packages() ([]part, []byte, error) {
	found, err := filepath.Glob("assets/dist/licences-*.txt")
	if err != nil || len(found) != 1 {
		return nil, nil, fmt.Errorf("%d files of licences in assets/dist, want one; %w", len(found), err)
	}
	notices, err := os.ReadFile(found[0])
	if err != nil {
		return nil, nil, err
	}
	raw, err := os.ReadFile("assets/package-lock.json")
	if err != nil {
		return nil, nil, err
	}
	var lock struct {
		Packages map[string]struct{ Version string }
	}
	if err := json.Unmarshal(raw, &lock); err != nil {
		return nil, nil, err
	}
	var out []part
	for _, m := range reNotice.FindAllSubmatch(notices, -1) {
		name := string(m[1])
		v := lock.Packages["node_modules/"+name].Version
		if v == "" {
			return nil, nil, fmt.Errorf("%s is bundled and not in the lock file", name)
		}
		out = append(out, part{"npm", name, v})
	}
	return out, notices, nil
}

type component struct {
	Type    string `json:"type"`
	Ref     string `json:"bom-ref"`
	Name    string `json:"name"`
	Version string `json:"version"`
	PURL    string `json:"purl"`
}

// bill is the bill of materials in CycloneDX 1.6.
func (r release) bill(parts ...[]part) ([]byte, error) {
	of := func(kind string, p part) component {
		return component{kind, p.purl(), p.name, p.version, p.purl()}
	}
	var all []component
	for _, p := range slices.Concat(parts...) {
		all = append(all, of("library", p))
	}
	return json.MarshalIndent(map[string]any{
		"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
		"metadata":   map[string]any{"timestamp": r.at.Format(time.RFC3339), "component": of("application", part{"generic", "verv", r.version})},
		"components": all,
	}, "", " ")
}

// isNotice finds the files that a licence asks to be handed on.
var isNotice = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([.-].*)?$`)

// thirdParty gathers the notices of everything in the binary. A module without one is an error: it could not be handed on.
func thirdParty(ctx context.Context, used []part, npm []byte) ([]byte, error) {
	var out bytes.Buffer
	for _, p := range used {
		args := []string{"env", "GOROOT"}
		if p.name != "stdlib" {
			args = []string{"list", "-m", "-f", "{{.Dir}}", p.name + "@" + p.version}
		}
		dir, err := tell(ctx, "go", args...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		notices, err := noticesIn(dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		head := p.name + " " + p.version
		fmt.Fprintf(&out, "%s\n%s\n\n%s\n", head, strings.Repeat("=", len(head)), notices)
	}
	out.Write(npm)
	return out.Bytes(), nil
}

func noticesIn(dir string) ([]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for _, e := range entries {
		if e.IsDir() || !isNotice.MatchString(e.Name()) {
			continue
		}
		body, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		out.Write(body)
		out.WriteString("\n")
	}
	if out.Len() == 0 {
		return nil, fmt.Errorf("no licence in %s", dir)
	}
	return out.Bytes(), nil
}
