package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"verv/internal/access"
	"verv/internal/demo/world"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/mail/caught"
	"verv/internal/privacy"
)

// buffer takes what a verb prints while the test reads it.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func outsideOf(ctx context.Context) (*outside, *buffer) {
	out := &buffer{}
	return &outside{ctx: ctx, out: out, err: out, in: strings.NewReader(""), now: time.Now}, out
}

// running is a demonstration that serves.
type running struct {
	url  string
	out  *buffer
	stop func()
}

func startDemo(t *testing.T, v demoVerb) running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	o, out := outsideOf(ctx)
	up, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- v.serve(o, func(url string) { up <- url }) }()
	var once sync.Once
	stop := func() {
		once.Do(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Errorf("the demonstration ended with %v", err)
			}
		})
	}
	select {
	case at := <-up:
		t.Cleanup(stop)
		return running{at, out, stop}
	case err := <-ended:
		cancel()
		t.Fatalf("the demonstration did not start: %v\n%s", err, out)
	}
	return running{}
}

// visitor is a browser that takes any demonstration's language.
type visitor struct {
	*http.Client
	t *testing.T
}

func newVisitor(t *testing.T) visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return visitor{&http.Client{Jar: jar}, t}
}

func (v visitor) get(address string) (int, string) {
	v.t.Helper()
	a, err := v.Get(address)
	return v.read(a, err)
}

func (v visitor) press(address string) (int, string) {
	v.t.Helper()
	a, err := v.PostForm(address, url.Values{})
	return v.read(a, err)
}

func (v visitor) read(a *http.Response, err error) (int, string) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return a.StatusCode, string(text)
}

// hrefs lists where a page leads.
func hrefs(t *testing.T, page string) []string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if n.Data == "a" && a.Key == "href" {
				out = append(out, a.Val)
			}
		}
	}
	return out
}

// entryOf is what verv demo --as prints.
func entryOf(t *testing.T, data, role, name string) string {
	t.Helper()
	o, out := outsideOf(t.Context())
	v := demoVerb{Addr: "127.0.0.1:0", Data: data, As: role, Name: name}
	o.err = io.Discard
	if err := v.Run(o); err != nil {
		t.Fatalf("--as %s: %v", role, err)
	}
	return strings.TrimSpace(out.String())
}

// TestDemo walks the life of a demonstration: first start, entering, restart, start over.
func TestDemo(t *testing.T) {
	data := filepath.Join(t.TempDir(), "demo")
	v := demoVerb{Addr: "127.0.0.1:0", Data: data}
	first := startDemo(t, v)
	b := newVisitor(t)
	code, home := b.get(first.url + "/")
	if code != http.StatusOK || strings.Count(home, "/jobs/") < 5 {
		t.Fatalf("the front page answers %d and leads to %d jobs", code, strings.Count(home, "/jobs/"))
	}
	if !strings.Contains(first.out.String(), "--as recruiter") || !strings.Contains(first.out.String(), "/_demo/mail") {
		t.Errorf("it does not say how to enter:\n%s", first.out)
	}
	t.Run("second of the same", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		o, _ := outsideOf(ctx)
		if err := v.serve(o, func(string) { cancel() }); err == nil || !strings.Contains(err.Error(), "running") {
			t.Errorf("a second one in the same folder: %v", err)
		}
	})
	t.Run("roles", func(t *testing.T) { everyRoleEnters(t, first.url, data) })
	t.Run("mail", func(t *testing.T) { lettersAreShown(t, first.url) })
	first.stop()
	o, _ := outsideOf(t.Context())
	if err := (demoVerb{Data: data, As: "owner"}).Run(o); err == nil || !strings.Contains(err.Error(), "not running") {
		t.Errorf("--as beside nothing: %v", err)
	}

	jobs := jobLinks(t, home)
	second := startDemo(t, v)
	if _, again := b.get(second.url + "/"); len(jobs) == 0 || !equal(jobs, jobLinks(t, again)) {
		t.Error("the second start does not show the same jobs")
	}
	if strings.Contains(second.out.String(), "Making the world") {
		t.Error("the second start seeded again")
	}
	second.stop()
	v.Reset = true
	third := startDemo(t, v)
	if _, anew := b.get(third.url + "/"); len(jobLinks(t, anew)) == 0 || equal(jobs, jobLinks(t, anew)) {
		t.Error("--reset kept the jobs")
	}
}

