package consent

import (
	"crypto/sha256"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"encoding/hex"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

var (
	//go:embed schema.sql
	schema string
	//go:embed queries.sql
	queries string
	//go:embed footprint.txt
	footprint string
)

// Room is this room for the store.
func Room() store.Room {
	return store.Room{Name: "consent", Schema: schema, Queries: queries, Footprint: footprint}
}

const fieldBody privacy.FieldID = 201

type noun struct{}

// ID identifies an event.
type ID = id.ID[noun]

// Topic is what is agreed to. Its sentence stands in the catalogues under "consent.topic." and its name.
type Topic string

// The topics.
const (
	KeepForOtherJobs Topic = "keep-for-other-jobs" // an employer keeps an application beyond its own end, to ask about other jobs
	JobAlerts        Topic = "job-alerts"          // searches are kept, and what is new in them comes by mail
)

// BeFound lets verified employers find the person's card in people search. It is for no single employer.
const BeFound Topic = "be-found"

// BeProposed lets verified employers have the card compared with a job of theirs. It is for no single employer, and nothing without BeFound.
const BeProposed Topic = "be-proposed"

// topics holds, for each topic, the longest a consent runs before it is asked again.
var topics = map[Topic]privacy.Period{KeepForOtherJobs: {Months: 12}, JobAlerts: {Months: 12}, BeFound: {Months: 12}, BeProposed: {Months: 12}}

// Known reports whether t is declared.
func (t Topic) Known() bool { _, ok := topics[t]; return ok }

// Longest is the longest a consent runs before it is asked again.
func (t Topic) Longest() privacy.Period { return topics[t] }

// Shown is what the person saw when they decided.
type Shown struct {
	Wording  string // the sentence beside the box, word for word
	Language string
	Surface  string // the route of the page, such as /jobs/{id}/apply
	Notice   string // version of the privacy text that was linked
}

// Hash is the SHA-256 of the wording, by which equal wordings are known without showing them.
func (s Shown) Hash() string {
	sum := sha256.Sum256([]byte(s.Wording))
	return hex.EncodeToString(sum[:])
}

// Event is one decision.
type Event struct {
	ID       ID
	Employer access.EmployerID // for whom; zero for the operator
	Dossier  crypt.DossierID
	Topic    Topic
	Given    bool
	At       time.Time
	Until    time.Time // when a consent that was given runs out
	Shown    Shown
	sealed   store.Sealed
	about    crypt.DossierID // only of an event that is being written
}

// Give adds an event that a person agreed. A consent never outlives the longest time of its topic. About is the dossier that the topic
// speaks of, zero for a topic that speaks of none.
func Give(w *store.Writer, t Topic, whom access.EmployerID, about crypt.DossierID, s Shown) error {
	longest, ok := topics[t]
	if !ok || s.Wording == "" || s.Language == "" || s.Surface == "" {
		return fault.New(fault.Invalid, "consent.incomplete")
	}
	return put(w, Event{Topic: t, Employer: whom, about: about, Given: true, Until: longest.From(w.Now()), Shown: s})
}

// Withdraw adds an event that a person no longer agrees. It asks for no reason and is never refused.
func Withdraw(w *store.Writer, t Topic, whom access.EmployerID, s Shown) error {
	return put(w, Event{Topic: t, Employer: whom, Shown: s})
}

func put(w *store.Writer, e Event) error {
	d, err := w.Dossier(store.Of{Subject: w.Grant().Scope().Subject(), Class: privacy.ClassProof})
	if err != nil {
		return err
	}
	// Events have an order: the last one counts, so no two of a person share a millisecond.
	var newest time.Time
	if err := w.Get("consent.newest", store.Args{}, &newest); err != nil && !store.Missing(err) {
		return err
	}
	e.At = w.Now()
	if !e.At.After(newest) {
		e.At = newest.Add(time.Millisecond)
	}
	e.ID = id.New[noun](e.At)
	body, err := store.Seal(w, fieldBody, d, e.ID, e.Shown)
	if err != nil {
		return err
	}
	if err := w.StartClock(d, w.Now()); err != nil {
		return err
	}
	verb := "consent.withdrawn"
	if e.Given {
		verb = "consent.given"
	}
	w.Fact(verb, map[string]string{"consent": e.ID.String(), "subject": w.Grant().Scope().Subject().String()})
	if err := w.Must("consent.add", store.Args{"id": e.ID, "employer_id": e.Employer, "dossier_id": d, "about_id": e.about, "topic": string(e.Topic),
		"given": e.Given, "at": e.At, "until": e.Until, "body": body}); err != nil {
		return err
	}
	if err := settle(w, e.Topic, e.Employer); err != nil || e.Given {
		return err
	}
	return endLater(w, e.Topic, e.Employer)
}

// Holds reports whether the person agrees at a moment. It runs in the person's own scope or in the employer's.
func Holds(r *store.Reader, t Topic, of access.SubjectID, whom access.EmployerID, at time.Time) (bool, error) {
	name, args := store.Name("consent.last"), store.Args{"topic": string(t), "employer_id": whom.String()}
	if r.Grant().Scope().Kind() == access.ScopeEmployer {
		name, args = "consent.lastFor", store.Args{"topic": string(t), "subject_id": of}
	}
	return holds(r, name, args, at)
}

func holds(r *store.Reader, last store.Name, args store.Args, at time.Time) (bool, error) {
	var given bool
	var until time.Time
	err := r.Get(last, args, &given, &until)
	if store.Missing(err) {
		return false, nil
	}
	return err == nil && given && at.Before(until), err
}

// History lists every event of the person, oldest first, with the words they saw.
func History(r *store.Reader) ([]Event, error) {
	events, err := store.List(r, "consent.history", store.Args{}, scanEvent)
	if err != nil {
		return nil, err
	}
	for i, e := range events {
		p, err := store.Unseal[Shown](r, fieldBody, e.Dossier, e.ID, e.sealed)
		if err != nil {
			return nil, err
		}
		events[i].Shown = p.Reveal(r.Grant())
	}
	return events, nil
}

func scanEvent(row store.Row) (Event, error) {
	var e Event
	var topic string
	err := row.Scan(&e.ID, &e.Employer, &e.Dossier, &topic, &e.Given, &e.At, &e.Until, &e.sealed)
	e.Topic = Topic(topic)
	return e, err
}
