package application

import (
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/web"
)

// What a team says and still has to do about an application.

func (h *House) apiTeam() []web.Route {
	do := web.Employer(access.ApplicationTodo, privacy.Assess)
	claims := web.Employer(access.ApplicationClaims, privacy.Claims)
	const one = "/api/employer/applications/{id}"
	return []web.Route{
		web.API(apiTag.Post(one+"/notes", "add-note", "Write a note, with a score, in reply to another, or naming colleagues"),
			web.Employer(access.ApplicationNote, privacy.Assess), h.apiNote),
		web.API(apiTag.Post(one+"/ask", "ask-review", "Ask a colleague to look at an application"), web.Employer(access.ApplicationAsk, privacy.Assess), h.apiAsk),
		web.API(apiTag.Get("/api/employer/reviews", "list-reviews", "What one was asked to look at"), web.Employer(access.ApplicationReview, privacy.Assess), h.apiReviews),
		web.API(apiTag.Get(one+"/duplicates", "list-duplicates", "Applications that look like the same person's"), web.Employer(access.ApplicationRead, privacy.Assess), h.apiTwins),
		web.API(apiTag.Post(one+"/duplicates", "judge-duplicate", "Say whether two applications are one person's"), web.Employer(access.ApplicationMove, privacy.Assess), h.apiPair),
		web.API(apiTag.Get("/api/employer/todos", "list-todos", "One's own to-dos"), do, h.apiTodos),
		web.API(apiTag.Post(one+"/todos", "add-todo", "Give a colleague something to do about an application"), do, h.apiTodo),
		web.API(apiTag.Get("/api/employer/jobs/{id}/todos", "list-job-todos", "To-dos of a job"), do, h.apiJobTodos),
		web.API(apiTag.Post("/api/employer/jobs/{id}/todos", "add-job-todo", "Give a colleague something to do about a job"), do, h.apiJobTodo),
		web.API(apiTag.Post("/api/employer/todos/{todo}", "do-todo", "Say that a to-do is done, or not after all"), do, h.apiDone),
		web.API(apiTag.Get("/api/employer/claims", "list-claims", "What is kept for the defence of claims"), claims, h.apiClaims),
		web.API(apiTag.Get("/api/employer/claims/{claim}", "get-claim", "One of them: which job, when, how far, why it ended"), claims, h.apiClaim),
	}
}

