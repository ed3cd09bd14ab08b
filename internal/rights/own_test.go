package rights_test

import (
	"database/sql"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/consent"
	"verv/internal/crypt"
	"verv/internal/employer"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/rights"
	"verv/internal/store"
)

// TestOwnList: the page is the inventory times the rows, with why, by whom and until when.
func TestOwnList(t *testing.T) {
	show.Show(t, "rights.own-list", "own-list-without-employers")
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		d := w.note(ola, kari.Subject, "solid")
		w.must(w.DB.Write(t.Context(), w.own(kari), func(tx *store.Writer) error { return tx.StartClock(d, tx.Now()) }))
		o, err := w.house.Own(t.Context(), w.own(kari))
		w.must(err)
		held, rows := 0, 0
		for _, x := range o.Held {
			held++
			rows += x.Rows
		}
		if want := w.count("select count(*) from dossier where subject_id in ('" + kari.Subject.String() + "','" + kari.Account.String() + "')"); held != want {
			t.Errorf("%d dossiers on the page, %d in the store", held, want)
		}
		want := 0
		for _, table := range w.DB.Inventory().Holding() {
			want += w.count("select count(*) from " + table.Name + " where " + table.Dossier + " in (select id from dossier where subject_id in ('" +
				kari.Subject.String() + "','" + kari.Account.String() + "'))")
		}
		if rows != want || rows < 4 {
			t.Errorf("%d rows on the page, %d in the store", rows, want)
		}
		text := w.page("candidate kari@example.org", rights.Path)
		has(t, text, "Ditt personvern", "Søknad: Tindvik Energi", "Vurderinger, notater og avgjørelser", "La arbeidsgiveren vurdere søknaden (avtale",
			"100\u00a0% igjen, til 23. mai 2027", "Konto og innlogging", "Endre konto og e-postadresse", "Ingen andre har åpnet opplysningene dine.", "Arbeidsgiveren",
			"!Nothing", "![")
		has(t, w.page("member olan@example.org", rights.Path), "Konto og innlogging", "!Søknad: Tindvik", "!Vurderinger, notater")
	})
}

// count asks behind the house, with the owner's role.
func (w *world) count(query string) (n int) {
	w.T.Helper()
	w.query(query, &n)
	return n
}

func (w *world) query(query string, dest any) {
	w.T.Helper()
	driver, dsn := "sqlite", "file:"+filepath.Join(w.Conf.Dir, "verv.db")+"?_pragma=busy_timeout(10000)"
	if w.Conf.Engine == store.Postgres {
		driver, dsn = "pgx", w.Conf.OwnerDSN+" options='-c verv.kind=operation'"
	}
	db, err := sql.Open(driver, dsn)
	w.must(err)
	defer db.Close()
	w.must(db.QueryRowContext(w.T.Context(), query).Scan(dest))
}

func TestWhoRead(t *testing.T) {
	show.Show(t, "rights.who-read", "reads-left-out")
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		g := w.Grant(access.Actor{Persona: access.Member, Role: access.Owner, Employer: w.employer}, access.OfEmployer(w.employer), privacy.Recruit)
		w.must(employer.New(w.DB, nil).Enrol(t.Context(), g, ola.Subject, ola.Account, access.HiringManager, "Ola Strandvåg"))
		w.note(ola, kari.Subject, "solid")
		has(t, w.page("candidate kari@example.org", rights.Path), "Ingen andre har åpnet")
		w.Clock.Move(3 * time.Hour)
		w.readNotes(ola, kari.Subject)
		text := w.page("candidate kari@example.org", rights.Path)
		has(t, text, "Tindvik Energi, leder som ansetter", "23. november 2026 kl.\u00a011:00", "La arbeidsgiveren vurdere søknaden", "!Strandvåg", "!"+ola.Subject.String(),
			"!Ingen andre har åpnet")
		// Showing the page again is no reading by others.
		again := w.page("candidate kari@example.org", rights.Path)
		if strings.Count(text, "leder som ansetter") != 1 || strings.Count(again, "leder som ansetter") != 1 {
			t.Error("one reading is not one line")
		}
		has(t, w.page("member olan@example.org", rights.Path), "Ingen andre har åpnet")
	})
}

