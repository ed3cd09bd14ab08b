package server_test

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/job"
	"verv/internal/mail"
	"verv/internal/privacy"
)

// report has somebody without an account report the job of employer one.
func (w *town) report() {
	w.T.Helper()
	var j job.ID
	w.Must(j.UnmarshalText([]byte(w.ids["job of one"])))
	token, err := w.Jobs.Report(w.T.Context(), w.Grant(access.Anyone(), access.Public(), privacy.Moderate), w.Site.ID, j, job.Reported{Reason: job.ReportScam,
		Text: "De ber om penger: " + mark("report of one"), Address: "xq@" + mark("reporter address") + ".example", Language: "nb", Client: netip.MustParseAddr("203.0.113.9")})
	w.Must(err)
	w.ids["report of one"] = token
	w.Run()
}

// Who moderates reads what was reported, and nobody else does; opening it leaves a record, and who reported stays shut.
func TestModeratorLeavesARecord(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		path := "/operator/moderation/" + w.ids["job of one"]
		before := dump(w.House)
		a := w.walkers[operator].get(path)
		if a.status != 200 || !bytes.Contains(a.body, []byte(mark("report of one"))) {
			t.Fatalf("the operator does not read the report: %d", a.status)
		}
		if bytes.Contains(a.body, []byte(mark("reporter address"))) {
			t.Error("the operator reads who reported")
		}
		if slices.Equal(before["access_record"], dump(w.House)["access_record"]) {
			t.Error("a report that was opened leaves no record")
		}
		for _, name := range []string{officer, anna, nobody, member("one", access.Owner)} {
			if a := w.walkers[name].get(path); bytes.Contains(a.body, []byte(mark("report of one"))) || got(a) == letIn {
				t.Errorf("%s opens the case: %d", name, a.status)
			}
		}
		if a := w.walkers[nobody].get("/reports/" + w.ids["report of one"]); a.status != 200 {
			t.Errorf("whoever reported does not find the report again: %d", a.status)
		}
		if w.letters(mark("reporter address")) == "" {
			t.Error("whoever gave an address has no receipt")
		}
	})
}

// A job that is taken down is gone everywhere, and everybody concerned is told: its team with the reasons, whoever reported, whoever applied.
func TestTakenDown(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		j := w.ids["job of one"]
		places := []string{"/jobs/" + j, "/api/jobs/" + j, "/jobs/" + j + "/apply", "/jobs/" + j + "/report"}
		lists := []string{"/", "/jobs", "/jobs?q=sykepleier", "/api/jobs", "/sitemaps/jobs-1.xml", "/employers/" + w.ids["employer one"]}
		shows := func(path string) bool {
			return bytes.Contains(w.walkers[nobody].get(path).body, []byte(j))
		}
		for _, p := range lists {
			if !shows(p) {
				t.Fatalf("positive control: %s does not show the job", p)
			}
		}
		b := w.walkers[operator]
		decide := func(ruling string) answer {
			t.Helper()
			for _, s := range b.get("/operator/moderation/" + j).sheets() {
				form := s.filled()
				if form.Has("version") {
					form.Set("ruling", ruling)
					form.Set("ground", "scam")
					form.Set("text", "Annonsen ber den som søker om å betale for opplæring.")
					return b.post("/operator/moderation/"+j, form)
				}
			}
			t.Fatal("no form to decide in")
			return answer{}
		}
		if a := decide("down"); a.status != 303 {
			t.Fatalf("%d", a.status)
		}
		w.Run()
		w.Must(w.Tasks.Plant(t.Context()))
		w.Clock.Move(time.Minute)
		w.Run()
		for _, p := range lists {
			if shows(p) {
				t.Errorf("%s still shows a job that was taken down", p)
			}
		}
		for _, p := range places {
			if a := w.walkers[nobody].get(p); a.status != 410 {
				t.Errorf("%s answers %d", p, a.status)
			}
		}
		page := w.walkers[member("one", access.Owner)].get("/employer/jobs/" + j)
		if !bytes.Contains(page.body, []byte("betale for opplæring")) || !bytes.Contains(page.body, []byte("/appeal")) {
			t.Error("the employer does not read the reasons, or cannot answer")
		}
		if a := w.walkers[member("one", access.Owner)].get("/employer/jobs/" + j + "/applications"); a.status != 200 || !bytes.Contains(a.body, []byte(w.ids["application of "+anna])) {
			t.Errorf("the applications are gone: %d", a.status)
		}
		w.toldOfTakedown(t)
		if a := decide("restore"); a.status != 303 {
			t.Fatalf("%d", a.status)
		}
		for _, p := range lists {
			if !shows(p) {
				t.Errorf("%s does not show the job again", p)
			}
		}
	})
}

func (w *town) toldOfTakedown(t *testing.T) {
	t.Helper()
	for who, want := range map[string]string{
		mark(member("one", access.Owner) + " address"):     "betale for opplæring",
		mark(member("one", access.Recruiter) + " address"): "betale for opplæring",
		mark("reporter address"):                           "er tatt ned",
		mark(anna + " address"):                            "Søknaden din er slik den var",
	} {
		if !strings.Contains(w.letters(who), want) {
			t.Errorf("the letter does not say %q: %.400s", want, w.letters(who))
		}
	}
	for _, who := range []string{member("one", access.Interviewer), member("two", access.Owner), bo} {
		if strings.Contains(w.letters(mark(who+" address")), "tatt ned") {
			t.Errorf("%s was told", who)
		}
	}
}

// letters are the texts of all letters to addresses that hold a mark.
func (w *town) letters(to string) string {
	var b strings.Builder
	for _, m := range w.Mail.Mails() {
		if strings.Contains(strings.ToLower(m.To), strings.ToLower(to)) {
			read, err := mail.Parse(m.Raw)
			w.Must(err)
			b.WriteString(read.Text + "\n")
		}
	}
	return b.String()
}
