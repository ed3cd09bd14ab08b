package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// sprite joins the icons that icons.txt names into one file of symbols.
func sprite(dir string) ([]byte, error) {
	names, err := lines(filepath.Join(dir, "icons.txt"))
	if err != nil {
		return nil, err
	}
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		return nil, fmt.Errorf("icons.txt is not sorted or names an icon twice")
	}
	var out bytes.Buffer
	out.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, "node_modules/@navikt/aksel-icons/dist/svg", name+".svg"))
		if err != nil {
			return nil, err
		}
		var icon struct {
			ViewBox string `xml:"viewBox,attr"`
			Inner   string `xml:",innerxml"`
		}
		if err := xml.Unmarshal(text, &icon); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&out, `<symbol id="%s" viewBox="%s" fill="none">%s</symbol>`, name, icon.ViewBox, strings.TrimSpace(icon.Inner))
	}
	out.WriteString("</svg>\n")
	return out.Bytes(), nil
}

// lines are the lines of a list, without blank ones and remarks.
func lines(path string) ([]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all, nil
}

// bundled are the packages whose work is in the bundle and goes out with it.
var bundled = []string{"@digdir/designsystemet-css", "@digdir/designsystemet", "@fontsource-variable/inter", "@navikt/aksel-icons",
	"orderedmap", "prosemirror-commands", "prosemirror-history", "prosemirror-inputrules", "prosemirror-keymap", "prosemirror-model",
	"prosemirror-schema-list", "prosemirror-state", "prosemirror-transform", "prosemirror-view", "rope-sequence", "w3c-keyname"}

// licences gathers the notices that go out with other people's work.
func licences(dir string) ([]byte, error) {
	var out bytes.Buffer
	for _, name := range bundled {
		folder := filepath.Join(dir, "node_modules", name)
		fmt.Fprintf(&out, "%s\n%s\n\n", name, strings.Repeat("=", len(name)))
		notice, err := os.ReadFile(filepath.Join(folder, "LICENSE"))
		if os.IsNotExist(err) {
			notice, err = stated(filepath.Join(folder, "package.json"))
		}
		if err != nil {
			return nil, err
		}
		out.Write(notice)
		out.WriteString("\n\n")
	}
	return out.Bytes(), nil
}

// stated is what a package without a LICENSE file says about itself.
func stated(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var about struct{ Name, Version, License, Homepage string }
	if err := json.Unmarshal(text, &about); err != nil {
		return nil, err
	}
	if about.License == "" {
		return nil, fmt.Errorf("%s states no licence", path)
	}
	return fmt.Appendf(nil, "%s %s, licence as its package states: %s %s", about.Name, about.Version, about.License, about.Homepage), nil
}
