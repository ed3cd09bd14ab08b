package application

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) todoRoutes() []web.Route {
	do := web.Employer(access.ApplicationTodo, privacy.Assess)
	rule := web.Employer(access.EmployerEdit, privacy.Recruit)
	return []web.Route{
		web.Get("/employer/todos", do, h.showTodos),
		web.Post("/employer/todos/{todo}", do, h.postDone),
		web.Post("/employer/applications/{application}/todos", do, h.postTodo),
		web.Get("/employer/jobs/{id}/todos", do, h.showJobTodos),
		web.Post("/employer/jobs/{id}/todos", do, h.postJobTodo),
		web.Get("/employer/notifications", do, h.showPaces),
		web.Post("/employer/notifications", do, h.postPaces),
		web.Get("/employer/answers", rule, h.showRule),
		web.Post("/employer/answers", rule, h.postRule),
	}
}

// day reads a day that was checked when it was written.
func day(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s) // the zero day, which no page shows
	return t.Add(12 * time.Hour)
}

func (h *House) showTodos(r *web.Request) error {
	all, err := h.Todos(r, r.Grant)
	if err != nil {
		return err
	}
	t, open := r.Words, 0
	for _, x := range all.Todos {
		if !x.Done() {
			open++
		}
	}
	p := page.Todos{Title: t.Say("application.todos.mine"), None: t.Say("application.todos.mine.none"),
		Items: todoItems(r, all.Todos, all.Team, true), Privacy: webpage.Privacy{Who: t.Say("application.team.who"), Why: t.Say("application.todos.why")},
		Links: []webpage.Link{{URL: r.Path("/employer/notifications"), Label: t.Say("application.pace.title"), Icon: "Bell"}}}
	if len(all.Todos) > 0 {
		p.Lead = t.Say("application.todos.lead", "Count", open)
	}
	return r.Render(http.StatusOK, page.ShowTodos(r.View(p.Title), p))
}

type todoForm struct {
	Text string `form:"text,max=4000"`
	For  string `form:"for,max=36"`
	Due  string `form:"due,max=40"`
}

// todo is what the form asks for. Whom it names is checked by the use-case.
func (f todoForm) todo() NewTodo {
	n := NewTodo{Text: f.Text, Due: f.Due}
	if n.For.UnmarshalText([]byte(f.For)) != nil {
		n.For = access.SubjectID{}
	}
	return n
}

func (h *House) postTodo(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	var f todoForm
	if err = web.Bind(r, &f); err == nil {
		n := f.todo()
		n.Of = v
		err = h.AddTodo(r, r.Grant, n)
	}
	if fault.Is(err, fault.Invalid) {
		// The page says no more of the application than its address: what was refused is shown without opening it again.
		team, again := h.Colleagues(r, r.Grant)
		if again != nil {
			return again
		}
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component {
			return todoPage(r, nil, team, "/employer/applications/"+v.String(), r.Words.Say("application.back"), f, wrong)
		})
	}
	if err != nil {
		return err
	}
	r.Flash("application.todo.added")
	return r.Redirect(r.Path("/employer/applications/" + v.String()))
}

func (h *House) showJobTodos(r *web.Request) error {
	j, err := jobID(r)
	if err != nil {
		return err
	}
	all, err := h.JobTodos(r, r.Grant, j)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, todoPage(r, all.Todos, all.Team, "/employer/jobs/"+j.String(), all.Job.Title, todoForm{For: r.Actor.Subject.String()}, nil))
}

// todoPage lists what is to be done for something, with the form.
func todoPage(r *web.Request, all []Todo, team Colleagues, base, title string, f todoForm, wrong map[string]string) templ.Component {
	t := r.Words
	form := todoFormOf(r, team, r.Path(base+"/todos"), f, wrong)
	p := page.Todos{Title: t.Say("application.todos"), None: t.Say("application.todos.none"), Items: todoItems(r, all, team, false), Form: &form,
		Crumbs:  []webpage.Link{{URL: r.Path(base), Label: title}, {URL: r.Path(base + "/todos"), Label: t.Say("application.todos")}},
		Privacy: webpage.Privacy{Who: t.Say("application.team.who"), Why: t.Say("application.todos.why")}}
	return page.ShowTodos(r.View(p.Title), p)
}

