package application

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
)

// A digest can be stopped from itself: by a link for each topic, and by one for all of them that a mail program uses by itself (RFC 8058). Whoever
// holds such a link can stop mail about its topics, and nothing else.

const (
	ownStopPath  = "/notifications/stop/"
	teamStopPath = "/notifications/stop/team/"
)

// stopToken is what proves that a link was made here: whose mail, within what, about which topics.
func (h *House) stopToken(label string, of, topics []string) string {
	text := strings.Join(append(slices.Clone(of), strings.Join(topics, "-")), ".")
	code := h.Keys.Root().MAC(label, []byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(code[:18])
}

// stopped opens a token that names so many things before its topics.
func (h *House) stopped(label, token string, things int) (of, topics []string, err error) {
	parts := strings.Split(token, ".")
	if len(parts) == things+2 {
		of, topics = parts[:things], strings.Split(parts[things], "-")
	}
	if len(topics) == 0 || !crypt.Equal(h.stopToken(label, of, topics), token) {
		return nil, nil, fault.New(fault.NotFound, "fault.notfound")
	}
	return of, topics, nil
}

// reached is g within a person who still gets mail: whoever erased themselves gets none.
func (h *House) reached(ctx context.Context, g privacy.Grant, subject string) (privacy.Grant, error) {
	none := fault.New(fault.NotFound, "fault.notfound")
	var who access.SubjectID
	if who.UnmarshalText([]byte(subject)) != nil || who.IsZero() {
		return g, none
	}
	gs, err := g.Within(access.OfSubject(who))
	if err != nil {
		return g, err
	}
	if there, err := h.known(ctx, gs); err != nil || !there {
		return g, none
	}
	return gs, nil
}

const ownStop, teamStop = "application-stop/1", "application-stop-team/1"

// stops puts under a digest how to stop such mail. Link makes the address for topics, and word names one.
func stops(out *mail.Letter, topics []string, link func(...string) string, word func(string) string) {
	for _, t := range topics {
		out.Stops = append(out.Stops, mail.Action{Label: word(t), URL: link(t)})
	}
	out.Unsubscribe = link(topics...)
}

// ownStops does so for a person.
func (h *House) ownStops(l *letter, out *mail.Letter, topics map[OwnTopic]bool) {
	var all []string
	for _, t := range OwnTopics() {
		if topics[t] {
			all = append(all, string(t))
		}
	}
	stops(out, all, func(topics ...string) string {
		return l.place.URL + ownStopPath + h.stopToken(ownStop, []string{l.run.Task.Subject.String()}, topics)
	}, func(topic string) string { return l.words.Say("application.stop." + topic) })
}

// ownStopped opens the token of a person: about what, and a grant within them.
func (h *House) ownStopped(ctx context.Context, g privacy.Grant, token string) (topics []OwnTopic, gs privacy.Grant, err error) {
	of, names, err := h.stopped(ownStop, token, 1)
	if err != nil {
		return nil, g, err
	}
	for _, n := range names {
		topics = append(topics, OwnTopic(n))
	}
	gs, err = h.reached(ctx, g, of[0])
	return topics, gs, err
}

// Stop stops mail to a person about the topics of a token.
func (h *House) Stop(ctx context.Context, g privacy.Grant, token string) ([]OwnTopic, error) {
	topics, gs, err := h.ownStopped(ctx, g, token)
	if err != nil {
		return nil, err
	}
	paces := map[OwnTopic]Pace{}
	for _, t := range topics {
		paces[t] = Never
	}
	return topics, h.db.Write(ctx, gs, func(w *store.Writer) error { return setOwnPaces(w, paces) })
}

// teamStops does so for a member.
func (h *House) teamStops(l *letter, out *mail.Letter, employer access.EmployerID, news map[Topic]told) {
	var all []string
	for _, t := range Topics() {
		if news[t].count > 0 {
			all = append(all, string(t))
		}
	}
	stops(out, all, func(topics ...string) string {
		return l.place.URL + teamStopPath + h.stopToken(teamStop, []string{l.run.Task.Subject.String(), employer.String()}, topics)
	}, func(topic string) string {
		return l.words.Say("application.stop.team", "Topic", l.words.Say("application.pace.short."+topic))
	})
}

// teamStopped opens the token of a member: about what, at which employer, and a grant within them.
func (h *House) teamStopped(ctx context.Context, g privacy.Grant, token string) (topics []Topic, e access.EmployerID, gs privacy.Grant, err error) {
	of, names, err := h.stopped(teamStop, token, 2)
	if err != nil {
		return nil, e, g, err
	}
	for _, n := range names {
		topics = append(topics, Topic(n))
	}
	if e.UnmarshalText([]byte(of[1])) != nil {
		return nil, e, g, fault.New(fault.NotFound, "fault.notfound")
	}
	if gs, err = h.reached(ctx, g, of[0]); err != nil {
		return nil, e, g, err
	}
	err = h.db.Read(ctx, gs, func(r *store.Reader) error {
		var works int
		return r.Get("application.works", store.Args{"employer_id": e}, &works) // whoever left gets none
	})
	return topics, e, gs, err
}

// StopTeam stops mail to a member about the topics of a token.
func (h *House) StopTeam(ctx context.Context, g privacy.Grant, token string) ([]Topic, error) {
	topics, e, gs, err := h.teamStopped(ctx, g, token)
	if err != nil {
		return nil, err
	}
	return topics, h.db.Write(ctx, gs, func(w *store.Writer) error {
		d, err := w.Dossier(store.Of{Subject: gs.Scope().Subject(), Employer: e, Class: privacy.ClassMember})
		if err != nil {
			return err
		}
		for _, t := range topics {
			err := w.Must("application.stopPace", store.Args{"id": id.New[settingNoun](w.Now()), "employer_id": e, "dossier_id": d, "kind": string(t), "pace": string(Never)})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
