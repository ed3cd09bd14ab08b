package job_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/testbed"
)

func TestPublicPages(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{PayRequired: true})
		b := newBrowser(w)
		doc, _ := b.get("/", 200)
		if !strings.Contains(words(doc), "Det er ingen ledige jobber akkurat nå") {
			t.Error("an empty site does not say so")
		}
		c := good()
		c.Questions = []job.Question{{Kind: job.AskText, Label: "Hvorfor vil du ha jobben?"}}
		j := w.open(c)
		for _, target := range []string{"/", "/jobs", "/jobs?q=sykepleier&place=troms&kind=permanent"} {
			doc, _ := b.get(target, 200)
			for _, want := range []string{"Sykepleier, akuttmottak", "Nordkyst helseforetak", "560 000–640 000", "20. desember 2026", "1 ledig"} {
				if target == "/" && want == "1 ledig" {
					want = "1 jobb er ledig nå"
				}
				if !strings.Contains(strings.ReplaceAll(words(doc), "\u00a0", " "), want) {
					t.Errorf("%s lacks %q", target, want)
				}
			}
		}
		doc, _ = b.get("/jobs?q=astronaut&kind=nonsense", 200)
		if !strings.Contains(words(doc), "Prøv færre ord") || strings.Contains(words(doc), "Sykepleier") {
			t.Error("an empty list gives no advice")
		}
		got := b.ask("GET", "/jobs/"+j.String(), "", "")
		if got.Code != 303 || got.Header().Get("Location") != "/jobs/"+j.String()+"/sykepleier-akuttmottak" {
			t.Fatalf("%d %s", got.Code, got.Header().Get("Location"))
		}
		doc, raw := b.get("/jobs/"+j.String()+"/sykepleier-akuttmottak", 200)
		for _, want := range []string{"Søk senest 20. desember 2026", "Kr 560 000–640 000 per år", "Bare de hos Nordkyst helseforetak som arbeider med jobben, ser søknaden din.",
			"etter fristen senest 21. juni 2027", "Intervju", "Avdelingsleder", "Hvorfor vil du ha jobben?", "Bekreftet arbeidsgiver", "Søk på jobben", "80–100 %"} {
			if !strings.Contains(strings.ReplaceAll(words(doc), "\u00a0", " "), want) {
				t.Errorf("the advertisement lacks %q", want)
			}
		}
		if !strings.Contains(raw, `<link rel="canonical" href="https://nordlys.example/jobs/`+j.String()+`/sykepleier-akuttmottak"`) {
			t.Error("no canonical address")
		}
		b.get("/fi/jobs/"+j.String()+"/sykepleier-akuttmottak", 200)
		doc, _ = b.get("/employers/"+w.one.String(), 200)
		if s := words(doc); !strings.Contains(s, "Sykepleier, akuttmottak") || !strings.Contains(strings.ReplaceAll(s, "\u00a0", " "), "974 760 673") {
			t.Error("the employer's page lacks its job or number")
		}
		if s := b.ask("GET", "/sitemap.xml", "", "").Body.String(); strings.Count(s, "<loc>") != 2 || !strings.Contains(s, "/sitemaps/jobs-1.xml") {
			t.Errorf("sitemap: %s", s)
		}
		if s := b.ask("GET", "/sitemaps/jobs-1.xml", "", "").Body.String(); strings.Count(s, "<loc>") != 1 || !strings.Contains(s, j.String()) {
			t.Errorf("sitemap of jobs: %s", s)
		}
		for _, gone := range []string{"/jobs/" + w.draft(good()).String(), "/jobs/nonsense", "/jobs/0190b5e0-7b7a-7c3e-8c3e-0123456789ab", "/employers/" + j.String()} {
			b.get(gone, 404)
		}
		w.must(w.house.Close(t.Context(), w.as(w.one), j, 2, job.Filled))
		doc, raw = b.get("/jobs/"+j.String()+"/sykepleier-akuttmottak", 200)
		if strings.Contains(raw, "JobPosting") || !strings.Contains(words(doc), "ikke ledig lenger") || strings.Contains(raw, "/apply") {
			t.Error("a closed job can still be applied for")
		}
		bed.Clock.Move(31 * 24 * time.Hour)
		b.get("/jobs/"+j.String()+"/sykepleier-akuttmottak", 410)
	})
}

