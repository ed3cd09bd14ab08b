package rights

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/rights/page"
	"verv/internal/store"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

const pathOfficer = "/officer"

func (h *House) officerRoutes() []web.Route {
	rights := web.Operation(access.RightsOversee, privacy.Operate)
	books := web.Operation(access.LedgerOversee, privacy.Operate)
	return []web.Route{
		web.Get(pathOfficer, rights, h.officer),
		web.Get(pathOfficer+"/due", rights, h.officerDue),
		web.Get(pathOfficer+"/requests", rights, h.officerRequests),
		web.Get(pathOfficer+"/access", rights, h.officerAccess),
		web.Get(pathOfficer+"/access/file", rights, h.officerAccessFile),
		web.Get(pathOfficer+"/tidy", rights, h.officerTidy),
		web.Get(pathOfficer+"/erasures", books, h.officerErasures),
		web.Get(pathOfficer+"/erasures/{erasure}", books, h.officerErasure),
		web.Get(pathOfficer+"/holds", books, h.officerHolds),
		web.Post(pathOfficer+"/holds", books, h.setHold),
		web.Get(pathOfficer+"/holds/{hold}/lift", books, h.askLift),
		web.Post(pathOfficer+"/holds/{hold}/lift", books, h.liftHold),
		web.Get(pathOfficer+"/audit", books, h.officerAudit),
		web.Get(pathOfficer+"/audit/{month}", books, h.officerMonth),
		web.Get(pathOfficer+"/audit/{month}/file", books, h.officerMonthFile),
	}
}

// holdNoun reads a hold's identifier from a path; the noun itself is the ledger's own.
type holdNoun struct{}

// boards are the officer's pages in the order of the overview.
var boards = []string{"due", "requests", "erasures", "holds", "restrictions", "access", "audit", "tidy"}

// board is the frame of an officer's page.
func (h *House) board(r *web.Request, key string, parts ...page.Part) page.Board {
	t := r.Words
	b := page.Board{Title: t.Say("rights.officer." + key), Lead: t.Say("rights.officer." + key + ".lead"), Parts: parts}
	b.Crumbs = []webpage.Link{{URL: r.Path(pathOfficer), Label: t.Say("rights.officer.overview")}, {URL: r.Here(), Label: b.Title}}
	return b
}

func renderBoard(r *web.Request, b page.Board) error {
	v := r.View(b.Title)
	v.Wide = true
	return r.Render(http.StatusOK, page.ShowBoard(v, b))
}

