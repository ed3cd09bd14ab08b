package application_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed"
)

// colleague is another recruiter of the same employer.
func (r *rig) colleague() *browser {
	a := r.member
	a.Subject = access.NewSubject(r.Clock.Now())
	r.tokens["colleague"] = a
	return r.as("colleague")
}

func (r *rig) assess() privacy.Grant {
	return r.Grant(r.member, access.OfEmployer(r.member.Employer), privacy.Assess)
}

// pipeline reads the job's stages as the member sees them.
func (r *rig) pipeline() application.Pipeline {
	r.T.Helper()
	p, err := r.House.Pipeline(r.T.Context(), r.assess(), *r.jobs[r.job])
	r.must(err)
	return p
}

func (r *rig) stage(name string) application.JobStage {
	r.T.Helper()
	for _, s := range r.pipeline() {
		if s.Name == name {
			return s
		}
	}
	r.T.Fatalf("no stage %s in %v", name, r.pipeline())
	return application.JobStage{}
}

func (r *rig) stages() string { return "/employer/jobs/" + r.job.String() + "/stages" }

func (r *rig) add(name string, kind application.Stage, mails bool) application.JobStage {
	r.T.Helper()
	form := url.Values{"name": {name}, "kind": {string(kind)}}
	if mails {
		form.Set("mails", "on")
	}
	if a := r.as("member").post(r.stages(), form); a.Code != 303 {
		r.T.Fatalf("add %s: %d %s", name, a.Code, a.text())
	}
	return r.stage(name)
}

// ids are the applications of the job, in the order of the list.
func (r *rig) ids() (out []string) {
	for _, m := range regexp.MustCompile(`<tr id="a-([0-9a-f-]{36})"`).FindAllStringSubmatch(r.as("member").get(r.table()).Body, -1) {
		out = append(out, m[1])
	}
	return out
}

const ofApplication = "/employer/applications/"

// The person is told the kind of a stage; the employer's own word for it is on no page, in no letter and in no download of theirs.
func TestStageNameStaysInside(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		me, own := r.apply(r.filled("kari@example.org"), "", nil)
		r.work()
		before := r.pipeline()
		s := r.add("Prøvedag hos Ola", application.Interview, true)
		if after := r.pipeline(); len(after) != 5 || after[3].ID != s.ID || after[0].ID != before[0].ID || after[2].ID != before[2].ID {
			t.Fatalf("stages: %+v", after)
		}
		v := r.ids()[0]
		if a := r.as("member").post(ofApplication+v+"/move", url.Values{"to": {s.ID.String()}, "from": {before[0].ID.String()}}); a.location() != ofApplication+v {
			t.Fatalf("move: %d %s", a.Code, a.text())
		}
		if a := r.as("member").get(r.table() + "?view=board"); !strings.Contains(a.text(), "Prøvedag hos Ola 1") {
			t.Errorf("the board does not know it: %s", a.text())
		}
		r.Clock.Move(20 * time.Second)
		letters := r.work()
		if len(letters) != 1 || !strings.Contains(letters[0].Subject, "intervju") {
			t.Fatalf("letters: %v", subjects(letters))
		}
		for what, text := range map[string]string{"page": me.get(own).Body, "list": me.get("/applications").Body, "download": me.get(own + "/download").Body,
			"API": me.get("/api/applications").Body, "letter": strings.Join(letters[0].Paragraphs, " ") + letters[0].Subject} {
			if strings.Contains(text, "Prøvedag") {
				t.Errorf("the %s holds the employer's own word", what)
			}
		}
		if a := me.get(own); !strings.Contains(a.Body, `data-state="now" aria-current="step"`) || strings.Count(a.text(), "Intervju") == 0 {
			t.Errorf("the person is not told: %s", a.text())
		}
	})
}