func jobLinks(t *testing.T, page string) []string {
	var out []string
	for _, h := range hrefs(t, page) {
		if strings.HasPrefix(h, "/jobs/") {
			out = append(out, h)
		}
	}
	return out
}

func equal(a, b []string) bool { return strings.Join(a, "\n") == strings.Join(b, "\n") }

func everyRoleEnters(t *testing.T, url, data string) {
	for role, own := range map[string]string{"candidate": "/cvs", "recruiter": "/employer/jobs", "hiring-manager": "/employer/jobs", "owner": "/employer/jobs",
		"operator": "/operator/employers", "officer": "/officer"} {
		b := newVisitor(t)
		if code, page := b.get(url + own); code == http.StatusOK && !strings.Contains(page, `type="password"`) {
			t.Errorf("%s: open to a visitor", own)
		}
		to := entryOf(t, data, role, "")
		if code, _ := b.get(to); code != http.StatusOK {
			t.Fatalf("%s: the link answers %d", role, code)
		}
		if code, _ := b.press(to); code != http.StatusOK {
			t.Fatalf("%s: the button answers %d", role, code)
		}
		if code, page := b.get(url + own); code != http.StatusOK || strings.Contains(page, `type="password"`) {
			t.Errorf("%s: %s answers %d", role, own, code)
		}
		if code, _ := newVisitor(t).press(to); code != http.StatusGone {
			t.Errorf("%s: the link opens twice (%d)", role, code)
		}
	}
	if _, page := enter(t, url, entryOf(t, data, "recruiter", "midtfjord"), "/employer/team"); !strings.Contains(page, "Petter Hallan") {
		t.Error("a part of the employer's name does not choose its recruiter")
	}
}

func enter(t *testing.T, url, to, path string) (int, string) {
	b := newVisitor(t)
	b.press(to)
	return b.get(url + path)
}

// lettersAreShown asks for a log-in link, which is mail, and follows it from the letterbox.
func lettersAreShown(t *testing.T, at string) {
	b := newVisitor(t)
	a, err := b.PostForm(at+"/account/forgot", url.Values{"address": {"kari.anne.bjorgum@epost.example"}, "want": {"enter"}})
	if code, _ := b.read(a, err); code != http.StatusOK {
		t.Fatalf("asking for a link answers %d", code)
	}
	deadline := time.Now().Add(20 * time.Second)
	var letters []string
	for letters == nil && time.Now().Before(deadline) {
		_, list := b.get(at + letterboxPath)
		for _, h := range hrefs(t, list) {
			if strings.HasPrefix(h, letterboxPath+"/") {
				if _, page := b.get(at + h); strings.Contains(page, "/account/link/") {
					letters = hrefs(t, page)
				}
			}
		}
	}
	for _, h := range letters {
		if strings.Contains(h, "/account/link/") {
			if !strings.HasPrefix(h, at) {
				t.Errorf("the letter leads to %s, not to %s", h, at)
			}
			if code, _ := b.press(h); code != http.StatusOK {
				t.Errorf("the link of the letter answers %d", code)
			}
			if code, _ := b.get(at + "/cvs"); code != http.StatusOK {
				t.Errorf("after the link of the letter /cvs answers %d", code)
			}
			return
		}
	}
	t.Fatal("the letter did not come")
}

