package console

import (
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	board "verv/internal/rights/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

const pathStorage = Path + "/storage"

func (h *House) storageRoutes() []web.Route {
	return []web.Route{
		web.Get(pathStorage, web.Operation(access.HealthSee, privacy.Operate), h.getStorage),
		web.Post(pathStorage, web.Operation(access.HealthNote, privacy.Operate).Strong(), h.postStorage),
	}
}

func (h *House) getStorage(r *web.Request) error {
	s, err := h.Storage(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	free := t.Say("console.storage.unseen")
	if s.Free >= 0 {
		free = t.Bytes(s.Free)
	}
	b := board.Board{Title: t.Say("console.storage.title"), Lead: t.Say("console.storage.lead"), Crumbs: crumbs(r, t.Say("console.storage.title")), Figures: []webpage.Figure{
		{Value: t.Bytes(s.Now.Database), Label: t.Say("console.storage.database")}, {Value: t.Bytes(s.Now.Files), Label: t.Say("console.storage.files")},
		{Value: free, Label: t.Say("console.storage.free")}}}
	growth := t.Say("console.storage.young")
	if !s.Before.Day.IsZero() && s.Before.Day.Format(time.DateOnly) != s.Now.Day.UTC().Format(time.DateOnly) {
		growth = t.Say("console.storage.growth", "Day", s.Before.Day, "Database", signed(t.Bytes, s.Now.Database-s.Before.Database), "Files", signed(t.Bytes, s.Now.Files-s.Before.Files))
	}
	largest := webpage.Records{ID: "largest", Caption: t.Say("console.storage.largest"), Hide: true, Columns: []webpage.Column{{Label: t.Say("employer.field.name")},
		{Label: t.Say("console.storage.bytes"), Number: true}, {Label: t.Say("console.employer.files"), Number: true}}}
	for _, x := range s.Largest {
		name := webpage.Cell{Text: x.Name}
		if r.Actor.May(access.EmployerVerify) {
			name.URL = r.Path(pathEmployers + "/" + x.Employer.String())
		}
		largest.Rows = append(largest.Rows, []webpage.Cell{name, {Text: t.Bytes(x.Bytes)}, {Text: t.Number(int64(x.Files))}})
	}
	b.Parts = []board.Part{{Title: t.Say("console.storage.grows"), Lead: growth}, h.statePart(r, s),
		{Title: t.Say("console.storage.largest"), Table: largest, Empty: t.Say("console.storage.nofiles")}}
	if r.Actor.May(access.HealthNote) {
		choice := webpage.Input{Name: "what", Label: t.Say("console.storage.note.what"), Required: true, Width: "medium"}
		var choices []webpage.Choice
		for _, x := range Backups() {
			choices = append(choices, webpage.Choice{Value: string(x), Label: t.Say("console.backup." + string(x))})
		}
		b.Parts = append(b.Parts, board.Part{Title: t.Say("console.storage.note"), Lead: t.Say("console.storage.note.lead"),
			Body: board.Searching(t, webpage.Sheet{Action: r.Path(pathStorage)}, t.Say("console.storage.note.button"), nil, nil, &choice, choices)})
	}
	return render(r, b)
}

// signed is a number of bytes with what it is more or less.
func signed(bytes func(int64) string, n int64) string {
	if n < 0 {
		return "−" + bytes(-n)
	}
	return "+" + bytes(n)
}

// statePart says how keys and backups stand: when each was, and what is wrong with it.
func (h *House) statePart(r *web.Request, s Storage) board.Part {
	t := r.Words
	list := webpage.Records{ID: "states", Caption: t.Say("console.storage.states"), Hide: true, Columns: []webpage.Column{{Label: t.Say("console.storage.thing")},
		{Label: t.Say("employer.field.state")}, {Label: t.Say("console.storage.says")}}}
	for _, f := range s.Findings {
		says, mend := f.Say(t)
		if mend != "" {
			says += " " + mend
		}
		list.Rows = append(list.Rows, []webpage.Cell{{Text: t.Say("console.what." + string(f.What))},
			{Body: webpage.Tag(webpage.Label{Word: t.Say("console.state." + string(f.State)), Color: f.State.Color()})}, {Text: says}})
	}
	terms := []webpage.Term{{Name: t.Say("console.what.epoch"), Text: t.Say("console.storage.epoch", "Number", s.Epoch, "Day", s.Since)}}
	for _, b := range Backups() {
		text := t.Say("console.storage.never")
		if at := s.Notes[b]; !at.IsZero() {
			text = t.DateTime(at)
		}
		terms = append(terms, webpage.Term{Name: t.Say("console.backup." + string(b)), Text: text})
	}
	return board.Part{Title: t.Say("console.storage.states"), Terms: terms, Table: list}
}

func (h *House) postStorage(r *web.Request) error {
	var f struct {
		What string `form:"what,required,oneof=data|keys|drill"`
	}
	if err := web.Bind(r, &f); err != nil {
		if fault.Is(err, fault.Invalid) {
			return fault.New(fault.Malformed, "fault.malformed") // the page offers no other value
		}
		return err
	}
	if err := h.BackedUp(r, r.Grant, Backup(f.What)); err != nil {
		return err
	}
	r.Flash("console.storage.noted")
	return r.Redirect(r.Path(pathStorage))
}
