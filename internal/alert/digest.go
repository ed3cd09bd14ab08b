package alert

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/task"
)

const (
	jobsMost = 20 // advertisements in one letter
	dayMost  = 10 // letters at once to one person on one day; what comes after waits for the morning
)

// part is one alert in a letter, and the window of time that it tells of.
type part struct {
	Alert
	from, until time.Time
	fresh       []job.Fresh
	total       int
}

// digestLetter tells a person what is new in everything that is due. Consent is asked here, when the letter is written; the second try of a letter
// tells of the same window as the first.
func (h *House) digestLetter(run *task.Run, _ map[string]string) (mail.Letter, error) {
	var list []Alert
	err := h.db.Read(run, run.Grant, func(r *store.Reader) (err error) {
		if list, err = all(r); err == nil {
			err = waiting(r, list)
		}
		return err
	})
	if err == nil && len(list) == 0 || fault.Is(err, fault.Gone) {
		err = mail.ErrNobody // the consent was taken back, or the person is leaving
	}
	if err != nil {
		return mail.Letter{}, err
	}
	l, err := h.letter(run, list[0].Site)
	if err != nil {
		return mail.Letter{}, err
	}
	parts, again := told(list, run.Task.ID)
	hot := false
	if !again {
		parts, hot = due(list, run.Now, today(run.Now, l.place.Clock(l.to.Zone)))
	}
	if err := h.look(l, parts); err != nil {
		return mail.Letter{}, err
	}
	if !again {
		if err := h.claim(l, parts, hot); err != nil {
			return mail.Letter{}, err
		}
	}
	return h.tell(l, parts)
}

// waiting notes which of the last letters have not been sent.
func waiting(r *store.Reader, list []Alert) error {
	for i := range list {
		if list[i].letter.task.IsZero() {
			continue
		}
		var err error
		if list[i].letter.unsent, err = unsent(r, list[i].letter.task); err != nil {
			return err
		}
	}
	return nil
}

// unsent reports whether a letter waits for another try, or for nobody; one that is being sent now does not.
func unsent(r *store.Reader, t task.ID) (bool, error) {
	var n int
	err := r.Get("alert.unsent", store.Args{"letter_id": t, "now": r.Now()}, &n)
	return n > 0, err
}

// told are the parts of a letter that was written before, when its task is tried again.
func told(list []Alert, t task.ID) (out []part, again bool) {
	for _, a := range list {
		if a.letter.task == t {
			out = append(out, part{Alert: a, from: a.letter.from, until: a.ToldTo})
		}
	}
	return out, len(out) > 0
}

