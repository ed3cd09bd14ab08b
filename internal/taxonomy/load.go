package taxonomy

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"verv/internal/taxonomy/text"
)

//go:embed words/*.tsv
var words embed.FS

// BuiltIn is the taxonomy of this build. The files are part of the program, so a fault in them is the program's: a test finds it before
// anybody runs it.
var BuiltIn = sync.OnceValue(func() *Taxonomy {
	dir, err := fs.Sub(words, "words")
	if err != nil {
		panic(err)
	}
	t, err := Load(dir)
	if err != nil {
		panic(fmt.Errorf("built-in taxonomy: %w", err))
	}
	return t
})

// Load reads the five files of a folder and checks that everything refers to something.
func Load(dir fs.FS) (*Taxonomy, error) {
	t := &Taxonomy{}
	for _, f := range []struct {
		name    string
		columns int
		row     func([]string) error
	}{
		{"isco.tsv", 7, t.addGroup}, {"occupation.tsv", 9, t.addOccupation}, {"skill.tsv", 9, t.addSkill}, {"term.tsv", 8, t.addTerm}, {"place.tsv", 7, t.addPlace},
	} {
		if err := lines(dir, f.name, f.columns, f.row); err != nil {
			return nil, err
		}
	}
	if err := t.order(); err != nil {
		return nil, err
	}
	t.index()
	return t, nil
}

// lines calls row for every line that is no comment.
func lines(dir fs.FS, name string, columns int, row func([]string) error) error {
	in, err := dir.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, 1<<20)
	for n := 1; scan.Scan(); n++ {
		if scan.Text() == "" || scan.Text()[0] == '#' {
			continue
		}
		cells := strings.Split(scan.Text(), "\t")
		if len(cells) != columns {
			return fmt.Errorf("%s:%d: %d columns instead of %d", name, n, len(cells), columns)
		}
		if err := row(cells); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return scan.Err()
}

// labels reads the six cells of labels.
func labels(cells []string) (Labels, error) {
	var out Labels
	for i, c := range cells {
		for l := range strings.SplitSeq(c, "|") {
			if l == "" || l != strings.TrimSpace(l) {
				return out, fmt.Errorf("an empty label, or white space around one, in %s", Languages[i])
			}
			if slices.Contains(out[i], l) {
				return out, fmt.Errorf("%q stands twice in %s", l, Languages[i])
			}
			out[i] = append(out[i], l)
		}
	}
	return out, nil
}

func digits(s string, low, high int) bool {
	return len(s) >= low && len(s) <= high && strings.Trim(s, "0123456789") == ""
}

func (t *Taxonomy) addGroup(c []string) error {
	if !digits(c[0], 1, 4) {
		return fmt.Errorf("%q is no code of ISCO", c[0])
	}
	l, err := labels(c[1:])
	t.Groups = append(t.Groups, Group{c[0], l})
	return err
}

func (t *Taxonomy) addOccupation(c []string) error {
	if !digits(c[1], 4, 4) {
		return fmt.Errorf("%q is no code of a unit group", c[1])
	}
	o := Occupation{ID: c[0], Group: c[1]}
	if c[2] != "-" {
		o.Codes = map[string]string{}
		for pair := range strings.SplitSeq(c[2], ",") {
			scheme, code, ok := strings.Cut(pair, "=")
			if !ok || !slices.Contains([]string{"styrk", "ssyk", "disco"}, scheme) || !digits(code, 4, 6) {
				return fmt.Errorf("%q is no national code", pair)
			}
			o.Codes[scheme] = code
		}
	}
	var err error
	o.Labels, err = labels(c[3:])
	t.Occupations = append(t.Occupations, o)
	return err
}

func (t *Taxonomy) addSkill(c []string) error {
	s := Skill{ID: c[0], Kind: c[1]}
	if !slices.Contains([]string{"skill", "tool", "certificate"}, s.Kind) {
		return fmt.Errorf("%q is no kind of skill", s.Kind)
	}
	if c[2] != "-" {
		s.Groups = strings.Split(c[2], ",")
	}
	var err error
	s.Labels, err = labels(c[3:])
	t.Skills = append(t.Skills, s)
	return err
}

// Kinds of terms.
var termKinds = []string{"language", "licence", "education", "worktime", "employment", "remote", "seniority"}

func (t *Taxonomy) addTerm(c []string) error {
	if !slices.Contains(termKinds, c[0]) {
		return fmt.Errorf("%q is no kind of term", c[0])
	}
	l, err := labels(c[2:])
	t.Terms = append(t.Terms, Term{c[0], c[1], l})
	return err
}

