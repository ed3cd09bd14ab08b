package query

import (
	"strconv"
	"strings"
)

// Print writes the canonical form. What it writes is read back as the same tree, for every tree that Parse, All, Any and Negate make.
func Print(n Node) string {
	if n == nil {
		return ""
	}
	var out strings.Builder
	write(&out, n)
	return out.String()
}

func write(out *strings.Builder, n Node) {
	switch n := n.(type) {
	case And:
		join(out, n)
	case Or:
		for i, p := range n {
			if i > 0 {
				out.WriteString(" OR ")
			}
			write(out, p) // AND binds tighter: a conjunction needs no brackets here, so nothing is deeper than it was typed
		}
	case Not:
		out.WriteString("NOT ")
		inner(out, n.Node)
	case Word:
		out.WriteString(string(n))
	case Prefix:
		out.WriteString(string(n) + "*")
	case Phrase:
		out.WriteString(`"` + string(n) + `"`)
	case Facet:
		out.WriteString(n.Field.String() + ":" + quote(n.Value))
	case Range:
		out.WriteString(n.Field.String() + ":" + bound(n.Min, Low) + ".." + bound(n.Max, High))
	case Near:
		out.WriteString("near:" + decimal(n.Lat) + "," + decimal(n.Lon) + "," + decimal(n.Km))
	}
}

func join(out *strings.Builder, parts []Node) {
	for i, p := range parts {
		if i > 0 {
			out.WriteByte(' ')
		}
		inner(out, p)
	}
}

// inner puts brackets around what holds several parts.
func inner(out *strings.Builder, n Node) {
	switch n.(type) {
	case And, Or:
		out.WriteByte('(')
		write(out, n)
		out.WriteByte(')')
	default:
		write(out, n)
	}
}

func quote(v string) string {
	if strings.IndexFunc(v, func(r rune) bool { return special(r) || space(r, 2) }) >= 0 {
		return `"` + v + `"`
	}
	return v
}

func bound(n, open int64) string {
	if n == open {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