// What stood at the first stage of a kind without saying so stays there when another becomes the first; a stage that goes sends what it
// holds where the member says, and nobody gets a letter.
func TestStageOrderAndRemoval(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		r.apply(r.filled("kari@example.org"), "", nil)
		r.work()
		member, v := r.as("member"), r.ids()[0]
		arrived := r.pipeline()[0]
		sorting := r.add("Sortering", application.Arrived, false)
		if a := member.post(r.stages()+"/"+sorting.ID.String()+"/swap", url.Values{"by": {"up"}}); a.Code != 303 {
			t.Fatalf("swap: %d", a.Code)
		}
		if p := r.pipeline(); p[0].ID != sorting.ID || p[1].ID != arrived.ID {
			t.Fatalf("order: %+v", p)
		}
		at := func() string {
			bd, err := r.House.Board(t.Context(), r.assess(), r.job, application.Filter{}, application.More{})
			r.must(err)
			for _, c := range bd.Columns {
				for _, l := range c.Lines {
					if l.ID.String() == v {
						return c.Name
					}
				}
			}
			return ""
		}
		if got := at(); got != arrived.Name {
			t.Errorf("swapped, it stands at %q", got)
		}
		if _, other := r.apply(r.filled("ola@example.org"), "", nil); other == "" {
			t.Fatal("no second application")
		}
		r.work()
		if a := member.post(r.stages()+"/"+arrived.ID.String()+"/remove", url.Values{"to": {r.stage("Vurderes").ID.String()}}); a.Code != 303 {
			t.Fatalf("remove: %d %s", a.Code, a.text())
		}
		if got := at(); got != "Vurderes" {
			t.Errorf("removed, it stands at %q", got)
		}
		if bd, err := r.House.Board(t.Context(), r.assess(), r.job, application.Filter{}, application.More{}); err != nil || len(bd.Columns[0].Lines) != 1 {
			t.Errorf("what arrives stands at the first: %+v %v", bd.Columns, err)
		}
		r.Clock.Move(time.Minute)
		if got := r.work(); len(got) != 0 {
			t.Errorf("letters: %v", subjects(got))
		}
		if a := member.post(r.stages()+"/"+sorting.ID.String()+"/remove", url.Values{"to": {r.stage("Tilbud").ID.String()}}); a.Code != 409 {
			t.Errorf("without a place to arrive: %d", a.Code)
		}
		for what, form := range map[string]url.Values{"empty": {"name": {" "}}, "long": {"name": {strings.Repeat("x", 61)}, "kind": {"review"}},
			"kind": {"name": {"x"}, "kind": {"hired"}}, "days": {"name": {"x"}, "kind": {"review"}, "days": {"400"}}} {
			if a := member.post(r.stages(), form); a.Code != 422 {
				t.Errorf("%s: %d", what, a.Code)
			}
		}
	})
}

// The template is the employer's own, by language; what a job has begun with stays.
func TestTemplate(t *testing.T) {
	r := newRig(t, testbed.New(t, store.SQLite, serverRooms()))
	member := r.as("member")
	// A template that is still Verv's own can be changed where it stands.
	first := regexp.MustCompile(`/employer/stages/nb/([0-9a-f-]{36})/swap`).FindStringSubmatch(member.get("/employer/stages/nb").Body)
	if first == nil {
		t.Fatal("the stages of the template have no names of their own")
	}
	if a := member.post("/employer/stages/nb/"+first[1], url.Values{"name": {"Innboks"}, "mails": {"on"}}); a.Code != 303 || r.pipeline()[0].Name != "Innboks" {
		t.Fatalf("change: %d %s", a.Code, a.text())
	}
	if a := member.post("/employer/stages/nb", url.Values{"name": {"Referanser"}, "kind": {"interview"}, "days": {"3"}}); a.Code != 303 {
		t.Fatalf("template: %d %s", a.Code, a.text())
	}
	if s := r.stage("Referanser"); s.Days != 3 || s.Mails {
		t.Errorf("%+v", s)
	}
	if a := r.as("rival").get("/employer/stages/nb"); strings.Contains(a.Body, "Referanser") {
		t.Error("another employer's template")
	}
	r.add("Bare her", application.Review, false)
	if a := member.post("/employer/stages/nb", url.Values{"name": {"Senere"}, "kind": {"review"}}); a.Code != 303 {
		t.Fatal(a.Code)
	}
	if n := len(r.pipeline()); n != 6 {
		t.Errorf("a job that has begun has %d stages", n)
	}
}

// Somebody moved it meanwhile: a conflict in words, and nothing is lost.
func TestCollision(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		r.apply(r.filled("kari@example.org"), "", nil)
		r.work()
		v, p := r.ids()[0], r.pipeline()
		form := url.Values{"to": {p[1].ID.String()}, "from": {p[0].ID.String()}}
		if a := r.colleague().post(ofApplication+v+"/move", form); a.Code != 303 {
			t.Fatal(a.Code)
		}
		form.Set("to", p[2].ID.String())
		for _, part := range []string{"", "on"} {
			form.Set("part", part)
			if a := r.as("member").post(ofApplication+v+"/move", form); a.Code != 409 || !strings.Contains(a.text(), "flyttet søknaden til Vurderes") {
				t.Errorf("collision: %d %s", a.Code, a.text())
			}
		}
		if a := r.as("member").get(r.table() + "?state=" + p[1].ID.String()); !strings.Contains(a.Body, v) {
			t.Error("the colleague's move is lost")
		}
		form.Set("from", p[1].ID.String())
		r.Clock.Move(time.Second)
		if a := r.as("member").post(ofApplication+v+"/move", form); a.Code != 200 || !strings.Contains(a.Body, "data-undo") {
			t.Errorf("from where it stands: %d", a.Code)
		}
	})
}

// A stage without a letter is silent, and its move can be undone as long as any other.
func TestSilentMove(t *testing.T) {
	r := newRig(t, testbed.New(t, store.SQLite, serverRooms()))
	r.apply(r.filled("kari@example.org"), "", nil)
	r.work()
	v, s := r.ids()[0], r.add("Ringes", application.Review, false)
	move := func() string {
		r.as("member").post(ofApplication+v+"/move", url.Values{"to": {s.ID.String()}})
		return regexp.MustCompile(`name="move" value="([^"]+)"`).FindStringSubmatch(r.as("member").get(ofApplication + v).Body)[1]
	}
	m := move()
	if a := r.as("member").post(ofApplication+v+"/undo", url.Values{"move": {m}}); a.Code != 303 {
		t.Errorf("undo: %d", a.Code)
	}
	r.Clock.Move(time.Second)
	m = move()
	r.Clock.Move(16 * time.Second)
	if got := r.work(); len(got) != 0 {
		t.Errorf("letters: %v", subjects(got))
	}
	if a := r.as("member").post(ofApplication+v+"/undo", url.Values{"move": {m}}); a.Code != 409 {
		t.Errorf("undo too late: %d", a.Code)
	}
}

