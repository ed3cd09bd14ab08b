package search_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/cv"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/search"
	"verv/internal/store"
	"verv/internal/tell"
	"verv/internal/testbed/whole"
)

// settle runs what is due and what becomes due by it, for some minutes.
func (w *world) settle() {
	w.T.Helper()
	for range 5 {
		w.Run()
		w.Clock.Move(time.Minute)
	}
}

// morning goes to five past seven in Oslo on the next day of winter, and lets everything happen.
func (w *world) morning() {
	w.T.Helper()
	day := w.Clock.Now()
	at := time.Date(day.Year(), day.Month(), day.Day(), 6, 5, 0, 0, time.UTC)
	if !at.After(day) {
		at = at.AddDate(0, 0, 1)
	}
	w.Clock.Set(at)
	w.settle()
}

// tells saves a search of a member and says how often it tells.
func (w *world) tells(p whole.Person, title, q string, shared bool, pace tell.Pace) search.SavedID {
	w.T.Helper()
	g := w.member(p, privacy.Find)
	w.Must(w.Search.Save(w.T.Context(), g, search.Saved{Title: title, Query: q, Shared: shared}))
	all, err := w.Search.SavedSearches(w.T.Context(), g)
	w.Must(err)
	s := all[slices.IndexFunc(all, func(s search.Saved) bool { return s.Title == title })]
	w.Must(w.Search.Tell(w.T.Context(), g, s.ID, pace, "nb"))
	w.Clock.Move(time.Second)
	return s.ID
}

// told is a letter about who is new.
type told struct {
	mail.Message
	raw string
}

// link is the address in a letter that begins so.
func (l told) link(w *world, prefix string) string {
	w.T.Helper()
	for _, word := range strings.Fields(l.Text) {
		if rest, ok := strings.CutPrefix(word, w.URL); ok && strings.HasPrefix(rest, prefix) {
			return rest
		}
	}
	w.T.Fatalf("the letter has no link to %s:\n%s", prefix, l.Text)
	return ""
}

// got takes the letters about who is new that came to somebody since the last time.
func (w *world) got(p whole.Person) (out []told) {
	w.T.Helper()
	for _, m := range w.Mail.To(p.Address) {
		l, err := mail.Parse(m.Raw)
		w.Must(err)
		if raw := strings.NewReplacer("=\r\n", "", "=3D", "=", "\r\n ", " ").Replace(string(m.Raw)); strings.Contains(raw, "/people/stop/") {
			out = append(out, told{l, raw})
		}
	}
	w.Mail.Clear()
	return out
}

// one fails unless exactly one letter came.
func (w *world) one1(p whole.Person, when string) told {
	w.T.Helper()
	list := w.got(p)
	if len(list) != 1 {
		w.T.Fatalf("%s: %d letters, want one", when, len(list))
	}
	return list[0]
}

func (w *world) none(p whole.Person, when string) {
	w.T.Helper()
	for _, l := range w.got(p) {
		w.T.Errorf("%s: a letter that should not be\n%s", when, l.Text)
	}
}

// begin boots the tasks and lets the copies of addresses be made.
func (w *world) begin() {
	w.T.Helper()
	w.Must(w.Tasks.Plant(w.T.Context()))
	w.settle()
	w.Mail.Clear()
}