func TestWithdrawConsent(t *testing.T) {
	show.Show(t, "consent.withdraw", "withdrawal-not-written")
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		g := w.own(kari)
		w.must(w.DB.Write(t.Context(), g, func(tx *store.Writer) error {
			return consent.Give(tx, consent.KeepForOtherJobs, w.employer, crypt.DossierID{}, consent.Shown{Wording: "Ja, behold den", Language: "nb", Surface: "/x"})
		}))
		has(t, w.page("candidate kari@example.org", rights.Path), "La arbeidsgiveren beholde søknaden og spørre deg om andre jobber: Tindvik Energi", "Gitt",
			"Trekk samtykket", "«Ja, behold den»", "100\u00a0% igjen, til 23. november 2029",
			"Kunne bevise samtykker, utleveringer og slettinger (rettslig plikt, GDPR artikkel 6 nr. 1 bokstav c)")
		w.Clock.Move(time.Second)
		form := url.Values{"topic": {string(consent.KeepForOtherJobs)}, "employer": {w.employer.String()}}
		for range 2 { // the second press changes nothing
			if out := w.post("candidate kari@example.org", rights.Path+"/consents/withdraw", form); out.Code != http.StatusSeeOther {
				t.Fatalf("%d\n%s", out.Code, out.Body)
			}
		}
		var events []consent.Event
		var holds bool
		w.must(w.DB.Read(t.Context(), g, func(r *store.Reader) (err error) {
			if events, err = consent.History(r); err != nil {
				return err
			}
			holds, err = consent.Holds(r, consent.KeepForOtherJobs, kari.Subject, w.employer, w.Clock.Now())
			return err
		}))
		if holds || len(events) != 2 || events[1].Given {
			t.Errorf("holds %v after %d events", holds, len(events))
		}
		has(t, w.page("candidate kari@example.org", rights.Path), "Trukket", "!Trekk samtykket")
		form.Set("topic", "nothing")
		if out := w.post("candidate kari@example.org", rights.Path+"/consents/withdraw", form); out.Code != http.StatusNotFound {
			t.Errorf("an unknown topic: %d", out.Code)
		}
	})
}

func TestApplicationsAreListedAndWithdrawn(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		w.join("olan@example.org", access.Member)
		w.apps.list[kari.Subject] = []rights.Application{{ID: "0190b5e0-7b7a-7c3e-8c3e-0123456789aa", Job: "Elektriker", Employer: "Tindvik Energi", SentAt: w.Clock.Now(), State: "Lest", Open: true}}
		has(t, w.page("candidate kari@example.org", rights.Path), "Elektriker", "Lest", "Trekk søknaden")
		to := rights.Path + "/applications/0190b5e0-7b7a-7c3e-8c3e-0123456789aa/withdraw"
		if out := w.post("member olan@example.org", to, nil); out.Code != http.StatusNotFound || len(w.apps.withdrawn) != 0 {
			t.Errorf("a member withdraws: %d", out.Code)
		}
		if out := w.post("candidate kari@example.org", to, nil); out.Code != http.StatusSeeOther || len(w.apps.withdrawn) != 1 {
			t.Errorf("withdraw: %d, %v", out.Code, w.apps.withdrawn)
		}
	})
}

func TestHoldIsShown(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		kari := w.join("kari@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		d := w.note(ola, kari.Subject, "solid")
		officer := w.Grant(access.Actor{Persona: access.Officer}, access.Operation(), privacy.Operate)
		_, err := w.ledger.Hold(t.Context(), officer, d, ledger.HoldClaim, w.Clock.Now().AddDate(0, 2, 0))
		w.must(err)
		has(t, w.page("candidate kari@example.org", rights.Path), "Slettes ikke før 23. januar 2027: Et rettskrav er reist.")
		p, err := w.house.Plan(t.Context(), w.own(kari))
		w.must(err)
		if len(p.Stays) != 1 || p.Stays[0].Why != "ledger.stays.hold" || p.Stays[0].Holder != "Tindvik Energi" {
			t.Errorf("stays: %+v", p.Stays)
		}
	})
}

// TestPersonas: guest, officer and operator have the page too; a visitor is asked to log in.
func TestPersonas(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for _, k := range []access.Persona{access.Guest, access.Officer, access.Operator} {
			address := string(k) + "@example.org"
			w.join(address, k)
			has(t, w.page(string(k)+" "+address, rights.Path), "Ditt personvern", "Konto og innlogging", "Last ned alt (ZIP)", "Slett alt", "![")
		}
		out := w.get("", rights.Path)
		if out.Code != http.StatusSeeOther || !strings.HasPrefix(out.Header().Get("Location"), "/login?next=") {
			t.Errorf("a visitor: %d %s", out.Code, out.Header().Get("Location"))
		}
		if missing := w.words.Missing(); len(missing) > 0 {
			t.Errorf("texts that are missing: %v", missing)
		}
	})
}
