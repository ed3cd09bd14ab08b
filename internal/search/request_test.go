package search_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/search"
	"verv/internal/testbed/whole"
)

const why = "Vi søker en zebrapasser til Tromsø og tror at du passer godt til jobben."

// card is the one card that a search finds.
func (w *world) card(p whole.Person, words string) search.CardID {
	w.T.Helper()
	f, err := w.find(p, words)
	w.Must(err)
	if len(f.Cards) != 1 {
		w.T.Fatalf("%d cards for %q", len(f.Cards), words)
	}
	return f.Cards[0].ID
}

func (w *world) ask(p whole.Person, c search.CardID) error {
	w.T.Helper()
	return w.Search.Ask(w.T.Context(), w.member(p, privacy.Find), c, search.Request{Job: w.job, Text: why})
}

// TestMasked: until the person says yes the employer reads neither who they are nor how to reach them, on no page; after a yes it does, and nobody else;
// and when the yes is taken back it is gone.
func TestMasked(t *testing.T) {
	show.Show(t, "people.asked", "yes-taken-back-stays")
	worlds(t, func(t *testing.T, w *world) {
		x := w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS")
		w.show(x, search.Visible)
		c := w.card(w.first, "strikking")
		b := w.Enter(w.first)
		b.Get(search.PathPeople + "/" + c.String())
		action := search.PathPeople + "/" + c.String() + "/request"
		if !slices.ContainsFunc(b.Forms(), func(f whole.Form) bool { return f.Action == action }) {
			t.Errorf("the card has no form to ask with\n%s", b.Text())
		}
		if b.Post(action, values("job", w.job.String(), "text", "kort")); b.Status != http.StatusUnprocessableEntity || !strings.Contains(string(b.Body), ">kort<") {
			t.Errorf("a short word is taken, or lost: %d", b.Status)
		}
		if b.Post(action, values("job", w.job.String(), "text", why)); b.Status != http.StatusOK || !strings.Contains(b.Text(), "Venter på svar") {
			t.Fatalf("asking: %d\n%s", b.Status, b.Text())
		}
		one := b.URL.Path + "/" + w.asked(w.first).String()
		told := func(when string, by *whole.Browser, want bool) {
			t.Helper()
			for _, path := range []string{search.PathPeople, search.PathPeople + "/" + c.String(), "/employer/people/requests", one} {
				text := by.Get(path).Text()
				for _, secret := range []string{"Xenia", "Etternavn", "xenia@gmail.com", "900 11 222"} {
					if strings.Contains(text, secret) != (want && path == one) {
						t.Errorf("%s: %q on %s: %v", when, secret, path, strings.Contains(text, secret))
					}
				}
			}
		}
		told("asked", b, false)
		if err := w.ask(w.first, c); !fault.Is(err, fault.Conflict) {
			t.Errorf("asked twice: %v", err)
		}
		own := w.Enter(x)
		link := w.LinkTo(x.Address, search.PathRequests)
		if own.Get(link); !strings.Contains(own.Text(), why) || !strings.Contains(own.Text(), "974 760 673") || !strings.Contains(own.Text(), "Zebrapasser") {
			t.Errorf("what the person reads: %d\n%s", own.Status, own.Text())
		}
		told("opened by the person", b, false)
		if own.Post(link+"/accept", nil); !strings.Contains(own.Text(), "Du sa ja") {
			t.Fatalf("accepting: %d\n%s", own.Status, own.Text())
		}
		told("accepted", b, true)
		if got := b.Get(one).Text(); !strings.Contains(got, "Havna AS") {
			t.Errorf("the CV is not handed over\n%s", got)
		}
		if second := w.Enter(w.second); second.Get(one).Status != http.StatusNotFound {
			t.Error("another employer opens the request")
		}
		me := own.Get("/me").Text()
		for _, says := range []string{"Nordkyst sykehus HF, rekrutterer", "Samtykkene dine", "La arbeidsgivere finne deg"} {
			if !strings.Contains(me, says) {
				t.Errorf("the person's own page lacks %q\n%d %s", says, own.Status, me)
			}
		}
		if w.LinkTo(w.first.Address, "/employer/people/requests/") != one {
			t.Error("the member is not told of the yes")
		}
		if own.Post(link+"/withdraw", nil); !strings.Contains(own.Text(), "Du tok det tilbake") {
			t.Errorf("taking back: %d\n%s", own.Status, own.Text())
		}
		told("taken back", b, false)
	})
}

// asked is the newest request of somebody's employer.
func (w *world) asked(p whole.Person) search.ID {
	w.T.Helper()
	all, err := w.Search.Requests(w.T.Context(), w.member(p, privacy.Find))
	w.Must(err)
	if len(all) == 0 {
		w.T.Fatal("no request")
	}
	return all[0].ID
}

