package message_test

import (
	"context"
	"io"
	"log/slog"
	"mime/multipart"
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
	"verv/internal/application"
	"verv/internal/blob"
	"verv/internal/candidate"
	"verv/internal/cv"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/ledger"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/message"
	"verv/internal/privacy"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed"
	"verv/internal/web"
)

type plain struct{}

func (plain) Hash(pw string) string { return "hash of " + pw }
func (plain) Check(hash, pw string) (ok, rehash bool, err error) {
	return hash == "hash of "+pw, false, nil
}

type places struct{}

func (places) Site(context.Context, access.SiteID) (account.Place, error) {
	return account.Place{Name: "Fjordjobb", URL: "http://jobb.example"}, nil
}

func (places) ByHost(context.Context, string) (account.Place, error) {
	return account.Place{}, fault.New(fault.NotFound, "fault.notfound")
}

func (places) Employer(context.Context, access.EmployerID) (string, error) { return "Tindvik", nil }

type oneSite struct{ site web.Site }

func (s oneSite) ByHost(context.Context, string) (web.Site, error) { return s.site, nil }

// jobs are the jobs of the test.
type jobs map[job.ID]*job.Job

func (j jobs) OpenOrShut(ctx context.Context, g privacy.Grant, v job.ID) (job.Job, error) {
	return j.Open(ctx, g, v)
}

func (j jobs) TakenDown(context.Context, privacy.Grant, job.ID) (bool, error) { return false, nil }

func (j jobs) Open(_ context.Context, g privacy.Grant, v job.ID) (job.Job, error) {
	if one, ok := j[v]; ok && g.Valid() {
		return *one, nil
	}
	return job.Job{}, fault.New(fault.NotFound, "fault.notfound")
}

func (j jobs) Of(_ context.Context, g privacy.Grant, v job.ID) (job.Job, error) {
	if one, ok := j[v]; ok && g.Scope().Employer() == one.Employer {
		return *one, nil
	}
	return job.Job{}, fault.New(fault.NotFound, "fault.notfound")
}

// team is one member, who gets letters.
type team struct{ r *rig }

func (t team) Members(_ context.Context, g privacy.Grant) ([]employer.Member, error) {
	return []employer.Member{{Subject: t.r.member.Subject, Role: access.Recruiter, JoinedAt: t.r.Clock.Now()}}, nil
}

// rig is a bed with the houses up to this one, their tasks, browsers, one job and the team of its employer.
type rig struct {
	*testbed.Bed
	Accounts     *account.House
	CVs          *cv.House
	Ledger       *ledger.House
	House        *application.House
	Messages     *message.House
	Files        *blob.Files
	Mux          *web.Mux
	runner       *task.Runner
	sent         []mail.Letter
	jobs         jobs
	job          job.ID
	member       access.Actor // a recruiter of the job's employer
	rival        access.Actor // a recruiter of another employer
	tokens       map[string]access.Actor
	asked, asks2 job.QuestionID
}

func newRig(t testing.TB, b *testbed.Bed) *rig {
	b.T = t
	r := &rig{Bed: b, jobs: jobs{}, tokens: map[string]access.Actor{}}
	recruiter := func() access.Actor {
		return access.Actor{Persona: access.Member, Role: access.Recruiter, Subject: access.NewSubject(b.Clock.Now()),
			Employer: testbed.NewID[access.EmployerID](b), Account: testbed.NewID[access.AccountID](b)}
	}
	r.member, r.rival = recruiter(), recruiter()
	r.tokens["member"], r.tokens["rival"] = r.member, r.rival
	r.job, r.asked, r.asks2 = testbed.NewID[job.ID](b), testbed.NewID[job.QuestionID](b), testbed.NewID[job.QuestionID](b)
	r.jobs[r.job] = &job.Job{ID: r.job, Employer: r.member.Employer, EmployerName: "Tindvik Bygg", State: job.Open, Content: job.Content{
		Title: "Tømrer", Language: "nb", EndsAt: b.Clock.Now().Add(hours(24 * 30)), Questions: []job.Question{
			{ID: r.asked, Kind: job.AskYesNo, Label: "Har du fagbrev?", Required: true}, {ID: r.asks2, Kind: job.AskNumber, Label: "Hvor mange år?"}}}}
	r.jobs[r.job].Keeping.Months = 6
	r.build()
	return r
}

type opener struct{ r *rig }

func (o opener) Open(ctx context.Context, token string) (web.Session, error) {
	if a, ok := o.r.tokens[token]; ok {
		return web.Session{Actor: a}, nil
	}
	s, err := o.r.Accounts.SessionByToken(ctx, o.r.Grant(access.Verv("session"), access.Operation(), privacy.Security), token)
	return web.Session{Actor: s.Actor, Language: s.Language}, err
}

type mac struct{ r *rig }

func (m mac) MAC(parts ...[]byte) []byte { return m.r.Keys.Root().MAC("flash", parts...) }

