package propose_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/candidate"
	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/match"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/propose"
	"verv/internal/search"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// TestRun: nobody is ranked by opening a page; a press keeps a run with every part, and it can be worked out again to the bit.
func TestRun(t *testing.T) {
	show.Show(t, "propose.reasons", "parts-not-kept")
	show.Show(t, "propose.pressed", "run-by-opening")
	worlds(t, func(t *testing.T, w *world) {
		nurse := w.person("Ada", "Sykepleier", "Førstehjelp", "Havna AS")
		plumber := w.person("Ben", "Rørlegger", "Sveising", "Tinden AS")
		w.propose(nurse)
		w.propose(plumber)
		b := w.Enter(w.recruiter)
		if b.Get(w.page()); b.Status != http.StatusOK || !strings.Contains(b.Text(), "Finn personer nå") || strings.Contains(b.Text(), "førstehjelp") {
			t.Fatalf("before a press: %d\n%s", b.Status, b.Text())
		}
		if all := w.last(); len(all) != 0 {
			t.Fatalf("opening the page ranked %d", len(all))
		}
		if b.Post(w.page(), nil); b.Status != http.StatusOK || !strings.Contains(b.Text(), "Ferdigheter: førstehjelp") || !strings.Contains(b.Text(), "Mennesker avgjør") || strings.Contains(strings.ToLower(b.Text()), "sveising") {
			t.Fatalf("after a press: %d\n%s", b.Status, b.Text())
		}
		all := w.last()
		if len(all) != 1 || all[0].Proposal.Card != all[0].Card.ID || len(all[0].Parts) != int(match.Availability)+1 || all[0].Sum() != all[0].Score || all[0].Score == 0 {
			t.Fatalf("kept is %+v", all)
		}
		if p := all[0]; p.Stands(match.Languages) != propose.Met || p.Stands(match.Pay) != propose.Unsaid || p.Stands(match.Availability) != propose.Unsaid || p.Stands(match.Experience) != propose.Unsaid || p.Stands(match.Occupations) != propose.Met || len(p.Input) != 64 || p.Version != propose.Version {
			t.Errorf("a nurse who speaks Norwegian: %+v", p.Body)
		}
		again, err := w.Propose.Again(t.Context(), w.member(w.recruiter, privacy.Find), w.job)
		w.Must(err)
		if fmt.Sprint(again[all[0].Card.ID]) != fmt.Sprint(all[0].Body) {
			t.Errorf("worked out again it is\n%+v\nand was\n%+v", again[all[0].Card.ID], all[0].Body)
		}
		one := w.page() + "/" + all[0].ID.String()
		if b.Get(one); !strings.Contains(b.Text(), "Ikke oppgitt") || !strings.Contains(b.Text(), "vekt 30") || !strings.Contains(b.Text(), all[0].Input) {
			t.Errorf("the reasons\n%s", b.Text())
		}
		if list := b.Links("Spør om å få ta kontakt"); len(list) != 1 || !strings.Contains(b.Get(list[0]).Text(), "Sykepleier ved Nordkyst") {
			t.Errorf("no way to ask: %v", list)
		}
		for _, path := range []string{w.page(), one} {
			if got := w.Enter(w.other).Get(path).Status; got != http.StatusNotFound {
				t.Errorf("another employer opens %s: %d", path, got)
			}
		}
		manager := w.AddPerson("Mona", "mona@nordkyst.example", access.Member, w.one, access.HiringManager)
		if got := w.Enter(manager).Get(w.page()).Status; got != http.StatusNotFound {
			t.Errorf("a member who may not search people opens the page: %d", got)
		}
		w.Must(w.Candidates.Change(t.Context(), w.own(nurse, privacy.Profile), candidate.Profile{Name: "Ada", Headline: "Sykepleier", Place: "Tromsø", Available: w.Clock.Now().Format(time.DateOnly)}))
		w.Clock.Move(time.Minute)
		w.make()
		if all = w.last(); len(all) != 1 || all[0].Stands(match.Availability) != propose.Met {
			t.Errorf("a nurse who says that she can start today: %+v", all)
		}
	})
}