func TestJobPosting(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{})
		b := newBrowser(w)
		c := good()
		c.Title = `Kokk </script><script>alert(1)</script> & "co"`
		c.Remote = intake.Fully
		j := w.open(c)
		_, raw := b.get("/jobs/"+j.String()+"/"+job.Slug(c.Title), 200)
		_, rest, ok := strings.Cut(raw, `<script type="application/ld+json">`)
		text, _, _ := strings.Cut(rest, "</script>")
		var d map[string]any
		if err := json.Unmarshal([]byte(text), &d); err != nil || !ok {
			t.Fatalf("%v in %q", err, text)
		}
		at := func(path string) any {
			var v any = d
			for p := range strings.SplitSeq(path, ".") {
				if list, ok := v.([]any); ok {
					v = list[0]
				}
				m, _ := v.(map[string]any)
				v = m[p]
			}
			return v
		}
		for path, want := range map[string]any{
			"@type": "JobPosting", "title": c.Title, "description": "<p>Vi søker deg.</p>", "datePosted": "2026-11-23T08:00:00Z",
			"validThrough": "2026-12-20T22:59:59Z", "hiringOrganization.name": "Nordkyst helseforetak", "hiringOrganization.sameAs": "https://nordkyst.example",
			"jobLocation.address.streetAddress": "Sykehusvegen 38", "jobLocation.address.addressLocality": "Tromsø", "jobLocation.address.addressRegion": "Troms",
			"jobLocation.address.postalCode": "9019", "jobLocation.address.addressCountry": "NO", "jobLocationType": "TELECOMMUTE",
			"applicantLocationRequirements.name": "NO", "baseSalary.currency": "NOK", "baseSalary.value.minValue": 560000.0, "baseSalary.value.maxValue": 640000.0,
			"baseSalary.value.unitText": "YEAR", "identifier.value": j.String(), "directApply": true,
		} {
			if got := at(path); got != want {
				t.Errorf("%s is %v, not %v", path, got, want)
			}
		}
		if got := fmt.Sprint(at("employmentType")); got != "[FULL_TIME PART_TIME]" {
			t.Errorf("employmentType %s", got)
		}
		if n := strings.Count(raw, "<script>alert"); n != 0 {
			t.Errorf("%d scripts came through", n)
		}
		// What is written is read by the import of another installation.
		seen := 0
		for rec, err := range intake.Read(strings.NewReader(text), intake.Options{Now: bed.Clock.Now()}) {
			if seen++; err != nil || rec.Description != "<p>Vi søker deg.</p>" || rec.Pay != c.Pay || rec.Deadline.At.Unix() != c.EndsAt.Unix()-1 {
				t.Errorf("%+v, %v", rec, err)
			}
		}
		if seen != 1 {
			t.Errorf("%d records", seen)
		}
	})
}

// A member writes a job, asks a question, is stopped at the gate, publishes and closes, all by forms.
func TestMemberWrites(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{PayRequired: true})
		b := newBrowser(w).as("one")
		doc, _ := b.get("/employer/jobs", 200)
		if !strings.Contains(words(doc), "Dere har ingen jobber ennå") {
			t.Error("an empty list does not say so")
		}
		doc, _ = b.get("/employer/jobs/new", 200)
		form := inputs(doc, "/employer/jobs/new")
		_, doc = b.post("/employer/jobs/new", form, 422)
		if !strings.Contains(words(doc), "må fylles ut") {
			t.Error("a job without a title")
		}
		form.Set("title", "Formann <b>&</b>")
		form.Set("text", "## Om oss\n\n- en\n- to")
		form.Set("town", "Tromsø")
		form.Set("do", "add-place")
		_, doc = b.post("/employer/jobs/new", form, 200)
		form = inputs(doc, "/employer/jobs/new")
		form.Set("street-2", "Storgata 1")
		form.Set("postcode-2", "9510")
		form.Set("town-2", "Alta")
		form.Set("region-2", "Finnmark")
		form.Set("employment", "permanent")
		form.Set("paymin", "penger")
		_, doc = b.post("/employer/jobs/new", form, 422)
		if again := inputs(doc, "/employer/jobs/new"); again.Get("paymin") != "penger" || again.Get("title") != "Formann <b>&</b>" || again.Get("text") != form.Get("text") {
			t.Errorf("what was typed is lost: %v", again)
		}
		form.Set("paymin", "")
		got, _ := b.post("/employer/jobs/new", form, 303)
		at := got.Header().Get("Location")
		doc, _ = b.get(at, 200)
		for _, want := range []string{"Formann <b>&</b>", "Dette er et utkast", "«Formann» kan leses som bare ett kjønn", "9510 Alta, Finnmark", "Om oss"} {
			if !strings.Contains(words(doc), want) {
				t.Errorf("the preview lacks %q", want)
			}
		}
		_, doc = b.post(at+"/publish", inputs(doc, "/publish"), 422)
		if !strings.Contains(words(doc), "Skriv lønnen, eller tariffavtalen som bestemmer den") {
			t.Error("the gate does not say what is missing")
		}
		doc, _ = b.get(at+"/edit", 200)
		form = inputs(doc, "/edit")
		if form.Get("text") != "## Om oss\n\n- en\n- to" || form.Get("town-2") != "Alta" || form.Get("town") != "Tromsø" {
			t.Errorf("the form does not hold the job: %v", form)
		}
		b.finish(at, form)
	})
}

