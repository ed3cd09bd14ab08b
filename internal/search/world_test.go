package search_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/candidate"
	"verv/internal/consent"
	"verv/internal/cv"
	"verv/internal/cv/jsoncv"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// world is a house with two employers that search and people who want to be found.
type world struct {
	*whole.House
	one, two       access.EmployerID
	first, second  whole.Person // who search for one and for two
	owner, officer whole.Person
	job            job.ID
	cvs            map[access.SubjectID]cv.ID
}

func worlds(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	whole.Engines(t, func(t *testing.T, h *whole.House) { fn(t, newWorld(t, h)) })
}

func sqlite(t *testing.T) *world {
	t.Helper()
	return newWorld(t, whole.New(t, store.SQLite))
}

func newWorld(t testing.TB, h *whole.House) *world {
	t.Helper()
	h.T = t
	w := &world{House: h, cvs: map[access.SubjectID]cv.ID{}}
	w.one, w.two = h.AddEmployer("Nordkyst sykehus HF", "974760673"), h.AddEmployer("Solvik kommune", "889640782")
	w.first = h.AddPerson("Rita", "rita@nordkyst.example", access.Member, w.one, access.Recruiter)
	w.owner = h.AddPerson("Odd", "odd@nordkyst.example", access.Member, w.one, access.Owner)
	w.second = h.AddPerson("Sol", "sol@solvik.example", access.Member, w.two, access.Recruiter)
	w.officer = h.AddPerson("Pål", "pal@drift.example", access.Officer, access.EmployerID{}, access.NoRole)
	w.advertise()
	return w
}

// advertise opens a job whose words people have as well: what is suggested comes from advertisements alone.
func (w *world) advertise() {
	w.T.Helper()
	g := w.member(w.owner, privacy.Recruit)
	j, err := w.Jobs.Create(w.T.Context(), g, w.Site.ID, job.Content{Title: "Zebrapasser", Language: "nb", Text: "Vi ser etter deg som vil passe zebraer og sykepleiere i nord.",
		Places: []job.Place{{Town: "Tromsø", Postcode: "9008", Country: "NO"}}, Deadline: "2027-02-01", Employment: []job.Employment{intake.Permanent}, Pay: job.Pay{Text: "etter tariff"}, Steps: []job.Step{{Name: "Samtale"}}, Decides: "avdelingsleder"})
	w.Must(err)
	v, err := w.Jobs.Of(w.T.Context(), g, j)
	w.Must(err)
	w.Must(w.Jobs.Publish(w.T.Context(), g, j, v.Version))
	w.job = j
}

func (w *world) member(p whole.Person, why privacy.Purpose) privacy.Grant {
	w.T.Helper()
	return w.Grant(p.Actor, access.OfEmployer(p.Actor.Employer), why)
}

func (w *world) own(p whole.Person, why privacy.Purpose) privacy.Grant {
	w.T.Helper()
	return w.Grant(p.Actor, access.OfSubject(p.Actor.Subject), why)
}

// person is somebody with a profile and a CV: role and skill are what is searched.
func (w *world) person(name, role, skill, employer string) whole.Person {
	w.T.Helper()
	p := w.AddPerson(name, strings.ToLower(name)+"@gmail.com", access.Candidate, access.EmployerID{}, access.NoRole)
	w.Must(w.Candidates.Change(w.T.Context(), w.own(p, privacy.Profile), candidate.Profile{Name: name + " Etternavn", Headline: role, Phone: "+47 900 11 222", Place: "Tromsø"}))
	c := jsoncv.CV{}
	c.Basics.Name = name + " Etternavn"
	c.Work = []jsoncv.Work{{Role: role, Employer: employer}}
	c.Skills = []jsoncv.Skill{{Name: skill}}
	c.Languages = []jsoncv.Language{{Name: "Norsk"}}
	var doc bytes.Buffer
	w.Must(jsoncv.Write(&doc, c))
	v, err := w.CVs.Upload(w.T.Context(), w.own(p, privacy.Profile), "nb", &doc)
	w.Must(err)
	w.cvs[p.Actor.Subject] = v
	return p
}

var shown = consent.Shown{Wording: "Ja", Language: "nb", Surface: "/profile/visibility"}

func (w *world) show(p whole.Person, v search.Visibility) {
	w.T.Helper()
	w.Must(w.Search.Show(w.T.Context(), w.own(p, privacy.Profile), w.own(p, privacy.Correspond), v, w.cvs[p.Actor.Subject], shown))
}

func (w *world) hide(p whole.Person) {
	w.T.Helper()
	w.Must(w.Search.Hide(w.T.Context(), w.own(p, privacy.Profile), shown))
}

func (w *world) shut(p whole.Person, typed string) {
	w.T.Helper()
	w.Must(w.Search.Shut(w.T.Context(), w.own(p, privacy.Profile), typed))
}

func (w *world) unshut(p whole.Person, typed string) {
	w.T.Helper()
	b, err := search.ParseBlock(typed)
	w.Must(err)
	w.Must(w.Search.Unshut(w.T.Context(), w.own(p, privacy.Profile), b))
}

func (w *world) find(p whole.Person, words string) (search.Found, error) {
	return w.Search.Search(w.T.Context(), w.member(p, privacy.Find), search.Wanted{Words: words, Lang: "nb"})
}

// found is how many a search finds.
func (w *world) found(p whole.Person, words string) int {
	w.T.Helper()
	f, err := w.find(p, words)
	w.Must(err)
	if len(f.Cards) != min(f.Total, search.PageSize) {
		w.T.Errorf("%d cards of %d", len(f.Cards), f.Total)
	}
	return f.Total
}

// asked are the pages of a member that could tell of somebody.
var asked = []string{"", "q=zebra", "q=zebrapasser&sort=relevance", "q=zebbra", "q=zebr*", "q=strikking", "skill=strikking", "language=no&experience=0", "near=Troms%C3%B8&km=50",
	"q=-sykepleier", "place=NO%3A55", "after=x"}

// pages are the answers of all of them, one after the other, with what a word is completed to.
func (w *world) pages(b *whole.Browser) string {
	w.T.Helper()
	var out strings.Builder
	for _, q := range asked {
		out.Write(b.Get(search.PathPeople + "?" + q).Body)
	}
	for _, begun := range []string{"ze", "lege+zebrap", "sy", "str"} {
		out.Write(b.Get(search.PathPeople + "/words?q=" + begun).Body)
	}
	return out.String()
}

// apart shows where two texts part.
func apart(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	cut := func(s string) string { return s[max(0, n-200):min(len(s), n+200)] }
	return cut(a) + "\n---\n" + cut(b)
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}
