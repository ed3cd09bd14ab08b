package cv

import (
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/crypt"
	"verv/internal/cv/jsoncv"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/store"
)

var (
	//go:embed schema.sql
	schema string
	//go:embed queries.sql
	queries string
	//go:embed footprint.txt
	footprint string
)

// Room is this room for the store.
func Room() store.Room {
	return store.Room{Name: "cv", Schema: schema, Queries: queries, Footprint: footprint}
}

const fieldBody privacy.FieldID = 801

type noun struct{}

// ID identifies a CV.
type ID = id.ID[noun]

// Document is one CV of a person.
type Document struct {
	ID        ID
	MadeAt    time.Time
	UpdatedAt time.Time
	Pending   bool // it was brought in and is not confirmed
	Body
	dossier crypt.DossierID
}

// Body is what is sealed.
type Body struct {
	Title    string // what the person calls this CV
	Language string // of its texts
	CV       jsoncv.CV
}

// Section is a part of a CV that has rows.
type Section string

// The sections that can be edited row by row.
const (
	Work         Section = "work"
	Education    Section = "education"
	Skills       Section = "skills"
	Languages    Section = "languages"
	Certificates Section = "certificates"
)

// Sections lists the sections in the order of a CV.
func Sections() []Section { return []Section{Work, Education, Skills, Languages, Certificates} }

const (
	titleMax = 120
	lineMax  = 200
	textMax  = 5000
	rowsMax  = 100
	docsMax  = 20
)

// Rows counts the rows of a section.
func (b Body) Rows(s Section) int {
	switch s {
	case Work:
		return len(b.CV.Work)
	case Education:
		return len(b.CV.Education)
	case Skills:
		return len(b.CV.Skills)
	case Languages:
		return len(b.CV.Languages)
	case Certificates:
		return len(b.CV.Certificates)
	}
	return 0
}

// Row is one row of any section, as a form has it. Which fields count follows from the section.
type Row struct {
	Name  string // role, school, skill, language, certificate
	At    string // employer, field of study, level, fluency, issuer
	Place string // of work; level of education
	Start string // YYYY, YYYY-MM or YYYY-MM-DD
	End   string
	Text  string
}

// Row is the nth row of a section; ok is false where there is none.
func (b Body) Row(s Section, n int) (r Row, ok bool) {
	if n < 0 || n >= b.Rows(s) {
		return Row{}, false
	}
	switch s {
	case Work:
		w := b.CV.Work[n]
		return Row{w.Role, w.Employer, w.Town, w.Start.String(), w.End.String(), join(w.Summary, w.Highlights)}, true
	case Education:
		e := b.CV.Education[n]
		return Row{e.School, e.Field, e.Level, e.Start.String(), e.End.String(), strings.Join(e.Courses, "\n")}, true
	case Skills:
		k := b.CV.Skills[n]
		return Row{Name: k.Name, At: k.Level, Text: strings.Join(k.Keywords, "\n")}, true
	case Languages:
		l := b.CV.Languages[n]
		return Row{Name: l.Name, At: l.Fluency}, true
	}
	c := b.CV.Certificates[n]
	return Row{Name: c.Name, At: c.Issuer, Start: c.Date.String()}, true
}

// join is the summary with its highlights as lines of their own.
func join(summary string, highlights []string) string {
	return strings.TrimSpace(summary + "\n" + strings.Join(highlights, "\n"))
}

