package job

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"verv/internal/fault"
	view "verv/internal/job/page"
	"verv/internal/privacy"
	"verv/internal/web"
	"verv/internal/web/page"
)

// The acts of a job's life. Some are one button; the others ask something first on a page of their own.

type versionForm struct {
	Version web.Number `form:"version,required,least=1"`
}

// button is an act that asks nothing.
type button func(*House, context.Context, privacy.Grant, ID, int) error

// press does what a button says and shows the job again, with what was against it if something was.
func (h *House) press(do button, flash string) web.Handler {
	return func(r *web.Request) error {
		j, err := h.mine(r)
		if err != nil {
			return err
		}
		var f versionForm
		if err := web.Bind(r, &f); err != nil {
			return err
		}
		if err := do(h, r, r.Grant, j.ID, int(f.Version.Value)); err != nil {
			lines, ok := refused(r, err)
			if !ok {
				return err
			}
			return h.jobPage(r, fault.As(err).Kind.Status(), j, lines)
		}
		r.Flash(flash)
		return r.Redirect(r.Path(jobPath(j.ID, "")))
	}
}

// actForm is what the pages ask that come before an act.
type actForm struct {
	Version web.Number `form:"version,least=1"`
	Reason  string     `form:"reason,max=20"`
	Comment string     `form:"comment,lines,max=1000"`
	Day     web.Date   `form:"day"`
	Clock   string     `form:"clock,max=5"`
	Name    string     `form:"name,max=120"`
}

// when is the moment that was chosen, in the site's zone; zero is none.
func (h *House) when(r *web.Request, j Job, f actForm) (time.Time, error) {
	if f.Day.Raw == "" {
		return time.Time{}, nil
	}
	zone, err := h.zone(r, j.Site)
	if err != nil {
		return time.Time{}, err
	}
	return moment(f.Day.Raw, f.Clock, zone)
}

// question is an act that asks something first.
type question struct {
	act    Act
	path   string
	fields []string // of actForm, in their order
	do     func(h *House, r *web.Request, j Job, f actForm) error
	flash  string
	danger bool
	list   bool // afterwards the list, because the job is gone
}

func asked() []question {
	return []question{
		{act: ActSend, path: "/send", fields: []string{"comment", "day", "clock"}, flash: "job.sent",
			do: func(h *House, r *web.Request, j Job, f actForm) error {
				at, err := h.when(r, j, f)
				if err != nil {
					return err
				}
				return h.Send(r, r.Grant, j.ID, int(f.Version.Value), at, f.Comment)
			}},
		{act: ActReturn, path: "/return", fields: []string{"comment"}, flash: "job.returned",
			do: func(h *House, r *web.Request, j Job, f actForm) error {
				return h.Return(r, r.Grant, j.ID, int(f.Version.Value), f.Comment)
			}},
		{act: ActSchedule, path: "/schedule", fields: []string{"day", "clock"}, flash: "job.scheduled",
			do: func(h *House, r *web.Request, j Job, f actForm) error {
				at, err := h.when(r, j, f)
				if err != nil {
					return err
				}
				return h.Schedule(r, r.Grant, j.ID, int(f.Version.Value), at)
			}},
		{act: ActClose, path: "/close", fields: []string{"reason"}, flash: "job.closed", danger: true,
			do: func(h *House, r *web.Request, j Job, f actForm) error {
				return h.Close(r, r.Grant, j.ID, int(f.Version.Value), Reason(f.Reason))
			}},
		{act: ActDiscard, path: "/discard", flash: "job.discarded", danger: true, list: true,
			do: func(h *House, r *web.Request, j Job, f actForm) error {
				return h.Discard(r, r.Grant, j.ID, int(f.Version.Value))
			}},
	}
}

func (h *House) getAsked(q question) web.Handler {
	return func(r *web.Request) error {
		j, err := h.mine(r)
		if err != nil {
			return err
		}
		if may, err := h.may(r, j); err != nil || !may(q.act) {
			return orState(err)
		}
		f := actForm{Version: web.Number{Raw: strconv.Itoa(j.Version)}}
		if zone, err := h.zone(r, j.Site); err == nil && !j.PublishAt.IsZero() {
			at := j.PublishAt.In(zone)
			f.Day.Raw, f.Clock = at.Format(time.DateOnly), at.Format("15:04")
		}
		if q.act == ActSend || q.act == ActSchedule {
			if lines := lacks(r, h.cfg.Rules.Gate(j.Content, r.Now)); lines != nil {
				return r.Render(http.StatusOK, unreadyPage(r, j, q, lines))
			}
		}
		return r.Render(http.StatusOK, askPage(r, j, q, f, "", nil))
	}
}