type (
	// APINote is what a member wrote about an application.
	APINote struct {
		ID       string    `json:"id" format:"uuid"`
		By       string    `json:"by,omitempty" doc:"name; none for somebody who left"`
		At       time.Time `json:"at"`
		Score    int       `json:"score,omitempty"`
		Text     string    `json:"text,omitempty"`
		Reply    string    `json:"reply,omitempty" format:"uuid" doc:"the note that it hangs under"`
		Mentions []string  `json:"mentions,omitempty" doc:"names"`
	}
	// APISaid is a note that is to be written.
	APISaid struct {
		Text     string   `json:"text,omitempty" maxLength:"5000" example:"Strong on night shifts."`
		Score    int      `json:"score,omitempty" minimum:"0" maximum:"5" doc:"0 is none"`
		Reply    string   `json:"reply,omitempty" maxLength:"36" doc:"identifier of the note that it answers"`
		Mentions []string `json:"mentions,omitempty" maxItems:"20" doc:"whom to tell: person of the team's list"`
	}
	// APIPerson names a colleague.
	APIPerson struct {
		Person string `json:"person" format:"uuid" doc:"person of the team's list"`
	}
	// APIReviewed is an application that one was asked to look at.
	APIReviewed struct {
		ID      string     `json:"id" format:"uuid"`
		Name    string     `json:"name"`
		Job     string     `json:"job"`
		State   string     `json:"state"`
		AskedAt time.Time  `json:"askedAt"`
		DoneAt  *time.Time `json:"doneAt,omitempty"`
	}
	// APITwin is an application that looks like the same person's.
	APITwin struct {
		ID     string    `json:"id" format:"uuid"`
		Job    string    `json:"job"`
		Name   string    `json:"name"`
		State  string    `json:"state"`
		SentAt time.Time `json:"sentAt"`
		Why    []string  `json:"why"`
		Said   string    `json:"said,omitempty" enum:"same,different"`
	}
	// APIPair says whether two applications are one person's.
	APIPair struct {
		Other   string `json:"other" format:"uuid"`
		Verdict string `json:"verdict" enum:",same,different" doc:"empty takes back what was said"`
	}
	// APITodo is something to do.
	APITodo struct {
		ID          string `json:"id" format:"uuid"`
		Text        string `json:"text"`
		For         string `json:"for,omitempty" doc:"name"`
		Due         string `json:"due,omitempty" format:"date"`
		Done        bool   `json:"done"`
		Application string `json:"application,omitempty" format:"uuid"`
		Job         string `json:"job,omitempty" format:"uuid"`
	}
	// APINewTodo is something for a colleague to do.
	APINewTodo struct {
		Text string `json:"text" maxLength:"1000" example:"Call the referees"`
		For  string `json:"for" format:"uuid" doc:"person of the team's list"`
		Due  string `json:"due,omitempty" maxLength:"10" doc:"2006-01-02"`
	}
	// APITodoDone says whether it is done.
	APITodoDone struct {
		Done bool `json:"done"`
	}
	// APIClaim is what an employer keeps of an application whose person had it deleted.
	APIClaim struct {
		ID     string    `json:"id" format:"uuid"`
		MadeAt time.Time `json:"madeAt"`
		Until  time.Time `json:"until"`
	}
	// APIClaimed is what is kept: no name, no letter.
	APIClaimed struct {
		APIClaim
		Job     string    `json:"job"`
		SentAt  time.Time `json:"sentAt"`
		EndedAt time.Time `json:"endedAt"`
		Stage   string    `json:"stage" doc:"how far it came"`
		Outcome string    `json:"outcome,omitempty"`
		Reason  string    `json:"reason,omitempty"`
		Score   float64   `json:"score"`
	}
)

func notesOf(all []Note, team Colleagues) []APINote {
	out := []APINote{}
	for _, n := range Threads(all) {
		d := APINote{ID: n.ID.String(), By: team.Name(n.By), At: n.At, Score: n.Score, Text: n.Text, Reply: n.Parent.String()}
		for _, m := range n.Mentions {
			if name := team.Name(m); name != "" {
				d.Mentions = append(d.Mentions, name)
			}
		}
		out = append(out, d)
	}
	return out
}

func todosIn(all []Todo, team Colleagues) []APITodo {
	out := []APITodo{}
	for _, t := range all {
		out = append(out, APITodo{t.ID.String(), t.Text, team.Name(t.For), t.Due, t.Done(), t.Of.String(), t.Job.String()})
	}
	return out
}

// personOf reads whom a document names; the use-case says whether it is a colleague.
func personOf(field, text string) (s access.SubjectID, err error) {
	if s.UnmarshalText([]byte(text)) != nil {
		var f fault.Form
		f.Add(field, "form.choice")
		err = f.Err()
	}
	return s, err
}

func (h *House) apiNote(r *web.Request, in *web.NamedWith[APISaid]) (*web.None, error) {
	return done(r, func(v ID) (err error) {
		n := Said{Score: in.Body.Score, Text: in.Body.Text}
		if n.Reply, err = web.ParseID[noteNoun]("reply", in.Body.Reply); err != nil {
			return err
		}
		for _, m := range in.Body.Mentions {
			who, err := personOf("mentions", m)
			if err != nil {
				return err
			}
			n.Mentions = append(n.Mentions, who)
		}
		return h.Say(r, r.Grant, v, n)
	})
}

func (h *House) apiAsk(r *web.Request, in *web.NamedWith[APIPerson]) (*web.None, error) {
	return done(r, func(v ID) error {
		who, err := personOf("person", in.Body.Person)
		if err != nil {
			return err
		}
		return h.Ask(r, r.Grant, v, who)
	})
}

