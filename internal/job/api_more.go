package job

import (
	"time"

	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/web"
)

// Lists, questions, templates and the history of jobs.

type (
	// APIOwnJob is a job in its employer's list.
	APIOwnJob struct {
		ID           string     `json:"id" format:"uuid"`
		Title        string     `json:"title"`
		State        string     `json:"state" enum:"draft,awaiting,scheduled,open,closed,archived"`
		Reason       string     `json:"reason,omitempty" doc:"why it closed"`
		Version      int        `json:"version"`
		Place        string     `json:"place,omitempty"`
		Deadline     string     `json:"deadline,omitempty"`
		Applications int        `json:"applications"`
		New          int        `json:"new" doc:"applications at the first stage"`
		PublishedAt  *time.Time `json:"publishedAt,omitempty"`
		ClosedAt     *time.Time `json:"closedAt,omitempty"`
	}
	// APIEvent is something that was done with a job.
	APIEvent struct {
		At      time.Time `json:"at"`
		Act     string    `json:"act"`
		Version int       `json:"version" doc:"that came of it"`
		Comment string    `json:"comment,omitempty"`
	}
	// APIHistory is what was done with a job.
	APIHistory struct {
		Items []APIEvent `json:"items"`
	}
	// APINewQuestion is a question that is to be asked.
	APINewQuestion struct {
		Version  int      `json:"version" minimum:"1" doc:"of the job"`
		Kind     string   `json:"kind" enum:"text,longtext,yesno,choice,choices,number,date,link,scale"`
		Label    string   `json:"label" maxLength:"300"`
		Hint     string   `json:"hint,omitempty" maxLength:"300"`
		Choices  []string `json:"choices,omitempty" maxItems:"20" doc:"of a scale the words for 1 and 5"`
		Required bool     `json:"required,omitempty"`
	}
	// APIShift moves, copies or drops a question.
	APIShift struct {
		Version int    `json:"version" minimum:"1" doc:"of the job"`
		Do      string `json:"do" enum:"up,down,copy,drop"`
	}
	// APITemplateName is what a template is called.
	APITemplateName struct {
		Name string `json:"name" maxLength:"120"`
	}
	// APIJobTemplate is a job to begin the next one with.
	APIJobTemplate struct {
		ID     string    `json:"id" format:"uuid"`
		Name   string    `json:"name"`
		Title  string    `json:"title"`
		MadeAt time.Time `json:"madeAt"`
	}
	apiDeskIn struct {
		web.Paging
		Words string `query:"q" maxLength:"100"`
		State string `query:"state" enum:"draft,awaiting,scheduled,open,closed,archived" doc:"all but archived ones where none is named"`
	}
)

// someTime is a moment as a document has it: none is left out.
func someTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (h *House) apiDesk(r *web.Request, in *apiDeskIn) (*web.Page[APIOwnJob], error) {
	from, ok := in.From()
	after, err := id.Parse[noun](from)
	if !ok || from != "" && err != nil {
		return nil, in.Wrong()
	}
	on, err := h.Walk(r, r.Grant, Desk{State: State(in.State), Words: in.Words}, after, in.Most()+1)
	if err != nil {
		return nil, err
	}
	var out []APIOwnJob
	for _, m := range on.Jobs {
		n := on.Counts[m.ID]
		out = append(out, APIOwnJob{m.ID.String(), m.Title, string(m.State), string(m.Reason), m.Version, m.Place, m.Deadline, n.All, n.New, someTime(m.PublishedAt), someTime(m.ClosedAt)})
	}
	return web.PageOf(r, in.Paging, out, func(d APIOwnJob) string { return d.ID }), nil
}

func (h *House) apiDiscard(r *web.Request, in *struct {
	ID      string `path:"id" maxLength:"36"`
	Version int    `query:"version" minimum:"1" required:"true" doc:"what was read"`
}) (*web.None, error) {
	n, err := apiJobID(in.ID)
	if err != nil {
		return nil, err
	}
	return nil, h.Discard(r, r.Grant, n, in.Version)
}

func (h *House) apiDuplicate(r *web.Request, in *apiID) (*apiJob, error) {
	n, err := apiJobID(in.ID)
	if err != nil {
		return nil, err
	}
	twin, err := h.Duplicate(r, r.Grant, n)
	if err != nil {
		return nil, err
	}
	return h.apiOf(r, &apiID{twin.String()})
}

func (h *House) apiHistory(r *web.Request, in *apiID) (*web.Answer[APIHistory], error) {
	n, err := apiJobID(in.ID)
	if err != nil {
		return nil, err
	}
	all, err := h.History(r, r.Grant, n)
	out := APIHistory{Items: []APIEvent{}}
	for _, e := range all {
		out.Items = append(out.Items, APIEvent{e.At, string(e.Act), e.Version, e.Comment})
	}
	return web.Answered(out, err)
}

