package server_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/privacy"
	"verv/internal/testbed/whole"
	"verv/internal/web"
	"verv/internal/webhook"
)

// listener is a system that is told of what happens.
type listener struct {
	*httptest.Server
	mu   sync.Mutex
	told []string
}

func listen(t *testing.T) *listener {
	l := &listener{}
	l.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.told = append(l.told, string(b))
	}))
	t.Cleanup(l.Close)
	return l
}

// kinds are those of all messages; one that is not as the document says fails the test.
func (l *listener) kinds(t *testing.T) (out []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, body := range l.told {
		var v map[string]any
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(webhook.Events(), func(e web.Event) bool { return e.Name == v["type"] })
		if i < 0 {
			t.Errorf("%s is in no document", body)
			continue
		}
		s := webhook.Events()[i].Schema()
		var res huma.ValidateResult
		huma.Validate(huma.NewMapRegistry("#/", huma.DefaultSchemaNamer), s, huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, v, &res)
		if len(res.Errors) > 0 {
			t.Errorf("%s: %v", body, res.Errors)
		}
		out = append(out, webhook.Events()[i].Name)
	}
	return out
}

// item is what a test reads of an item of any list.
type item struct{ ID, Name, State, What, Text, Person, Role string }

// page is one page of a list.
type page struct {
	Items []item
	Next  string
	Total int
}

func (p program) get(path string) (out page) {
	p.t.Helper()
	if resp := p.call("GET", path, "", "", &out); resp.StatusCode != http.StatusOK {
		p.t.Fatalf("GET %s: %d", path, resp.StatusCode)
	}
	return out
}

// status is that of an operation that answers nothing of interest.
func (p program) status(method, path, body string) int {
	p.t.Helper()
	return p.call(method, path, "", body, nil).StatusCode
}

// put replaces what stands at an address, with the tag of what was read or another.
func (p program) put(path, tag, body string) int {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPut, p.base+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+p.token)
	req.Header.Set("Content-Type", "application/json")
	if tag != "" {
		req.Header.Set("If-Match", tag)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// all makes a token that carries everything its person can give away.
func (w *town) all(t *testing.T, name string) program {
	t.Helper()
	a := w.people[name].Actor
	secret, err := w.Accounts.MakeToken(t.Context(), w.Grant(a, access.Public(), privacy.Account), w.Site.ID,
		account.TokenWish{Name: "all", Days: 30, Scopes: w.Accounts.Scopes(a)})
	w.Must(err)
	return program{t, w.URL, secret}
}

// TestProgramHires walks an opening from the draft to the decision with nothing but the API, from both sides.
func TestProgramHires(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		w, l := settle(h), listen(t)
		h.Must(h.Tasks.Plant(t.Context()))
		p, seeker := w.all(t, member("one", access.Owner)), w.all(t, anna)
		var hook, job struct {
			ID      string
			Version int
		}
		kinds, _ := json.Marshal(webhook.Kinds())
		p.call("POST", "/api/employer/webhooks", "", `{"url":"`+l.URL+`","kinds":`+string(kinds)+`}`, &hook)
		p.call("POST", "/api/employer/jobs", "", `{"title":"Renholder","language":"nb","text":"Vi trenger deg som liker det rent.","places":[{"town":"Tromsø","country":"NO"}],"payText":"etter tariff","deadline":"2027-03-01","employment":["permanent"]}`, &job)
		if s := p.status("POST", "/api/employer/jobs/"+job.ID+"/publish", `{"version":1}`); s != 200 {
			t.Fatalf("publish: %d", s)
		}
		list := "/api/employer/jobs/" + job.ID + "/applications"
		w.appliesByAPI(t, job.ID, seeker)
		first := p.get(list + "?limit=2")
		if len(first.Items) != 2 || first.Total != 3 || first.Next == "" {
			t.Fatalf("%+v", first)
		}
		late := "late@x.example"
		w.applyAndConfirm(t, job.ID, late)
		rest := p.get(list + "?limit=50&cursor=" + url.QueryEscape(first.Next))
		if len(rest.Items) != 2 || rest.Next != "" || slices.ContainsFunc(rest.Items, func(v item) bool {
			return v.ID == first.Items[0].ID || v.ID == first.Items[1].ID
		}) {
			t.Errorf("the second page: %+v after %+v", rest, first)
		}
		if s := p.status("GET", list+"?cursor=bm90aGluZw", ""); s != 400 {
			t.Errorf("a cursor that nobody gave: %d", s)
		}
		w.decides(t, p, first.Items[0].ID)
		w.mine(t, seeker)
		w.keepsWatch(t, seeker)
		w.replaces(t, p)
		h.Clock.Move(5e9)
		h.Run()
		told := l.kinds(t)
		for _, want := range []string{"job.published", "application.sent", "application.moved", "application.undone", "application.withdrawn", "message.answered"} {
			if !slices.Contains(told, want) {
				t.Errorf("nobody was told of %s: %v", want, told)
			}
		}
		w.leaves(t, p)
	})
}

