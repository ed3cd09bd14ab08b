package search

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/candidate"
	"verv/internal/crypt"
	"verv/internal/cv"
	"verv/internal/cv/jsoncv"
	"verv/internal/match"
	"verv/internal/store"
	"verv/internal/taxonomy"
	"verv/internal/taxonomy/analysis"
)

// Visibility is who may find a person.
type Visibility string

// The visibilities. Everybody begins private.
const (
	Private   Visibility = "private"
	Anonymous Visibility = "anonymous"
	Visible   Visibility = "visible"
)

// Visibilities lists every visibility, the least open first.
func Visibilities() []Visibility { return []Visibility{Private, Anonymous, Visible} }

// Face is what of a card is shown. An anonymous one has no employers.
type Face struct {
	Title     string
	Region    string
	Years     int
	Skills    []string
	Languages []string
	Employers []string
	Available string // the first day, as 2006-01-02; empty where nothing is said
}

// cardBody is what is sealed: the face, and what is searched and never shown.
type cardBody struct {
	Face
	Language  string // of the texts
	Town      string
	Country   string
	County    string // of the town, as it was written in the CV
	Roles     []string
	Texts     []string
	Education []string
	Tongues   []string // names of languages, without how well
	Since     time.Time
	Changes   []change
}

// Card is a card as it lies in the store.
type Card struct {
	ID        CardID
	Subject   access.SubjectID
	CV        cv.ID
	Anonymous bool
	MadeAt    time.Time
	ActiveAt  time.Time
	Until     time.Time

	ProposeUntil time.Time // may be proposed for jobs so long; zero = may not

	body    cardBody
	shut    string
	dossier crypt.DossierID
	sealed  store.Sealed
}

// Face is what is shown of the card.
func (c Card) Face() Face { return c.body.Face }

// Visibility is anonymous or visible.
func (c Card) Visibility() Visibility {
	if c.Anonymous {
		return Anonymous
	}
	return Visible
}

const (
	skillsMost  = 30
	tonguesMost = 10
	firmsMost   = 10
	faceMost    = 120  // letters of a title or a skill
	textMost    = 2000 // letters of one text
	textsMost   = 60
	experienced = 60 // years; more is a slip
)

// draw makes a card's body of a profile and a CV. What says who the person is stays out, of the words as well.
func draw(p candidate.Profile, d cv.Body, anonymous bool, now time.Time) cardBody {
	b := d.CV.Basics
	var firms []string
	for _, w := range d.CV.Work {
		firms = append(firms, w.Employer)
	}
	for _, e := range d.CV.Education {
		firms = append(firms, e.School)
	}
	hide := firms
	if !anonymous {
		hide = nil
	}
	w := newWasher([]string{p.Name, b.Name}, hide)
	out := cardBody{Language: d.Language, Town: p.Place, Country: b.Place.Country, County: b.Place.Region}
	out.Available = p.Available
	if out.Town == "" {
		out.Town = b.Place.Town
	}
	out.Region = out.region()
	out.Years = years(d.CV.Work, now)
	roles := slices.Clone(d.CV.Work)
	slices.SortStableFunc(roles, func(x, y jsoncv.Work) int { return cmp.Compare(open(y), open(x)) })
	for _, x := range roles {
		out.Roles = add(out.Roles, w.text(x.Role), faceMost, textsMost)
		out.Texts = add(out.Texts, w.text(x.Summary+" "+strings.Join(x.Highlights, " ")), textMost, textsMost)
		if !anonymous {
			out.Employers = add(out.Employers, newWasher([]string{p.Name, b.Name}, nil).text(x.Employer), faceMost, firmsMost)
		}
	}
	out.Title = firstOf(w.text(p.Headline), w.text(b.Label), firstOf(out.Roles...))
	out.Title = cut(out.Title, faceMost)
	out.Texts = add(out.Texts, w.text(b.Summary), textMost, textsMost)
	for _, e := range d.CV.Education {
		out.Education = add(out.Education, w.text(e.Field+" "+e.Level), faceMost, textsMost)
	}
	for _, k := range d.CV.Skills {
		out.Skills = add(out.Skills, w.text(k.Name), faceMost, skillsMost)
	}
	for _, l := range d.CV.Languages {
		out.Tongues = add(out.Tongues, w.text(l.Name), faceMost, tonguesMost)
		name := w.text(l.Name)
		if level := w.text(l.Fluency); name != "" && level != "" {
			if !strings.ContainsAny(level, "0123456789") { // a level of the Common European Framework is written B2
				level = strings.ToLower(level)
			}
			name += " (" + level + ")"
		}
		out.Languages = add(out.Languages, name, faceMost, tonguesMost)
	}
	return out
}

// open ranks what goes on before what has ended, and later before earlier.
func open(w jsoncv.Work) int {
	if w.End.IsZero() {
		return 1 << 30
	}
	return w.End.Year*12 + w.End.Month
}