func (h *House) apiReviews(r *web.Request, in *web.Paging) (*web.Page[APIReviewed], error) {
	all, err := h.Reviews(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIReviewed
	for _, t := range all {
		d := APIReviewed{ID: t.ID.String(), Name: t.Name, Job: t.JobTitle, State: t.Word(), AskedAt: t.AskedAt}
		if !t.DoneAt.IsZero() {
			d.DoneAt = &t.DoneAt
		}
		out = append(out, d)
	}
	return web.PageOfAll(r, *in, out, func(d APIReviewed) string { return d.ID })
}

func (h *House) apiTwins(r *web.Request, in *web.NamedPaging) (*web.Page[APITwin], error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	_, all, err := h.Duplicates(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	var out []APITwin
	for _, t := range all {
		d := APITwin{ID: t.ID.String(), Job: t.JobTitle, Name: t.Name, State: t.Word(), SentAt: t.SentAt, Said: t.Said, Why: []string{}}
		for _, w := range t.Why {
			d.Why = append(d.Why, string(w))
		}
		out = append(out, d)
	}
	return web.PageOfAll(r, in.Paging, out, func(d APITwin) string { return d.ID })
}

func (h *House) apiPair(r *web.Request, in *web.NamedWith[APIPair]) (*web.None, error) {
	return done(r, func(v ID) error {
		other, err := web.ParseID[noun]("other", in.Body.Other)
		if err != nil {
			return err
		}
		return h.Pair(r, r.Grant, v, other, in.Body.Verdict)
	})
}

func (h *House) apiTodos(r *web.Request, in *web.Paging) (*web.Page[APITodo], error) {
	all, err := h.Todos(r, r.Grant)
	if err != nil {
		return nil, err
	}
	return web.PageOfAll(r, *in, todosIn(all.Todos, all.Team), func(d APITodo) string { return d.ID })
}

func (h *House) apiJobTodos(r *web.Request, in *web.NamedPaging) (*web.Page[APITodo], error) {
	j, err := jobID(r)
	if err != nil {
		return nil, err
	}
	all, err := h.JobTodos(r, r.Grant, j)
	if err != nil {
		return nil, err
	}
	return web.PageOfAll(r, in.Paging, todosIn(all.Todos, all.Team), func(d APITodo) string { return d.ID })
}

func (d APINewTodo) todo() (NewTodo, error) {
	who, err := personOf("for", d.For)
	return NewTodo{For: who, Due: d.Due, Text: d.Text}, err
}

func (h *House) apiTodo(r *web.Request, in *web.NamedWith[APINewTodo]) (*web.None, error) {
	return done(r, func(v ID) error {
		n, err := in.Body.todo()
		if err != nil {
			return err
		}
		n.Of = v
		return h.AddTodo(r, r.Grant, n)
	})
}

func (h *House) apiJobTodo(r *web.Request, in *web.NamedWith[APINewTodo]) (*web.None, error) {
	j, err := jobID(r)
	if err != nil {
		return nil, err
	}
	n, err := in.Body.todo()
	if err != nil {
		return nil, err
	}
	n.Job = j
	return nil, h.AddTodo(r, r.Grant, n)
}

func (h *House) apiDone(r *web.Request, in *struct {
	Todo string `path:"todo" format:"uuid"`
	Body APITodoDone
}) (*web.None, error) {
	v, err := web.PathID[todoNoun](r, "todo")
	if err != nil {
		return nil, err
	}
	_, err = h.DoTodo(r, r.Grant, v, in.Body.Done)
	return nil, err
}

func (h *House) apiClaims(r *web.Request, in *web.Paging) (*web.Page[APIClaim], error) {
	all, err := h.Claims(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIClaim
	for _, k := range all {
		out = append(out, APIClaim{k.ID.String(), k.MadeAt, k.Until})
	}
	return web.PageOfAll(r, *in, out, func(d APIClaim) string { return d.ID })
}

func (h *House) apiClaim(r *web.Request, _ *struct {
	Claim string `path:"claim" format:"uuid"`
}) (*web.Answer[APIClaimed], error) {
	v, err := web.PathID[claimNoun](r, "claim")
	if err != nil {
		return nil, err
	}
	c, k, err := h.Claim(r, r.Grant, v)
	return web.Answered(APIClaimed{APIClaim{k.ID.String(), k.MadeAt, k.Until}, c.JobTitle, c.SentAt, c.EndedAt, string(c.Stage), string(c.Outcome), string(c.Reason),
		float64(c.Score) / 10}, err)
}