// A saved search tells who is new in it and nobody else, to the members who want it, without a word about anybody; the page behind the link shows them,
// with what of the search they meet.
func TestTold(t *testing.T) {
	show.Show(t, "people.told", "name-in-the-letter")
	worlds(t, func(t *testing.T, w *world) {
		old := w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS")
		w.show(old, search.Visible)
		w.begin()
		v := w.tells(w.first, "Dyrepassere", "q=zebrapasser+OR+l%C3%A6rer", true, tell.AtOnce)
		w.Must(w.Search.Tell(t.Context(), w.member(w.owner, privacy.Find), v, tell.Daily, "nb"))
		if err := w.Search.Tell(t.Context(), w.member(w.second, privacy.Find), v, tell.Daily, "nb"); !fault.Is(err, fault.NotFound) {
			t.Errorf("another employer is told of a search: %v", err)
		}
		w.settle()
		w.none(w.first, "who was there before is not new")

		w.show(w.person("Ylva", "Zebrapasser", "Hekling", "Tinden AS"), search.Visible)
		w.settle()
		l := w.one1(w.first, "somebody new")
		for _, about := range []string{"Ylva", "Etternavn", "Hekling", "Tinden", "Zebrapasser", "Troms", "gmail"} {
			if strings.Contains(l.raw, about) {
				t.Errorf("the letter says %s:\n%s", about, l.Text)
			}
		}
		if !strings.Contains(l.Text, "1 ny person") || !strings.Contains(l.Text, "Dyrepassere") {
			t.Errorf("the letter does not say how many in what:\n%s", l.Text)
		}
		if !strings.Contains(l.raw, "List-Unsubscribe-Post: List-Unsubscribe=One-Click") || !strings.Contains(l.raw, "List-Unsubscribe: <"+w.URL+"/people/stop/") {
			t.Error("no one-click unsubscribe (RFC 8058)")
		}
		page := w.Enter(w.first).Get(l.link(w, search.PathPeople+"?"))
		if text := page.Text(); !strings.Contains(text, "1 person funnet") || !strings.Contains(text, "Hekling") || strings.Contains(text, "Strikking") || !strings.Contains(text, "Passer: zebrapasser ") ||
			strings.Contains(text, "Passer: zebrapasser og lærer") || !strings.Contains(text, "Nye siden") {
			t.Errorf("the page of who is new:\n%s", text)
		}
		w.none(w.owner, "daily")
		w.morning()
		w.one1(w.owner, "in the morning")
		w.none(w.first, "twice")

		g := w.own(old, privacy.Profile)
		d, err := w.CVs.Get(t.Context(), g, w.cvs[old.Actor.Subject])
		w.Must(err)
		w.Must(w.CVs.PutRow(t.Context(), g, d.ID, d.UpdatedAt, cv.Skills, 1, cv.Row{Name: "Hekling"}))
		z := w.person("Zita", "Baker", "Hekling", "Havna AS")
		w.show(z, search.Anonymous)
		w.settle()
		w.none(w.first, "somebody who was found already has changed, and somebody else is not found")
		d, err = w.CVs.Get(t.Context(), w.own(z, privacy.Profile), w.cvs[z.Actor.Subject])
		w.Must(err)
		w.Must(w.CVs.PutRow(t.Context(), w.own(z, privacy.Profile), d.ID, d.UpdatedAt, cv.Skills, 1, cv.Row{Name: "Zebrapasser"}))
		w.settle()
		w.one1(w.first, "somebody who has changed so that they are found")
		w.morning()
		w.one1(w.owner, "on the second morning")
	})
}

// Whoever is not to be seen when a letter is written is in none: gone private, shut out, taken back, about to be erased, or gone from the store alone.
func TestToldOfNobody(t *testing.T) {
	show.Show(t, "people.told", "gone-person-told")
	show.Show(t, "people.told", "frozen-person-is-new")
	worlds(t, func(t *testing.T, w *world) {
		w.begin()
		w.tells(w.first, "Dyrepassere", "q=zebrapasser", false, tell.AtOnce)
		n := 0
		for when, gone := range map[string]func(whole.Person){
			"":         func(whole.Person) {},
			"private":  w.hide,
			"shut out": func(p whole.Person) { w.shut(p, "974760673") },
			"taken back": func(p whole.Person) {
				w.Must(w.Rights.Withdraw(t.Context(), w.own(p, privacy.Rights), consent.BeFound, access.EmployerID{}, shown))
			},
			"erased": func(p whole.Person) {
				_, err := w.Ledger.EraseWhole(t.Context(), w.Verv(access.OfSubject(p.Actor.Subject), privacy.Rights), ledger.Asked)
				w.Must(err)
			},
			"frozen": func(p whole.Person) {
				_, err := w.Ledger.Restrict(t.Context(), w.own(p, privacy.Rights), ledger.GroundObjection, crypt.DossierID{})
				w.Must(err)
			},
			"shut out, unheard": func(p whole.Person) {
				w.Must(w.DB.Write(t.Context(), w.own(p, privacy.Profile), func(tx *store.Writer) error { return w.Search.ShutUnheard(tx, "974760673") }))
			},
			"gone from the store, unheard": func(p whole.Person) {
				w.Must(w.DB.Write(t.Context(), w.own(p, privacy.Profile), func(tx *store.Writer) error { return tx.Must("search.drop", store.Args{}) }))
			},
		} {
			n++
			p := w.person(fmt.Sprintf("Person%c", 'a'+n), "Zebrapasser", "Hekling", "Tinden AS")
			w.show(p, search.Visible)
			for range 2 { // the letter is on its way
				w.Run()
				w.Clock.Move(time.Minute)
			}
			gone(p)
			w.settle()
			if when == "" {
				w.one1(w.first, "positive control")
				continue
			}
			w.none(w.first, when)
		}
	})
}

