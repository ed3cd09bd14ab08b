package rights_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/rights"
	"verv/internal/store"
	"verv/internal/task"
)

// settle runs tasks and moves the clock until nothing that a deletion needs is left to do.
func (w *world) settle() {
	w.T.Helper()
	for range 6 {
		w.work()
		w.Clock.Move(20 * time.Second)
	}
	w.work()
}

// prove makes the session of who as if the person had proved themselves now.
func (w *world) prove(who string) access.Actor {
	s := w.sessions[who]
	s.Actor.Proved = w.Clock.Now()
	w.sessions[who] = s
	return s.Actor
}

var reID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// TestDelete walks the whole way over HTTP without JavaScript: proof, plan, deletion, page without session, last letter.
func TestDelete(t *testing.T) {
	show.Show(t, "erasure.self-service", "deletion-by-an-old-proof")
	engines(t, func(t *testing.T, w *world) {
		const who = "candidate kari@example.org"
		kari := w.join("kari@example.org", access.Candidate)[0]
		nils := w.join("nils@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		w.note(ola, kari.Subject, "solid")
		w.note(ola, nils.Subject, "quiet")
		w.Clock.Move(11 * time.Minute)
		for _, out := range []int{w.get(who, rights.Path+"/delete").Code, w.post(who, rights.Path+"/delete", nil).Code} {
			if out != http.StatusSeeOther {
				t.Fatalf("an old proof is enough: %d", out)
			}
		}
		if to := w.post(who, rights.Path+"/delete", nil).Header().Get("Location"); !strings.HasPrefix(to, "/login/again?next=") {
			t.Fatalf("an old proof leads to %s", to)
		}
		w.prove(who)
		has(t, w.page(who, rights.Path+"/delete"), "Dette blir borte nå", "Søknad", "Tindvik Energi", "Dette blir igjen", "Arbeidsgiverens kopi i tilfelle et rettskrav",
			"23. oktober 2028", "Konto og innlogging", "![")
		out := w.post(who, rights.Path+"/delete", nil)
		to := out.Header().Get("Location")
		if out.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/erased/") || !strings.Contains(out.Header().Get("Set-Cookie"), "__Host-verv=;") {
			t.Fatalf("%d %v", out.Code, out.Header())
		}
		text := w.page("", to)
		erasure := reID.FindString(to)
		has(t, text, erasure, "Slettingen er i gang", "Nøklene ødelagt")
		w.settle()
		has(t, w.page("", to), "Alt som skulle bort, er borte siden")
		w.lastLetter(t, "kari@example.org", kari.Subject.String(), erasure)
		w.gone(t, kari)
		if n := w.count("select count(*) from note where subject_id = '" + nils.Subject.String() + "'"); n != 1 {
			t.Errorf("%d notes about a bystander", n)
		}
		// The last letter's own dossier ends after it.
		w.Clock.Move(9 * time.Hour)
		w.settle()
		if n := w.count("select count(*) from farewell"); n != 0 {
			t.Errorf("%d last letters still lie there", n)
		}
		if len(w.box.sent) != 1 {
			t.Errorf("%d letters in all", len(w.box.sent))
		}
	})
}

// lastLetter checks that it came once, says what was done, and names nobody's identifier.
func (w *world) lastLetter(t *testing.T, to string, ids ...string) {
	t.Helper()
	if len(w.box.sent) != 1 || w.box.sent[0].to != to {
		t.Fatalf("%d letters: %+v", len(w.box.sent), w.box.sent)
	}
	has(t, w.box.sent[0].text, "Alt om deg er slettet", "Tindvik Energi", "23. oktober 2028", "Konto og innlogging")
	for _, v := range ids {
		has(t, w.box.sent[0].text, "!"+v)
	}
}

// gone looks behind the house: no row of the person, no address, no session persona.
func (w *world) gone(t *testing.T, a access.Actor) {
	t.Helper()
	for _, table := range w.DB.Inventory().Holding() {
		for _, s := range []string{a.Subject.String(), a.Account.String()} {
			if n := w.count("select count(*) from " + table.Name + " where " + table.Subject + " = '" + s + "'"); n != 0 {
				t.Errorf("%d rows in %s", n, table.Name)
			}
		}
	}
	if n := w.count("select count(*) from dossier where class <> 'claim' and subject_id in ('" + a.Subject.String() + "','" + a.Account.String() + "')"); n != 0 {
		t.Errorf("%d dossiers are left", n)
	}
	if n := w.count("select count(*) from dossier where class = 'claim' and subject_id = '" + a.Subject.String() + "'"); n != 1 {
		t.Errorf("%d claim copies", n)
	}
	if _, held, err := w.Keys.Lookup(t.Context(), "kari@example.org"); err != nil || held {
		t.Errorf("the address is still held: %v", err)
	}
}

