package application_test

import (
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/testbed/scan"
)

func (r *rig) at(step string) string { return "/jobs/" + r.job.String() + "/apply" + step }

// filled is a form with everything that has to be there.
func (r *rig) filled(email string) url.Values {
	return url.Values{"name": {"Kari Nordmann"}, "email": {email}, "phone": {"+47 22 33 44 55"}, "letter": {"Jeg bygger hus."},
		"asked": {r.asked.String() + "," + r.asks2.String()}, "q1": {"yes"}, "q2": {"7"}}
}

// apply goes the whole way as a visitor, and gives the browser and the address of the application.
func (r *rig) apply(form url.Values, name string, file []byte) (*browser, string) {
	r.T.Helper()
	b := &browser{r: r}
	path := r.submit(b, form, name, file)
	a := b.post(path, nil)
	if a.Code != 303 || !strings.HasPrefix(a.location(), "/applications/") {
		r.T.Fatalf("confirm: %d %s", a.Code, a.text())
	}
	return b, a.location()
}

// submit goes the way to the letter, and gives the path of its link.
func (r *rig) submit(b *browser, form url.Values, name string, file []byte) string {
	r.T.Helper()
	a := b.send(r.at(""), form, name, file)
	if a.Code != 303 {
		r.T.Fatalf("form: %d %s", a.Code, a.text())
	}
	review := a.location()
	if a := b.get(review); a.Code != 200 || !strings.Contains(a.text(), "Tindvik Bygg") || !strings.Contains(a.text(), form.Get("name")) {
		r.T.Fatalf("review: %d %s", a.Code, a.text())
	}
	if a = b.post(review, nil); a.location() != r.at("/receipt") {
		r.T.Fatalf("submit: %d %s", a.Code, a.text())
	}
	if a := b.get(r.at("/receipt")); a.Code != 200 {
		r.T.Fatalf("receipt: %d", a.Code)
	}
	for _, l := range r.work() {
		if l.Action != nil && strings.Contains(l.Action.URL, "/apply/confirm/") {
			return l.Action.URL[strings.Index(l.Action.URL, "/apply/"):]
		}
	}
	r.T.Fatal("no letter with a link")
	return ""
}

func (r *rig) as(token string) *browser {
	return &browser{r: r, cookies: map[string]string{"verv": token}}
}

func (r *rig) table() string { return "/employer/jobs/" + r.job.String() + "/applications" }

var reLine = regexp.MustCompile(`/employer/applications/[0-9a-f-]{36}`)

func subjects(ls []mail.Letter) (out []string) {
	for _, l := range ls {
		out = append(out, l.To+": "+l.Subject)
	}
	return out
}

func TestApplyWithoutAccount(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		show.Show(t, "disclosure.application", "application-not-on-record")
		r := newRig(t, b)
		path := r.submit(&browser{r: r}, r.filled("kari@example.org"), "", nil)
		if a := r.as("member").get(r.table()); a.Code != 200 || strings.Contains(a.text(), "Kari") {
			t.Fatalf("the employer sees it before it is confirmed: %d", a.Code)
		}
		me := &browser{r: r}
		if a := me.get(path); a.Code != 200 || strings.Contains(a.Body, "Kari") {
			t.Fatalf("behind the link: %d", a.Code)
		}
		if a := r.as("member").get(r.table()); strings.Contains(a.text(), "Kari") {
			t.Fatal("opening the link sent it")
		}
		a := me.post(path, nil)
		if a.Code != 303 {
			t.Fatalf("confirm: %d %s", a.Code, a.text())
		}
		if again := (&browser{r: r}).post(path, nil); again.Code != 410 {
			t.Errorf("the link works twice: %d", again.Code)
		}
		r.tokens["x"] = access.Actor{}
		own := a.location()
		if a := me.get(own); a.Code != 200 || !strings.Contains(a.text(), "Jeg bygger hus.") || !strings.Contains(a.text(), "Ingen har åpnet den ennå") {
			t.Fatalf("own: %d %s", a.Code, a.text())
		}
		if a := r.as("member").get(r.table()); !strings.Contains(a.text(), "Kari Nordmann") || strings.Contains(a.Body, "kari@example.org") {
			t.Fatalf("the employer's table: %s", a.text())
		}
		g := r.ownGrant(t, own, privacy.Rights)
		r.must(r.DB.Read(t.Context(), g, func(rd *store.Reader) error {
			all, err := ledger.Disclosures(rd)
			if len(all) != 1 || all[0].Employer != r.member.Employer || all[0].What.Employer != "Tindvik Bygg" {
				t.Errorf("disclosures: %+v", all)
			}
			return err
		}))
	})
}

// ownGrant is a grant of the person an application is about.
func (r *rig) ownGrant(t testing.TB, own string, p privacy.Purpose) privacy.Grant {
	t.Helper()
	var v application.ID
	r.must(v.UnmarshalText([]byte(own[strings.LastIndex(own, "/")+1:])))
	var s access.SubjectID
	r.must(r.DB.Read(t.Context(), r.Operate(), func(rd *store.Reader) error {
		return rd.Get("application.whose", store.Args{"id": v}, &s)
	}))
	return r.Grant(access.Actor{Persona: access.Guest, Subject: s}, access.OfSubject(s), p)
}

