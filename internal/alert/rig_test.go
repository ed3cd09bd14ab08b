package alert_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/alert"
	"verv/internal/consent"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// rig is a house with one employer whose owner publishes jobs.
type rig struct {
	*whole.House
	owner privacy.Grant
	named map[string]job.ID
}

func newRig(t *testing.T, h *whole.House) *rig {
	t.Helper()
	h.T = t
	r := &rig{House: h, named: map[string]job.ID{}}
	e := h.AddEmployer("Nordkyst Drift AS", "974760673")
	owner := h.AddPerson("Ola Berg", "ola@nordkyst.example", access.Member, e, access.Owner)
	r.owner = h.Grant(owner.Actor, access.OfEmployer(e), privacy.Recruit)
	h.Must(h.Tasks.Plant(t.Context()))
	r.settle()
	return r
}

// publish opens a job.
func (r *rig) publish(title string, change ...func(*job.Content)) job.ID {
	r.T.Helper()
	r.Clock.Move(time.Second)
	c := job.Content{Title: title, Language: "nb", Text: "Vi ser etter deg som vil arbeide hos oss i nord.", Places: []job.Place{{Town: "Tromsø", Postcode: "9008", Country: "NO"}},
		Deadline: r.Clock.Now().AddDate(0, 4, 0).Format(time.DateOnly), Employment: []job.Employment{intake.Permanent}, Pay: job.Pay{Text: "etter tariff"}, Steps: []job.Step{{Name: "Samtale"}},
		Decides: "avdelingsleder"}
	for _, fn := range change {
		fn(&c)
	}
	j, err := r.Jobs.Create(r.T.Context(), r.owner, r.Site.ID, c)
	r.Must(err)
	r.Must(r.Jobs.Publish(r.T.Context(), r.owner, j, r.version(j)))
	r.named[title] = j
	return j
}

func (r *rig) version(j job.ID) int {
	r.T.Helper()
	v, err := r.Jobs.Of(r.T.Context(), r.owner, j)
	r.Must(err)
	return v.Version
}

// seeker is a candidate with grants.
type seeker struct {
	whole.Person
	alerts, account, rights privacy.Grant
}

func (r *rig) seeker(name string) seeker {
	r.T.Helper()
	p := r.AddPerson(name, name+"@post.example", access.Candidate, access.EmployerID{}, access.NoRole)
	r.Run() // the copy of the address
	grant := func(why privacy.Purpose) privacy.Grant {
		return r.Grant(p.Actor, access.OfSubject(p.Actor.Subject), why)
	}
	return seeker{p, grant(privacy.Alert), grant(privacy.Account), grant(privacy.Rights)}
}

var yes = alert.Agreed{Box: true, Wording: "Send meg nye jobber på e-post.", Language: "nb"}

var shownAs = consent.Shown{Wording: "Stopp og slett", Language: "nb", Surface: "/alerts"}

// saves makes an alert.
func (r *rig) saves(s seeker, pace alert.Pace, query string) alert.ID {
	r.T.Helper()
	q, err := url.ParseQuery(query)
	r.Must(err)
	v, err := r.Alerts.Make(r.T.Context(), s.alerts, s.account, r.Site.ID, alert.Wish{Search: alert.Canonical(q), Pace: pace}, yes)
	r.Must(err)
	return v
}

// settle runs what is due and what becomes due by it, for some minutes.
func (r *rig) settle() {
	r.T.Helper()
	for range 4 {
		r.Run()
		r.Clock.Move(time.Minute)
	}
}

// morning goes to five past seven in Oslo on the next day of winter, and lets everything happen.
func (r *rig) morning() {
	r.T.Helper()
	day := r.Clock.Now()
	at := time.Date(day.Year(), day.Month(), day.Day(), 6, 5, 0, 0, time.UTC)
	if !at.After(day) {
		at = at.AddDate(0, 0, 1)
	}
	r.Clock.Set(at)
	r.settle()
}

// letter is what came, and all of it with its foot and headers.
type letter struct {
	mail.Message
	raw string
}

// got takes the digests that came to somebody since the last time.
func (r *rig) got(address string) (out []letter) {
	r.T.Helper()
	for _, m := range r.Mail.To(address) {
		l, err := mail.Parse(m.Raw)
		r.Must(err)
		if raw := strings.NewReplacer("=\r\n", "", "=3D", "=").Replace(string(m.Raw)); strings.Contains(raw, "/alert/stop/") {
			out = append(out, letter{l, raw})
		}
	}
	r.Mail.Clear()
	return out
}

// titles are the jobs of a letter by name.
func (r *rig) titles(l letter) (out []string) {
	for title, j := range r.named {
		if n := strings.Count(l.Text, "/jobs/"+j.String()); n > 0 {
			out = append(out, title)
			if n > 1 {
				r.T.Errorf("%s is in one letter %d times", title, n)
			}
		}
	}
	return out
}

// alone fails unless exactly one letter came with exactly these jobs; none where no job is named.
func (r *rig) alone(s seeker, titles ...string) {
	r.T.Helper()
	list := r.got(s.Address)
	if len(titles) == 0 {
		if len(list) > 0 {
			r.T.Errorf("%d letters that should not be: %s", len(list), list[0].Text)
		}
		return
	}
	if len(list) != 1 {
		r.T.Fatalf("%d letters, want one with %v", len(list), titles)
	}
	got := r.titles(list[0])
	if len(got) != len(titles) {
		r.T.Errorf("the letter has %v, want %v", got, titles)
	}
	for _, want := range titles {
		if !strings.Contains(strings.Join(got, "\n"), want) {
			r.T.Errorf("the letter has %v, want %v", got, titles)
		}
	}
}

func sqlite(t *testing.T) *rig {
	t.Helper()
	return newRig(t, whole.New(t, store.SQLite))
}
