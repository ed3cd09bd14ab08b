package server_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/testbed/whole"
)

// step is one operation and the status that it must answer.
type step struct {
	method, path, body string
	status             int
}

// walk does the steps in their order.
func (p program) walk(steps ...step) {
	p.t.Helper()
	for _, s := range steps {
		if got := p.status(s.method, s.path, s.body); got != s.status {
			p.t.Errorf("%s %s %.60s: %d, want %d", s.method, s.path, s.body, got, s.status)
		}
	}
}

// tag is the entity tag of what stands at an address.
func (p program) tag(path string) string {
	p.t.Helper()
	return p.call("GET", path, "", "", nil).Header.Get("ETag")
}

// TestProgramWrites keeps templates, lists threads with what is unread, reads a file, and sets what mail tells, with nothing but the API.
func TestProgramWrites(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		w := settle(h)
		team, rival := w.all(t, member("one", access.Owner)), w.all(t, member("two", access.Owner))
		seeker, other := w.all(t, anna), w.all(t, bo)
		w.keepsTemplates(t, team, rival)
		w.readsThreads(t, team, seeker, other)
		w.setsPaces(t, seeker)
		w.letsGo(t, seeker, other)
		w.pictures(t, team, rival)
		w.appeals(t, team, rival)
	})
}

func (w *town) keepsTemplates(t *testing.T, team, rival program) {
	const all, text = "/api/employer/message-templates", `{"name":"Takk","texts":{"nb":"Hei {name}, takk.","en":"Hello {name}."}}`
	var made struct{ ID string }
	team.call("POST", all, "once", text, &made)
	again := made.ID
	team.call("POST", all, "once", text, &made)
	if made.ID != again || again == "" {
		t.Errorf("sent twice with one key it is kept twice: %q and %q", again, made.ID)
	}
	if n := len(team.get(all).Items); n != 2 { // one is the town's
		t.Errorf("%d templates", n)
	}
	if p := team.get(all + "?limit=1"); len(p.Items) != 1 || p.Next == "" || p.Total != 2 {
		t.Errorf("a page of one: %+v", p)
	}
	one, next := all+"/"+made.ID, `{"name":"Takk skal du ha","texts":{"nb":"Hei {name}!"}}`
	tag := team.tag(one)
	for i, want := range []int{428, 412, 204, 412} {
		if s := team.put(one, []string{"", `"x"`, tag, tag}[i], next); s != want {
			t.Errorf("PUT %d: %d, want %d", i, s, want)
		}
	}
	var read struct {
		Name  string
		Texts map[string]string
	}
	if team.call("GET", one, "", "", &read); read.Name != "Takk skal du ha" || len(read.Texts) != 1 || read.Texts["nb"] != "Hei {name}!" {
		t.Errorf("what was replaced: %+v", read)
	}
	filled := map[string]string{}
	if team.call("POST", all+"/preview", "", `{"nb":"Hei {name}, {job}."}`, &filled); strings.ContainsAny(filled["nb"], "{}") || filled["nb"] == "" || len(filled) != 1 {
		t.Errorf("a preview: %q", filled)
	}
	team.walk(step{"POST", all + "/preview", `{"nb":"Hei {nobody}."}`, 422}, step{"POST", all, `{"name":"x","texts":{}}`, 422}, step{"POST", all + "/starters", "", 204},
		step{"DELETE", one, "", 409}, step{"POST", one + "/archive", `{"archived":true}`, 204})
	rival.walk(step{"GET", one, "", 404}, step{"DELETE", one, "", 404}, step{"POST", one + "/archive", `{"archived":false}`, 404})
	if s := rival.put(one, "*", next); s != 404 {
		t.Errorf("a rival replaces a template: %d", s)
	}
	team.walk(step{"DELETE", one, "", 204}, step{"GET", one, "", 404}, step{"DELETE", one, "", 404})
}

// talk is a thread in a list, and written one of its messages.
type (
	talk struct {
		Application, Job, With string
		Count, Unread          int
	}
	written struct {
		Text  string
		New   bool
		Files []struct{ ID, Name string }
	}
)

