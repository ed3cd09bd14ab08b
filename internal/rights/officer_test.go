package rights_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/ledger"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/rights"
	"verv/internal/server"
	"verv/internal/store"
)

const officer = "officer dpo1@example.org"

func TestOfficerEmpty(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.join("dpo1@example.org", access.Officer)
		for page, want := range map[string]string{"": "Personvernombudet", "/erasures": "Ingenting er slettet ennå",
			"/holds": "Ingen sletting er stanset", "/access?from=1999-01-01&to=1999-01-01": "Ingen åpninger passer", "/audit": "Ingen måned er forseglet", "/tidy": "Ingen rydding har gått", "/requests": "Ingen har bedt om noe"} {
			has(t, w.page(officer, "/officer"+page), want, "![")
		}
		for _, page := range []string{"/erasures/0190b5e0-7b7a-7c3e-8c3e-0123456789aa", "/audit/2026-11", "/erasures/x"} {
			if out := w.get(officer, "/officer"+page); out.Code != http.StatusNotFound {
				t.Errorf("%s: %d", page, out.Code)
			}
		}
		if out := w.post(officer, "/officer/holds/0190b5e0-7b7a-7c3e-8c3e-0123456789aa/lift", nil); out.Code != http.StatusNotFound {
			t.Errorf("lifting nothing: %d", out.Code)
		}
		w.Clock.Move(4 * 24 * time.Hour) // what joining left unconfirmed ends
		w.settle()
		if n := strings.Count(w.page(officer, "/officer/due"), "Ingenting slettes de neste 30 dagene"); n != 1 {
			t.Errorf("that nothing ends is said %d times", n)
		}
	})
}

func TestOfficerDue(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.join("dpo1@example.org", access.Officer)
		kari := w.join("kari@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		d := w.note(ola, kari.Subject, "solid")
		w.must(w.DB.Write(t.Context(), w.own(kari), func(tx *store.Writer) error { return tx.StartClock(d, tx.Now().AddDate(0, -6, 20)) }))
		text := w.page(officer, "/officer/due")
		has(t, text, "Søknad", "Tindvik Energi", d.String(), "!"+kari.Subject.String(), "!kari@")
		// What the dry run says is what the sweep does.
		w.Clock.Move(6 * 24 * time.Hour)
		w.work()
		for range 4 {
			w.Clock.Move(5 * 24 * time.Hour)
			w.settle()
		}
		if n := w.count("select count(*) from dossier where id = '" + d.String() + "'"); n != 0 {
			t.Error("it is still there")
		}
		has(t, w.page(officer, "/officer/erasures"), "Tiden er ute", "Ferdig")
		has(t, w.page(officer, "/officer/tidy"), "ledger.sweep", "Ingen mappe har mistet nøkkelen sin")
	})
}

func TestOfficerHolds(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.join("dpo1@example.org", access.Officer)
		kari := w.join("kari@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		d := w.note(ola, kari.Subject, "solid")
		form := url.Values{"dossier": {d.String()}, "reason": {"claim"}, "until": {"2029-01-01"}}
		for field, values := range map[string][]string{"until": {"2029-01-01", "2020-01-01", "", "x"}, "dossier": {"", "x", kari.Subject.String(), "<script>"}, "reason": {"", "because"}} {
			for _, v := range values {
				bad := url.Values{"dossier": {d.String()}, "reason": {"claim"}, "until": {"2027-03-01"}}
				bad.Set(field, v)
				out := w.post(officer, "/officer/holds", bad)
				if out.Code != http.StatusUnprocessableEntity || !strings.Contains(out.Body.String(), `id="`+field+`-error"`) ||
					!strings.Contains(out.Body.String(), `href="#`+field+`"`) {
					t.Errorf("%s=%q: %d", field, v, out.Code)
				}
			}
		}
		form.Set("until", "2027-03-01")
		if out := w.post(officer, "/officer/holds", form); out.Code != http.StatusSeeOther {
			t.Fatalf("%d\n%s", out.Code, textOf(t, out.Body.String()))
		}
		text := w.page(officer, "/officer/holds")
		has(t, text, d.String(), "Tindvik Energi", "1. mars 2027", "Opphev", "!"+kari.Subject.String())
		body := w.get(officer, "/officer/holds").Body.String()
		_, lift, _ := strings.Cut(body, `href="/officer/holds/`)
		lift, _, _ = strings.Cut(lift, `"`)
		lift = "/officer/holds/" + lift
		has(t, w.page(officer, lift), d.String(), "1. mars 2027", "Kravet er oppgjort eller frafalt")
		for _, bad := range []url.Values{nil, {"reason": {""}}, {"reason": {"because"}}, {"reason": {"claim"}}} {
			if out := w.post(officer, lift, bad); out.Code != http.StatusUnprocessableEntity || !strings.Contains(out.Body.String(), `id="reason-error"`) {
				t.Errorf("lifted for %v: %d", bad, out.Code)
			}
		}
		if out := w.post(officer, lift, url.Values{"reason": {"settled"}}); out.Code != http.StatusSeeOther {
			t.Errorf("lift %s: %d", lift, out.Code)
		}
		has(t, w.page(officer, "/officer/holds"), "Opphevet 23. november 2026: Kravet er oppgjort eller frafalt")
		if out := w.post(officer, lift, url.Values{"reason": {"mistake"}}); out.Code != http.StatusNotFound {
			t.Errorf("lifted twice: %d", out.Code)
		}
		p, err := w.house.Plan(t.Context(), w.own(kari))
		w.must(err)
		for _, x := range p.Stays {
			if x.Why == "ledger.stays.hold" {
				t.Error("a lifted hold holds")
			}
		}
	})
}