// A member who may not search, or who has left, is told nothing, nor is one of an employer that is closed; what came meanwhile is not told afterwards. A
// search that is forgotten tells nothing, and the link of a letter stops its search alone, without a login, when it is posted and not when it is opened.
func TestToldNoMore(t *testing.T) {
	show.Show(t, "people.told", "unsubscribed-still-told")
	worlds(t, func(t *testing.T, w *world) {
		w.begin()
		x := w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS")
		again := func() { // a card that is made anew is new
			t.Helper()
			w.hide(x)
			w.show(x, search.Visible)
			w.settle()
		}
		one := w.tells(w.first, "Dyrepassere", "q=zebrapasser", true, tell.AtOnce)
		w.tells(w.first, "Strikkere", "q=strikking", false, tell.AtOnce)
		again()
		l := w.one1(w.first, "positive control")
		if strings.Count(l.Text, "1 ny person") != 2 {
			t.Errorf("both searches are in one letter:\n%s", l.Text)
		}
		_, after, _ := strings.Cut(l.raw, "Stopp e-postene om Dyrepassere")
		_, after, _ = strings.Cut(after, w.URL)
		stop := strings.Fields(after)[0]
		b := w.Browser()
		if b.Get(stop); b.Status != http.StatusOK || strings.Contains(b.Text(), "Dyrepassere") {
			t.Errorf("the link: %d\n%s", b.Status, b.Text())
		}
		if forged := stop[:len(stop)-3] + "AAA"; b.Get(forged).Status != http.StatusNotFound {
			t.Errorf("a forged link: %d", b.Status)
		}
		again()
		if l = w.one1(w.first, "only looked at"); strings.Count(l.Text, "1 ny person") != 2 {
			t.Error("opening a link stops")
		}
		for range 2 {
			if b.Post(stop, url.Values{"List-Unsubscribe": {"One-Click"}}); b.Status != http.StatusOK {
				t.Errorf("one click: %d\n%s", b.Status, b.Text())
			}
		}
		again()
		if l = w.one1(w.first, "one stopped"); strings.Contains(l.Text, "Dyrepassere") || !strings.Contains(l.Text, "Strikkere") {
			t.Errorf("stopped one of two:\n%s", l.Text)
		}
		if len(w.Enter(w.first).Get(search.PathPeople+"/saved").Links("Dyrepassere")) == 0 {
			t.Error("a link that stops letters drops the search")
		}

		member := func(p whole.Person) employer.Member {
			t.Helper()
			team, err := w.Employers.Members(t.Context(), w.member(w.owner, privacy.Recruit))
			w.Must(err)
			return team[slices.IndexFunc(team, func(m employer.Member) bool { return m.Subject == p.Actor.Subject })]
		}
		w.Must(w.Employers.SetRole(t.Context(), w.member(w.owner, privacy.Recruit), member(w.first).ID, access.HiringManager))
		again()
		w.morning()
		w.none(w.first, "a member who may not search")
		w.Must(w.Employers.SetRole(t.Context(), w.member(w.owner, privacy.Recruit), member(w.first).ID, access.Recruiter))
		w.morning()
		w.none(w.first, "what came while they might not")
		w.Must(w.Search.Tell(t.Context(), w.member(w.owner, privacy.Find), one, tell.AtOnce, "nb"))
		w.Clock.Move(time.Second)
		again()
		w.one1(w.owner, "a colleague is told of a shared search")
		w.Must(w.Search.Forget(t.Context(), w.member(w.first, privacy.Find), one))
		again()
		w.none(w.owner, "the search is forgotten")
		w.tells(w.owner, "Passere", "q=zebrapasser", false, tell.AtOnce)
		w.Must(w.Employers.Remove(t.Context(), w.member(w.owner, privacy.Recruit), member(w.first).ID, employer.MemberID{}))
		again()
		w.none(w.first, "a member who left")
		again()
		w.one1(w.owner, "positive control")
		op := w.AddPerson("Olga", "olga@drift.example", access.Operator, access.EmployerID{}, access.NoRole)
		w.Must(w.Employers.Close(t.Context(), w.Grant(op.Actor, access.Operation(), privacy.Operate), w.one, "Nordkyst sykehus HF"))
		again()
		w.none(w.owner, "the employer is closed")
	})
}

