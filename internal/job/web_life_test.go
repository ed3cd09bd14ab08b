package job_test

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/testbed"
)

// Two people change one job: the slower one keeps what they typed, sees what the other did, and saves once more.
func TestConflict(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{})
		b := newBrowser(w).as("one")
		j := w.open(good())
		at := "/employer/jobs/" + j.String()
		doc, _ := b.get(at+"/edit", 200)
		form := inputs(doc, "/edit")
		form.Set("title", "Sykepleier, barselavdeling")
		other := good()
		other.Extent.Min, other.Places[0].Town = 50, "Alta"
		w.must(w.house.Change(t.Context(), w.as(w.one), j, 2, other))
		_, doc = b.post(at+"/edit", form, 409)
		s := strings.ReplaceAll(words(doc), "\u00a0", " ")
		for _, want := range []string{"Det du skrev, står her ennå", "Fast, 80–100 %", "Fast, 50–100 %", "9019 Alta"} {
			if !strings.Contains(s, want) {
				t.Errorf("the conflict lacks %q", want)
			}
		}
		again := inputs(doc, "/edit")
		if again.Get("title") != "Sykepleier, barselavdeling" || again.Get("town") != "Tromsø" || again.Get("version") != "3" {
			t.Errorf("what was typed is lost: %v", again)
		}
		b.post(at+"/edit", again, 303)
		if v := w.of(j); v.Title != "Sykepleier, barselavdeling" || v.Places[0].Town != "Tromsø" {
			t.Errorf("%+v", v.Content)
		}
		again.Set("version", "1") // older than what is kept
		b.post(at+"/edit", again, 409)
	})
}

// Rows come and go without a script, up to twenty places, and nothing that was typed moves to another row.
func TestRows(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{})
		b := newBrowser(w).as("one")
		doc, _ := b.get("/employer/jobs/new", 200)
		form := inputs(doc, "/new")
		form.Set("title", "Kokk")
		form.Set("town", "By 1")
		press := func(do string) {
			t.Helper()
			form.Set("do", do)
			_, doc := b.post("/employer/jobs/new", form, 200)
			form = inputs(doc, "/new")
		}
		for n := 2; n <= 25; n++ {
			if press("add-place"); n <= 20 {
				form.Set("town-"+strconv.Itoa(n), "By "+strconv.Itoa(n))
			}
		}
		if form.Has("town-21") {
			t.Error("more than twenty places")
		}
		press("drop-place-1")
		if form.Get("town") != "By 2" || form.Get("town-19") != "By 20" || form.Has("town-20") {
			t.Errorf("%v", form)
		}
		press("usual-steps")
		if form.Get("step") != "Vi leser alle søknader" || form.Get("step-4") != "Alle får svar" {
			t.Errorf("%v", form)
		}
		press("drop-step-2")
		press("add-step")
		form.Set("step-4", "Etterpå")
		form.Set("stepday", "2027-01-07")
		form.Set("stepby", "week")
		for _, hostile := range []string{"drop-place-99", "drop-place--1", "drop-step-x", "drop-", "x"} {
			press(hostile)
		}
		if len(w.mine()) != 0 {
			t.Error("a button that changes the form saved a job")
		}
		got, _ := b.post("/employer/jobs/new", form, 303)
		doc, _ = b.get(got.Header().Get("Location"), 200)
		if s := words(doc); !strings.Contains(s, "Uke 1, 2027") || !strings.Contains(s, "By 20") || !strings.Contains(s, "Etterpå") || strings.Contains(s, "By 1;") {
			t.Error("the job does not say what the form said")
		}
	})
}

func (w *world) mine() []job.Mine {
	w.T.Helper()
	on, err := w.house.Desk(w.T.Context(), w.as(w.one), job.Desk{})
	w.must(err)
	return on.Jobs
}

