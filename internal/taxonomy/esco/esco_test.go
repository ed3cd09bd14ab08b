package esco

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

const (
	nurse = Base + "occupation/aaaaaaaa-0000-4000-8000-000000000001"
	cook  = Base + "occupation/aaaaaaaa-0000-4000-8000-000000000002"
	brew  = Base + "skill/aaaaaaaa-0000-4000-8000-000000000003"
)

// invented is a classification of two occupations in the layouts that are known. Nothing in it is ESCO's.
func invented() fstest.MapFS {
	zip := func(s string) *fstest.MapFile {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(s))
		_ = z.Close()
		return &fstest.MapFile{Data: b.Bytes()}
	}
	plain := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"v9.1.0/occupations_en.csv": plain("\ufeffconceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,description\n" +
			"Occupation," + nurse + ",2221,sick carer,\"ward carer\nnight carer\",,\"Cares, at \"\"all\"\" hours.\"\n" +
			"Occupation," + cook + ",,soup maker,,,\n"),
		"v9.1.0/skills_en.csv.gz":                 zip("conceptUri,preferredLabel,altLabels\n" + brew + ",brew coffee,make coffee | boil coffee\n"),
		"v9.1.0/ISCOGroups_no.csv":                plain("conceptUri,code,preferredLabel,altLabels\n" + Base + "isco/C5120,5120,Suppefolk,\n"),
		"v9.1.0/broaderRelationsOccPillar.csv":    plain("conceptType,conceptUri,broaderType,broaderUri\nOccupation," + cook + ",ISCOGroup," + Base + "isco/C5120\n"),
		"v9.1.0/occupations_no.csv":               plain("conceptUri,preferredLabel,altLabels\n" + nurse + ",nattpleier,\n"),
		"labels/esco_occ_no.tsv":                  plain("occupation/aaaaaaaa-0000-4000-8000-000000000001\t0\tpleier\noccupation/aaaaaaaa-0000-4000-8000-000000000001\t1\tnattpleier\n"),
		"json/occupations.json":                   plain(`[{"uri":"` + nurse + `","prefLabel":{"fi":"hoitsu","sv":"vårdis"},"broader":[]}]`),
		"nav/postal_codes_no.tsv":                 plain("0001\tOSLO\t0301\tOSLO\tP\n"),
		"readme.md":                               plain("nothing of ours"),
		"v9.1.0/occupations_xx_broken.csv.backup": plain("nothing of ours"),
	}
}

func TestFolder(t *testing.T) {
	r := NewReader()
	if err := r.Folder(invented()); err != nil {
		t.Fatal(err)
	}
	c := r.Corpus()
	if c.Version() != "9.1.0" || len(c.Concepts) != 4 || len(c.Postcodes) != 1 || len(c.Sources) != 8 {
		t.Fatalf("version %s, %d concepts, %d postcodes, %d sources", c.Version(), len(c.Concepts), len(c.Postcodes), len(c.Sources))
	}
	by := map[string]Concept{}
	for _, x := range c.Concepts {
		by[x.ID] = x
	}
	n := by[nurse]
	if n.ISCO != "2221" || strings.Join(n.Labels["en"], "|") != "sick carer|ward carer|night carer" || strings.Join(n.Labels["nb"], "|") != "nattpleier|pleier" ||
		n.Labels["sv"][0] != "vårdis" || n.Text != `Cares, at "all" hours.` {
		t.Errorf("%+v", n)
	}
	if by[cook].ISCO != "5120" {
		t.Errorf("the hierarchy was not followed: %+v", by[cook])
	}
	if got := strings.Join(by[brew].Labels["en"], "|"); got != "brew coffee|make coffee|boil coffee" {
		t.Error(got)
	}
	if n.Label("fi") != "hoitsu" || n.Label("da") != "sick carer" {
		t.Error("labels by language")
	}
}

