package grow

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"verv/internal/demo/trade"
	"verv/internal/demo/world"
)

// person is a candidate with what is known of their trade.
type person struct {
	candidate  world.Candidate
	first      string
	trade      trade.Trade
	occupation trade.Occupation
	years      int // in the occupation
	past       string
}

// people grows the candidates of a site.
func (g *grower) people(s trade.Site) []person {
	var out []person
	for _, p := range s.People {
		d := throw(g.seed, "people "+s.Key+" "+p.Language+" "+p.Country)
		for range p.Count {
			out = append(out, g.person(d, s, p))
		}
	}
	return out
}

func (g *grower) person(d dice, s trade.Site, p trade.People) person {
	t, ok := weighted(d, g.Tongues[p.Language].Trades, func(t trade.Trade) int { return g.used[s.Key+" "+p.Language+" "+t.Key] })
	if !ok {
		t = pick(d, g.Tongues[p.Language].Trades)
	}
	o := g.Occupations[t.Key]
	n := g.name(d, p.Language, p.Country)
	town, _ := weighted(d, g.Towns, func(t trade.Town) int {
		if t.Country != p.Country {
			return 0
		}
		return t.Weight
	})
	l := g.life(d, p.Language, t, o)
	f, field := g.Tongues[p.Language].Frame, g.Tongues[p.Language].Fields[o.Field]
	skills := some(d, t.Skills, d.between(4, 7))
	words := []string{"{title}", l.work[0].Title, "{role}", inside(l.work[0].Title), "{years}", strconv.Itoa(l.years), "{skills}", joined(f, some(d, skills, 2))}
	c := world.Candidate{Key: slug(n.full()), Language: p.Language, Name: n.full(), Email: n.address(mailbox(d, p.Country)),
		Phone: phone(d, p.Country), Born: l.born, Place: placeOf(town), Work: l.work, Education: l.education, Skills: skills,
		Spoken: spoken(d, p.Language, p.Country, n.native), Certificates: certificates(t)}
	c.Headline = upper(fill(pick(d, f.Headlines), words...))
	c.Summary = upper(fill(pick(d, f.Summaries), words...)) + " " + strings.Join(some(d, field.About, d.between(1, 2)), " ")
	return person{c, n.first, t, o, l.years, l.work[0].Employer}
}

// papers are words of demands that are a paper one can show.
var papers = regexp.MustCompile(`(?i)autori[sz]a|førerkort|kørekort|körkort|ajokort|fagbrev|svendebrev|svennebrev|yrkesbevis|sertifi|certifi|legitimation|laillist|nimikesuoj|pätevyys|licen[cs]e|registration|behörighet`)

// certificates are what the law or the trade asks for, where it is a paper and short enough to stand in a list.
func certificates(t trade.Trade) []string {
	var out []string
	for _, m := range t.Must {
		if papers.MatchString(m) && len(m) <= 70 && len(out) < 2 {
			out = append(out, upper(m))
		}
	}
	return out
}

func mailbox(d dice, country string) string {
	return pick(d, map[string][]string{"NO": {"epost.example", "post.example"}, "SE": {"brev.example", "mejl.example"}, "FI": {"posti.example", "postilaatikko.example"},
		"DK": {"brevpost.example", "mailboks.example"}}[country])
}

// phone is one that cannot ring: see package world.
func phone(d dice, country string) string {
	switch country {
	case "NO":
		return fmt.Sprintf("+471000%04d", d.IntN(10000))
	case "DK":
		return fmt.Sprintf("+451000%04d", d.IntN(10000))
	case "FI":
		return fmt.Sprintf("+35800000%04d", d.IntN(10000))
	}
	return fmt.Sprintf("+467017406%02d", d.between(5, 99))
}

// spoken gives the mother tongue first, then the language of the CV and of the country, then English.
func spoken(d dice, tag, country, native string) []world.Spoken {
	base := func(t string) string {
		if t == "nn" || t == "nb" {
			return "nb"
		}
		return t
	}
	if native == "" || native == "nb" && tag == "nn" {
		native = tag
	}
	out := []world.Spoken{{Language: native, Level: "native"}}
	add := func(l string, levels ...string) {
		for _, s := range out {
			if base(s.Language) == base(l) {
				return
			}
		}
		out = append(out, world.Spoken{Language: l, Level: pick(d, levels)})
	}
	add(tag, "B2", "C1", "C1", "C2")
	add(map[string]string{"NO": "nb", "SE": "sv", "FI": "fi", "DK": "da"}[country], "A2", "B1", "B2", "C1")
	add("en", "B1", "B2", "B2", "C1", "C1")
	if country == "FI" && d.chance(60) {
		add("sv", "A2", "B1", "B2")
	}
	if d.chance(15) {
		add(pick(d, []string{"de", "fr", "es"}), "A2", "B1")
	}
	return out
}
