package feed_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// station is a house with an employer that has jobs.
type station struct {
	*whole.House
	hirer access.EmployerID
	owner privacy.Grant
}

func start(t *testing.T, h *whole.House) *station {
	h.T = t
	s := &station{House: h, hirer: h.AddEmployer("Nordkyst & sønner HF", "974760673")}
	p := h.AddPerson("Kari Holm", "kari@example.org", access.Member, s.hirer, access.Owner)
	s.owner = h.Grant(p.Actor, access.OfEmployer(s.hirer), privacy.Recruit)
	return s
}

func content(n int) job.Content {
	return job.Content{Title: fmt.Sprintf(`Kokk <%d> & "sjef" ]]>`, n), Text: "Vi søker **deg**.\n\n- en\n- to", Language: "nn", Deadline: "2026-12-20", Extent: job.Extent{Min: 80, Max: 100},
		Employment: []job.Employment{intake.Permanent}, Pay: job.Pay{Min: 56000000, Max: 64000000, Currency: "NOK", Unit: intake.PerYear},
		Places: []job.Place{{Town: "Tromsø", Region: "Troms", Postcode: "9008", Country: "NO"}}}
}

func (s *station) open(n int) {
	s.T.Helper()
	s.openJob(content(n))
}

func (s *station) openJob(c job.Content) {
	s.T.Helper()
	j, err := s.Jobs.Create(s.T.Context(), s.owner, s.Site.ID, c)
	s.Must(err)
	v, err := s.Jobs.Of(s.T.Context(), s.owner, j)
	s.Must(err)
	s.Must(s.Jobs.Publish(s.T.Context(), s.owner, j, v.Version))
}

type feedDoc struct {
	Version, Title, Language string
	FeedURL                  string `json:"feed_url"`
	Next                     string `json:"next_url"`
	Items                    []struct {
		ID, URL, Title, Language string
		HTML                     string `json:"content_html"`
		Verv                     map[string]any
	}
}

func (s *station) feed(path string) feedDoc {
	s.T.Helper()
	b := s.Browser().Get(path)
	var d feedDoc
	if err := json.Unmarshal(b.Body, &d); err != nil || b.Status != http.StatusOK || !strings.HasPrefix(b.Header.Get("Content-Type"), "application/feed+json") {
		s.T.Fatalf("%s: %d %v %s", path, b.Status, err, b.Body)
	}
	return d
}

// A feed has its jobs in pages, newest first, each once, marked with its language; the employer's has the employer's alone.
func TestJSONFeedPages(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		s := start(t, h)
		for n := range 53 {
			s.open(n)
		}
		seen, at, pages := map[string]bool{}, "/feed.json", 0
		for at != "" {
			d := s.feed(at)
			for _, i := range d.Items {
				if seen[i.ID] || i.Language != "nn" || !strings.Contains(i.HTML, "<strong>deg</strong>") || !strings.HasPrefix(i.Title, "Kokk <") {
					t.Fatalf("%+v", i)
				}
				seen[i.ID] = true
			}
			if d.Version != "https://jsonfeed.org/version/1.1" || d.Language != "nb" || len(d.Items) > 50 {
				t.Errorf("%+v", d)
			}
			at = strings.TrimPrefix(d.Next, s.URL)
			pages++
		}
		if len(seen) != 53 || pages != 2 {
			t.Errorf("%d jobs on %d pages", len(seen), pages)
		}
		if d := s.feed("/employers/" + s.hirer.String() + "/feed.json"); len(d.Items) != 50 || !strings.Contains(d.FeedURL, s.hirer.String()) {
			t.Errorf("the employer's feed has %d", len(d.Items))
		}
		if d := s.feed("/employers/" + s.AddEmployer("Solvik kommune", "889640782").String() + "/feed.json"); len(d.Items) != 0 {
			t.Errorf("an employer without jobs has %d", len(d.Items))
		}
		if b := s.Browser().Get("/employers/019aaaaa-0000-7000-8000-00000000dead/feed.json"); b.Status != http.StatusNotFound {
			t.Errorf("the feed of nobody: %d", b.Status)
		}
	})
}