// TestWho: whoever did not say yes, objected, ran out of time or shut the employer out is not ranked, and the run is, to the bit, that of a world without
// them; what was kept before is seen by no employer any more.
func TestWho(t *testing.T) {
	show.Show(t, "propose.chosen", "unasked-are-ranked")
	show.Show(t, "propose.unseen", "shut-out-yet-proposed")
	worlds(t, func(t *testing.T, w *world) {
		ada := w.person("Ada", "Sykepleier", "Førstehjelp", "Havna AS")
		w.propose(ada)
		x := w.person("Xenia", "Sykepleier", "Strikking", "Havna AS")
		again := func() string {
			t.Helper()
			all, err := w.Propose.Again(t.Context(), w.member(w.recruiter, privacy.Find), w.job)
			w.Must(err)
			return fmt.Sprint(all)
		}
		ranked := func(when string, want string) {
			t.Helper()
			w.Clock.Move(time.Minute)
			w.make()
			if got := skills(w.last()); got != want {
				t.Errorf("%s: %q, want %q", when, got, want)
			}
		}
		ranked("found, and said no word about being proposed", "Førstehjelp")
		without := again()
		w.propose(x)
		ranked("positive control: said yes", "Førstehjelp Strikking")
		w.Must(w.Search.Shut(t.Context(), w.own(x, privacy.Profile), "nordkyst.example"))
		if got := skills(w.last()); got != "Førstehjelp" {
			t.Errorf("shut out, and the kept run still shows %q", got)
		}
		ranked("shut out", "Førstehjelp")
		if got := again(); got != without {
			t.Errorf("for who is shut out the ranking is another\n%s\n%s", without, got)
		}
		b, err := search.ParseBlock("nordkyst.example")
		w.Must(err)
		w.Must(w.Search.Unshut(t.Context(), w.own(x, privacy.Profile), b))
		ranked("let in again", "Førstehjelp Strikking")
		w.object(x)
		if got := skills(w.last()); got != "Førstehjelp" {
			t.Errorf("objected, and the kept run still shows %q", got)
		}
		ranked("objected", "Førstehjelp")
		if got := again(); got != without {
			t.Errorf("for who objected the ranking is another\n%s\n%s", without, got)
		}
		f, err := w.Search.Search(t.Context(), w.member(w.recruiter, privacy.Find), search.Wanted{Words: "strikking", Lang: "nb"})
		if err != nil || f.Total != 1 {
			t.Errorf("objected to proposals, and is not found any more: %d, %v", f.Total, err)
		}
		worker := w.person("Ylva", "Sykepleier", "Hekling", "Nordkyst sykehus HF")
		w.propose(worker)
		ranked("works for who asks", "Førstehjelp")
		w.Clock.Move(300 * 24 * time.Hour)
		w.Must(w.Search.Show(t.Context(), w.own(ada, privacy.Profile), w.own(ada, privacy.Correspond), search.Visible, w.cvs[ada.Actor.Subject], shown))
		w.Clock.Move(70 * 24 * time.Hour)
		open := w.job
		w.job = w.advertise(w.recruiter, "Sykepleier", "Vi søker en sykepleier.")
		ranked("a year after the yes, with a card that is newer", "")
		w.job = open
	})
}