// TestDemoCounts counts what seeding made, through the use-cases.
func TestDemoCounts(t *testing.T) {
	data := filepath.Join(t.TempDir(), "demo")
	d, s, post := seeded(t, data)
	h, ctx := d.house, t.Context()
	public, err := privacy.Authorize(access.Anyone(), access.Public(), privacy.Publish)
	must(t, err)
	sites, err := h.Sites.List(ctx, public)
	must(t, err)
	if len(sites) != 4 || sites[0].Hosts[0] != "127.0.0.1" || sites[3].Hosts[0] != "127.0.0.1" || sites[3].Prefix != "/midtfjord" {
		t.Errorf("%d sites, %v", len(sites), sites)
	}
	op, err := verv(access.Operation(), privacy.Operate)
	must(t, err)
	employers, err := h.Employers.List(ctx, op)
	must(t, err)
	states, members := map[job.State]int{}, 0
	for _, e := range employers {
		if e.Verified() == (e.ID == s.employers[agencyKey]) {
			t.Errorf("%s is verified: %v", e.Name, e.Verified())
		}
		members += teamAndJobs(t, d, e.ID, states)
	}
	// 40 of the world, three of the agency; one ahead, one for the owner, one put away.
	if len(employers) != 6 || states[job.Open] != 43 || states[job.Scheduled] != 1 || states[job.Awaiting] != 1 || states[job.Archived] != 1 ||
		members != len(s.members) || members < 20 {
		t.Errorf("%d employers, %v, %d members of %d", len(employers), states, members, len(s.members))
	}
	found, err := h.Jobs.Search(ctx, public, s.site, job.Filter{})
	must(t, err)
	if found.Total != 42 {
		t.Errorf("%d jobs are public", found.Total)
	}
	roomsAreFull(t, d, s)
	profiles := 0
	for key, actor := range s.people {
		g, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Profile)
		must(t, err)
		c, err := h.Candidates.Mine(ctx, g)
		must(t, err)
		cvs, err := h.CVs.List(ctx, g)
		must(t, err)
		if c.Name == "" || len(cvs) != 1 || len(cvs[0].CV.Work) < 2 {
			t.Errorf("%s: profile %q, %d CVs", key, c.Headline, len(cvs))
		}
		profiles++
	}
	if profiles != 60 {
		t.Errorf("%d candidates", profiles)
	}
	stagesAreRight(t, d, s)
	t.Run("alerts", func(t *testing.T) { everyTongueIsTold(t, d, s, post) })
}

// stagesAreRight compares what the candidates see with what the world says. Of what was withdrawn the erasure has taken the rest.
func stagesAreRight(t *testing.T, d *demo, s *seeder) {
	want, got := map[string]int{}, map[string]int{}
	for _, a := range s.world.Applications {
		want[string(a.Stage)]++
	}
	read := 0
	for _, actor := range s.people {
		g, err := privacy.Authorize(actor, access.OfSubject(actor.Subject), privacy.Apply)
		must(t, err)
		all, err := d.house.Applied.List(t.Context(), g)
		must(t, err)
		for _, a := range all {
			got[a.Word()]++
			if a.SentAt.After(s.now) {
				t.Error("an application of the future")
			}
			one, err := d.house.Applied.Get(t.Context(), g, a.ID, "nb")
			must(t, err)
			read += len(one.Looks)
		}
	}
	for stage, n := range want {
		if stage != string(world.Withdrawn) && got[stage] != n {
			t.Errorf("%d applications are %s, want %d", got[stage], stage, n)
		}
	}
	if len(want) != 7 || read < 60 {
		t.Errorf("stages %v, looked at %d times", got, read)
	}
	t.Logf("%v, looked at %d times", got, read)
}

func teamAndJobs(t *testing.T, d *demo, e employer.ID, states map[job.State]int) (members int) {
	g, err := verv(access.OfEmployer(e), privacy.Recruit)
	must(t, err)
	for _, state := range []job.State{"", job.Archived} {
		desk, err := d.house.Jobs.Desk(t.Context(), g, job.Desk{State: state})
		must(t, err)
		for _, j := range desk.Jobs {
			if j.State == job.Open && (j.PublishedAt.IsZero() || time.Since(j.PublishedAt) > history*24*time.Hour) {
				t.Errorf("%s is %s since %s", j.Title, j.State, j.PublishedAt)
			}
			states[j.State]++
		}
	}
	team, err := d.house.Employers.Members(t.Context(), g)
	must(t, err)
	for _, m := range team {
		if !m.Joined() {
			t.Error("a member has not joined")
		}
	}
	return len(team)
}

