package rights_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/blob"
	"verv/internal/crypt"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/ledger"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/rights"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
	"verv/internal/web"
)

// A note that an employer holds about a person: what the application house does, in small.
const noteSchema = `
create table note (                         --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key,  --: key
  employer_id id     not null,              --: key
  subject_id  id     not null,              --: key
  dossier_id  id     not null,              --: key
  author_id   id     not null,              --: key
  body        sealed not null               --: sealed 65101 judgement (assess): written by members
);
`

const noteQueries = `
-- name: add
-- scope: employer
insert into note (id, employer_id, subject_id, dossier_id, author_id, body) values (:id, :employer, :subject_id, :dossier_id, :author_id, :body);
-- name: all
-- scope: employer
select id, dossier_id, body from note where employer_id = :employer and subject_id = :subject_id;
`

const fieldNote = 65101

type noteNoun struct{}

func rooms(t testing.TB) []store.Room {
	t.Helper()
	all := server.Rooms()
	for _, r := range []store.Room{mail.Room(), rights.Room()} {
		if !slices.ContainsFunc(all, func(x store.Room) bool { return x.Name == r.Name }) {
			all = append(all, r)
		}
	}
	all, err := testbed.WithFootprints(t.Context(), append(all, store.Room{Name: "note", Schema: noteSchema, Queries: noteQueries}))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func engines(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	testbed.EnginesWith(t, rooms(t), func(t *testing.T, b *testbed.Bed) { fn(t, build(t, b)) })
}

type hasher struct{}

func (hasher) Hash(pw string) string                     { return "hash of " + pw }
func (hasher) Check(hash, pw string) (bool, bool, error) { return hash == "hash of "+pw, false, nil }

type places struct{}

func (places) Site(context.Context, access.SiteID) (account.Place, error) {
	return account.Place{Name: "Fjordjobb", URL: "https://jobb.example"}, nil
}
func (p places) ByHost(ctx context.Context, _ string) (account.Place, error) {
	return p.Site(ctx, access.SiteID{})
}
func (places) Employer(context.Context, access.EmployerID) (string, error) { return "Tindvik", nil }

// applications is a house of applications with one list for everybody who asks.
type applications struct {
	list      map[access.SubjectID][]rights.Application
	withdrawn []string
}

func (a *applications) Mine(_ context.Context, g privacy.Grant, _ *locale.Words) ([]rights.Application, error) {
	return a.list[g.Scope().Subject()], nil
}

func (a *applications) Withdraw(_ context.Context, g privacy.Grant, v string) error {
	if !slices.ContainsFunc(a.list[g.Scope().Subject()], func(x rights.Application) bool { return x.ID == v }) {
		return fault.New(fault.Withheld, "fault.notfound")
	}
	a.withdrawn = append(a.withdrawn, v)
	return nil
}

// outbox is a mail server that keeps everything.
type outbox struct{ sent []sent }

type sent struct{ to, text string }

func (o *outbox) Send(_ context.Context, _, to string, message []byte) error {
	m, err := mail.Parse(message)
	if err != nil {
		return err
	}
	o.sent = append(o.sent, sent{to, fmt.Sprintf("%+v", m) + string(message)})
	return nil
}

type mac struct{}

func (mac) MAC(parts ...[]byte) []byte {
	sum := sha256.Sum256(append([]byte("test key"), bytes.Join(parts, []byte{0})...))
	return sum[:]
}

// keeps stands in for the application house: what ends at an employer leaves a claim copy, as a dossier of its own.
type keeps struct{ until time.Duration }

func (k keeps) Keeps(r *store.Reader, d store.Dossier) (time.Time, bool, error) {
	return d.MadeAt.Add(k.until), k.until > 0, nil
}

func (k keeps) Copy(w *store.Writer, d store.Dossier) error {
	c, err := w.Dossier(store.Of{Subject: d.Subject, Employer: d.Employer, Class: privacy.ClassClaim, Thing: d.ID.String()})
	if err != nil {
		return err
	}
	return w.StartClock(c, w.Now())
}

type world struct {
	*testbed.Bed
	words    *locale.Catalogue
	house    *rights.House
	accounts *account.House
	ledger   *ledger.House
	files    *blob.Files
	apps     *applications
	box      *outbox
	runner   *task.Runner
	mux      *web.Mux
	sessions sessions
	employer access.EmployerID
}

var quiet = slog.New(slog.DiscardHandler)

func build(t *testing.T, b *testbed.Bed) *world {
	t.Helper()
	b.T = t
	w := &world{Bed: b, apps: &applications{list: map[access.SubjectID][]rights.Application{}}, box: &outbox{}, sessions: sessions{}}
	var err error
	w.words, err = locale.Load()
	w.must(err)
	place, err := blob.NewFolder(b.Dir + "/files")
	w.must(err)
	w.files = blob.New(b.DB, place)
	w.accounts = account.New(b.DB, b.Keys, hasher{}, places{}, w.words)
	w.ledger = ledger.New(b.DB, b.Keys, w.files, privacy.Period{Months: 1})
	w.ledger.Know(w.accounts, keeps{700 * 24 * time.Hour})
	w.house = rights.New(rights.Needs{DB: b.DB, Files: w.files, Ledger: w.ledger, Accounts: w.accounts, Applications: w.apps, Sites: places{},
		Words: w.words, MAC: mac{}, Verv: b.Grant(access.Verv("rights"), access.Operation(), privacy.Rights),
		Controller: rights.Controller{Name: "Fjordjobb AS", Country: "NO", Contact: "personvern@fjordjobb.example"}})
	post := mail.New(b.DB, w.box, nil, mail.Frame{From: "post@jobb.example", Domain: "jobb.example", Operator: "Fjordjobb AS", Contact: "x"}, quiet)
	w.must(post.Know(slices.Concat(w.accounts.Letters(), w.house.Letters())...))
	w.runner, err = task.NewRunner(b.DB, quiet, slices.Concat(w.accounts.Tasks(), w.ledger.Tasks(), w.house.Tasks(), post.Tasks())...)
	w.must(err)
	w.must(w.runner.Plant(t.Context()))
	w.mux = web.NewMux(web.Config{Now: b.Clock.Now, Catalogue: w.words, Sites: oneSite{}, Sessions: w.sessions, MAC: mac{}, Metrics: web.NewMetrics(),
		Log: quiet, Rate: 1e6, Burst: 1e6})
	w.mux.Add(w.house.Routes()...)
	w.employer, err = employer.New(b.DB, nil).Add(t.Context(), b.Grant(access.Actor{Persona: access.Operator}, access.Operation(), privacy.Operate),
		employer.Registration{Country: "NO", Number: "974760673", Profile: employer.Profile{Name: "Tindvik Energi"}})
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// work runs every task that is due.
func (w *world) work() {
	w.T.Helper()
	for range 200 {
		ran, err := w.runner.Once(w.T.Context())
		w.must(err)
		if !ran {
			return
		}
	}
	w.T.Fatal("tasks without end")
}

// join makes a confirmed account with the personas and gives an actor for each; they proved themselves now.
func (w *world) join(address string, kinds ...access.Persona) []access.Actor {
	w.T.Helper()
	p := account.Person{Address: address, Profile: account.Profile{Name: "Kari " + address[:4], Language: "nb", Zone: "Europe/Oslo"}}
	for _, k := range kinds {
		one := account.Persona{Kind: k}
		if k == access.Member {
			one.Role, one.Employer = access.Recruiter, w.employer
		}
		p.Personas = append(p.Personas, one)
	}
	a, subjects, err := w.accounts.Establish(w.T.Context(), w.Grant(access.Verv("test"), access.Operation(), privacy.Account), p)
	w.must(err)
	var out []access.Actor
	for i, k := range kinds {
		out = append(out, access.Actor{Persona: k, Account: a, Subject: subjects[i], Employer: p.Personas[i].Employer, Role: p.Personas[i].Role,
			Proved: w.Clock.Now(), Strong: true})
		w.sessions[string(k)+" "+address] = web.Session{ID: "s", Actor: out[i], Language: "nb"}
	}
	return out
}

func (w *world) own(a access.Actor) privacy.Grant {
	return w.Grant(a, access.OfSubject(a.Subject), privacy.Rights)
}

func (w *world) atEmployer(a access.Actor, p privacy.Purpose) privacy.Grant {
	return w.Grant(a, access.OfEmployer(w.employer), p)
}

// note writes a note of a member about a person into the dossier of an application.
func (w *world) note(by access.Actor, about access.SubjectID, text string) crypt.DossierID {
	w.T.Helper()
	var d crypt.DossierID
	w.must(w.DB.Write(w.T.Context(), w.atEmployer(by, privacy.Assess), func(tx *store.Writer) (err error) {
		if d, err = tx.Dossier(store.Of{Subject: about, Employer: w.employer, Class: privacy.ClassApplication}); err != nil {
			return err
		}
		row := id.New[noteNoun](tx.Now())
		body, err := store.Seal(tx, fieldNote, d, row, map[string]string{"Text": text, "By": by.Subject.String()})
		if err != nil {
			return err
		}
		return tx.Must("note.add", store.Args{"id": row, "subject_id": about, "dossier_id": d, "author_id": by.Subject, "body": body})
	}))
	return d
}

// readNotes opens every note about a person, as a member's page does.
func (w *world) readNotes(by access.Actor, about access.SubjectID) {
	w.T.Helper()
	w.must(w.DB.Read(w.T.Context(), w.atEmployer(by, privacy.Assess), func(r *store.Reader) error {
		_, err := store.List(r, "note.all", store.Args{"subject_id": about}, func(row store.Row) (x struct{}, err error) {
			var v id.ID[noteNoun]
			var d crypt.DossierID
			var body store.Sealed
			if err := row.Scan(&v, &d, &body); err != nil {
				return x, err
			}
			_, err = store.Unseal[map[string]string](r, fieldNote, d, v, body)
			return x, err
		})
		return err
	}))
}

var siteID = func() (s access.SiteID) {
	if err := s.UnmarshalText([]byte("0190b5e0-7b7a-7c3e-8c3e-0123456789ab")); err != nil {
		panic(err)
	}
	return s
}()

type oneSite struct{}

func (oneSite) ByHost(_ context.Context, host string) (web.Site, error) {
	if host != "jobb.example" {
		return web.Site{}, fault.New(fault.NotFound, "fault.notfound")
	}
	return web.Site{ID: siteID, Name: "Fjordjobb", Host: host, Language: "nb", BaseURL: "https://jobb.example"}, nil
}

type sessions map[string]web.Session

func (s sessions) Open(_ context.Context, token string) (web.Session, error) {
	for name, one := range s {
		if token == tokenOf(name) {
			return one, nil
		}
	}
	return web.Session{}, fault.New(fault.NotFound, "fault.notfound")
}

func tokenOf(name string) string { return fmt.Sprintf("%x", name) }

// get and post ask as whoever the session is of, as a browser without JavaScript does.
func (w *world) get(who, target string) *httptest.ResponseRecorder {
	return w.ask(http.MethodGet, who, target, nil)
}

func (w *world) post(who, target string, form url.Values) *httptest.ResponseRecorder {
	return w.ask(http.MethodPost, who, target, form)
}

func (w *world) ask(method, who, target string, form url.Values) *httptest.ResponseRecorder {
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(form.Encode())
	}
	hr := httptest.NewRequest(method, "https://jobb.example"+target, body)
	hr.RemoteAddr = "192.0.2.7:4711"
	if body != nil {
		hr.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if who != "" {
		hr.AddCookie(&http.Cookie{Name: "__Host-verv", Value: tokenOf(who)})
	}
	out := httptest.NewRecorder()
	w.mux.ServeHTTP(out, hr)
	return out
}

// page is the text of a page that must be there.
func (w *world) page(who, target string) string {
	w.T.Helper()
	out := w.get(who, target)
	if out.Code != http.StatusOK {
		w.T.Fatalf("%s: %d\n%s", target, out.Code, out.Body)
	}
	return textOf(w.T, out.Body.String())
}

func textOf(t testing.TB, page string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "style" && n.Parent.Data != "script" {
			b.WriteString(strings.TrimSpace(n.Data) + "\n")
		}
	}
	return b.String()
}

// has asks for words on a page; one that begins with "!" must not be there.
func has(t testing.TB, text string, words ...string) {
	t.Helper()
	for _, word := range words {
		if want, not := strings.CutPrefix(word, "!"); not == strings.Contains(text, want) {
			t.Errorf("%q: found %v in\n%s", want, not, text)
		}
	}
}