// TestWrongFiles: each says where.
func TestWrongFiles(t *testing.T) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write([]byte("conceptUri,preferredLabel,altLabels\n" + strings.Repeat(brew+",brew,\n", 500)))
	_ = z.Close()
	for _, c := range []struct{ name, body, want string }{
		{"occupations_en.csv", "", "occupations_en.csv:1:1: the file is empty"},
		{"occupations_en.csv", "conceptUri,altLabels\nx,y\n", "occupations_en.csv:1:3: the column preferredLabel is missing"},
		{"occupations_en.csv", "conceptUri,preferredLabel,altLabels\n" + nurse + ",a,b\nhttp://other,a,b\n", "occupations_en.csv:3:1: this is not an address"},
		{"occupations_en.csv", "conceptUri,preferredLabel,altLabels\n" + nurse + ",a\n", "occupations_en.csv:2:1: wrong number of fields"},
		{"occupations_en.csv", "conceptUri,preferredLabel,altLabels\n" + nurse + ",\"a,b\n", "occupations_en.csv:2:81: extraneous"},
		{"occupations_en.csv", "conceptUri,iscoGroup,preferredLabel,altLabels\n" + nurse + ",22x,a,\n", "this is not a code of ISCO"},
		{"occupations_en.csv", "conceptUri,preferredLabel,altLabels\n" + nurse + "," + strings.Repeat("a", longest+1) + ",\n", "longer than"},
		{"skills_en.csv.gz", zipped.String()[:zipped.Len()-12], "the file is cut off"},
		{"skills_en.csv.gz", "plain", "skills_en.csv.gz:1:1: this is not packed"},
		{"esco_occ_no.tsv", "occupation/x\t0\n", "esco_occ_no.tsv:1:15: 2 columns instead of 3"},
		{"esco_occ_no.tsv", "occupation/x\t0\ta\noccupation/x\tone\ta\n", "esco_occ_no.tsv:2:14: this is not an index"},
		{"esco_occ_no.tsv", "thing/x\t0\ta\n", "esco_occ_no.tsv:1:1: this is neither"},
		{"esco_occ_no.tsv", "occupation/x\t0\t" + strings.Repeat("a", 1<<21), "esco_occ_no.tsv:1:1: the line is too long"},
		{"occupations.json", `{"uri":1}`, "occupations.json:1:1: a list is wanted"},
		{"occupations.json", `[{"uri":"` + nurse + `","prefLabel":{"fi":"a"}}`, "the file is cut off"},
		{"occupations.json", `[{"uri":"http://other"}]`, "element 1: this is not an address"},
		{"postal_codes_no.tsv", "1\tOSLO\t0301\tOSLO\tP\n", "postal_codes_no.tsv:1:1: 4 digits"},
		{"notes.txt", "nothing", "no file of a known layout"},
	} {
		err := NewReader().Folder(fstest.MapFS{"a/" + c.name: {Data: []byte(c.body)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// TestBomb: a small file that unpacks to more than the bound is refused, and not unpacked further.
func TestBomb(t *testing.T) {
	b := &bounded{zeros{}, 1 << 20}
	n, err := new(bytes.Buffer).ReadFrom(b)
	if n != 1<<20 || !errors.Is(err, errTooLong) {
		t.Fatalf("%d bytes, %v", n, err)
	}
	f := &file{name: "bomb.csv"}
	if got := f.explain(err).Error(); !strings.Contains(got, "longer than") {
		t.Error(got)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

const place = "3143244\tOslo\tOslo\tKristiania\t59.91273\t10.74609\tP\tPPLC\tNO\t\t12\t0301\t\t\t580000\t\t26\tEurope/Oslo\t2019-09-05"

func TestPlaces(t *testing.T) {
	r := NewReader()
	dir := fstest.MapFS{"no.txt": {Data: []byte(place + "\n")}}
	if err := r.Places(dir, "no.txt"); err != nil {
		t.Fatal(err)
	}
	c := r.Corpus()
	if p := c.Places[0]; p.Name != "Oslo" || p.Country != "NO" || p.Feature != "PPLC" || p.Admin != "12.0301" || p.People != 580000 || p.Latitude != 59.91273 || !c.Sources[0].Places {
		t.Errorf("%+v", p)
	}
	for what, cell := range map[string]int{"number of GeoNames": 0, "latitude": 4, "longitude": 5, "country": 8, "number of people": 14} {
		cells := strings.Split(place, "\t")
		cells[cell] = "999x"
		err := NewReader().Places(fstest.MapFS{"p": {Data: []byte(place + "\n" + strings.Join(cells, "\t"))}}, "p")
		if err == nil || !strings.Contains(err.Error(), what) || !strings.HasPrefix(err.Error(), "p:2:") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestKept: what was written is read again, and nothing of a file that was cut or changed.
func TestKept(t *testing.T) {
	r := NewReader()
	if err := r.Folder(invented()); err != nil {
		t.Fatal(err)
	}
	if err := r.Places(fstest.MapFS{"no.txt": {Data: []byte(place)}}, "no.txt"); err != nil {
		t.Fatal(err)
	}
	c := r.Corpus()
	var b bytes.Buffer
	if err := Encode(&b, c, []byte("table")); err != nil {
		t.Fatal(err)
	}
	got, table, err := Decode(bytes.NewReader(b.Bytes()))
	if err != nil || string(table) != "table" {
		t.Fatal(string(table), err)
	}
	var again bytes.Buffer
	if err := Encode(&again, got, table); err != nil || !bytes.Equal(again.Bytes(), b.Bytes()) {
		t.Error("what was read is not what was written")
	}
	for i := range b.Len() {
		if _, _, err := Decode(bytes.NewReader(b.Bytes()[:i])); err == nil {
			t.Fatalf("cut after %d bytes, and read", i)
		}
		bad := bytes.Clone(b.Bytes())
		bad[i] ^= 0x40
		if _, _, err := Decode(bytes.NewReader(bad)); err == nil {
			t.Fatalf("changed at %d, and read", i)
		}
	}
	kept := &Corpus{Sources: []Source{{Name: "new", Places: true}}, Places: []Place{{ID: 1}}}
	kept.Keep(got, true, false)
	if len(kept.Concepts) != len(c.Concepts) || len(kept.Places) != 1 || len(kept.Sources) != 9 {
		t.Errorf("%d concepts, %d places, sources %v", len(kept.Concepts), len(kept.Places), kept.Sources)
	}
}

// TestOfficialFiles counts what VERV_DATA_DIR has.
func TestOfficialFiles(t *testing.T) {
	dir := os.Getenv("VERV_DATA_DIR")
	if _, err := os.Stat(filepath.Join(dir, "esco-en-v1.1.1")); dir == "" || err != nil {
		t.Skip("VERV_DATA_DIR names no folder with ESCO, which is not in the repository")
	}
	r := NewReader()
	if err := r.Folder(os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	c := r.Corpus()
	kinds, labels := c.Counts()
	if kinds[Group] != 619 || kinds[Skill] != 13896 || kinds[Occupation] < 3007 || labels["nb"] != 7821 || labels["da"] != 10410 || c.Version() != "1.1.1" {
		t.Errorf("%v %v %s", kinds, labels, c.Version())
	}
	for _, x := range c.Concepts {
		if x.Kind == Occupation && len(x.ISCO) != 4 {
			t.Logf("no unit group: %s %s", x.ID, x.Label("en"))
		}
	}
}

func FuzzLayouts(f *testing.F) {
	for name, file := range invented() {
		f.Add(filepath.Base(name), file.Data)
	}
	f.Add("p", []byte(place))
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		if strings.ContainsAny(name, "/\\") || name == "" || name == "." || name == ".." {
			t.Skip()
		}
		r := NewReader()
		if err := r.Folder(fstest.MapFS{name: {Data: body}}); err != nil {
			return
		}
		var b bytes.Buffer
		if err := Encode(&b, r.Corpus(), nil); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Decode(&b); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzDecode(f *testing.F) {
	r := NewReader()
	_ = r.Folder(invented())
	var b bytes.Buffer
	_ = Encode(&b, r.Corpus(), nil)
	f.Add(b.Bytes()[48:])
	f.Fuzz(func(t *testing.T, body []byte) {
		d := decoder{rest: body}
		d.corpus()
	})
}
