package server_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"image"
	"image/png"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/candidate"
	"verv/internal/cv/jsoncv"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/picture"
	"verv/internal/privacy"
	"verv/internal/server"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/testbed/scan"
	"verv/internal/testbed/whole"
)

// town is a house with a small world in it: two employers with every role, two candidates with CVs, a guest, an officer and an operator. Each
// person's name and each secret holds a mark of its own, so that a page that shows what it must not show can be seen.
type town struct {
	*whole.House
	one, two access.EmployerID
	people   map[string]whole.Person
	ids      map[string]string // such as "draft of one"
	walkers  map[string]*walker
	filled   []filling
	secret   map[string][]string
}

// The people of the town. The names of members say employer and role.
const (
	nobody   = "visitor"
	guest    = "guest"
	anna     = "candidate anna"
	bo       = "candidate bo"
	officer  = "officer"
	operator = "operator"
)

var memberRoles = []access.Role{access.Owner, access.Recruiter, access.HiringManager, access.Interviewer}

func member(employer string, role access.Role) string { return employer + " " + string(role) }

// mark is what is planted in the town for a secret.
func mark(of string) string { return scan.Mark("town", of) }

func settle(h *whole.House) *town {
	h.T.Helper()
	w := &town{House: h, people: map[string]whole.Person{}, ids: map[string]string{}, walkers: map[string]*walker{}}
	w.one, w.two = h.AddEmployer("Nordkyst sykehus HF", "974760673"), h.AddEmployer("Solvik kommune", "889640782")
	none := access.EmployerID{}
	add := func(name string, kind access.Persona, e access.EmployerID, role access.Role) {
		address := strings.ReplaceAll(name, " ", ".") + "@" + mark(name+" address") + ".example"
		w.people[name] = h.AddPerson("Xq"+mark(name+" name"), address, kind, e, role)
	}
	add(guest, access.Guest, none, access.NoRole)
	add(anna, access.Candidate, none, access.NoRole)
	add(bo, access.Candidate, none, access.NoRole)
	for _, role := range memberRoles {
		add(member("one", role), access.Member, w.one, role)
		add(member("two", role), access.Member, w.two, role)
	}
	add(officer, access.Officer, none, access.NoRole)
	add(operator, access.Operator, none, access.NoRole)
	w.jobs("one", w.one)
	w.jobs("two", w.two)
	w.dress("one", "two")
	w.seek(anna)
	w.seek(bo)
	w.apply()
	w.listen("one")
	w.listen("two")
	w.judge()
	w.correspond()
	w.report()
	w.beFound()
	w.recommended()
	w.count()
	w.watch()
	h.Run()
	for name := range w.people {
		w.walkers[name] = w.enter(name)
	}
	w.walkers[nobody] = w.walker(nobody)
	w.invited()
	w.support()
	w.onPlan()
	return w
}

// actors are all names, in a stable order.
func (w *town) actors() []string { return slices.Sorted(maps.Keys(w.walkers)) }

func (w *town) actor(name string) access.Actor {
	if name == nobody {
		return access.Anyone()
	}
	return w.people[name].Actor
}

// grant is a grant of one of the people.
func (w *town) grant(name string, p privacy.Purpose) privacy.Grant {
	w.T.Helper()
	a := w.people[name].Actor
	if a.Persona == access.Member {
		return w.Grant(a, access.OfEmployer(a.Employer), p)
	}
	return w.Grant(a, access.OfSubject(a.Subject), p)
}

