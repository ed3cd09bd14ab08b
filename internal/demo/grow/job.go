package grow

import (
	"fmt"
	"slices"
	"strings"

	"verv/internal/demo/trade"
	"verv/internal/demo/world"
)

// hiring is a job with what is known of its trade.
type hiring struct {
	job        world.Job
	employer   world.Employer
	trade      trade.Trade
	occupation trade.Occupation
	country    string
}

// most is how much of an advertisement may stand in another one of the same language. A test asks for half.
const most = 0.42

// tries is how often an advertisement is thrown before the grower gives up.
const tries = 400

// jobs writes an employer's advertisements, in the order of the languages.
func (g *grower) jobs(e trade.Employer, grown world.Employer, bosses map[string]world.Member) ([]hiring, error) {
	var out []hiring
	for _, tag := range []string{"nb", "nn", "sv", "fi", "da", "en"} {
		for range e.Ads[tag] {
			h, err := g.job(e, grown, bosses, tag, len(out))
			if err != nil {
				return nil, err
			}
			out = append(out, h)
		}
	}
	return out, nil
}

func (g *grower) job(e trade.Employer, grown world.Employer, bosses map[string]world.Member, tag string, n int) (hiring, error) {
	d := throw(g.seed, fmt.Sprintf("job %s %d", e.Key, n))
	t := g.leastUsed(d, tag, e)
	g.used[tag+" "+t.Key]++
	g.used[e.Site+" "+tag+" "+t.Key]++
	o := g.Occupations[t.Key]
	town, _ := g.Town(e.Town)
	boss, found := bosses[o.Field]
	if !found {
		boss = grown.Members[len(grown.Members)-1]
	}
	j := world.Job{Key: e.Key + "-" + letter(n) + "-" + slug(t.Key), Employer: e.Key, Language: tag, Places: []world.Place{grown.Place},
		Contact: boss.Key, Decides: decide(d, boss, grown), WorkLanguages: workLanguages(tag, grown.Place.Country)}
	line := pick(d, t.Titles)
	j.Title = title(line)
	a := &advert{dice: d, frame: g.Tongues[tag].Frame, field: g.Tongues[tag].Fields[o.Field], trade: t, rota: o.Rota, employer: e, leads: e.Leads[tag],
		at: where(town, tag, g.Tongues[tag].Frame), title: line, contact: boss.Name, does: boss.Title}
	if tag != e.Language { // a title in another language than the text's stays out of it
		a.does = pick(d, a.field.Managers)
	}
	body, err := g.distinct(tag, a)
	if err != nil {
		return hiring{}, fmt.Errorf("%s: %w", j.Key, err)
	}
	j.Body = body
	terms(d, &j, o)
	dates(d, &j)
	j.Steps = stepsOf(d, a.frame)
	j.Questions = questionsOf(d, a.frame)
	return hiring{job: j, employer: grown, trade: t, occupation: o, country: grown.Place.Country}, nil
}

// distinct throws an advertisement until it is different enough from those before it.
func (g *grower) distinct(tag string, a *advert) (string, error) {
	for range tries {
		text := a.text()
		of := gramsOf(text)
		if g.corpus(tag).worst(of) <= most {
			g.corpus(tag).add(of)
			return text, nil
		}
	}
	return "", fmt.Errorf("no advertisement for %s in %s is different enough: write more sentences", a.trade.Key, tag)
}

// leastUsed takes a trade that has been advertised less often than others.
func (g *grower) leastUsed(d dice, tag string, e trade.Employer) trade.Trade {
	all := some(d, g.Suited(tag, e), 1000)
	return slices.MinFunc(all, func(a, b trade.Trade) int { return g.used[tag+" "+a.Key] - g.used[tag+" "+b.Key] })
}

// where is the place of work in the words of a language.
func where(t trade.Town, tag string, f trade.Frame) string {
	if at := t.At[tag]; at != "" {
		return at
	}
	return f.At + " " + t.Name
}

func decide(d dice, boss world.Member, e world.Employer) []string {
	out := []string{boss.Key}
	if d.chance(60) {
		out = append(out, e.Members[d.IntN(2)].Key)
	}
	return out
}

func workLanguages(tag, country string) []string {
	own := map[string]string{"NO": "nb", "SE": "sv", "FI": "fi", "DK": "da"}[country]
	if tag == "en" || tag == own || own == "" {
		return []string{tag}
	}
	return []string{tag, own}
}

// terms are pay, extent, contract and place.
func terms(d dice, j *world.Job, o trade.Occupation) {
	country := j.Places[0].Country
	low, high := o.Pay[country][0], o.Pay[country][1]
	span := high - low
	low, high = low+span*d.between(0, 25)/100, high-span*d.between(0, 25)/100
	j.Pay = world.Pay{Currency: map[string]string{"NO": "NOK", "SE": "SEK", "FI": "EUR", "DK": "DKK"}[country], Per: world.PerMonth}
	step := 100
	switch {
	case country == "NO":
		j.Pay.Per, step = world.PerYear, 5000
	case country == "FI":
		step = 50
	}
	if o.Hourly && d.chance(60) {
		hours := map[string]int{"NO": 1950, "SE": 165, "FI": 160, "DK": 160}[country]
		low, high, j.Pay.Per, step = low/hours, high/hours, world.PerHour, 1
	}
	j.Pay.Min, j.Pay.Max = low/step*step, (high+step-1)/step*step
	j.Extent = pick(d, []world.Range{{Min: 100, Max: 100}, {Min: 100, Max: 100}, {Min: 100, Max: 100}, {Min: 80, Max: 100}})
	if o.Rota {
		j.Extent = pick(d, []world.Range{{Min: 100, Max: 100}, {Min: 75, Max: 100}, {Min: 50, Max: 100}, {Min: 80, Max: 80}, {Min: 60, Max: 60}, {Min: 20, Max: 40}})
	}
	j.Employment = pick(d, []world.Employment{world.Permanent, world.Permanent, world.Permanent, world.Permanent, world.FixedTerm, world.Substitute})
	j.Remote = world.RemoteNever
	if o.Remote {
		j.Remote = pick(d, []world.Remote{world.RemotePartly, world.RemotePartly, world.RemotePartly, world.RemoteNever, world.RemoteFully})
	}
}

func dates(d dice, j *world.Job) {
	j.PostedDays = d.between(2, 45)
	j.Rolling = d.chance(45)
	j.DeadlineDays = d.between(2, 35)
	if j.Rolling && d.chance(15) {
		j.DeadlineDays = 0
	}
	if d.chance(60) {
		j.StartDays = j.DeadlineDays + d.between(25, 120)
	}
}

// stepsOf is one of the ways of hiring: names parted by bars.
func stepsOf(d dice, f trade.Frame) []world.Step {
	var out []world.Step
	for _, name := range strings.Split(pick(d, f.Ways), "|") {
		out = append(out, world.Step{Name: strings.TrimSpace(name), Days: d.between(2, 9)})
	}
	return out
}

func questionsOf(d dice, f trade.Frame) []world.Question {
	if d.chance(45) {
		return nil
	}
	var out []world.Question
	for i, q := range some(d, f.Questions, d.between(1, 3)) {
		out = append(out, world.Question{Key: letter(i), Kind: world.QuestionKind(q.Kind), Text: q.Text, Options: q.Options, Required: i == 0})
	}
	return out
}
