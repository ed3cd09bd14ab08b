package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/taxonomy"
	"verv/internal/taxonomy/titles"
)

func terms(tokens []match.Token) string {
	var out []string
	for _, t := range tokens {
		term := t.Term
		if t.Stacked {
			term = "/" + term
		}
		out = append(out, term)
	}
	return strings.Join(out, " ")
}

// indexed is how a document's text is read.
func indexed(a *Analysis, lang, s string) string {
	var all []match.Token
	for at := range a.Words(s) {
		for i, term := range a.Terms(nil, lang, s[at.Start:at.End]) {
			all = append(all, match.Token{Term: term, Stacked: i > 0})
		}
	}
	return terms(all)
}

func TestTerms(t *testing.T) {
	a := Default()
	for _, c := range []struct{ lang, text, index, query string }{
		{"nb", "Lastebilsjåfør", "lastebilsjafor /~lastebilsjafor /~lastebil /~sjafor", "lastebilsjafor /~lastebilsjafor"},
		{"no", "kokker i Oslo", "kokker /~kokk oslo /~oslo", "kokker /~kokk oslo /~oslo"},
		{"en", "C++ and .NET, 2.5 years", "c++ /~c++ .net /~.net 2.5 /~2.5 years /~year", "c++ /~c++ .net /~.net 2.5 /~2.5 years /~year"},
		{"xx", "Uendret", "uendret /~uendret", "uendret /~uendret"},
		{"nb", "\xff\x00 — ", "", ""},
		{"nb", strings.Repeat("a", 200), "", ""},
	} {
		if got := indexed(a, c.lang, c.text); got != c.index {
			t.Errorf("indexed(%s, %q) = %q, want %q", c.lang, c.text, got, c.index)
		}
		if got := terms(a.Query(c.lang, c.text)); got != c.query {
			t.Errorf("Query(%s, %q) = %q, want %q", c.lang, c.text, got, c.query)
		}
	}
	text := "Vi søker A\u030asa, lærer i C#"
	for at := range a.Words(text) {
		word := text[at.Start:at.End]
		if all := a.Terms(nil, "nb", word); slices.Contains(all, "asa") != (word == "A\u030asa") || slices.Contains(all, "c#") != (word == "C#") {
			t.Errorf("%q is %q", word, all)
		}
	}
}

// A document is found by each form of its words, and by the parts of its compounds: through a real index.
func TestFinds(t *testing.T) {
	a := Default()
	x := match.New(match.Options{Analyzer: a, Tree: a})
	x.Put(&match.Job{ID: match.ID{1}, Texts: []match.Text{{Lang: "nb", Text: "Lastebilsjåfør til Bergen"}}, Values: match.Values{Occupations: []string{a.Occupation("nb", "Lastebilsjåfør")}, Places: []string{"NO:4601"}}})
	for q, n := range map[string]int{"sjåfør": 1, "sjafor": 1, "lastebilsjåfører": 1, "lastebil sjåfør": 1, "bussjåfør": 0, "lastebilsj*": 1, "occupation:isco:8": 1, "occupation:isco:2": 0,
		"place:NO:46": 1, "place:NO:NO": 1, "place:SE:SE": 0} {
		n2, err := query.Parse(q)
		if err != nil {
			t.Fatal(err)
		}
		if got := x.Search(match.Request{Query: n2, Lang: "nb"}).Total; got != n {
			t.Errorf("%s finds %d, want %d", q, got, n)
		}
	}
	if got := x.Suggest("lasteb", "nb", match.View{}, 5); len(got) != 1 || got[0].Word != "lastebilsjafor" {
		t.Errorf("suggested: %v; what is derived is not offered", got)
	}
}

// Of the labelled titles 88 in a hundred or more are taken to be an occupation, and nine in ten of those are right.
func TestOccupation(t *testing.T) {
	a := Default()
	all, err := titles.All()
	if err != nil {
		t.Fatal(err)
	}
	taken, right := 0, 0
	for i, x := range all {
		if i%3 > 0 { // a third says as much, in a third of the time
			continue
		}
		id := a.Occupation(x.Language, x.Text)
		if id == "" {
			continue
		}
		taken++
		code := strings.TrimPrefix(id, isco)
		if o, ok := a.tax.Occupation(id); ok {
			code = o.Group
		}
		if slices.Contains(x.Groups, code) {
			right++
		}
	}
	n := (len(all) + 2) / 3
	t.Logf("%d of %d titles are taken, %d are right", taken, n, right)
	if taken*100 < n*88 || right*10 < taken*9 {
		t.Errorf("%d of %d titles are taken, %d are right", taken, n, right)
	}
	for _, line := range []string{"", "Vi søker deg", "Kaos og krokodiller", "Flink med folk?", "Bli med på laget", "Ledig stilling i Tromsø", "Join us", "Meille töihin!", "asdf qwer", "\xff"} {
		if id := a.Occupation("nb", line); id != "" {
			t.Errorf("%q is taken for %s", line, id)
		}
	}
}

func TestNamed(t *testing.T) {
	a := Default()
	for _, c := range []struct{ lang, text, want string }{
		{"nb", "Førerkort klasse B er et krav. Du har erfaring med Java, SQL og prosjektledelse. Mastergrad eller bachelor.", "[java project-management sql] [B] [6-bachelor 7-master]"},
		{"sv", "Vi kräver B-körkort och goda kunskaper i Excel och svetsning. Kandidatexamen.", "[excel welding] [B] [6-bachelor]"},
		{"fi", "Vaatimuksena hygieniapassi ja B-ajokortti.", "[food-hygiene] [B] []"},
		{"xx", "Java", "[] [] []"},
		{"nb", "", "[] [] []"},
	} {
		n := a.Named(c.lang, c.text)
		if got := fmt.Sprint(n.Skills, n.Licences, n.Educations); got != c.want {
			t.Errorf("%s %q names %s, want %s", c.lang, c.text, got, c.want)
		}
	}
}