func (r *rig) build() {
	r.T.Helper()
	words, err := locale.Load()
	r.must(err)
	place, err := blob.NewFolder(r.Dir + "/files")
	r.must(err)
	files := blob.New(r.DB, place)
	r.Files = files
	r.Accounts = account.New(r.DB, r.Keys, plain{}, places{}, words)
	r.CVs = cv.New(r.DB, r.Keys, r.Accounts, places{}, words)
	r.Ledger = ledger.New(r.DB, r.Keys, files, privacy.Period{Months: 1})
	r.House = application.New(application.Config{DB: r.DB, Keys: r.Keys, Files: files, Accounts: r.Accounts, Jobs: r.jobs, Team: team{r}, Ledger: r.Ledger,
		Places: places{}, Words: words})
	r.Ledger.Know(nil, r.House)
	r.Messages = message.New(message.Config{DB: r.DB, Keys: r.Keys, Files: files, Team: team{r}, Places: places{}, Words: words, Domain: "jobb.example"})
	kinds := append(r.Accounts.Tasks(), slices.Concat(r.CVs.Tasks(), r.Ledger.Tasks(), r.House.Tasks(), r.Messages.Tasks())...)
	writers := map[string]mail.Kind{}
	for _, k := range slices.Concat(r.Accounts.Letters(), r.CVs.Letters(), r.House.Letters(), r.Messages.Letters()) {
		writers[k.Name] = k
	}
	kinds = append(kinds, task.Kind{Name: mail.TaskSend, Purpose: privacy.Correspond, Run: func(run *task.Run) error {
		k := writers[run.Task.Args["letter"]]
		if run.Grant, err = run.For(k.Purpose); err != nil {
			return err
		}
		l, err := k.Write(run, run.Task.Args)
		if err == mail.ErrNobody {
			return nil
		}
		if err == nil {
			r.sent = append(r.sent, l)
		}
		return err
	}})
	r.runner, err = task.NewRunner(r.DB, slog.New(slog.DiscardHandler), kinds...)
	r.must(err)
	r.Mux = web.NewMux(web.Config{Now: r.Clock.Now, Catalogue: words, Sites: oneSite{web.Site{ID: testbed.NewID[access.SiteID](r.Bed), Name: "Fjordjobb", Host: "jobb.example", Language: "nb"}},
		Sessions: opener{r}, MAC: mac{r}, Log: slog.New(slog.DiscardHandler), Metrics: web.NewMetrics(), Plain: true, Rate: 1000, Burst: 10000})
	r.Mux.Add(r.CVs.Routes()...)
	r.Mux.Add(candidate.New(r.DB).Routes()...)
	r.Mux.Add(r.House.Routes()...)
	r.Mux.Add(r.Messages.Routes()...)
}

func (r *rig) must(err error) {
	r.T.Helper()
	if err != nil {
		r.T.Fatal(err)
	}
}

// work runs every task that is due and gives the letters it sent.
func (r *rig) work() []mail.Letter {
	r.T.Helper()
	r.sent = nil
	for range 200 {
		ran, err := r.runner.Once(r.T.Context())
		r.must(err)
		if !ran {
			return r.sent
		}
	}
	r.T.Fatal("tasks without end")
	return nil
}

// enter signs an address up as a candidate and gives a browser that is logged in.
func (r *rig) enter(address string) (*browser, access.Actor) {
	r.T.Helper()
	g := r.Grant(access.Anyone(), access.Public(), privacy.Account)
	from := account.From{Language: "nb"}
	r.must(r.Accounts.SignUp(r.T.Context(), g, address, "", from))
	for _, l := range r.work() {
		if l.To == address && l.Action != nil {
			_, token, _ := strings.Cut(l.Action.URL, "/account/link/")
			o, err := r.Accounts.Follow(r.T.Context(), g, token, from)
			r.must(err)
			r.work()
			return &browser{r: r, cookies: map[string]string{"verv": o.Token}}, o.Actor
		}
	}
	r.T.Fatal("no letter")
	return nil, access.Actor{}
}

type browser struct {
	r       *rig
	cookies map[string]string
}

type answer struct {
	Code int
	Head http.Header
	Body string
}

func (a answer) location() string { return a.Head.Get("Location") }

func (b *browser) do(method, path, kind string, body io.Reader) answer {
	req := httptest.NewRequest(method, "http://jobb.example"+path, body)
	req.Header.Set("Accept-Language", "nb")
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	for n, v := range b.cookies {
		req.AddCookie(&http.Cookie{Name: n, Value: v})
	}
	w := httptest.NewRecorder()
	b.r.Mux.ServeHTTP(w, req)
	for _, c := range w.Result().Cookies() {
		if b.cookies == nil {
			b.cookies = map[string]string{}
		}
		b.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return answer{w.Code, w.Result().Header, w.Body.String()}
}

func (b *browser) get(path string) answer { return b.do("GET", path, "", nil) }

func (b *browser) post(path string, form url.Values) answer {
	return b.do("POST", path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// send posts a multipart form with at most one file.
func (b *browser) send(path string, form url.Values, name string, file []byte) answer {
	var body strings.Builder
	m := multipart.NewWriter(&body)
	for k, vs := range form {
		for _, v := range vs {
			_ = m.WriteField(k, v)
		}
	}
	if name != "" {
		part, _ := m.CreateFormFile("file", name)
		_, _ = part.Write(file)
	}
	_ = m.Close()
	return b.do("POST", path, m.FormDataContentType(), strings.NewReader(body.String()))
}

// text is what a reader sees.
func (a answer) text() string {
	doc, err := html.Parse(strings.NewReader(a.Body))
	if err != nil {
		return ""
	}
	var out strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			out.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

func hours(n int) time.Duration { return time.Duration(n) * time.Hour }

func serverRooms() []store.Room { return server.Rooms() }