// put writes a row into a section: over the nth one, or behind the last where n is the number of rows.
func (b *Body) put(s Section, n int, r Row) error {
	start, end, err := r.check(s)
	if err != nil {
		return err
	}
	if n < 0 || n > b.Rows(s) || n >= rowsMax {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	span := jsoncv.Span{Start: start, End: end}
	switch s {
	case Work:
		w := at(&b.CV.Work, n)
		w.Role, w.Employer, w.Town, w.Span, w.Summary, w.Highlights = r.Name, r.At, r.Place, span, r.Text, nil
	case Education:
		e := at(&b.CV.Education, n)
		e.School, e.Field, e.Level, e.Span, e.Courses = r.Name, r.At, r.Place, span, lines(r.Text)
	case Skills:
		k := at(&b.CV.Skills, n)
		k.Name, k.Level, k.Keywords = r.Name, r.At, lines(r.Text)
	case Languages:
		*at(&b.CV.Languages, n) = jsoncv.Language{Name: r.Name, Fluency: r.At}
	case Certificates:
		c := at(&b.CV.Certificates, n)
		c.Name, c.Issuer, c.Date = r.Name, r.At, start
	}
	return nil
}

// at is the nth element, made where the list ends.
func at[T any](list *[]T, n int) *T {
	if n == len(*list) {
		var none T
		*list = append(*list, none)
	}
	return &(*list)[n]
}

func lines(s string) []string {
	var out []string
	for l := range strings.Lines(s) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// drop takes the nth row out.
func (b *Body) drop(s Section, n int) error {
	if n < 0 || n >= b.Rows(s) {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	switch s {
	case Work:
		b.CV.Work = append(b.CV.Work[:n:n], b.CV.Work[n+1:]...)
	case Education:
		b.CV.Education = append(b.CV.Education[:n:n], b.CV.Education[n+1:]...)
	case Skills:
		b.CV.Skills = append(b.CV.Skills[:n:n], b.CV.Skills[n+1:]...)
	case Languages:
		b.CV.Languages = append(b.CV.Languages[:n:n], b.CV.Languages[n+1:]...)
	case Certificates:
		b.CV.Certificates = append(b.CV.Certificates[:n:n], b.CV.Certificates[n+1:]...)
	}
	return nil
}

func (r Row) check(s Section) (start, end jsoncv.Partial, err error) {
	var f fault.Form
	if r.Name == "" {
		f.Add("name", "form.required")
	}
	for _, p := range []struct{ name, value string }{{"name", r.Name}, {"at", r.At}, {"place", r.Place}} {
		if utf8.RuneCountInString(p.value) > lineMax {
			f.Add(p.name, "form.long", fault.Args{"Max": lineMax})
		}
	}
	if utf8.RuneCountInString(r.Text) > textMax {
		f.Add("text", "form.long", fault.Args{"Max": textMax})
	}
	var ok bool
	if start, ok = jsoncv.ParsePartial(r.Start); !ok {
		f.Add("start", "cv.date")
	}
	if end, ok = jsoncv.ParsePartial(r.End); !ok {
		f.Add("end", "cv.date")
	}
	if !start.IsZero() && !end.IsZero() && end.Before(start) {
		f.Add("end", "cv.order")
	}
	return start, end, f.Err()
}

// Head is what stands above the sections.
type Head struct {
	Title, Language, Name, Label, Summary string
}

func (b Body) head() Head {
	return Head{b.Title, b.Language, b.CV.Basics.Name, b.CV.Basics.Label, b.CV.Basics.Summary}
}

func (b *Body) setHead(h Head) error {
	var f fault.Form
	for _, p := range []struct {
		name, value string
		most        int
	}{{"title", h.Title, titleMax}, {"name", h.Name, lineMax}, {"label", h.Label, lineMax}, {"summary", h.Summary, textMax}} {
		if utf8.RuneCountInString(p.value) > p.most {
			f.Add(p.name, "form.long", fault.Args{"Max": p.most})
		}
	}
	if h.Title == "" {
		f.Add("title", "form.required")
	}
	if !locale.Known(h.Language) {
		f.Add("language", "form.choice")
	}
	b.Title, b.Language = h.Title, h.Language
	b.CV.Basics.Name, b.CV.Basics.Label, b.CV.Basics.Summary = h.Name, h.Label, h.Summary
	return f.Err()
}