// seeded opens a place and seeds it, without serving.
func seeded(t *testing.T, data string) (*demo, *seeder, *caught.Server) {
	t.Helper()
	o, _ := outsideOf(t.Context())
	p, err := takePlace(data)
	must(t, err)
	must(t, p.clear())
	post, err := caught.Start(o.now())
	must(t, err)
	all, err := worldsOf(small, o.now())
	must(t, err)
	d, err := openDemo(o, demoConfig(data, "127.0.0.1:8080"), post, true)
	must(t, err)
	t.Cleanup(func() {
		_, _, _ = d.house.Close(), post.Close(), p.leave()
	})
	s := newSeeder(t.Context(), d, all[0], where{hosts: hostsOf("http://127.0.0.1:8080")})
	must(t, s.run())
	return d, s, post
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestDemoKilledWhileSeeding leaves a half-made world, as a kill would, and starts again.
func TestDemoKilledWhileSeeding(t *testing.T) {
	data := filepath.Join(t.TempDir(), "demo")
	ctx, cancel := context.WithCancel(t.Context())
	o, _ := outsideOf(ctx)
	p, err := takePlace(data)
	must(t, err)
	must(t, p.clear())
	post, err := caught.Start(o.now())
	must(t, err)
	defer post.Close()
	w, err := world.Load()
	must(t, err)
	d, err := openDemo(o, demoConfig(data, "127.0.0.1:8080"), post, true)
	must(t, err)
	s := newSeeder(ctx, d, w, where{hosts: []string{"127.0.0.1"}})
	s.plan(s.moment(30, 12, 0), "the kill", func() error { cancel(); return nil })
	if s.run() == nil {
		t.Fatal("seeding went on")
	}
	must(t, d.house.Close())
	must(t, p.leave())

	r := startDemo(t, demoVerb{Addr: "127.0.0.1:0", Data: data})
	if code, page := newVisitor(t).get(r.url + "/"); code != http.StatusOK || len(jobLinks(t, page)) == 0 {
		t.Errorf("after the kill the front page answers %d", code)
	}
	if !strings.Contains(r.out.String(), "Making the world") {
		t.Error("a half-made world was taken for a whole one")
	}
}

// TestDemoTouchesNothingElse refuses folders that are not a demonstration's.
func TestDemoTouchesNothingElse(t *testing.T) {
	data := filepath.Join(t.TempDir(), "thesis")
	must(t, os.MkdirAll(data, 0o700))
	must(t, os.WriteFile(filepath.Join(data, "chapter-1.txt"), []byte("years of work"), 0o600))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o, _ := outsideOf(ctx)
	for _, reset := range []bool{false, true} {
		if err := (demoVerb{Addr: "127.0.0.1:0", Data: data, Reset: reset}).serve(o, func(string) { cancel() }); err == nil {
			t.Errorf("reset %v: took a folder that is somebody else's", reset)
		}
	}
	if text, err := os.ReadFile(filepath.Join(data, "chapter-1.txt")); err != nil || string(text) != "years of work" {
		t.Error("the file is gone")
	}
}

func TestRuns(t *testing.T) {
	for in, want := range map[string][]run{
		"no address": {{"no address", false}},
		"Open http://127.0.0.1:8080/a?b=c. Then wait": {{"Open ", false}, {"http://127.0.0.1:8080/a?b=c", true}, {". Then wait", false}},
		"https://a.example/x":                         {{"", false}, {"https://a.example/x", true}, {"", false}},
	} {
		got := runs(in)
		if len(got) != len(want) {
			t.Fatalf("%q: %v", in, got)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q: %v, want %v", in, got[i], want[i])
			}
		}
	}
}
