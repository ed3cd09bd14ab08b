package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// escoFolder holds an invented classification in two of the known layouts.
func escoFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("occupations_no.csv", "conceptUri,iscoGroup,preferredLabel,altLabels\n"+
		"http://data.europa.eu/esco/occupation/a1,5120,suppekoker,\"grytepasser\nkjeleansvarlig\"\n"+
		"http://data.europa.eu/esco/occupation/a2,7213,blikkenslager,\n")
	write("esco_occ_en.tsv", "occupation/a1\t0\tsoup boiler\nisco/C5120\t0\tCooks\n")
	return dir
}

// runVerb is a verb with its output and what it said beside it.
func runVerb(t *testing.T, v interface{ Run(*outside) error }, in string) (out, said string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	err = v.Run(&outside{ctx: t.Context(), out: &o, err: &e, in: strings.NewReader(in), now: time.Now})
	return o.String(), e.String(), err
}

func TestTaxonomyVerbs(t *testing.T) {
	data, dir := t.TempDir(), escoFolder(t)
	link := taxonomyLink{Data: data, Lang: "no", Only: "esco", Top: 2, Format: "tsv"}
	if _, _, err := runVerb(t, link, "kokk\n"); err == nil || !strings.Contains(err.Error(), "verv taxonomy import") {
		t.Fatalf("nothing was imported: %v", err)
	}
	out, said, err := runVerb(t, taxonomyImport{Data: data, Esco: dir, Seed: 1, Effort: 1}, "")
	if err != nil || !strings.Contains(out, "occupations\t2\n") || !strings.Contains(out, "This service uses the ESCO classification of the European Commission.") ||
		!strings.Contains(said, "occupations_no.csv: 2 rows") {
		t.Fatalf("%s%s%v", out, said, err)
	}

	out, _, err = runVerb(t, link, "Grytepasser søkes\n\n\xff\xfe?\nkjeleansvarleg\r\n"+strings.Repeat("x", 1<<20)+"\nCooks")
	if err != nil {
		t.Fatal(err)
	}
	byLine := map[string][]string{}
	for line := range strings.Lines(out) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 5 || !strings.HasPrefix(cells[2], "http://data.europa.eu/esco/") || strings.Count(cells[3], ".") != 1 {
			t.Fatalf("%q", line)
		}
		byLine[cells[0]] = append(byLine[cells[0]], cells[1]+" "+strings.TrimPrefix(cells[2], "http://data.europa.eu/esco/")+" "+cells[4])
	}
	if got := byLine["1"][0]; got != "1 occupation/a1 grytepasser" {
		t.Error(got)
	}
	if got := byLine["4"][0]; got != "1 occupation/a1 kjeleansvarlig" {
		t.Errorf("an empty line was not counted: %s", got)
	}
	if len(byLine["2"])+len(byLine["3"]) > 0 || len(byLine["6"]) == 0 || len(byLine["1"]) > 2 {
		t.Error(byLine)
	}

	link.Only = ""
	out, _, err = runVerb(t, link, "tannlege\n")
	if err != nil || !strings.HasPrefix(out, "1\t1\t") || strings.HasPrefix(out, "1\t1\thttp") {
		t.Errorf("the built-in vocabulary knows what was not imported: %s %v", out, err)
	}
	link.Lang = ""
	if again, _, err := runVerb(t, link, "Vi søker tannlege\n"); err != nil || !strings.HasPrefix(again, "1\t1\t") {
		t.Errorf("without a language: %s %v", again, err)
	}
}

// TestImportIsWhole: what fails leaves what was there, and what a crash left is no obstacle.
func TestImportIsWhole(t *testing.T) {
	data, dir := t.TempDir(), escoFolder(t)
	file := filepath.Join(data, taxonomyFile)
	if _, _, err := runVerb(t, taxonomyImport{Data: data, Esco: dir, Seed: 1, Effort: 1}, ""); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "skills_en.csv"), []byte("conceptUri,label\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := runVerb(t, taxonomyImport{Data: data, Esco: dir, Seed: 1, Effort: 1}, ""); err == nil || !strings.Contains(err.Error(), "skills_en.csv:1:") {
		t.Errorf("a wrong column: %v", err)
	}
	if err := os.WriteFile(file+".part", []byte("half of something"), 0o600); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(file); !bytes.Equal(before, after) {
		t.Fatal("a failed import changed what was there")
	}
	link := taxonomyLink{Data: data, Lang: "nb", Only: "esco", Top: 1, Format: "tsv"}
	if out, _, err := runVerb(t, link, "suppekoker\n"); err != nil || !strings.Contains(out, "occupation/a1") {
		t.Errorf("beside a half file: %s %v", out, err)
	}

	places := filepath.Join(dir, "NO.txt")
	row := "3143244\tOslo\tOslo\t\t59.91273\t10.74609\tP\tPPLC\tNO\t\t12\t0301\t\t\t580000\t\t26\tEurope/Oslo\t2019-09-05\n"
	if err := os.WriteFile(places, []byte(row), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _, err := runVerb(t, taxonomyImport{Data: data, Places: places, Effort: 1}, "")
	if err != nil || !strings.Contains(out, "places\t1\n") || !strings.Contains(out, "occupations\t2\n") {
		t.Errorf("places beside what was there: %s %v", out, err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, whole[:len(whole)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := runVerb(t, link, "suppekoker\n"); err == nil || !strings.Contains(err.Error(), "import it again") {
		t.Errorf("a file that was cut: %v", err)
	}
	for _, v := range []taxonomyImport{{Data: data, Effort: 1}, {Data: data, Esco: dir, Effort: 0}, {Data: data, Esco: t.TempDir(), Effort: 1}} {
		if _, _, err := runVerb(t, v, ""); err == nil {
			t.Errorf("%+v was taken", v)
		}
	}
	if _, _, err := runVerb(t, taxonomyLink{Data: data, Top: 0}, ""); err == nil {
		t.Error("--top 0 was taken")
	}
}

// TestBenchOfLinking: both print a line for each language, and a classification of two occupations is no reason to fail.
func TestBenchOfLinking(t *testing.T) {
	out, _, err := runVerb(t, benchUnit{Format: "tsv"}, "")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if err != nil || len(lines) != 8 || !strings.HasPrefix(lines[0], "language\tn\tfirst\t") || !strings.HasPrefix(lines[7], "all\t") {
		t.Errorf("titles: %q %v", lines, err)
	}
	out, _, err = runVerb(t, benchLink{Esco: escoFolder(t), Part: "test", Seed: 1, Effort: 1, Format: "table"}, "")
	if err != nil || !strings.HasPrefix(out, "language") || !strings.Contains(out, "This service uses the ESCO classification") {
		t.Errorf("link: %q %v", out, err)
	}
	if _, _, err := runVerb(t, benchLink{Esco: t.TempDir(), Part: "test", Effort: 1, Format: "tsv"}, ""); err == nil || !strings.Contains(err.Error(), "no file of a known layout") {
		t.Errorf("an empty folder: %v", err)
	}
}