func TestPlace(t *testing.T) {
	a := Default()
	for _, c := range []struct{ country, town, region, want string }{
		{"NO", "Tromsø", "Troms", "NO:5501"}, {"no", "Fornebu", "Akershus", "NO:3201"}, {"SE", "Luleå", "Norrbotten", "SE:2580"}, {"FI", "Helsinki", "", "FI:091"},
		{"NO", "", "Nordland", "NO:18"}, {"NO", "Ukjentvik", "Nordland", "NO:18"}, {"NO", "Ukjentvik", "", "NO:NO"}, {"DK", "København", "Oslo", "DK:101"}, {"DE", "Berlin", "", ":"},
		{"NO", "Bergen", "Oslo", "NO:4601"}, // a region that is wrong does not hide the town
	} {
		if p, _ := a.Place(c.country, c.town, c.region); p.ID() != c.want {
			t.Errorf("%s, %s, %s is %s, want %s", c.town, c.region, c.country, p.ID(), c.want)
		}
	}
	for _, c := range []struct{ country, name, want string }{{"NO", "oslo", "NO:0301"}, {"NO", "Stockholm", "SE:0180"}, {"SE", "norge", "NO:NO"}, {"FI", "", ":"}} {
		if p, ok := a.PlaceNamed(c.country, c.name); p.ID() != c.want || ok == (c.want == ":") {
			t.Errorf("%s in %s is %s, want %s", c.name, c.country, p.ID(), c.want)
		}
	}
	if got := a.PlacesBegun("NO", "trom", 5); len(got) == 0 || got[0].Country != "NO" {
		t.Errorf("begun: %v", got)
	}
	if got := a.PlacesBegun("NO", "x", 5); got != nil {
		t.Error("one letter begins nothing")
	}
}

func TestNamesBegun(t *testing.T) {
	a := Default()
	for _, c := range []struct {
		lang, prefix, has string
		n                 int
	}{{"nb", "sykepl", "sykepleier", 5}, {"sv", "sjuksk", "sjuksköterska", 5}, {"fi", "sairaanh", "sairaanhoitaja", 5}, {"nb", "s", "", 0}, {"xx", "kokk", "", 0}, {"nb", "\xff\xff", "", 0}} {
		got := a.NamesBegun(c.lang, c.prefix, 5)
		if len(got) > c.n || c.has != "" && !slices.Contains(got, c.has) || c.has == "" && got != nil {
			t.Errorf("%s %q: %q", c.lang, c.prefix, got)
		}
	}
	if got := a.Spelled("nb", "larer"); got != "lærer" {
		t.Errorf("larer is spelled %q", got)
	}
}

func TestAbove(t *testing.T) {
	a := Default()
	for _, c := range []struct {
		f     query.Field
		value string
		want  string
	}{
		{query.Occupation, "able-seaman", "[isco:8350 isco:835 isco:83 isco:8]"}, {query.Occupation, "isco:835", "[isco:83 isco:8]"}, {query.Occupation, "none", "[]"},
		{query.Place, "NO:5501", "[NO:55 NO:NO]"}, {query.Place, "NO:NO", "[]"}, {query.Place, "name:oslo", "[]"}, {query.Skill, "java", "[]"},
	} {
		if got := fmt.Sprint(a.Above(c.f, c.value)); got != c.want {
			t.Errorf("above %s: %s, want %s", c.value, got, c.want)
		}
	}
}

// FuzzAnalysis: any bytes are read the same way twice, each token stands where it says, and nothing panics.
func FuzzAnalysis(f *testing.F) {
	for _, s := range []string{"", "Kokk/servitør, 80 %", "C++ & C#", "a\xff\xfeb", "\u0301\u0301", "førerkort klasse B", strings.Repeat("lastebilsjåfør", 9)} {
		f.Add(s)
	}
	a := New(taxonomy.BuiltIn())
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range taxonomy.Languages {
			if indexed(a, lang, s) != indexed(a, lang, s) {
				t.Fatal("read in two ways")
			}
			end := 0
			for at := range a.Words(s) {
				if at.Start < end || at.Start >= at.End || at.End > len(s) {
					t.Fatalf("%+v in %q", at, s)
				}
				if slices.Contains(a.Terms(nil, lang, s[at.Start:at.End]), "") {
					t.Fatalf("%q is found by nothing", s[at.Start:at.End])
				}
				end = at.End
			}
			a.Named(lang, s)
		}
		a.PlaceNamed("NO", s)
		a.PlacesBegun("FI", s, 3)
	})
}

// BenchmarkIndex reads a text of some 300 words again and again.
func BenchmarkIndex(b *testing.B) {
	a := Default()
	text := strings.Repeat("Vi søker en erfaren lastebilsjåfør med førerkort klasse C til avdelingen i Bergen, og du må kunne jobbe skift. ", 15)
	b.SetBytes(int64(len(text)))
	var room []string
	for b.Loop() {
		for at := range a.Words(text) {
			room = a.Terms(room[:0], "nb", text[at.Start:at.End])
		}
	}
}
