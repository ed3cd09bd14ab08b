package cv_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/testbed/scan"
)

func document(name, email string) string {
	return fmt.Sprintf(`{"basics":{"name":%q,"label":"Tømrer","email":%q,"location":{"city":"Tromsø"}},
		"work":[{"name":"Bygg AS","position":"Tømrer","startDate":"2019-03","summary":"Reiste hus."}],"skills":[{"name":"Tak"}]}`, name, email)
}

func (r *rig) intake(t *testing.T, doc, address string) (cv.Verdict, error) {
	t.Helper()
	g := r.Grant(access.Verv("import.cvs"), access.Public(), privacy.Apply)
	return r.CVs.Intake(t.Context(), g, cv.Came{Language: "nb", Address: address}, strings.NewReader(doc))
}

func TestIntake(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		show.Show(t, "import.confirm", "brought-in-for-ever")
		r := newRig(t, b)
		mark := scan.Mark(t.Name(), "name")
		doc := document(mark, "kari@example.org")
		for i, want := range []cv.Verdict{cv.Taken, cv.Unchanged} {
			if got, err := r.intake(t, doc, ""); got != want || err != nil {
				t.Fatalf("try %d: %s, %v", i+1, got, err)
			}
		}
		letters := r.work()
		if len(letters) != 1 || letters[0].To != "kari@example.org" || !strings.Contains(letters[0].Action.URL, "/cv/confirm/") {
			t.Fatalf("letters: %+v", letters)
		}
		for why, bad := range map[string]string{"no address": document("Ola", ""), "no document": "{", "another address": document("Ola", "a b@c")} {
			if got, err := r.intake(t, bad, ""); got != cv.Refused || err == nil {
				t.Errorf("%s: %s, %v", why, got, err)
			}
		}
		if got, err := r.intake(t, document("Ola", ""), "ola@example.org"); got != cv.Taken || err != nil {
			t.Errorf("with an account's address: %s, %v", got, err)
		}
		r.ends(t, mark)
	})
}

// ends lets 72 hours pass: nothing of the CV is left that any key opens.
func (r *rig) ends(t *testing.T, mark string) {
	t.Helper()
	left := func() (n int) {
		r.must(r.DB.Read(t.Context(), r.Operate(), func(rd *store.Reader) error {
			var after store.Dossier
			for {
				list, err := rd.DossiersAfter(after.ID, 100)
				if err != nil || len(list) == 0 {
					return err
				}
				for _, d := range list {
					if d.Class == privacy.ClassUnconfirmed && d.Thing != "" {
						n++
					}
				}
				after = list[len(list)-1]
			}
		}))
		return n
	}
	r.Clock.Move(hours(71))
	r.must(r.runner.Plant(t.Context()))
	r.work()
	if left() != 2 {
		t.Fatalf("%d dossiers before 72 hours", left())
	}
	r.Clock.Move(hours(2))
	r.work()
	if left() != 0 {
		t.Fatalf("%d dossiers after 72 hours", left())
	}
	hits, err := scan.Find([]string{filepath.Join(r.Dir)}, [][]byte{[]byte(mark)}, scan.Options{})
	if err != nil || len(hits) > 0 {
		t.Fatalf("in clear: %v %v", hits, err)
	}
}

func TestConfirm(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		_, err := r.intake(t, document("Kari Nordmann", "kari@example.org"), "")
		r.must(err)
		link := r.work()[0].Action.URL
		path := link[strings.Index(link, "/cv/confirm/"):]
		visitor := &browser{r: r}
		if a := visitor.get(path); a.Code != 200 || strings.Contains(a.Body, "Kari") || strings.Count(a.Body, `type="submit"`) < 1 {
			t.Fatalf("the page behind the link: %d %s", a.Code, a.text())
		}
		if a := visitor.get("/cvs"); a.Code != 303 {
			t.Fatalf("opening the link opened a session: %d", a.Code)
		}
		opened := r.opened()
		if a := visitor.post(path, nil); a.location() != "/cvs" {
			t.Fatalf("confirm: %d %s", a.Code, a.text())
		}
		if n := r.opened() - opened; n != 0 {
			t.Errorf("confirming opened what it moved: %d access records", n)
		}
		if a := visitor.get("/cvs"); !strings.Contains(a.text(), "Tømrer") {
			t.Fatalf("list: %s", a.text())
		}
		if a := (&browser{r: r}).post(path, nil); a.Code != 410 {
			t.Errorf("the link works twice: %d", a.Code)
		}
		r.Clock.Move(hours(80))
		r.must(r.runner.Plant(t.Context()))
		r.work()
		visitor.get("/cvs")
		if a := visitor.get("/profile"); !strings.Contains(a.Body, "Kari Nordmann") {
			t.Errorf("the confirmed profile went with the unconfirmed dossier: %s", a.text())
		}
		if a := visitor.get("/cvs"); !strings.Contains(a.text(), "Tømrer") {
			t.Errorf("the confirmed CV went with the unconfirmed dossier: %s", a.text())
		}
		if v, err := r.intake(t, document("Kari Nordmann", "kari@example.org"), ""); v != cv.Unchanged || err != nil {
			t.Errorf("the same file after confirming: %s %v", v, err)
		}
	})
}