func TestUnconfirmedGoes(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		mark := scan.Mark(t.Name(), "letter")
		form := r.filled("kari@example.org")
		form.Set("letter", mark)
		path := r.submit(&browser{r: r}, form, "cv.pdf", pdf(mark))
		r.must(r.runner.Plant(t.Context()))
		r.Clock.Move(hours(73))
		r.work()
		r.work()
		if a := (&browser{r: r}).post(path, nil); a.Code != 410 {
			t.Errorf("after 72 hours: %d", a.Code)
		}
		files, _ := filepath.Glob(filepath.Join(r.Dir, "files", "*", "*"))
		if len(files) != 0 {
			t.Errorf("files are left: %v", files)
		}
		r.clean(t, mark)
	})
}

// clean scans every byte for marks in clear.
func (r *rig) clean(t *testing.T, marks ...string) {
	t.Helper()
	var all [][]byte
	for _, m := range marks {
		all = append(all, []byte(m))
	}
	hits, err := scan.Find([]string{r.Dir}, all, scan.Options{})
	if err != nil || len(hits) > 0 {
		t.Fatalf("in clear: %v %v", hits, err)
	}
}

func TestFiles(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		show.Show(t, "application.files", "document-keeps-its-author")
		r := newRig(t, b)
		mark, author := scan.Mark(t.Name(), "text"), scan.Mark(t.Name(), "author")
		_, own := r.apply(r.filled("kari@example.org"), `..\..\<evil>.pdf`, pdf(mark))
		line := reLine.FindString(r.as("member").get(r.table()).Body)
		a := r.as("member").get(line + "/file")
		if a.Code != 200 || a.Body != string(pdf(mark)) || a.Head.Get("Content-Type") != "application/pdf" ||
			!strings.HasPrefix(a.Head.Get("Content-Disposition"), "attachment") || strings.Contains(a.Head.Get("Content-Disposition"), "..") ||
			a.Head.Get("X-Content-Type-Options") != "nosniff" {
			t.Fatalf("file: %d %v", a.Code, a.Head)
		}
		for who, code := range map[string]int{"rival": 404, "nobody": 303} {
			if a := r.as(who).get(line + "/file"); a.Code != code {
				t.Errorf("%s: %d", who, a.Code)
			}
		}
		me, two := r.apply(r.filled("ola@example.org"), "cv.docx", docx(t, mark, author))
		a = me.get(two + "/file")
		if text := unzipped(t, a.Body); a.Code != 200 || !strings.Contains(text, mark) || strings.Contains(text, author) {
			t.Errorf("docx: %d", a.Code)
		}
		if a := me.get(own + "/file"); a.Code != 404 {
			t.Errorf("somebody else's: %d", a.Code)
		}
		r.clean(t, mark, author)
	})
}

func TestKeptWhenWrong(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		me := &browser{r: r}
		form := r.filled("not an address")
		form.Set("q2", "syv")
		form.Del("q1")
		form.Set("letter", `<script>alert("x")</script> ' or 1=1 -- =cmd|' /C calc'!A0`)
		a := me.send(r.at(""), form, "cv.pdf", pdf("hei"))
		if a.Code != 422 || strings.Contains(a.Body, "<script>alert") || !strings.Contains(a.text(), "cv.pdf") || !strings.Contains(a.Body, `value="syv"`) ||
			!strings.Contains(a.Body, "not an address") || !strings.Contains(a.Body, "alert(") {
			t.Fatalf("kept: %d %s", a.Code, a.text())
		}
		next := regexp.MustCompile(`action="(/jobs/[^"]*draft=[^"]*)"`).FindStringSubmatch(a.Body)
		if next == nil {
			t.Fatal("the form does not lead back to its draft")
		}
		form = r.filled("kari@example.org")
		a = me.send(next[1], form, "", nil)
		if a.Code != 303 {
			t.Fatalf("mended: %d %s", a.Code, a.text())
		}
		if review := me.get(a.location()); !strings.Contains(review.text(), "cv.pdf") {
			t.Errorf("the file is gone: %s", review.text())
		}
		if stolen := me.get(strings.Replace(a.location(), r.job.String(), testbed.NewID[application.ID](b).String(), 1)); stolen.Code != 404 {
			t.Errorf("a token under another job: %d", stolen.Code)
		}
		if forged := me.get(a.location()[:len(a.location())-2] + "!!"); forged.Code != 404 {
			t.Errorf("a forged token: %d", forged.Code)
		}
		candidate, _ := r.enter("ola@example.org")
		if other := candidate.get(a.location()); other.Code != 404 {
			t.Errorf("a token in the hands of somebody with an account: %d", other.Code)
		}
	})
}

