package job

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	view "verv/internal/job/page"
	"verv/internal/locale"
	"verv/internal/web"
	"verv/internal/web/page"
)

// Buttons that change the form and save nothing, and what happens when two people change one job.

const (
	doPlace = "add-place"
	doStep  = "add-step"
	doUsual = "usual-steps"
	dropOf  = "drop-"
)

// redo does what such a button asks. It reports false when the form was sent to be saved.
func (f *editForm) redo(w *locale.Words) bool {
	switch {
	case f.Do == "":
		return false
	case f.Do == doPlace && f.placeRows() < placesMost:
		for len(f.Town) < f.placeRows() {
			f.Town = append(f.Town, "")
		}
		f.Town = append(f.Town, "")
	case f.Do == doStep && f.stepRows() < stepsMost:
		for len(f.Step) < f.stepRows() {
			f.Step = append(f.Step, "")
		}
		f.Step = append(f.Step, "")
	case f.Do == doUsual && len(f.steps()) == 0:
		f.Step, f.StepDay, f.StepBy, f.StepWho = nil, nil, nil, nil
		for _, s := range usualSteps() {
			f.addStep(Step{Name: w.Tongue(f.Language).Say("job.usual." + s)})
		}
	default:
		f.drop()
	}
	return true
}

func (f *editForm) drop() {
	what, n := "", 0
	if rest, ok := strings.CutPrefix(f.Do, dropOf); ok {
		name, number, _ := strings.Cut(rest, "-")
		at, err := strconv.Atoi(number)
		if err != nil {
			return
		}
		what, n = name, at-1
	}
	switch what {
	case "place":
		for _, c := range []*web.Column{&f.Street, &f.Postcode, &f.Town, &f.Region, &f.Country} {
			*c = c.Without(n)
		}
	case "step":
		for _, c := range []*web.Column{&f.Step, &f.StepDay, &f.StepBy, &f.StepWho} {
			*c = c.Without(n)
		}
	}
}

// conflict shows the form again as it was typed, with what somebody else changed since it was opened. Saved once more it replaces that.
func (h *House) conflict(r *web.Request, j ID, f editForm, e editing) error {
	now, err := h.Of(r, r.Grant, j)
	if err != nil {
		return err
	}
	if may, err := h.may(r, now); err != nil || !may(ActChange) {
		return orState(err)
	}
	was, err := h.Revision(r, r.Grant, j, int(f.Version.Value))
	if err == nil {
		e.Changes = changes(r.Words, was, now.Content)
	}
	f.Version.Raw, e.job = strconv.Itoa(now.Version), &now
	sentence := r.Words.Say("job.version.kept")
	if len(e.Changes) == 0 {
		sentence = r.Words.Say("job.version.unseen")
	}
	return r.Render(http.StatusConflict, e.page(f, sentence, nil))
}

// changes compares two contents by what their readers would see.
func changes(w *locale.Words, was, now Content) []view.Change {
	before, after := said(w, was), said(w, now)
	var out []view.Change
	for i, t := range after {
		if before[i].Text != t.Text {
			out = append(out, view.Change{Name: t.Name, Was: before[i].Text, Now: t.Text})
		}
	}
	return out
}

// said is everything that a content says, always the same terms in the same order.
func said(w *locale.Words, c Content) []page.Term {
	var places, languages, steps, questions []string
	for _, p := range c.Places {
		places = append(places, joined(", ", placeText(p), p.Country))
	}
	for _, l := range c.WorkLanguages {
		languages = append(languages, languageName(w, l))
	}
	slices.Sort(languages) // a form has them in its own order
	for _, s := range c.Steps {
		steps = append(steps, joined(" – ", s.Name, stepWhen(w, s), s.Who))
	}
	for _, q := range c.Questions {
		questions = append(questions, q.Label)
	}
	client := c.Client.Name
	if client != "" && c.Client.Secret {
		client = joined(" · ", client, w.Say("job.field.secret"))
	}
	term := func(field, text string) page.Term { return page.Term{Name: w.Say("job.field." + field), Text: text} }
	day := func(s string) string {
		if s == "" {
			return ""
		}
		return dayText(w, s)
	}
	return []page.Term{term("title", c.Title), term("language", languageName(w, c.Language)), term("text", plainText(c.Text)),
		term("places", strings.Join(places, "; ")), term("remote", w.Say("job.remote."+remoteKey(c.Remote))),
		term("employment", KindText(w, c.Employment, c.Extent)), term("worklanguages", w.List(languages)), term("pay", PayText(w, c.Pay)),
		term("paytext", c.Pay.Text), term("deadline", day(c.Deadline)), term("start", day(c.Start)), term("steps", strings.Join(steps, "; ")),
		term("decides", c.Decides), term("client", client), {Name: w.Say("job.questions.title"), Text: strings.Join(questions, "; ")}}
}