// finish gives the job its pay, asks questions, publishes and closes.
func (b *browser) finish(at string, form url.Values) {
	t := b.T
	t.Helper()
	form.Set("paymin", "245,50")
	form.Set("paymax", "1 300")
	form.Set("payunit", "hour")
	form.Set("step", "Intervju")
	form.Set("stepday", "2026-12-15")
	b.post(at+"/edit", form, 303)
	b.post(at+"/edit", form, 409) // an old version
	doc, _ := b.get(at+"/questions", 200)
	ask := inputs(doc, "/questions")
	ask.Set("label", "Hva er din nåværende lønn?")
	_, doc = b.post(at+"/questions", ask, 422)
	if !strings.Contains(words(doc), "Dere kan ikke spørre") {
		t.Error("pay history may be asked")
	}
	for _, label := range []string{"Første", "Andre"} {
		doc, _ = b.get(at+"/questions", 200)
		ask = inputs(doc, "/questions")
		ask.Set("label", label)
		b.post(at+"/questions", ask, 303)
	}
	doc, _ = b.get(at+"/questions", 200)
	b.post(at+"/questions/up", inputs(doc, "/up"), 303)
	doc, _ = b.get(at, 200)
	if s := words(doc); strings.Index(s, "Andre") > strings.Index(s, "Første") {
		t.Error("the question did not move up")
	}
	b.post(at+"/publish", inputs(doc, "/publish"), 303)
	doc, _ = b.get(at+"/close", 200)
	closing := inputs(doc, "/close")
	_, doc = b.post(at+"/close", closing, 422)
	closing.Set("reason", "filled")
	b.post(at+"/close", closing, 303)
	doc, _ = b.get("/employer", 200)
	if s := words(doc); !strings.Contains(s, "Besatt") {
		t.Errorf("the list does not say that it is filled: %s", s)
	}
	b.get(at+"/edit", 409)
}

// Another employer's owner gets not found on each member route, and nothing changes; one's own owner does not.
func TestStrangerOverHTTP(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{})
		b := newBrowser(w)
		j := w.draft(good())
		at := "/employer/jobs/" + j.String()
		stranger, reader := b.as("two"), b.as("reader")
		for _, p := range []string{"", "/edit", "/questions", "/close", "/discard"} {
			stranger.get(at+p, 404)
			if got := b.ask("GET", at+p, "", "").Code; got != 303 {
				t.Errorf("a visitor at %s: %d", p, got)
			}
		}
		form := url.Values{"version": {"1"}, "title": {"x"}, "label": {"x"}, "kind": {"text"}, "reason": {"filled"}, "question": {j.String()}}
		for _, p := range []string{"/edit", "/questions", "/questions/up", "/publish", "/close", "/discard"} {
			stranger.post(at+p, form, 404)
			reader.post(at+p, form, 404)
		}
		stranger.ask("PUT", "/api/employer/jobs/"+j.String(), "application/json", `{"version":1,"title":"x","language":"nb"}`)
		if v := w.of(j); v.Version != 1 || v.State != job.Draft {
			t.Errorf("a stranger changed something: %+v", v)
		}
		b.as("one").get(at, 200)
		reader.get(at, 200)
		b.as("one").post(at+"/publish", url.Values{"version": {"1"}}, 303)
	})
}

func TestAPI(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{PayRequired: true})
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
		d := do("POST", "/api/employer/jobs", `{"title":"Kokk","language":"nb","text":"Hei","employment":["permanent"],"places":[{"town":"Alta","country":"NO"}]}`, 200)
		at := "/api/employer/jobs/" + d.ID
		do("POST", at+"/publish", `{"version":1}`, 422)
		d = do("PUT", at, `{"version":1,"title":"Kokk","language":"nb","text":"Hei","employment":["permanent"],"places":[{"town":"Alta","country":"NO"}],"payText":"Riksavtalen"}`, 200)
		do("POST", at+"/publish", `{"version":2}`, 200)
		if d = do("GET", "/api/jobs/"+d.ID, "", 200); d.PayText != "Riksavtalen" || d.State != "open" {
			t.Errorf("%+v", d)
		}
		if got := b.ask("GET", "/api/jobs?q=kokk", "", "").Body.String(); !strings.Contains(got, `"total":1`) {
			t.Errorf("%s", got)
		}
		do("POST", at+"/close", `{"version":3,"reason":"deadline"}`, 422)
		do("POST", at+"/close", `{"version":3,"reason":"filled"}`, 200)
	})
}