// What one installation writes, the import of another reads: the same jobs, twice the same.
func TestAnotherInstallationReadsIt(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		s := start(t, h)
		for n := range 3 {
			s.open(n)
		}
		item := s.feed("/feed.json").Items[0]
		bodies := map[string]string{}
		for _, path := range []string{"/feed.json", "/feed/indeed.xml", strings.TrimPrefix(item.URL, s.URL) + ".json"} {
			b := s.Browser().Get(path)
			if b.Status != http.StatusOK {
				t.Fatalf("%s: %d", path, b.Status)
			}
			bodies[path] = string(b.Body)
		}
		for path, body := range bodies {
			want := 3
			if strings.HasSuffix(path, ".json") && path != "/feed.json" {
				want = 1
			}
			g := s.Verv(access.Operation(), privacy.Publish)
			for _, verdict := range []job.Verdict{job.Taken, job.Unchanged} {
				n := 0
				for line, err := range s.Jobs.Intake(t.Context(), g, job.Source{Name: path, Site: s.Site.ID}, strings.NewReader(body)) {
					s.Must(err)
					if n++; line.Verdict != verdict {
						t.Errorf("%s: %s is %s: %s", path, line.ID, line.Verdict, line.Reason)
					}
				}
				if n != want {
					t.Errorf("%s has %d records", path, n)
				}
			}
		}
		found, err := s.Jobs.Search(t.Context(), s.Grant(access.Anyone(), access.Public(), privacy.Publish), s.Site.ID, job.Filter{})
		s.Must(err)
		if found.Total != 3+3+3+1 {
			t.Errorf("%d jobs", found.Total)
		}
		c := content(0)
		for _, e := range found.Jobs {
			if e.Pay != c.Pay || e.Place != "Tromsø" || e.Language != "nn" || e.Deadline != c.Deadline || e.Extent != c.Extent || e.EmployerName != "Nordkyst & sønner HF" ||
				!strings.HasSuffix(e.Title, `& "sjef" ]]>`) {
				t.Errorf("came over as %+v", e)
			}
		}
	})
}

// A feed names the client that an agency recruits for as the author, and the agency where the client is secret.
func TestClientIsTheAuthor(t *testing.T) {
	s := start(t, whole.New(t, store.SQLite))
	s.Must(s.Employers.Set(t.Context(), s.owner, employer.Setting{Agency: true}))
	client, err := s.Employers.AddClient(t.Context(), s.owner, employer.Client{Name: "Havbris Hemmelig AS"})
	s.Must(err)
	for n, secret := range []bool{false, true} {
		c := content(n)
		c.Client = job.Client{ID: client, Secret: secret}
		s.openJob(c)
	}
	for path, author := range map[string]string{"/feed.json": `"authors":[{"name":"`, "/feed.rss": "<dc:creator>", "/feed/indeed.xml": "<company><![CDATA["} {
		body := string(s.Browser().Get(path).Body)
		open, agency := strings.Count(body, author+"Havbris Hemmelig AS"), strings.Count(body, author+"Nordkyst ")
		if open != 1 || agency != 1 {
			t.Errorf("%s: %d times the client, %d times the agency", path, open, agency)
		}
	}
}

// The list inside other pages names the hosts that the employer chose and nobody else, sets no cookie and runs nothing.
func TestEmbed(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		s := start(t, h)
		s.open(1)
		path := "/nn/embed/jobs?employer=" + s.hirer.String()
		b := s.Browser().Get(path)
		if b.Status != http.StatusOK || b.Header.Get("X-Frame-Options") != "DENY" || !strings.Contains(b.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("nobody was named: %d %v", b.Status, b.Header)
		}
		s.Must(s.Employers.SetFramers(t.Context(), s.owner, []string{"https://WWW.Nordkyst.example/", "nordkyst.example:8080"}))
		b = s.Browser().Get(path)
		p := b.Header.Get("Content-Security-Policy")
		if !strings.Contains(p, "frame-ancestors https://www.nordkyst.example http://www.nordkyst.example https://nordkyst.example:8080 http://nordkyst.example:8080;") ||
			b.Header.Get("X-Frame-Options") != "" || strings.Contains(p, "script-src") || b.Header.Get("Set-Cookie") != "" {
			t.Errorf("%v", b.Header)
		}
		if raw := string(b.Body); strings.Contains(raw, "<script") || strings.Contains(raw, "<form") || !strings.Contains(b.Text(), "Kokk <1>") || !strings.Contains(raw, `target="_top"`) {
			t.Errorf("%s", raw)
		}
		for _, wrong := range [][]string{{"*"}, {"a b"}, {"x.example; script-src *"}, {"'self'"}, {"*.example.com"}, {"javascript:x"}} {
			if err := s.Employers.SetFramers(t.Context(), s.owner, wrong); err == nil {
				t.Errorf("%q may show the list", wrong)
			}
		}
		for _, r := range s.Mux.Routes() {
			if r.Framed != (r.Pattern == employer.EmbedPath) {
				t.Errorf("%s %s: framed is %v", r.Method, r.Pattern, r.Framed)
			}
		}
	})
}