func TestHostileValues(t *testing.T) {
	r := newRig(t, testbed.New(t, store.SQLite, serverRooms()))
	for _, v := range []string{strings.Repeat("å", 10000), "a\x00b", "a\r\nBcc: x@example.org", "\u202eevil", "\xff\xfe", `"><img src=x onerror=alert(1)>`, "../../etc/passwd",
		"=HYPERLINK(\"x\")", strings.Repeat("(", 5000), "' or '1'='1", "{{.Name}}"} {
		for _, field := range []string{"name", "email", "phone", "letter", "q1", "q2", "cv", "asked", "keep"} {
			form := r.filled("kari@example.org")
			form.Set(field, v)
			a := (&browser{r: r}).send(r.at(""), form, "", nil)
			if a.Code >= 500 || a.Code < 300 || strings.Contains(a.Body, "<img src=x") {
				t.Errorf("%s = %.20q: %d", field, v, a.Code)
			}
			if field == "name" && strings.HasPrefix(v, "å") && (a.Code != 422 || !strings.Contains(a.Body, v)) {
				t.Errorf("a long name: %d", a.Code)
			}
		}
	}
	for name, file := range map[string][]byte{"empty.pdf": {}, "cut.pdf": pdf("x")[:200], "page.pdf": []byte("<!doctype html><script>1</script>"),
		"cut.docx": docx(t, "x", "y")[:300], "huge.pdf": append(pdf("x"), make([]byte, 11<<20)...)} {
		a := (&browser{r: r}).send(r.at(""), r.filled("kari@example.org"), name, file)
		if a.Code != 422 || !strings.Contains(a.Body, "Jeg bygger hus.") {
			t.Errorf("%s: %d", name, a.Code)
		}
	}
	whole := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.pdf\"\r\n\r\n%PDF-1.7"
	if a := (&browser{r: r}).do("POST", r.at(""), "multipart/form-data; boundary=b", strings.NewReader(whole)); a.Code != 400 {
		t.Errorf("a truncated upload: %d", a.Code)
	}
}

func TestTwice(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		me, _ := r.apply(r.filled("kari@example.org"), "", nil)
		r.work()
		visitor := &browser{r: r}
		a := visitor.send(r.at(""), r.filled("Kari@Example.org"), "", nil)
		first := visitor.post(a.location(), nil)
		other := (&browser{r: r}).send(r.at(""), r.filled("new@example.org"), "", nil)
		second := (&browser{r: r}).post(other.location(), nil)
		if first.Code != second.Code || first.location() != second.location() {
			t.Errorf("the answer tells who applied: %d %s, %d %s", first.Code, first.location(), second.Code, second.location())
		}
		said := strings.Join(subjects(r.work()), "\n")
		if !strings.Contains(said, "kari@example.org: Du har alt søkt") && !strings.Contains(strings.ToLower(said), "kari@example.org: du har alt søkt") {
			t.Errorf("letters: %s", said)
		}
		a = me.send(r.at(""), r.filled(""), "", nil)
		if a = me.post(a.location(), nil); a.location() != r.at("/receipt") {
			t.Errorf("known and twice: %d %s", a.Code, a.text())
		}
		if said := strings.Join(subjects(r.work()), "\n"); !strings.Contains(said, "Du har alt søkt") {
			t.Errorf("letters: %s", said)
		}
		if n := strings.Count(r.as("member").get(r.table()).Body, `<tr id="a-`); n != 1 {
			t.Errorf("%d applications", n)
		}
	})
}

func TestWithProfile(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		show.Show(t, "application.private-profile", "private-cv-not-sent")
		r := newRig(t, b)
		me, _ := r.enter("kari@example.org")
		at := me.post("/cvs", url.Values{"title": {"Min CV"}, "language": {"nb"}}).location()
		was := regexp.MustCompile(`name="was" value="(\d+)"`).FindStringSubmatch(me.get(at).Body)[1]
		me.post(at+"/work/new", url.Values{"was": {was}, "name": {"Tømrersvenn"}, "at": {"Bygg AS"}})
		form := r.filled("")
		form.Set("cv", at[strings.LastIndex(at, "/")+1:])
		form.Set("keep", "on")
		a := me.send(r.at(""), form, "", nil)
		if a = me.post(a.location(), nil); a.location() != r.at("/receipt") {
			t.Fatalf("submit: %d %s", a.Code, a.text())
		}
		line := reLine.FindString(r.as("member").get(r.table()).Body)
		if a := r.as("member").get(line); a.Code != 200 || !strings.Contains(a.text(), "Tømrersvenn") || !strings.Contains(a.text(), "Har du fagbrev?") {
			t.Errorf("the team: %d %s", a.Code, a.text())
		}
		if a := r.as("rival").get(line); a.Code != 404 {
			t.Errorf("the rival: %d", a.Code)
		}
		if a := r.as("member").get(at); a.Code != 404 {
			t.Errorf("the CV itself: %d", a.Code)
		}
		other := r.filled("")
		other.Set("cv", testbed.NewID[application.ID](b).String())
		stranger, _ := r.enter("ola@example.org")
		a = stranger.send(r.at(""), other, "", nil)
		if a = stranger.post(a.location(), nil); a.Code != 404 {
			t.Errorf("somebody else's CV: %d", a.Code)
		}
	})
}
