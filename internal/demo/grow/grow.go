package grow

import (
	"fmt"
	"slices"
	"time"

	"verv/internal/demo/trade"
	"verv/internal/demo/world"
)

// Seed is the seed of the worlds that verv demo shows.
const Seed = 25

// grower holds what all worlds share while they grow.
type grower struct {
	trade.Knowledge
	seed   uint64
	day    time.Time
	texts  map[string]*corpus // of the advertisements so far, by language
	used   map[string]int     // how often a trade has been advertised, by language and key, and by site before them
	names  map[string]bool    // of people
	serial map[string]int     // register numbers so far, by country
}

// Worlds grows the sites of the full demonstration, as they are on a day. The hand-written world is part of the first.
func Worlds(seed uint64, day time.Time) ([]world.World, error) {
	k, err := trade.Load()
	if err != nil {
		return nil, err
	}
	first, err := world.Load()
	if err != nil {
		return nil, err
	}
	g := &grower{Knowledge: k, seed: seed, day: day, texts: map[string]*corpus{}, used: map[string]int{}, names: map[string]bool{}, serial: map[string]int{}}
	var out []world.World
	for i, s := range k.Sites {
		w := world.World{Month: day.Format("2006-01"), Site: siteOf(s)}
		if i == 0 {
			w.Operator, w.Officer = first.Operator, first.Officer
			g.adopt(&w, first)
		}
		if err := g.grow(&w, s); err != nil {
			return nil, fmt.Errorf("grow: %s: %w", s.Key, err)
		}
		if err := w.Check(); err != nil {
			return nil, fmt.Errorf("grow: %s: %w", s.Key, err)
		}
		out = append(out, w)
	}
	return out, nil
}

func (g *grower) corpus(language string) *corpus {
	if g.texts[language] == nil {
		g.texts[language] = &corpus{}
	}
	return g.texts[language]
}

func siteOf(s trade.Site) world.Site {
	return world.Site{Key: s.Key, Name: s.Name, Language: s.Language, Country: s.Country, Accent: s.Accent, Slogan: s.Slogan, About: s.About}
}

// adopt takes the hand-written world in: its texts count when others are compared with them, and its names are taken.
func (g *grower) adopt(w *world.World, first world.World) {
	w.Employers, w.Jobs = slices.Clone(first.Employers), slices.Clone(first.Jobs)
	w.Candidates, w.Applications = slices.Clone(first.Candidates), slices.Clone(first.Applications)
	for _, c := range first.Candidates {
		g.names[slug(c.Name)] = true
	}
	for _, e := range first.Employers {
		for _, m := range e.Members {
			g.names[slug(m.Name)] = true
		}
	}
	for _, j := range first.Jobs {
		g.corpus(j.Language).add(gramsOf(j.Words()))
	}
}

func (g *grower) grow(w *world.World, s trade.Site) error {
	var made []hiring
	for _, e := range g.Employers {
		if e.Site != s.Key {
			continue
		}
		grown, bosses := g.employer(e)
		w.Employers = append(w.Employers, grown)
		jobs, err := g.jobs(e, grown, bosses)
		if err != nil {
			return err
		}
		for _, j := range jobs {
			w.Jobs = append(w.Jobs, j.job)
		}
		made = append(made, jobs...)
	}
	people := g.people(s)
	for _, p := range people {
		w.Candidates = append(w.Candidates, p.candidate)
	}
	w.Applications = append(w.Applications, g.applications(s, made, people)...)
	return nil
}
