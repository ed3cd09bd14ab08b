package job

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job/intake"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
)

// Source is where a file comes from. Records are the same advertisement when site, source and the sender's own id are.
type Source struct {
	Name     string
	Site     site.ID
	Employer access.EmployerID // whose jobs they are; zero takes the employer that each record names
}

// Verdict is what became of a record.
type Verdict string

// The verdicts.
const (
	Taken     Verdict = "taken"
	Unchanged Verdict = "unchanged"
	Refused   Verdict = "refused"
)

// Line is what an import says of one record. ID is the sender's own, or "#" and the record's number in the file. Reason is the
// catalogue key of why it was refused, or of what a record that was taken still lacks.
type Line struct {
	Verdict Verdict
	ID      string
	Reason  string
}

// Intake takes advertisements from r, one transaction each, in the order of the file, and yields a line for each when it is durable.
// Killed at any point and run again it ends the same. An advertisement that is missing from a later file stays. An error that is no
// line (the database is away, the context ended) is yielded once and ends the import. The grant is Verv's own, in the scope of the
// operation.
func (h *House) Intake(ctx context.Context, g privacy.Grant, from Source, r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		if err := g.Require(access.JobIntake); err != nil {
			yield(Line{}, err)
			return
		}
		s, err := h.sites.ByID(ctx, from.Site)
		if err != nil {
			yield(Line{}, err)
			return
		}
		t := taker{h: h, ctx: ctx, g: g, from: from, site: s}
		for rec, bad := range intake.Read(r, intake.Options{Now: h.db.Now(), Zone: s.Location()}) {
			line, err := t.record(rec, bad)
			if err == nil {
				err = ctx.Err()
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// taker is one import on its way.
type taker struct {
	h    *House
	ctx  context.Context
	g    privacy.Grant
	from Source
	site site.Site
}

// record takes one record. A fault that speaks of the record is its line; any other error ends the import.
func (t taker) record(rec intake.Record, bad error) (Line, error) {
	line := Line{Verdict: Refused, ID: rec.Source}
	if line.ID == "" {
		line.ID = "#" + strconv.Itoa(rec.Number)
	}
	err := bad
	if bad == nil {
		err = t.h.db.Write(t.ctx, t.g, func(w *store.Writer) (err error) {
			line.Verdict, line.Reason, err = t.take(w, rec)
			return err
		})
	} else if fault.As(bad).Key == keyPast && rec.Source != "" {
		if closing := t.h.db.Write(t.ctx, t.g, func(w *store.Writer) error { return t.close(w, rec.Source) }); closing != nil {
			return Line{}, closing
		}
	}
	if err == nil {
		return line, nil
	}
	switch f := fault.As(err); f.Kind {
	case fault.Invalid, fault.Malformed, fault.TooLarge, fault.Conflict:
		line.Verdict, line.Reason = Refused, f.Key
		if len(f.Fields) > 0 {
			line.Reason = f.Fields[0].Key
		}
		return line, nil
	}
	return Line{}, fmt.Errorf("job: import of record %d: %w", rec.Number, err)
}

const keyPast = "job.intake.deadline.past"

// known is a record that was taken before.
type known struct {
	id     ID
	of     access.EmployerID
	hash   string
	state  State
	reason Reason
}

func (t taker) find(w *store.Writer, sourceID string) (known, error) {
	return store.One(w.Reader, "job.taken", store.Args{"site_id": t.site.ID, "source": t.from.Name, "source_id": sourceID},
		func(row store.Row) (known, error) {
			var k known
			var state, reason string
			err := row.Scan(&k.id, &k.of, &k.hash, &state, &reason)
			k.state, k.reason = State(state), Reason(reason)
			return k, err
		})
}

func (t taker) take(w *store.Writer, rec intake.Record) (Verdict, string, error) {
	was, err := t.find(w, rec.Source)
	missing := store.Missing(err)
	switch {
	case err != nil && !missing:
		return "", "", err
	case !missing && was.hash == t.hash(rec):
		return Unchanged, "", nil
	case !missing && was.state.Ended() && !May(was.state, was.reason, false, ActReopen):
		return Unchanged, "", nil // a member ended it: the file does not begin it again
	}
	of := was.of
	if missing {
		if of, err = t.employer(w, rec); err != nil {
			return "", "", err
		}
	}
	e, err := employer.Read(w.Reader, of)
	if err != nil {
		return "", "", err
	}
	c, lacks, err := t.content(rec, e)
	if err != nil {
		return "", "", err
	}
	return Taken, lacks, t.put(w, rec, was, e, c, lacks)
}

// hash is of what the record says and whose it is to be.
func (t taker) hash(rec intake.Record) string {
	return hex.EncodeToString(rec.Hash[:]) + t.from.Employer.String()
}

func (t taker) employer(w *store.Writer, rec intake.Record) (access.EmployerID, error) {
	if !t.from.Employer.IsZero() {
		return t.from.Employer, nil
	}
	n := employer.Named{Source: t.from.Name, Site: t.site.ID, Name: rec.Employer.Name, Number: rec.Employer.Number, Country: t.site.Country, Web: rec.Employer.URL}
	return t.h.employers.Match(w, n)
}

// content is what the record says, as this house keeps it. An employer that hires here has to state pay where the profile says so:
// such a job waits as a draft, and lacks says why. An employer that nobody has verified does not hire here; its advertisement is shown
// as it came, and its page says that pay is missing.
func (t taker) content(rec intake.Record, e employer.Employer) (c Content, lacks string, err error) {
	c = Content{Title: rec.Title, Text: rec.Description, Language: t.site.Language, Places: rec.Places, Remote: rec.Remote, RemoteFrom: rec.RemoteFrom,
		Employment: rec.Employment, Extent: rec.Extent, Pay: rec.Pay, Start: rec.Start.Day, Deadline: rec.Deadline.Day, AdURL: rec.URL}
	if tag, _, _ := strings.Cut(rec.Language, "-"); tag == "no" {
		c.Language = "nb"
	} else if locale.Known(tag) {
		c.Language = tag
	}
	here := !t.from.Employer.IsZero() || e.Verified()
	if !here && webAddress(rec.Apply) {
		c.ApplyURL = rec.Apply
	}
	if len([]rune(c.Pay.Text)) > payTextMax {
		c.Pay.Text = string([]rune(c.Pay.Text)[:payTextMax])
	}
	c = c.tidy()
	if len(c.Places) > placesMost {
		c.Places = c.Places[:placesMost]
	}
	if c.EndsAt, err = endOf(c.Deadline, t.site.Location()); err != nil {
		return c, "", fault.Wrap(err, fault.Invalid, "job.intake.date.invalid")
	}
	if !rec.Deadline.At.IsZero() {
		c.EndsAt = rec.Deadline.At.UTC().Truncate(time.Millisecond)
	}
	var f fault.Form
	if c.check(&f); f.Err() != nil {
		return c, "", f.Err()
	}
	if here && t.h.cfg.Rules.AsksPay(c) && !c.StatesPay() {
		lacks = "job.pay.missing"
	}
	return c, lacks, nil
}

func (t taker) put(w *store.Writer, rec intake.Record, was known, e employer.Employer, c Content, lacks string) error {
	args, err := c.args(e.Name)
	if err != nil {
		return err
	}
	state := Open
	switch {
	case was.state == Awaiting || was.state == Scheduled:
		state = was.state // a member has decided when it opens
	case lacks != "" && was.state != Open:
		state = Draft
	}
	now := w.Now()
	args["hash"], args["state"], args["now"], args["published_at"] = t.hash(rec), string(state), now, postedAt(rec, now, t.site.Location())
	if state != Open {
		args["published_at"] = nil
	}
	fresh := was.id.IsZero()
	if fresh {
		was.id = id.New[noun](now)
		args["employer_id"], args["site_id"], args["source"], args["source_id"] = e.ID, t.site.ID, t.from.Name, rec.Source
	}
	args["id"] = was.id
	fact, statement := FactChanged, store.Name("job.retake")
	if fresh {
		statement = "job.take"
	}
	if was.state != Open {
		fact = FactPublished
	}
	if state == Open && was.state != Open {
		if err := takePlace(w, e.ID); err != nil {
			return err // the sender's next file tries again
		}
	}
	if err := once(w, statement, args); err != nil {
		return err
	}
	if state == Open {
		w.Fact(fact, facts(Job{ID: was.id, Employer: e.ID}))
		j := Job{ID: was.id, Employer: e.ID, EmployerName: e.Name, EmployerWeb: e.Web, EmployerVerified: e.Verified(), Content: c}
		if err := t.h.look(w, looked{job: j, taken: true}); err != nil {
			return err
		}
	}
	return t.places(w, was.id, e.ID, c.Places)
}

func (t taker) places(w *store.Writer, j ID, of access.EmployerID, places []Place) error {
	if _, err := w.Exec("job.leavePlaces", store.Args{"job_id": j}); err != nil {
		return err
	}
	for i, p := range places {
		args := placeArgs(j, i, p)
		args["employer_id"] = of
		if err := w.Must("job.takePlace", args); err != nil {
			return err
		}
	}
	return nil
}

// close ends a job whose sender now gives a deadline that has passed.
func (t taker) close(w *store.Writer, sourceID string) error {
	was, err := t.find(w, sourceID)
	if store.Missing(err) || err == nil && was.state != Open {
		return nil
	}
	if err != nil {
		return err
	}
	w.Fact(FactClosed, facts(Job{ID: was.id, Employer: was.of}))
	_, err = w.Exec("job.takeClose", store.Args{"id": was.id, "now": w.Now()})
	return err
}

// postedAt is when the sender published the advertisement, never after now: a list in which a date of next year stands on top for
// a year serves nobody.
func postedAt(rec intake.Record, now time.Time, zone *time.Location) time.Time {
	at := rec.Posted.At
	if at.IsZero() && rec.Posted.Day != "" {
		if day, err := time.ParseInLocation(time.DateOnly, rec.Posted.Day, zone); err == nil {
			at = day
		}
	}
	if at.IsZero() || at.After(now) {
		return now
	}
	return at.UTC().Truncate(time.Millisecond)
}
