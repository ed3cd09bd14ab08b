package config

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// entry is one key of a file with its value.
type entry struct {
	key   string
	value any
}

// flatten lists the leaves of a TOML tree in order. It goes down only into our own sections, so that an unknown table is
// reported once and not key by key.
func flatten(prefix string, tree map[string]any, sections map[string]bool) (out []entry) {
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		key := prefix + name
		if sub, ok := tree[name].(map[string]any); ok && sections[key] {
			out = append(out, flatten(key+".", sub, sections)...)
			continue
		}
		out = append(out, entry{key, tree[name]})
	}
	return out
}

// lineIndex tells on which line of a file a key stands. The TOML library keeps that to itself.
type lineIndex map[string]int

// of gives the line of the key, or that of the nearest table around it.
func (x lineIndex) of(key string) int {
	for {
		if n, ok := x[key]; ok {
			return n
		}
		i := strings.LastIndexByte(key, '.')
		if i < 0 {
			return 1
		}
		key = key[:i]
	}
}

// keyLines reads table headers and the keys below them, and skips texts of several lines.
func keyLines(data []byte) lineIndex {
	x, table, inside := lineIndex{}, "", ""
	n := 0
	for raw := range bytes.Lines(data) {
		n++
		line := strings.TrimSpace(string(raw))
		if inside != "" {
			if strings.Contains(line, inside) {
				inside = ""
			}
			continue
		}
		if head, ok := strings.CutPrefix(line, "["); ok {
			head, _, _ = strings.Cut(strings.TrimPrefix(head, "["), "]")
			table = bare(head) + "."
			x.note(strings.TrimSuffix(table, "."), n)
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		x.note(table+bare(key), n)
		for _, quotes := range []string{`"""`, `'''`} {
			if strings.Count(value, quotes)%2 == 1 {
				inside = quotes
			}
		}
	}
	return x
}

func (x lineIndex) note(key string, n int) {
	if _, ok := x[key]; !ok {
		x[key] = n
	}
}

// bare takes quotes and spaces off a dotted key.
func bare(key string) string {
	parts := strings.Split(key, ".")
	for i, p := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(p), `"'`)
	}
	return strings.Join(parts, ".")
}

// short makes a name from outside fit to print: one line, not endless.
func short(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError || r == 0x7f {
			return '?'
		}
		return r
	}, s)
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "") + "…"
	}
	return s
}

// nearest is the known name that differs least from name, if it differs by no more than two letters.
func nearest(name string, known []string) string {
	best, least := "", 3
	slices.Sort(known)
	for _, k := range known {
		if d := len(k) - len(name); d > 2 || d < -2 {
			continue
		}
		if d := distance(name, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is the number of letters to put in, take out or change (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
