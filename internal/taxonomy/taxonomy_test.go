package taxonomy

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
)

func TestCounts(t *testing.T) {
	b := BuiltIn()
	digits := map[int]int{}
	for _, g := range b.Groups {
		digits[len(g.Code)]++
	}
	for n, want := range map[int]int{1: 10, 2: 43, 3: 130, 4: 436} {
		if digits[n] != want {
			t.Errorf("%d groups of %d digits instead of %d", digits[n], n, want)
		}
	}
	if len(b.Occupations) < 600 || len(b.Skills) < 800 {
		t.Errorf("%d occupations, %d skills", len(b.Occupations), len(b.Skills))
	}
	kinds := map[string]int{}
	for _, x := range b.Terms {
		kinds[x.Kind]++
	}
	for _, k := range termKinds {
		if kinds[k] < 3 {
			t.Errorf("%d terms of the kind %s", kinds[k], k)
		}
	}
	places := map[string]int{}
	for _, p := range b.Places {
		places[p.Country+" "+p.Kind]++
	}
	for what, want := range map[string]int{
		"NO municipality": 357, "NO county": 15, "SE municipality": 290, "SE county": 21, "DK municipality": 98, "DK county": 5, "AX municipality": 16, "GL municipality": 5,
	} {
		if places[what] != want {
			t.Errorf("%s: %d instead of %d", what, places[what], want)
		}
	}
	if n := places["FI municipality"] + places["AX municipality"]; n != 308 {
		t.Errorf("%d Finnish municipalities with Åland's", n)
	}
	for _, c := range []string{"IS", "FO"} {
		if places[c+" municipality"] < 25 {
			t.Errorf("%s: %d municipalities", c, places[c+" municipality"])
		}
	}
	t.Logf("%d groups, %d occupations, %d skills, terms %v, places %v", len(b.Groups), len(b.Occupations), len(b.Skills), kinds, places)
}

// TestEveryUnitGroupHasWork: every unit group outside the armed forces has an occupation, or is one of those in which nobody is hired here.
func TestEveryUnitGroupHasWork(t *testing.T) {
	b := BuiltIn()
	has := map[string]bool{}
	for _, o := range b.Occupations {
		has[o.Group] = true
	}
	var empty []string
	for _, g := range b.Groups {
		if g.Unit() && !has[g.Code] {
			empty = append(empty, g.Code+" "+g.Preferred("en"))
		}
	}
	t.Logf("unit groups without an occupation: %v", empty)
	if len(empty) > 25 {
		t.Errorf("%d unit groups have no occupation", len(empty))
	}
}

// TestLabels: no label has a stray character, and each language keeps to its letters.
func TestLabels(t *testing.T) {
	strange := map[string]string{"nb": "äöÄÖ", "nn": "äöÄÖ", "da": "äöÄÖ", "sv": "æøÆØ", "fi": "æøÆØ", "en": "æøåäöÆØÅÄÖ"}
	odd := map[string]int{}
	for _, l := range BuiltIn().everyLabel() {
		for i, lang := range Languages {
			for _, s := range l[i] {
				if strings.ContainsFunc(s, func(r rune) bool {
					return unicode.IsControl(r) || unicode.Is(unicode.So, r) || r == '\ufffd' || r == '\u00a0'
				}) {
					t.Errorf("%s %q: a stray character", lang, s)
				}
				if strings.ContainsAny(s, strange[lang]) {
					odd[lang]++
					t.Logf("%s: %q", lang, s)
				}
			}
		}
	}
	for lang, n := range odd { // names of people and places, loan words
		if n > 12 {
			t.Errorf("%s: %d labels with letters of a neighbour", lang, n)
		}
	}
}