func (h *House) postJobTodo(r *web.Request) error {
	j, err := jobID(r)
	if err != nil {
		return err
	}
	var f todoForm
	if err = web.Bind(r, &f); err == nil {
		n := f.todo()
		n.Job = j
		err = h.AddTodo(r, r.Grant, n)
	}
	if fault.Is(err, fault.Invalid) {
		all, again := h.JobTodos(r, r.Grant, j)
		if again != nil {
			return again
		}
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component {
			return todoPage(r, all.Todos, all.Team, "/employer/jobs/"+j.String(), all.Job.Title, f, wrong)
		})
	}
	if err != nil {
		return err
	}
	r.Flash("application.todo.added")
	return r.Redirect(r.Path("/employer/jobs/" + j.String() + "/todos"))
}

type doneForm struct {
	Done string `form:"done,required,oneof=yes|no"`
}

func (h *House) postDone(r *web.Request) error {
	v, err := web.PathID[todoNoun](r, "todo")
	if err != nil {
		return err
	}
	var f doneForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	t, err := h.DoTodo(r, r.Grant, v, f.Done == "yes")
	if err != nil {
		return err
	}
	switch {
	case t.For == r.Actor.Subject:
		return r.Redirect(r.Path("/employer/todos"))
	case t.Of.IsZero():
		return r.Redirect(r.Path("/employer/jobs/" + t.Job.String() + "/todos"))
	}
	return r.Redirect(r.Path("/employer/applications/" + t.Of.String()))
}

type paceForm struct {
	Review  string `form:"review,max=20"`
	Mention string `form:"mention,max=20"`
	Message string `form:"message,max=20"`
	Todo    string `form:"todo,max=20"`
	Silence string `form:"silence,max=20"`
}

func (f paceForm) paces() map[Topic]Pace {
	return map[Topic]Pace{TopicReview: Pace(f.Review), TopicMention: Pace(f.Mention), TopicMessage: Pace(f.Message), TopicTodo: Pace(f.Todo),
		TopicSilence: Pace(f.Silence)}
}

func (h *House) showPaces(r *web.Request) error {
	paces, err := h.NotificationPaces(r, r.Grant)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, pacePage(r, paces, nil))
}

func pacePage(r *web.Request, paces map[Topic]Pace, wrong map[string]string) templ.Component {
	t := r.Words
	p := page.Paces{Title: t.Say("application.pace.title"), Lead: t.Say("application.pace.lead"), Action: r.Path("/employer/notifications")}
	if r.Actor.May(access.EmployerEdit) {
		p.Links = []webpage.Link{{URL: r.Path("/employer/answers"), Label: t.Say("application.rule.title")}}
	}
	for _, x := range Topics() {
		p.Inputs = append(p.Inputs, webpage.Input{Name: string(x), Label: t.Say("application.pace.topic." + string(x)), Value: string(paces[x]), Width: "medium",
			Error: wrong[string(x)]})
	}
	for _, x := range Paces() {
		p.Choices = append(p.Choices, webpage.Choice{Value: string(x), Label: t.Say("application.pace." + string(x))})
	}
	return page.ShowPaces(r.View(p.Title), p)
}

func (h *House) postPaces(r *web.Request) error {
	var f paceForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.SetNotificationPaces(r, r.Grant, f.paces())
	}
	if err != nil {
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component { return pacePage(r, f.paces(), wrong) })
	}
	r.Flash("application.saved")
	return r.Redirect(r.Path("/employer/notifications"))
}

type ruleForm struct {
	Days web.Number `form:"days,required"`
}

func (h *House) showRule(r *web.Request) error {
	days, most, err := h.AnswerRule(r, r.Grant)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, rulePage(r, strconv.Itoa(days), most, nil))
}

func rulePage(r *web.Request, typed string, most int, wrong map[string]string) templ.Component {
	t := r.Words
	p := page.Rule{Title: t.Say("application.rule.title"), Lead: t.Say("application.rule.lead", "Count", int(graceAfter/(24*time.Hour))), Action: r.Path("/employer/answers"),
		Days: webpage.Input{Name: "days", Label: t.Say("application.rule.days"), Hint: t.Say("application.rule.hint", "Count", most), Value: typed, Required: true,
			Mode: "numeric", Width: "short", Max: 20, Error: wrong["days"]},
		Back: webpage.Link{URL: r.Path("/employer/profile"), Label: t.Say("application.rule.back")}}
	return page.ShowRule(r.View(p.Title), p)
}

func (h *House) postRule(r *web.Request) error {
	_, most, err := h.AnswerRule(r, r.Grant)
	if err != nil {
		return err
	}
	var f ruleForm
	if err = web.Bind(r, &f); err == nil {
		err = h.SetAnswerRule(r, r.Grant, int(f.Days.Value))
	}
	if err != nil {
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component { return rulePage(r, f.Days.Raw, most, wrong) })
	}
	r.Flash("application.saved")
	return r.Redirect(r.Path("/employer/answers"))
}
