package cv_test

import (
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/blob"
	"verv/internal/candidate"
	"verv/internal/cv"
	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/locale"
	"verv/internal/mail"
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

// rig is a bed with the houses up to this one, their tasks, and a browser.
type rig struct {
	*testbed.Bed
	Accounts *account.House
	CVs      *cv.House
	Ledger   *ledger.House
	Mux      *web.Mux
	runner   *task.Runner
	sent     []mail.Letter
}

func newRig(t *testing.T, b *testbed.Bed) *rig {
	b.T = t
	r := &rig{Bed: b}
	r.build()
	return r
}

type opener struct{ r *rig }

func (o opener) Open(ctx context.Context, token string) (web.Session, error) {
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
	r.Accounts = account.New(r.DB, r.Keys, plain{}, places{}, words)
	r.CVs = cv.New(r.DB, r.Keys, r.Accounts, places{}, words)
	r.Ledger = ledger.New(r.DB, r.Keys, files, privacy.Period{Months: 1})
	r.Ledger.Know(nil)
	kinds := append(r.Accounts.Tasks(), append(r.CVs.Tasks(), r.Ledger.Tasks()...)...)
	writers := map[string]mail.Kind{}
	for _, k := range append(r.Accounts.Letters(), r.CVs.Letters()...) {
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
}

func (r *rig) must(err error) {
	r.T.Helper()
	if err != nil {
		r.T.Fatal(err)
	}
}

// work runs every task that is due and gives the letters it sent.
// opened counts the access records for applying: confirming moves what it does not read.
func (r *rig) opened() (n int) {
	r.T.Helper()
	r.must(r.DB.Read(r.T.Context(), r.Operate(), func(tx *store.Reader) error {
		list, err := tx.Accesses(r.Clock.Now().Add(-time.Hour), 100)
		for _, a := range list {
			if a.Purpose == privacy.Apply {
				n++
			}
		}
		return err
	}))
	return n
}

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

func (b *browser) upload(path, name string, file []byte) answer {
	var body strings.Builder
	m := multipart.NewWriter(&body)
	part, _ := m.CreateFormFile("file", name)
	_, _ = part.Write(file)
	_ = m.Close()
	return b.do("POST", path, m.FormDataContentType(), strings.NewReader(body.String()))
}

var reWas = regexp.MustCompile(`name="was" value="(\d+)"`)

func (a answer) was() string {
	if m := reWas.FindStringSubmatch(a.Body); m != nil {
		return m[1]
	}
	return ""
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
