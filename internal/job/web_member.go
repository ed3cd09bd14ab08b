package job

import (
	"net/http"
	"strconv"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
	view "verv/internal/job/page"
	"verv/internal/web"
	"verv/internal/web/page"
)

// What members of an employer see of one of its jobs.

func jobPath(j ID, rest string) string { return "/employer/jobs/" + j.String() + rest }

func stateLabel(r *web.Request, s State, why Reason) page.Label {
	if s == Closed {
		return page.Label{Word: r.Words.Say("job.reason." + string(why))}
	}
	colors := map[State]page.Color{Open: page.Success, Awaiting: page.Warning, Archived: page.Neutral}
	l := page.Label{Word: r.Words.Say("job.state." + string(s)), Color: colors[s]}
	if l.Color == "" {
		l.Color = page.Info
	}
	return l
}

// mine reads the job of the address.
func (h *House) mine(r *web.Request) (Job, error) {
	n, err := web.PathID[noun](r, "id")
	if err != nil {
		return Job{}, err
	}
	return h.Of(r, r.Grant, n)
}

// may says what the member of the request may do with a job.
func (h *House) may(r *web.Request, j Job) (func(Act) bool, error) {
	set, err := h.employers.Setting(r, r.Grant)
	return func(a Act) bool { return May(j.State, j.Reason, set.Approval, a) && r.Actor.May(Needs(j.State, a)) }, err
}

// orState is an error, or that the state does not allow what was asked.
func orState(err error) error {
	if err != nil {
		return err
	}
	return errState()
}

func (h *House) getJob(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	return h.jobPage(r, http.StatusOK, j, nil)
}

// jobPage is what members see of a job: where it stands, what can be done, what could be better, and the advertisement.
func (h *House) jobPage(r *web.Request, status int, j Job, wrong []string) error {
	w := r.Words
	set, err := h.employers.Setting(r, r.Grant)
	if err != nil {
		return err
	}
	approves, err := h.MayApprove(r, r.Grant, j)
	if err != nil {
		return err
	}
	a := h.ad(r, j, true)
	a.Crumbs = []page.Link{{URL: r.Path("/employer/jobs"), Label: w.Say("job.mine.title")}, {URL: r.Path(jobPath(j.ID, "")), Label: j.Title}}
	a.State = &page.Notice{Color: page.Info, Text: h.standing(r, j)}
	if j.State != Open {
		a.URL = ""
	}
	a.Apply, a.ApplyHint, a.ReportURL = nil, "", ""
	if err := h.note(r, j, &a); err != nil {
		return err
	}
	a.Warnings = wrong
	if wrong == nil && j.State == Draft {
		a.Warnings = lacks(r, h.cfg.Rules.Gate(j.Content, r.Now))
	}
	if !j.State.Ended() {
		a.Hints = hints(w, j.Content)
		for _, x := range Warnings(j.Content) {
			a.Warnings = append(a.Warnings, w.Say(x.Key, map[string]any(x.Args)))
		}
	}
	if comment, err := h.returned(r, j); err != nil {
		return err
	} else if comment != "" {
		a.Warnings = append([]string{w.Say("job.returned.comment", "Comment", comment)}, a.Warnings...)
	}
	if m := menu(r, j, set.Approval); j.State == Awaiting && !approves {
		a.Actions = view.Actions(w, m.Without(string(ActApprove)), j.Title)
	} else {
		a.Actions = view.Actions(w, m, j.Title)
	}
	v := r.View(j.Title)
	v.Wide = true
	return r.Render(status, view.AdPage(v, a))
}

// standing says where a job stands, and when it opens if that is known.
func (h *House) standing(r *web.Request, j Job) string {
	w := r.Words
	text := w.Say("job.preview."+string(j.State), "Employer", j.EmployerName)
	if !j.PublishAt.IsZero() {
		text += " " + w.Say("job.preview.at", "Moment", w.DateTime(j.PublishAt))
	}
	return text
}

// returned is what an owner wrote when a draft came back, until somebody changes or sends it again.
func (h *House) returned(r *web.Request, j Job) (string, error) {
	if j.State != Draft {
		return "", nil
	}
	all, err := h.History(r, r.Grant, j.ID)
	if err != nil {
		return "", err
	}
	for _, e := range all {
		if e.Act == ActSend {
			break
		}
		if e.Act == ActReturn {
			return e.Comment, nil
		}
	}
	return "", nil
}