func firstOf(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

// add appends a text that is not there yet, as long as there is room.
func add(list []string, s string, long, most int) []string {
	s = cut(s, long)
	if s == "" || len(list) >= most || slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, s) }) {
		return list
	}
	return append(list, s)
}

func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:most]))
}

// years counts the calendar months in which somebody worked, each once, in whole years.
func years(work []jsoncv.Work, now time.Time) int {
	worked := map[int]bool{}
	at := func(p jsoncv.Partial, none int) int {
		if p.IsZero() {
			return none
		}
		return p.Year*12 + max(p.Month, 1) - 1
	}
	today := now.Year()*12 + int(now.Month()) - 1
	for _, w := range work {
		from := at(w.Start, -1)
		if from < 0 {
			continue
		}
		for m := max(from, today-experienced*12); m < min(at(w.End, today), today); m++ {
			worked[m] = true
		}
	}
	return min(len(worked)/12, experienced)
}

// norwegian is the language whatever its written form.
const norwegian = "no"

// Person is what a profile and a CV say about work, for comparing it with jobs: what the card of somebody anonymous would say. It is found by nobody.
func Person(p candidate.Profile, d cv.Body, now time.Time) *match.Person {
	out := Card{Anonymous: true, body: draw(p, d, true, now)}.person(nil)
	out.Purposes = match.ForMatching
	if slices.Contains(out.Values.Languages, norwegian) { // jobs name a written language; whoever speaks Norwegian reads both
		out.Values.Languages = append(out.Values.Languages, "nb", "nn")
	}
	return out
}

// person is the card as the index knows it. Those who must not see it come as keys.
func (c Card) person(blocks []string) *match.Person {
	a := analysis.Default()
	b := c.body
	p := &match.Person{ID: match.ID(c.ID.Bytes()), Experience: uint8(b.Years), Active: c.ActiveAt, Purposes: match.ForSearch, Anonymous: c.Anonymous,
		Blocks: blocks}
	if !c.ProposeUntil.IsZero() {
		p.Purposes |= match.ForMatching
	}
	p.Texts = make([]match.Text, 0, 1+len(b.Roles)+len(b.Skills)+len(b.Texts)+len(b.Education)+len(b.Tongues)+len(b.Employers))
	text := func(z match.Zone, all ...string) {
		for _, s := range all {
			if s != "" {
				p.Texts = append(p.Texts, match.Text{Zone: z, Lang: b.Language, Text: s})
			}
		}
	}
	text(match.Title, b.Title)
	text(match.Title, b.Roles...)
	text(match.Skills, b.Skills...)
	text(match.Body, b.Texts...)
	text(match.Body, b.Education...)
	text(match.Body, b.Tongues...)
	text(match.Body, b.Employers...)
	for _, title := range append([]string{b.Title}, b.Roles...) {
		if o := a.Occupation(b.Language, title); o != "" && title != "" && !slices.Contains(p.Values.Occupations, o) {
			p.Values.Occupations = append(p.Values.Occupations, o)
		}
	}
	if at, ok := b.place(); ok {
		p.Values.Places = []string{at.ID()}
		if at.Kind != taxonomy.Country {
			p.Points = []match.Point{analysis.PointOf(at)}
		}
	}
	for _, s := range b.Skills {
		if known := a.Named(b.Language, s).Skills; len(known) > 0 {
			p.Values.Skills = append(p.Values.Skills, known...)
		} else {
			p.Values.Skills = append(p.Values.Skills, value(s))
		}
	}
	for _, s := range b.Tongues {
		p.Values.Languages = append(p.Values.Languages, tongueValue(s))
	}
	if l := p.Values.Languages; slices.Contains(l, "nb") || slices.Contains(l, "nn") {
		p.Values.Languages = append(l, norwegian) // whoever says which kind speaks it
	}
	if day, err := time.Parse(time.DateOnly, b.Available); err == nil {
		p.Available = day
	}
	for _, s := range b.Employers {
		p.Employers = append(p.Employers, value(s))
	}
	return p
}

// place is where the card says that somebody lives, as far as it is in the Nordic countries.
func (b cardBody) place() (taxonomy.Place, bool) {
	if b.Town == "" && b.County == "" {
		return taxonomy.Place{}, false
	}
	a := analysis.Default()
	if b.Country == "" {
		if p, ok := a.PlaceNamed("", b.Town); ok {
			return p, true
		}
	}
	return a.Place(b.Country, b.Town, b.County)
}

// region is the county, which is as near as a card tells where somebody lives.
func (b cardBody) region() string {
	at, ok := b.place()
	if !ok {
		return ""
	}
	for _, p := range append([]taxonomy.Place{at}, taxonomy.BuiltIn().Above(at)...) {
		if p.Kind == taxonomy.County {
			return p.Name(b.Language)
		}
	}
	return ""
}

// value is a word as the value of a facet.
func value(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
