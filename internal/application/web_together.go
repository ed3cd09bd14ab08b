package application

import (
	"slices"
	"strconv"
	"strings"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// togetherPage is what the team said and still has to do about an application, with the forms to add to it.
func togetherPage(r *web.Request, o Opened, wrong map[string]string, typed noteForm) page.Together {
	t, base := r.Words, r.Path("/employer/applications/"+o.ID.String())
	p := page.Together{Thread: threadPage(r, o, wrong, typed), Card: cardOf(r, o.ID, o.Cards, nil, "", nil)}
	p.Card.Over, p.Twins = o.Ended(), warning(r, o.ID, o.Twins)
	p.Todos = page.Todos{None: t.Say("application.todos.none"), Items: todoItems(r, o.Todos, o.Team, false)}
	if r.Actor.May(access.ApplicationTodo) {
		f := todoFormOf(r, o.Team, base+"/todos", todoForm{For: r.Actor.Subject.String()}, nil)
		p.Todos.Form = &f
	}
	if !r.Actor.May(access.ApplicationAsk) && len(o.Asked) == 0 {
		return p
	}
	p.Asked = &page.Asked{Action: base + "/ask", Who: webpage.Input{Name: "for", ID: "ask-for", Label: t.Say("application.asked.who"), Required: true, Error: wrong["for"]}}
	for _, a := range o.Asked {
		state := t.Say("application.asked.waits", "Date", a.At)
		if !a.DoneAt.IsZero() {
			state = t.Say("application.asked.done", "Date", a.DoneAt)
		}
		p.Asked.Terms = append(p.Asked.Terms, webpage.Term{Name: who(t, o.Team, a.For), Text: state})
	}
	if r.Actor.May(access.ApplicationAsk) && !o.Ended() {
		p.Asked.People = people(t, o.Team, func(s access.SubjectID) bool {
			return s != r.Actor.Subject && !slices.ContainsFunc(o.Asked, func(a Asked) bool { return a.For == s })
		})
	}
	return p
}

// people are members to choose from, below the line that chooses none.
func people(t webpage.T, team Colleagues, fits func(access.SubjectID) bool) []webpage.Choice {
	out := []webpage.Choice{{Value: "", Label: t.Say("application.member.choose")}}
	for _, m := range team.List {
		if fits == nil || fits(m.Subject) {
			out = append(out, webpage.Choice{Value: m.Subject.String(), Label: team.Name(m.Subject)})
		}
	}
	return out
}

func threadPage(r *web.Request, o Opened, wrong map[string]string, typed noteForm) page.Thread {
	t, base := r.Words, r.Path("/employer/applications/"+o.ID.String())
	say := func(key string) string { return t.Say("application." + key) }
	p := page.Thread{Action: base + "/note", Scores: scores(t),
		Score: webpage.Input{Name: "score", Label: say("note.score"), Value: typed.Score, Error: wrong["score"]},
		Text:  webpage.Input{Name: "text", Label: say("note"), Value: typed.Text, Required: true, Max: noteMax, Counter: true, Rows: 4, Hint: say("note.hint"), Error: wrong["text"]},
		Mention: webpage.Input{Name: "mention", Label: say("note.mention"), Hint: say("note.mention.hint"), Values: typed.Mention, Width: "medium",
			Error: wrong["mention"]},
		Mentions: people(t, o.Team, func(s access.SubjectID) bool { return s != r.Actor.Subject }),
		Stop:     webpage.Link{URL: base + "#note", Label: say("note.reply.stop")}}
	for _, n := range Threads(o.Notes) {
		p.Notes = append(p.Notes, remarkOf(t, base, o, n))
		if typed.Reply != "" && n.ID.String() == typed.Reply {
			p.Reply = webpage.Pair{Name: "reply", Value: typed.Reply}
			p.Replying = t.Say("application.note.replying", "Name", who(t, o.Team, n.By))
		}
	}
	return p
}

func remarkOf(t webpage.T, base string, o Opened, n Note) page.Remark {
	out := page.Remark{ID: n.ID.String(), Who: who(t, o.Team, n.By), Text: n.Text, When: n.At, Reply: !n.Parent.IsZero(),
		Answer: webpage.Link{URL: base + "?reply=" + n.ID.String() + "#note", Label: t.Say("application.note.reply")}}
	if n.Score > 0 {
		out.Who = t.Say("application.note.by.scored", "Name", out.Who, "Score", n.Score)
	}
	var to []string
	for _, m := range n.Mentions {
		to = append(to, who(t, o.Team, m))
	}
	if len(to) > 0 {
		out.To = t.Say("application.note.to", "Names", strings.Join(to, ", "))
	}
	return out
}

// todoItems are things to do as a list shows them; with subjects it says what each is about.
func todoItems(r *web.Request, all []Todo, team Colleagues, subjects bool) (out []page.Todo) {
	t := r.Words
	for _, x := range all {
		i := page.Todo{Text: x.Text, Done: x.Done(), Action: r.Path("/employer/todos/" + x.ID.String()), Button: t.Say("application.todo.do")}
		var meta []string
		if !subjects {
			meta = append(meta, who(t, team, x.For))
		} else if !x.Of.IsZero() {
			i.Link = webpage.Link{URL: r.Path("/employer/applications/" + x.Of.String()), Label: t.Say("application.todo.about", "Name", x.Name, "Job", x.JobTitle)}
		} else {
			i.Link = webpage.Link{URL: r.Path("/employer/jobs/" + x.Job.String() + "/todos"), Label: t.Say("application.todo.job")}
		}
		if x.Due != "" {
			meta = append(meta, t.Say("application.todo.due.at", "Date", day(x.Due)))
		}
		if subjects && x.By != x.For {
			meta = append(meta, t.Say("application.todo.from", "Name", who(t, team, x.By)))
		}
		i.Meta = strings.Join(meta, " · ")
		switch {
		case x.Done():
			i.Button, i.State = t.Say("application.todo.undo"), webpage.Label{Word: t.Say("application.todo.done"), Color: webpage.Success}
		case x.Late(r.Now):
			i.State = webpage.Label{Word: t.Say("application.todo.late"), Color: webpage.Warning}
		}
		out = append(out, i)
	}
	return out
}

func todoFormOf(r *web.Request, team Colleagues, action string, f todoForm, wrong map[string]string) page.TodoForm {
	t := r.Words
	return page.TodoForm{Action: action, People: people(t, team, nil),
		Text: webpage.Input{Name: "text", ID: "todo-text", Label: t.Say("application.todo.text"), Value: f.Text, Required: true, Max: todoMax, Error: wrong["text"]},
		For:  webpage.Input{Name: "for", ID: "todo-for", Label: t.Say("application.todo.for"), Value: f.For, Required: true, Width: "medium", Error: wrong["for"]},
		Due: webpage.Input{Name: "due", ID: "todo-due", Label: t.Say("application.todo.due"), Value: f.Due, From: r.Now.Format("2006-01-02"), Width: "medium",
			Error: wrong["due"]}}
}

// counted is a label with how many there are, or alone when there are none.
func counted(label string, n int) string {
	if n == 0 {
		return label
	}
	return label + " (" + strconv.Itoa(n) + ")"
}
