package rights_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/rights"
	"verv/internal/store"
	"verv/internal/testbed/scan"
)

var (
	reTable  = regexp.MustCompile(`^create table ([a-z_]+)`)
	reColumn = regexp.MustCompile(`^  ([a-z_]+)\s+([a-z]+)(.*)$`)
)

// columnTypes reads the types that schema.sql states; the inventory does not have them.
func columnTypes(rooms []store.Room) map[string]string {
	out := map[string]string{}
	for _, r := range rooms {
		table := ""
		for line := range strings.Lines(r.Schema) {
			line = strings.TrimRight(line, "\n")
			if m := reTable.FindStringSubmatch(line); m != nil {
				table = m[1]
			} else if m := reColumn.FindStringSubmatch(line); m != nil {
				out[table+"."+m[1]] = m[2]
			}
		}
	}
	return out
}

type anyNoun struct{}

// plant writes one row into every table that holds rows of dossiers, with a mark in each sealed column, and gives the marks by column.
func (w *world) plant(s access.SubjectID, seed string) map[string]string {
	w.T.Helper()
	types, marks := columnTypes(w.Conf.Rooms), map[string]string{}
	for n, table := range w.DB.Inventory().Holding() {
		of := store.Of{Subject: s, Class: privacy.ClassSelf}
		if _, shared := table.Scopes[access.ScopeEmployer]; shared {
			of.Class, of.Employer = privacy.ClassApplication, w.employer
		}
		row, names, values := id.New[anyNoun](w.Clock.Now()), []string{}, []any{}
		w.must(w.DB.Write(w.T.Context(), w.Grant(access.Verv("plant"), access.OfSubject(s), privacy.Rights), func(tx *store.Writer) error {
			d, err := tx.Dossier(of)
			if err != nil {
				return err
			}
			names, values = names[:0], values[:0]
			for _, c := range table.Columns {
				v, err := w.value(tx, table, c, types[table.Name+"."+c.Name], d, row, seed, n)
				if err != nil {
					return err
				}
				if c.Kind == privacy.Sealed {
					marks[table.Name+"."+c.Name] = scan.Mark(seed, table.Name+"."+c.Name)
				}
				names, values = append(names, c.Name), append(values, v)
			}
			return nil
		}))
		holes := make([]string, len(names))
		for i := range holes {
			holes[i] = fmt.Sprintf("$%d", i+1)
		}
		// What joining left there would be in the way of columns that are unique.
		w.Exec("delete from "+table.Name+" where "+table.Subject+" = $1", s.String())
		w.Exec("insert into "+table.Name+" ("+strings.Join(names, ", ")+") values ("+strings.Join(holes, ", ")+")", values...)
	}
	return marks
}

func (w *world) value(tx *store.Writer, t privacy.Table, c privacy.Column, kind string, d crypt.DossierID, row id.ID[anyNoun], seed string, n int) (any, error) {
	switch {
	case c.Name == "id":
		return row.String(), nil
	case c.Name == t.Dossier:
		return d.String(), nil
	case c.Name == t.Subject:
		return tx.Grant().Scope().Subject().String(), nil
	case c.Name == t.Scopes[access.ScopeEmployer]:
		return w.employer.String(), nil
	case c.Kind == privacy.Sealed:
		sealed, err := store.Seal(tx, c.Field, d, row, map[string]string{"Mark": scan.Mark(seed, t.Name+"."+c.Name)})
		return []byte(sealed), err
	case kind == "id":
		return id.New[anyNoun](w.Clock.Now()).String(), nil
	case kind == "bigint":
		return 1, nil
	case kind == "moment":
		return w.Clock.Now().AddDate(0, 0, 1).UnixMilli(), nil // what is over would be swept
	case kind == "blob":
		return []byte{1}, nil
	}
	return fmt.Sprintf("%s%d", seed[:4], n), nil
}

// download asks for everything, lets the task pack it, and opens the ZIP.
func (w *world) download(who string) (string, map[string]string) {
	w.T.Helper()
	out := w.post(who, rights.Path+"/exports", nil)
	if out.Code != http.StatusSeeOther {
		w.T.Fatalf("ask: %d\n%s", out.Code, out.Body)
	}
	to := out.Header().Get("Location")
	has(w.T, w.page(who, to), "Vi pakker", "!Last ned filen")
	w.work()
	has(w.T, w.page(who, to), "Nedlastingen er klar", "Last ned filen", "til 30. november 2026")
	file := w.get(who, to+"/file")
	if file.Code != http.StatusOK || !strings.Contains(file.Header().Get("Content-Disposition"), "verv-2026-11-23.zip") {
		w.T.Fatalf("file: %d %v", file.Code, file.Header())
	}
	return to, unzip(w.T, file.Body.Bytes())
}