// Hostile values in each parameter and field end in a page, never in markup or a failure of ours.
func TestHostileInput(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{})
		b := newBrowser(w).as("one")
		w.open(good())
		for _, s := range []string{`"><script>alert(1)</script>`, "' or 1=1 --", "\x00", "\u202e", strings.Repeat("x", 10000), "%", `\`, "{{.Name}}", "../../etc/passwd",
			"=cmd|' /C calc'!A0", "\r\nBcc: x@y.example", "\xff\xfe"} {
			for _, name := range []string{"q", "place", "kind", "remote", "page"} {
				got := b.ask("GET", "/jobs?"+url.Values{name: {s}}.Encode(), "", "")
				if got.Code != 200 || strings.Contains(got.Body.String(), "<script>alert") {
					t.Errorf("%s=%.20q: %d", name, s, got.Code)
				}
			}
			form := url.Values{}
			for _, name := range []string{"title", "text", "street", "town", "town-2", "town-20", "language", "country", "employment", "paymin", "paytext", "deadline", "step", "stepday", "stepby-3", "stepwho-10", "client", "decides", "extentmin", "version"} {
				form.Set(name, s)
			}
			got := b.ask("POST", "/employer/jobs/new", "application/x-www-form-urlencoded", form.Encode())
			if got.Code != 422 || strings.Contains(got.Body.String(), "<script>alert") {
				t.Errorf("%.20q: %d", s, got.Code)
			}
		}
	})
}

func TestEmployerPages(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{})
		b := newBrowser(w)
		g := w.Grant(access.Verv("test"), access.OfEmployer(w.one), "recruit")
		w.must(w.employers.Enrol(t.Context(), g, testbed.NewID[access.SubjectID](bed), access.AccountID{}, access.Owner, "Kari <i>Nordmann"))
		bed.Clock.Move(time.Second)
		owner := b.as("one")
		doc, _ := owner.get("/employer/team", 200)
		if !strings.Contains(words(doc), "Kari <i>Nordmann") {
			t.Error("the team lacks its owner")
		}
		form := inputs(doc, "/employer/team")
		form.Set("address", "no address")
		form.Set("name", "Ola")
		_, doc = owner.post("/employer/team", form, 422)
		if again := inputs(doc, "/employer/team"); again.Get("name") != "Ola" || again.Get("address") != "no address" {
			t.Errorf("what was typed is lost: %v", again)
		}
		form.Set("address", "ola@nordkyst.example")
		owner.post("/employer/team", form, 303)
		doc, _ = owner.get("/employer/team", 200)
		if !strings.Contains(words(doc), "har ikke svart ennå") {
			t.Error("the invitation is not shown")
		}
		doc, _ = b.as("two").get("/employer/team", 200)
		if strings.Contains(words(doc), "Kari") {
			t.Error("a stranger sees the team")
		}
		doc, _ = owner.get("/employer/profile", 200)
		form = inputs(doc, "/employer/profile")
		form.Set("web", "javascript:alert(1)")
		owner.post("/employer/profile", form, 422)
		form.Set("web", "nordkyst.example")
		form.Set("story", "Hei <script>x</script>")
		owner.post("/employer/profile", form, 303)
		team, err := w.employers.Members(t.Context(), w.as(w.one))
		w.must(err)
		for i, status := range []int{409, 303} { // the last owner stays; whoever was invited does not
			m := "/employer/team/" + team[i].ID.String()
			for _, p := range []string{"/role", "/remove"} {
				b.as("two").post(m+p, url.Values{"role": {"interviewer"}}, 404)
				owner.post(m+p, url.Values{"role": {"interviewer"}}, status)
			}
		}
	})
}

func TestOperatorPages(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, bed *testbed.Bed) {
		w := newWorld(t, bed, job.Rules{})
		b := newBrowser(w).as("operator")
		doc, _ := b.get("/operator/sites", 200)
		if !strings.Contains(words(doc), "nordlys.example") {
			t.Error("the list lacks the site")
		}
		doc, _ = b.get("/operator/sites/"+w.site.ID.String(), 200)
		form := inputs(doc, "/"+w.site.ID.String())
		form.Set("name", "Sørlys")
		form.Set("hosts", "nordlys.example sør lys")
		b.post("/operator/sites/"+w.site.ID.String(), form, 422)
		form.Set("hosts", "nordlys.example")
		b.post("/operator/sites/"+w.site.ID.String(), form, 303)
		if doc, _ = b.get("/", 200); !strings.Contains(words(doc), "Sørlys") {
			t.Error("the new name is not shown")
		}
		b.get("/operator/sites/new", 200)
		w.take("feed", posting("1", "One", "2026-12-01"), employer.ID{})
		doc, _ = b.get("/operator/employers/new", 200)
		form = inputs(doc, "/operator/employers/new")
		form.Set("name", "Havbris AS")
		form.Set("number", "974760674")
		b.post("/operator/employers/new", form, 422)
		b.as("one").get("/operator/employers/new", 404)
		b.as("one").get("/operator/sites", 404)
	})
}
