package grow

import (
	"strconv"
	"strings"

	"verv/internal/demo/trade"
	"verv/internal/demo/world"
)

// employer gives an employer a register number and a team.
func (g *grower) employer(e trade.Employer) world.Employer {
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
	for _, title := range some(d, g.managers(e), 3) {
		add(world.HiringManager, title)
	}
	return out
}

// managers are the titles of those who lead the fields that an employer hires in.
func (g *grower) managers(e trade.Employer) []string {
	var out []string
	seen := map[string]bool{}
	for _, t := range g.Suited(e.Language, e.Kind) {
		field := g.Occupations[t.Key].Field
		if !seen[field] {
			out = append(out, g.Tongues[e.Language].Fields[field].Managers...)
		}
		seen[field] = true
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
