package job

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"verv/internal/access"
	view "verv/internal/job/page"
	"verv/internal/web"
	"verv/internal/web/page"
)

type deskForm struct {
	Words string `form:"q,max=100"`
	State string `form:"state,max=20"`
	Page  string `form:"page,max=6"`
}

// desk reads the address. What cannot be read is as if it were not there.
func desk(r *web.Request) (deskForm, Desk, error) {
	var f deskForm
	if err := web.Bind(r, &f); err != nil {
		f = deskForm{}
	}
	if !slices.Contains(States(), State(f.State)) {
		f.State = ""
	}
	n, _ := strconv.Atoi(f.Page) // no number is the first page
	n = min(max(n, 1), pagesMost)
	return f, Desk{State: State(f.State), Words: f.Words, Page: n}, nil
}

func (f deskForm) url(r *web.Request, state State, n int) string {
	v := url.Values{}
	if f.Words != "" {
		v.Set("q", f.Words)
	}
	if state != "" {
		v.Set("state", string(state))
	}
	if n > 1 {
		v.Set("page", strconv.Itoa(n))
	}
	if len(v) == 0 {
		return r.Path("/employer/jobs")
	}
	return r.Path("/employer/jobs") + "?" + v.Encode()
}

func (h *House) getMine(r *web.Request) error {
	f, d, err := desk(r)
	if err != nil {
		return err
	}
	on, err := h.Desk(r, r.Grant, d)
	if err != nil {
		return err
	}
	set, err := h.employers.Setting(r, r.Grant)
	if err != nil {
		return err
	}
	shut, err := h.shut(r)
	if err != nil {
		return err
	}
	w := r.Words
	m := view.Mine{Title: w.Say("job.mine.title"), URL: r.Path("/employer/jobs"), Words: f.Words, State: f.State, Links: deskLinks(r, set.Agency), Plan: on.Open.Hint(w)}
	if r.Actor.May(access.JobWrite) {
		m.NewURL = r.Path("/employer/jobs/new")
	}
	m.Tabs = tabs(r, f, d, on)
	m.Empty = len(on.States) == 0 && f.Words == ""
	for _, x := range on.Waiting {
		m.Waiting = append(m.Waiting, waiting(r, x))
	}
	m.Jobs = page.Records{ID: "jobs", Caption: w.Say("job.mine.title"), Hide: true, Compact: true,
		Columns: []page.Column{{Label: w.Say("job.field.title")}, {Label: w.Say("job.mine.state"), Plain: true}, {Label: w.Say("job.field.place"), Plain: true},
			{Label: w.Say("job.field.deadline")}, {Label: w.Say("job.mine.applications"), Number: true}, {Label: w.Say("job.mine.unread"), Number: true}, {}}}
	for _, j := range on.Jobs {
		row := deskRow(r, j, on.Counts[j.ID], set.Approval)
		if s, ok := shut[j.ID]; ok && j.State == Open {
			row[1] = page.Cell{Body: page.Tag(standingLabel(r, s))}
		}
		m.Jobs.Rows = append(m.Jobs.Rows, row)
	}
	m.Paging = deskPages(r, f, d, on)
	v := r.View(m.Title)
	v.Wide = true
	return r.Render(http.StatusOK, view.MinePage(v, m))
}

func deskRow(r *web.Request, j Mine, n Count, approval bool) []page.Cell {
	w := r.Words
	applications, deadline := "", ""
	if j.State.Public() && r.Actor.May(access.ApplicationList) {
		applications = r.Path(jobPath(j.ID, "/applications"))
	}
	if j.Deadline != "" {
		deadline = w.Date(lastDay(j.EndsAt))
	}
	all := page.Cell{}
	unread := page.Cell{}
	if j.State.Public() {
		all, unread = page.Cell{Text: w.Number(int64(n.All)), URL: applications}, page.Cell{Text: w.Number(int64(n.New))}
	}
	job := Job{ID: j.ID, State: j.State, Reason: j.Reason, Version: j.Version, Content: Content{Title: j.Title}}
	return []page.Cell{{Text: j.Title, URL: r.Path(jobPath(j.ID, ""))}, {Body: page.Tag(stateLabel(r, j.State, j.Reason))}, {Text: j.Place}, {Text: deadline},
		all, unread, {Body: view.Menu(w, menu(r, job, approval), j.Title)}}
}

func tabs(r *web.Request, f deskForm, d Desk, on OnDesk) []view.Tab {
	all := 0
	for s, n := range on.States {
		if s != Archived {
			all += n
		}
	}
	out := []view.Tab{{Label: r.Words.Say("job.mine.all"), URL: f.url(r, "", 1), Count: r.Words.Number(int64(all)), Current: d.State == ""}}
	for _, s := range States() {
		if n := on.States[s]; n > 0 || s == d.State {
			out = append(out, view.Tab{Label: r.Words.Say("job.state." + string(s)), URL: f.url(r, s, 1), Count: r.Words.Number(int64(n)), Current: s == d.State})
		}
	}
	return out
}

func deskPages(r *web.Request, f deskForm, d Desk, on OnDesk) page.Pages {
	first := (d.Page-1)*DeskSize + 1
	last := first + len(on.Jobs) - 1
	p := page.Pages{Shown: r.Words.Say("job.search.shown", "First", first, "Last", last, "All", on.Total)}
	if d.Page > 1 {
		p.Previous = f.url(r, d.State, d.Page-1)
	}
	if last < on.Total && len(on.Jobs) > 0 {
		p.Next = f.url(r, d.State, d.Page+1)
	}
	return p
}

// waiting says in words why a job needs somebody.
func waiting(r *web.Request, x Waiting) view.Task {
	w := r.Words
	t := view.Task{Title: x.Title, URL: r.Path(jobPath(x.ID, ""))}
	switch x.Why {
	case "approve":
		t.Label = page.Label{Word: w.Say("job.waiting.approve"), Color: page.Info, Icon: "Hourglass"}
	case "soon":
		t.Label = page.Label{Word: w.Say("job.deadline.in", "Left", w.Until(lastDay(x.EndsAt))), Color: page.Warning, Icon: "Clock"}
	default:
		t.Label = page.Label{Word: w.Say("job.waiting.answer", "Count", x.Open), Color: page.Warning, Icon: "Inbox"}
		if r.Actor.May(access.ApplicationList) {
			t.URL = r.Path(jobPath(x.ID, "/applications"))
		}
	}
	return t
}

// deskLinks are the pages beside the list.
func deskLinks(r *web.Request, agency bool) []page.Link {
	var out []page.Link
	add := func(p access.Permission, path, key string) {
		if r.Actor.May(p) {
			out = append(out, page.Link{URL: r.Path(path), Label: r.Words.Say(key)})
		}
	}
	add(access.ReportSee, "/employer/reports", "report.title")
	add(access.JobWrite, "/employer/templates", "job.templates.title")
	if agency {
		add(access.JobEdit, "/employer/clients", "employer.client.title")
	}
	add(access.EmployerEdit, "/employer/setting", "employer.setting.title")
	return out
}