func (w *town) readsThreads(t *testing.T, team, seeker, other program) {
	threads := func(p program, path string) (out struct {
		Items []talk
		Next  string
	}) {
		t.Helper()
		p.call("GET", path, "", "", &out)
		return out
	}
	v := w.ids["application of "+anna]
	held, own := "/api/employer/applications/"+v+"/messages", "/api/applications/"+v+"/messages"
	mine := threads(team, "/api/employer/messages")
	if len(mine.Items) != 1 || mine.Items[0].Application != v || mine.Items[0].Unread != 1 || mine.Items[0].Count != 2 || !strings.Contains(mine.Items[0].With, mark(anna+" name")) {
		t.Fatalf("the team's threads: %+v", mine)
	}
	second := w.applyTo(bo, w.jobOf("one"), "Hei", "", pdf("bo")).String()
	other.walk(step{"POST", "/api/applications/" + second + "/messages", `{"text":"Har dere fått den?"}`, 204})
	first := threads(team, "/api/employer/messages?limit=1")
	rest := threads(team, "/api/employer/messages?limit=1&cursor="+first.Next)
	if len(first.Items) != 1 || first.Next == "" || len(rest.Items) != 1 || rest.Next != "" || first.Items[0].Application != v || rest.Items[0].Application != second {
		t.Errorf("two pages: %+v, %+v", first, rest)
	}
	team.walk(step{"GET", "/api/employer/messages?cursor=bm90aGluZw", "", 400})
	var page struct{ Items []written }
	team.call("GET", held, "", "", &page)
	i := slices.IndexFunc(page.Items, func(m written) bool { return m.New })
	if i < 0 || len(page.Items[i].Files) != 1 {
		t.Fatalf("what the person wrote is not new: %+v", page)
	}
	file := page.Items[i].Files[0].ID
	team.walk(step{"GET", held + "/files/" + file, "", 200}, step{"GET", held + "/files/" + noThing, "", 404})
	seeker.walk(step{"GET", own + "/files/" + file, "", 200})
	other.walk(step{"GET", own + "/files/" + file, "", 404}, step{"POST", own + "/seen", "", 404})
	if got := threads(team, "/api/employer/messages?limit=1"); got.Items[0].Unread != 0 {
		t.Errorf("read, and still %d unread", got.Items[0].Unread)
	}
	team.walk(step{"POST", held, `{"text":"Takk for svaret."}`, 200})
	w.Clock.Move(20e9)
	w.Run()
	if got := threads(seeker, "/api/messages"); len(got.Items) != 1 || got.Items[0].Unread != 2 { // the first was shown after the answer
		t.Fatalf("the person's threads: %+v", got)
	}
	seeker.walk(step{"GET", own, "", 200}) // reading alone notes nothing
	if got := threads(seeker, "/api/messages"); got.Items[0].Unread != 2 {
		t.Errorf("a GET has noted that it was read: %+v", got)
	}
	seeker.walk(step{"POST", own + "/seen", "", 204})
	if got := threads(seeker, "/api/messages"); got.Items[0].Unread != 0 {
		t.Errorf("said to be read, and still unread: %+v", got)
	}
}

func (w *town) jobOf(name string) (j job.ID) {
	w.T.Helper()
	w.Must(j.UnmarshalText([]byte(w.ids["job of "+name])))
	return j
}

func (w *town) setsPaces(t *testing.T, seeker program) {
	const path = "/api/notifications"
	tag := seeker.tag(path)
	for i, want := range []int{428, 204, 412} {
		if s := seeker.put(path, []string{"", tag, tag}[i], `{"messages":"weekly","status":"now","reminders":"never"}`); s != want {
			t.Errorf("PUT %d: %d, want %d", i, s, want)
		}
	}
	var got map[string]string
	if seeker.call("GET", path, "", "", &got); got["messages"] != "weekly" || got["reminders"] != "never" {
		t.Errorf("%v", got)
	}
	if s := seeker.put(path, "*", `{"messages":"hourly","status":"now","reminders":"never"}`); s != 422 {
		t.Errorf("a pace that is none: %d", s)
	}
}

