package taxonomy

import (
	"slices"
	"strings"
)

// Source is where the built-in words come from.
const Source = "general knowledge"

// Languages are those of every label, in the order of the columns.
var Languages = []string{"nb", "nn", "sv", "fi", "da", "en"}

// Labels are the names of one thing by language, the preferred one first.
type Labels [6][]string

// In are the names in a language; none for a language that is not among Languages.
func (l Labels) In(lang string) []string {
	if i := slices.Index(Languages, lang); i >= 0 {
		return l[i]
	}
	return nil
}

// Preferred is the first name in a language, or in English when the language is unknown.
func (l Labels) Preferred(lang string) string {
	for _, names := range [][]string{l.In(lang), l.In("en")} {
		if len(names) > 0 {
			return names[0]
		}
	}
	return ""
}

// Group is a group of ISCO-08: of one digit (major), two, three or four (unit group).
type Group struct {
	Code string
	Labels
}

// Unit says that occupations stand directly below the group.
func (g Group) Unit() bool { return len(g.Code) == 4 }

// Parent is the code of the group above; empty above a major group.
func (g Group) Parent() string { return g.Code[:len(g.Code)-1] }

// Occupation is a kind of work under a unit group.
type Occupation struct {
	ID    string
	Group string            // code of the unit group
	Codes map[string]string // national codes that differ from it: styrk, ssyk, disco
	Labels
}

// Code is the occupation's code in a national classification.
func (o Occupation) Code(scheme string) string {
	if c := o.Codes[scheme]; c != "" {
		return c
	}
	return o.Group
}

// Skill is something that one can do, use or show a paper of.
type Skill struct {
	ID     string
	Kind   string   // skill, tool or certificate
	Groups []string // codes of groups whose occupations ask for it; a hint
	Labels
}

// Term is one of a closed list, such as a driving licence or a work time.
type Term struct {
	Kind string // language, licence, education, worktime, employment, remote or seniority
	ID   string
	Labels
}

// Name is a name of a place in one language.
type Name struct{ Language, Text string }

// Place is a country, county or municipality.
type Place struct {
	Country   string // ISO 3166, also AX, FO and GL
	Code      string // official; of a country its ISO code
	Kind      string
	Parent    string // code of the place above, in the same country; of Åland, the Faroes and Greenland the country they belong to
	Latitude  float64
	Longitude float64
	Names     []Name // the place's own language first
}

// Kinds of places.
const (
	Country      = "country"
	County       = "county"
	Municipality = "municipality"
)

// ID tells places of all countries apart.
func (p Place) ID() string { return p.Country + ":" + p.Code }

// Name is the place's name for a reader of a language.
func (p Place) Name(lang string) string {
	for _, n := range p.Names {
		if n.Language == lang {
			return n.Text
		}
	}
	return p.Names[0].Text
}

// Taxonomy is all of it, each list in the order of its key.
type Taxonomy struct {
	Groups      []Group
	Occupations []Occupation
	Skills      []Skill
	Terms       []Term
	Places      []Place

	group      map[string]int
	occupation map[string]int
	skill      map[string]int
	term       map[string]int
	place      map[string]int
	label      map[string][]Ref
}

// Kind is which list a Ref points into.
type Kind string

// The lists.
const (
	KindGroup      Kind = "group"
	KindOccupation Kind = "occupation"
	KindSkill      Kind = "skill"
	KindTerm       Kind = "term"
	KindPlace      Kind = "place"
)

// Ref is one thing of the taxonomy.
type Ref struct {
	Kind Kind
	ID   string
}

// Group finds a group by its code; codes of unit groups may carry the prefix isco:.
func (t *Taxonomy) Group(code string) (Group, bool) {
	return find(t.Groups, t.group, strings.TrimPrefix(code, "isco:"))
}

// Occupation finds an occupation by its identifier.
func (t *Taxonomy) Occupation(id string) (Occupation, bool) {
	return find(t.Occupations, t.occupation, id)
}

// Skill finds a skill by its identifier.
func (t *Taxonomy) Skill(id string) (Skill, bool) { return find(t.Skills, t.skill, id) }

// Term finds one of a closed list.
func (t *Taxonomy) Term(kind, id string) (Term, bool) { return find(t.Terms, t.term, kind+":"+id) }

// Place finds a place by country and code.
func (t *Taxonomy) Place(country, code string) (Place, bool) {
	return find(t.Places, t.place, country+":"+code)
}

func find[T any](list []T, at map[string]int, key string) (T, bool) {
	i, ok := at[key]
	if !ok {
		var none T
		return none, false
	}
	return list[i], true
}

// Above are the places that a place lies in, the nearest first.
func (t *Taxonomy) Above(p Place) []Place {
	var out []Place
	for range 4 { // a country, its counties, their municipalities; the bound ends a circle
		up, ok := t.parent(p)
		if !ok {
			break
		}
		out = append(out, up)
		p = up
	}
	return out
}

// parent is the place above. Only the parent of a country is a country.
func (t *Taxonomy) parent(p Place) (Place, bool) {
	if p.Kind == Country {
		return t.Place(p.Parent, p.Parent)
	}
	return t.Place(p.Country, p.Parent)
}