// appliesByAPI sends applications as a partner's front end does. The answer does not tell who is known, nor who applied before.
func (w *town) appliesByAPI(t *testing.T, job string, seeker program) {
	t.Helper()
	path := "/api/jobs/" + job + "/applications"
	ask := func(address, letter string) (int, string) {
		resp, err := http.Post(w.URL+path, "application/json", strings.NewReader(`{"name":"Kari","email":"`+address+`","letter":"`+letter+`"}`))
		w.Must(err)
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		w.Must(err)
		return resp.StatusCode, string(b)
	}
	status, body := ask("new@x.example", "Hei.")
	for _, address := range []string{"new@x.example", w.people[bo].Address, w.people[member("two", access.Owner)].Address} {
		if s, b := ask(address, "Hei."); s != 200 || s != status || b != body {
			t.Errorf("the answer tells who %s is: %d %s, and %d %s", address, s, b, status, body)
		}
	}
	for _, c := range []struct{ address, letter string }{{"no address", "Hei."}, {"new@x.example", ""}} {
		if s, b := ask(c.address, c.letter); s != 422 || strings.Contains(b, c.address) {
			t.Errorf("%q, %q: %d %s", c.address, c.letter, s, b)
		}
	}
	if s := seeker.status("POST", "/api/jobs/"+noThing+"/applications", `{"name":"Anna","letter":"Hei."}`); s != 404 {
		t.Error("somebody applied to nothing")
	}
	file := base64.StdEncoding.EncodeToString(pdf("my cv"))
	if s := seeker.status("POST", path, `{"name":"Anna","letter":"Hei.","file":{"name":"cv.pdf","content":"`+file+`"}}`); s != 200 {
		t.Errorf("with a token of one's own: %d", s)
	}
	if s := seeker.status("POST", path, `{"name":"Anna","file":{"name":"cv.pdf","content":"bm8="}}`); s != 422 {
		t.Errorf("a file that is none: %d", s)
	}
	w.confirm(t, "new@x.example")
	w.confirm(t, w.people[bo].Address)
}

func (w *town) applyAndConfirm(t *testing.T, job, address string) {
	t.Helper()
	body := `{"name":"Late","email":"` + address + `","letter":"Hei."}`
	resp, err := http.Post(w.URL+"/api/jobs/"+job+"/applications", "application/json", strings.NewReader(body))
	w.Must(err)
	w.Must(resp.Body.Close())
	w.confirm(t, address)
}

func (w *town) confirm(t *testing.T, address string) {
	t.Helper()
	link, b := w.Link(address), w.Browser()
	b.Get(link)
	b.Post(link, nil)
	w.Run()
}

// decides is the team's work on one application.
func (w *town) decides(t *testing.T, p program, id string) {
	t.Helper()
	one := "/api/employer/applications/" + id
	team := p.get("/api/employer/team")
	i := slices.IndexFunc(team.Items, func(v item) bool { return v.Role == "interviewer" })
	colleague := team.Items[i].Person
	var moved struct{ Move string }
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"POST", one + "/reject", `{"reason":"other"}`, 409}, // nobody has read it
		{"GET", one, "", 200},
		{"POST", one + "/notes", `{"text":"Godt inntrykk.","score":4,"mentions":["` + colleague + `"]}`, 204},
		{"POST", one + "/notes", `{"text":"x","mentions":["nobody"]}`, 422},
		{"POST", one + "/todos", `{"text":"Ring","for":"` + colleague + `"}`, 204},
		{"POST", one + "/ask", `{"person":"` + colleague + `"}`, 204},
		{"POST", one + "/messages", `{"text":"Kan du komme torsdag?"}`, 200},
		{"POST", one + "/move", `{"to":"` + noThing + `"}`, 409},
	} {
		if s := p.status(c.method, c.path, c.body); s != c.status {
			t.Errorf("%s %s %s: %d, want %d", c.method, c.path, c.body, s, c.status)
		}
	}
	p.call("POST", one+"/move", "", `{"to":"interview"}`, &moved)
	if s := p.status("POST", one+"/undo", `{"move":"`+moved.Move+`"}`); s != 204 {
		t.Errorf("undo: %d", s)
	}
	var what []string
	for _, x := range p.get(one + "/timeline").Items {
		what = append(what, x.What)
	}
	for _, want := range []string{"sent", "opened", "note", "moved", "undone", "message"} {
		if !slices.Contains(what, want) {
			t.Errorf("the timeline does not say %q: %v", want, what)
		}
	}
}