// letsGo lists what Anna began and has not sent; nobody else can let it go.
func (w *town) letsGo(t *testing.T, seeker, other program) {
	d, gd, err := w.Applied.Begin(w.Grant(w.people[anna].Actor, access.Public(), privacy.Apply), w.jobOf("two"))
	w.Must(err)
	d.Name, d.Letter, d.Language, d.Site = "Anna", "Kanskje.", "nb", w.Site.ID.String()
	_, err = w.Applied.Keep(t.Context(), gd, d, nil)
	w.Must(err)
	const all = "/api/me/drafts"
	if got := seeker.get(all); len(got.Items) != 1 || got.Items[0].ID != d.ID.String() {
		t.Fatalf("drafts: %+v", got)
	}
	if got := other.get(all); len(got.Items) != 0 {
		t.Errorf("somebody else sees it: %+v", got)
	}
	one := all + "/" + d.ID.String()
	other.walk(step{"DELETE", one, "", 404})
	seeker.walk(step{"DELETE", one, "", 204}, step{"DELETE", one, "", 404})
	if got := seeker.get(all); len(got.Items) != 0 {
		t.Errorf("let go, and still there: %+v", got)
	}
}

func (w *town) pictures(t *testing.T, team, rival program) {
	const all, logo = "/api/employer/profile/pictures", "/api/employer/profile/logo"
	drawn := func(width int) string {
		var raw bytes.Buffer
		w.Must(png.Encode(&raw, image.NewGray(image.Rect(0, 0, width, 20))))
		return base64.StdEncoding.EncodeToString(raw.Bytes())
	}
	content := drawn(30)
	whole, err := json.Marshal(map[string]string{"content": content, "alt": "Kaia"})
	w.Must(err)
	before := len(team.get(all).Items)
	team.walk(step{"POST", all, string(whole), 204}, step{"POST", all, `{"content":"` + content + `","alt":""}`, 422}, step{"POST", all, `{"content":"bm8=","alt":"x"}`, 422},
		step{"POST", all, `{"content":"%%%","alt":"x"}`, 422}, step{"POST", logo, `{"content":"` + drawn(60) + `"}`, 204})
	got := team.get(all).Items
	if len(got) != before+1 { // the logo is told of in the profile
		t.Fatalf("%d pictures, before %d", len(got), before)
	}
	var e struct{ Logo string }
	if team.call("GET", "/api/employer/profile", "", "", &e); !strings.HasPrefix(e.Logo, "/pictures/") {
		t.Errorf("the logo is at %q", e.Logo)
	}
	if resp, err := http.Get(w.URL + e.Logo); err != nil || resp.StatusCode != 200 || resp.Body.Close() != nil {
		t.Errorf("the logo is not there: %v", err)
	}
	last := all + "/" + got[len(got)-1].ID
	rival.walk(step{"DELETE", last, "", 404})
	team.walk(step{"DELETE", last, "", 204}, step{"DELETE", logo, "", 204})
	e.Logo = ""
	if team.call("GET", "/api/employer/profile", "", "", &e); e.Logo != "" || len(team.get(all).Items) != before {
		t.Errorf("taken away: %q", e.Logo)
	}
}

// appeals reads why a job is not public and answers, once.
func (w *town) appeals(t *testing.T, team, rival program) {
	path := "/api/employer/jobs/" + w.ids["job of one"] + "/appeal"
	var s struct {
		Standing, Ground, Text string
		MayAppeal              bool
		AppealedAt             string
	}
	if team.call("GET", path, "", "", &s); s.Standing != "clear" || s.MayAppeal {
		t.Errorf("before: %+v", s)
	}
	team.walk(step{"POST", path, `{"text":"Hvorfor?"}`, 409})
	run := w.Grant(w.people[operator].Actor, access.Operation(), privacy.Moderate)
	c, err := w.Jobs.Case(t.Context(), run, w.jobOf("one"))
	w.Must(err)
	w.Must(w.Jobs.Decide(t.Context(), run, w.jobOf("one"), job.Decided{Ruling: job.TakeDown, Ground: job.GroundPay, Version: c.Moderation.Version,
		Text: "Annonsen sier ikke hva jobben lønnes med."}))
	if team.call("GET", path, "", "", &s); s.Standing != "down" || !s.MayAppeal || s.Ground != "pay" || s.Text == "" {
		t.Errorf("taken down: %+v", s)
	}
	rival.walk(step{"GET", path, "", 404}, step{"POST", path, `{"text":"x"}`, 404})
	team.walk(step{"POST", path, `{"text":" "}`, 422}, step{"POST", path, `{"text":"Lønna står der nå."}`, 204}, step{"POST", path, `{"text":"Hallo?"}`, 409})
	if team.call("GET", path, "", "", &s); s.MayAppeal || s.AppealedAt == "" {
		t.Errorf("answered: %+v", s)
	}
}