func TestOfficerAccess(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.join("dpo1@example.org", access.Officer)
		kari := w.join("kari@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		w.note(ola, kari.Subject, "solid")
		w.readNotes(ola, kari.Subject)
		id, other := ola.Subject.String(), kari.Subject.String()
		for query, want := range map[string]bool{"": true, "?from=2026-11-23": true, "?from=2026-11-24": false, "?to=2026-11-23&from=2026-11-23": true, "?to=2026-11-22": false, "?purpose=assess": true,
			"?purpose=claims": false, "?persona=member": true, "?persona=officer": false, "?actor=" + id: true, "?actor=" + other: false,
			"?employer=" + w.employer.String(): true, "?employer=" + id: false} {
			text := w.page(officer, "/officer/access"+query)
			if found := strings.Contains(text, id); found != want {
				t.Errorf("%s: found %v", query, found)
			}
			if query != "?actor="+other {
				has(t, text, "!"+other)
			}
		}
		has(t, w.page(officer, "/officer/access?actor=x"), "Dette er ikke et kjennetegn")
		has(t, w.page(officer, "/officer/access?from=2026-11-24&to=2026-11-23"), "Den første dagen må komme først")
		file := w.get(officer, "/officer/access/file?purpose=assess")
		lines := strings.Split(strings.TrimSpace(file.Body.String()), "\r\n")
		if file.Code != http.StatusOK || len(lines) != 2 || !strings.Contains(lines[1], "member,"+id) || !strings.HasSuffix(lines[1], ",1") || strings.Contains(file.Body.String(), other) {
			t.Errorf("the file of accesses: %d %q", file.Code, lines)
		}
		if out := w.get(officer, "/officer/access/file?purpose=claims"); strings.Count(out.Body.String(), "\r\n") != 1 {
			t.Errorf("a file of nothing: %q", out.Body.String())
		}
		if out := w.get(officer, "/officer/access/file?from=x"); out.Code != http.StatusBadRequest {
			t.Errorf("a search that cannot be read: %d", out.Code)
		}
	})
}

func TestOfficerAudit(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.join("dpo1@example.org", access.Officer)
		_, err := w.DB.SealAudit(t.Context(), w.Operate(), 1000)
		w.must(err)
		has(t, w.page(officer, "/officer/audit"), "2026-11", "Kontroller")
		has(t, w.page(officer, "/officer/audit/2026-11"), "2026-11 holder:", "kjede og signatur stemmer")
		file := w.get(officer, "/officer/audit/2026-11/file").Body.String()
		chain, head := w.evidence(file)
		if chain == "" || chain != head {
			t.Errorf("somebody else computes %q, the head says %q", chain, head)
		}
		w.Exec("update audit_entry set did = 'nothing' where place = 1")
		if chain, head = w.evidence(w.get(officer, "/officer/audit/2026-11/file").Body.String()); chain == head {
			t.Error("an entry that was changed does not show in the evidence")
		}
		has(t, w.page(officer, "/officer/audit/2026-11"), "Kjeden brytes ved oppføring")
	})
}

