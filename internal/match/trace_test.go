package match

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"verv/internal/match/query"
	"verv/internal/testbed/trace"
)

// marks finds where a structure holds what only one document or alert has: text, identifier, numbers.
func marks(structure any) map[string]bool {
	out := map[string]bool{}
	id := number(0xBEEF)
	trace.Walk(structure, nil, func(path string, v reflect.Value) {
		switch {
		case v.Kind() == reflect.String && strings.Contains(v.String(), "marked"):
			out[path+": text"] = true
		case v.Type() == reflect.TypeFor[ID]() && reflect.DeepEqual(bytesOf(v), id[:]):
			out[path+": identifier"] = true
		case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 && v.Cap() > 0:
			if b := v.Slice3(0, v.Cap(), v.Cap()).Bytes(); bytes.Contains(b, []byte("marked")) || bytes.Contains(b, binary.AppendUvarint(nil, 600_700_800_900+1)) {
				out[path+": bytes"] = true
			}
		case v.Kind() == reflect.Int32 && v.Int() == 987_654_321:
			out[path+": salary"] = true
		case v.Kind() == reflect.Uint32 && v.Uint() == uint64(stamp(markedTime)):
			out[path+": moment"] = true
		case v.Type() == reflect.TypeFor[spot]():
			if f := v.Index(2).Float(); f == float64(spotOf(markedPoint)[2]) {
				out[path+": spot"] = true
			}
		}
	})
	return out
}

func bytesOf(v reflect.Value) []byte {
	out := make([]byte, v.Len())
	for i := range out {
		out[i] = byte(v.Index(i).Uint())
	}
	return out
}

var (
	markedTime  = time.Date(2025, 3, 1, 4, 5, 6, 0, time.UTC)
	markedPoint = Point{61.2345, 9.8765}
)

func marked() *Person {
	return &Person{ID: number(0xBEEF), Texts: []Text{{Title, "nb", "markedword"}, {Body, "nb", "ab markedbody"}},
		Values:    Values{Occupations: []string{"marked.occupation"}, Skills: []string{"markedskill"}, Languages: []string{"markedtongue", "l1"}},
		Employers: []string{"markedshop"}, Points: []Point{markedPoint, markedPoint}, Salary: 987_654_321, Active: markedTime,
		Purposes: ForSearch | ForAlerts, Blocks: []string{"markedblock"}}
}

// TestNoTrace walks the index after a removal, in an open and in a sealed chunk, and finds nothing of the document; the same walk finds
// it before.
func TestNoTrace(t *testing.T) {
	for _, size := range []int{1000, 40} {
		d := roll(5)
		w := build(d, size, 10, 200)
		w.people.Put(marked())
		for n := range 60 {
			if size == 40 {
				w.people.Put(d.person(5000 + n)) // seals the chunk of the marked person
			}
		}
		at, _ := w.people.where.get(number(0xBEEF))
		if sealed := w.people.chunks[at>>16].sealed; sealed != (size == 40) {
			t.Fatalf("chunks of %d: sealed is %v", size, sealed)
		}
		before := marks(w.people)
		for _, kind := range []string{"text", "identifier", "salary", "moment", "spot"} {
			if !strings.Contains(fmt.Sprint(before), ": "+kind) {
				t.Fatalf("chunks of %d: the walk finds no %s even before: %v", size, kind, before)
			}
		}
		c, doc := w.people.chunks[at>>16], uint16(at)
		from, to := c.textAt[doc], c.textAt[doc+1]
		w.people.Remove(number(0xBEEF))
		if after := marks(w.people); len(after) > 0 {
			t.Errorf("chunks of %d: left behind: %v", size, after)
		}
		if left := bytes.Trim(c.text[from:to], "\x00"); len(left) > 0 {
			t.Errorf("chunks of %d: the order of words is left behind", size)
		}
		for _, table := range []*table{c.words, c.marks} {
			table.each(func(a uint32, l list) {
				if l.has(doc) {
					t.Errorf("chunks of %d: the list of atom %d still has the document", size, a)
				}
			})
		}
	}
}