// TestPlanIsWhatHappens: each line of the plan is a part of the erasures that follow, and nothing else is.
func TestPlanIsWhatHappens(t *testing.T) {
	show.Show(t, "erasure.plan", "plan-hides-the-copy")
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		w.note(ola, kari.Subject, "solid")
		g := w.own(kari)
		before := w.count("select count(*) from dossier")
		p, err := w.house.Plan(t.Context(), g)
		w.must(err)
		if w.count("select count(*) from dossier") != before || len(p.Stays) != 1 || p.Stays[0].Class != privacy.ClassClaim || !p.Alone {
			t.Fatalf("the plan: %+v", p)
		}
		_, err = w.house.Delete(t.Context(), g, siteID)
		w.must(err)
		w.settle()
		goes := map[privacy.Class]int{}
		w.must(w.DB.Read(t.Context(), w.Operate(), func(r *store.Reader) error {
			for _, s := range []access.SubjectID{kari.Subject, account.SubjectOf(kari.Account)} {
				all, err := ledger.ErasuresOf(r, s)
				if err != nil {
					return err
				}
				for _, e := range all {
					full, err := ledger.Get(r, e.ID)
					if err != nil {
						return err
					}
					if full.Step != ledger.Done {
						t.Errorf("an erasure stands at %s", full.Step)
					}
					for _, x := range full.Parts {
						goes[x.Class]++
					}
				}
			}
			return nil
		}))
		for _, x := range p.Goes {
			goes[x.Class]--
		}
		for class, n := range goes {
			if n != 0 {
				t.Errorf("%s: the plan and what happened differ by %d", class, n)
			}
		}
		var left []store.Dossier
		w.must(w.DB.Read(t.Context(), w.Operate(), func(r *store.Reader) (err error) { left, err = r.DossiersOf(kari.Subject); return err }))
		if len(left) != 1 || left[0].Class != privacy.ClassClaim {
			t.Errorf("what stays: %+v", left)
		}
	})
}

// TestDeleteTwice gives the same erasure and one letter; a stale grant is refused in the use-case too.
func TestDeleteTwice(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		g := w.own(kari)
		w.Clock.Move(11 * time.Minute)
		if _, err := w.house.Delete(t.Context(), g, siteID); !fault.Is(err, fault.Confirm) {
			t.Fatalf("an old proof: %v", err)
		}
		g = w.own(w.prove("candidate kari@example.org"))
		one, err := w.house.Delete(t.Context(), g, siteID)
		w.must(err)
		two, err := w.house.Delete(t.Context(), g, siteID)
		w.must(err)
		if one != two {
			t.Error("two erasures")
		}
		w.must(w.house.PrepareOnly(t.Context(), g)) // a press at the same moment
		if n := w.count("select count(*) from farewell"); n != 1 {
			t.Errorf("%d last letters", n)
		}
		var letter string
		w.query("select subject_id from farewell", &letter)
		w.settle()
		// A process that died after it posted the letter leaves its task to another.
		w.must(w.DB.Write(t.Context(), w.Operate(), func(tx *store.Writer) error {
			_, err := task.Enqueue(tx, task.Task{Kind: rights.TaskClose, Args: map[string]string{"person": kari.Subject.String(),
				"account": kari.Account.String(), "letter": letter}})
			return err
		}))
		w.settle()
		if len(w.box.sent) != 1 {
			t.Errorf("%d letters", len(w.box.sent))
		}
	})
}

// TestOneOfTwoPersonas: the other persona and the account live on.
func TestOneOfTwoPersonas(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		both := w.join("kari@example.org", access.Candidate, access.Officer)
		has(t, w.page("candidate kari@example.org", rights.Path+"/delete"), "Du har 1 rolle til med samme innlogging. Den lever videre.")
		_, err := w.house.Delete(t.Context(), w.own(both[0]), siteID)
		w.must(err)
		w.settle()
		if n := w.count("select count(*) from dossier where subject_id = '" + both[0].Subject.String() + "'"); n != 0 {
			t.Errorf("%d dossiers of the candidate", n)
		}
		has(t, w.page("officer kari@example.org", rights.Path), "Konto og innlogging")
		if _, held, err := w.Keys.Lookup(t.Context(), "kari@example.org"); err != nil || !held {
			t.Errorf("the account's address is gone: %v", err)
		}
	})
}

// TestDeletionSurvivesItsProcess: the process dies after the first transaction, or between the erasure and the account.
func TestDeletionSurvivesItsProcess(t *testing.T) {
	show.Show(t, "erasure.crash", "nobody-finishes-a-deletion")
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		w.note(ola, kari.Subject, "solid")
		w.must(w.house.PrepareOnly(t.Context(), w.own(kari)))
		w.settle()
		w.gone(t, kari)
		w.lastLetter(t, "kari@example.org", kari.Subject.String())
	})
}

// TestWhatComesLate: a row that is written between the plan and the end of the session goes as well.
func TestWhatComesLate(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		_, err := w.house.Delete(t.Context(), w.own(kari), siteID)
		w.must(err)
		w.upload(kari, "late.pdf", "late")
		w.settle()
		w.settle()
		if n := w.count("select count(*) from file"); n != 0 {
			t.Errorf("%d files came late and stay", n)
		}
		if len(w.box.sent) != 1 {
			t.Errorf("%d letters", len(w.box.sent))
		}
	})
}

// TestStranger: nobody sees another's erasure, and the officer's pages are nobody else's.
func TestStranger(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		w.join("nils@example.org", access.Candidate)
		w.join("boss@example.org", access.Operator)
		v, err := w.house.Delete(t.Context(), w.own(kari), siteID)
		w.must(err)
		for _, proof := range []string{"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
			if out := w.get("candidate nils@example.org", "/erased/"+v.String()+"/"+proof); out.Code != http.StatusNotFound {
				t.Errorf("without the proof: %d", out.Code)
			}
		}
		for _, page := range []string{"", "/due", "/erasures", "/erasures/" + v.String(), "/holds", "/access", "/audit", "/audit/2026-11", "/tidy"} {
			for _, who := range []string{"candidate nils@example.org", "operator boss@example.org"} {
				if out := w.get(who, "/officer"+page); out.Code != http.StatusNotFound {
					t.Errorf("%s sees /officer%s: %d", who, page, out.Code)
				}
			}
		}
		if _, err := w.house.Plan(t.Context(), privacy.Grant{}); !fault.Is(err, fault.Withheld) {
			t.Errorf("a zero grant: %v", err)
		}
	})
}
