package application

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/application/page"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) bulkRoutes() []web.Route {
	move := web.Employer(access.ApplicationMove, privacy.Assess)
	return []web.Route{
		web.Post("/employer/jobs/{id}/bulk", move, h.postChoice),
		web.Get("/employer/bulk/{bulk}", move, h.showBulk),
		web.Post("/employer/bulk/{bulk}", move, h.postBulk),
		web.Post("/employer/bulk/{bulk}/undo", move, h.postUndoBulk),
	}
}

type choiceForm struct {
	Pick []string `form:"pick,count=190,max=36"`
	All  string   `form:"all,max=36"`
	Deed string   `form:"deed,required,oneof=move|reject|message"`
}

func (f choiceForm) choice() (c Choice) {
	if c.Stage.UnmarshalText([]byte(f.All)) != nil {
		c.Stage = StageID{}
	}
	for _, p := range f.Pick {
		var v ID
		if v.UnmarshalText([]byte(p)) == nil && !v.IsZero() {
			c.Picks = append(c.Picks, v)
		}
	}
	return c
}

func (h *House) postChoice(r *web.Request) error {
	j, err := jobID(r)
	if err != nil {
		return err
	}
	var f choiceForm
	var b BulkID
	if err = web.Bind(r, &f); err == nil {
		b, err = h.Choose(r, r.Grant, j, Deed(f.Deed), f.choice())
	}
	if x := fault.As(err); x != nil && x.Kind == fault.Invalid {
		p, v, listErr := h.list(r, j, listForm{View: viewBoard})
		if listErr != nil {
			return listErr
		}
		_, wrong := r.Words.Fault(err)
		for _, name := range []string{"pick", "deed", "all"} {
			if wrong[name] != "" {
				p.Conflict = wrong[name]
			}
		}
		return r.Render(http.StatusUnprocessableEntity, page.ShowList(v, p))
	}
	if err != nil {
		return err
	}
	to := "/employer/bulk/" + b.String()
	if Deed(f.Deed) == DeedMessage {
		to += "/message"
	}
	return r.Redirect(r.Path(to))
}

type bulkForm struct {
	To     string `form:"to,max=36"`
	Reason string `form:"reason,oneof=qualifications|experience|other|ended"`
}

func (h *House) showBulk(r *web.Request) error {
	var f bulkForm
	if err := web.Bind(r, &f); err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	c, err := h.bulkPage(r, f, "")
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) postBulk(r *web.Request) error {
	b, err := web.PathID[bulkNoun](r, "bulk")
	if err != nil {
		return err
	}
	var f bulkForm
	if err = web.Bind(r, &f); err == nil {
		var to StageID
		_ = to.UnmarshalText([]byte(f.To)) // what is no identifier names no stage, and is refused as such
		err = h.Carry(r, r.Grant, b, to, Reason(f.Reason))
	}
	if x := fault.As(err); x != nil && (x.Kind == fault.Invalid || x.Kind == fault.Conflict) {
		sentence, _ := r.Words.Fault(err)
		c, pageErr := h.bulkPage(r, bulkForm{}, sentence)
		if pageErr != nil {
			return pageErr
		}
		return r.Render(x.Kind.Status(), c)
	}
	if err != nil {
		return err
	}
	return r.Redirect(r.Path("/employer/bulk/" + b.String()))
}

func (h *House) postUndoBulk(r *web.Request) error {
	b, err := web.PathID[bulkNoun](r, "bulk")
	if err != nil {
		return err
	}
	if err := h.UndoBulk(r, r.Grant, b); err != nil {
		return err
	}
	r.Flash("application.bulk.undone")
	return r.Redirect(r.Path("/employer/bulk/" + b.String()))
}

// reading is a bulk while its page is made.
type reading struct {
	r         *web.Request
	h         *House
	b         Bulk
	job       job.Job
	items     []BulkItem
	stages    Pipeline
	sentences map[string]Sentences
}