// jobs writes an open job and a draft of an employer; the draft's title is a secret.
func (w *town) jobs(name string, e access.EmployerID) {
	w.T.Helper()
	g := w.grant(member(name, access.Owner), privacy.Recruit)
	write := func(title string) job.ID {
		j, err := w.Jobs.Create(w.T.Context(), g, w.Site.ID, job.Content{Title: title, Language: "nb", Text: "Vi ser etter deg som vil arbeide hos oss i nord.",
			Places: []job.Place{{Town: "Tromsø", Postcode: "9008", Country: "NO"}}, Deadline: "2027-02-01", Employment: []job.Employment{intake.Permanent}, Pay: job.Pay{Text: "etter tariff"}, Steps: []job.Step{{Name: "Samtale"}}, Decides: "avdelingsleder"})
		w.Must(err)
		return j
	}
	draft, open := write("Utkast "+mark("draft of "+name)), write("Sykepleier i "+name)
	v, err := w.Jobs.Of(w.T.Context(), g, open)
	w.Must(err)
	w.Must(w.Jobs.Publish(w.T.Context(), g, open, v.Version))
	w.ids["draft of "+name], w.ids["job of "+name], w.ids["employer "+name] = draft.String(), open.String(), e.String()
	w.Must(w.Employers.Set(w.T.Context(), g, employer.Setting{Agency: true, ArchiveDays: employer.StandardArchive}))
	client, err := w.Employers.AddClient(w.T.Context(), g, employer.Client{Name: "Oppdrag " + mark("client of "+name)})
	w.Must(err)
	template, err := w.Jobs.Keep(w.T.Context(), g, draft, "Mal "+mark("draft of "+name))
	w.Must(err)
	w.ids["client of "+name], w.ids["template of "+name] = client.String(), template.String()
	for _, role := range memberRoles {
		who := member(name, role)
		w.ids["member "+who] = w.one1("select id from member where subject_id = '" + w.people[who].Actor.Subject.String() + "'")
	}
}

// dress gives the site terms and a logo, and each employer a picture.
func (w *town) dress(employers ...string) {
	w.T.Helper()
	shot := func(shade uint8, box picture.Box) picture.Made {
		img := image.NewGray(image.Rect(0, 0, 40, 20))
		img.Pix[7] = shade
		var b bytes.Buffer
		w.Must(png.Encode(&b, img))
		m, err := picture.Make(&b, box)
		w.Must(err)
		return m
	}
	for i, name := range employers {
		g := w.grant(member(name, access.Owner), privacy.Recruit)
		w.Must(w.Pictures.Add(w.T.Context(), g, shot(uint8(i), picture.StoryBox), "Kaia i "+name))
		own, err := w.Pictures.Own(w.T.Context(), g)
		w.Must(err)
		w.ids["picture of "+name], w.ids["picture"] = own[0].ID.String(), own[0].Name
	}
	run := w.Grant(w.people[operator].Actor, access.Operation(), privacy.Operate)
	logo := shot(200, picture.LogoBox)
	w.Must(w.Sites.SetLogo(w.T.Context(), run, w.Site, logo))
	c := w.Site.Content
	c.Logo, c.Texts = logo.Name, []site.Text{{Kind: site.Terms, Language: "nb", Body: "Bruk siden som folk."}}
	w.Must(w.Sites.Change(w.T.Context(), run, w.Site.ID, c))
}

// seek gives a candidate a profile and a CV.
func (w *town) seek(name string) {
	w.T.Helper()
	g := w.grant(name, privacy.Profile)
	w.Must(w.Candidates.Change(w.T.Context(), g, candidate.Profile{Name: "Xq" + mark(name+" name"), Headline: mark(name + " headline"), Phone: "+47 900 00 000"}))
	var doc bytes.Buffer
	c := jsoncv.CV{}
	c.Basics.Name, c.Basics.Summary = "Xq"+mark(name+" name"), mark(name+" summary")
	c.Work = []jsoncv.Work{{Role: mark(name + " role"), Employer: "Havna AS"}, {Role: "Sykepleier"}}
	w.Must(jsoncv.Write(&doc, c))
	v, err := w.CVs.Upload(w.T.Context(), g, "nb", &doc)
	w.Must(err)
	w.ids["cv of "+name] = v.String()
}

// raw opens the data behind the house's back.
func (w *town) raw() *sql.DB { return rawOf(w.House) }

func rawOf(h *whole.House) *sql.DB {
	h.T.Helper()
	driver, dsn := "sqlite", "file:"+filepath.Join(h.Config.Data.Dir, "verv.db")+"?_pragma=busy_timeout(10000)"
	if store.Engine(h.Config.Data.Engine) == store.Postgres {
		driver, dsn = "pgx", h.Config.Data.OwnerDSN.Reveal()+" options='-c verv.kind=operation'"
	}
	db, err := sql.Open(driver, dsn)
	h.Must(err)
	return db
}

// one1 reads one identifier.
func (w *town) one1(query string) (out string) {
	w.T.Helper()
	db := w.raw()
	defer db.Close()
	w.Must(db.QueryRowContext(w.T.Context(), query).Scan(&out))
	return out
}

// rows are all rows of all tables, sorted, as text: what two moments are compared by.
type rows map[string][]string

