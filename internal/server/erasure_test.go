package server_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/testbed/scan"
	"verv/internal/testbed/whole"
)

// found are the places in which each mark can be read with the keys that are still held, inside any container.
func found(t *testing.T, opened []testbed.Opened, marks [][]byte) map[string][]string {
	t.Helper()
	var long [][]byte // the scanner wants marks; a telephone number is too short for one
	out := map[string][]string{}
	for _, m := range marks {
		if len(m) >= scan.MinMark {
			long = append(long, m)
			continue
		}
		if places := testbed.Where(opened, string(m)); len(places) > 0 {
			out[string(m)] = places
		}
	}
	s, err := scan.New(long, scan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range opened {
		hits, err := s.Bytes(o.Place, o.Plain)
		if err != nil {
			t.Fatalf("what was opened in %s was not read to its end: %v", o.Place, err)
		}
		for _, h := range hits {
			if !slices.Contains(out[h.Mark], o.Place) {
				out[h.Mark] = append(out[h.Mark], o.Place)
			}
		}
	}
	return out
}

func files(h *whole.House) string { return filepath.Join(h.Config.Data.Dir, "files") }

// everyMark fails the test for a mark that is not found in each of its sinks.
func everyMark(t *testing.T, when string, c *canary, where map[string][]string) {
	t.Helper()
	for m, sinks := range c.sinks {
		for _, s := range sinks {
			if !slices.Contains(where[m], s) {
				t.Errorf("%s: a mark of %s is not found in %s, only in %v", when, c.name, s, where[m])
			}
		}
	}
}

// The canary: all of a person is found while it is there, none of it after they erased themselves, nothing but the claim stays until its
// date, and somebody else's rows and files are the same to the byte.
func TestErasure(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		w.askingJob()
		gone, stays := w.plant(t, "canary mira"), w.plant(t, "canary nils")
		b := bed(w.House)
		before := found(t, b.Closure(files(w.House)), append(gone.marks(), stays.marks()...))
		everyMark(t, "before", gone, before)
		everyMark(t, "before", stays, before)
		w.nothingInClear(t, gone, stays)

		old := w.backup(t)
		rowsBefore, filesBefore := dump(w.House), fileSums(w.House)
		w.eraseOnPage(t, gone)
		w.lastLetter(t, gone)

		t.Run("canary", func(t *testing.T) {
			show.Show(t, "erasure.canary", "claim-takes-the-text")
			w.onlyClaim(t, gone)
			w.nothingInClear(t, gone, stays)
		})
		t.Run("bystander", func(t *testing.T) {
			show.Show(t, "erasure.bystander", "bystander-gets-a-clock")
			everyMark(t, "after somebody else's erasure", stays, found(t, b.Closure(files(w.House)), stays.marks()))
			w.bystander(t, gone, rowsBefore, filesBefore)
		})
		t.Run("epoch", func(t *testing.T) {
			show.Show(t, "crypt.epoch", "epoch-key-kept")
			w.oldKeys(t, old, gone)
		})
		t.Run("claim end", func(t *testing.T) {
			show.Show(t, "erasure.claim-end", "claim-never-ends")
			w.claimEnds(t, gone, stays)
		})
	})
}

// askingJob opens a job of employer one that asks a question of its own.
func (w *town) askingJob() {
	w.T.Helper()
	g := w.grant(member("one", access.Owner), privacy.Recruit)
	var j job.ID
	w.Must(j.UnmarshalText([]byte(w.ids["draft of one"])))
	v, err := w.Jobs.Of(w.T.Context(), g, j)
	w.Must(err)
	w.Must(w.Jobs.Ask(w.T.Context(), g, j, v.Version, job.Question{Kind: job.AskLongText, Label: "Hvorfor?"}))
	v, err = w.Jobs.Of(w.T.Context(), g, j)
	w.Must(err)
	w.Must(w.Jobs.Publish(w.T.Context(), g, j, v.Version))
	w.ids["asking job"] = j.String()
}