// TestNo: to the employer declined, not answered and taken back are one word; who was shut out with it finds the person no more.
func TestNo(t *testing.T) {
	show.Show(t, "people.no", "silence-differs-from-no")
	worlds(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		pages := map[string]string{}
		look := func(what string, v search.ID) {
			t.Helper()
			text := w.Enter(w.first).Get("/employer/people/requests/" + v.String()).Text()
			pages[what] = strings.ReplaceAll(text, v.String(), "ID")
		}
		for i, what := range []string{"declined", "blocked", "withdrawn", "ended"} {
			w.Clock.Move(time.Second)
			x := w.person([]string{"Ada", "Bea", "Cia", "Dea"}[i], "Zebrapasser", []string{"Strikking", "Hekling", "Veving", "Spinning"}[i], "Havna AS")
			w.show(x, search.Visible)
			c := w.card(w.first, []string{"strikking", "hekling", "veving", "spinning"}[i])
			w.Must(w.ask(w.first, c))
			v, own, mails := w.asked(w.first), w.own(x, privacy.Profile), w.own(x, privacy.Correspond)
			switch what {
			case "declined", "blocked":
				w.Must(w.Search.Decline(ctx, own, v, what == "blocked"))
			case "withdrawn":
				w.Must(w.Search.Accept(ctx, own, mails, v))
				w.Must(w.Search.Withdraw(ctx, own, v))
			case "ended":
				w.Clock.Move(15 * 24 * time.Hour)
				if err := w.Search.Accept(ctx, own, mails, v); !fault.Is(err, fault.Conflict) {
					t.Errorf("a request that is over is answered: %v", err)
				}
			}
			look(what, v)
			if n := w.found(w.first, []string{"strikking", "hekling", "veving", "spinning"}[i]); (n == 0) != (what == "blocked") {
				t.Errorf("%s: the employer finds %d", what, n)
			}
			if n := w.found(w.second, []string{"strikking", "hekling", "veving", "spinning"}[i]); n != 1 {
				t.Errorf("%s: the other employer finds %d", what, n)
			}
		}
		for what, text := range pages {
			if text != pages["ended"] || !strings.Contains(text, "Nei") {
				t.Errorf("%s tells more than ended does\n%s", what, apart(pages["ended"], text))
			}
		}
	})
}

// TestBulk: a member who opens very many cards is stopped, and is on the list of the owner and of the privacy officer.
func TestBulk(t *testing.T) {
	show.Show(t, "people.bulk", "limit-never-reached")
	worlds(t, func(t *testing.T, w *world) {
		w.Search.Limits = search.Limits{Cards: 4, Requests: 1}
		for _, name := range []string{"Ada", "Bea"} {
			w.show(w.person(name, "Zebrapasser", "Strikking", "Havna AS"), search.Visible)
		}
		b := w.Enter(w.first)
		for i, want := range []int{http.StatusOK, http.StatusOK, http.StatusTooManyRequests} {
			if b.Get(search.PathPeople); b.Status != want {
				t.Fatalf("view %d: %d\n%s", i, b.Status, b.Text())
			}
		}
		if !strings.Contains(b.Text(), "(4)") || strings.Contains(b.Text(), "Strikking") {
			t.Errorf("the refusal says\n%s", b.Text())
		}
		if n := w.found(w.second, ""); n != 2 {
			t.Errorf("another member is stopped as well: %d", n)
		}
		for path, who := range map[string]whole.Person{"/employer/people/log": w.owner, search.PathOfficer: w.officer} {
			if text := w.Enter(who).Get(path).Text(); !strings.Contains(text, "Svært mange på kort tid") || strings.Contains(text, "Rita") != (who.Kind == access.Member) {
				t.Errorf("%s\n%s", path, text)
			}
		}
		w.Clock.Move(25 * time.Hour)
		f, err := w.find(w.first, "")
		w.Must(err)
		w.Must(w.ask(w.first, f.Cards[0].ID))
		if err := w.ask(w.first, f.Cards[1].ID); !fault.Is(err, fault.Limited) {
			t.Errorf("asked beyond the limit: %v", err)
		}
	})
}

// TestVisibility: only the person says who finds them, nothing is ticked beforehand, and the page says what follows before it does.
func TestVisibility(t *testing.T) {
	show.Show(t, "people.visibility", "shown-without-a-tick")
	worlds(t, func(t *testing.T, w *world) {
		x := w.person("Xenia", "Zebrapasser", "Strikking", "Havna AS")
		own := w.Enter(x)
		own.Get(search.PathVisibility)
		for _, says := range []string{"Du er privat til du velger noe annet", "utenfor EØS", "en slik kopi kan bli igjen", "Slik ser arbeidsgivere deg når du er anonym"} {
			if !strings.Contains(own.Text(), says) {
				t.Errorf("the page lacks %q", says)
			}
		}
		chosen := values("visibility", "visible", "cv", w.cvs[x.Actor.Subject].String())
		if own.Post(search.PathVisibility, chosen); own.Status != http.StatusUnprocessableEntity || w.found(w.first, "") != 0 {
			t.Errorf("shown without a tick: %d", own.Status)
		}
		chosen.Set("agree", "on")
		if own.Post(search.PathVisibility, chosen); own.Status != http.StatusOK || w.found(w.first, "strikking") != 1 {
			t.Errorf("not shown with a tick: %d\n%s", own.Status, own.Text())
		}
		own.Get("/profile/visibility/blocks")
		if !strings.Contains(own.Text(), "Havna AS (navn)") {
			t.Errorf("the present employer is not on the list\n%s", own.Text())
		}
		if own.Post("/profile/visibility/blocks", values("block", "123456789")); own.Status != http.StatusUnprocessableEntity || !strings.Contains(string(own.Body), `value="123456789"`) {
			t.Errorf("a wrong number: %d", own.Status)
		}
		if own.Post("/profile/visibility/blocks", values("block", "nordkyst.example")); w.found(w.first, "") != 0 || w.found(w.second, "") != 1 {
			t.Error("shut out by domain, and found")
		}
		other := w.person("Ylva", "Lærer", "Sang", "Tinden AS")
		var foreign cv.ID = w.cvs[x.Actor.Subject]
		err := w.Search.Show(t.Context(), w.own(other, privacy.Profile), w.own(other, privacy.Correspond), search.Visible, foreign, shown)
		if !fault.Is(err, fault.Invalid) || w.found(w.second, "") != 1 {
			t.Errorf("somebody shows another's CV: %v", err)
		}
		if own.Post(search.PathVisibility, values("visibility", "private")); w.found(w.second, "") != 0 || !strings.Contains(own.Text(), "Ingen finner deg lenger") {
			t.Errorf("private, and found: %d", own.Status)
		}
	})
}
