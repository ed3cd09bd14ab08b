package console

import (
	"net/http"
	"strconv"

	"verv/internal/console/page"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

const pathTasks = Path + "/tasks"

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
	m := page.Tasks{Revive: r.Path(pathTasks), Kinds: webpage.Records{ID: "kinds", Caption: say("console.tasks.kinds"),
		Columns: []webpage.Column{{Label: say("console.tasks.kind")}, {Label: say("console.tasks.waiting"), Number: true},
			{Label: say("console.tasks.given-up"), Number: true}, {Label: say("console.tasks.next")}}}}
	all, dead := 0, 0
	for _, c := range counts {
		all, dead = all+c.Waiting+c.Running, dead+c.Dead
		m.Kinds.Rows = append(m.Kinds.Rows, []webpage.Cell{{Text: c.Kind}, {Text: strconv.Itoa(c.Waiting + c.Running)}, {Text: strconv.Itoa(c.Dead)},
			{Text: r.Words.DateTime(c.FirstDue)}})
	}
	for _, t := range list {
		if !t.DeadAt.IsZero() {
			m.Dead = append(m.Dead, page.Dead{ID: t.ID.String(), Kind: t.Kind, Trouble: t.Trouble, When: r.Words.DateTime(t.DeadAt)})
		}
	}
	number := func(n int) string { return r.Words.Number(int64(n)) }
	m.Figures = []webpage.Figure{{Value: number(all), Label: say("console.tasks.waiting")}, {Value: number(dead), Label: say("console.tasks.given-up")},
		{Value: number(len(open)), Label: say("console.tasks.erasures")}, {Value: number(waiting), Label: say("console.tasks.mail")}}
	m.Crumbs = crumbs(r, say("console.tasks.title"))
	v := r.View(say("console.tasks.title"))
	v.Wide = true
	return r.Render(http.StatusOK, page.ShowTasks(v, m))
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
	h.Runner().Wake()
	r.Flash("console.tasks.revived")
	return r.Redirect(r.Path(pathTasks))
}
