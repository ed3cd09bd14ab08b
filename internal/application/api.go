package application

import (
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/feature"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/web"
)

// The JSON API over the same use-cases as the pages.

const apiTag = web.Tag("applications")

func (h *House) apiRoutes() []web.Route {
	list := web.Employer(access.ApplicationList, privacy.Assess)
	read := web.Employer(access.ApplicationRead, privacy.Assess)
	move := web.Employer(access.ApplicationMove, privacy.Assess)
	contact := web.Employer(access.ApplicationContact, privacy.Contact)
	const one = "/api/employer/applications/{id}"
	return slices.Concat([]web.Route{
		web.API(apiTag.Get("/api/employer/jobs/{id}/applications", "list-applications", "Applications to a job of one's employer, in the order they arrived"), list, h.apiTable),
		web.API(web.Saves(apiTag.Get("/api/employer/jobs/{id}/applications.csv", "list-applications-csv", "The same list as a file for spreadsheets"), "text/csv"), list, h.apiCSV).Of(feature.Files),
		web.API(web.Saves(apiTag.Get("/api/employer/jobs/{id}/contacts.csv", "list-contacts-csv", "The list with how to reach each person; each of them is told"), "text/csv"), contact, h.apiContactsCSV).Of(feature.Files),
		web.API(apiTag.Get(one, "open-application", "Letter, answers and notes; the person can see that it was opened"), read, h.apiOpen),
		web.API(apiTag.Get(one+"/contact", "open-contact", "How to reach the person, who is told"), contact, h.apiContact),
		web.API(web.Saves(apiTag.Get(one+"/file", "get-application-file", "The file that came along"), "application/octet-stream"), read, h.apiFile),
		web.API(apiTag.Get(one+"/timeline", "get-timeline", "What happened to an application, the newest first"), read, h.apiTimeline),
		web.API(apiTag.Post(one+"/move", "move-application", "Move to a stage, or to hired"), move, h.apiMove),
		web.API(apiTag.Post(one+"/reject", "reject-application", "Reject with a reason; one of the team must have opened it"), move, h.apiReject),
		web.API(apiTag.Post(one+"/undo", "undo-move", "Take a move or a rejection back while its letter waits"), move, h.apiUndo),
	}, h.apiTeam(), h.apiBulk(), h.apiHiring(), h.apiScoring(), h.apiOwn(), h.noticeAPI(), h.scorecardAPI())
}

type (
	// APIApplicationLine is one application in a list.
	APIApplicationLine struct {
		ID      string        `json:"id" format:"uuid"`
		Name    string        `json:"name"`
		State   string        `json:"state" doc:"kind of stage, or the outcome" enum:"new,review,interview,offer,hired,rejected"`
		Stage   *APIStageName `json:"stage,omitempty" doc:"the stage of the job, while there is no outcome"`
		Score   float64       `json:"score" doc:"mean of the team, 0 is none"`
		Unread  bool          `json:"unread,omitempty" doc:"the member who asks has not opened it"`
		SentAt  time.Time     `json:"sentAt"`
		StageAt time.Time     `json:"stageAt" doc:"since when it is there"`
	}
	// APIStageName is a stage by its name.
	APIStageName struct {
		ID   string `json:"id" format:"uuid"`
		Name string `json:"name"`
	}
	// APIAnswer is an answer to a question of the job.
	APIAnswer struct {
		Question string   `json:"question"`
		Values   []string `json:"values"`
	}
	// APIApplication is an application as the team reads it.
	APIApplication struct {
		APIApplicationLine
		Job     string      `json:"job" format:"uuid"`
		Letter  string      `json:"letter"`
		Answers []APIAnswer `json:"answers"`
		File    string      `json:"file,omitempty" doc:"name of the file that came along"`
		Notes   []APINote   `json:"notes" doc:"the latest thread first, its replies under it"`
		Todos   []APITodo   `json:"todos"`
		Kept    *time.Time  `json:"keptUntil,omitempty"`
	}
	// APIContact is how a person is reached.
	APIContact struct {
		Name  string `json:"name"`
		Email string `json:"email"`
		Phone string `json:"phone,omitempty"`
	}
	// APIHappening is one line of a timeline.
	APIHappening struct {
		At    time.Time `json:"at"`
		What  string    `json:"what" enum:"sent,opened,file,contact,moved,hired,rejected,undone,note,message,answer,receipt,letter"`
		By    string    `json:"by,omitempty" doc:"member of the team"`
		Stage string    `json:"stage,omitempty"`
	}
	// APITimeline is what happened to an application.
	APITimeline struct {
		Items []APIHappening `json:"items"`
	}
)

type apiTableIn struct {
	ID string `path:"id" format:"uuid"`
	web.Paging
	APIFilterQuery
}

// APIFilterQuery is what a list is narrowed by.
type APIFilterQuery struct {
	Name   string  `query:"name" maxLength:"120" doc:"part of a name"`
	State  string  `query:"state" enum:"new,review,interview,offer,hired,rejected"`
	Stage  string  `query:"stage" format:"uuid" doc:"a stage of the job"`
	Least  float64 `query:"score" minimum:"0" maximum:"5" doc:"at least so much"`
	Unread bool    `query:"unread" doc:"not yet opened by the member who asks"`
}

func (f APIFilterQuery) filter() (Filter, error) {
	stage, err := web.ParseID[stageNoun]("stage", f.Stage)
	return Filter{Name: f.Name, State: f.State, Stage: stage, Least: int(f.Least * 10), Unread: f.Unread}, err
}