func TestLostIsSaid(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.join("dpo1@example.org", access.Officer)
		kari := w.join("kari@example.org", access.Candidate)[0]
		ola := w.join("olan@example.org", access.Member)[0]
		d := w.note(ola, kari.Subject, "solid")
		w.must(w.Keys.Shred(t.Context(), []crypt.DossierID{d}...))
		has(t, w.page("candidate kari@example.org", rights.Path), "Dette kan ingen lese lenger", "Konto og innlogging")
		w.Clock.Move(7 * time.Hour)
		w.work()
		has(t, w.page(officer, "/officer/tidy"), d.String())
	})
}

// TestNotice: the privacy page names every purpose with its basis, every class with its period, the controller and the authority, in
// six languages, and no text is missing.
func TestNotice(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for _, l := range locale.Languages() {
			words := w.words.Language(l.Tag)
			text := w.page("", "/"+l.Tag+"/privacy")
			has(t, text, "Fjordjobb AS", "personvern@fjordjobb.example", "Datatilsynet", "![", "!<no value>")
			for _, p := range privacy.Purposes() {
				ground, _ := privacy.GroundOf(p)
				has(t, text, words.Say("privacy.purpose."+string(p)))
				if ground.Basis == privacy.Interest {
					has(t, text, words.Say("privacy.balance."+string(p)))
				}
			}
			for _, c := range privacy.Classes() {
				has(t, text, words.Say("privacy.class."+string(c)), words.Say("privacy.event."+string(c)))
			}
		}
		if missing := w.words.Missing(); len(missing) > 0 {
			t.Errorf("texts that are missing: %v", missing)
		}
		has(t, w.page("", "/nb/privacy"), "24 måneder", "7 dager", "3 dager", "samtykke", "Det finnes ingen. Ingen søknad")
	})
}

// TestWordsExist: everything that the program can name has its word in every language.
func TestWordsExist(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	inv, err := store.InventoryOf(server.Rooms())
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, p := range privacy.Purposes() {
		keys["privacy.purpose."+string(p)] = true
	}
	for _, c := range privacy.Classes() {
		keys["privacy.class."+string(c)], keys["privacy.event."+string(c)] = true, true
	}
	for _, table := range inv.Tables {
		for _, c := range table.Columns {
			if c.Personal() {
				keys["privacy.category."+string(c.Category)], keys["rights.source."+string(rights.SourceOf(c))] = true, true
			}
		}
	}
	for _, s := range rights.Screens {
		keys["rights.edit."+s.Name] = true
	}
	for _, a := range access.Kinds() {
		keys["rights.persona."+string(a.Persona)] = true
		if a.Role != "" {
			keys["rights.role."+string(a.Role)] = true
		}
	}
	for _, s := range []ledger.Step{ledger.Planned, ledger.Entombed, ledger.Shredded, ledger.Dropped, ledger.Done} {
		keys["rights.step."+string(s)] = true
	}
	for _, l := range locale.Languages() {
		for key := range keys {
			if !words.Language(l.Tag).Has(key) {
				t.Errorf("%s lacks %s", l.Tag, key)
			}
		}
	}
	if len(keys) < 50 {
		t.Fatalf("only %d keys", len(keys))
	}
}

// TestEditScreens: each column that the person fills has a page on which the person changes it (GDPR article 16).
func TestEditScreens(t *testing.T) {
	show.Show(t, "rights.edit-screens", "column-without-a-page")
	inv, err := store.InventoryOf(server.Rooms())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, table := range inv.Tables {
		for _, c := range table.Columns {
			if !c.Personal() || rights.SourceOf(c) != rights.FromPerson {
				continue
			}
			n++
			if _, ok := rights.ScreenOf(c); !ok {
				t.Errorf("%s.%s (%s) is filled by the person and has no page in origin.go", c.Table, c.Name, c.Note)
			}
		}
	}
	if n < 8 {
		t.Errorf("only %d columns are filled by persons: the notes are not understood", n)
	}
}
