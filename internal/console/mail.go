package console

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/mail"
	"verv/internal/mail/posture"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// TaskMail asks the name server once a day, and when an operator says so, how our own domains stand.
const TaskMail = "console.mail"

// Tasks are the tasks of this house.
func (h *House) Tasks() []task.Kind {
	return []task.Kind{{Name: TaskMail, Purpose: privacy.Operate, Every: 24 * time.Hour, Run: h.checkMail},
		{Name: TaskMeasure, Purpose: privacy.Operate, Every: 24 * time.Hour, Run: h.runMeasure}}
}

// Checked is what the name server said last.
type Checked struct {
	posture.Result
	At time.Time
}

// Letters is how the mail stands.
type Letters struct {
	mail.Queue
	Refused map[mail.Refusal]int // in the last fortnight
	Checks  []Checked            // empty while nobody was asked
}

// fortnight is how far back refusals are counted on the page.
const fortnight = 14

// Mail reads how the mail stands.
func (h *House) Mail(ctx context.Context, g privacy.Grant) (l Letters, err error) {
	if err := g.Require(access.HealthSee); err != nil {
		return l, err
	}
	err = h.DB.Read(ctx, g, func(r *store.Reader) (err error) { l, err = readLetters(r); return err })
	return l, err
}

func readLetters(r *store.Reader) (l Letters, err error) {
	if l.Queue, err = mail.ReadQueue(r); err != nil {
		return l, err
	}
	if l.Refused, err = mail.RefusedSince(r, r.Now().AddDate(0, 0, -fortnight)); err != nil {
		return l, err
	}
	l.Checks, err = store.List(r, "console.checks", store.Args{}, func(row store.Row) (c Checked, err error) {
		var what, verdict string
		err = row.Scan(&what, &verdict, &c.Name, &c.Publish, &c.At)
		c.What, c.Verdict = posture.What(what), posture.Verdict(verdict)
		return c, err
	})
	slices.SortFunc(l.Checks, func(a, b Checked) int {
		return cmp.Compare(slices.Index(posture.All(), a.What), slices.Index(posture.All(), b.What))
	})
	return l, err
}

// AskNames has the name server asked now. Without one in the configuration there is nobody to ask.
func (h *House) AskNames(ctx context.Context, g privacy.Grant) error {
	if err := g.Require(access.HealthNote); err != nil {
		return err
	}
	if h.Config.Mail.Names == "" {
		return fault.New(fault.Conflict, "console.mail.nobody")
	}
	err := h.DB.Write(ctx, g, func(w *store.Writer) error {
		w.Fact("mail.asked", nil)
		if _, err := task.Enqueue(w, task.Task{Kind: TaskMail, Once: "recurring"}); err != nil {
			return err
		}
		return task.Hasten(w, TaskMail, "recurring")
	})
	if err == nil {
		h.Runner().Wake()
	}
	return err
}

// domain is how this installation sends and receives, by its configuration.
func (h *House) domain() (d posture.Domain, err error) {
	m := h.Config.Mail
	_, d.From, _ = strings.Cut(m.From, "@")
	d.Relay, d.Signing, d.Selector, d.Replies = m.Host, m.DKIM.Domain, m.DKIM.Selector, m.Receive.Domain
	if m.Receive.LMTPAddress == "" {
		d.Replies = "" // a domain of reply addresses that nobody serves here
	}
	if u, err := url.Parse(h.Config.Web.PublicURL); err == nil {
		d.Here = u.Hostname()
	}
	if d.Signing == "" {
		return d, nil
	}
	pem, err := os.ReadFile(m.DKIM.KeyFile)
	if err != nil {
		return d, fmt.Errorf("console: the DKIM key: %w", err)
	}
	d.Key, err = mail.PublishedKey(pem)
	return d, err
}

func (h *House) checkMail(run *task.Run) error {
	if h.Config.Mail.Names == "" {
		return nil
	}
	d, err := h.domain()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(run, time.Minute)
	defer cancel()
	all := posture.Check(ctx, h.Resolver, d)
	return h.DB.Write(run, run.Grant, func(w *store.Writer) error {
		for _, c := range all {
			err := w.Must("console.putCheck", store.Args{"what": string(c.What), "verdict": string(c.Verdict), "name": c.Name, "publish": c.Publish, "now": w.Now()})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// State is how bad a verdict is: letters that others throw away are wrong, what could be better is to be looked at.
func (c Checked) State() State {
	switch c.Verdict {
	case posture.Well, posture.Unasked:
		return Fine
	case posture.Broken, posture.Several, posture.Other, posture.Revoked, posture.Open, posture.Endless:
		return Wrong
	}
	return Look
}

// waitsLong is how long a letter may wait before somebody should look.
const waitsLong = time.Hour

func lookAtLetters(l Letters, now time.Time) (out []Finding) {
	if !l.Oldest.IsZero() && now.Sub(l.Oldest) > waitsLong {
		out = append(out, found(OfMail, Look, "mail.waits", "Count", l.Waiting))
	}
	if n := l.Refused[mail.ByPolicy]; n > 0 {
		out = append(out, found(OfMail, Look, "mail.policy", "Count", n))
	}
	for _, c := range l.Checks {
		if s := c.State(); s != Fine && c.Verdict != posture.Unsigned { // that nothing is signed is said already
			out = append(out, found(OfMail, s, "mail.names", "What", strings.ToUpper(string(c.What))))
		}
	}
	return out
}
