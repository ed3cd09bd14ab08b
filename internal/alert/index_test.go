package alert_test

import (
	"fmt"
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"verv/internal/access"
	"verv/internal/alert"
	"verv/internal/consent"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// what the searches and the advertisements of the made world are drawn from.
var (
	trades = []string{"Sykepleier", "Tømrer", "Lærer i norsk", "Sjåfør", "Systemutvikler", "Renholder"}
	towns  = []job.Place{{Town: "Tromsø", Postcode: "9008", Country: "NO"}, {Town: "Oslo", Postcode: "0150", Country: "NO"}, {Town: "Uppsala", Country: "SE"}}
	asked  = map[string][]string{"q": {"sykepleier", "tømrer OR lærer", "norsk -sykepleier", `"lærer i norsk"`, "sjå*", "lege"}, "place": {"Tromsø", "osl", "Sverige"},
		"kind": {"permanent", "temporary"}, "remote": {"onsite", "remote"}, "extent": {"full", "part"}, "language": {"nb", "sv"}, "region": {"Tromsø"}, "within": {"50"}}
)

// The alert of a search is the search: for every pair of a search and an open job, a new job is said to concern an alert exactly when the list
// of the same address has it.
func TestPercolationIsSearch(t *testing.T) {
	r := sqlite(t)
	var jobs []job.ID
	for i, trade := range trades {
		jobs = append(jobs, r.publish(fmt.Sprintf("%s %d", trade, i), func(c *job.Content) {
			c.Places = []job.Place{towns[i%len(towns)]}
			c.Language = []string{"nb", "sv", "nb"}[i%3]
			c.Remote = []job.Remote{"", intake.Fully, intake.Hybrid}[i%3]
			c.Employment = []job.Employment{intake.Permanent, intake.Temporary}[i%2 : i%2+1]
		}))
	}
	s := r.seeker("alle")
	public := r.Grant(access.Anyone(), access.Public(), privacy.Publish)
	pairs, found := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		q := url.Values{}
		for name, values := range asked {
			if rapid.IntRange(0, 3).Draw(rt, name) == 0 {
				q[name] = []string{rapid.SampledFrom(values).Draw(rt, "value of "+name)}
			}
		}
		v := r.saves(s, alert.AtOnce, q.Encode())
		list, err := r.Jobs.Search(t.Context(), public, r.Site.ID, job.ReadFilter(q))
		if err != nil {
			rt.Fatal(err)
		}
		hits := map[job.ID]bool{}
		for _, e := range list.Jobs {
			hits[e.ID] = true
		}
		for _, j := range jobs {
			concerned, err := r.Alerts.Concerned(t.Context(), j)
			if err != nil {
				rt.Fatal(err)
			}
			pairs++
			if _, said := concerned[v]; said != hits[j] {
				rt.Fatalf("%s: the alert says %v of a job, the list %v", q.Encode(), said, hits[j])
			}
			if hits[j] {
				found++
			}
		}
		if err := r.Alerts.Delete(t.Context(), s.alerts, v, shownAs); err != nil {
			rt.Fatal(err)
		}
		r.Run()
	})
	if found < pairs/50 || found == pairs {
		t.Errorf("%d of %d pairs are found: the world says nothing", found, pairs)
	}
	show.Show(t, "alert.exact", "alert-forgets-its-site")
}

// What tells at once tells within minutes, by whichever process looks; nothing else wakes it.
func TestAtOnce(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		r := newRig(t, h)
		s := r.seeker("rask")
		v := r.saves(s, alert.AtOnce, "q=sykepleier")
		r.publish("Tømrer")
		r.publish("Sykepleier")
		r.settle()
		r.alone(s, "Sykepleier")
		r.Must(r.Alerts.Pause(t.Context(), s.alerts, v))
		r.publish("Sykepleier i pausen")
		r.settle()
		r.alone(s)
		r.Must(r.Alerts.Continue(t.Context(), s.alerts, s.account, v))
		r.Restart()
		r.publish("Sykepleier etter omstart")
		r.settle()
		r.alone(s, "Sykepleier etter omstart")
	})
}

// It does so ten times a day; what comes after waits for the morning.
func TestTenLettersADay(t *testing.T) {
	r := sqlite(t)
	s := r.seeker("rask")
	r.saves(s, alert.AtOnce, "q=sykepleier")
	for i := range 10 {
		title := fmt.Sprintf("Sykepleier nummer %d", i)
		r.publish(title)
		r.settle()
		r.alone(s, title)
	}
	r.publish("Sykepleier nummer elleve")
	r.publish("Sykepleier nummer tolv")
	r.settle()
	r.alone(s)
	r.morning()
	r.alone(s, "Sykepleier nummer elleve", "Sykepleier nummer tolv")
	show.Show(t, "alert.once", "no-end-of-letters")
}

// What another process did is known when its facts are heard.
func TestAnotherNode(t *testing.T) {
	r := sqlite(t)
	s := r.seeker("annen")
	j := r.publish("Sykepleier")
	if found, err := r.Alerts.Concerned(t.Context(), j); err != nil || len(found) != 0 {
		t.Fatalf("%v, %v", found, err)
	}
	v := r.saves(s, alert.AtOnce, "q=sykepleier")
	check := func(when string, want bool) {
		t.Helper()
		found, err := r.Alerts.Concerned(t.Context(), j)
		if _, said := found[v]; err != nil || said != want {
			t.Errorf("%s: %v, %v", when, found, err)
		}
	}
	check("made", true)
	r.Must(r.Rights.Withdraw(t.Context(), s.rights, consent.JobAlerts, access.EmployerID{}, shownAs))
	check("withdrawn", false)
	r.Alerts.Hear([]store.Fact{{Kind: "site.changed"}})
	check("read anew", false)
	r.settle()
	v = r.saves(s, alert.AtOnce, "q=sykepleier")
	check("again", true)
	operator := r.Verv(access.Operation(), privacy.Operate)
	r.Must(r.Sites.Switch(t.Context(), operator, r.Site.ID, true))
	check("the site is off", false)
	r.publish("Sykepleier på en side som er av")
	r.morning()
	r.alone(s)
	r.Must(r.Sites.Switch(t.Context(), operator, r.Site.ID, false))
	check("the site is on", true)
	e := r.Verv(access.OfSubject(s.Actor.Subject), privacy.Rights)
	_, err := r.Ledger.EraseWhole(t.Context(), e, "asked")
	r.Must(err)
	check("erased", false)
}