func (t *Taxonomy) addPlace(c []string) error {
	p := Place{Country: c[0], Code: c[1], Kind: c[2], Parent: c[3]}
	if p.Parent == "-" {
		p.Parent = ""
	}
	var err error
	if p.Latitude, err = strconv.ParseFloat(c[4], 64); err != nil || !(p.Latitude > 50 && p.Latitude < 85) {
		return fmt.Errorf("%q is no Nordic latitude", c[4])
	}
	if p.Longitude, err = strconv.ParseFloat(c[5], 64); err != nil || !(p.Longitude > -75 && p.Longitude < 35) {
		return fmt.Errorf("%q is no Nordic longitude", c[5])
	}
	for i, n := range strings.Split(c[6], "|") {
		lang, name, ok := strings.Cut(n, ":")
		if !ok {
			lang, name = "", n
		}
		if name == "" || i == 0 && ok {
			return fmt.Errorf("%q: the first name is the place's own, without a language", c[6])
		}
		p.Names = append(p.Names, Name{lang, name})
	}
	t.Places = append(t.Places, p)
	return nil
}

// order refuses a key that stands twice and a reference that leads nowhere, and makes the maps by key.
func (t *Taxonomy) order() error {
	var err error
	if t.group, err = keys(t.Groups, func(g Group) string { return g.Code }); err != nil {
		return err
	}
	if t.occupation, err = keys(t.Occupations, func(o Occupation) string { return o.ID }); err != nil {
		return err
	}
	if t.skill, err = keys(t.Skills, func(s Skill) string { return s.ID }); err != nil {
		return err
	}
	if t.term, err = keys(t.Terms, func(x Term) string { return x.Kind + ":" + x.ID }); err != nil {
		return err
	}
	if t.place, err = keys(t.Places, Place.ID); err != nil {
		return err
	}
	return t.refer()
}

func (t *Taxonomy) refer() error {
	for _, g := range t.Groups {
		if _, ok := t.Group(g.Parent()); !ok && len(g.Code) > 1 {
			return fmt.Errorf("isco.tsv: nothing stands above %s", g.Code)
		}
	}
	for _, o := range t.Occupations {
		if _, ok := t.Group(o.Group); !ok {
			return fmt.Errorf("occupation.tsv: %s: there is no group %s", o.ID, o.Group)
		}
	}
	for _, s := range t.Skills {
		for _, g := range s.Groups {
			if _, ok := t.Group(g); !ok {
				return fmt.Errorf("skill.tsv: %s: there is no group %s", s.ID, g)
			}
		}
	}
	for _, p := range t.Places {
		up, ok := t.parent(p)
		switch {
		case p.Kind == Country && (p.Parent == "" || ok && up.Kind == Country):
		case p.Kind == County && ok && up.Kind == Country:
		case p.Kind == Municipality && ok && up.Kind != Municipality:
		default:
			return fmt.Errorf("place.tsv: %s: a %s cannot stand below %q", p.ID(), p.Kind, p.Parent)
		}
	}
	return nil
}

func keys[T any](list []T, key func(T) string) (map[string]int, error) {
	slices.SortStableFunc(list, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	at := make(map[string]int, len(list))
	for i, x := range list {
		if _, twice := at[key(x)]; twice {
			return nil, fmt.Errorf("%s stands twice", key(x))
		}
		at[key(x)] = i
	}
	return at, nil
}

// index makes the map from folded labels to what has them.
func (t *Taxonomy) index() {
	t.label = map[string][]Ref{}
	for _, g := range t.Groups {
		t.name(Ref{KindGroup, g.Code}, g.Labels)
	}
	for _, o := range t.Occupations {
		t.name(Ref{KindOccupation, o.ID}, o.Labels)
	}
	for _, s := range t.Skills {
		t.name(Ref{KindSkill, s.ID}, s.Labels)
	}
	for _, x := range t.Terms {
		t.name(Ref{KindTerm, x.Kind + ":" + x.ID}, x.Labels)
	}
	for _, p := range t.Places {
		for _, lang := range Languages {
			for _, n := range p.Names {
				t.put(lang, n.Text, Ref{KindPlace, p.ID()})
			}
		}
	}
}

func (t *Taxonomy) name(r Ref, l Labels) {
	for _, lang := range Languages {
		for _, s := range l.In(lang) {
			t.put(lang, s, r)
		}
	}
}

func (t *Taxonomy) put(lang, label string, r Ref) {
	key := lang + " " + text.Fold(label)
	if !slices.Contains(t.label[key], r) {
		t.label[key] = append(t.label[key], r)
	}
}

// Find is everything that has a label in a language, whatever its capitals and marks.
func (t *Taxonomy) Find(lang, label string) []Ref { return t.label[lang+" "+text.Fold(label)] }

// Detector tells nb, nn, sv, da, fi and en apart; it learned from the built-in labels.
var Detector = sync.OnceValue(func() *text.Detector {
	t := BuiltIn()
	return text.NewDetector(Languages, func(yield func(lang, s string) bool) {
		for _, all := range t.everyLabel() {
			for i, names := range all {
				for _, s := range names {
					if !yield(Languages[i], s) {
						return
					}
				}
			}
		}
	})
})

func (t *Taxonomy) everyLabel() []Labels {
	var out []Labels
	for _, g := range t.Groups {
		out = append(out, g.Labels)
	}
	for _, o := range t.Occupations {
		out = append(out, o.Labels)
	}
	for _, s := range t.Skills {
		out = append(out, s.Labels)
	}
	for _, x := range t.Terms {
		out = append(out, x.Labels)
	}
	return out
}