// eraseOnPage is what the person does: reads the plan, and presses the button.
func (w *town) eraseOnPage(t *testing.T, c *canary) {
	t.Helper()
	b := w.enter(c.name)
	plan := b.get("/me/delete")
	if plan.status != http.StatusOK || !bytes.Contains(plan.body, []byte("Nordkyst sykehus HF")) {
		t.Fatalf("the plan does not say what stays with whom: %d\n%s", plan.status, plan.body)
	}
	a := w.say(t, b, "/me/delete", "/me/delete", nil)
	for range 5 { // the last letter leaves when all is gone, and then goes too
		w.Run()
		w.Clock.Move(time.Minute)
	}
	if end := b.get(a.header.Get("Location")); end.status != http.StatusOK {
		t.Errorf("the page that tells of the end: %d", end.status)
	}
	if again := w.walkers[c.name].get("/profile"); got(again) != login {
		t.Errorf("an erased person's session opens a page: %d", again.status)
	}
}

// lastLetter: for as long as the letter that tells of the end may have to be sent again, name and address lie sealed in it and nowhere else;
// then it goes as well.
func (w *town) lastLetter(t *testing.T, c *canary) {
	t.Helper()
	for m, places := range found(t, bed(w.House).Closure(files(w.House)), c.marks()) {
		if !slices.Equal(places, []string{"farewell.letter"}) {
			t.Errorf("right after the erasure the mark %s is read in %v", m, places)
		}
	}
	if n := len(w.Mail.To(c.person.Address)); n == 0 {
		t.Error("nobody told the person")
	}
	w.Clock.Move(9 * time.Hour)
	w.daily()
}

// onlyClaim: of everything that was about the person, only the claim opens, with exactly its fields and no mark.
func (w *town) onlyClaim(t *testing.T, c *canary) {
	t.Helper()
	opened := bed(w.House).Closure(files(w.House))
	for m, places := range found(t, opened, c.marks()) {
		t.Errorf("the mark %s is still read in %v", m, places)
	}
	all := append(slices.Clone(c.dossiers), w.dossiersOf(c.person)...)
	claims := 0
	for _, o := range opened {
		if !slices.Contains(all, o.Dossier.String()) {
			continue
		}
		if o.Place != "claim.body" {
			t.Errorf("%s of the erased person still opens: %.200s", o.Place, o.Plain)
			continue
		}
		claims++
		var body map[string]any
		w.Must(json.Unmarshal(o.Plain, &body))
		want := []string{"EndedAt", "JobTitle", "Outcome", "Reason", "Score", "SentAt", "Stage"}
		if have := slices.Sorted(maps.Keys(body)); !slices.Equal(have, want) {
			t.Errorf("the claim holds %v, the plan said %v", have, want)
		}
	}
	if claims != 1 {
		t.Errorf("%d claims stay, the plan said one", claims)
	}
	if held := w.heldAddress(c); held {
		t.Error("the keystore still knows the address")
	}
}

func (w *town) heldAddress(c *canary) bool {
	w.T.Helper()
	_, held, err := w.Keys.Lookup(w.T.Context(), c.person.Address)
	w.Must(err)
	return held
}

// fileSums are the checksums of all sealed files, by path.
func fileSums(h *whole.House) map[string]string {
	h.T.Helper()
	out := map[string]string{}
	h.Must(filepath.WalkDir(files(h), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		out[path] = fmt.Sprintf("%x", sha256.Sum256(raw))
		return err
	}))
	return out
}

// books are the tables that an erasure writes to beside the person's own: what was done, what is to do, and by whom it was asked.
var books = []string{"access_record", "access_handle", "fact", "audit_entry", "audit_month", "task", "erasure", "erasure_part", "cursor_of", "throttle", "letter", "mail", "task_schedule",
	"delivery"} // a message to an employer's own system is tried again as time passes

// bystander: every row that changed names the person who is gone, and no other file is another than before.
func (w *town) bystander(t *testing.T, c *canary, before rows, sums map[string]string) {
	t.Helper()
	own := append([]string{c.person.Actor.Subject.String(), c.person.Actor.Account.String(), c.application}, c.dossiers...)
	own = append(own, w.dossiersOf(c.person)...)
	goneRows := 0
	for _, line := range differ(before, dump(w.House), books...) {
		if !slices.ContainsFunc(own, func(id string) bool { return strings.Contains(line, id) }) {
			t.Errorf("an erasure changed what is not the person's: %s", line)
		}
		if strings.Contains(line, " - ") {
			goneRows++
		}
	}
	if goneRows < 10 {
		t.Errorf("only %d rows went: the comparison sees nothing", goneRows)
	}
	after, dropped := fileSums(w.House), 0
	for path, sum := range sums {
		switch now, there := after[path]; {
		case !there:
			dropped++
		case now != sum:
			t.Errorf("the file %s is another than before", filepath.Base(path))
		}
	}
	if dropped != 4 { // the document that was sent, the attachments of both sides, and the download
		t.Errorf("%d files went, the person had 4", dropped)
	}
	for path := range after {
		if sums[path] == "" {
			t.Errorf("the file %s is new", filepath.Base(path))
		}
	}
}