func TestLookUp(t *testing.T) {
	b := BuiltIn()
	g, ok := b.Group("isco:2221")
	if !ok || !g.Unit() || g.Parent() != "222" || g.Preferred("nb") == "" {
		t.Errorf("%+v %v", g, ok)
	}
	if _, ok := b.Group("9999"); ok {
		t.Error("9999 is a group")
	}
	for _, c := range []struct{ lang, label, group string }{
		{"nb", "SYKEPLEIER", "2221"}, {"nn", "sjukepleiar", "2221"}, {"sv", "Sjukskoterska", "2221"}, {"da", "sygeplejerske", "2221"}, {"fi", "Sairaanhoitaja", "2221"},
		{"en", "carpenter", "7115"},
	} {
		refs := b.Find(c.lang, c.label)
		if !slices.ContainsFunc(refs, func(r Ref) bool { o, _ := b.Occupation(r.ID); return r.Kind == KindOccupation && o.Group == c.group }) {
			t.Errorf("%s %s: %v", c.lang, c.label, refs)
		}
	}
	bergen, ok := b.Place("NO", "4601")
	if !ok || bergen.Name("fi") != "Bergen" {
		t.Fatalf("%+v", bergen)
	}
	var above []string
	for _, p := range b.Above(bergen) {
		above = append(above, p.ID())
	}
	if strings.Join(above, " ") != "NO:46 NO:NO" {
		t.Error(above)
	}
	nuuk := b.Find("da", "Kommuneqarfik Sermersooq")
	if len(nuuk) != 1 {
		t.Fatal(nuuk)
	}
	_, code, _ := strings.Cut(nuuk[0].ID, ":")
	p, _ := b.Place("GL", code)
	if up := b.Above(p); len(up) == 0 || up[len(up)-1].Code != "DK" {
		t.Errorf("above Nuuk: %v", up)
	}
	o := Occupation{Group: "5120", Codes: map[string]string{"ssyk": "5121"}}
	if o.Code("ssyk") != "5121" || o.Code("styrk") != "5120" {
		t.Error("national codes")
	}
}

// TestBoxes: the centre of every municipality lies within its country, and not farther from its county's than counties are large.
func TestBoxes(t *testing.T) {
	box := map[string][4]float64{ // south, north, west, east
		"NO": {57.9, 71.3, 4.4, 31.3}, "SE": {55.2, 69.1, 10.9, 24.2}, "DK": {54.5, 57.8, 8.0, 15.3}, "FI": {59.7, 70.1, 20.5, 31.6}, "AX": {59.7, 60.7, 19.2, 21.4},
		"IS": {63.2, 66.7, -24.6, -13.3}, "FO": {61.3, 62.5, -7.8, -6.2}, "GL": {59.5, 83.7, -73.5, -11},
	}
	b := BuiltIn()
	for _, p := range b.Places {
		x, ok := box[p.Country]
		if !ok {
			t.Fatalf("%s: unknown country", p.ID())
		}
		if p.Latitude < x[0] || p.Latitude > x[1] || p.Longitude < x[2] || p.Longitude > x[3] {
			t.Errorf("%s %s lies outside its country", p.ID(), p.Names[0].Text)
		}
		if up := b.Above(p); p.Kind == Municipality && up[0].Kind == County {
			if d := max(abs(up[0].Latitude-p.Latitude), abs(up[0].Longitude-p.Longitude)/2); d > 3 {
				t.Errorf("%s %s is %.1f degrees from the centre of %s", p.ID(), p.Names[0].Text, d, up[0].Names[0].Text)
			}
		}
	}
}

func abs(x float64) float64 { return max(x, -x) }

