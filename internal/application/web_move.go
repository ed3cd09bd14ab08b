package application

import (
	"net/http"
	"net/url"
	"strings"

	"verv/internal/application/page"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/store"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// moveForm moves one application. Part asks for the line of undo alone, for a script that has moved the card already.
type moveForm struct {
	To   string `form:"to,required,max=36"`
	From string `form:"from,max=36"`
	Next string `form:"next,max=2000"`
	Part bool   `form:"part"`
}

// stateOf reads a kind of stage, or that somebody is hired.
func stateOf(to string) State {
	if Outcome(to) == Hired {
		return State{Outcome: Hired}
	}
	return State{Stage: Stage(to)}
}

func (h *House) postMove(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	var f moveForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	m, err := h.moveBy(r, v, f)
	if f.Part && fault.Is(err, fault.Conflict) {
		sentence, _ := r.Words.Fault(err)
		return r.Render(http.StatusConflict, page.Refused(sentence))
	}
	if err != nil {
		return err
	}
	if f.Part {
		u, err := h.undoing(r, v, m)
		if err != nil {
			return err
		}
		return r.Render(http.StatusOK, page.Moved(r.Words, u))
	}
	return r.Redirect(next(r, f.Next, v, true))
}

// moveBy reads where the form leads: hired, a kind of stage, or a stage of the job.
func (h *House) moveBy(r *web.Request, v ID, f moveForm) (MoveID, error) {
	var seen, to StageID
	if seen.UnmarshalText([]byte(f.From)) != nil {
		return MoveID{}, fault.New(fault.Conflict, "application.stage.gone")
	}
	switch {
	case Outcome(f.To) == Hired:
		return h.Hire(r, r.Grant, v, seen)
	case stage(f.To):
		return h.Move(r, r.Grant, v, stateOf(f.To))
	case to.UnmarshalText([]byte(f.To)) != nil:
		var wrong fault.Form
		wrong.Add("to", "form.choice")
		return MoveID{}, wrong.Err()
	}
	return h.MoveTo(r, r.Grant, v, seen, to)
}

func stage(word string) bool {
	for _, s := range Stages() {
		if string(s) == word {
			return true
		}
	}
	return false
}

// next is the page to go on with: the list where the card was, with the application named when its move can be undone there; else the
// application's own.
func next(r *web.Request, to string, v ID, moved bool) string {
	own := r.Path("/employer/applications/" + v.String())
	u, err := url.Parse(r.SafeNext(to))
	if to == "" || err != nil || !strings.HasPrefix(u.Path, r.Path("/employer/")) {
		return own
	}
	q := u.Query()
	q.Del("moved")
	if moved {
		q.Set("moved", v.String())
	}
	u.RawQuery, u.Fragment = q.Encode(), "a-"+v.String()
	if to, ok := web.Local(u.String()); ok {
		return to
	}
	return own
}

// undoing is the line of undo for a move of the member, while there is time. It opens nothing.
func (h *House) undoing(r *web.Request, v ID, m MoveID) (*webpage.Undoing, error) {
	j, err := h.jobOf(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	var last Move
	var p Pipeline
	err = h.db.Read(r, r.Grant, func(rd *store.Reader) (err error) {
		if last, err = lastMove(rd, v); err == nil {
			p, err = h.pipeline(rd, j)
		}
		return err
	})
	left := UndoFor - r.Now.Sub(last.At)
	if err != nil || left <= 0 || !last.UndoneAt.IsZero() || last.By != r.Actor.Subject || !m.IsZero() && last.ID != m {
		return nil, err
	}
	return &webpage.Undoing{Text: undoText(r.Words, last, p), URL: r.Path("/employer/applications/" + v.String() + "/undo"), Seconds: int(left.Seconds()),
		Hidden: []webpage.Pair{{Name: "move", Value: last.ID.String()}, {Name: "next", Value: stay(r)}}}, nil
}

// stay is the list that the page is, for what comes back to it.
func stay(r *web.Request) string {
	if r.Method() != http.MethodGet {
		return ""
	}
	u, err := url.Parse(r.Here())
	if err != nil {
		return ""
	}
	q := u.Query()
	q.Del("moved")
	u.RawQuery = q.Encode()
	return u.String()
}

// undoText says what was done, and whether the person is about to be told.
func undoText(t *locale.Words, m Move, p Pipeline) string {
	name := p.At(m.ToStage, m.To.Stage).Name
	if m.To.Ended() {
		name = t.Say("application.state." + m.To.Word())
	}
	if !m.Letter {
		return t.Say("application.undo.silent", "State", name)
	}
	return t.Say("application.undo.text", "State", name)
}

func lastMove(r *store.Reader, v ID) (Move, error) {
	all, err := store.List(r, "application.moves", store.Args{"application_id": v}, scanMove)
	if err != nil || len(all) == 0 {
		return Move{}, err
	}
	return all[0], nil
}

type undoForm struct {
	Move string `form:"move,required,max=36"`
	Next string `form:"next,max=2000"`
	Part bool   `form:"part"`
}

func (h *House) postUndo(r *web.Request) error {
	v, err := applicationID(r)
	if err != nil {
		return err
	}
	var f undoForm
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	m, err := id.Parse[moveNoun](f.Move)
	if err != nil {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	err = h.Undo(r, r.Grant, v, m)
	if f.Part && (err == nil || fault.Is(err, fault.Conflict)) {
		return h.partUndone(r, err)
	}
	if err != nil {
		return err
	}
	r.Flash("application.undone")
	return r.Redirect(next(r, f.Next, v, false))
}

func (h *House) partUndone(r *web.Request, err error) error {
	if err == nil {
		return r.Render(http.StatusOK, page.Refused(r.Words.Say("application.undone")))
	}
	sentence, _ := r.Words.Fault(err)
	return r.Render(http.StatusConflict, page.Refused(sentence))
}