// due are the parts of a new letter: what the clock says, and what tells at once. Hot says that the clock has nothing to do with it; then
// nothing is due to whoever was told often enough since their day began.
func due(list []Alert, now, day time.Time) (out []part, hot bool) {
	until, sent := now.Add(-settled), 0
	hot = true
	for _, a := range list {
		clock := !a.NextAt.IsZero() && !a.NextAt.After(now)
		if a.On() && (clock || a.Pace == AtOnce) {
			p := part{Alert: a, from: a.ToldTo, until: later(a.ToldTo, until)}
			if a.letter.unsent {
				p.from = a.letter.from
			}
			out = append(out, p)
			hot = hot && !clock
		}
		if a.day.at.Equal(day) {
			sent = max(sent, a.day.n)
		}
	}
	if hot && sent >= dayMost {
		return nil, hot
	}
	return out, hot
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// look searches every part. A site that is gone or switched off has nothing new. Each advertisement is in a letter once, where it is found first.
func (h *House) look(l *letter, parts []part) error {
	g, err := l.run.Within(access.Public(), privacy.Publish)
	if err != nil {
		return err
	}
	shown := map[job.ID]bool{}
	for i := range parts {
		p := &parts[i]
		on, err := h.lists(l.run, p.Site)
		if err != nil {
			return err
		}
		if !on {
			continue
		}
		list, total, err := h.Jobs.Since(l.run, g, p.Site, p.Filter(), p.from, p.until, jobsMost)
		if err != nil {
			return err
		}
		for _, j := range list {
			if shown[j.ID] || len(shown) >= jobsMost {
				continue
			}
			shown[j.ID] = true
			p.fresh = append(p.fresh, j)
		}
		p.total = total
	}
	return nil
}

// lists reports whether a site is there and shows jobs.
func (h *House) lists(ctx context.Context, s site.ID) (bool, error) {
	v, err := h.Sites.ByID(ctx, s)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return v.ShutAt.IsZero(), err
}

// claim moves the cursors of all parts to the end of their windows, in the letter's name. Where another letter was quicker, this one looks again.
func (h *House) claim(l *letter, parts []part, hot bool) error {
	now, told := l.run.Now, false
	day, n := today(now, l.place.Clock(l.to.Zone)), 0
	var moves []store.Args
	for _, p := range parts {
		at, err := h.Places.Site(l.run, p.Site)
		if fault.Is(err, fault.NotFound) {
			at, err = l.place, nil // the site is gone
		}
		if err != nil {
			return err
		}
		sent := p.SentAt
		if len(p.fresh) > 0 {
			sent, told = now, true
		}
		if p.day.at.Equal(day) {
			n = max(n, p.day.n)
		}
		moves = append(moves, store.Args{"id": p.ID, "letter_id": l.run.Task.ID, "was": p.ToldTo, "from": p.from, "until": p.until, "next_at": p.Pace.next(now, at.Clock(l.to.Zone)), "sent_at": sent})
	}
	return h.db.Write(l.run, l.run.Grant, func(w *store.Writer) error {
		for i, args := range moves {
			if p := parts[i]; p.letter.unsent {
				if still, err := unsent(w.Reader, p.letter.task); err != nil || !still {
					return cmp.Or(err, task.Later(now.Add(time.Minute))) // it is on its way after all
				}
			}
			moved, err := w.Exec("alert.claim", args)
			if err != nil {
				return err
			}
			if moved == 0 {
				return task.Later(now.Add(time.Second))
			}
		}
		if !hot || !told {
			return nil
		}
		_, err := w.Exec("alert.countLetter", store.Args{"day_at": day, "day_letters": n + 1})
		return err
	})
}

// tell writes what was found. Nothing new is no letter.
func (h *House) tell(l *letter, parts []part) (mail.Letter, error) {
	count := 0
	var in []Alert
	for _, p := range parts {
		count += len(p.fresh)
		if len(p.fresh) > 0 {
			in = append(in, p.Alert)
		}
	}
	if count == 0 {
		return mail.Letter{}, mail.ErrNobody
	}
	out := l.begin("digest", "Count", count, "Site", l.place.Name)
	for _, p := range parts {
		if len(p.fresh) == 0 {
			continue
		}
		at, err := h.Places.Site(l.run, p.Site)
		if err != nil {
			return out, err
		}
		out.Sections = append(out.Sections, h.section(l, at, p))
	}
	return out, h.foot(l, &out, in)
}

// section is one alert in the letter: its advertisements, each with what of the search it meets.
func (h *House) section(l *letter, at account.Place, p part) mail.Section {
	firm := h.employer(l.run, p.Alert)
	s := mail.Section{Title: name(l.words, p.Alert, firm)}
	for _, j := range p.fresh {
		i := mail.Item{Label: j.Title, URL: at.URL + j.Address(), Lines: []string{strings.Join(j.Facts(l.words), " · ")}}
		if why := j.Met.Said(l.words, firm); len(why) > 0 {
			i.Lines = append(i.Lines, l.say("digest.met", "Parts", l.words.List(why)))
		}
		s.Items = append(s.Items, i)
	}
	if p.total > len(p.fresh) {
		s.More = &mail.Action{Label: l.say("digest.all", "Count", p.total), URL: at.URL + listPath(p.Wish)}
	}
	return s
}

// listPath is the search of an alert as the list of jobs has it.
func listPath(v Wish) string {
	if v.Search == "" {
		return "/jobs"
	}
	return "/jobs?" + v.Search
}

// name is what an alert is called: as the person named it, else its search in words.
func name(t *locale.Words, a Alert, employer string) string {
	if a.Name != "" {
		return a.Name
	}
	return inWords(t, a.Wish, employer)
}

// inWords is a search in words; one that asks nothing is every job.
func inWords(t *locale.Words, v Wish, employer string) string {
	parts := v.Filter().Said(t, employer)
	if len(parts) == 0 {
		return t.Say("alert.search.every")
	}
	return strings.Join(slices.Compact(parts), " · ")
}