// TestAgainstData compares with what is not in the repository.
func TestAgainstData(t *testing.T) {
	dir := os.Getenv("VERV_DATA_DIR")
	if dir == "" {
		t.Skip("VERV_DATA_DIR is unset: places and groups were compared with nothing")
	}
	b := BuiltIn()
	t.Run("places", func(t *testing.T) {
		text, err := os.ReadFile(filepath.Join(dir, "nav-geography", "kommuner_2024.tsv"))
		if err != nil {
			t.Skip("nav-geography is not in VERV_DATA_DIR")
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			c := strings.Split(strings.TrimSpace(line), "\t")
			if c[0] == "kommunenummer" {
				continue
			}
			n++
			p, ok := b.Place("NO", c[0])
			if !ok || p.Parent != c[2] || !slices.ContainsFunc(p.Names, func(x Name) bool { return same(x.Text, c[1]) }) {
				t.Errorf("%v: %+v", c, p)
			}
		}
		if n != 357 {
			t.Errorf("%d municipalities", n)
		}
	})
	t.Run("groups", func(t *testing.T) {
		f, err := os.Open(filepath.Join(dir, "esco-en-v1.1.1", "ISCOGroups_en.csv"))
		if err != nil {
			t.Skip("esco-en-v1.1.1 is not in VERV_DATA_DIR")
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			if _, ok := b.Group(r[2]); !ok {
				t.Errorf("%s %s is missing", r[2], r[3])
			}
		}
		if len(rows)-1 != len(b.Groups) {
			t.Errorf("%d groups instead of %d", len(b.Groups), len(rows)-1)
		}
	})
}

// same compares names without capitals, without a second name in another language and without the county that tells two of one name apart.
func same(a, b string) bool {
	b, _, _ = strings.Cut(b, " (")
	return slices.ContainsFunc(append(strings.Split(b, " - "), b), func(part string) bool { return strings.EqualFold(a, part) })
}

// TestWrongWords: each file is checked, so that a slip in it is found by the test and not by a reader.
func TestWrongWords(t *testing.T) {
	six := "a\ta\ta\ta\ta\ta"
	good := map[string]string{
		"isco.tsv": "2\t" + six + "\n22\t" + six + "\n222\t" + six + "\n2221\t" + six, "occupation.tsv": "nurse\t2221\tssyk=2222\t" + six, "skill.tsv": "care\tskill\t22\t" + six,
		"term.tsv": "language\tnob\t" + six, "place.tsv": "NO\tNO\tcountry\t-\t64\t12\tNorge|en:Norway\nNO\t03\tcounty\tNO\t59.9\t10.7\tOslo",
	}
	load := func(name, text string) error {
		dir := fstest.MapFS{}
		for n, s := range good {
			dir[n] = &fstest.MapFile{Data: []byte(s)}
		}
		if name != "" {
			dir[name] = &fstest.MapFile{Data: []byte(good[name] + text)}
		}
		_, err := Load(dir)
		return err
	}
	if err := load("", ""); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, want string }{
		{"isco.tsv", "\n2221\t" + six, "stands twice"}, {"isco.tsv", "\n33\t" + six, "nothing stands above 33"}, {"isco.tsv", "\nx\t" + six, "no code of ISCO"},
		{"isco.tsv", "\n3\ta|a\ta\ta\ta\ta\ta", `"a" stands twice in nb`}, {"isco.tsv", "\n3\ta\t\ta\ta\ta\ta", "an empty label"}, {"isco.tsv", "\n3\ta", "isco.tsv:5: 2 columns"},
		{"occupation.tsv", "\ncook\t5120\t-\t" + six, "there is no group 5120"}, {"occupation.tsv", "\ncook\t2221\tabc=1\t" + six, "no national code"},
		{"skill.tsv", "\nx\twish\t-\t" + six, "no kind of skill"}, {"skill.tsv", "\nx\ttool\t9\t" + six, "there is no group 9"}, {"term.tsv", "\nmood\tx\t" + six, "no kind of term"},
		{"place.tsv", "\nNO\t0301\tmunicipality\t99\t59.9\t10.7\tOslo", "cannot stand below"}, {"place.tsv", "\nNO\t0301\tmunicipality\t03\t159.9\t10.7\tOslo", "no Nordic latitude"},
		{"place.tsv", "\nNO\t0301\tmunicipality\t03\t59.9\t10.7\tse:Oslo", "the first name"},
	} {
		if err := load(c.name, c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: %v, want %s", c.name, c.text, err, c.want)
		}
	}
}