// menu is what the member may do with a job: what comes first as a button, the rest in a menu.
func menu(r *web.Request, j Job, approval bool) view.Choices {
	w := r.Words
	m := view.Choices{Version: strconv.Itoa(j.Version), Primary: -1}
	may := func(a Act) bool { return May(j.State, j.Reason, approval, a) && r.Actor.May(Needs(j.State, a)) }
	link := func(ok bool, path, label, icon string) {
		if ok {
			m.Links = append(m.Links, page.Link{URL: r.Path(jobPath(j.ID, path)), Label: w.Say(label), Icon: icon})
		}
	}
	post := func(ok bool, a Act, icon string, main bool) {
		if ok {
			m.Posts = append(m.Posts, view.Post{Act: string(a), URL: r.Path(jobPath(j.ID, "/"+string(a))), Label: w.Say("job.act." + string(a)), Icon: icon, Main: main})
		}
	}
	link(j.State.Public() && r.Actor.May(access.ApplicationList), "/applications", "job.mine.applications", "Inbox")
	link(j.State == Open && r.Actor.May(access.PeopleSearch) && r.Has(feature.People), "/people", "propose.menu", "Person")
	link(may(ActChange), "/edit", "job.act.edit", "Pencil")
	post(may(ActApprove), ActApprove, "Checkmark", true)
	link(may(ActReturn), "/return", "job.act.return", "ArrowUndo")
	post(may(ActPublish), ActPublish, "Paperplane", true)
	link(may(ActSend), "/send", "job.act.send", "Paperplane")
	m.First = len(m.Links)
	switch {
	case j.State.Public():
		m.Primary = 0
	case may(ActSend):
		m.Primary = m.First - 1
	}
	link(true, "/preview", "job.act.preview", "Eye")
	link(may(ActAsk), "/questions", "job.questions.title", "FileText")
	link(may(ActSchedule), "/schedule", "job.act.schedule", "Calendar")
	link(true, "/history", "job.act.history", "Clock")
	if !j.PublishedAt.IsZero() && r.Actor.May(access.ReportSee) {
		m.Links = append(m.Links, page.Link{URL: r.Path("/employer/reports") + "?job=" + j.ID.String(), Label: w.Say("report.menu"), Icon: "BarChart"})
	}
	post(may(ActRetract), ActRetract, "ArrowUndo", false)
	post(may(ActUnschedule), ActUnschedule, "XMark", false)
	post(r.Actor.May(access.JobWrite), "duplicate", "Plus", false)
	link(r.Actor.May(access.JobEdit), "/template", "job.act.template", "Bookmark")
	post(may(ActRestore), ActRestore, "ArrowUndo", false)
	post(may(ActArchive), ActArchive, "Inbox", false)
	link(may(ActClose), "/close", "job.act.close", "XMarkOctagon")
	link(may(ActDiscard), "/discard", "job.act.discard", "Trash")
	return m
}

// getPreview is the page that everybody will see, as it will be, with a bar that says that nobody else sees it yet.
func (h *House) getPreview(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	w := r.Words
	if !j.State.Public() {
		j.State, j.PublishedAt = Open, r.Now // as if it opened now
	}
	a := h.ad(r, j, true)
	a.URL = ""
	if a.Apply != nil && j.Here() {
		a.Apply.URL = r.Path(jobPath(j.ID, "/preview"))
	}
	a.Bar = &page.Notice{Color: page.Warning, Text: w.Say("job.preview.bar", "Employer", j.EmployerName),
		Link: page.Link{URL: r.Path(jobPath(j.ID, "")), Label: w.Say("job.edit.back")}}
	v := r.View(j.Title)
	v.Wide, v.NoIndex = true, true
	return r.Render(http.StatusOK, view.AdPage(v, a))
}

// refused says line by line what the gate or the state has against an act; not ok is another error.
func refused(r *web.Request, err error) (lines []string, ok bool) {
	x := fault.As(err)
	if x == nil || x.Kind != fault.Invalid && x.Kind != fault.Conflict {
		return nil, false
	}
	sentence, fields := r.Words.Fault(err)
	lines = []string{sentence}
	for _, w := range x.Fields {
		lines = append(lines, r.Words.Say("job.gate."+gateWord(w.Name))+": "+fields[w.Name])
	}
	return lines, true
}

// lacks says what a draft needs before it can be published.
func lacks(r *web.Request, gate error) []string {
	if gate == nil {
		return nil
	}
	lines, _ := refused(r, gate)
	for i := range lines[1:] {
		lines[i+1] = r.Words.Say("job.gate.before", "What", lines[i+1])
	}
	return lines[1:]
}

// gateWord is the part of the form that a field of the gate belongs to.
func gateWord(field string) string {
	switch field {
	case "paymin", "paymax", "paycurrency", "payunit", "paytext":
		return "pay"
	case "town":
		return "place"
	case "title", "text", "employment", "deadline", "questions":
		return field
	}
	return "other"
}

// getHistory lists what was done with a job, by whom.
func (h *House) getHistory(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	all, err := h.History(r, r.Grant, j.ID)
	if err != nil {
		return err
	}
	team, err := h.employers.Members(r, r.Grant)
	if err != nil {
		return err
	}
	names := map[access.SubjectID]string{}
	for _, m := range team {
		names[m.Subject] = m.Name.Reveal(r.Grant)
	}
	w := r.Words
	p := view.History{Title: w.Say("job.history.of", "Title", j.Title), Back: page.Link{URL: r.Path(jobPath(j.ID, "")), Label: w.Say("job.edit.back")},
		State: stateLabel(r, j.State, j.Reason)}
	for _, e := range all {
		who := names[e.By]
		switch {
		case e.By.IsZero():
			who = w.Say("job.history.verv")
		case who == "":
			who = w.Say("job.history.gone")
		}
		text := e.Comment
		if e.Act == ActClose && text != "" {
			text = w.Say("job.reason." + text)
		}
		p.Events = append(p.Events, page.Event{When: e.At, Title: w.Say("job.did." + string(e.Act)), Text: joined(" · ", who, text)})
	}
	return r.Render(http.StatusOK, view.HistoryPage(r.View(p.Title), p))
}
