package server_test

import (
	"bytes"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/alert"
	"verv/internal/candidate"
	"verv/internal/consent"
	"verv/internal/cv/jsoncv"
	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/ledger"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/search"
	"verv/internal/store"
	"verv/internal/testbed/trace"
	"verv/internal/testbed/whole"
)

// remembered is a house in which one person wants to be found and to be told of jobs, and what only they have.
type remembered struct {
	*whole.House
	person whole.Person
	member privacy.Grant
	browse *whole.Browser
	job    job.ID
	marks  [][]byte // words that only the person has, and their identifiers
}

const (
	markSkill  = "qzfleinmerket"
	markAlert  = "qzvarselmerket"
	markCareer = "qzyrkesmerket"
)

func remember(t *testing.T) *remembered {
	h := whole.New(t, store.SQLite)
	w := &remembered{House: h}
	ctx := t.Context()
	e := h.AddEmployer("Nordkyst sykehus HF", "974760673")
	owner, rita := h.AddPerson("Odd", "odd@nordkyst.example", access.Member, e, access.Owner), h.AddPerson("Rita", "rita@nordkyst.example", access.Member, e, access.Recruiter)
	w.member = h.Grant(rita.Actor, access.OfEmployer(e), privacy.Find)
	g := h.Grant(owner.Actor, access.OfEmployer(e), privacy.Recruit)
	var err error
	w.job, err = h.Jobs.Create(ctx, g, h.Site.ID, job.Content{Title: "Zebrapasser", Language: "nb", Text: "Vi ser etter deg som vil arbeide hos oss i nord.",
		Places: []job.Place{{Town: "Tromsø", Postcode: "9008", Country: "NO"}}, Deadline: "2027-02-01", Employment: []job.Employment{intake.Permanent}, Pay: job.Pay{Text: "etter tariff"},
		Steps: []job.Step{{Name: "Samtale"}}, Decides: "avdelingsleder"})
	h.Must(err)
	v, err := h.Jobs.Of(ctx, g, w.job)
	h.Must(err)
	h.Must(h.Jobs.Publish(ctx, g, w.job, v.Version))

	w.person = h.AddPerson("Xenia", "xenia@post.example", access.Candidate, access.EmployerID{}, access.NoRole)
	h.Must(h.Tasks.Plant(ctx))
	h.Run()
	own := func(why privacy.Purpose) privacy.Grant {
		return h.Grant(w.person.Actor, access.OfSubject(w.person.Actor.Subject), why)
	}
	h.Must(h.Candidates.Change(ctx, own(privacy.Profile), candidate.Profile{Name: "Xenia Etternavn", Headline: "Zebrapasser " + markCareer, Place: "Tromsø", Available: "2027-01-15"}))
	c := jsoncv.CV{}
	c.Work = []jsoncv.Work{{Role: "Zebrapasser", Employer: "Havna AS"}}
	c.Skills = []jsoncv.Skill{{Name: markSkill}}
	var doc bytes.Buffer
	h.Must(jsoncv.Write(&doc, c))
	cv, err := h.CVs.Upload(ctx, own(privacy.Profile), "nb", &doc)
	h.Must(err)
	h.Must(h.Search.Show(ctx, own(privacy.Profile), own(privacy.Correspond), search.Visible, cv, consent.Shown{Wording: "Ja", Language: "nb", Surface: search.PathVisibility}))
	a, err := h.Alerts.Make(ctx, own(privacy.Alert), own(privacy.Account), h.Site.ID, alert.Wish{Search: url.Values{"q": {"zebrapasser OR " + markAlert}}.Encode(), Pace: alert.AtOnce},
		alert.Agreed{Box: true, Wording: "Ja, send meg jobber.", Language: "nb"})
	h.Must(err)
	f, err := h.Search.Search(ctx, w.member, search.Wanted{})
	h.Must(err)
	w.marks = [][]byte{[]byte(markSkill), []byte(markAlert), []byte(markCareer), w.person.Actor.Subject.Bytes(), f.Cards[0].ID.Bytes(), a.Bytes()}
	w.browse = h.Enter(rita)
	return w
}

// tells are the places in which the running house tells of the person.
func (w *remembered) tells() (out []string) {
	w.T.Helper()
	ctx := w.T.Context()
	add := func(where string, told bool) {
		if told {
			out = append(out, where)
		}
	}
	f, err := w.Search.Search(ctx, w.member, search.Wanted{Words: markSkill, Lang: "nb"})
	w.Must(err)
	add("hit", f.Total > 0 || len(f.Cards) > 0)
	f, err = w.Search.Search(ctx, w.member, search.Wanted{Lang: "nb"})
	w.Must(err)
	for _, c := range f.Counts[query.Skill] {
		add("count", c.Value == markSkill)
	}
	words, err := w.Search.Suggest(ctx, w.member, "zebr", "nb")
	w.Must(err)
	add("suggestion", len(words) > 0)
	w.browse.Get(search.PathPeople + "?q=" + markSkill)
	add("highlight", strings.Contains(string(w.browse.Body), "<mark>"+markSkill))
	concerned, err := w.Alerts.Concerned(ctx, w.job)
	w.Must(err)
	add("alert", len(concerned) > 0)
	return out
}

// held are the places in the memory of the house that hold a mark of the person.
func (w *remembered) held() map[string]int { return trace.Marks(w.House.House, w.marks...) }

// TestErasureInMemory: after somebody erased themselves no hit, count, suggestion, highlight or alert tells of them, nothing that opens has a mark of
// them, and neither has the memory of the process; the same looks find all of it before.
func TestErasureInMemory(t *testing.T) {
	show.Show(t, "erasure.memory", "alert-stays-in-memory")
	w := remember(t)
	before := w.tells()
	if want := []string{"hit", "count", "suggestion", "highlight", "alert"}; !slices.Equal(before, want) {
		t.Fatalf("before, the house tells by %v, want %v", before, want)
	}
	inMemory := w.held()
	for _, part := range []string{".Search.people.index", ".Search.people.known", ".Alerts.index.alerts", ".Alerts.index.whose"} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(inMemory)), func(at string) bool { return strings.HasPrefix(at, part) }) {
			t.Errorf("before, the walk finds nothing at %s: %v", part, inMemory)
		}
	}
	words := w.marks[:3]
	if places := found(t, bed(w.House).Closure(files(w.House)), words); len(places) != len(words) {
		t.Errorf("before, what opens has %v", places)
	}
	_, err := w.Ledger.EraseWhole(t.Context(), w.Verv(access.OfSubject(w.person.Actor.Subject), privacy.Rights), ledger.Asked)
	w.Must(err)
	if inIndex := w.held(); slices.ContainsFunc(slices.Collect(maps.Keys(inIndex)), func(at string) bool { return strings.HasSuffix(at, ": text") }) {
		t.Errorf("while the erasure runs, memory still has words of the person: %v", inIndex)
	}
	for range 3 {
		w.Run()
		w.Clock.Move(time.Minute)
	}
	w.Clock.Move(9 * time.Hour) // the last letter goes as well
	for range 3 {
		w.Run()
		w.Clock.Move(time.Minute)
	}
	for _, where := range w.tells() {
		t.Errorf("after, the house tells by its %s", where)
	}
	for at, n := range w.held() {
		t.Errorf("after, memory has a mark at %s (%d)", at, n)
	}
	for m, places := range found(t, bed(w.House).Closure(files(w.House)), words) {
		t.Errorf("after, the mark %s opens in %v", m, places)
	}
}