// unreadyPage says what the job lacks before the act, and leads to where it is written: there is nothing to ask yet.
func unreadyPage(r *web.Request, j Job, q question, lines []string) templ.Component {
	w := r.Words
	return view.SurePage(r.View(w.Say("job.act."+string(q.act))), view.Sure{Title: w.Say("job."+string(q.act)+".title", "Title", j.Title), Wrong: lines,
		Back: r.Path(jobPath(j.ID, "")), Edit: page.Link{URL: r.Path(jobPath(j.ID, "/edit")), Label: w.Say("job.act.edit")}})
}

func (h *House) postAsked(q question) web.Handler {
	return func(r *web.Request) error {
		j, err := h.mine(r)
		if err != nil {
			return err
		}
		var f actForm
		if err = web.Bind(r, &f); err == nil {
			err = q.do(h, r, j, f)
		}
		if err != nil {
			return r.Again(err, func(_ string, wrong map[string]string) templ.Component {
				return askPage(r, j, q, f, "", wrong, elsewhere(r, q, err)...)
			})
		}
		r.Flash(q.flash)
		if q.list {
			return r.Redirect(r.Path("/employer/jobs"))
		}
		return r.Redirect(r.Path(jobPath(j.ID, "")))
	}
}

// elsewhere says what is wrong with things that the page does not ask, such as a job that lacks its pay.
func elsewhere(r *web.Request, q question, err error) []string {
	x := fault.As(err)
	if len(x.Fields) == 0 {
		lines, _ := refused(r, err)
		return lines
	}
	_, fields := r.Words.Fault(err)
	var out []string
	for _, w := range x.Fields {
		if !has(q.fields, w.Name) {
			out = append(out, r.Words.Say("job.gate."+gateWord(w.Name))+": "+fields[w.Name])
		}
	}
	return out
}

func has(all []string, name string) bool {
	for _, s := range all {
		if s == name {
			return true
		}
	}
	return false
}

func askPage(r *web.Request, j Job, q question, f actForm, _ string, wrong map[string]string, lines ...string) templ.Component {
	w := r.Words
	key := "job." + string(q.act)
	s := view.Sure{Title: w.Say(key+".title", "Title", j.Title), Action: r.Path(jobPath(j.ID, q.path)), Back: r.Path(jobPath(j.ID, "")),
		Version: strconv.Itoa(j.Version), Button: w.Say("job.act." + string(q.act)), Danger: q.danger, Wrong: lines}
	if q.act == ActClose {
		s.Text = w.Say("job.close.text", "Count", j.Keeping.Months) + " " + w.Say("job.close.told")
	} else {
		s.Text = w.Say(key + ".text")
	}
	for _, name := range q.fields {
		in := page.Input{Name: name, Label: w.Say(askedLabel(name)), Error: wrong[name]}
		switch name {
		case "reason":
			in.Required, in.Value = true, f.Reason
			for _, x := range Reasons() {
				s.Reasons = append(s.Reasons, page.Choice{Value: string(x), Label: w.Say("job.close." + string(x))})
			}
		case "comment":
			in.Value, in.Max, in.Rows, in.Required = f.Comment, commentMax, 4, q.act == ActReturn
		case "day":
			in.Value, in.Width, in.Required = f.Day.Raw, "medium", q.act == ActSchedule
			if q.act == ActSend {
				in.Label = w.Say("job.sure.day.maybe")
			}
		case "clock":
			in.Value, in.Width, in.Hint = f.Clock, "short", w.Say("job.sure.clock.hint")
		}
		s.Fields = append(s.Fields, in)
	}
	return view.SurePage(r.View(w.Say("job.act."+string(q.act))), s)
}

func askedLabel(name string) string {
	if name == "reason" {
		return "job.close.why"
	}
	return "job.sure." + name
}
