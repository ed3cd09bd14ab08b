package alert_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/alert"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// until goes on week by week: a clock that jumps further is not believed.
func (r *rig) until(at time.Time) {
	r.T.Helper()
	for r.Clock.Now().Add(6 * 24 * time.Hour).Before(at) {
		r.Clock.Move(6 * 24 * time.Hour)
		r.settle()
	}
	r.Clock.Set(at)
	r.settle()
}

// text is the newest letter to somebody that has a word in it.
func (r *rig) text(address, word string) string {
	r.T.Helper()
	for _, m := range r.Mail.To(address) {
		l, err := mail.Parse(m.Raw)
		r.Must(err)
		if strings.Contains(l.Text, word) {
			return l.Text
		}
	}
	return ""
}

// Alerts end twelve months after the last yes. The person is asked a month before, a yes by the letter's button gives twelve months more, and
// silence ends them, with a letter that says so.
func TestKeep(t *testing.T) {
	r := sqlite(t)
	s, silent := r.seeker("ja"), r.seeker("taus")
	made := r.Clock.Now()
	r.saves(s, alert.Daily, "q=sykepleier")
	r.saves(silent, alert.Daily, "q=sykepleier")
	year := privacy.Period{Months: 12}.From(made)
	r.until(year.AddDate(0, 0, -32))
	if got := r.text(s.Address, "/alert/keep/"); got != "" {
		t.Errorf("asked too early: %s", got)
	}
	r.until(year.AddDate(0, 0, -29))
	_, rest, ok := strings.Cut(r.text(s.Address, "/alert/keep/"), r.URL)
	if !ok {
		t.Fatal("nobody is asked")
	}
	path := strings.Fields(rest)[0]
	b := r.Browser()
	if b.Get(path); b.Status != http.StatusOK {
		t.Fatalf("the link: %d", b.Status)
	}
	due := func(s seeker) time.Time {
		m, err := r.Alerts.List(t.Context(), s.alerts)
		r.Must(err)
		return m.Until
	}
	if got := due(s); got.After(year.Add(time.Hour)) {
		t.Errorf("opening the link alone renewed it, until %s", got)
	}
	if b.Post(path, nil); b.Status != http.StatusOK || due(s).Before(year.AddDate(0, 10, 0)) {
		t.Errorf("the yes: %d, until %s", b.Status, due(s))
	}
	r.Mail.Clear()
	r.until(year.AddDate(0, 0, 1))
	if got := r.text(silent.Address, "slettet de lagrede søkene"); got == "" {
		t.Error("nobody is told of the end")
	}
	if got := r.text(s.Address, "slettet de lagrede søkene"); got != "" {
		t.Error("whoever said yes is told of an end")
	}
	if m, err := r.Alerts.List(t.Context(), silent.alerts); err != nil || len(m.Alerts) != 0 {
		t.Errorf("silence renews: %v %v", m, err)
	}
	r.publish("Sykepleier etter et år")
	r.Mail.Clear()
	r.morning()
	r.alone(silent)
	r.publish("Sykepleier til den som sa ja")
	r.morning()
	r.alone(s, "Sykepleier til den som sa ja")
}

// The store itself refuses what rests on consent: written or read, in the person's scope or in Verv's, without a live event it stays shut.
func TestStoreAsksForConsent(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		r := newRig(t, h)
		s := r.seeker("ingen")
		type noun struct{}
		row := id.New[noun](r.Clock.Now())
		var d crypt.DossierID
		seal := func() error {
			return r.DB.Write(t.Context(), s.alerts, func(w *store.Writer) (err error) {
				if d, err = w.Dossier(store.Of{Subject: s.Actor.Subject, Class: privacy.ClassAlert, Thing: row.String()}); err != nil {
					return err
				}
				_, err = store.Seal(w, 1401, d, row, "søk")
				return err
			})
		}
		if err := seal(); !fault.Is(err, fault.Withheld) {
			t.Errorf("written without consent: %v", err)
		}
		v := r.saves(s, alert.AtOnce, "q=sykepleier")
		if err := seal(); err != nil {
			t.Errorf("the control: %v", err)
		}
		read := func(g privacy.Grant, mine bool) error {
			return r.DB.Read(t.Context(), g, func(tx *store.Reader) error {
				var sealed store.Sealed
				var err error
				if mine {
					err = tx.Get("alert.all", store.Args{}, &row, &d, new(string), new(time.Time), new(string), new(time.Time), new(time.Time), new(time.Time), new(time.Time),
						new(string), new(time.Time), new(time.Time), new(int), &sealed)
				} else {
					err = tx.Get("alert.live", store.Args{"after": "", "most": 1}, &row, new(string), &d, new(string), &sealed)
				}
				if err != nil {
					return err
				}
				_, err = store.Unseal[struct{ Search string }](tx, 1401, d, row, sealed)
				return err
			})
		}
		verv := r.Verv(access.Operation(), privacy.Alert)
		for name, g := range map[string]privacy.Grant{"own": s.alerts, "Verv": verv} {
			if err := read(g, name == "own"); err != nil {
				t.Errorf("%s, while it stands: %v", name, err)
			}
		}
		r.Clock.Set(privacy.Period{Months: 12}.From(r.Clock.Now())) // it has run out, and the sweep has not come by
		for name, g := range map[string]privacy.Grant{"own": s.alerts, "Verv": verv} {
			if err := read(g, name == "own"); !fault.Is(err, fault.Withheld) {
				t.Errorf("%s, after it ran out: %v", name, err)
			}
		}
		if err := read(s.rights, true); err != nil {
			t.Errorf("the person's own copy needs no consent: %v", err)
		}
		show.Show(t, "consent.required", "consent-not-asked")
		_ = v
	})
}