func (h *House) apiQuestions(write web.Guard) []web.Route {
	const all, one = "/api/employer/jobs/{id}/questions", "/api/employer/jobs/{id}/questions/{question}"
	return []web.Route{
		web.API(apiTag.Post(all, "add-question", "Ask every applicant one more question"), write, h.apiAskOne),
		web.API(web.Versioned(apiTag.Put(one, "change-question", "Change a question")), write, h.apiAskOther),
		web.API(apiTag.Post(one, "shift-question", "Move a question up or down, ask it twice, or take it off the list"), write, h.apiShiftQuestion),
	}
}

func (d APINewQuestion) question(q QuestionID) Question {
	return Question{ID: q, Kind: QuestionKind(d.Kind), Label: d.Label, Hint: d.Hint, Choices: d.Choices, Required: d.Required}
}

func (h *House) apiAskOne(r *web.Request, in *web.NamedWith[APINewQuestion]) (*apiJob, error) {
	return h.acted(r, in.ID, func(n ID) error {
		return h.Ask(r, r.Grant, n, in.Body.Version, in.Body.question(QuestionID{}))
	})
}

type (
	// APIQuestionPath names a question.
	APIQuestionPath struct {
		ID       string `path:"id" format:"uuid"`
		Question string `path:"question" format:"uuid"`
	}
	apiQuestionPut struct {
		APIQuestionPath
		Body APINewQuestion
	}
	apiQuestionShift struct {
		APIQuestionPath
		Body APIShift
	}
)

func (h *House) apiAskOther(r *web.Request, in *apiQuestionPut) (*apiJob, error) {
	return h.acted(r, in.ID, func(n ID) error {
		q, err := web.PathID[questionNoun](r, "question")
		if err != nil {
			return err
		}
		return h.Ask(r, r.Grant, n, in.Body.Version, in.Body.question(q))
	})
}

func (h *House) apiShiftQuestion(r *web.Request, in *apiQuestionShift) (*apiJob, error) {
	return h.acted(r, in.ID, func(n ID) error {
		q, err := web.PathID[questionNoun](r, "question")
		if err != nil {
			return err
		}
		return h.shift(r, n, in.Body.Version, q, in.Body.Do)
	})
}

// shift does with a question what a button or a program asks.
func (h *House) shift(r *web.Request, j ID, version int, q QuestionID, do string) error {
	switch do {
	case "up":
		return h.MoveQuestion(r, r.Grant, j, version, q, -1)
	case "down":
		return h.MoveQuestion(r, r.Grant, j, version, q, 1)
	case "copy":
		return h.CopyQuestion(r, r.Grant, j, version, q)
	case "drop":
		return h.DropQuestion(r, r.Grant, j, version, q)
	}
	return fault.New(fault.NotFound, "fault.notfound")
}

func (h *House) apiTemplates(list, write, edit web.Guard) []web.Route {
	const all, one = "/api/employer/templates", "/api/employer/templates/{id}"
	return []web.Route{
		web.API(apiTag.Get(all, "list-job-templates", "Jobs to begin the next one with"), list, h.apiTemplateList),
		web.API(apiTag.Post("/api/employer/jobs/{id}/template", "keep-job-template", "Make a template of a job"), edit, h.apiKeep),
		web.API(apiTag.Post(one+"/begin", "begin-job", "Write a draft out of a template"), write, h.apiBegin),
		web.API(apiTag.Delete(one, "drop-job-template", "Delete a template; jobs that began with it stay"), edit, h.apiDropTemplate),
	}
}

func (h *House) apiTemplateList(r *web.Request, in *web.Paging) (*web.Page[APIJobTemplate], error) {
	all, err := h.Templates(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIJobTemplate
	for _, t := range all {
		out = append(out, APIJobTemplate{t.ID.String(), t.Name, t.Content.Title, t.MadeAt})
	}
	return web.PageOfAll(r, *in, out, func(d APIJobTemplate) string { return d.ID })
}

func (h *House) apiKeep(r *web.Request, in *web.NamedWith[APITemplateName]) (*web.Answer[web.Made], error) {
	n, err := apiJobID(in.ID)
	if err != nil {
		return nil, err
	}
	return web.MadeOf(h.Keep(r, r.Grant, n, in.Body.Name))
}

func (h *House) apiBegin(r *web.Request, _ *web.Named) (*apiJob, error) {
	t, err := web.PathID[templateNoun](r, "id")
	if err != nil {
		return nil, err
	}
	s, err := h.siteOf(r)
	if err != nil {
		return nil, err
	}
	n, err := h.Begin(r, r.Grant, s.ID, t)
	if err != nil {
		return nil, err
	}
	return h.apiOf(r, &apiID{n.String()})
}

func (h *House) apiDropTemplate(r *web.Request, _ *web.Named) (*web.None, error) {
	t, err := web.PathID[templateNoun](r, "id")
	if err != nil {
		return nil, err
	}
	return nil, h.DropTemplate(r, r.Grant, t)
}