func (h *House) bulkPage(r *web.Request, f bulkForm, sentence string) (templ.Component, error) {
	v, err := web.PathID[bulkNoun](r, "bulk")
	if err != nil {
		return nil, err
	}
	x := reading{r: r, h: h}
	if x.b, x.items, err = h.Bulk(r, r.Grant, v); err != nil {
		return nil, err
	}
	if x.b.Deed == DeedMessage {
		return nil, fault.New(fault.NotFound, "fault.notfound")
	}
	if x.job, err = h.Jobs.Of(r, r.Grant, x.b.Job); err != nil {
		return nil, err
	}
	if x.stages, err = h.Pipeline(r, r.Grant, x.job); err != nil {
		return nil, err
	}
	if x.sentences, err = h.Sentences(r, r.Grant); err != nil {
		return nil, err
	}
	p := x.frame()
	p.Sentence = sentence
	switch {
	case x.b.Begun():
		x.done(&p)
	case x.b.Deed == DeedMove:
		x.moving(&p, f.To)
	default:
		x.rejecting(&p, Reason(f.Reason))
	}
	return page.ShowBulk(r.View(p.Title), p), nil
}

func (x reading) say(key string, args ...any) string {
	return x.r.Words.Say("application."+key, args...)
}

func (x reading) frame() page.Bulk {
	list := x.r.Path("/employer/jobs/" + x.job.ID.String() + "/applications")
	own := x.r.Path("/employer/bulk/" + x.b.ID.String())
	title := x.say("bulk.title." + string(x.b.Deed))
	return page.Bulk{Title: title, Lead: x.say("bulk.lead", "Count", len(x.items)),
		Crumbs:  []webpage.Link{{URL: x.r.Path("/employer/jobs"), Label: x.say("jobs")}, {URL: list, Label: x.job.Title}, {URL: own, Label: title}},
		Back:    webpage.Link{URL: list + "?view=" + viewBoard, Label: x.say("bulk.back")},
		Privacy: webpage.Privacy{Who: x.say("team.who"), Why: x.say("team.why")}}
}

// moving asks where to, then says who gets which letter.
func (x reading) moving(p *page.Bulk, to string) {
	var v StageID
	_ = v.UnmarshalText([]byte(to)) // what is no identifier is no answer yet
	s, ok := x.stages.Find(v)
	if !ok {
		p.Ask = &page.Choosing{Action: x.r.Path("/employer/bulk/" + x.b.ID.String()), Field: webpage.Input{Name: "to", Label: x.say("move.to"), Required: true},
			Button: x.say("bulk.preview")}
		for _, s := range x.stages {
			p.Ask.Choices = append(p.Ask.Choices, webpage.Choice{Value: s.ID.String(), Label: s.Name, Hint: mailed(x.r.Words, s)})
		}
		p.Groups = x.groups("", nil)
		return
	}
	p.Groups = x.groups(x.say("bulk.to", "Stage", s.Name), func(lang, name string) []string {
		if !s.Mails {
			return nil
		}
		return []string{x.text(lang, "letter.moved."+string(s.Kind)+".text", name)}
	})
	p.Left = x.left()
	x.confirm(p, "bulk.do.move", webpage.Main, webpage.Pair{Name: "to", Value: s.ID.String()})
}

// rejecting asks why, then says who gets which letter in which language.
func (x reading) rejecting(p *page.Bulk, why Reason) {
	if !slices.Contains(Reasons(), why) {
		p.Ask = &page.Choosing{Action: x.r.Path("/employer/bulk/" + x.b.ID.String()), Field: webpage.Input{Name: "reason", Label: x.say("reason"), Required: true},
			Button: x.say("bulk.preview")}
		for _, reason := range Reasons() {
			p.Ask.Choices = append(p.Ask.Choices, webpage.Choice{Value: string(reason), Label: x.say("reason." + string(reason)),
				Hint: x.sentence(x.r.Words.Lang(), reason, "")})
		}
		p.Groups, p.Left = x.groups("", nil), x.left()
		return
	}
	p.Groups = x.groups(x.say("state.rejected"), func(lang, name string) []string {
		return []string{x.text(lang, "letter.moved.rejected.text", name), x.sentence(lang, why, name)}
	})
	p.Left = x.left()
	x.confirm(p, "bulk.do.reject", webpage.Danger, webpage.Pair{Name: "reason", Value: string(why)})
}