func lineOf(l Line, p Pipeline) APIApplicationLine {
	d := APIApplicationLine{ID: l.ID.String(), Name: l.Name, State: l.Word(), Score: float64(l.Score) / 10, Unread: l.Unread, SentAt: l.SentAt, StageAt: l.Since}
	if at := p.At(l.StageID, l.Stage); !l.Ended() {
		d.Stage = &APIStageName{at.ID.String(), at.Name}
	}
	return d
}

func (h *House) apiTable(r *web.Request, in *apiTableIn) (*web.Page[APIApplicationLine], error) {
	j, err := jobID(r)
	if err != nil {
		return nil, err
	}
	f, err := in.filter()
	if err != nil {
		return nil, err
	}
	from, ok := in.From()
	after, err := id.Parse[noun](from)
	if !ok || from != "" && err != nil {
		return nil, in.Wrong()
	}
	w, err := h.Walk(r, r.Grant, j, f, after, in.Most()+1)
	if err != nil {
		return nil, err
	}
	var out []APIApplicationLine
	for _, l := range w.Lines {
		out = append(out, lineOf(l, w.Stages))
	}
	page := web.PageOf(r, in.Paging, out, func(l APIApplicationLine) string { return l.ID })
	if f.Name == "" {
		page.Body.Total = &w.Total
	}
	return page, nil
}

func (h *House) apiCSV(r *web.Request, in *apiTableIn) (*web.Attachment, error) {
	return h.apiSheet(r, in, false)
}

func (h *House) apiContactsCSV(r *web.Request, in *apiTableIn) (*web.Attachment, error) {
	return h.apiSheet(r, in, true)
}

func (h *House) apiSheet(r *web.Request, in *apiTableIn, contacts bool) (*web.Attachment, error) {
	j, err := jobID(r)
	if err != nil {
		return nil, err
	}
	f, err := in.filter()
	if err != nil {
		return nil, err
	}
	l, err := h.listed(r, j, f, contacts)
	if err != nil {
		return nil, err
	}
	return r.SheetOf(r.Words.Say("application.csv.name"), l.table(r.Words))
}

func (h *House) apiOpen(r *web.Request, _ *web.Named) (*web.Answer[APIApplication], error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	o, err := h.Open(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	d := APIApplication{APIApplicationLine: lineOf(Line{ID: o.ID, Name: o.Name, State: o.State, StageID: o.StageID, Since: o.StageAt, Score: o.Score, SentAt: o.SentAt}, o.Stages),
		Job: o.Job.String(), Letter: o.Career.Letter, File: o.File.Name, Answers: []APIAnswer{}, Notes: notesOf(o.Notes, o.Team), Todos: todosIn(o.Todos, o.Team)}
	if d.StageAt.IsZero() {
		d.StageAt = o.SentAt
	}
	for _, a := range o.Career.Answers {
		d.Answers = append(d.Answers, APIAnswer{a.Label, a.Values})
	}
	if !o.Until.IsZero() {
		d.Kept = &o.Until
	}
	return web.Answered(d, nil)
}

func (h *House) apiContact(r *web.Request, _ *web.Named) (*web.Answer[APIContact], error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	a, err := h.Contact(r, r.Grant, v)
	return web.Answered(APIContact{a.Name, a.Contact.Email, a.Contact.Phone}, err)
}

func (h *House) apiFile(r *web.Request, _ *web.Named) (*web.Attachment, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	c, err := h.File(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	return apiFileOf(c)
}

func (h *House) apiTimeline(r *web.Request, _ *web.Named) (*web.Answer[APITimeline], error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	all, err := h.Timeline(r, r.Grant, v)
	out := APITimeline{Items: []APIHappening{}}
	for _, x := range all.Happenings {
		out.Items = append(out.Items, APIHappening{x.At, x.What, all.Team.Name(x.By), x.Stage})
	}
	return web.Answered(out, err)
}

type (
	// APIMoveMade says which move it was.
	APIMoveMade struct {
		Move string `json:"move" format:"uuid" doc:"can be undone until the letter has left, fifteen seconds later"`
	}
	// APIMove says where to.
	APIMove struct {
		To   string `json:"to" maxLength:"36" example:"interview" doc:"new, review, interview, offer or hired; or the identifier of a stage of the job"`
		From string `json:"from,omitempty" maxLength:"36" doc:"the stage where it was seen: when it stands elsewhere by now, nothing is moved (409)"`
	}
	// APIReject says why.
	APIReject struct {
		Reason string `json:"reason" enum:"qualifications,experience,other,ended" example:"experience"`
		Text   string `json:"text,omitempty" maxLength:"5000" doc:"to the person, in place of the employer's sentence for the reason"`
	}
)

func (h *House) apiMove(r *web.Request, in *web.NamedWith[APIMove]) (*web.Answer[APIMoveMade], error) {
	return moved(r, func(v ID) (MoveID, error) { return h.moveBy(r, v, moveForm{To: in.Body.To, From: in.Body.From}) })
}

func (h *House) apiReject(r *web.Request, in *web.NamedWith[APIReject]) (*web.Answer[APIMoveMade], error) {
	return moved(r, func(v ID) (MoveID, error) {
		return h.Reject(r, r.Grant, v, Decision{Reason(in.Body.Reason), in.Body.Text})
	})
}

func moved(r *web.Request, do func(ID) (MoveID, error)) (*web.Answer[APIMoveMade], error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	m, err := do(v)
	return web.Answered(APIMoveMade{m.String()}, err)
}

func (h *House) apiUndo(r *web.Request, in *web.NamedWith[APIMoveMade]) (*web.None, error) {
	return done(r, func(v ID) error {
		m, err := web.ParseID[moveNoun]("move", in.Body.Move)
		if err != nil {
			return err
		}
		return h.Undo(r, r.Grant, v, m)
	})
}

// done does something with the application that the address names, and answers nothing.
func done(r *web.Request, do func(ID) error) (*web.None, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	return nil, do(v)
}