// TestNameMovesNothing: the order does not move by a bit when name, address and telephone are swapped.
func TestNameMovesNothing(t *testing.T) {
	show.Show(t, "propose.identity", "identity-in-a-proposal")
	worlds(t, func(t *testing.T, w *world) {
		ada, ben := w.person("Ada", "Sykepleier", "Førstehjelp", "Havna AS"), w.person("Ben", "Sykepleier", "Førstehjelp", "Havna AS")
		w.propose(ada)
		w.propose(ben)
		w.make()
		before := w.last()
		if len(before) != 2 || before[0].Input != before[1].Input || before[0].Score != before[1].Score {
			t.Fatalf("two names, two people: %+v", before)
		}
		for p, as := range map[string]candidate.Profile{"Ada": {Name: "Mohammed Abdi", Phone: "+46 70 123 45 67"}, "Ben": {Name: "Kari Hansen", Phone: "+47 400 00 000"}} {
			who := map[string]whole.Person{"Ada": ada, "Ben": ben}[p]
			as.Headline, as.Place = "Sykepleier", "Tromsø"
			w.Must(w.Candidates.Change(t.Context(), w.own(who, privacy.Profile), as))
		}
		w.Clock.Move(time.Minute)
		w.make()
		after := w.last()
		for i := range before {
			if after[i].Card.ID != before[i].Card.ID || fmt.Sprint(after[i].Body) != fmt.Sprint(before[i].Body) {
				t.Errorf("other names, another order:\n%+v\n%+v", before[i].Body, after[i].Body)
			}
		}
		w.Must(w.Candidates.Change(t.Context(), w.own(ben, privacy.Profile), candidate.Profile{Name: "Kari Hansen", Headline: "Helsefagarbeider", Place: "Tromsø"}))
		w.Clock.Move(time.Minute)
		w.make()
		if last := w.last(); len(last) == 2 && last[0].Input == last[1].Input {
			t.Error("positive control: another headline is the same input")
		}
	})
}

// TestPass: a member decides that somebody is not for a job, with a reason; later runs leave them out, other jobs do not, and the person's page says nothing of it.
func TestPass(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		ada, ben := w.person("Ada", "Sykepleier", "Førstehjelp", "Havna AS"), w.person("Ben", "Sykepleier", "Strikking", "Havna AS")
		w.propose(ada)
		w.propose(ben)
		w.make()
		b := w.Enter(w.recruiter)
		at := w.page() + "/" + w.last()[0].ID.String()
		if b.Post(at+"/pass", values("reason", "")); b.Status != http.StatusUnprocessableEntity {
			t.Errorf("without a reason: %d", b.Status)
		}
		if err := w.Propose.Pass(t.Context(), w.member(w.other, privacy.Find), w.job, w.last()[0].ID, propose.Other); !fault.Is(err, fault.NotFound) {
			t.Errorf("another employer decides: %v", err)
		}
		if b.Post(at+"/pass", values("reason", "place")); b.Status != http.StatusOK || skills(w.last()) != "Strikking" {
			t.Errorf("decided: %d, and the list is %q", b.Status, skills(w.last()))
		}
		if b.Get(at); b.Status != http.StatusNotFound {
			t.Errorf("the proposal is still there: %d", b.Status)
		}
		w.Clock.Move(time.Minute)
		if w.make(); skills(w.last()) != "Strikking" {
			t.Errorf("the next run proposes %q", skills(w.last()))
		}
		if text := w.Enter(ada).Get(search.PathProposals).Text(); !strings.Contains(text, "Nordkyst sykehus HF") || strings.Contains(text, "Stedet passer ikke") {
			t.Errorf("the person reads\n%s", text)
		}
		first := w.job
		w.job = w.advertise(w.recruiter, "Sykepleier, natt", "Vi søker en sykepleier.")
		if w.make(); len(w.last()) != 2 {
			t.Errorf("another job proposes %q", skills(w.last()))
		}
		w.job = first
		v, err := w.Jobs.Of(t.Context(), w.member(w.recruiter, privacy.Recruit), w.job)
		w.Must(err)
		w.Must(w.Jobs.Close(t.Context(), w.member(w.recruiter, privacy.Recruit), w.job, v.Version, "withdrawn"))
		if b.Get(w.page()); b.Status != http.StatusOK || strings.Contains(b.Text(), "Strikking") || !strings.Contains(b.Text(), "mens jobben er ledig") {
			t.Errorf("closed: %d\n%s", b.Status, b.Text())
		}
		if _, err := w.Propose.Make(t.Context(), w.member(w.recruiter, privacy.Find), w.job); !fault.Is(err, fault.Conflict) {
			t.Errorf("ranked for a closed job: %v", err)
		}
	})
}

