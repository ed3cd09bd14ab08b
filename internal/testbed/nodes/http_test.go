package nodes_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/testbed"
	"verv/internal/testbed/whole"
)

// short reports whether the small numbers are wanted: make test. Make nodes sets VERV_NODES=long.
func short() bool { return os.Getenv("VERV_NODES") != "long" }

func times(few, many int) int {
	if short() {
		return few
	}
	return many
}

// TestHTTP: two real processes of verv serve behind one address.
func TestHTTP(t *testing.T) {
	w := newTown(t)
	e := w.AddEmployer("Nordkyst sykehus HF", "974760673")
	owner := w.AddPerson("Ola Berg", "ola.berg@nordkyst.example", access.Member, e, access.Owner)
	for _, c := range []struct {
		name string
		ask  func(t *testing.T)
	}{
		{"session", func(t *testing.T) { w.session(t, owner) }},
		{"seen", func(t *testing.T) { w.seen(t, owner) }},
		{"mail", func(t *testing.T) { w.mail(t, e) }},
		{"kill", func(t *testing.T) { w.killed(t, owner) }},
		{"cluster", w.sameCluster},
	} {
		t.Run("postgres/"+c.name, func(t *testing.T) {
			w.T = t // what fails now fails this test and not the whole
			c.ask(t)
		})
	}
}

// session: made on one node it is valid on the other, and revoked on one it is refused on the other at the very next request.
func (w *town) session(t *testing.T, who whole.Person) {
	at := []string{w.a.url, w.b.url}
	for round := range times(2, 20) {
		here, there := at[round%2], at[(round+1)%2]
		one, two := w.enter(t, here, who), w.enter(t, there, who)
		for _, node := range at {
			if !one.inside(t, node) || !two.inside(t, node) {
				t.Fatal("a session is not valid on both nodes")
			}
			if newVisitor(t).inside(t, node) {
				t.Fatal("a stranger is inside")
			}
		}
		one.post(t, here+"/account/sessions/others", nil)
		if two.inside(t, there) || two.inside(t, here) {
			t.Fatal("a session that was revoked on one node is valid on the other")
		}
		if !one.inside(t, there) {
			t.Fatal("the session that revoked is gone too")
		}
		three := w.enter(t, there, who)
		if !three.inside(t, here) {
			t.Fatal("a session is not valid on both nodes")
		}
		three.post(t, here+"/account/logout", nil)
		if three.inside(t, there) {
			t.Fatal("who logged out on one node is inside on the other")
		}
	}
	t.Logf("%d sessions each valid on both nodes, %d revoked and %d logged out on one and refused on the other at once", times(6, 60), times(2, 20), times(2, 20))
	show.Show(t, "account.sessions", "session-kept-in-memory")
}

// bound is the time within which one node sees what another did.
const bound = 2 * time.Second

// until asks again and again until it is answered, and gives how long that took since a moment.
func until(t *testing.T, since time.Time, what string, seen func() bool) time.Duration {
	t.Helper()
	for !seen() {
		if time.Since(since) > 5*bound {
			t.Fatalf("%s is not seen on the other node", what)
		}
	}
	return time.Since(since)
}

// seen: what is made on one node is seen on the other within two seconds: a job, an application, and the name of the site, which each
// node keeps in memory.
func (w *town) seen(t *testing.T, who whole.Person) {
	longest := map[string]time.Duration{}
	at := []string{w.a.url, w.b.url}
	keep := func(what string, took time.Duration) { longest[what] = max(longest[what], took) }
	for round := range times(2, 20) {
		here, there := at[round%2], at[(round+1)%2]
		title := fmt.Sprintf("Sykepleier nummer %d", round)
		member := w.enter(t, here, who)
		j, version := w.draft(t, who, title)
		if strings.Contains(newVisitor(t).get(t, there+"/jobs").body, title) {
			t.Fatal("a draft is shown")
		}
		member.post(t, here+"/employer/jobs/"+j+"/publish", url.Values{"version": {fmt.Sprint(version)}})
		keep("job", until(t, time.Now(), "the job", func() bool { return strings.Contains(newVisitor(t).get(t, there+"/jobs").body, title) }))

		name := fmt.Sprintf("Kari Nummer %d", round)
		candidate := w.AddPerson(name, fmt.Sprintf("kari%d@fjord.example", round), access.Candidate, access.EmployerID{}, access.NoRole)
		since := w.enter(t, here, candidate).apply(t, here, j, name)
		keep("application", until(t, since, "the application", func() bool {
			r := member.get(t, there+"/employer/jobs/"+j+"/applications")
			if r.status != http.StatusOK {
				t.Fatalf("the table: %d", r.status)
			}
			return strings.Contains(r.body, name)
		}))
		keep("site", w.renamed(t, fmt.Sprintf("Fjordjobb %d", round), at))
	}
	t.Logf("seen on the other node at the latest after: job %v, application %v, new name of the site %v", longest["job"].Round(time.Millisecond),
		longest["application"].Round(time.Millisecond), longest["site"].Round(time.Millisecond))
	for what, took := range longest {
		if took > bound {
			t.Errorf("the %s was seen after %v", what, took)
		}
	}
}

// renamed gives the site another name in this process, which both nodes have to hear of.
func (w *town) renamed(t *testing.T, name string, at []string) (took time.Duration) {
	t.Helper()
	c := w.Site.Content
	c.Name = name
	w.Must(w.Sites.Change(t.Context(), w.Verv(access.Operation(), privacy.Operate), w.Site.ID, c))
	since := time.Now()
	for _, node := range at {
		took = max(took, until(t, since, "the new name", func() bool { return strings.Contains(newVisitor(t).get(t, node+"/jobs").body, name) }))
	}
	return took
}

// draft writes a job that only has to be published.
func (w *town) draft(t *testing.T, who whole.Person, title string) (id string, version int) {
	t.Helper()
	g := w.Grant(who.Actor, access.OfEmployer(who.Actor.Employer), privacy.Recruit)
	j, err := w.Jobs.Create(t.Context(), g, w.Site.ID, job.Content{Title: title, Language: "nb", Text: "Akuttmottaket tar imot 40 pasienter i døgnet.",
		Places: []job.Place{{Postcode: "9019", Town: "Tromsø", Country: "NO"}}, Deadline: time.Now().AddDate(0, 0, 30).Format(time.DateOnly),
		Employment: []job.Employment{intake.Permanent}, Pay: job.Pay{Min: 52_000_000, Max: 60_000_000, Currency: "NOK", Unit: intake.PerYear},
		Decides: "avdelingsleder"})
	w.Must(err)
	v, err := w.Jobs.Of(t.Context(), g, j)
	w.Must(err)
	return j.String(), v.Version
}

// sameCluster: a node whose keystore lies in the cluster of the data does not start.
func (w *town) sameCluster(t *testing.T) {
	keys, _ := testbed.NewDatabase(t, os.Getenv(testbed.EnvData))
	if said := w.refusal("serve", "VERV_KEYS_DSN="+keys); !strings.Contains(said, "system_identifier") {
		t.Errorf("refused for another reason: %s", said)
	}
	if r := newVisitor(t).get(t, w.proxy.URL+"/readyz"); r.status != http.StatusOK {
		t.Errorf("the nodes with two clusters: %d", r.status)
	}
	show.Show(t, "crypt.keys-apart", "keystore-beside-the-data")
}
