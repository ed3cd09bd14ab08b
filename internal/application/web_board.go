package application

import (
	"net/http"
	"net/url"
	"strconv"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/job"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// listForm is what narrows the list, all of it in the address: the view as well.
type listForm struct {
	Name   string `form:"name,max=120"`
	State  string `form:"state,max=36"` // a kind, an outcome, or a stage
	Sort   string `form:"sort,max=20"`
	Least  string `form:"least,max=2"`
	Unread bool   `form:"unread"`
	View   string `form:"view,max=10"`
	Page   string `form:"page,max=6"`
	More   string `form:"more,max=36"`
	Cards  string `form:"cards,max=5"`
	Moved  string `form:"moved,max=36"`
}

const viewBoard = "board"

// filter reads the form; what it cannot read narrows nothing.
func (f listForm) filter() Filter {
	out := Filter{Name: f.Name, Sort: Sort(f.Sort), Unread: f.Unread}
	for _, s := range states() {
		if s == f.State {
			out.State = s
		}
	}
	if out.State == "" && out.Stage.UnmarshalText([]byte(f.State)) != nil {
		out.Stage = StageID{}
	}
	if n, err := strconv.Atoi(f.Least); err == nil && n >= 1 && n <= 5 {
		out.Least = 10 * n
	}
	out.Page, _ = strconv.Atoi(f.Page) // what is no number is the first page
	return out
}

// query is the form as an address, with some of it changed.
func (f listForm) query(change ...string) string {
	q := url.Values{}
	for name, value := range map[string]string{"name": f.Name, "state": f.State, "sort": f.Sort, "least": f.Least, "view": f.View} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Unread {
		q.Set("unread", "on")
	}
	for i := 0; i+1 < len(change); i += 2 {
		if q.Set(change[i], change[i+1]); change[i+1] == "" {
			q.Del(change[i])
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// states are the words of the API that a list can be narrowed to.
func states() []string {
	return []string{string(Arrived), string(Review), string(Interview), string(Offer), string(Hired), string(Rejected)}
}

func (h *House) showTable(r *web.Request) error {
	j, err := jobID(r)
	if err != nil {
		return err
	}
	var f listForm
	if err := web.Bind(r, &f); err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	p, v, err := h.list(r, j, f)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, page.ShowList(v, p))
}

// list reads what the address asks for, in the view that it names.
func (h *House) list(r *web.Request, j job.ID, f listForm) (page.List, webpage.View, error) {
	var p page.List
	l := lister{r: r, f: f}
	var err error
	if f.View == viewBoard {
		var m More
		if m.Stage.UnmarshalText([]byte(f.More)) != nil {
			m.Stage = StageID{}
		}
		m.Cards, _ = strconv.Atoi(f.Cards) // what is no number shows the first page
		b, err := h.Board(r, r.Grant, j, f.filter(), m)
		if err != nil {
			return p, webpage.View{}, err
		}
		l.job, l.tally = b.Job, b.Tally
		for _, c := range b.Columns {
			l.stages = append(l.stages, c.JobStage)
		}
		p = l.frame()
		p.Board = l.board(b, m)
	} else {
		t, err := h.Table(r, r.Grant, j, f.filter())
		if err != nil {
			return p, webpage.View{}, err
		}
		l.job, l.tally, l.stages = t.Job, t.Tally, t.Stages
		p = l.frame()
		p.Rows, p.Paging = l.rows(t), l.paging(t)
	}
	if err = h.own(r, l, &p); err != nil {
		return p, webpage.View{}, err
	}
	return p, r.View(l.job.Title), nil
}

// own adds what is the member's: filters, keys, and the move that can still be undone.
func (h *House) own(r *web.Request, l lister, p *page.List) error {
	all, keys, err := h.Filters(r, r.Grant)
	if err != nil {
		return err
	}
	for _, s := range all {
		if _, here := l.stages.Find(s.Stage); !s.Stage.IsZero() && !here {
			continue // a stage of another job
		}
		p.Saved = append(p.Saved, webpage.Link{URL: l.base + "/applications" + s.form(l.f.View).query(), Label: s.Title})
	}
	if keys {
		p.Shortcuts = "on"
	}
	var v ID
	if l.f.Moved == "" || v.UnmarshalText([]byte(l.f.Moved)) != nil || v.IsZero() {
		return nil
	}
	u, err := h.undoing(r, v, MoveID{})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Withheld) {
		return nil
	}
	p.Undo = u
	return err
}

// form is a saved filter as an address would have it.
func (s Saved) form(view string) listForm {
	f := listForm{State: s.State, Unread: s.Unread, View: view}
	if !s.Stage.IsZero() {
		f.State = s.Stage.String()
	}
	if s.Least > 0 {
		f.Least = strconv.Itoa(s.Least / 10)
	}
	return f
}

// lister puts one job's list on a page.
type lister struct {
	r      *web.Request
	f      listForm
	job    job.Job
	tally  Tally
	stages Pipeline
	base   string // of the job
	bar    []webpage.Choice
	here   string
	shared map[string]bool // names that more than one of the list has
	news   map[ID]int
}

func (l *lister) say(key string, args ...any) string {
	return l.r.Words.Say("application."+key, args...)
}

// frame is all of the page but its applications.
func (l *lister) frame() page.List {
	l.base, l.here = l.r.Path("/employer/jobs/"+l.job.ID.String()), stay(l.r)
	list := l.base + "/applications"
	p := page.List{Title: l.job.Title, Lead: l.say("table.lead", "Count", l.tally.All), Action: list, Reset: list + l.f.query("name", "", "state", "", "least", "", "unread", ""),
		Crumbs: []webpage.Link{{URL: l.r.Path("/employer/jobs"), Label: l.say("jobs")}, {URL: list, Label: l.job.Title}},
		Views: []webpage.Link{{URL: list + l.f.query("view", "", "state", ""), Label: l.say("view.table"), Current: l.f.View != viewBoard},
			{URL: list + l.f.query("view", viewBoard, "state", "", "sort", ""), Label: l.say("view.board"), Current: l.f.View == viewBoard}},
		Name:   webpage.Input{Name: "name", Label: l.say("table.name"), Value: l.f.Name, Type: "search", Max: 120},
		Stage:  webpage.Input{Name: "state", Label: l.say("table.state"), Value: l.f.State},
		Sort:   webpage.Input{Name: "sort", Label: l.say("table.sort"), Value: l.f.Sort},
		Least:  webpage.Input{Name: "least", Label: l.say("table.least"), Value: l.f.Least},
		Unread: webpage.Input{Name: "unread", Label: l.say("table.unread"), Value: map[bool]string{true: "on"}[l.f.Unread]},
		Failed: l.say("board.failed"), Moved: l.say("board.moved"), Selected: l.say("bulk.picked", "Count", 2, "N", "{n}"),
		Privacy: webpage.Privacy{Who: l.say("team.who"), Why: l.say("team.why"), Until: l.say("kept.months", "Count", l.job.Keeping.Months)},
	}
	if l.f.View == viewBoard {
		p.Hidden = []webpage.Pair{{Name: "view", Value: viewBoard}}
	}
	for _, s := range []Sort{BySent, ByScore, ByStage} {
		p.Sorts = append(p.Sorts, webpage.Choice{Value: string(s), Label: l.say("table.sort." + string(s))})
	}
	p.Stages, p.Scores = l.choices(), l.scores()
	p.Save = l.save()
	l.tools(&p)
	return p
}

// choices are all stages of the job and both ends, each with its count.
func (l *lister) choices() []webpage.Choice {
	out := []webpage.Choice{{Value: "", Label: l.say("table.all")}}
	add := func(value, label string, n int) {
		out = append(out, webpage.Choice{Value: value, Label: label + " (" + l.r.Words.Number(int64(n)) + ")"})
	}
	for _, s := range l.stages {
		add(s.ID.String(), s.Name, l.tally.Stages[s.ID])
	}
	for _, o := range []Outcome{Hired, Rejected} {
		add(string(o), l.say("state."+string(o)), l.tally.States[string(o)])
	}
	return out
}

func (l *lister) scores() []webpage.Choice {
	out := []webpage.Choice{{Value: "", Label: l.say("table.all")}}
	for n := 2; n <= 5; n++ {
		out = append(out, webpage.Choice{Value: strconv.Itoa(n), Label: l.say("table.least.of", "Score", n)})
	}
	return out
}

// save offers to keep the filter, once there is one that can be kept.
func (l *lister) save() *page.Save {
	f := l.f.filter()
	if f.State == "" && f.Stage.IsZero() && f.Least == 0 && !f.Unread {
		return nil
	}
	return &page.Save{Action: l.r.Path("/employer/filters"), Title: webpage.Input{Name: "title", ID: "filter-title", Label: l.say("filters.title"), Max: filterTitle, Required: true},
		Hidden: []webpage.Pair{{Name: "state", Value: l.f.State}, {Name: "least", Value: l.f.Least}, {Name: "unread", Value: map[bool]string{true: "on"}[l.f.Unread]},
			{Name: "next", Value: l.here}}}
}

// tools are the links of the page and, for whoever may move, what is done to many.
func (l *lister) tools(p *page.List) {
	for _, o := range []Outcome{Hired, Rejected} {
		if n := l.tally.States[string(o)]; n > 0 {
			p.Ended = append(p.Ended, webpage.Link{URL: l.base + "/applications" + l.f.query("view", "", "state", string(o)),
				Label: l.say("state."+string(o)) + ": " + l.r.Words.Number(int64(n))})
		}
	}
	narrowed := l.f.query("view", "")
	files := l.r.Has(feature.Files)
	if files {
		p.Tools = append(p.Tools, webpage.Link{URL: l.base + "/applications.csv" + narrowed, Label: l.say("csv"), Icon: "Download"})
	}
	if files && l.r.Actor.May(access.ApplicationContact) {
		p.Tools = append(p.Tools, webpage.Link{URL: l.base + "/contacts.csv" + narrowed, Label: l.say("csv.contact"), Icon: "Download"})
	}
	if l.r.Actor.May(access.JobEdit) {
		p.Tools = append(p.Tools, webpage.Link{URL: l.base + "/stages", Label: l.say("stages")},
			webpage.Link{URL: l.r.Path("/employer/reasons/" + templateOf(l.job)), Label: l.say("reasons")})
	}
	p.Tools = append(p.Tools, webpage.Link{URL: l.r.Path("/employer/filters"), Label: l.say("filters.settings")})
	if !l.r.Actor.May(access.ApplicationMove) {
		return
	}
	for _, s := range l.stages {
		l.bar = append(l.bar, webpage.Choice{Value: s.ID.String(), Label: s.Name})
	}
	l.bar = append(l.bar, webpage.Choice{Value: string(Hired), Label: l.say("state.hired")})
	p.Bulk = &page.Bar{Action: l.base + "/bulk", Stages: l.bar, Next: l.here,
		Which:   webpage.Input{Name: "all", Label: l.say("bulk.which")},
		Choices: []webpage.Choice{{Value: "", Label: l.say("bulk.which.picked")}},
		Deeds:   []webpage.Choice{{Value: string(DeedMove), Label: l.say("bulk.move")}, {Value: string(DeedReject), Label: l.say("bulk.reject")}},
	}
	if l.r.Actor.May(access.ApplicationMessage) {
		p.Bulk.Deeds = append(p.Bulk.Deeds, webpage.Choice{Value: string(DeedMessage), Label: l.say("bulk.message")})
	}
	for _, s := range l.stages {
		if n := l.tally.Stages[s.ID]; n > 0 {
			p.Bulk.Choices = append(p.Bulk.Choices, webpage.Choice{Value: s.ID.String(), Label: l.say("bulk.which.all", "Stage", s.Name, "N", n)})
		}
	}
}

// card is one application in either view.
func (l *lister) card(x Line) page.Card {
	at, base := l.stages.At(x.StageID, x.Stage), l.r.Path("/employer/applications/"+x.ID.String())
	c := page.Card{ID: x.ID.String(), Name: x.Name, URL: base, Mark: employer.Initials(x.Name), Stage: at.ID.String(), Status: webpage.Label{Word: at.Name, Color: color(x.State)},
		Age: l.age(x), Sent: l.r.Words.DateTime(x.SentAt), Move: base + "/move", Reject: base + "/reject", Choose: l.say("bulk.pick", "Name", x.Name),
		Next: l.here, Open: !x.Ended()}
	if l.shared[x.Name] {
		c.More = l.say("table.sent-at", "When", c.Sent)
	}
	if x.Ended() {
		c.Status.Word = l.say("state." + x.Word())
	}
	if x.Score > 0 {
		c.Score = l.say("card.score", "Score", score(l.r.Words, x.Score))
	}
	if x.Unread {
		c.Unread = l.say("card.unread")
	}
	if n := l.news[x.ID]; n > 0 {
		c.News = l.r.Words.Say("message.new.count", "Count", n)
	}
	if !x.Ended() && at.Late(x.Since, l.r.Now) {
		c.Late = l.say("card.late", "Count", at.Days)
	}
	return c
}

// age is how long an application has stood where it stands.
func (l *lister) age(x Line) string {
	days := int(l.r.Now.Sub(x.Since).Hours() / 24)
	if days < 1 {
		return l.say("card.today")
	}
	return l.say("card.days", "Count", days)
}

// tellApart says of those who share a name when they applied: two links of one name must not sound the same.
func (l *lister) tellApart(lines []Line) {
	l.shared = map[string]bool{}
	seen := map[string]bool{}
	for _, x := range lines {
		l.shared[x.Name] = l.shared[x.Name] || seen[x.Name]
		seen[x.Name] = true
	}
}

func (l *lister) board(b Board, m More) *page.Board {
	out := &page.Board{}
	l.news = b.News
	var all []Line
	for _, c := range b.Columns {
		all = append(all, c.Lines...)
	}
	l.tellApart(all)
	for _, c := range b.Columns {
		one := page.Column{ID: c.ID.String(), Name: c.Name, Count: l.r.Words.Number(int64(c.Total)), Empty: l.say("board.empty")}
		if c.Name != l.say("state."+string(c.Kind)) {
			one.Status = l.say("board.told", "State", toldOf(l.r.Words, c.Kind))
		}
		for _, x := range c.Lines {
			one.Cards = append(one.Cards, l.card(x))
		}
		if n := len(c.Lines); n < c.Total && n < columnMost {
			one.More = webpage.Link{URL: l.base + "/applications" + l.f.query("more", one.ID, "cards", strconv.Itoa(m.most(c.ID)+PageSize)) + "#s-" + one.ID,
				Label: l.say("board.more", "Count", c.Total-n)}
		}
		out.Columns = append(out.Columns, one)
	}
	return out
}

func (l *lister) rows(t Table) []page.Card {
	l.tellApart(t.Lines)
	l.news = t.News
	out := make([]page.Card, len(t.Lines))
	for i, x := range t.Lines {
		if out[i] = l.card(x); x.Score > 0 {
			out[i].Score = score(l.r.Words, x.Score)
		} else {
			out[i].Score = score(l.r.Words, 0)
		}
	}
	return out
}

func (l *lister) paging(t Table) webpage.Pages {
	at := func(n int) string { return l.base + "/applications" + l.f.query("page", strconv.Itoa(n)) }
	first := (t.Page-1)*PageSize + 1
	p := webpage.Pages{Shown: l.say("table.shown", "First", min(first, t.Total), "Last", first+len(t.Lines)-1, "Count", t.Total)}
	if t.Page > 1 {
		p.Previous = at(t.Page - 1)
	}
	if first+len(t.Lines)-1 < t.Total {
		p.Next = at(t.Page + 1)
	}
	return p
}
