package esco

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Attribution is what has to be said wherever ESCO is shown or served.
const Attribution = "This service uses the ESCO classification of the European Commission."

// Base is what every address of an ESCO concept begins with.
const Base = "http://data.europa.eu/esco/"

// Kind is what a concept is.
type Kind byte

const (
	Occupation Kind = 'o'
	Group      Kind = 'g' // a group of ISCO-08, of one to four digits
	Skill      Kind = 's'
)

// Languages are those whose labels are kept: the product's, and German, whose alternative labels help to train. nn is not among ESCO's.
var Languages = []string{"nb", "nn", "sv", "fi", "da", "en", "de"}

// Concept is an occupation, a group or a skill, the same in every language.
type Concept struct {
	ID     string // the whole address
	Kind   Kind
	ISCO   string              // code of the group, or of the group that an occupation stands in; empty when no file said it
	Labels map[string][]string // by language, the preferred one first
	Text   string              // the English description; for training, not encoded
}

// Label is the preferred label in a language, or the English one, or any.
func (c Concept) Label(lang string) string {
	for _, l := range append([]string{lang, "en"}, Languages...) {
		if ls := c.Labels[l]; len(ls) > 0 {
			return ls[0]
		}
	}
	return ""
}

// Place is a row in the layout of GeoNames.
type Place struct {
	ID        int64
	Name      string
	Country   string // ISO 3166
	Feature   string // such as ADM2 or PPL
	Admin     string // codes of the areas it lies in, from the largest, joined by dots
	Latitude  float64
	Longitude float64
	People    int64
}

// Postcode is a Norwegian postcode.
type Postcode struct {
	Code, Name, Municipality string
}

// Source is a file that was read.
type Source struct {
	Name    string // without its folder
	Rows    int
	Version string // as its folder or name says it, otherwise empty
	Places  bool   // in the layout of GeoNames
}

// Corpus is everything that was imported.
type Corpus struct {
	Sources   []Source
	Concepts  []Concept // by ID
	Places    []Place
	Postcodes []Postcode
}

// Version is the version of ESCO, as the names of files and folders say it; "unknown" when none does.
func (c *Corpus) Version() string {
	var out []string
	for _, s := range c.Sources {
		if s.Version != "" && !slices.Contains(out, s.Version) {
			out = append(out, s.Version)
		}
	}
	if len(out) == 0 {
		return "unknown"
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// Counts says how many concepts of each kind, and how many labels by language, there are.
func (c *Corpus) Counts() (kinds map[Kind]int, labels map[string]int) {
	kinds, labels = map[Kind]int{}, map[string]int{}
	for _, x := range c.Concepts {
		kinds[x.Kind]++
		for l, ls := range x.Labels {
			labels[l] += len(ls)
		}
	}
	return kinds, labels
}

// kindOf is what an address says; skill groups and schemes are none.
func kindOf(uri string) (Kind, bool) {
	rest, ok := strings.CutPrefix(uri, Base)
	if !ok {
		return 0, false
	}
	switch {
	case strings.HasPrefix(rest, "occupation/"):
		return Occupation, true
	case strings.HasPrefix(rest, "isco/C"):
		return Group, true
	case strings.HasPrefix(rest, "skill/"):
		return Skill, true
	}
	return 0, false
}

// draft is a corpus that is being read.
type draft struct {
	byID   map[string]*Concept
	prime  map[string]map[string]string // preferred labels that an official file named, by concept and language
	parent map[string]string
	labels int
	corpus Corpus
}

func newDraft() *draft {
	return &draft{byID: map[string]*Concept{}, prime: map[string]map[string]string{}, parent: map[string]string{}}
}

// concept finds or makes the concept of an address; nil for an address that is no occupation, group or skill.
func (d *draft) concept(uri string) *Concept {
	if c := d.byID[uri]; c != nil {
		return c
	}
	kind, ok := kindOf(uri)
	if !ok {
		return nil
	}
	c := &Concept{ID: uri, Kind: kind, Labels: map[string][]string{}}
	if kind == Group {
		c.ISCO = strings.TrimPrefix(uri, Base+"isco/C")
	}
	d.byID[uri] = c
	return c
}

// label adds a label unless it is there.
func (d *draft) label(c *Concept, lang, label string) {
	if label = strings.Join(strings.Fields(label), " "); label == "" || slices.Contains(c.Labels[lang], label) {
		return
	}
	c.Labels[lang] = append(c.Labels[lang], label)
	d.labels++
}

// prefer puts a label first, whatever another file says.
func (d *draft) prefer(c *Concept, lang, label string) {
	if d.prime[c.ID] == nil {
		d.prime[c.ID] = map[string]string{}
	}
	d.prime[c.ID][lang] = strings.Join(strings.Fields(label), " ")
	d.label(c, lang, label)
}

// finish sorts, gives occupations their group through the hierarchy where no file named it, and puts preferred labels first.
func (d *draft) finish() *Corpus {
	for _, c := range d.byID {
		if c.ISCO == "" && c.Kind == Occupation {
			c.ISCO = d.groupAbove(c.ID)
		}
		for lang, label := range d.prime[c.ID] {
			ls := c.Labels[lang]
			if i := slices.Index(ls, label); i > 0 {
				c.Labels[lang] = slices.Insert(slices.Delete(ls, i, i+1), 0, label)
			}
		}
		if len(c.Labels) > 0 {
			d.corpus.Concepts = append(d.corpus.Concepts, *c)
		}
	}
	slices.SortFunc(d.corpus.Concepts, func(a, b Concept) int { return cmp.Compare(a.ID, b.ID) })
	return &d.corpus
}

// groupAbove follows the hierarchy to the first group. The bound ends a circle.
func (d *draft) groupAbove(id string) string {
	for range 12 {
		id = d.parent[id]
		if code, ok := strings.CutPrefix(id, Base+"isco/C"); ok {
			return code
		}
	}
	return ""
}

// languagesOf are the languages of a concept in a fixed order.
func languagesOf(c Concept) []string { return slices.Sorted(maps.Keys(c.Labels)) }

// Keep takes over what is not imported anew from the corpus of before: ESCO with the postcodes beside it, or the places.
func (c *Corpus) Keep(before *Corpus, concepts, places bool) {
	if concepts {
		c.Concepts, c.Postcodes = before.Concepts, before.Postcodes
	}
	if places {
		c.Places = before.Places
	}
	for _, s := range before.Sources {
		if s.Places && places || !s.Places && concepts {
			c.Sources = append(c.Sources, s)
		}
	}
}