// The acts of a job's life over the pages: send, return, approve for later, take back, archive, copy, template, history.
func TestLifeOverHTTP(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{})
		w.set(employer.Setting{Approval: true, ArchiveDays: 90})
		b := newBrowser(w)
		writer, owner := b.as("manager"), b.as("one")
		j, err := w.house.Create(t.Context(), w.Grant(b.actors["manager"], access.OfEmployer(w.one), "recruit"), w.site.ID, good())
		w.must(err)
		at := "/employer/jobs/" + j.String()
		doc, raw := writer.get(at, 200)
		if strings.Contains(raw, at+"/publish") || !strings.Contains(raw, at+"/send") {
			t.Error("a hiring manager is offered to publish, or not to send")
		}
		doc, raw = writer.get(at+"/preview", 200)
		if !strings.Contains(words(doc), "Forhåndsvisning") || !strings.Contains(words(doc), "Søk på jobben") || !strings.Contains(raw, "noindex") || strings.Contains(raw, "JobPosting") {
			t.Error("the preview is not the public page, or not marked as a preview")
		}
		doc, _ = writer.get(at+"/send", 200)
		form := inputs(doc, "/send")
		form.Set("day", "2026-11-25")
		form.Set("clock", "nine")
		_, doc = writer.post(at+"/send", form, 422)
		if again := inputs(doc, "/send"); again.Get("clock") != "nine" {
			t.Errorf("what was typed is lost: %v", again)
		}
		form.Set("clock", "")
		writer.post(at+"/send", form, 303)
		writer.post(at+"/approve", url.Values{"version": {"2"}}, 404)
		doc, _ = owner.get(at, 200)
		if s := words(doc); !strings.Contains(s, "25. november 2026") || !strings.Contains(s, "Godkjenn") {
			t.Error("the owner does not see what to approve, and for when")
		}
		_, doc = owner.post(at+"/return", url.Values{"version": {"2"}}, 422)
		owner.post(at+"/return", url.Values{"version": {"2"}, "comment": {"Skriv mer om <b>vakter</b>."}}, 303)
		doc, _ = writer.get(at, 200)
		if !strings.Contains(words(doc), "Sendt tilbake: Skriv mer om <b>vakter</b>.") {
			t.Error("the writer does not see why it came back")
		}
		writer.post(at+"/send", url.Values{"version": {"3"}, "day": {"2026-11-25"}}, 303)
		owner.post(at+"/approve", url.Values{"version": {"4"}}, 303)
		if v := w.of(j); v.State != job.Scheduled || v.PublishAt.Format(time.RFC3339) != "2026-11-24T23:00:00Z" {
			t.Errorf("%s %s", v.State, v.PublishAt)
		}
		owner.post(at+"/schedule", url.Values{"version": {"5"}, "day": {"2026-11-26"}, "clock": {"08:30"}}, 303)
		if v := w.of(j); v.PublishAt.Format(time.RFC3339) != "2026-11-26T07:30:00Z" {
			t.Errorf("%s", v.PublishAt)
		}
		owner.post(at+"/publish", url.Values{"version": {"6"}}, 303)
		owner.post(at+"/close", url.Values{"version": {"7"}, "reason": {"withdrawn"}}, 303)
		owner.post(at+"/archive", url.Values{"version": {"8"}}, 303)
		owner.post(at+"/archive", url.Values{"version": {"9"}}, 409)
		doc, _ = owner.get(at+"/history", 200)
		for _, want := range []string{"Skrevet", "Sendt til godkjenning", "Sendt tilbake", "Skriv mer om", "Godkjent", "Publisert", "Lukket", "Trukket", "Arkivert"} {
			if !strings.Contains(words(doc), want) {
				t.Errorf("the history lacks %q", want)
			}
		}
		doc, _ = owner.get("/employer/jobs?state=archived", 200)
		if !strings.Contains(words(doc), "Sykepleier, akuttmottak") {
			t.Error("the archive lacks it")
		}
		if doc, _ = owner.get("/employer/jobs", 200); strings.Contains(words(doc), "Sykepleier, akuttmottak") {
			t.Error("it is in the ordinary list")
		}
		got, _ := owner.post(at+"/duplicate", url.Values{"version": {"9"}}, 303)
		owner.get(got.Header().Get("Location"), 200)
		owner.post(at+"/template", url.Values{"name": {""}}, 422)
		got, _ = owner.post(at+"/template", url.Values{"name": {"Mal"}}, 303)
		doc, raw = owner.get(got.Header().Get("Location"), 200)
		_, begin, _ := strings.Cut(raw, `action="/employer/templates/`)
		begin, _, _ = strings.Cut(begin, `/`)
		got, _ = owner.post("/employer/templates/"+begin+"/begin", nil, 303)
		owner.get(got.Header().Get("Location"), 200)
		owner.post("/employer/templates/"+begin+"/drop", nil, 303)
		owner.post("/employer/templates/"+begin+"/drop", nil, 404)
		owner.post("/employer/templates/"+begin+"/eat", nil, 404)
	})
}

