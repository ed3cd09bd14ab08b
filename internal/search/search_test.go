package search_test

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/cv"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/search"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/testbed/whole"
	"verv/internal/web"
)

// TestUnseen compares, byte for byte, what a member sees of a world without somebody with what they see while that person is there and must not be
// seen: private, shut out, taken back, out of time, erased. Beside each stands somebody who does see them.
func TestUnseen(t *testing.T) {
	show.Show(t, "people.unseen", "block-ignored")
	worlds(t, func(t *testing.T, w *world) {
		others := []string{"Ada", "Ben", "Cleo"}
		for i, name := range others {
			w.show(w.person(name, []string{"Sykepleier", "Zebrapasser", "Lærer"}[i], "Førstehjelp", "Tinden AS"), []search.Visibility{search.Visible, search.Anonymous}[i%2])
		}
		x := w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS")
		one, two := w.Enter(w.first), w.Enter(w.second)
		w.found(w.first, "") // the index is there before anything changes
		if one.Get(search.PathPeople + "/words?q=lege+zebrap"); string(one.Body) != `["lege zebrapasser"]` {
			t.Errorf("positive control: completed to %s", one.Body)
		}
		without, other := w.pages(one), w.pages(two)
		same := func(when string) {
			t.Helper()
			if got := w.pages(one); got != without {
				t.Errorf("%s: who must not see the person sees another world\n%s", when, apart(without, got))
			}
		}
		seen := func(when string, by bool) {
			t.Helper()
			was := other
			if got := w.pages(two); (got != was) != by {
				t.Errorf("%s: the other employer sees the person: %v\n%s", when, !by, apart(was, got))
			}
		}
		same("private from the start")
		for _, typed := range []string{"974760673", "Nordkyst sykehus", "nordkyst.example"} {
			w.shut(x, typed)
			w.show(x, search.Visible)
			same("shut out by " + typed)
			seen("shut out by "+typed, true)
			w.unshut(x, typed)
			if got := w.pages(one); got == without {
				t.Errorf("positive control: not shut out by %s any more, and nothing of the person is seen", typed)
			}
			w.hide(x)
			same("private")
			seen("private", false)
		}
		w.show(x, search.Anonymous)
		seen("anonymous", true)
		g := w.own(x, privacy.Profile)
		w.Must(w.Rights.Withdraw(t.Context(), w.own(x, privacy.Rights), consent.BeFound, access.EmployerID{}, shown))
		same("consent withdrawn")
		seen("consent withdrawn", false)
		w.show(x, search.Visible)
		w.Must(w.CVs.Delete(t.Context(), g, w.cvs[x.Actor.Subject]))
		same("the CV deleted")
		seen("the CV deleted", false)
		y := w.person("Ylva", "Zebrapasser", "Strikking", "Nordkyst sykehus HF")
		w.show(y, search.Visible)
		same("works for who searches")
		seen("works for who searches", true)
		_, err := w.Ledger.EraseWhole(t.Context(), w.Verv(access.OfSubject(y.Actor.Subject), privacy.Rights), ledger.Asked)
		w.Must(err)
		seen("about to be erased", false)
		w.Run()
		seen("erased", false)
		same("erased")
	})
}

// TestRecheck: the store has the last word on each card that is shown, whatever the index says.
func TestRecheck(t *testing.T) {
	show.Show(t, "people.recheck", "recheck-skipped")
	worlds(t, func(t *testing.T, w *world) {
		x, y := w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS"), w.person("Ylva", "Zebrapasser", "Strikking", "Havna AS")
		w.show(x, search.Visible)
		w.show(y, search.Visible)
		if n := w.found(w.first, "zebrapasser"); n != 2 {
			t.Fatalf("positive control: %d found", n)
		}
		f, err := w.find(w.first, "")
		w.Must(err)
		quietly := func(fn func(*store.Writer) error) { w.Must(w.DB.Write(t.Context(), w.own(x, privacy.Profile), fn)) }
		quietly(func(tx *store.Writer) error { return tx.Must("search.drop", store.Args{}) }) // no fact tells the index
		if n := w.found(w.first, "zebrapasser"); n != 1 {
			t.Errorf("a card that is gone is shown or counted: %d", n)
		}
		for _, c := range f.Cards {
			_, _, err := w.Search.View(t.Context(), w.member(w.first, privacy.Find), c.ID)
			if gone := fault.Is(err, fault.NotFound); gone != (c.Subject == x.Actor.Subject) {
				t.Errorf("card of %s: %v", c.Subject, err)
			}
		}
	})
}

