package rights

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"verv/internal/locale"
)

// readable is the package as index.html shows it: a page that a browser opens from a disk, without a network and without a script.
type readable struct {
	*Package
	Words *locale.Words
	Files []string
	Parts []readablePart
}

// readablePart is one dossier in words.
type readablePart struct {
	PackedDossier
	Lines []readableLine
}

// readableLine is one value: where it stands, what it is, where it comes from.
type readableLine struct{ Where, What, Text, From string }

func newReadable(p *Package) readable {
	out := readable{Package: p, Words: p.words}
	for _, f := range p.files {
		out.Files = append(out.Files, f.name)
	}
	for _, d := range p.Dossiers {
		part := readablePart{PackedDossier: d}
		for _, row := range d.Rows {
			for _, c := range row.Columns {
				if c.Category == "" {
					continue
				}
				for _, leaf := range flat(c.Value) {
					part.Lines = append(part.Lines, readableLine{strings.TrimSuffix(row.Table+"."+c.Column+"."+leaf[0], "."),
						p.words.Say("privacy.category." + string(c.Category)), leaf[1], p.words.Say("rights.source." + string(c.Source))})
				}
			}
		}
		out.Parts = append(out.Parts, part)
	}
	return out
}

// Say is a sentence of the catalogue, for the template.
func (r readable) Say(key string, args ...any) string { return r.Words.Say(key, args...) }

// Moment writes a moment, for the template.
func (r readable) Moment(t time.Time) string { return r.Words.DateTime(t) }

// Reader says who read: the employer and the role, never a name.
func (r readable) Reader(p PackedRead) string {
	return readerWords(r.Words, Read{Actor: p.Actor, Role: p.Role, Employer: p.Employer, Purpose: p.Purpose})
}

// flat lists the leaves of a JSON value with their paths, in order; empty ones are left out.
func flat(v any) [][2]string {
	switch x := v.(type) {
	case nil:
		return nil
	case map[string]any:
		var out [][2]string
		for _, k := range slices.Sorted(maps.Keys(x)) {
			out = append(out, under(k, flat(x[k]))...)
		}
		return out
	case []any:
		var out [][2]string
		for i, e := range x {
			out = append(out, under(itoa(i+1), flat(e))...)
		}
		return out
	case string:
		if x == "" {
			return nil
		}
		return [][2]string{{"", x}}
	case json.Number:
		return [][2]string{{"", x.String()}}
	}
	return [][2]string{{"", fmt.Sprint(v)}}
}

func under(name string, leaves [][2]string) [][2]string {
	for i := range leaves {
		leaves[i][0] = strings.TrimSuffix(name+"."+leaves[i][0], ".")
	}
	return leaves
}