// It tells at once ten times a day; what comes after waits for the morning.
func TestToldTenTimesADay(t *testing.T) {
	show.Show(t, "people.told", "no-end-of-tells")
	w := sqlite(t)
	w.begin()
	w.tells(w.first, "Dyrepassere", "q=zebrapasser", false, tell.AtOnce)
	x := w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS")
	for range tell.DayMost {
		w.show(x, search.Visible)
		w.settle()
		w.one1(w.first, "one of ten")
		w.hide(x)
	}
	w.show(x, search.Visible)
	w.settle()
	w.none(w.first, "the eleventh")
	w.morning()
	w.one1(w.first, "in the morning")
}

// A letter that could not leave tells the same window when it is tried again, of those who are still there; whoever came since is in the next one.
func TestToldAgain(t *testing.T) {
	show.Show(t, "people.told", "second-try-tells-another-window")
	w := sqlite(t)
	w.begin()
	w.tells(w.first, "Dyrepassere", "q=zebrapasser", false, tell.Daily)
	x, y := w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS"), w.person("Ylva", "Zebrapasser", "Hekling", "Havna AS")
	w.show(x, search.Visible)
	w.show(y, search.Visible)
	w.Mail.Refuse = func(string) error { return errors.New("later") }
	w.morning()
	w.hide(y)
	for _, name := range []string{"Zita", "Zara", "Zoe"} {
		w.show(w.person(name, "Zebrapasser", "Strikking", "Havna AS"), search.Visible)
	}
	w.Mail.Refuse = nil
	for range 4 {
		w.settle()
	}
	if l := w.one1(w.first, "tried again"); !strings.Contains(l.Text, "1 ny person") {
		t.Errorf("tried again, it tells another window:\n%s", l.Text)
	}
	w.morning()
	if l := w.one1(w.first, "the next morning"); !strings.Contains(l.Text, "3 nye personer") {
		t.Errorf("the next morning:\n%s", l.Text)
	}
}

// For every pair of a saved search that tells at once and a card: the card is said to concern the search exactly when the member who keeps it finds it.
func TestPercolationIsSearch(t *testing.T) {
	show.Show(t, "people.told", "block-ignored-in-percolation")
	w := sqlite(t)
	w.begin()
	roles, skills := []string{"Zebrapasser", "Sykepleier på natt", "Lærer i norsk", "Baker"}, []string{"Strikking", "Hekling", "Førerkort B"}
	firms := []string{"Havna AS", "Nordkyst sykehus HF", "Solvik kommune"}
	var people []whole.Person
	for i := range 8 {
		p := w.person(fmt.Sprintf("Person%c", 'a'+i), roles[i%4], skills[i%3], firms[i%3])
		w.show(p, []search.Visibility{search.Visible, search.Anonymous}[i%2])
		if i == 4 {
			w.shut(p, "974760673")
		}
		people = append(people, p)
	}
	asked := map[string][]string{"q": {"zebrapasser", "natt OR baker", "-strikking", `"lærer i norsk"`, "syk*", "havna"}, "skill": {"hekling", "strikking"},
		"experience": {"0", "5"}, "near": {"Tromsø", "Oslo"}, "language": {"no", "sv"}}
	w.Search.Limits.Cards = 1_000_000
	pairs, found := 0, 0
	for seed := range uint64(40) {
		dice := rand.New(rand.NewPCG(seed, 1551))
		q := url.Values{}
		for _, name := range slices.Sorted(maps.Keys(asked)) {
			if dice.IntN(3) == 0 {
				q[name] = []string{asked[name][dice.IntN(len(asked[name]))]}
			}
		}
		who := []whole.Person{w.first, w.second}[dice.IntN(2)]
		v := w.tells(who, "Søk", q.Encode(), false, tell.AtOnce)
		hits := map[access.SubjectID]bool{}
		f, err := w.Search.Search(t.Context(), w.member(who, privacy.Find), search.WantedOf(q, "nb"))
		w.Must(err)
		for _, c := range f.Cards {
			hits[c.Subject] = true
		}
		for _, p := range people {
			said := false
			concerned, err := w.Search.Concerned(t.Context(), p.Actor.Subject)
			w.Must(err)
			for _, x := range concerned {
				said = said || x.Member == who.Actor.Subject
			}
			if pairs++; said != hits[p.Actor.Subject] {
				t.Fatalf("seed %d, %s of %s: percolation says %v, search %v", seed, q.Encode(), who.Address, said, hits[p.Actor.Subject])
			}
			if said {
				found++
			}
		}
		w.Must(w.Search.Forget(t.Context(), w.member(who, privacy.Find), v))
	}
	if found < pairs/50 || found > pairs*9/10 {
		t.Errorf("%d of %d pairs are found: the world says nothing", found, pairs)
	}
}