func TestEdit(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		me, _ := r.enter("kari@example.org")
		other, _ := r.enter("ola@example.org")
		at := me.post("/cvs", url.Values{"title": {"Til sykehus"}, "language": {"nb"}}).location()
		if at == "" {
			t.Fatal("no CV")
		}
		page := me.get(at)
		row := url.Values{"was": {page.was()}, "name": {`<script>alert(1)</script>`}, "at": {"=cmd()"}, "start": {"2020-13"}, "text": {"a"}}
		if a := me.post(at+"/work/new", row); a.Code != 422 || !strings.Contains(a.Body, "&lt;script&gt;") || strings.Contains(a.Body, "<script>alert") || !strings.Contains(a.Body, "2020-13") {
			t.Fatalf("a wrong date: %d", a.Code)
		}
		row.Set("start", "2020-03")
		r.Clock.Move(1e9)
		if a := me.post(at+"/work/new", row); a.location() != at {
			t.Fatalf("add: %d %s", a.Code, a.text())
		}
		if a := me.post(at+"/work/new", row); a.Code != 409 {
			t.Errorf("a page of yesterday changed the CV: %d", a.Code)
		}
		for _, s := range []string{"education", "skills", "languages", "certificates"} {
			if a := me.post(at+"/"+s+"/new", url.Values{"was": {me.get(at).was()}, "name": {"En " + s}}); a.location() != at {
				t.Errorf("%s: %d %s", s, a.Code, a.text())
			}
			r.Clock.Move(1e9)
		}
		if a := me.get(at); !strings.Contains(a.text(), "En certificates") {
			t.Fatal(a.text())
		}
		if a := me.get(at + "/file"); a.Code != 200 || !strings.Contains(a.Body, "En skills") || !strings.HasPrefix(a.Head.Get("Content-Disposition"), "attachment") {
			t.Errorf("download: %d %v", a.Code, a.Head)
		}
		for _, path := range []string{at, at + "/file", at + "/delete", at + "/work/0", at + "/work/9", at + "/nonsense/0", "/cvs/" + strings.Repeat("x", 36)} {
			if a := other.get(path); a.Code != 404 {
				t.Errorf("somebody else at %s: %d", path, a.Code)
			}
		}
		if a := other.post(at+"/delete", nil); a.Code != 404 {
			t.Errorf("somebody else deletes: %d", a.Code)
		}
		if a := me.post(at+"/skills/0/remove", url.Values{"was": {me.get(at).was()}}); a.location() != at {
			t.Errorf("remove: %d", a.Code)
		}
		if a := me.post(at, url.Values{"was": {me.get(at).was()}, "title": {strings.Repeat("å", 10000)}, "language": {"xx"}}); a.Code != 422 || !strings.Contains(a.Body, strings.Repeat("å", 10000)) {
			t.Errorf("a long title: %d", a.Code)
		}
		if a := me.post(at+"/delete", nil); a.location() != "/cvs" {
			t.Errorf("delete: %d", a.Code)
		}
		if a := me.get(at); a.Code != 404 {
			t.Errorf("after deletion: %d", a.Code)
		}
	})
}

func TestUpload(t *testing.T) {
	r := newRig(t, testbed.New(t, store.SQLite, serverRooms()))
	me, _ := r.enter("kari@example.org")
	if a := me.upload("/cvs/upload", "cv.json", []byte(document("Kari", "k@example.org"))); a.Code != 303 {
		t.Fatalf("upload: %d %s", a.Code, a.text())
	}
	for name, bad := range map[string]string{"broken": "{", "deep": strings.Repeat("[", 100000), "huge": `"` + strings.Repeat("a", 2<<20), "empty": ""} {
		if a := me.upload("/cvs/upload", "cv.json", []byte(bad)); a.Code < 400 || a.Code >= 500 {
			t.Errorf("%s: %d", name, a.Code)
		}
	}
	if a := me.post("/cvs/upload", url.Values{}); a.Code != 400 {
		t.Errorf("no multipart: %d", a.Code)
	}
}

func TestFreshFiles(t *testing.T) {
	dir := os.Getenv("VERV_DATA_DIR")
	if dir == "" {
		t.Skip("VERV_DATA_DIR names no folder with test CVs")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "fresh-test-resumes", "*", "*.json"))
	more, _ := filepath.Glob(filepath.Join(dir, "fresh-test-resumes", "*.json"))
	files = append(files, more...)
	r := newRig(t, testbed.New(t, store.SQLite, serverRooms()))
	count := map[cv.Verdict]int{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		r.must(err)
		v, err := r.intake(t, string(raw), "")
		if v == "" || fault.KindOf(err) == fault.Internal {
			if err != nil && v != cv.Refused || v == "" {
				t.Errorf("%s: %q %v", filepath.Base(f), v, err)
			}
		}
		count[v]++
	}
	t.Logf("%d files: %v", len(files), count)
}

func TestRows(t *testing.T) {
	var b cv.Body
	for _, s := range cv.Sections() {
		if n := b.Rows(s); n != 0 {
			t.Errorf("%s: %d", s, n)
		}
		if _, ok := b.Row(s, 0); ok {
			t.Errorf("%s: a row in nothing", s)
		}
	}
	if b.Rows("nonsense") != 0 {
		t.Error("a section of nothing")
	}
}
