package config

import (
	"bufio"
	"fmt"
	"io"
	"reflect"
	"strings"
)

const manualHead = `# CONFIG

Made from the struct tags of internal/config by ` + "`go test ./internal/config -update`" + `. Do not edit.

Verv reads one TOML file (` + DefaultFile + ` unless another is named) and the environment; a variable wins over the file. Lists are
TOML arrays in the file and written with commas in a variable. A key that does not exist stops the start, as does any
contradiction; each is told with its place and its mend. Values marked *secret* never print.
`

// WriteDoc writes the manual of every setting, in Markdown.
func WriteDoc(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString(manualHead)
	c := Default()
	docs := sectionDocs("", reflect.TypeFor[Config]())
	section := "none"
	for _, s := range settings(&c) {
		name := ""
		if i := strings.LastIndexByte(s.key, '.'); i >= 0 {
			name = s.key[:i]
		}
		if name != section && s.key != "retention" {
			section = name
			writeHead(b, name, docs[name])
		}
		if s.key == "retention" {
			writeHead(b, s.key, s.tag.Get("doc"))
			b.WriteString("| `class` | `VERV_RETENTION_CLASS` | as the profile says | " + s.tag.Get("unit") + " | a whole number |\n")
			continue
		}
		writeRow(b, s)
	}
	return b.Flush()
}

// sectionDocs collects what the structs say of themselves.
func sectionDocs(prefix string, t reflect.Type) map[string]string {
	out := map[string]string{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() != reflect.Struct {
			continue
		}
		key := prefix + f.Tag.Get("toml")
		out[key] = f.Tag.Get("doc")
		for k, d := range sectionDocs(key+".", f.Type) {
			out[k] = d
		}
	}
	return out
}

func writeHead(b *bufio.Writer, section, doc string) {
	if section != "" {
		fmt.Fprintf(b, "\n## [%s]\n", section)
	}
	if doc != "" {
		fmt.Fprintf(b, "\n%s\n", doc)
	}
	b.WriteString("\n| key | variable | default | values | meaning |\n|---|---|---|---|---|\n")
}

func writeRow(b *bufio.Writer, s setting) {
	key := s.key[strings.LastIndexByte(s.key, '.')+1:]
	fallback := s.tag.Get("default")
	if fallback != "" {
		fallback = "`" + fallback + "`"
	}
	fmt.Fprintf(b, "| `%s` | `%s` | %s | %s | %s |\n", key, s.env(), fallback, values(s), s.tag.Get("doc"))
}

// values says what a setting takes.
func values(s setting) string {
	if one, ok := s.tag.Lookup("one"); ok {
		return strings.ReplaceAll(strings.Trim(one, "|"), "|", ", ")
	}
	kind := map[reflect.Type]string{
		reflect.TypeFor[Secret](): "*secret*", reflect.TypeFor[bool](): "true, false", reflect.TypeFor[Size](): "size",
		reflect.TypeFor[int](): "number",
	}[s.value.Type()]
	switch {
	case kind != "":
	case s.value.Kind() == reflect.Slice:
		kind = "list"
	case s.value.Kind() == reflect.Int64:
		kind = "time"
	default:
		kind = "text"
	}
	if unit := s.tag.Get("unit"); unit != "" {
		kind += ", " + unit
	}
	return kind
}