// TestOwn: the person ticks a box of its own, reads who proposed them for what and why, ends it with one press on either page, and an erasure takes all of it.
func TestOwn(t *testing.T) {
	show.Show(t, "propose.objected", "objection-not-followed")
	worlds(t, func(t *testing.T, w *world) {
		ada := w.person("Ada", "Sykepleier", "Førstehjelp", "Havna AS")
		own := w.Enter(ada)
		if own.Get(search.PathVisibility); !strings.Contains(own.Text(), "Kan du bli foreslått til jobber? Av") {
			t.Fatalf("the choice\n%s", own.Text())
		}
		if own.Post(search.PathPropose, values("on", "yes")); own.Status != http.StatusUnprocessableEntity || !strings.Contains(own.Text(), "Kryss av for at du er enig") {
			t.Errorf("without a tick: %d", own.Status)
		}
		w.make()
		if got := skills(w.last()); got != "" {
			t.Errorf("proposed without a tick: %q", got)
		}
		own.Post(search.PathPropose, values("on", "yes", "proposed", "on"))
		w.Clock.Move(time.Minute)
		w.make()
		if got := skills(w.last()); own.Status != http.StatusOK || got != "Førstehjelp" {
			t.Errorf("ticked: %d, and proposed is %q", own.Status, got)
		}
		own.Get(search.PathProposals)
		for _, says := range []string{"Sykepleier ved Nordkyst", "Foreslått til: Nordkyst sykehus HF", "vekt 30", "Troms"} {
			if !strings.Contains(own.Text(), says) {
				t.Errorf("the list lacks %q\n%s", says, own.Text())
			}
		}
		if me := own.Get("/me").Text(); !strings.Contains(me, "Forslag til en jobb") || !strings.Contains(me, "La godkjente arbeidsgivere få kortet ditt foreslått") || !strings.Contains(me, "Nordkyst sykehus HF, rekrutterer") {
			t.Errorf("the page of one's data\n%s", me)
		}
		for _, path := range []string{search.PathProposals, search.PathVisibility} {
			if !strings.Contains(own.Get(path).Text(), "Ikke foreslå meg lenger") {
				t.Errorf("no way to object on %s", path)
			}
		}
		own.Post(search.PathPropose, values("on", "no"))
		if got := skills(w.last()); got != "" || !strings.Contains(own.Text(), "Kan du bli foreslått til jobber? Av") {
			t.Errorf("objected, and shown is %q\n%s", got, own.Text())
		}
		w.propose(ada)
		w.Clock.Move(time.Minute)
		w.make()
		kept := func() int { // rows, opened or not
			t.Helper()
			var all []bool
			w.Must(w.DB.Read(t.Context(), w.own(ada, privacy.Profile), func(r *store.Reader) (err error) {
				all, err = store.List(r, "propose.mine", store.Args{"most": 10}, func(store.Row) (bool, error) { return true, nil })
				return err
			}))
			return len(all)
		}
		if kept() != 2 {
			t.Errorf("positive control: %d proposals are kept", kept())
		}
		_, err := w.Ledger.EraseWhole(t.Context(), w.Verv(access.OfSubject(ada.Actor.Subject), privacy.Rights), ledger.Asked)
		w.Must(err)
		w.Run()
		if kept() != 0 || len(w.last()) != 0 {
			t.Error("erased, and something stays of a proposal")
		}
		if _, run, _, err := w.Propose.Last(t.Context(), w.member(w.recruiter, privacy.Find), w.job); err != nil || run.ID.IsZero() {
			t.Errorf("the run is no log of anybody, and went as well: %v", err)
		}
	})
}