func (x reading) text(lang, key, name string) string {
	return x.h.Words.Language(lang).Say("application."+key, "Job", x.job.Title, "Employer", x.job.EmployerName, "Name", name)
}

// sentence is what the employer says for a reason in a language.
func (x reading) sentence(lang string, why Reason, name string) string {
	if own := x.sentences[lang][why]; own != "" {
		if name == "" {
			return own
		}
		return Merge{Name: name, Job: x.job.Title, Employer: x.job.EmployerName}.Fill(own)
	}
	return x.h.usual(why, lang)
}

func (x reading) confirm(p *page.Bulk, key string, color webpage.Color, hidden webpage.Pair) {
	n := 0
	for _, i := range x.items {
		n += bit(i.Takes(x.b.Deed))
	}
	if n == 0 {
		return
	}
	p.Confirm = &page.Confirm{Action: x.r.Path("/employer/bulk/" + x.b.ID.String()), Button: x.say(key, "Count", n), Color: color, Hidden: []webpage.Pair{hidden}}
}

// groups are those to whom it will be done, by the language of their letters.
func (x reading) groups(what string, letter func(lang, name string) []string) []page.Group {
	var out []page.Group
	for _, l := range locale.Languages() {
		g := page.Group{Lang: l.Tag}
		for _, i := range x.items {
			if x.language(i) == l.Tag && i.Takes(x.b.Deed) {
				g.Names = append(g.Names, i.Name)
			}
		}
		if len(g.Names) == 0 {
			continue
		}
		if letter != nil {
			g.Letter = letter(l.Tag, g.Names[0])
		}
		switch g.Title = x.say("bulk.language", "Language", l.Name, "Count", len(g.Names)); {
		case letter != nil && len(g.Letter) == 0:
			g.Title = x.say("bulk.noletter", "Count", len(g.Names))
		case what != "":
			g.Title = what + ": " + g.Title
		}
		out = append(out, g)
	}
	return out
}

// language is that of an applicant's letters.
func (x reading) language(i BulkItem) string {
	if locale.Known(i.Language) {
		return i.Language
	}
	return locale.Default
}

// left are those whom it cannot be done to.
func (x reading) left() []page.Group {
	unopened, over := page.Group{}, page.Group{}
	for _, i := range x.items {
		switch {
		case i.Ended():
			over.Names = append(over.Names, i.Name)
		case !i.Takes(x.b.Deed):
			unopened.Names = append(unopened.Names, i.Name)
		}
	}
	unopened.Title, over.Title = x.say("bulk.left.unopened", "Count", len(unopened.Names)), x.say("bulk.left.ended", "Count", len(over.Names))
	return slices.DeleteFunc([]page.Group{unopened, over}, func(g page.Group) bool { return len(g.Names) == 0 })
}

// done says what became of each, and offers to take it all back or to go on where it stopped.
func (x reading) done(p *page.Bulk) {
	p.Done = true
	waiting := 0
	for _, result := range []Result{Did, TakenBack, TooLate, Unopened, Elsewhere, Waiting} {
		var g page.Group
		for _, i := range x.items {
			if i.Result == result {
				g.Names = append(g.Names, i.Name)
			}
		}
		word := string(result)
		if result == Waiting {
			word, waiting = "waiting", len(g.Names)
		}
		if len(g.Names) > 0 {
			g.Title = x.say("bulk.result."+word, "Count", len(g.Names))
			p.Groups = append(p.Groups, g)
		}
	}
	own := x.r.Path("/employer/bulk/" + x.b.ID.String())
	if left := UndoFor - x.r.Now.Sub(x.b.BegunAt); left > 0 && x.b.UndoneAt.IsZero() {
		p.Undo = &webpage.Undoing{Text: x.say("bulk.undo.text"), URL: own + "/undo", Seconds: int(left.Seconds())}
	}
	if waiting > 0 && x.b.UndoneAt.IsZero() {
		p.Confirm = &page.Confirm{Action: own, Button: x.say("bulk.continue", "Count", waiting), Color: webpage.Main}
	}
}
