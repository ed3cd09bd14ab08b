package grow

import (
	"fmt"
	"slices"
	"strings"

	"verv/internal/demo/trade"
	"verv/internal/demo/world"
)

// life is a working life as a CV tells it.
type life struct {
	born, years int
	work        []world.Work
	education   []world.Education
}

// schooling is how many years after the age of nineteen an education ends; vocational school is over by then.
func schooling(l trade.Level) int {
	return map[trade.Level]int{trade.Unschooled: 0, trade.Vocational: 0, trade.College: 3, trade.University: 5}[l]
}

// life goes from school over a first job that many have while they study, up the ladder to what the person does now.
func (g *grower) life(d dice, tag string, t trade.Trade, o trade.Occupation) life {
	year := g.day.Year()
	age := min(d.between(21, 62), d.between(24, 60)) // more of the young apply
	age = max(age, 19+schooling(o.Level)+2)
	l := life{born: year - age}
	done := l.born + 19 + schooling(o.Level)
	if o.Level == trade.College || o.Level == trade.University {
		done += d.between(0, min(3, year-done-1))
	}
	l.education = g.education(d, tag, t, o, l.born, done)
	l.work = g.work(d, tag, t, o, l.born, done)
	l.years = max(1, year-yearOf(l.since(t)))
	return l
}

// since is when the person began in the occupation.
func (l life) since(t trade.Trade) string {
	from := l.work[0].From
	for _, w := range l.work {
		for _, line := range t.Titles {
			if w.Title == title(line) {
				from = w.From
			}
		}
	}
	return from
}

func yearOf(month string) int {
	n := 0
	_, _ = fmt.Sscanf(month, "%d", &n)
	return n
}

func (g *grower) education(d dice, tag string, t trade.Trade, o trade.Occupation, born, done int) []world.Education {
	f := g.Tongues[tag].Frame
	school := world.Education{Degree: upper(pick(d, f.Secondary)), School: pick(d, f.Vocational), From: born + 16, To: born + 19}
	switch o.Level {
	case trade.Unschooled:
		return []world.Education{school}
	case trade.Vocational:
		school.Degree = pick(d, t.Degree)
		return []world.Education{school}
	}
	schools := f.Colleges
	if o.Level == trade.University {
		schools = f.Universities
	}
	out := []world.Education{{Degree: pick(d, t.Degree), School: pick(d, schools), From: done - schooling(o.Level), To: done}}
	if d.chance(40) {
		out = append(out, school)
	}
	return out
}

// work is newest first: one to three jobs in the occupation, and before them one step of the ladder.
func (g *grower) work(d dice, tag string, t trade.Trade, o trade.Occupation, born, done int) []world.Work {
	now := g.day.Year()*12 + int(g.day.Month()) - 1
	start := done*12 + 7
	if start >= now-3 {
		start = now - d.between(3, 8)
	}
	f := g.Tongues[tag].Frame
	n := min(1+(now-start)/60, d.between(1, 3))
	cuts := []int{start}
	for i := 1; i < n; i++ {
		cuts = append(cuts, start+(now-start)*i/n+d.between(-5, 5))
	}
	var out []world.Work
	end := 0 // still there
	if d.chance(25) {
		end = now - d.between(1, min(5, max(1, now-cuts[n-1]-2)))
	}
	titles := some(d, t.Titles, 1)
	for i := n - 1; i >= 0; i-- {
		text := fill(pick(d, f.Worked), "{skills}", joined(f, some(d, simple(t.Skills), d.between(2, 3))))
		out = append(out, g.station(d, tag, title(titles[0]), text, cuts[i], end, o))
		end = cuts[i]
	}
	// Many have had the first step of the ladder beside school or before it.
	from := max((born+17)*12+5, start-d.between(12, 40))
	if from >= start {
		from = start - 2
	}
	return append(out, g.station(d, tag, usual(d, t.Before), pick(d, f.Started), from, start, o))
}

// station is one job of a working life, from one month to another, counted from the year 0.
func (g *grower) station(d dice, tag, what, text string, from, to int, o trade.Occupation) world.Work {
	e := g.earlier(d, tag, o)
	w := world.Work{Title: what, Employer: e.Name, Place: e.Town, From: month(from), Text: upper(text)}
	if to != 0 {
		w.To = month(to)
	}
	return w
}

func month(n int) string { return fmt.Sprintf("%04d-%02d", n/12, n%12+1) }

// earlier is an employer of the world that has such work, in a country where the language is at home.
func (g *grower) earlier(d dice, tag string, o trade.Occupation) trade.Employer {
	homes := map[string]string{"nb": "NO", "nn": "NO", "da": "DK", "sv": "SE FI", "fi": "FI", "en": "NO SE FI DK"}[tag]
	e, ok := weighted(d, g.Employers, func(e trade.Employer) int {
		town, _ := g.Town(e.Town)
		if strings.Contains(homes, town.Country) && slices.Contains(o.Kinds, e.Kind) {
			return 1
		}
		return 0
	})
	if !ok {
		return pick(d, g.Employers)
	}
	return e
}