// mine is the person's side.
func (w *town) mine(t *testing.T, seeker program) {
	t.Helper()
	var own string
	for _, x := range seeker.get("/api/applications").Items {
		own = x.ID
	}
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "/api/me", "", 200},
		{"GET", "/api/profile", "", 200},
		{"GET", "/api/cvs", "", 200},
		{"POST", "/api/me/exports", "", 200},
		{"POST", "/api/applications/" + own + "/messages", `{"text":"Ja, gjerne."}`, 204},
		{"GET", "/api/applications/" + own + "/download", "", 200},
		{"POST", "/api/applications/" + own + "/withdraw", "", 204},
		{"GET", "/api/applications/" + own, "", 404},
	} {
		if s := seeker.status(c.method, c.path, c.body); s != c.status {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, s, c.status)
		}
	}
}

// keepsWatch saves a search, reads, changes and deletes it; what somebody else has is not there.
func (w *town) keepsWatch(t *testing.T, seeker program) {
	t.Helper()
	const all = "/api/alerts"
	before := len(seeker.get(all).Items)
	for body, want := range map[string]int{
		`{"search":"q=lege","pace":"daily","agreed":false,"wording":"Send meg nye jobber."}`:         422,
		`{"search":"q=lege","pace":"hourly","agreed":true,"wording":"Send meg nye jobber."}`:         422,
		`{"search":"q=lege&sort=pay","pace":"daily","agreed":true,"wording":"Send meg nye jobber."}`: 200,
	} {
		if s := seeker.status("POST", all, body); s != want {
			t.Errorf("POST %s: %d, want %d", body, s, want)
		}
	}
	items := seeker.get(all).Items
	if len(items) != before+1 {
		t.Fatalf("%d alerts, then %d", before, len(items))
	}
	one := all + "/" + items[len(items)-1].ID
	tag := seeker.tag(one)
	for i, want := range []int{428, 204, 412} {
		if s := seeker.put(one, []string{"", tag, tag}[i], `{"name":"Lege","pace":"weekly","paused":true}`); s != want {
			t.Errorf("PUT %d: %d, want %d", i, s, want)
		}
	}
	var got struct {
		Search, Name, Pace string
		Paused             bool
	}
	if seeker.call("GET", one, "", "", &got); got.Search != "q=lege" || got.Name != "Lege" || got.Pace != "weekly" || !got.Paused {
		t.Errorf("%+v", got)
	}
	for _, want := range []int{204, 404} {
		if s := seeker.status("DELETE", one, ""); s != want {
			t.Errorf("DELETE: %d, want %d", s, want)
		}
	}
	if s := seeker.status("DELETE", all+"/"+w.ids["alert of "+bo], ""); s != 404 {
		t.Errorf("somebody else's: %d", s)
	}
}

// replaces changes a setting as whoever read it, and as whoever did not.
func (w *town) replaces(t *testing.T, p program) {
	t.Helper()
	const path, next = "/api/employer/setting", `{"approval":true,"agency":false,"noSupport":false,"archiveDays":30}`
	tag := p.call("GET", path, "", "", nil).Header.Get("ETag")
	for i, want := range []int{428, 412, 204, 412} {
		if s := p.put(path, []string{"", `"x"`, tag, tag}[i], next); s != want {
			t.Errorf("PUT %d: %d, want %d", i, s, want)
		}
	}
}

// leaves removes a member: their token is worth nothing from then on.
func (w *town) leaves(t *testing.T, p program) {
	t.Helper()
	gone := w.all(t, member("one", access.Recruiter))
	if s := gone.status("GET", "/api/employer/jobs", ""); s != 200 {
		t.Fatalf("before: %d", s)
	}
	ids := map[string]string{}
	for _, x := range p.get("/api/employer/team").Items {
		ids[x.Role] = x.ID
	}
	if s := p.status("POST", "/api/employer/team/"+ids["recruiter"]+"/remove", `{"heir":"`+ids["owner"]+`"}`); s != 204 {
		t.Fatalf("remove: %d", s)
	}
	w.Run()
	if s := gone.status("GET", "/api/employer/jobs", ""); s != 401 {
		t.Errorf("the token of somebody who left: %d", s)
	}
}
