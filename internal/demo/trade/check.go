package trade

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Check reports every rule that the knowledge breaks, joined. A nil error means that worlds may be grown from it.
func (k Knowledge) Check() error {
	var f faults
	for _, o := range k.Occupations {
		f.occupation(o)
	}
	for _, tag := range slices.Sorted(maps.Keys(k.Tongues)) {
		f.tongue(k, k.Tongues[tag])
	}
	for _, e := range k.Employers {
		f.employer(k, e)
	}
	seen := map[string]bool{}
	for _, e := range k.Employers {
		f.unless(!seen[e.Key], "employer %s: twice", e.Key)
		seen[e.Key] = true
	}
	return errors.Join(f...)
}

type faults []error

func (f *faults) unless(ok bool, format string, args ...any) {
	if !ok {
		*f = append(*f, fmt.Errorf(format, args...))
	}
}

func (f *faults) occupation(o Occupation) {
	at := "occupation " + o.Key
	f.unless(o.Field != "" && len(o.Kinds) > 0, "%s: incomplete", at)
	f.unless(slices.Contains([]Level{Unschooled, Vocational, College, University}, o.Level), "%s: level %q", at, o.Level)
	for _, country := range []string{"NO", "SE", "FI", "DK"} {
		p := o.Pay[country]
		f.unless(p[0] > 0 && p[0] < p[1] && p[1] < 2*p[0], "%s: pay in %s is %d to %d", at, country, p[0], p[1])
	}
}

// least is how many lines of each kind a trade needs, so that advertisements of the same trade can differ.
var least = map[string]int{"Titles": 1, "Scene": 2, "Duties": 8, "Must": 4, "Nice": 2, "Skills": 4, "Degree": 1, "Before": 1}

var slot = regexp.MustCompile(`\{[a-z]*\}?`)

// slots are those that the texts may have.
var slots = []string{"{employer}", "{at}", "{seek}", "{list}", "{name}", "{role}", "{days}", "{title}", "{years}", "{skills}", "{past}", "{first}", "{me}"}

func (f *faults) tongue(k Knowledge, t Tongue) {
	f.lines(t.Language+" frame", t.Frame)
	known := map[string]bool{}
	for _, tr := range t.Trades {
		at := t.Language + " " + tr.Key
		f.unless(!known[tr.Key], "%s: twice", at)
		known[tr.Key] = true
		o, found := k.Occupations[tr.Key]
		f.unless(found, "%s: unknown occupation", at)
		_, found = t.Fields[o.Field]
		f.unless(found, "%s: field %q has no words", at, o.Field)
		v := reflect.ValueOf(tr)
		for name, n := range least {
			f.unless(v.FieldByName(name).Len() >= n, "%s: %d %s, want %d", at, v.FieldByName(name).Len(), name, n)
		}
		f.lines(at, tr)
	}
	for _, field := range t.Fields {
		f.lines(t.Language+" "+field.Key, field)
	}
}

// lines looks at every text of a struct: an unknown slot, and a line that stands twice.
func (f *faults) lines(at string, of any) {
	v := reflect.ValueOf(of)
	for i := range v.NumField() {
		lines, ok := v.Field(i).Interface().(Lines)
		if !ok {
			continue
		}
		name := v.Type().Field(i).Name
		f.unless(len(lines) > 0 || name == "Kinds", "%s: no %s", at, name)
		seen := map[string]bool{}
		for _, l := range lines {
			f.unless(!seen[l], "%s: %s: %q stands twice", at, name, l)
			seen[l] = true
			for _, s := range slot.FindAllString(l, -1) {
				f.unless(slices.Contains(slots, s), "%s: %s: slot %s", at, name, s)
			}
			f.unless(!strings.Contains(l, "  "), "%s: %s: two spaces in %q", at, name, l)
		}
	}
}

func (f *faults) employer(k Knowledge, e Employer) {
	at := "employer " + e.Key
	f.unless(e.Name != "" && e.Story != "" && e.Branch != "" && e.Kind != "", "%s: incomplete", at)
	f.unless(slices.ContainsFunc(k.Sites, func(s Site) bool { return s.Key == e.Site }), "%s: site %q", at, e.Site)
	_, found := k.Town(e.Town)
	f.unless(found, "%s: town %q", at, e.Town)
	for tag := range e.Ads {
		f.unless(len(k.Suited(tag, e)) >= 3, "%s: fewer than three trades in %s for %s", at, tag, e.Kind)
	}
}

// Town finds a town by its name.
func (k Knowledge) Town(name string) (Town, bool) {
	i := slices.IndexFunc(k.Towns, func(t Town) bool { return t.Name == name })
	if i < 0 {
		return Town{}, false
	}
	return k.Towns[i], true
}

// Suited lists the trades of a language that an employer has.
func (k Knowledge) Suited(language string, e Employer) []Trade {
	var out []Trade
	for _, t := range k.Tongues[language].Trades {
		kinds := []string(t.Kinds)
		if len(kinds) == 0 {
			kinds = k.Occupations[t.Key].Kinds
		}
		if slices.Contains(kinds, e.Kind) || slices.Contains(kinds, e.Key) {
			out = append(out, t)
		}
	}
	return out
}