// TestVerified: people search is for members with the permission, of an employer that an operator has looked up and that is open; for nobody else,
// and from the moment that changes.
func TestVerified(t *testing.T) {
	show.Show(t, "people.verified", "unverified-searches")
	worlds(t, func(t *testing.T, w *world) {
		w.show(w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS"), search.Visible)
		if n := w.found(w.first, ""); n != 1 {
			t.Fatalf("positive control: %d found", n)
		}
		var unknown access.EmployerID
		g := w.Verv(access.Operation(), privacy.Publish)
		w.Must(w.DB.Write(t.Context(), g, func(tx *store.Writer) (err error) {
			unknown, err = w.Employers.Match(tx, employer.Named{Source: "import", Name: "Ukjent AS", Number: "912345688", Country: "NO"})
			return err
		}))
		p := w.AddPerson("Uno", "uno@ukjent.example", access.Member, unknown, access.Recruiter)
		if _, err := w.find(p, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("an employer that nobody looked up searches: %v", err)
		}
		if b := w.Enter(p).Get(search.PathPeople); b.Status != http.StatusConflict || strings.Contains(b.Text(), "Zebrapasser") {
			t.Errorf("its page: %d", b.Status)
		}
		for _, role := range []access.Role{access.HiringManager, access.Interviewer} {
			m := w.AddPerson("Mona", string(role)+"@nordkyst.example", access.Member, w.one, role)
			if b := w.Enter(m).Get(search.PathPeople); b.Status != http.StatusNotFound {
				t.Errorf("a %s searches: %d", role, b.Status)
			}
		}
		if b := w.Browser().Get(search.PathPeople); !strings.HasSuffix(b.URL.Path, web.LoginPath) {
			t.Errorf("a visitor comes to %s", b.URL)
		}
		op := w.AddPerson("Olga", "olga@drift.example", access.Operator, access.EmployerID{}, access.NoRole)
		w.Must(w.Employers.Close(t.Context(), w.Grant(op.Actor, access.Operation(), privacy.Operate), w.one, "Nordkyst sykehus HF"))
		if _, err := w.find(w.first, ""); err == nil {
			t.Error("an employer that was closed searches")
		}
	})
}

// TestFollow: what changes holds for the very next search, also of a process that starts anew, and one that does not know what others did does not
// answer.
func TestFollow(t *testing.T) {
	show.Show(t, "people.follows", "change-not-followed")
	worlds(t, func(t *testing.T, w *world) {
		x := w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS")
		g := w.own(x, privacy.Profile)
		w.show(x, search.Visible)
		if w.found(w.first, "strikking") != 1 || w.found(w.first, "dressur") != 0 {
			t.Fatal("positive control")
		}
		d, err := w.CVs.Get(t.Context(), g, w.cvs[x.Actor.Subject])
		w.Must(err)
		w.Must(w.CVs.PutRow(t.Context(), g, d.ID, d.UpdatedAt, cv.Skills, 0, cv.Row{Name: "Dressur"}))
		if w.found(w.first, "strikking") != 0 || w.found(w.first, "dressur") != 1 {
			t.Error("a changed CV is not followed")
		}
		w.Restart()
		if w.found(w.first, "dressur") != 1 || w.found(w.first, "employer:\"havna as\"") != 1 {
			t.Error("a process that starts anew does not find the person")
		}
		w.show(x, search.Anonymous)
		if w.found(w.first, "dressur") != 1 || w.found(w.first, "havna") != 0 || w.found(w.first, "employer:\"havna as\"") != 0 {
			t.Error("an anonymous person is found by where they worked")
		}
		behind := time.Duration(0)
		w.Search.Follow(func() time.Duration { return behind })
		if behind = 3 * time.Second; true {
			if _, err := w.find(w.first, ""); !fault.Is(err, fault.Unavailable) {
				t.Errorf("a process that lags answers: %v", err)
			}
		}
		behind = time.Second
		w.Clock.Move(366 * 24 * time.Hour)
		if n := w.found(w.first, ""); n != 0 {
			t.Errorf("%d found whose consent ran out", n)
		}
	})
}

// TestOtherNode: a second process follows by facts; what it has not heard of yet it does not show, because the store is asked about each card.
func TestOtherNode(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		x, y := w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS"), w.person("Ylva", "Zebrapasser", "Hekling", "Havna AS")
		w.show(x, search.Visible)
		there, err := server.Build(t.Context(), w.Config, server.Options{Now: w.Clock.Now, Log: slog.New(slog.DiscardHandler), Plain: true, Version: "test"})
		w.Must(err)
		t.Cleanup(func() { _ = there.Close() })
		find := func(words string) int {
			t.Helper()
			f, err := there.Search.Search(t.Context(), w.member(w.first, privacy.Find), search.Wanted{Words: words, Lang: "nb"})
			w.Must(err)
			return len(f.Cards)
		}
		var at store.Cursor
		hear := func() {
			t.Helper()
			w.Must(there.DB.Read(t.Context(), w.Verv(access.Operation(), privacy.Operate), func(r *store.Reader) error {
				facts, next, err := r.Facts(at, 1000)
				at = next
				there.Search.Hear(facts)
				return err
			}))
		}
		if find("strikking") != 1 || find("hekling") != 0 {
			t.Fatal("positive control")
		}
		hear()
		w.show(y, search.Anonymous)
		w.shut(x, "974760673")
		if find("strikking") != 0 {
			t.Error("who shut the employer out is shown by a node that has not heard of it")
		}
		hear()
		if find("strikking") != 0 || find("hekling") != 1 {
			t.Errorf("heard, and finds %d and %d", find("strikking"), find("hekling"))
		}
		w.hide(y)
		hear()
		if find("hekling") != 0 {
			t.Error("heard of somebody who is private now, and shows them")
		}
	})
}

