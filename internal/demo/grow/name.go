package grow

import (
	"strings"

	"verv/internal/demo/trade"
)

// name is what a person is called, and the language they grew up with.
type name struct {
	first, last string
	native      string
}

func (n name) full() string { return n.first + " " + n.last }

// address is the person's e-mail address at a host.
func (n name) address(host string) string {
	return strings.ReplaceAll(slug(n.first), "-", ".") + "." + slug(n.last) + "@" + host
}

// name makes one that nobody has yet.
func (g *grower) name(d dice, tag, country string) name {
	for {
		group, ok := weighted(d, g.Names, func(n trade.Names) int { return n.Weights[tag+"-"+country] })
		if !ok {
			group = g.Names[0]
		}
		first := group.Female
		if d.chance(48) {
			first = group.Male
		}
		n := name{usual(d, first), usual(d, group.Last), group.Native}
		if key := slug(n.full()); !g.names[key] {
			g.names[key] = true
			return n
		}
	}
}
