package rights

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"strconv"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/rights/page"
	"verv/internal/store"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

const (
	fileMost  = 10_000 // lines of a file of accesses
	auditPage = 1000
	auditMost = 100_000 // entries of a file of one month
)

type searchForm struct {
	Actor    string   `form:"actor,max=36"`
	Employer string   `form:"employer,max=36"`
	From     web.Date `form:"from"`
	To       web.Date `form:"to"`
	Purpose  string   `form:"purpose,max=20"`
	Persona  string   `form:"persona,max=20"`
}

// search reads the form; wrong says beside each field what does not fit.
func (h *House) search(r *web.Request) (f searchForm, s Search, wrong map[string]string, err error) {
	t := r.Words
	wrong = map[string]string{}
	if err := web.Bind(r, &f); fault.Is(err, fault.Invalid) {
		_, wrong = t.Fault(err) // the page keeps what was typed and says what is wrong with it
	} else if err != nil {
		return f, s, wrong, err
	}
	if s.Actor.UnmarshalText([]byte(strings.ToLower(f.Actor))) != nil {
		wrong["actor"] = t.Say("rights.officer.identifier")
	}
	if s.Employer.UnmarshalText([]byte(strings.ToLower(f.Employer))) != nil {
		wrong["employer"] = t.Say("rights.officer.identifier")
	}
	s.From, s.To = h.dayOf(r, f.From), h.dayOf(r, f.To)
	if !s.To.IsZero() && s.To.Before(s.From) {
		wrong["to"] = t.Say("rights.officer.order")
	}
	s.Purpose, s.Persona = privacy.Purpose(f.Purpose), access.Persona(f.Persona)
	return f, s, wrong, nil
}