// dump reads every table of the inventory; where says what to leave out, by table.
func dump(h *whole.House) rows {
	h.T.Helper()
	inv, err := store.InventoryOf(server.Rooms())
	h.Must(err)
	db := rawOf(h)
	defer db.Close()
	out := rows{}
	for _, t := range inv.Tables {
		var cols []string
		for _, c := range t.Columns {
			cols = append(cols, c.Name)
		}
		out[t.Name] = table(h, db, t.Name, cols)
	}
	return out
}

func table(h *whole.House, db *sql.DB, name string, cols []string) []string {
	h.T.Helper()
	list, err := db.QueryContext(context.Background(), "select "+strings.Join(cols, ", ")+" from "+name)
	h.Must(err)
	defer list.Close()
	var out []string
	for list.Next() {
		vals, dest := make([]any, len(cols)), make([]any, len(cols))
		for i := range vals {
			dest[i] = &vals[i]
		}
		h.Must(list.Scan(dest...))
		var line strings.Builder
		for i, v := range vals {
			if b, ok := v.([]byte); ok {
				v = fmt.Sprintf("%x", b)
			}
			fmt.Fprintf(&line, "%s=%v ", cols[i], v)
		}
		out = append(out, line.String())
	}
	h.Must(list.Err())
	slices.Sort(out)
	return out
}

// differ names the tables whose rows are others than before, with the rows.
func differ(before, after rows, ignore ...string) (out []string) {
	for _, t := range slices.Sorted(maps.Keys(after)) {
		if slices.Contains(ignore, t) || slices.Equal(before[t], after[t]) {
			continue
		}
		for _, r := range after[t] {
			if !slices.Contains(before[t], r) {
				out = append(out, t+" + "+r)
			}
		}
		for _, r := range before[t] {
			if !slices.Contains(after[t], r) {
				out = append(out, t+" - "+r)
			}
		}
	}
	return out
}

// bed is the testbed's view of the house, for key closure.
func bed(h *whole.House) *testbed.Bed {
	h.T.Helper()
	_, data, err := server.Stores(h.T.Context(), h.Config, h.Clock.Now)
	h.Must(err)
	return &testbed.Bed{T: h.T, Dir: h.Dir, Clock: h.Clock, Keys: h.Keys, DB: h.DB, Conf: data}
}

// walker is somebody at a browser that shows every answer as it is: redirects are not followed.
type walker struct {
	town   *town
	name   string
	client *http.Client
	jar    http.CookieJar
}

// answer is what came back.
type answer struct {
	method, path string
	status       int
	header       http.Header
	body         []byte
	spent        time.Duration // of this process on the processor while the answer was made
}

func (a answer) String() string { return fmt.Sprintf("%s %s: %d", a.method, a.path, a.status) }

func (w *town) walker(name string) *walker {
	jar, err := cookiejar.New(nil)
	w.Must(err)
	return &walker{w, name, &http.Client{Jar: jar, Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, jar}
}

// enter logs somebody in by a link, as verv demo --as does.
func (w *town) enter(name string) *walker {
	w.T.Helper()
	p := w.people[name]
	token, err := w.Accounts.EnterAs(w.T.Context(), w.Verv(access.Public(), privacy.Account), p.Address, p.Kind, p.Role)
	w.Must(err)
	b := w.walker(name)
	if a := b.post(account.LinkPath(token), nil); a.status != http.StatusSeeOther {
		w.T.Fatalf("%s cannot enter: %s\n%s", name, a, a.body)
	}
	return b
}

func (b *walker) get(path string) answer { return b.do(http.MethodGet, path, "", nil) }

func (b *walker) post(path string, form url.Values) answer {
	return b.do(http.MethodPost, path, "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// do sends one request as a page of this house would.
func (b *walker) do(method, path, kind string, body []byte) answer {
	t := b.town.T
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, b.town.URL+path, bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if method != http.MethodGet {
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	start := processor()
	resp, err := b.client.Do(req)
	if err != nil {
		t.Fatalf("%s %s as %s: %v", method, path, b.name, err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s %s as %s: %v", method, path, b.name, err)
	}
	return answer{method, path, resp.StatusCode, resp.Header, got, processor() - start}
}

// processor is the time that this process has had the processor.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// towns runs fn in a town on each engine.
func towns(t *testing.T, fn func(t *testing.T, w *town)) {
	t.Helper()
	whole.Engines(t, func(t *testing.T, h *whole.House) { fn(t, settle(h)) })
}
