package alert

import (
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
	"verv/internal/tell"
)

const jobsMost = 20 // advertisements in one letter

// part is one alert in a letter, and the window of time that it tells of.
type part struct {
	Alert
	window tell.Window
	fresh  []job.Fresh
	total  int
}

// digestLetter tells a person what is new in everything that is due. Consent is asked here, when the letter is written; the second try of a letter
// tells of the same window as the first.
func (h *House) digestLetter(run *task.Run, _ map[string]string) (mail.Letter, error) {
	var list []Alert
	err := h.db.Read(run, run.Grant, func(r *store.Reader) (err error) {
		if list, err = all(r); err == nil {
			err = look(r, list)
		}
		return err
	})
	if err == nil && len(list) == 0 || fault.Is(err, fault.Gone) || fault.Is(err, fault.Locked) {
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
		parts, hot = due(list, run.Now, tell.Today(run.Now, l.place.Clock(l.to.Zone)))
	}
	if err := h.search(l, parts); err != nil {
		return mail.Letter{}, err
	}
	if !again {
		if err := h.claim(l, parts, hot); err != nil {
			return mail.Letter{}, err
		}
	}
	return h.tell(l, parts)
}

// look notes which of the last letters have not been sent.
func look(r *store.Reader, list []Alert) error {
	for i := range list {
		if err := list[i].Look(r); err != nil {
			return err
		}
	}
	return nil
}

// told are the parts of a letter that was written before, when its task is tried again.
func told(list []Alert, t task.ID) (out []part, again bool) {
	for _, a := range list {
		if w, ok := a.Again(t); ok {
			out = append(out, part{Alert: a, window: w})
		}
	}
	return out, len(out) > 0
}

// due are the parts of a new letter.
func due(list []Alert, now, day time.Time) (out []part, hot bool) {
	called, hot := tell.Due(list, Alert.told, now, day)
	for _, a := range called {
		out = append(out, part{Alert: a, window: a.Window(now)})
	}
	return out, hot
}

// told is how far an alert was told, and how often it tells: one that is paused does not.
func (a Alert) told() (tell.Cursor, Pace) {
	if !a.On() {
		return tell.Cursor{Day: a.Day}, ""
	}
	return a.Cursor, a.Pace
}

// search finds what is new in every part. A site that is gone or switched off has nothing new. Each advertisement is in a letter once, where it is found first.
func (h *House) search(l *letter, parts []part) error {
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
		list, total, err := h.Jobs.Since(l.run, g, p.Site, p.Filter(), p.window.From, p.window.Until, jobsMost)
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
	day, n := tell.Today(now, l.place.Clock(l.to.Zone)), 0
	var moves []tell.Move
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
		n = max(n, p.Day.Of(day))
		args := p.ClaimArgs(l.run.Task.ID, p.window, p.Pace.Next(now, at.Clock(l.to.Zone)), sent)
		args["id"] = p.ID
		moves = append(moves, tell.Move{Cursor: p.Cursor, Args: args})
	}
	return h.db.Write(l.run, l.run.Grant, func(w *store.Writer) error {
		if err := tell.Claim(w, "alert.claim", moves); err != nil {
			return err
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
