package rights

import (
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/blob"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// Package is the content of data.json: everything that is held about one person (GDPR articles 15 and 20). Names in it are those of the
// inventory, so that a column is in it on the day it is born.
type Package struct {
	Made         time.Time
	Language     string
	Controller   Controller
	Persona      access.Persona
	Dossiers     []PackedDossier
	Recipients   []PackedRecipient
	Reads        []PackedRead
	Consents     []PackedConsent
	Applications []Application

	files []packedFile
	words *locale.Words
}

// PackedDossier is one dossier with its rows.
type PackedDossier struct {
	Dossier  string
	Holder   string // who answers for it
	Class    privacy.Class
	What     string // the class in words
	About    string // identifier of the thing it is about
	MadeAt   time.Time
	Purposes []PackedPurpose
	KeptTo   string // date, or the event that starts the clock, in words
	Due      *time.Time
	HeldTo   *time.Time // a hold stops the end until then
	Lost     bool
	Rows     []PackedRow
}

// PackedPurpose says why, and on which basis.
type PackedPurpose struct {
	Purpose privacy.Purpose
	Why     string
	Basis   privacy.Basis
}

// PackedRow is one row of one table.
type PackedRow struct {
	Table   string
	Columns []PackedColumn
}

// PackedColumn is one value and where it comes from.
type PackedColumn struct {
	Column   string
	Value    any
	Category privacy.Category  `json:",omitempty"`
	Purposes []privacy.Purpose `json:",omitempty"`
	Source   Source            `json:",omitempty"`
	Note     string            `json:",omitempty"` // the privacy line's own words
}

// PackedRecipient is one disclosure.
type PackedRecipient struct {
	At         time.Time
	Employer   string
	Purpose    privacy.Purpose
	Categories []privacy.Category
	With       string
}

// PackedRead is one access record. Colleagues are masked: an employer and a role.
type PackedRead struct {
	At       time.Time
	Actor    access.Persona
	Role     access.Role `json:",omitempty"`
	Employer string      `json:",omitempty"`
	Purpose  privacy.Purpose
	Opened   []privacy.Class
}

// PackedConsent is one event with its wording.
type PackedConsent struct {
	Topic    string
	Whom     string
	Given    bool
	At       time.Time
	Until    *time.Time
	Wording  string
	Language string
	Surface  string
	Notice   string
}

// packedFile is a file that goes into the ZIP.
type packedFile struct {
	id    blob.ID
	grant privacy.Grant
	name  string
}

// pack collects everything about the person of the task and of their account.
func (h *House) pack(run *task.Run, v ExportID) (*Package, error) {
	args := run.Task.Args
	var a access.AccountID
	if err := a.UnmarshalText([]byte(args["account"])); err != nil {
		return nil, err
	}
	var owner access.SubjectID
	if !a.IsZero() {
		owner = account.SubjectOf(a)
	}
	var o Overview
	if err := h.look(run, run.Grant, owner, &o); err != nil {
		return nil, err
	}
	p := &Package{Made: run.Now.UTC(), Language: args["language"], Controller: h.Controller, Persona: access.Persona(args["persona"]),
		words: h.Words.Language(args["language"]).At(run.Now, time.UTC)}
	o.Name(p.words)
	m := newMask(h.DB.Inventory(), &o)
	for i, d := range o.Held {
		packed := p.dossier(h, d, m)
		p.Dossiers = append(p.Dossiers, packed)
		g := run.Grant
		if d.Subject != run.Task.Subject {
			var err error
			if g, err = run.Within(access.OfSubject(d.Subject), privacy.Rights); err != nil {
				return nil, err
			}
		}
		p.filesOf(d, g)
		if err := h.progress(run, v, i+1, len(o.Held)); err != nil {
			return nil, err
		}
	}
	p.books(o)
	return p, h.packApplications(run, p)
}

func (h *House) packApplications(run *task.Run, p *Package) error {
	if h.Applications == nil || p.Persona != access.Candidate && p.Persona != access.Guest {
		return nil
	}
	g, err := run.For(privacy.Apply)
	if err != nil {
		return err
	}
	p.Applications, err = h.Applications.Mine(run, g, p.words)
	return err
}

func (p *Package) dossier(h *House, d Held, m *mask) PackedDossier {
	out := PackedDossier{Dossier: d.ID.String(), Holder: d.Holder, Class: d.Class, What: p.words.Say("privacy.class." + string(d.Class)),
		About: d.Thing, MadeAt: d.MadeAt, Due: orNil(d.DueAt), HeldTo: orNil(d.HeldTo), Lost: d.Lost}
	if d.Employer.IsZero() {
		out.Holder = h.Controller.Name
	}
	out.KeptTo = p.words.Date(d.DueAt)
	if d.DueAt.IsZero() {
		out.KeptTo = p.words.Say("privacy.event." + string(d.Class))
	}
	for _, why := range d.Purposes {
		ground, _ := privacy.GroundOf(why)
		out.Purposes = append(out.Purposes, PackedPurpose{why, p.words.Say("privacy.purpose." + string(why)), ground.Basis})
	}
	for _, row := range d.rows {
		t, _ := h.DB.Inventory().Table(row.Table)
		out.Rows = append(out.Rows, packRow(t, row, m))
	}
	return out
}

func packRow(t privacy.Table, row store.HeldRow, m *mask) PackedRow {
	out := PackedRow{Table: row.Table}
	for _, c := range t.Columns {
		value, filled := row.Values[c.Name]
		if !filled {
			continue
		}
		if value, filled = m.column(c, value); !filled {
			continue
		}
		col := PackedColumn{Column: c.Name, Value: value}
		if c.Personal() {
			col.Category, col.Purposes, col.Source, col.Note = c.Category, c.Purposes, sourceOf(c), c.Note
		}
		out.Columns = append(out.Columns, col)
	}
	return out
}

// filesOf notes the files of a dossier. Earlier downloads are listed and not packed again.
func (p *Package) filesOf(d Held, g privacy.Grant) {
	if d.Class == privacy.ClassExport {
		return
	}
	for _, row := range d.rows {
		text, _ := row.Values["id"].(string)
		if row.Table != "file" {
			continue
		}
		var file blob.ID
		if file.UnmarshalText([]byte(text)) == nil {
			p.files = append(p.files, packedFile{id: file, grant: g})
		}
	}
}

// books adds who received, who read and what was agreed.
func (p *Package) books(o Overview) {
	for _, r := range o.Recipients {
		p.Recipients = append(p.Recipients, PackedRecipient{r.At, r.Employer, r.Purpose, r.Categories, r.With})
	}
	for _, r := range o.Reads {
		p.Reads = append(p.Reads, PackedRead{r.At, r.Actor, r.Role, r.Employer, r.Purpose, r.Classes})
	}
	for _, c := range o.Consents {
		for _, e := range c.History {
			p.Consents = append(p.Consents, PackedConsent{string(e.Topic), c.Whom, e.Given, e.At, orNil(e.Until), e.Shown.Wording, e.Shown.Language,
				e.Shown.Surface, e.Shown.Notice})
		}
	}
}

func orNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// mask keeps identifiers of other people and keyed marks out of an export. What it knows is the person's own: rows, dossiers, themselves;
// and what is published: employers, jobs, sites. Any other identifier becomes "other-1" and so on, the same one for the same other.
type mask struct {
	known  map[string]bool
	public []string // columns that name something published
	others []string
}

func newMask(inv *privacy.Inventory, o *Overview) *mask {
	m := &mask{known: map[string]bool{}}
	for _, t := range inv.Tables {
		if t.Public {
			m.public = append(m.public, t.Name+"_id")
		}
	}
	m.public = append(m.public, "site_id", "employer_id")
	for _, d := range o.Held {
		m.known[d.ID.String()], m.known[d.Subject.String()] = true, true
		for _, row := range d.rows {
			for _, name := range append([]string{"id"}, m.public...) {
				if s, ok := row.Values[name].(string); ok {
					m.known[s] = true
				}
			}
		}
	}
	return m
}

// column is a value fit to be handed out; false leaves the column out. A key that is no identifier is a hash or a mark: it says nothing to
// its person and could open something for somebody else.
func (m *mask) column(c privacy.Column, v any) (any, bool) {
	if text, ok := v.(string); ok && c.Kind == privacy.Key {
		if _, err := id.Parse[exportNoun](text); err != nil {
			return nil, false
		}
	}
	if n, ok := v.(int64); ok && isMoment(c.Name) {
		return time.UnixMilli(n).UTC(), true
	}
	return m.value(v), true
}

// value masks identifiers at any depth of a body.
func (m *mask) value(v any) any {
	switch x := v.(type) {
	case string:
		if _, err := id.Parse[exportNoun](x); err != nil || m.known[x] {
			return x
		}
		i := slices.Index(m.others, x)
		if i < 0 {
			m.others = append(m.others, x)
			i = len(m.others) - 1
		}
		return "other-" + itoa(i+1)
	case []any:
		for i := range x {
			x[i] = m.value(x[i])
		}
	case map[string]any:
		for k := range x {
			x[k] = m.value(x[k])
		}
	}
	return v
}