// nothingInClear looks for the marks in every byte of the installation's folders and of its log.
func (w *town) nothingInClear(t *testing.T, people ...*canary) {
	t.Helper()
	for _, c := range people {
		var marks [][]byte
		for _, m := range c.marks() {
			if len(m) >= scan.MinMark {
				marks = append(marks, m)
			}
		}
		hits, err := scan.Find([]string{w.Dir}, marks, scan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		inLog, err := scan.Bytes("log", w.Logs.Bytes(), marks)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range append(hits, inLog...) {
			t.Errorf("%s: a mark of %s lies in clear (%s)", h.Path, c.name, h.How)
		}
	}
}

// backup is a copy of the data and of the keys as they are, where both are folders.
type backup struct{ data, keys string }

func (w *town) backup(t *testing.T) *backup {
	t.Helper()
	if store.Engine(w.Config.Data.Engine) != store.SQLite {
		return nil
	}
	old := &backup{filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "keys")}
	w.Must(os.CopyFS(old.data, os.DirFS(w.Config.Data.Dir)))
	w.Must(os.CopyFS(old.keys, os.DirFS(w.Config.Keys.Dir)))
	return old
}

// open opens what a backup holds with the root as it is now.
func (w *town) open(t *testing.T, old *backup, marks [][]byte) (map[string][]string, error) {
	t.Helper()
	keys, data, err := server.Stores(t.Context(), w.Config, w.Clock.Now)
	w.Must(err)
	keys.Dir, data.Dir = filepath.Join(t.TempDir(), "keys"), old.data
	w.Must(os.CopyFS(keys.Dir, os.DirFS(old.keys))) // opening may write to it
	ks, err := crypt.OpenKeystore(t.Context(), keys)
	if err != nil {
		return nil, err
	}
	defer ks.Close()
	b := bed(w.House)
	b.Conf = data
	return found(t, b.ClosureWith(ks, filepath.Join(old.data, "files")), marks), nil
}

// oldKeys: a copy of keystore and data from before the erasure opens everything while its epoch lives, and nothing of the erased person after
// a rotation.
func (w *town) oldKeys(t *testing.T, old *backup, c *canary) {
	t.Helper()
	if old == nil {
		w.Must(w.Keys.Rotate(t.Context()))
		w.onlyClaim(t, c)
		t.Log("the keystore is a cluster here: a copy of it as a folder is tried on SQLite")
		return
	}
	where, err := w.open(t, old, c.marks())
	if err != nil {
		t.Fatalf("positive control: the copy does not open before the rotation: %v", err)
	}
	everyMark(t, "in the copy, before the rotation", c, where)
	w.Must(w.Keys.Rotate(t.Context()))
	where, err = w.open(t, old, c.marks())
	if err == nil && len(where) > 0 {
		t.Errorf("an old copy of the keys still opens %d marks after the rotation", len(where))
	}
	w.onlyClaim(t, c)
}

// claimEnds: the claim is there one day before its date and gone one day after, while somebody who goes on using their account keeps theirs.
func (w *town) claimEnds(t *testing.T, gone, stays *canary) {
	t.Helper()
	due := w.claimDue(t, gone)
	w.Must(w.Tasks.Plant(t.Context()))
	for week := 0; w.Clock.Now().Add(6 * 24 * time.Hour).Before(due); week++ { // a clock that jumps further is not believed
		w.Clock.Move(6 * 24 * time.Hour)
		w.daily()
		if week%20 == 0 {
			w.say(t, w.enter(stays.name), "/profile", "/profile", nil)
		}
	}
	w.Clock.Set(due.Add(-24 * time.Hour))
	w.daily()
	w.onlyClaim(t, gone)
	w.Clock.Set(due.Add(25 * time.Hour))
	w.daily()
	all := append(slices.Clone(gone.dossiers), w.dossiersOf(gone.person)...)
	opened := bed(w.House).Closure(files(w.House))
	for _, o := range opened {
		if slices.Contains(all, o.Dossier.String()) {
			t.Errorf("%s of the erased person opens after its date: %.200s", o.Place, o.Plain)
		}
	}
	for _, line := range dump(w.House)["claim"] {
		if strings.Contains(line, gone.person.Actor.Subject.String()) {
			t.Errorf("the row of the claim is still there: %s", line)
		}
	}
	where := found(t, opened, stays.marks())
	for m, sinks := range stays.sinks {
		for _, s := range sinks {
			if table, _, _ := strings.Cut(s, "."); (table == "account" || table == "candidate" || table == "cv" || table == "reach") && !slices.Contains(where[m], s) {
				t.Errorf("%s uses their account, and a mark is gone from %s", stays.name, s)
			}
		}
	}
}

