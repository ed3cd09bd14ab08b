package application

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) moreRoutes() []web.Route {
	list := web.Employer(access.ApplicationList, privacy.Assess)
	edit := web.Employer(access.JobEdit, privacy.Assess)
	return []web.Route{
		web.Get("/employer/jobs/{id}/applications.csv", list, h.fileOfTable).Of(feature.Files),
		web.Get("/employer/jobs/{id}/contacts.csv", web.Employer(access.ApplicationContact, privacy.Contact), h.fileOfContacts).Of(feature.Files),
		web.Get("/employer/applications/{application}/timeline", web.Employer(access.ApplicationRead, privacy.Assess), h.showTimeline),
		web.Get("/employer/reasons/{language}", edit, h.showReasons),
		web.Post("/employer/reasons/{language}", edit, h.postReasons),
		web.Get("/employer/filters", list, h.showFilters),
		web.Post("/employer/filters", list, h.postFilter),
		web.Post("/employer/filters/{filter}/forget", list, h.postForget),
		web.Post("/employer/shortcuts", list, h.postShortcuts),
	}
}

func (h *House) fileOfTable(r *web.Request) error { return h.file(r, false) }

func (h *House) fileOfContacts(r *web.Request) error { return h.file(r, true) }

func (h *House) file(r *web.Request, contacts bool) error {
	j, err := jobID(r)
	if err != nil {
		return err
	}
	var f listForm
	if err := web.Bind(r, &f); err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	l, err := h.listed(r, j, f.filter(), contacts)
	if err != nil {
		return err
	}
	return r.Sheet(r.Words.Say("application.csv.name"), l.table(r.Words))
}

// listed reads a job's applications for a file, with how to reach people or without.
func (h *House) listed(r *web.Request, j job.ID, f Filter, contacts bool) (Listed, error) {
	if contacts {
		return h.Reach(r, r.Grant, j, f)
	}
	return h.Listing(r, r.Grant, j, f)
}

// table is the file's rows, the head first.
func (l Listed) table(t *locale.Words) [][]string {
	say := func(key string) string { return t.Say("application." + key) }
	head := []string{say("table.name"), say("table.state"), say("card.since"), say("table.score"), say("table.sent")}
	if l.Contacts != nil {
		head = append(head, say("form.email"), say("form.phone"))
	}
	out := [][]string{head}
	for i, x := range l.Lines {
		word := l.Stages.At(x.StageID, x.Stage).Name
		if x.Ended() {
			word = say("state." + x.Word())
		}
		points := ""
		if x.Score > 0 {
			points = score(t, x.Score)
		}
		row := []string{x.Name, word, x.Since.Format(time.DateOnly), points, x.SentAt.Format(time.DateOnly)}
		if l.Contacts != nil {
			row = append(row, l.Contacts[i].Email, l.Contacts[i].Phone)
		}
		out = append(out, row)
	}
	return out
}

func (h *House) showTimeline(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	all, err := h.Timeline(r, r.Grant, v)
	if err != nil {
		return err
	}
	a := all.Application
	t, base := r.Words, r.Path("/employer/applications/"+v.String())
	p := page.Timeline{Title: t.Say("application.timeline"), Lead: t.Say("application.timeline.lead", "Name", a.Name, "Job", a.JobTitle),
		Crumbs: []webpage.Link{{URL: r.Path("/employer/jobs/" + a.Job.String() + "/applications"), Label: a.JobTitle}, {URL: base, Label: a.Name},
			{URL: base + "/timeline", Label: t.Say("application.timeline")}},
		Privacy: webpage.Privacy{Who: t.Say("application.team.who"), Why: t.Say("application.team.why")}}
	for _, e := range all.Happenings {
		p.Events = append(p.Events, webpage.Event{When: e.At, Title: t.Say("application.timeline."+e.What, "Stage", e.Stage), Text: all.Team.Name(e.By)})
	}
	return r.Render(http.StatusOK, page.ShowTimeline(r.View(p.Title), p))
}

type reasonsForm struct {
	Qualifications string `form:"qualifications,lines,max=20000"`
	Experience     string `form:"experience,lines,max=20000"`
	Other          string `form:"other,lines,max=20000"`
	Ended          string `form:"ended,lines,max=20000"`
}

func (f reasonsForm) sentences() Sentences {
	return Sentences{Qualifications: f.Qualifications, Experience: f.Experience, Other: f.Other, Nobody: f.Ended}
}

func (h *House) showReasons(r *web.Request) error {
	tag, err := tongue(r)
	if err != nil {
		return err
	}
	all, err := h.Sentences(r, r.Grant)
	if err != nil {
		return err
	}
	typed := Sentences{}
	for _, reason := range Reasons() {
		if typed[reason] = all[tag][reason]; typed[reason] == "" {
			typed[reason] = h.usual(reason, tag)
		}
	}
	return r.Render(http.StatusOK, h.reasonsPage(r, tag, typed, nil))
}

func tongue(r *web.Request) (string, error) {
	tag, err := r.PathText("language")
	if err == nil && !locale.Known(tag) {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return tag, err
}

func (h *House) postReasons(r *web.Request) error {
	tag, err := tongue(r)
	if err != nil {
		return err
	}
	var f reasonsForm
	if err = web.Bind(r, &f); err == nil {
		err = h.SetSentences(r, r.Grant, tag, f.sentences())
	}
	if fault.Is(err, fault.Invalid) {
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component {
			return h.reasonsPage(r, tag, f.sentences(), wrong)
		})
	}
	if err != nil {
		return err
	}
	r.Flash("application.reasons.saved")
	return r.Redirect(r.Path("/employer/reasons/" + tag))
}