func (h *House) officer(r *web.Request) error {
	due, err := h.Due(r, r.Grant, r.Now.AddDate(0, 0, 30))
	if err != nil {
		return err
	}
	tidy, err := h.Tidiness(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	b := page.Board{Title: t.Say("rights.officer.overview"), Lead: t.Say("rights.officer.overview.lead"), Figures: []webpage.Figure{
		{Value: t.Number(int64(len(due))), Label: t.Say("rights.figure.due", "Count", len(due))},
		{Value: t.Number(int64(len(tidy.Lost))), Label: t.Say("rights.figure.lost", "Count", len(tidy.Lost))},
	}}
	asked, err := h.Requests(r, r.Grant)
	if err != nil {
		return err
	}
	open := 0
	for _, q := range asked {
		if q.DoneAt.IsZero() {
			open++
		}
	}
	b.Figures = append(b.Figures, webpage.Figure{Value: t.Number(int64(open)), Label: t.Say("rights.figure.requests", "Count", open)})
	list := webpage.Records{Caption: b.Title, Hide: true, Columns: columns(t, "page", "what")}
	for _, key := range boards {
		list.Rows = append(list.Rows, []webpage.Cell{{Text: t.Say("rights.officer." + key), URL: r.Path(pathOfficer + "/" + key)},
			{Text: t.Say("rights.officer." + key + ".lead")}})
	}
	b.Parts = []page.Part{{Table: list}}
	return renderBoard(r, b)
}

func (h *House) officerDue(r *web.Request) error {
	due, err := h.Due(r, r.Grant, r.Now.AddDate(0, 0, 30))
	if err != nil {
		return err
	}
	t := r.Words
	type key struct {
		class  privacy.Class
		holder string
	}
	counts, order := map[key]int{}, []key{}
	list := webpage.Records{ID: "due", Caption: t.Say("rights.officer.due.each"), Hide: true, Filter: true, Columns: columns(t, "dossier", "what", "who", "until")}
	for _, d := range due {
		k := key{d.Class, h.holder(d.Employer, d.Holder)}
		order = once(order, k)
		counts[k]++
		list.Rows = append(list.Rows, []webpage.Cell{{Text: d.Dossier.String()}, {Text: t.Say("privacy.class." + string(d.Class))}, {Text: k.holder}, {Text: t.DateTime(d.At)}})
	}
	sums := webpage.Records{ID: "due-sums", Caption: t.Say("rights.officer.due.sums"), Hide: true,
		Columns: append(columns(t, "what", "who"), webpage.Column{Label: t.Say("rights.column.count"), Number: true})}
	for _, k := range order {
		sums.Rows = append(sums.Rows, []webpage.Cell{{Text: t.Say("privacy.class." + string(k.class))}, {Text: k.holder}, {Text: t.Number(int64(counts[k]))}})
	}
	if len(due) == 0 {
		b := h.board(r, "due")
		b.None = t.Say("rights.officer.due.none")
		return renderBoard(r, b)
	}
	tally, err := h.DueTally(r, r.Grant, r.Now.AddDate(0, 0, 30))
	if err != nil {
		return err
	}
	return renderBoard(r, h.board(r, "due", dueChart(r, tally), page.Part{Title: t.Say("rights.officer.due.sums"), Table: sums},
		page.Part{Title: t.Say("rights.officer.due.each"), Lead: most(r, len(due)), Table: list}))
}

// holder names who answers for a dossier.
func (h *House) holder(e access.EmployerID, name string) string {
	switch {
	case e.IsZero():
		return h.Controller.Name
	case name == "":
		return e.String()
	}
	return name
}

// most says that a list is not whole.
func most(r *web.Request, n int) string {
	if n < listMost {
		return ""
	}
	return r.Words.Say("rights.officer.most", "Count", n)
}

func (h *House) officerErasures(r *web.Request) error {
	all, err := h.Erasures(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	list := webpage.Records{ID: "erasures", Caption: t.Say("rights.officer.erasures"), Hide: true, Filter: true,
		Columns: columns(t, "erasure", "why", "state", "asked", "done")}
	for _, e := range all {
		list.Rows = append(list.Rows, []webpage.Cell{{Text: e.ID.String(), URL: r.Path(pathOfficer + "/erasures/" + e.ID.String())},
			{Text: t.Say("rights.cause." + string(e.Cause))}, {Text: t.Say("rights.step." + string(e.Step))}, {Text: t.DateTime(e.AskedAt)}, {Text: t.DateTime(e.DoneAt)}})
	}
	return renderBoard(r, h.board(r, "erasures", page.Part{Lead: most(r, len(all)), Table: list, Empty: t.Say("rights.officer.erasures.none")}))
}

func (h *House) officerErasure(r *web.Request) error {
	v, err := web.PathID[erasureNoun](r, "erasure")
	if err != nil {
		return err
	}
	e, holders, err := h.Erasure(r, r.Grant, asErasure(v))
	if err != nil {
		return err
	}
	t := r.Words
	list := webpage.Records{ID: "parts", Caption: t.Say("rights.officer.parts"), Hide: true,
		Columns: append(columns(t, "dossier", "what", "who", "state", "until"), webpage.Column{Label: t.Say("rights.column.rows"), Number: true})}
	for _, p := range e.Parts {
		state := t.Say("rights.part.stays")
		if p.Goes {
			state = t.Say("rights.part.goes")
		}
		list.Rows = append(list.Rows, []webpage.Cell{{Text: p.Dossier.String()}, {Text: t.Say("privacy.class." + string(p.Class))},
			{Text: h.holder(p.Employer, holders[p.Employer])}, {Text: state}, {Text: t.Date(p.Until)}, {Text: t.Number(p.RowsGone)}})
	}
	b := h.board(r, "erasures", page.Part{Title: t.Say("rights.officer.steps"), Body: webpage.Progress(t, erasureSteps(t, e))},
		page.Part{Title: t.Say("rights.officer.parts"), Table: list, Empty: t.Say("rights.officer.parts.none")})
	return renderBoard(r, b)
}

type holdForm struct {
	Dossier string   `form:"dossier,required,max=36"`
	Reason  string   `form:"reason,required,oneof=claim|request|obligation"`
	Until   web.Date `form:"until,required"`
}

func (h *House) officerHolds(r *web.Request) error {
	c, err := h.holdsPage(r, holdForm{Dossier: r.Query("dossier")}, nil)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) setHold(r *web.Request) error {
	var f holdForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.hold(r, f)
	}
	if err != nil {
		sentence, wrong := r.Words.Fault(err)
		if len(wrong) == 0 {
			wrong = map[string]string{"until": sentence}
		}
		c, failed := h.holdsPage(r, f, wrong)
		if failed != nil {
			return failed
		}
		return r.Again(err, func(string, map[string]string) templ.Component { return c })
	}
	r.Flash("rights.officer.held")
	return r.Redirect(r.Path(pathOfficer + "/holds"))
}

// hold sets a hold; a dossier that is none is said beside its field.
func (h *House) hold(r *web.Request, f holdForm) error {
	var wrong fault.Form
	d, err := crypt.ParseDossier(strings.ToLower(f.Dossier))
	if err == nil {
		_, err = h.Ledger.Hold(r, r.Grant, d, ledger.Reason(f.Reason), h.dayOf(r, f.Until))
	} else {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Withheld) {
		wrong.Add("dossier", "rights.officer.identifier")
		return wrong.Err()
	}
	return err
}

// dayOf is the start of a typed day in the site's zone; zero where none was typed.
func (h *House) dayOf(r *web.Request, d web.Date) time.Time {
	if !d.Set {
		return time.Time{}
	}
	zone := r.Site.Zone
	if zone == nil {
		zone = time.UTC
	}
	y, m, day := d.Value.Date()
	return time.Date(y, m, day, 0, 0, 0, 0, zone)
}

func (h *House) holdsPage(r *web.Request, f holdForm, wrong map[string]string) (templ.Component, error) {
	all, err := h.Holds(r, r.Grant)
	if err != nil {
		return nil, err
	}
	t := r.Words
	list := webpage.Records{ID: "holds", Caption: t.Say("rights.officer.holds"), Hide: true, Columns: columns(t, "dossier", "what", "who", "reason", "set", "until", "")}
	for _, x := range all {
		last := webpage.Cell{Text: t.Say("rights.officer.lift"), More: x.Dossier.String(), URL: r.Path(pathOfficer + "/holds/" + x.ID.String() + "/lift")}
		if !x.LiftedAt.IsZero() {
			last = webpage.Cell{Text: t.Say("rights.officer.hold.lifted", "Date", x.LiftedAt) + ": " + t.Say("ledger.lift."+string(x.Lifted))}
		}
		class := ""
		if x.Class != "" {
			class = t.Say("privacy.class." + string(x.Class))
		}
		list.Rows = append(list.Rows, []webpage.Cell{{Text: x.Dossier.String()}, {Text: class}, {Text: x.Holder}, {Text: t.Say("ledger.hold." + string(x.Reason))},
			{Text: t.DateTime(x.SetAt)}, {Text: t.Date(x.Until)}, last})
	}
	b := h.board(r, "holds", page.Part{Title: t.Say("rights.officer.hold.new"), Body: holdSheet(r, f, wrong)},
		page.Part{Title: t.Say("rights.officer.holds"), Table: list, Empty: t.Say("rights.officer.holds.none")})
	v := r.View(b.Title)
	v.Wide = true
	return page.ShowBoard(v, b), nil
}

func holdSheet(r *web.Request, f holdForm, wrong map[string]string) templ.Component {
	t := r.Words
	fields := []webpage.Input{{Name: "dossier", Label: t.Say("rights.column.dossier"), Value: f.Dossier, Required: true, Max: 36, Error: wrong["dossier"]}}
	reason := webpage.Input{Name: "reason", Label: t.Say("rights.column.reason"), Value: f.Reason, Required: true, Error: wrong["reason"]}
	var choices []webpage.Choice
	for _, why := range []ledger.Reason{ledger.HoldClaim, ledger.HoldRequest, ledger.HoldObligation} {
		choices = append(choices, webpage.Choice{Value: string(why), Label: t.Say("ledger.hold." + string(why))})
	}
	days := []webpage.Input{{Name: "until", Label: t.Say("rights.column.until"), Hint: t.Say("rights.officer.hold.longest"), Value: f.Until.Raw, Required: true,
		From: r.Now.Format(time.DateOnly), To: r.Now.AddDate(1, 0, 0).Format(time.DateOnly), Error: wrong["until"], Width: "medium"}}
	return page.Searching(t, webpage.Sheet{Action: r.Path(pathOfficer + "/holds")}, t.Say("rights.officer.hold.set"), fields, days, &reason, choices)
}

func (h *House) officerAudit(r *web.Request) error {
	months, err := h.Months(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	list := webpage.Records{ID: "months", Caption: t.Say("rights.officer.audit"), Hide: true,
		Columns: append(columns(t, "month", "sealed", ""), webpage.Column{Label: t.Say("rights.column.entries"), Number: true})}
	for _, m := range months {
		to := r.Path(pathOfficer + "/audit/" + m.Name)
		list.Rows = append(list.Rows, []webpage.Cell{{Text: m.Name}, {Text: t.DateTime(m.SealedAt)}, {Text: t.Say("rights.officer.verify"), URL: to}, {Text: t.Number(m.Entries)}})
	}
	return renderBoard(r, h.board(r, "audit", page.Part{Table: list, Empty: t.Say("rights.officer.audit.none")}))
}

func (h *House) officerMonth(r *web.Request) error {
	month, err := r.PathText("month")
	if err != nil {
		return err
	}
	v, err := h.Verify(r, r.Grant, month)
	if err != nil {
		return err
	}
	t := r.Words
	said := webpage.Notice{Color: webpage.Success, Text: t.Say("rights.officer.audit.holds", "Count", v.Month.Entries, "Month", v.Name)}
	switch {
	case v.Broken > 0:
		said = webpage.Notice{Color: webpage.Danger, Text: t.Say("rights.officer.audit.broken", "Entry", v.Broken)}
	case v.Broken < 0:
		said = webpage.Notice{Color: webpage.Danger, Text: t.Say("rights.officer.audit.head")}
	}
	b := h.board(r, "audit", page.Part{Title: v.Name, Notice: &said, Table: auditTable(r, v.Entries), Empty: t.Say("rights.officer.audit.none")})
	b.Actions = []webpage.Link{{URL: r.Path(pathOfficer + "/audit/" + v.Name + "/file"), Label: t.Say("rights.officer.audit.file")}}
	return renderBoard(r, b)
}

func auditTable(r *web.Request, all []store.AuditEntry) webpage.Records {
	t := r.Words
	list := webpage.Records{ID: "entries", Caption: t.Say("rights.officer.audit"), Hide: true, Filter: true, Columns: columns(t, "when", "actor", "why", "did")}
	for _, e := range all {
		list.Rows = append(list.Rows, []webpage.Cell{{Text: t.DateTime(e.At)}, {Text: e.Actor}, {Text: string(e.Purpose)}, {Text: e.Did}})
	}
	return list
}

func (h *House) officerTidy(r *web.Request) error {
	v, err := h.Tidiness(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	runs := webpage.Records{ID: "runs", Caption: t.Say("rights.officer.runs"), Hide: true, Columns: columns(t, "task", "when", "waits")}
	for _, s := range v.Runs {
		runs.Rows = append(runs.Rows, []webpage.Cell{{Text: s.Name}, {Text: t.DateTime(s.At)}, {Text: t.DateTime(s.Calm)}})
	}
	lost := webpage.Records{ID: "lost", Caption: t.Say("rights.officer.lost"), Hide: true, Columns: columns(t, "dossier", "when")}
	for _, l := range v.Lost {
		lost.Rows = append(lost.Rows, []webpage.Cell{{Text: l.Dossier}, {Text: t.DateTime(l.At)}})
	}
	return renderBoard(r, h.board(r, "tidy",
		page.Part{Title: t.Say("rights.officer.runs"), Lead: t.Say("rights.officer.orphans"), Table: runs, Empty: t.Say("rights.officer.runs.none")},
		page.Part{Title: t.Say("rights.officer.lost"), Lead: t.Say("rights.officer.vain", "Count", v.Asked), Table: lost, Empty: t.Say("rights.officer.lost.none")}))
}