// Unread is what the member has not opened, whoever else has.
func TestUnread(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		for i := range 2 {
			r.apply(r.filled(fmt.Sprintf("p%d@example.org", i)), "", nil)
		}
		all := r.ids()
		r.as("member").get(ofApplication + all[0])
		r.colleague().get(ofApplication + all[1])
		for who, unread := range map[string]string{"member": all[1], "colleague": all[0]} {
			for _, view := range []string{"", "&view=board"} {
				a := r.as(who).get(r.table() + "?unread=on" + view)
				if strings.Count(a.Body, `id="a-`) != 1 || !strings.Contains(a.Body, `id="a-`+unread) {
					t.Errorf("%s%s: %d cards", who, view, strings.Count(a.Body, `id="a-`))
				}
			}
		}
	})
}

// A filter is its member's own, and holds no name that was looked for.
func TestSavedFilter(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		r := newRig(t, b)
		member := r.as("member")
		form := url.Values{"title": {"Gode og uleste"}, "least": {"4"}, "unread": {"on"}, "name": {"Kari"}, "next": {r.table()}}
		if a := member.post("/employer/filters", form); a.location() != r.table() {
			t.Fatalf("save: %d %s", a.Code, a.text())
		}
		all, keys, err := r.House.Filters(t.Context(), r.assess())
		if err != nil || len(all) != 1 || all[0].Least != 40 || !all[0].Unread || !keys || strings.Contains(fmt.Sprint(all), "Kari") {
			t.Fatalf("%+v %v", all, err)
		}
		if a := member.get(r.table()); !strings.Contains(a.text(), "Gode og uleste") {
			t.Error("not in the list")
		}
		other := r.colleague()
		if a := other.get("/employer/filters"); strings.Contains(a.Body, "Gode") {
			t.Error("a colleague sees it")
		}
		if a := other.post("/employer/filters/"+all[0].ID.String()+"/forget", nil); a.Code != 404 {
			t.Errorf("a colleague forgets it: %d", a.Code)
		}
		if a := member.post("/employer/filters", url.Values{"title": {" "}, "unread": {"on"}}); a.Code != 422 {
			t.Errorf("without a title: %d", a.Code)
		}
		if a := member.post("/employer/filters", url.Values{"title": {"x"}, "next": {"//evil.example/"}}); a.location() != "/employer/filters" {
			t.Errorf("next: %s", a.location())
		}
		member.post("/employer/shortcuts", nil)
		if _, keys, _ = r.House.Filters(t.Context(), r.assess()); keys || strings.Contains(member.get(r.table()).Body, `data-shortcuts="on"`) {
			t.Error("the keys are still on")
		}
	})
}

// The timeline says who did what, out of what is stored; each member's reading is one line a day.
func TestTimeline(t *testing.T) {
	r := newRig(t, testbed.New(t, store.SQLite, serverRooms()))
	r.apply(r.filled("kari@example.org"), "", nil)
	r.work()
	v, member := r.ids()[0], r.as("member")
	var id application.ID
	r.must(id.UnmarshalText([]byte(v)))
	for range 3 {
		member.get(ofApplication + v)
	}
	member.post(ofApplication+v+"/note", url.Values{"score": {"4"}})
	member.post(ofApplication+v+"/move", url.Values{"to": {"review"}})
	r.Clock.Move(time.Minute)
	r.work()
	member.get(ofApplication + v + "/contact")
	past, err := r.House.Timeline(t.Context(), r.assess(), id)
	r.must(err)
	all, n := past.Happenings, map[string]int{}
	for i, h := range all {
		n[h.What]++
		if i > 0 && h.At.After(all[i-1].At) {
			t.Errorf("not the newest first: %+v", all)
		}
	}
	want := map[string]int{application.HappenedSent: 1, application.HappenedReceipt: 1, application.HappenedOpened: 1, application.HappenedNote: 1,
		application.HappenedMoved: 1, application.HappenedLetter: 1, application.HappenedContact: 1}
	if fmt.Sprint(n) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", n, want)
	}
	if a := member.get(ofApplication + v + "/timeline"); a.Code != 200 || !strings.Contains(a.text(), "Flyttet til Vurderes") {
		t.Errorf("page: %d %s", a.Code, a.text())
	}
	stranger := r.Grant(r.rival, access.OfEmployer(r.rival.Employer), privacy.Assess)
	if _, err := r.House.Timeline(t.Context(), stranger, id); !fault.Is(err, fault.NotFound) {
		t.Errorf("another employer: %v", err)
	}
}
