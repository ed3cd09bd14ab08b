package application

import (
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

type (
	notificationNoun struct{}
	settingNoun      struct{}
	batchNoun        struct{}
)

// Topic is what a member is told about by mail.
type Topic string

// The topics.
const (
	TopicReview  Topic = "review"  // asked to look at an application
	TopicMention Topic = "mention" // named in a note
	TopicTodo    Topic = "todo"    // something is due today
	TopicSilence Topic = "silence" // an applicant has heard nothing for long
	TopicMessage Topic = "message" // an applicant has written
)

// Topics lists them in the order of the settings.
func Topics() []Topic {
	return []Topic{TopicReview, TopicMention, TopicMessage, TopicTodo, TopicSilence}
}

// Pace is how often a member wants mail about a topic.
type Pace string

// The paces.
const (
	AtOnce Pace = "now"
	Daily  Pace = "daily"
	Weekly Pace = "weekly"
	Never  Pace = "never"
)

// Paces lists them in the order of the form.
func Paces() []Pace { return []Pace{AtOnce, Daily, Weekly, Never} }

// ownPace is the pace of a topic for whoever has chosen none.
var ownPace = map[Topic]Pace{TopicReview: AtOnce, TopicMention: AtOnce, TopicMessage: AtOnce, TopicTodo: Daily, TopicSilence: Daily}

const (
	gatherFor  = 2 * time.Minute // what is asked in one go comes in one letter
	digestHour = 6               // UTC: morning in all five countries
)

// due is when the letter of a pace leaves.
func (p Pace) due(now time.Time) time.Time {
	at := time.Date(now.Year(), now.Month(), now.Day(), digestHour, 0, 0, 0, time.UTC)
	switch p {
	case AtOnce:
		return now.Add(gatherFor)
	case Weekly:
		for at.Weekday() != time.Monday || !at.After(now) {
			at = at.AddDate(0, 0, 1)
		}
	default:
		if !at.After(now) {
			at = at.AddDate(0, 0, 1)
		}
	}
	return at
}

// Notify is notify for what house message has to tell.
func Notify(w *store.Writer, to access.SubjectID, topic Topic, v ID) error {
	return notify(w, to, topic, v)
}

// notify notes in the caller's transaction what a member is to be told, at their pace. What waits for the same pace leaves in one letter.
func notify(w *store.Writer, to access.SubjectID, topic Topic, v ID) error {
	paces, err := pacesOf(w.Reader, to)
	if err != nil || paces[topic] == Never {
		return err
	}
	d, err := w.Dossier(memberOf(w.Grant(), to))
	if err != nil {
		return err
	}
	pace := paces[topic]
	err = w.Must("application.addNotification", store.Args{"id": id.New[notificationNoun](w.Now()), "subject_id": to, "dossier_id": d, "application_id": v,
		"kind": string(topic), "pace": string(pace), "now": w.Now()})
	if err != nil {
		return err
	}
	return digest(w, to, pace, pace.due(w.Now()))
}

func digest(w *store.Writer, to access.SubjectID, pace Pace, at time.Time) error {
	return mail.Enqueue(w, mail.Post{Kind: LetterDigest, Subject: to, Once: to.String() + "/" + string(pace), At: at,
		Args: map[string]string{"pace": string(pace), "batch": id.New[batchNoun](w.Now()).String()}})
}

func memberOf(g privacy.Grant, s access.SubjectID) store.Of {
	return store.Of{Subject: s, Employer: g.Scope().Employer(), Class: privacy.ClassMember}
}

func pacesOf(r *store.Reader, who access.SubjectID) (map[Topic]Pace, error) {
	out := map[Topic]Pace{}
	for t, p := range ownPace {
		out[t] = p
	}
	_, err := store.List(r, "application.paces", store.Args{"subject_id": who}, func(row store.Row) (struct{}, error) {
		var topic, pace string
		err := row.Scan(&topic, &pace)
		out[Topic(topic)] = Pace(pace)
		return struct{}{}, err
	})
	return out, err
}

// NotificationPaces are the paces of the grant's member, by topic.
func (h *House) NotificationPaces(ctx context.Context, g privacy.Grant) (out map[Topic]Pace, err error) {
	if err := g.Require(access.ApplicationTodo); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { out, err = pacesOf(r, g.Actor().Subject); return err })
	return out, err
}