// TestNoTraceOfAlert does the same for saved searches.
func TestNoTraceOfAlert(t *testing.T) {
	a := NewAlerts(Options{Analyzer: plain{}, Tree: tree{}})
	d := roll(9)
	for n := range 300 {
		a.Put(Alert{ID: number(n), Query: d.query(3), View: d.view()})
	}
	mine := Alert{ID: number(0xBEEF), View: View{Purpose: ForAlerts, Keys: []string{"markedkey"}}, Query: query.All(
		query.Any(query.Word("markedword"), query.Word("ab")), query.Prefix("markedbeg"), query.Phrase("ab markedtail"),
		query.Facet{Field: query.Skill, Value: "markedskill"})}
	amongOthers := Alert{ID: mine.ID, Query: query.All(query.Word("ab"), query.Range{Field: query.Salary, Min: 600_700_800_900, Max: query.High})}
	for _, w := range []Alert{mine, amongOthers} {
		a.Put(w)
		if before := marks(a); len(before) < 2 {
			t.Fatalf("the walk finds nothing even before: %v", before)
		}
		a.Remove(w.ID)
		if after := marks(a); len(after) > 0 {
			t.Errorf("left behind: %v", after)
		}
	}
}

// TestNoTraceOfSight does the same for what percolation keeps for the next document.
func TestNoTraceOfSight(t *testing.T) {
	a := NewAlerts(Options{Analyzer: plain{}, Tree: tree{}})
	a.Put(Alert{ID: number(1), Query: query.Word("ab"), View: View{Purpose: ForAlerts}})
	s, p := new(sight), marked()
	p.Texts = append([]Text{{Body, "nb", "ab ab ab ab markedlate"}}, p.Texts...) // further on than the last text reaches
	s.see(a.lex, p.draft(&a.o, &s.on), stamp(today))
	if before := fmt.Sprint(marks(s)); !strings.Contains(before, "on.pieces") || !strings.Contains(before, "on.spoken") {
		t.Fatalf("the walk finds no word of the document even before: %s", before)
	}
	s.done()
	if after := marks(s); len(after) > 0 {
		t.Errorf("left behind: %v", after)
	}
}

// TestIdentityHasNoField: what says who somebody is, or must not decide, has no place in the types that come in.
func TestIdentityHasNoField(t *testing.T) {
	forbidden := []string{"name", "sex", "gender", "birth", "born", "years old", "age", "origin", "nation", "citizen", "ethnic", "religion", "photo", "picture",
		"image", "mail", "phone", "address", "marital", "family", "health", "union", "politic"}
	check := func(typ reflect.Type) (bad []string) {
		var visit func(reflect.Type)
		visit = func(typ reflect.Type) {
			for typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer {
				typ = typ.Elem()
			}
			if typ.Kind() != reflect.Struct || typ.PkgPath() != reflect.TypeFor[Person]().PkgPath() {
				return
			}
			for i := range typ.NumField() {
				f := typ.Field(i)
				low := strings.ToLower(f.Name)
				for _, w := range forbidden {
					if strings.Contains(low, w) && low != "languages" { // lANGuAGEs
						bad = append(bad, typ.Name()+"."+f.Name)
					}
				}
				visit(f.Type)
			}
		}
		visit(typ)
		return bad
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[Job](), reflect.TypeFor[Person](), reflect.TypeFor[entry](), reflect.TypeFor[draft]()} {
		if bad := check(typ); len(bad) > 0 {
			t.Errorf("%s: %v", typ, bad)
		}
	}
	type control struct{ GivenName, BirthDate string }
	if len(check(reflect.TypeFor[control]())) != 2 {
		t.Error("the check does not see a name and a date of birth")
	}
}