// query is the search as an address, for the file of what was found.
func (f searchForm) query() string {
	q := url.Values{}
	for k, v := range map[string]string{"actor": f.Actor, "employer": f.Employer, "from": f.From.Raw, "to": f.To.Raw, "purpose": f.Purpose, "persona": f.Persona} {
		if v != "" {
			q.Set(k, v)
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

func (h *House) officerAccess(r *web.Request) error {
	f, s, wrong, err := h.search(r)
	if err != nil {
		return err
	}
	var all []Access
	if len(wrong) == 0 {
		if all, err = h.Accesses(r, r.Grant, s, listMost); err != nil {
			return err
		}
	}
	t := r.Words
	m := page.Filter{Action: r.Path(pathOfficer + "/access"), Button: t.Say("rights.officer.search"), Fields: []webpage.Input{
		{Name: "actor", Label: t.Say("rights.column.actor"), Value: f.Actor, Max: 36, Error: wrong["actor"]},
		{Name: "employer", Label: t.Say("rights.column.employer"), Value: f.Employer, Max: 36, Error: wrong["employer"]}},
		Purpose: webpage.Input{Name: "purpose", Label: t.Say("rights.column.why"), Value: f.Purpose, Width: "medium", Error: wrong["purpose"]},
		Persona: webpage.Input{Name: "persona", Label: t.Say("rights.column.who"), Value: f.Persona, Width: "medium", Error: wrong["persona"]},
		Days: []webpage.Input{{Name: "from", Label: t.Say("rights.officer.from"), Value: f.From.Raw, Width: "medium", Error: wrong["from"]},
			{Name: "to", Label: t.Say("rights.officer.to"), Value: f.To.Raw, Width: "medium", Error: wrong["to"]}}}
	m.Purposes, m.Personas = []webpage.Choice{{Label: t.Say("rights.officer.any")}}, []webpage.Choice{{Label: t.Say("rights.officer.any")}}
	for _, p := range privacy.Purposes() {
		m.Purposes = append(m.Purposes, webpage.Choice{Value: string(p), Label: t.Say("privacy.purpose." + string(p))})
	}
	for _, p := range []access.Persona{access.Member, access.Officer, access.Operator, access.System} {
		m.Personas = append(m.Personas, webpage.Choice{Value: string(p), Label: t.Say("rights.persona." + string(p))})
	}
	b := h.board(r, "access", page.Part{Title: t.Say("rights.officer.search"), Body: page.Filtering(t, m)},
		page.Part{Title: t.Say("rights.officer.found"), Lead: most(r, len(all)), Table: h.accessTable(r, all), Empty: t.Say("rights.officer.access.none")})
	if len(all) > 0 {
		b.Actions = []webpage.Link{{URL: r.Path(pathOfficer+"/access/file") + f.query(), Label: t.Say("rights.officer.access.file")}}
	}
	return renderBoard(r, b)
}

func (h *House) accessTable(r *web.Request, all []Access) webpage.Records {
	t := r.Words
	list := webpage.Records{ID: "accesses", Caption: t.Say("rights.officer.access"), Hide: true,
		Columns: append(columns(t, "when", "who", "actor", "employer", "why", "page"), webpage.Column{Label: t.Say("rights.column.opened"), Number: true})}
	for _, a := range all {
		who := string(a.Actor)
		if key := "rights.persona." + who; t.Has(key) {
			who = t.Say(key)
		}
		opened := t.Number(int64(a.Opened))
		if a.Everybody() {
			opened = t.Say("rights.officer.access.every")
		}
		list.Rows = append(list.Rows, []webpage.Cell{{Text: t.DateTime(a.At)}, {Text: who}, {Text: a.ActorID.String()}, {Text: h.holder(a.Employer, a.Holder)},
			{Text: t.Say("privacy.purpose." + string(a.Purpose))}, {Text: a.Noun}, {Text: opened}})
	}
	return list
}

// officerAccessFile is what was found as a file: who, when, why and how much, never what.
func (h *House) officerAccessFile(r *web.Request) error {
	_, s, wrong, err := h.search(r)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return fault.New(fault.Malformed, "fault.malformed")
	}
	all, err := h.Accesses(r, r.Grant, s, fileMost)
	if err != nil {
		return err
	}
	rows := [][]string{{"at", "persona", "actor", "employer", "purpose", "page", "dossiers"}}
	for _, a := range all {
		opened := strconv.Itoa(a.Opened)
		if a.Everybody() {
			opened = "all"
		}
		rows = append(rows, []string{a.At.UTC().Format(time.RFC3339), string(a.Actor), a.ActorID.String(), a.Employer.String(), string(a.Purpose), a.Noun, opened})
	}
	return sendRows(r, "access-log.csv", rows)
}

// officerMonthFile is a month of the audit as evidence: its head and signature, and every entry with the chain up to it, so that
// somebody else can compute the chain again.
func (h *House) officerMonthFile(r *web.Request) error {
	month, err := r.PathText("month")
	if err != nil {
		return err
	}
	var m store.Month
	var all []store.AuditEntry
	err = h.oversee(r, r.Grant, access.LedgerOversee, func(tx *store.Reader) (err error) {
		if m, err = monthOf(tx, month); err != nil {
			return err
		}
		for int64(len(all)) < min(m.Entries, auditMost) {
			part, err := tx.AuditOf(month, int64(len(all)), auditPage)
			if err != nil || len(part) == 0 {
				return err
			}
			all = append(all, part...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	rows := [][]string{{"month", m.Name}, {"entries", strconv.FormatInt(m.Entries, 10)}, {"head", m.Head}, {"signature", m.Signature()}, {"sealed", m.SealedAt.UTC().Format(time.RFC3339)},
		{"entry", "milliseconds", "actor", "actor id", "employer", "purpose", "scope", "did", "chain"}}
	for _, e := range all {
		rows = append(rows, []string{strconv.FormatInt(e.Seq, 10), strconv.FormatInt(e.At.UnixMilli(), 10), e.Actor, e.ActorID.String(), e.Employer.String(), string(e.Purpose),
			string(e.Scope), e.Did, e.Chain()})
	}
	return sendRows(r, "audit-"+m.Name+".csv", rows)
}

// sendRows answers with rows for a spreadsheet, no cell of which a program would run.
func sendRows(r *web.Request, name string, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		for i := range row {
			row[i] = safe(row[i])
		}
		_ = w.Write(row) // a buffer takes everything
	}
	w.Flush()
	return r.File(name, "text/csv; charset=utf-8", bytes.NewReader(b.Bytes()))
}

// officerRequests lists what people asked for, with the clock of the law.
func (h *House) officerRequests(r *web.Request) error {
	all, err := h.Requests(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	colors := map[RequestState]webpage.Color{RequestOpen: webpage.Info, RequestLate: webpage.Danger, RequestDone: webpage.Success, RequestSlow: webpage.Warning}
	list := webpage.Records{ID: "requests", Caption: t.Say("rights.officer.requests"), Hide: true, Columns: columns(t, "what", "state", "asked", "until", "done", "page")}
	for _, q := range all {
		s := q.State(r.Now)
		last := webpage.Cell{Text: q.ID}
		if q.Kind == AskedErasure {
			last.URL = r.Path(pathOfficer + "/erasures/" + q.ID)
		}
		list.Rows = append(list.Rows, []webpage.Cell{{Text: t.Say("rights.request." + string(q.Kind))},
			{Body: webpage.Tag(webpage.Label{Word: t.Say("rights.request.state." + string(s)), Color: colors[s]})}, {Text: t.DateTime(q.AskedAt)}, {Text: t.Date(q.DueAt)},
			{Text: t.DateTime(q.DoneAt)}, last})
	}
	return renderBoard(r, h.board(r, "requests", page.Part{Lead: most(r, len(all)), Table: list, Empty: t.Say("rights.officer.requests.none")}))
}

// dueChart shows how many dossiers end on each day, and how many of each class.
func dueChart(r *web.Request, all []Tally) page.Part {
	t := r.Words
	c := webpage.Chart{ID: "due-days", Title: t.Say("rights.officer.due.days"), Name: t.Say("rights.column.day"), Unit: t.Say("rights.column.count")}
	sum := 0
	for _, x := range all {
		label := t.Date(x.Day)
		if n := len(c.Bars); n == 0 || c.Bars[n-1].Label != label {
			c.Bars = append(c.Bars, webpage.Bar{Label: label})
		}
		c.Bars[len(c.Bars)-1].Value += int64(x.Count)
		sum += x.Count
	}
	c.Says = t.Say("rights.officer.due.says", "Count", sum)
	return page.Part{Title: c.Title, Lead: c.Says, Body: webpage.BarChart(t, c)}
}
