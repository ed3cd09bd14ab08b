package grow

import (
	"slices"
	"strconv"
	"strings"

	"verv/internal/demo/trade"
	"verv/internal/demo/world"
)

// employer gives an employer a register number and a team, and says who hires in which field.
func (g *grower) employer(e trade.Employer) (world.Employer, map[string]world.Member) {
	d := throw(g.seed, "employer "+e.Key)
	town, _ := g.Town(e.Town)
	f := g.Tongues[e.Language].Frame
	host := e.Key + ".example"
	g.serial[town.Country]++
	days := pick(d, []int{5, 7, 7, 10, 10, 14})
	out := world.Employer{Key: e.Key, Name: e.Name, RegisterNumber: trade.Number(town.Country, g.serial[town.Country]), Branch: e.Branch,
		Web: "https://" + host, Story: strings.TrimSpace(e.Story), Place: placeOf(town), ReplyDays: days,
		ReplyPromise: fill(pick(d, f.Promises), "{days}", strconv.Itoa(days))}
	add := func(role world.Role, title string) {
		n := g.name(d, e.Language, town.Country)
		out.Members = append(out.Members, world.Member{Key: e.Key + "-" + letter(len(out.Members)), Role: role, Name: n.full(),
			Email: n.address(host), Title: title, Language: e.Language})
	}
	add(world.Owner, pick(d, f.Owners))
	add(world.Recruiter, pick(d, f.Recruiters))
	bosses := map[string]world.Member{}
	for _, field := range g.fields(e) {
		add(world.HiringManager, pick(d, g.Tongues[e.Language].Fields[field].Managers))
		bosses[field] = out.Members[len(out.Members)-1]
	}
	return out, bosses
}

// fields are those that an employer hires in, in its own language.
func (g *grower) fields(e trade.Employer) []string {
	var out []string
	for _, t := range g.Suited(e.Language, e) {
		if field := g.Occupations[t.Key].Field; !slices.Contains(out, field) {
			out = append(out, field)
		}
	}
	return out
}

func placeOf(t trade.Town) world.Place {
	m := t.Municipality
	if m == "" {
		m = t.Name
	}
	return world.Place{Town: t.Name, Municipality: m, Postcode: t.Postcode, Country: t.Country}
}
