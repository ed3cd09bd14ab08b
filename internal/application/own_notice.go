package application

import (
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// OwnTopic is what the person of an application is told about by mail and may have told less often. What they must get is no topic: the receipt,
// a decision, and whatever is about their rights or their safety goes at once and always.
type OwnTopic string

// The topics.
const (
	OwnMessages  OwnTopic = "messages"  // the employer has written
	OwnStatus    OwnTopic = "status"    // the application is one step further
	OwnReminders OwnTopic = "reminders" // nothing is decided yet
)

// OwnTopics lists them in the order of the settings.
func OwnTopics() []OwnTopic { return []OwnTopic{OwnMessages, OwnStatus, OwnReminders} }

// LetterOwnDigest tells a person everything that waits for its pace.
const LetterOwnDigest = "application.owndigest"

func ownPaces(r *store.Reader) (map[OwnTopic]Pace, error) {
	out := map[OwnTopic]Pace{}
	for _, t := range OwnTopics() {
		out[t] = AtOnce
	}
	_, err := store.List(r, "application.ownPaces", store.Args{}, func(row store.Row) (struct{}, error) {
		var topic, pace string
		err := row.Scan(&topic, &pace)
		out[OwnTopic(topic)] = Pace(pace)
		return struct{}{}, err
	})
	return out, err
}

// OwnPaces are the paces of the grant's person, by topic.
func (h *House) OwnPaces(ctx context.Context, g privacy.Grant) (out map[OwnTopic]Pace, err error) {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { out, err = ownPaces(r); return err })
	return out, err
}

// SetOwnPaces replaces them. What was noted before leaves at the pace it was noted for.
func (h *House) SetOwnPaces(ctx context.Context, g privacy.Grant, paces map[OwnTopic]Pace) error {
	if err := g.Require(access.ApplicationOwn); err != nil {
		return err
	}
	var f fault.Form
	for _, t := range OwnTopics() {
		if !slices.Contains(Paces(), paces[t]) {
			f.Add(string(t), "form.choice")
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error { return setOwnPaces(w, paces) })
}

func setOwnPaces(w *store.Writer, paces map[OwnTopic]Pace) error {
	d, err := w.Dossier(store.Of{Subject: w.Grant().Scope().Subject(), Class: privacy.ClassSelf})
	if err != nil {
		return err
	}
	if err := w.StartClock(d, w.Now()); err != nil {
		return err
	}
	for t, p := range paces {
		if err := w.Must("application.setOwnPace", store.Args{"kind": string(t), "dossier_id": d, "pace": string(p)}); err != nil {
			return err
		}
	}
	return nil
}

// Gather is asked by a letter to the person of an application when it is about to be written: true says that it does not leave, because the person
// wants such mail less often or never. What is gathered leaves in one letter in the morning of the person's own zone. Asked twice for the same
// letter it notes it once.
func Gather(run *task.Run, topic OwnTopic, v ID, zone string) (gathered bool, err error) {
	err = run.DB.Write(run, run.Grant, func(w *store.Writer) error {
		paces, err := ownPaces(w.Reader)
		pace := paces[topic]
		if gathered = pace != AtOnce; err != nil || !gathered || pace == Never {
			return err
		}
		a, err := Locate(w.Reader, v)
		if err != nil {
			return err
		}
		note, err := id.Parse[notificationNoun](run.Task.ID.String())
		if err != nil {
			return err
		}
		err = w.Must("application.addOwnNotice", store.Args{"id": note, "employer_id": a.Employer, "dossier_id": a.dossier, "application_id": v, "kind": string(topic),
			"pace": string(pace), "now": w.Now()})
		if err != nil {
			return err
		}
		return ownDigest(w, a.Subject, pace, pace.morning(w.Now(), locale.Zone(zone)))
	})
	return gathered, err
}

func ownDigest(w *store.Writer, to access.SubjectID, pace Pace, at time.Time) error {
	return mail.Enqueue(w, mail.Post{Kind: LetterOwnDigest, Subject: to, Once: to.String() + "/" + string(pace), At: at,
		Args: map[string]string{"pace": string(pace), "batch": id.New[batchNoun](w.Now()).String()}})
}

// ownHour is when a digest leaves, on the person's own clock: nobody's telephone sounds at night.
const ownHour = 7

// morning is the next morning of a pace in a zone.
func (p Pace) morning(now time.Time, loc *time.Location) time.Time {
	here := now.In(loc)
	at := time.Date(here.Year(), here.Month(), here.Day(), ownHour, 0, 0, 0, loc)
	for !at.After(now) || p == Weekly && at.Weekday() != time.Monday {
		at = time.Date(at.Year(), at.Month(), at.Day()+1, ownHour, 0, 0, 0, loc)
	}
	return at.UTC()
}

// ownDigestLetter lists, with a link each, the applications about which something waits. A second try tells the same.
func (h *House) ownDigestLetter(l *letter) (mail.Letter, error) {
	batch, err := id.Parse[batchNoun](l.args["batch"])
	if err != nil {
		return mail.Letter{}, err
	}
	out := mail.Letter{To: l.to.Address, Language: l.words.Lang(), SiteName: l.place.Name, Subject: l.words.Say("application.owndigest.subject"),
		Greeting: l.words.Say("application.letter.greeting"), Why: l.words.Say("application.owndigest.why", "Site", l.place.Name)}
	topics := map[OwnTopic]bool{}
	err = l.run.DB.Write(l.run, l.run.Grant, func(w *store.Writer) error {
		if _, err := w.Exec("application.batchOwnNotices", store.Args{"pace": l.args["pace"], "batch_id": batch}); err != nil {
			return err
		}
		type one struct {
			of    ID
			topic OwnTopic
			n     int
		}
		all, err := store.List(w.Reader, "application.ownBatch", store.Args{"batch_id": batch}, func(row store.Row) (o one, err error) {
			var kind string
			err = row.Scan(&o.of, &kind, &o.n)
			o.topic = OwnTopic(kind)
			return o, err
		})
		if err != nil {
			return err
		}
		for _, o := range all {
			a, err := Locate(w.Reader, o.of)
			if store.Missing(err) || fault.Is(err, fault.NotFound) || fault.Is(err, fault.Locked) {
				continue // it was withdrawn, or it rests
			}
			if err != nil {
				return err
			}
			path := "/applications/" + o.of.String()
			if o.topic == OwnMessages {
				path += "/messages"
			}
			topics[o.topic] = true
			out.Links = append(out.Links, mail.Action{URL: l.place.URL + path,
				Label: l.words.Say("application.owndigest."+string(o.topic), "Count", o.n, "Job", a.JobTitle, "Employer", a.EmployerName)})
		}
		return nil
	})
	if err == nil && len(out.Links) == 0 {
		err = mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	out.Paragraphs = []string{l.words.Say("application.owndigest.text")}
	h.ownStops(l, &out, topics)
	return out, nil
}

// resendOwn enqueues the digests of what was noted while its letter was already being written.
func (h *House) resendOwn(run *task.Run) error {
	type one struct {
		to   access.SubjectID
		pace string
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		all, err := store.List(w.Reader, "application.strandedOwn", store.Args{"day": w.Now().Add(-26 * time.Hour), "week": w.Now().Add(-8 * 24 * time.Hour)},
			func(row store.Row) (o one, err error) {
				err = row.Scan(&o.to, &o.pace)
				return o, err
			})
		if err != nil {
			return err
		}
		for _, o := range all {
			if err := ownDigest(w, o.to, Pace(o.pace), w.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}