// reasonsPage shows the sentences as they are typed and as somebody will read them.
func (h *House) reasonsPage(r *web.Request, tag string, typed Sentences, wrong map[string]string) templ.Component {
	t := r.Words
	p := page.Reasons{Title: t.Say("application.reasons"), Lead: t.Say("application.reasons.lead", "Fields", strings.Join(Fields(), " ")), Lang: tag,
		Action: r.Path("/employer/reasons/" + tag), Languages: tongues(r, "/employer/reasons/", tag)}
	words := h.Words.Language(tag)
	example := Merge{Name: words.Say("application.reasons.example.name"), Job: words.Say("application.reasons.example.job"),
		Employer: words.Say("application.reasons.example.employer")}
	for _, reason := range Reasons() {
		label := t.Say("application.reason." + string(reason))
		p.Texts = append(p.Texts, webpage.Input{Name: string(reason), Label: label, Value: typed[reason], Max: sentenceMax, Counter: true, Rows: 3, Lang: tag,
			Error: wrong[string(reason)]})
		p.Previews = append(p.Previews, page.Group{Title: label, Lang: tag, Letter: []string{words.Say("application.letter.moved.rejected.text", "Job", example.Job,
			"Employer", example.Employer, "Name", example.Name), example.Fill(typed[reason])}})
	}
	return page.ShowReasons(r.View(p.Title), p)
}

func (h *House) showFilters(r *web.Request) error {
	c, err := h.filtersPage(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) filtersPage(r *web.Request) (templ.Component, error) {
	all, keys, err := h.Filters(r, r.Grant)
	if err != nil {
		return nil, err
	}
	t := r.Words
	p := page.Filters{Title: t.Say("application.filters.settings"), Lead: t.Say("application.filters.lead"), KeysAction: r.Path("/employer/shortcuts"),
		Keys:    webpage.Input{Name: "shortcuts", Label: t.Say("application.keys.on"), Hint: t.Say("application.keys.hint"), Value: map[bool]string{true: "on"}[keys]},
		Sheet:   page.Keys(t),
		Privacy: webpage.Privacy{Who: t.Say("application.filters.who"), Until: t.Say("application.filters.until")}}
	for _, s := range all {
		p.Rows = append(p.Rows, page.FilterRow{Title: s.Title, Says: s.says(t), Forget: r.Path("/employer/filters/" + s.ID.String() + "/forget")})
	}
	return page.ShowFilters(r.View(p.Title), p), nil
}

// says is a saved filter in words.
func (s Saved) says(t *locale.Words) string {
	var out []string
	if s.State != "" {
		out = append(out, t.Say("application.state."+s.State))
	}
	if !s.Stage.IsZero() {
		out = append(out, t.Say("application.filters.stage"))
	}
	if s.Least > 0 {
		out = append(out, t.Say("application.table.least.of", "Score", s.Least/10))
	}
	if s.Unread {
		out = append(out, t.Say("application.card.unread"))
	}
	return strings.Join(out, " · ")
}

type filterForm struct {
	Title  string `form:"title,max=200"`
	State  string `form:"state,max=36"`
	Least  string `form:"least,max=2"`
	Unread string `form:"unread,max=2"`
	Next   string `form:"next,max=2000"`
}

func (h *House) postFilter(r *web.Request) error {
	var f filterForm
	err := web.Bind(r, &f)
	if err == nil {
		is := listForm{State: f.State, Least: f.Least, Unread: f.Unread == "on"}.filter()
		err = h.Save(r, r.Grant, Saved{Title: f.Title, State: is.State, Stage: is.Stage, Least: is.Least, Unread: is.Unread})
	}
	if err != nil {
		return h.filterAgain(r, f, err)
	}
	r.Flash("application.filters.saved")
	u, parseErr := url.Parse(r.SafeNext(f.Next))
	if parseErr != nil || !strings.HasPrefix(u.Path, r.Path("/employer/")) {
		return r.Redirect(r.Path("/employer/filters"))
	}
	return r.Redirect(u.String())
}

// filterAgain shows the member's filters with the form that was refused.
func (h *House) filterAgain(r *web.Request, f filterForm, refused error) error {
	x := fault.As(refused)
	if x == nil || x.Kind != fault.Invalid && x.Kind != fault.Conflict {
		return refused
	}
	sentence, wrong := r.Words.Fault(refused)
	if len(wrong) > 0 {
		sentence = ""
	}
	title := webpage.Input{Name: "title", Label: r.Words.Say("application.filters.title"), Value: f.Title, Max: filterTitle, Required: true, Error: wrong["title"]}
	s := page.Save{Action: r.Path("/employer/filters"), Title: title, Hidden: []webpage.Pair{{Name: "state", Value: f.State}, {Name: "least", Value: f.Least},
		{Name: "unread", Value: f.Unread}, {Name: "next", Value: f.Next}}}
	return r.Render(x.Kind.Status(), page.ShowSave(r.View(r.Words.Say("application.filters.save")), s, sentence))
}

func (h *House) postForget(r *web.Request) error {
	v, err := web.PathID[filterNoun](r, "filter")
	if err != nil {
		return err
	}
	if err := h.Forget(r, r.Grant, v); err != nil {
		return err
	}
	r.Flash("application.filters.forgotten")
	return r.Redirect(r.Path("/employer/filters"))
}

func (h *House) postShortcuts(r *web.Request) error {
	var f struct {
		Shortcuts bool `form:"shortcuts"`
	}
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	if err := h.SetShortcuts(r, r.Grant, f.Shortcuts); err != nil {
		return err
	}
	r.Flash("application.filters.set.done")
	return r.Redirect(r.Path("/employer/filters"))
}