// daily runs what is due, and what becomes due by it.
func (w *town) daily() {
	for range 3 {
		w.Run()
		w.Clock.Move(time.Minute)
	}
}

// claimDue is when the claim of a person ends, as its dossier says.
func (w *town) claimDue(t *testing.T, c *canary) time.Time {
	t.Helper()
	var due time.Time
	g := w.Verv(access.OfSubject(c.person.Actor.Subject), privacy.Rights)
	w.Must(w.DB.Read(t.Context(), g, func(r *store.Reader) error {
		list, err := r.DossiersOf(c.person.Actor.Subject)
		for _, d := range list {
			if d.Class == privacy.ClassClaim {
				due = d.DueAt
			}
		}
		return err
	}))
	if due.IsZero() {
		t.Fatal("no claim stays, or it has no end")
	}
	return due
}

// The eyes of the canary: a mark planted in clear in the log, a temporary file, a letter on the way and the write-ahead log is found in each.
func TestErasureSeesPlanted(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		m := scan.Mark("canary", "in clear")
		marks := [][]byte{[]byte(m)}
		sees := func(where string, hits []scan.Hit, err error) {
			t.Helper()
			if err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			if len(hits) == 0 {
				t.Errorf("a mark in clear is not found in the %s", where)
			}
		}
		quietly, err := scan.Find([]string{w.Dir}, marks, scan.Options{})
		if err != nil || len(quietly) > 0 {
			t.Fatalf("before anything was planted: %v %v", quietly, err)
		}
		fmt.Fprintf(w.Logs, "level=INFO name=%s\n", m)
		hits, err := scan.Bytes("log", w.Logs.Bytes(), marks)
		sees("log", hits, err)
		temp := filepath.Join(w.Dir, "upload.tmp")
		w.Must(os.WriteFile(temp, []byte("rest of a file "+m), 0o600))
		hits, err = scan.Find([]string{temp}, marks, scan.Options{})
		sees("temporary file", hits, err)
		w.Must(os.WriteFile(filepath.Join(w.Dir, "spool"), []byte("Subject: =?utf-8?q?=C3=A5"+m+"?=\r\n\r\n"), 0o600))
		hits, err = scan.Find([]string{filepath.Join(w.Dir, "spool")}, marks, scan.Options{})
		sees("mail spool", hits, err)
		db := w.raw()
		defer db.Close()
		_, err = db.ExecContext(t.Context(), "update employer set reply_promise = '"+m+"'")
		w.Must(err)
		hits, err = scan.Find(w.writeAhead(t), marks, scan.Options{})
		sees("write-ahead log", hits, err)
	})
}

// superuser asks a cluster one question.
func (w *town) superuser(t *testing.T, dsn, query string) (out string) {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	w.Must(err)
	defer db.Close()
	w.Must(db.QueryRowContext(t.Context(), query).Scan(&out))
	return out
}

// writeAhead is where the engine's write-ahead log lies.
func (w *town) writeAhead(t *testing.T) []string {
	t.Helper()
	if store.Engine(w.Config.Data.Engine) == store.SQLite {
		return []string{filepath.Join(w.Config.Data.Dir, "verv.db-wal")}
	}
	super := os.Getenv(testbed.EnvData)
	dir := w.superuser(t, super, "select current_setting('data_directory') || '/pg_wal/' || pg_walfile_name(pg_current_wal_lsn())")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the files of PostgreSQL cannot be read by this user: %v", err)
	}
	return []string{dir}
}