// TestQuery: a query that cannot be read says what is wrong and where, and keeps what was typed; one letter wrong is mended.
func TestQuery(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		w.show(w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS"), search.Visible)
		b := w.Enter(w.first)
		for q, says := range map[string]string{"q=%28zebra": "tegn 1", "q=a*": "tegn 1", "q=zebra+OR": "mangler", "near=Langtvekkistan": "kjenner ikke stedet", "q=experience%3Ax": "passer ikke"} {
			if b.Get(search.PathPeople + "?" + q); b.Status != http.StatusUnprocessableEntity || !strings.Contains(b.Text(), says) {
				t.Errorf("%s: %d\n%s", q, b.Status, b.Text())
			}
		}
		f, err := w.find(w.first, "zebrappasser")
		if w.Must(err); f.Total != 0 || f.Mended != "zebrapasser" {
			t.Errorf("mended to %q", f.Mended)
		}
		if f, err = w.find(w.first, "zebrapasser"); err != nil || !slices.Equal(f.Cards[0].Face().Skills, []string{"Strikking"}) || f.Cards[0].Face().Region != "Troms" {
			t.Errorf("%+v %v", f, err)
		}
		if b.Get(search.PathPeople + "?near=Troms%C3%B8&km=10&sort=relevance&q=zebrapasser"); b.Status != http.StatusOK || !strings.Contains(b.Text(), "1 person funnet") {
			t.Errorf("near: %d\n%s", b.Status, b.Text())
		}
	})
}

// TestSaved: a member keeps searches, for themselves or for the team; nobody of another employer reads or drops one.
func TestSaved(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		b, owner, other := w.Enter(w.first), w.Enter(w.owner), w.Enter(w.second)
		b.Get(search.PathPeople + "?q=zebra+-natt&skill=strikking&sort=relevance")
		if list := b.Links("Lagre søket"); len(list) != 1 || b.Get(list[0]).Status != http.StatusOK || !strings.Contains(b.Text(), "zebra -natt") {
			t.Fatalf("no way to save a search: %v", list)
		}
		const at = search.PathPeople + "/saved"
		if b.Post(at, values("q", "zebra -natt", "title", "")); b.Status != http.StatusUnprocessableEntity || !strings.Contains(string(b.Body), `value="zebra -natt"`) {
			t.Errorf("without a name: %d", b.Status)
		}
		b.Post(at, values("q", "zebra -natt", "skill", "strikking", "sort", "relevance", "title", "Zebraer"))
		if b.Post(at, values("q", "lærer", "title", "Skolen", "shared", "on")); !strings.Contains(b.Text(), "Zebraer Bare deg") || !strings.Contains(b.Text(), "Skolen Laget") {
			t.Errorf("not on the list\n%s", b.Text())
		}
		if list := b.Links("Zebraer"); len(list) == 0 || b.Get(list[0]).Status != http.StatusOK || b.URL.RawQuery != "q=zebra+-natt&skill=strikking&sort=relevance" {
			t.Errorf("leads to %s", b.URL)
		}
		if text := owner.Get(at).Text(); strings.Contains(text, "Zebraer") || !strings.Contains(text, "Skolen") {
			t.Errorf("a colleague reads\n%s", text)
		}
		if text := other.Get(at).Text(); strings.Contains(text, "Skolen") {
			t.Errorf("another employer reads\n%s", text)
		}
		all, err := w.Search.SavedSearches(t.Context(), w.member(w.first, privacy.Find))
		w.Must(err)
		for _, s := range all {
			for _, p := range []whole.Person{w.owner, w.second} {
				if err := w.Search.Forget(t.Context(), w.member(p, privacy.Find), s.ID); !fault.Is(err, fault.Withheld) {
					t.Errorf("somebody else forgets a search: %v", err)
				}
			}
			b.Post(at+"/"+s.ID.String()+"/forget", nil)
		}
		if b.Get(at); !strings.Contains(b.Text(), "Ingen søk er lagret") {
			t.Errorf("forgotten, and there\n%s", b.Text())
		}
	})
}