func unzip(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

func TestExportHoldsEveryColumn(t *testing.T) {
	show.Show(t, "rights.export", "export-forgets-a-table")
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		nils := w.join("nils@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		mine := w.plant(kari.Subject, "karis seed")
		theirs := w.plant(nils.Subject, "the bystander")
		if len(mine) < 12 || len(mine) != len(theirs) {
			t.Fatalf("only %d marks were planted", len(mine))
		}
		w.note(ola, kari.Subject, "note about kari")
		w.upload(kari, "..\\../=CMD(\"x\").pdf", "bytes of karis file")
		w.upload(nils, "cv.pdf", "bytes of nils file")
		w.apps.list[kari.Subject] = []rights.Application{{Job: "=HYPERLINK(1)", Employer: "Tindvik Energi", SentAt: w.Clock.Now(), State: "@sent"}}
		_, files := w.download("candidate kari@example.org")
		data, page := files["data.json"], files["index.html"]
		for _, table := range w.DB.Inventory().Holding() {
			for _, c := range table.Columns {
				mark, planted := mine[table.Name+"."+c.Name]
				if !planted {
					continue
				}
				want := c.Category != privacy.Credential
				if strings.Contains(data, mark) != want || strings.Contains(page, mark) != want {
					t.Errorf("%s.%s: in data.json %v, in index.html %v, want %v", table.Name, c.Name, strings.Contains(data, mark), strings.Contains(page, mark), want)
				}
			}
		}
		for name, text := range files {
			for column, mark := range theirs {
				if strings.Contains(text, mark) {
					t.Errorf("%s holds the bystander's %s", name, column)
				}
			}
			has(t, text, "!nils", "!bytes of nils", "!"+ola.Subject.String(), "!hash of ")
		}
		has(t, data, "note about kari", `"other-`, "kari@example.org", `"Controller"`, "Fjordjobb AS", `"6(1)(b)"`)
		has(t, page, "note about kari", "!<script", "Content-Security-Policy", `lang="nb"`, "Alt som er lagret om deg")
		w.members(t, files)
	})
}

// TestExportHoldsAssessments: what an employer thought is the person's to read; who thought it stays a colleague without a name.
func TestExportHoldsAssessments(t *testing.T) {
	show.Show(t, "rights.assessments", "mask-lets-colleagues-through")
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		siv := w.join("siva@example.org", access.Member)[0]
		w.note(ola, kari.Subject, "four of five")
		w.note(siv, kari.Subject, "two of five")
		_, files := w.download("candidate kari@example.org")
		for _, name := range []string{"data.json", "index.html"} {
			has(t, files[name], "four of five", "two of five", "!"+ola.Subject.String(), "!"+siv.Subject.String(), "!olan@", "!siva@")
		}
		has(t, files["data.json"], `"other-1"`, `"other-2"`)
	})
}

// upload keeps a file of the person's own.
func (w *world) upload(a access.Actor, name, text string) {
	w.T.Helper()
	g := w.Grant(a, access.OfSubject(a.Subject), privacy.Profile)
	draft, err := w.files.Put(w.T.Context(), g, store.Of{Subject: a.Subject, Class: privacy.ClassSelf}, "pdf", name, strings.NewReader(text), 1<<20)
	w.must(err)
	w.must(w.DB.Write(w.T.Context(), g, func(tx *store.Writer) error { return w.files.Add(tx, draft) }))
}

// members looks at the members of the ZIP: the file under a name that leads nowhere, the CSV without a formula.
func (w *world) members(t *testing.T, files map[string]string) {
	t.Helper()
	found := false
	for name, text := range files {
		found = found || text == "bytes of karis file"
		if strings.Contains(name, "..") || strings.ContainsAny(name, "\\\":") || strings.HasPrefix(name, "/") {
			t.Errorf("a member is called %q", name)
		}
	}
	if !found {
		t.Error("the person's file is missing")
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files["applications.csv"], "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][0] != "'=HYPERLINK(1)" || rows[1][3] != "'@sent" {
		t.Errorf("applications.csv: %v %q", err, files["applications.csv"])
	}
}

