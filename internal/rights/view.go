package rights

import (
	"cmp"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/id"
	"verv/internal/ledger"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/rights/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// erasureNoun reads an erasure's identifier from a path; the noun itself is the ledger's own.
type erasureNoun struct{}

func asErasure(v id.ID[erasureNoun]) (e ledger.ID) {
	_ = e.UnmarshalText([]byte(v.String())) // an identifier already
	return e
}

// rest is what is left between the start of a clock and its end; nil where no clock runs.
func rest(label string, from, until, now time.Time) *webpage.Rest {
	if until.IsZero() {
		return nil
	}
	whole, left := until.Sub(from), until.Sub(now)
	percent := int64(0)
	if whole > 0 && left > 0 {
		percent = int64(left/time.Second) * 100 / max(1, int64(whole/time.Second)) // three years in nanoseconds leave no room for a factor of 100
	}
	return &webpage.Rest{Label: label, Percent: min(percent, 100), Until: until}
}

func (h *House) ownPage(r *web.Request, o Overview, list []Application) page.Own {
	t := r.Words
	out := page.Own{
		Figures: figures(t, o, r.Now),
		Export:  r.Path(Path + "/exports"),
		Delete:  webpage.Link{URL: r.Path(pathDelete), Label: t.Say("rights.delete.ask"), Icon: "Trash"},
	}
	jobs := map[string]string{}
	for _, a := range list {
		jobs[a.ID] = a.Job
	}
	for _, d := range o.Held {
		out.Held = append(out.Held, h.dossierPage(r, d, jobs[d.Thing]))
	}
	out.Restrictions = h.restrictionTable(r, o, jobs)
	if r.Actor.May(access.ApplicationOwn) {
		out.Restrict = webpage.Link{URL: r.Path(PathRestrict), Label: t.Say("rights.restrict.ask")}
	}
	for _, v := range o.Restrictions {
		if v.Stands() && v.Whole() {
			out.Rests = t.Say("rights.restrict.rests", "Date", v.AskedAt)
		}
	}
	for i := range out.Held {
		if out.Rests != "" { // said once is enough
			out.Held[i].Rests = ""
		}
	}
	out.Applications = applicationTable(r, list)
	out.Recipients = recipientTable(t, o.Recipients)
	out.Reads = readTable(t, o.Reads)
	automatic := 0
	for _, x := range o.Reads {
		if x.Automatic() {
			automatic++
		}
	}
	out.Automatic = t.Say("rights.reads.automatic", "Count", automatic)
	for _, c := range o.Consents {
		out.Consents = append(out.Consents, consentPage(r, c))
	}
	out.Exports = exportTable(r, o.Exports)
	return out
}

func figures(t *locale.Words, o Overview, now time.Time) []webpage.Figure {
	reads, standing := 0, 0
	for _, x := range o.Reads {
		if !x.Automatic() && now.Sub(x.At) <= 30*24*time.Hour {
			reads++
		}
	}
	for _, c := range o.Consents {
		if c.Given {
			standing++
		}
	}
	var whom []access.EmployerID
	for _, x := range o.Recipients {
		whom = once(whom, x.EmployerID)
	}
	figure := func(n int, key string) webpage.Figure {
		return webpage.Figure{Value: t.Number(int64(n)), Label: t.Say("rights.figure."+key, "Count", n)}
	}
	return []webpage.Figure{figure(len(o.Held), "held"), figure(len(whom), "employers"), figure(reads, "reads"), figure(standing, "consents")}
}

func (h *House) dossierPage(r *web.Request, d Held, job string) page.Dossier {
	t := r.Words
	class := t.Say("privacy.class." + string(d.Class))
	out := page.Dossier{Title: class, Left: rest(class, d.ClockAt, d.DueAt, r.Now), Standby: t.Say("privacy.event." + string(d.Class))}
	switch {
	case job != "":
		out.Title = t.Say("rights.held.about", "What", class, "About", job)
	case d.Holder != "":
		out.Title = t.Say("rights.held.about", "What", class, "About", d.Holder)
	}
	holder := d.Holder
	if d.Employer.IsZero() {
		holder = h.Controller.Name
	}
	term := func(key, text string) {
		if text != "" {
			out.Terms = append(out.Terms, webpage.Term{Name: t.Say("rights.held." + key), Text: text})
		}
	}
	term("holder", holder)
	term("what", joined(categoryWords(t, d.Categories)))
	for _, why := range reasons(t, d.Purposes) {
		term("why", why)
	}
	term("source", joined(sourceWords(t, d.Sources)))
	for _, x := range d.Holds {
		out.Held = append(out.Held, t.Say("rights.held.hold", "Date", x.Until, "Why", t.Say("ledger.hold."+string(x.Reason))))
	}
	if ordinary, err := h.Retention.Due(d.Class, d.ClockAt); err == nil && !d.ClockAt.IsZero() && d.DueAt.After(ordinary) {
		out.Note = t.Say("rights.held.prolonged", "Date", ordinary)
		if !ordinary.After(r.Now) {
			out.Note = t.Say("rights.held.prolonged-only")
		}
	}
	if d.Class == privacy.ClassAccount {
		out.Note = t.Say("rights.held.account")
	}
	if !d.RestsAt.IsZero() {
		out.Rests = t.Say("rights.held.rests", "Date", d.RestsAt)
	}
	if d.Lost {
		out.Lost = t.Say("rights.held.lost")
	}
	for _, s := range d.Screens {
		out.Screens = append(out.Screens, webpage.Link{URL: r.Path(s.URL), Label: t.Say("rights.edit." + s.Name)})
	}
	return out
}

func categoryWords(t *locale.Words, list []privacy.Category) (out []string) {
	for _, c := range list {
		out = append(out, t.Say("privacy.category."+string(c)))
	}
	return out
}

func sourceWords(t *locale.Words, list []Source) (out []string) {
	for _, s := range list {
		out = append(out, t.Say("rights.source."+string(s)))
	}
	return out
}

// reasons joins the purposes that share a legal basis into one line each.
func reasons(t *locale.Words, list []privacy.Purpose) []string {
	var order []privacy.Basis
	by := map[privacy.Basis][]string{}
	for _, p := range list {
		ground, _ := privacy.GroundOf(p)
		order = once(order, ground.Basis)
		by[ground.Basis] = append(by[ground.Basis], t.Say("privacy.purpose."+string(p)))
	}
	var out []string
	for _, b := range order {
		out = append(out, t.Say("rights.held.purpose", "Why", strings.Join(by[b], "; "), "Basis", t.Say(basisKey(b))))
	}
	return out
}

// purposeWords is a purpose with its legal basis.
func purposeWords(t *locale.Words, p privacy.Purpose) string {
	ground, _ := privacy.GroundOf(p)
	return t.Say("rights.held.purpose", "Why", t.Say("privacy.purpose."+string(p)), "Basis", t.Say(basisKey(ground.Basis)))
}

// readerWords says who read: an employer and a role. The colleague's name is the employer's to give.
func readerWords(t *locale.Words, r Read) string {
	switch {
	case r.Actor == access.Member && r.Role != "":
		return t.Say("rights.reader.member", "Employer", r.Employer, "Role", t.Say("rights.role."+string(r.Role)))
	case r.Actor == access.Member:
		return t.Say("rights.reader.left", "Employer", r.Employer)
	case r.Actor == access.System:
		return t.Say("rights.reader.verv")
	case r.Actor == access.Officer || r.Actor == access.Operator:
		return t.Say("rights.reader." + string(r.Actor))
	}
	return t.Say("rights.reader.other")
}

func applicationTable(r *web.Request, list []Application) webpage.Records {
	t := r.Words
	out := webpage.Records{ID: "applications", Caption: t.Say("rights.applications"), Hide: true, Columns: columns(t, "job", "employer", "sent", "state", "")}
	for _, a := range list {
		last := webpage.Cell{}
		if a.Open {
			last = page.Button{Label: t.Say("rights.application.withdraw"), Hint: a.Job, URL: r.Path(Path + "/applications/" + a.ID + "/withdraw")}.Cell()
		}
		out.Rows = append(out.Rows, []webpage.Cell{{Text: a.Job}, {Text: a.Employer}, {Text: t.Date(a.SentAt)}, {Text: a.State}, last})
	}
	return out
}

// columns are heads by catalogue key; an empty key is a column of buttons.
func columns(t *locale.Words, keys ...string) []webpage.Column {
	out := make([]webpage.Column, len(keys))
	for i, k := range keys {
		if k != "" {
			out[i].Label = t.Say("rights.column." + k)
		}
	}
	return out
}

func recipientTable(t *locale.Words, list []Recipient) webpage.Records {
	out := webpage.Records{ID: "recipients", Caption: t.Say("rights.recipients"), Hide: true, Columns: columns(t, "when", "who", "what", "why")}
	for _, x := range list {
		out.Rows = append(out.Rows, []webpage.Cell{{Text: t.DateTime(x.At)}, {Text: x.Employer}, {Text: joined(categoryWords(t, x.Categories))},
			{Text: purposeWords(t, x.Purpose)}})
	}
	return out
}

func readTable(t *locale.Words, list []Read) webpage.Records {
	out := webpage.Records{ID: "reads", Caption: t.Say("rights.reads"), Hide: true, Columns: columns(t, "when", "who", "what", "why")}
	for _, x := range list {
		if x.Automatic() {
			continue
		}
		var what []string
		for _, c := range x.Classes {
			what = append(what, t.Say("privacy.class."+string(c)))
		}
		out.Rows = append(out.Rows, []webpage.Cell{{Text: t.DateTime(x.At)}, {Text: readerWords(t, x)}, {Text: joined(what)}, {Text: purposeWords(t, x.Purpose)}})
	}
	return out
}

func consentPage(r *web.Request, c Consent) page.Consent {
	t := r.Words
	out := page.Consent{Title: t.Say("consent.topic." + string(c.Topic)), State: webpage.Label{Word: t.Say("rights.consent.withdrawn")}}
	if c.Whom != "" {
		out.Title = t.Say("rights.held.about", "What", out.Title, "About", c.Whom)
	}
	if c.Given {
		out.State = webpage.Label{Word: t.Say("rights.consent.given"), Color: webpage.Success}
		out.Until = t.Say("rights.consent.until", "Date", c.Until)
		out.Withdraw = r.Path(Path + "/consents/withdraw")
		out.Hidden = []webpage.Pair{{Name: "topic", Value: string(c.Topic)}, {Name: "employer", Value: c.Employer.String()}}
	}
	for _, e := range c.History {
		one := webpage.Event{When: e.At, Title: t.Say("rights.consent.withdrawn")}
		if e.Given {
			one.Title, one.Text = t.Say("rights.consent.given"), t.Quote(e.Shown.Wording)
		}
		out.History = append(out.History, one)
	}
	return out
}

func exportTable(r *web.Request, list []Export) webpage.Records {
	t := r.Words
	out := webpage.Records{ID: "exports", Caption: t.Say("rights.exports"), Hide: true, Columns: columns(t, "asked", "state", "until")}
	for _, e := range list {
		state := t.Say("rights.export.state.packing")
		if e.Ready() {
			state = t.Say("rights.export.state.ready")
		}
		out.Rows = append(out.Rows, []webpage.Cell{{Text: t.DateTime(e.AskedAt), URL: r.Path(pathExports + e.ID.String())}, {Text: state}, {Text: t.Date(e.EndsAt)}})
	}
	return out
}

func exportSteps(t *locale.Words, e Export) []webpage.Stage {
	pack, fetch := webpage.Now, webpage.Todo
	if e.Ready() {
		pack, fetch = webpage.Done, webpage.Now
	}
	return []webpage.Stage{
		{Name: t.Say("rights.export.step.asked"), State: webpage.Done, When: t.DateTime(e.AskedAt)},
		{Name: t.Say("rights.export.step.packed"), State: pack, When: t.DateTime(e.ReadyAt)},
		{Name: t.Say("rights.export.step.ready"), State: fetch},
	}
}

// steps of an erasure, in the ledger's order.
var steps = []ledger.Step{ledger.Planned, ledger.Entombed, ledger.Shredded, ledger.Dropped, ledger.Done}

func erasureSteps(t *locale.Words, e ledger.Erasure) []webpage.Stage {
	var out []webpage.Stage
	state := webpage.Done
	for _, s := range steps {
		one := webpage.Stage{Name: t.Say("rights.step." + string(s)), State: state}
		if s == ledger.Planned {
			one.When = t.DateTime(e.AskedAt)
		}
		if s == ledger.Done {
			one.When = t.DateTime(e.DoneAt)
		}
		out = append(out, one)
		switch {
		case s == e.Step:
			state = webpage.Now
		case state == webpage.Now:
			state = webpage.Todo
		}
	}
	return out
}

func (h *House) deletionPage(r *web.Request, p Plan) page.Deletion {
	t := r.Words
	out := page.Deletion{
		Goes:   webpage.Records{Caption: t.Say("rights.delete.goes"), Hide: true, Columns: columns(t, "what", "who")},
		Stays:  webpage.Records{Caption: t.Say("rights.delete.stays"), Hide: true, Columns: columns(t, "what", "who", "reason", "until")},
		Action: r.Path(pathDelete), Back: webpage.Link{URL: r.Path(Path), Label: t.Say("rights.delete.back")},
		Export: webpage.Link{URL: r.Path(Path), Label: t.Say("rights.export.first")},
	}
	if p.Others > 0 {
		out.Others = t.Say("rights.delete.others", "Count", p.Others)
	}
	holder := func(x Part) string { return cmp.Or(x.holder(t), h.Controller.Name) }
	for _, x := range distinct(p.Goes) {
		out.Goes.Rows = append(out.Goes.Rows, []webpage.Cell{{Text: t.Say("privacy.class." + string(x.Class))}, {Text: holder(x)}})
	}
	for _, x := range distinct(p.Stays) {
		out.Stays.Rows = append(out.Stays.Rows, []webpage.Cell{{Text: t.Say("privacy.class." + string(x.Class))}, {Text: holder(x)},
			{Text: t.Say(x.Why)}, {Text: t.Date(x.Until)}})
	}
	return out
}