// A letter that the server did not take is written again: the same jobs, without those that closed, and nothing twice.
func TestTriedAgain(t *testing.T) {
	r := sqlite(t)
	s := r.seeker("treg")
	r.saves(s, alert.Daily, "q=sykepleier")
	r.publish("Sykepleier en")
	shut := r.publish("Sykepleier to")
	r.Mail.Refuse = func(string) error { return errors.New("later") }
	r.morning()
	r.Must(r.Jobs.Close(t.Context(), r.owner, shut, r.version(shut), job.Filled))
	r.publish("Sykepleier tre")
	r.Mail.Refuse = nil
	for range 40 {
		r.settle()
	}
	r.alone(s, "Sykepleier en")
	r.morning()
	r.alone(s, "Sykepleier tre")
	r.Mail.Refuse = func(string) error { return errors.New("later") }
	for _, title := range []string{"Sykepleier fire", "Sykepleier fem"} { // the server is away for two mornings
		r.publish(title)
		r.morning()
	}
	r.Mail.Refuse = nil
	r.Clock.Move(8 * time.Hour)
	r.settle()
	var all []string
	for _, l := range r.got(s.Address) {
		all = append(all, r.titles(l)...)
	}
	if slices.Sort(all); !slices.Equal(all, []string{"Sykepleier fem", "Sykepleier fire"}) {
		t.Errorf("after two mornings without a mail server: %v", all)
	}
	show.Show(t, "alert.once", "second-try-moves-on")
}

// Twenty alerts a person, twenty jobs a letter, with a link to all of them.
func TestCaps(t *testing.T) {
	r := sqlite(t)
	s := r.seeker("mange")
	for i := range 20 {
		r.saves(s, alert.Daily, fmt.Sprintf("q=sykepleier+%d", i))
	}
	_, err := r.Alerts.Make(t.Context(), s.alerts, s.account, r.Site.ID, alert.Wish{Search: "q=en+til", Pace: alert.Daily}, yes)
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("the twenty-first: %v", err)
	}
	m, err := r.Alerts.List(t.Context(), s.alerts)
	r.Must(err)
	for _, a := range m.Alerts {
		if a.Search != "q=sykepleier+0" {
			r.Must(r.Alerts.Delete(t.Context(), s.alerts, a.ID, shownAs))
		}
	}
	for i := range 23 {
		r.publish(fmt.Sprintf("Sykepleier 0 vakt %d", i))
	}
	r.morning()
	list := r.got(s.Address)
	if len(list) != 1 || len(r.titles(list[0])) != 20 || !strings.Contains(list[0].Text, "Alle 23 nye") || !strings.Contains(list[0].Text, "/jobs?q=sykepleier+0") {
		t.Errorf("%d letters: %v", len(list), list)
	}
	for name, v := range map[string]alert.Wish{"pace": {Pace: "hourly"}, "name": {Pace: alert.Daily, Name: strings.Repeat("ø", 81)}} {
		if _, err := r.Alerts.Make(t.Context(), s.alerts, s.account, r.Site.ID, v, yes); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := r.Alerts.Make(t.Context(), s.alerts, s.account, r.Site.ID, alert.Wish{Pace: alert.Daily}, alert.Agreed{Wording: yes.Wording, Language: "nb"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("without the box: %v", err)
	}
}