// TestExportNamesSources: every personal value in data.json says where it comes from.
func TestExportNamesSources(t *testing.T) {
	show.Show(t, "rights.source", "source-left-out")
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		w.plant(kari.Subject, "karis seed")
		_, files := w.download("candidate kari@example.org")
		var p rights.Package
		w.must(json.Unmarshal([]byte(files["data.json"]), &p))
		n := 0
		for _, d := range p.Dossiers {
			if d.KeptTo == "" || d.Holder == "" || len(d.Purposes) == 0 && len(d.Rows) > 1 {
				t.Errorf("a dossier without holder, reason or end: %+v", d)
			}
			for _, row := range d.Rows {
				for _, c := range row.Columns {
					if c.Category == "" {
						continue
					}
					n++
					if c.Source == "" || c.Note == "" || len(c.Purposes) == 0 {
						t.Errorf("%s.%s has no source", row.Table, c.Column)
					}
				}
			}
		}
		if n < 15 {
			t.Errorf("only %d personal values", n)
		}
	})
}

// TestExportMail: the letter leads to the page, is sent once, and the file is gone after seven days.
func TestExportMail(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		w.join("nils@example.org", access.Candidate)
		to, _ := w.download("candidate kari@example.org")
		if len(w.box.sent) != 1 || w.box.sent[0].to != "kari@example.org" {
			t.Fatalf("%d letters", len(w.box.sent))
		}
		has(t, strings.ReplaceAll(w.box.sent[0].text, "=\r\n", ""), "https://jobb.example"+to, "30. november 2026")
		for _, target := range []string{to, to + "/file"} {
			if out := w.get("candidate nils@example.org", target); out.Code != http.StatusNotFound {
				t.Errorf("a stranger gets %s: %d", target, out.Code)
			}
			if out := w.get("", target); out.Code != http.StatusSeeOther {
				t.Errorf("a visitor gets %s: %d", target, out.Code)
			}
		}
		if out := w.get("candidate kari@example.org", rights.Path+"/exports/"+kari.Subject.String()); out.Code != http.StatusNotFound {
			t.Errorf("an export that is none: %d", out.Code)
		}
		for range 9 {
			w.Clock.Move(24 * time.Hour)
			w.work()
		}
		if out := w.get("candidate kari@example.org", to+"/file"); out.Code != http.StatusNotFound && out.Code != http.StatusGone {
			t.Errorf("after nine days: %d", out.Code)
		}
		has(t, w.page("candidate kari@example.org", rights.Path), "Du har ikke bedt om noen nedlasting")
	})
}

// TestAskTwice: a second press while the first is packed gives the first.
func TestAskTwice(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		one, err := w.house.Ask(t.Context(), w.own(kari), siteID, "nb")
		w.must(err)
		two, err := w.house.Ask(t.Context(), w.own(kari), siteID, "nb")
		w.must(err)
		if one != two {
			t.Error("two downloads at once")
		}
		w.work()
		three, err := w.house.Ask(t.Context(), w.own(kari), siteID, "nb")
		w.must(err)
		if three == one {
			t.Error("a ready download is given instead of a new one")
		}
		w.work()
		o, err := w.house.Own(t.Context(), w.own(kari))
		w.must(err)
		if len(o.Exports) != 2 || !o.Exports[0].Ready() {
			t.Errorf("downloads: %+v", o.Exports)
		}
	})
}

func TestSpreadsheetCells(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "+47": "'+47", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "%x": "'%x", "": "", "Elektriker": "Elektriker", "a=b": "a=b"} {
		if got := rights.Safe(in); got != want {
			t.Errorf("%q becomes %q", in, got)
		}
	}
}

func FuzzPlainName(f *testing.F) {
	for _, s := range []string{"cv.pdf", "../../etc/passwd", "..\\..\\x", "C:\\x.pdf", "a/b/c", "\x00\r\n", "CON", strings.Repeat("å", 200), "...", "‮fdp.exe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := rights.PlainName(name, "pdf")
		if got == "" || len(got) > 100 || strings.ContainsAny(got, "/\\:\x00\r\n") || got == "." || got == ".." {
			t.Errorf("%q becomes %q", name, got)
		}
	})
}