// SetNotificationPaces replaces them. What was noted before leaves at the pace it was noted for.
func (h *House) SetNotificationPaces(ctx context.Context, g privacy.Grant, paces map[Topic]Pace) error {
	if err := g.Require(access.ApplicationTodo); err != nil {
		return err
	}
	var f fault.Form
	for _, t := range Topics() {
		if !slices.Contains(Paces(), paces[t]) {
			f.Add(string(t), "form.choice")
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	who := g.Actor().Subject
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		d, err := w.Dossier(memberOf(g, who))
		if err != nil {
			return err
		}
		if _, err := w.Exec("application.dropPaces", store.Args{"subject_id": who}); err != nil {
			return err
		}
		for _, t := range Topics() {
			err := w.Must("application.addPace", store.Args{"id": id.New[settingNoun](w.Now()), "subject_id": who, "dossier_id": d, "kind": string(t),
				"pace": string(paces[t])})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// told is what one letter to a member tells: how many of each topic, and the latest application of it.
type told struct {
	count  int
	latest ID
}

// digestLetter tells a member everything that waits for its pace. It names no applicant. A second try tells the same.
func (h *House) digestLetter(l *letter) (mail.Letter, error) {
	batch, err := id.Parse[batchNoun](l.args["batch"])
	if err != nil {
		return mail.Letter{}, err
	}
	news, at := map[Topic]told{}, access.EmployerID{}
	err = l.run.DB.Write(l.run, l.run.Grant, func(w *store.Writer) error {
		if _, err := w.Exec("application.batchNotifications", store.Args{"pace": l.args["pace"], "batch_id": batch}); err != nil {
			return err
		}
		_, err := store.List(w.Reader, "application.batch", store.Args{"batch_id": batch}, func(row store.Row) (struct{}, error) {
			var topic string
			var v ID
			err := row.Scan(&topic, &v, &at)
			news[Topic(topic)] = told{news[Topic(topic)].count + 1, v}
			return struct{}{}, err
		})
		return err
	})
	if err == nil && len(news) == 0 {
		err = mail.ErrNobody
	}
	if err != nil {
		return mail.Letter{}, err
	}
	out, err := h.writeDigest(l, news)
	h.teamStops(l, &out, at, news)
	return out, err
}

func (h *House) writeDigest(l *letter, news map[Topic]told) (mail.Letter, error) {
	say := func(key string, args ...any) string { return l.words.Say("application.digest."+key, args...) }
	out := mail.Letter{To: l.to.Address, Language: l.words.Lang(), SiteName: l.place.Name, Subject: say("subject"),
		Greeting: l.words.Say("application.letter.greeting"), Why: say("why", "Site", l.place.Name)}
	first := Topic("")
	for _, t := range Topics() {
		if n := news[t].count; n > 0 {
			out.Paragraphs = append(out.Paragraphs, say(string(t), "Count", n))
			if first == "" {
				first = t
			}
		}
	}
	if len(news) == 1 {
		out.Subject = say(string(first)+".subject", "Count", news[first].count)
	}
	path, err := h.digestPath(l, first, news[first].latest)
	if err != nil {
		return out, err
	}
	out.Action = &mail.Action{Label: say(string(first) + ".action"), URL: l.place.URL + path}
	return out, nil
}

// digestPath is where the button of the letter leads. To reviews it is a link that opens a session for reviews alone.
func (h *House) digestPath(l *letter, first Topic, latest ID) (string, error) {
	switch first {
	case TopicReview:
		token, err := h.Accounts.NewLink(l.run, l.to.Account, account.Want{Kind: account.LinkReview, Persona: l.run.Task.Subject, Role: access.Reviewer})
		return "/review/" + token, err
	case TopicMention:
		return "/employer/applications/" + latest.String(), nil
	case TopicMessage:
		return "/employer/messages", nil
	case TopicTodo:
		return "/employer/todos", nil
	}
	return "/employer/jobs", nil
}

// resend enqueues the letters of what was noted while its letter was already being written.
func (h *House) resend(run *task.Run) error {
	type one struct {
		to   access.SubjectID
		pace Pace
	}
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		all, err := store.List(w.Reader, "application.stranded", store.Args{"now": w.Now().Add(-time.Hour), "day": w.Now().Add(-25 * time.Hour),
			"week": w.Now().Add(-8 * 24 * time.Hour)}, func(row store.Row) (o one, err error) {
			var pace string
			err = row.Scan(&o.to, &pace)
			o.pace = Pace(pace)
			return o, err
		})
		if err != nil {
			return err
		}
		for _, o := range all {
			if err := digest(w, o.to, o.pace, w.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}
