package server

import (
	"net/http"
	"strconv"

	"verv/internal/access"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/server/page"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/web"
	view "verv/internal/web/page"
)

// operatorRoutes are the pages that show how the installation stands. They open no body.
func (h *House) operatorRoutes() []web.Route {
	see := web.Operation(access.HealthSee, privacy.Operate)
	return []web.Route{
		web.Get("/operator", see, func(r *web.Request) error { return r.Redirect(r.Path("/operator/tasks")) }),
		web.Get("/operator/tasks", see, h.showTasks),
		web.Post("/operator/tasks", web.Operation(access.HealthSee, privacy.Operate).Strong(), h.reviveTask),
	}
}

func (h *House) showTasks(r *web.Request) error {
	var counts []task.Count
	var list []task.Task
	var open []ledger.Erasure
	waiting := 0
	err := h.DB.Read(r, r.Grant, func(tx *store.Reader) (err error) {
		if counts, err = task.Counts(tx); err != nil {
			return err
		}
		if list, err = task.List(tx, 100); err != nil {
			return err
		}
		if open, err = ledger.Open(tx, 100); err != nil {
			return err
		}
		waiting, err = mail.Waiting(tx)
		return err
	})
	if err != nil {
		return err
	}
	say := r.Words.Say
	m := page.Tasks{Revive: r.Path("/operator/tasks"), Kinds: view.Records{ID: "kinds", Caption: say("server.tasks.kinds"),
		Columns: []view.Column{{Label: say("server.tasks.kind")}, {Label: say("server.tasks.waiting"), Number: true},
			{Label: say("server.tasks.given-up"), Number: true}, {Label: say("server.tasks.next")}}}}
	all, dead := 0, 0
	for _, c := range counts {
		all, dead = all+c.Waiting+c.Running, dead+c.Dead
		m.Kinds.Rows = append(m.Kinds.Rows, []view.Cell{{Text: c.Kind}, {Text: strconv.Itoa(c.Waiting + c.Running)}, {Text: strconv.Itoa(c.Dead)},
			{Text: r.Words.DateTime(c.FirstDue)}})
	}
	for _, t := range list {
		if !t.DeadAt.IsZero() {
			m.Dead = append(m.Dead, page.Dead{ID: t.ID.String(), Kind: t.Kind, Trouble: t.Trouble, When: r.Words.DateTime(t.DeadAt)})
		}
	}
	number := func(n int) string { return r.Words.Number(int64(n)) }
	m.Figures = []view.Figure{{Value: number(all), Label: say("server.tasks.waiting")}, {Value: number(dead), Label: say("server.tasks.given-up")},
		{Value: number(len(open)), Label: say("server.tasks.erasures")}, {Value: number(waiting), Label: say("server.tasks.mail")}}
	for _, what := range h.Ready(r) {
		m.Trouble = append(m.Trouble, say("server.trouble."+what))
	}
	if h.DB.Lost() > 0 {
		m.Trouble = append(m.Trouble, say("server.trouble.lost", map[string]any{"Count": h.DB.Lost()}))
	}
	v := r.View(say("server.tasks.title"))
	v.Wide = true
	return r.Render(http.StatusOK, page.Operator(v, m))
}

type reviveForm struct {
	Task string `form:"task,required,max=36"`
}

func (h *House) reviveTask(r *web.Request) error {
	var f reviveForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	var t task.ID
	if err := t.UnmarshalText([]byte(f.Task)); err != nil {
		return err
	}
	err := h.DB.Write(r, r.Grant, func(w *store.Writer) error {
		w.Fact("task.revived", map[string]string{"task": t.String()})
		return task.Revive(w, t)
	})
	if err != nil {
		return err
	}
	h.Tasks.Wake()
	r.Flash("server.tasks.revived")
	return r.Redirect(r.Path("/operator/tasks"))
}