// A job is planned by the clock of its site: an hour that is skipped is refused with what was typed, and of one that comes twice the
// first opens the job.
func TestScheduleAcrossClocks(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{})
		b := newBrowser(w).as("one")
		c := good()
		c.Deadline, c.Steps = "2027-10-31", nil
		j := w.draft(c)
		at := "/employer/jobs/" + j.String()
		if ends := w.of(j).EndsAt.Format(time.RFC3339); ends != "2027-10-31T23:00:00Z" {
			t.Errorf("a day of 25 hours ends %s", ends)
		}
		_, doc := b.post(at+"/schedule", url.Values{"version": {"1"}, "day": {"2027-03-28"}, "clock": {"02:30"}}, 422)
		if again := inputs(doc, "/schedule"); again.Get("clock") != "02:30" || again.Get("day") != "2027-03-28" || !strings.Contains(words(doc), "så 02:30 finnes ikke") {
			t.Errorf("a skipped hour: %v", again)
		}
		b.post(at+"/schedule", url.Values{"version": {"1"}, "day": {"2027-10-31"}, "clock": {"02:30"}}, 303)
		doc, _ = b.get(at+"/schedule", 200)
		again := inputs(doc, "/schedule")
		if again.Get("clock") != "02:30" || again.Get("day") != "2027-10-31" {
			t.Errorf("shown as %v", again)
		}
		b.post(at+"/schedule", again, 303)
		first := time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC)
		if v := w.of(j); !v.PublishAt.Equal(first) {
			t.Errorf("planned for %s", v.PublishAt)
		}
		bed.Clock.Set(first.Add(2 * time.Minute))
		if w.work(); w.of(j).State != job.Open {
			t.Error("it waits for the second")
		}
	})
}

func TestAPILife(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{})
		b := newBrowser(w).as("one")
		do := func(method, path, body string, status int) (d job.Document) {
			t.Helper()
			got := b.ask(method, path, "application/json", body)
			if got.Code != status {
				t.Fatalf("%s %s: %d %s", method, path, got.Code, got.Body)
			}
			_ = json.Unmarshal(got.Body.Bytes(), &d)
			return d
		}
		d := do("POST", "/api/employer/jobs", `{"title":"Kokk","language":"nb","text":"Hei","employment":["permanent"],"workLanguages":["nb","fi"],
			"places":[{"town":"Alta","country":"NO"}],"steps":[{"name":"Prøvedag","day":"2027-01-07","week":true,"who":"kjøkkensjef"}]}`, 200)
		if len(d.Steps) != 1 || d.Steps[0].Day != "2027-01-04" || !d.Steps[0].Week || d.Steps[0].Who != "kjøkkensjef" || len(d.Languages) != 2 {
			t.Errorf("%+v", d)
		}
		at := "/api/employer/jobs/" + d.ID
		do("POST", at+"/send", `{"version":1}`, 409) // this employer asks for no approval
		do("POST", at+"/schedule", `{"version":1}`, 422)
		if d = do("POST", at+"/schedule", `{"version":1,"at":"2026-12-01T08:00:00Z"}`, 200); d.State != "scheduled" || d.PublishAt == nil {
			t.Errorf("%+v", d)
		}
		do("POST", at+"/unschedule", `{"version":2}`, 200)
		do("POST", at+"/publish", `{"version":3}`, 200)
		do("POST", at+"/close", `{"version":4,"reason":"filled"}`, 200)
		if d = do("POST", at+"/archive", `{"version":5}`, 200); d.State != "archived" {
			t.Errorf("%+v", d)
		}
		if d = do("POST", at+"/restore", `{"version":6}`, 200); d.State != "closed" {
			t.Errorf("%+v", d)
		}
	})
}
