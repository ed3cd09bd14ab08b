package jsoncv

import (
	"reflect"
	"strings"

	"verv/internal/fault"
)

// The names in this file are those of JSON Resume 1.0.0 and of the drafts before it.

// recognise tells a CV of this format from the other things people have.
func recognise(raw []byte, n *node) *fault.Fault {
	if n.kind != '{' {
		return place(raw, n.at, fault.Malformed, "cv.intake.basics.missing")
	}
	if meta := n.members["meta"]; meta != nil && meta.kind == '{' {
		if f := meta.members["format"]; f != nil && strings.HasPrefix(strings.ToUpper(f.text), "FRESH") {
			return fault.New(fault.Invalid, "cv.intake.fresh")
		}
	}
	if b := n.members["basics"]; b == nil || b.kind != '{' {
		return fault.New(fault.Invalid, "cv.intake.basics.missing")
	}
	return nil
}

// keep appends v unless it is empty: a template's blank entry is no entry.
func keep[T any](to *[]T, v T) {
	if !reflect.ValueOf(v).IsZero() {
		*to = append(*to, v)
	}
}

func (cv CV) isEmpty() bool { return reflect.ValueOf(cv).IsZero() }

func (r *reader) document(e entry) {
	cv := &r.out.CV
	e.child("basics", func(e entry) { e.basics(&cv.Basics) })
	e.each("work", func(e entry) { e.work(&cv.Work) })
	e.each("volunteer", func(e entry) { e.volunteer(&cv.Volunteer) })
	e.each("education", func(e entry) { e.education(&cv.Education) })
	e.each("projects", func(e entry) { e.project(&cv.Projects) })
	e.each("awards", func(e entry) {
		var a Award
		e.short(&a.Title, "title")
		e.date(&a.Date, "date")
		e.short(&a.From, "awarder")
		e.long(&a.Summary, "summary")
		keep(&cv.Awards, a)
	})
	e.each("certificates", func(e entry) {
		var c Certificate
		e.short(&c.Name, "name")
		e.date(&c.Date, "date")
		e.link(&c.URL, "url", "website")
		e.short(&c.Issuer, "issuer")
		keep(&cv.Certificates, c)
	})
	e.each("publications", func(e entry) {
		var p Publication
		e.short(&p.Name, "name")
		e.short(&p.Publisher, "publisher")
		e.date(&p.Date, "releaseDate")
		e.link(&p.URL, "url", "website")
		e.long(&p.Summary, "summary")
		keep(&cv.Publications, p)
	})
	e.each("skills", func(e entry) {
		var s Skill
		e.short(&s.Name, "name")
		e.short(&s.Level, "level")
		e.texts(&s.Keywords, "keywords")
		keep(&cv.Skills, s)
	})
	e.each("languages", func(e entry) {
		var l Language
		e.short(&l.Name, "language", "name")
		e.short(&l.Fluency, "fluency", "level")
		keep(&cv.Languages, l)
	})
	e.each("interests", func(e entry) {
		var i Interest
		e.short(&i.Name, "name")
		e.texts(&i.Keywords, "keywords")
		keep(&cv.Interests, i)
	})
	e.leave("references")
	e.find("$schema")
	e.find("meta")
	e.done()
}

func (e entry) basics(b *Basics) {
	e.short(&b.Name, "name")
	e.short(&b.Label, "label")
	e.address(&b.Email, "email")
	e.short(&b.Phone, "phone")
	e.link(&b.URL, "url", "website")
	e.long(&b.Summary, "summary")
	e.leave("image", "picture")
	e.child("location", func(e entry) {
		e.short(&b.Place.Address, "address")
		e.short(&b.Place.Postcode, "postalCode")
		e.short(&b.Place.Town, "city")
		e.short(&b.Place.Country, "countryCode")
		e.short(&b.Place.Region, "region")
	})
	e.each("profiles", func(e entry) {
		var p Profile
		e.short(&p.Network, "network")
		e.short(&p.Name, "username")
		e.link(&p.URL, "url")
		keep(&b.Profiles, p)
	})
}

func (e entry) span(s *Span) {
	e.date(&s.Start, "startDate")
	e.date(&s.End, "endDate")
}

func (e entry) work(to *[]Work) {
	var w Work
	e.short(&w.Employer, "name", "company")
	e.long(&w.About, "description")
	e.short(&w.Town, "location")
	e.short(&w.Role, "position")
	e.link(&w.URL, "url", "website")
	e.span(&w.Span)
	e.long(&w.Summary, "summary")
	e.texts(&w.Highlights, "highlights")
	keep(to, w)
}

func (e entry) volunteer(to *[]Volunteer) {
	var v Volunteer
	e.short(&v.Where, "organization")
	e.short(&v.Role, "position")
	e.link(&v.URL, "url", "website")
	e.span(&v.Span)
	e.long(&v.Summary, "summary")
	e.texts(&v.Highlights, "highlights")
	keep(to, v)
}

func (e entry) education(to *[]Education) {
	var s Education
	e.short(&s.School, "institution")
	e.link(&s.URL, "url", "website")
	e.short(&s.Field, "area")
	e.short(&s.Level, "studyType")
	e.span(&s.Span)
	e.short(&s.Score, "score", "gpa")
	e.texts(&s.Courses, "courses")
	keep(to, s)
}

func (e entry) project(to *[]Project) {
	var p Project
	e.short(&p.Name, "name")
	e.long(&p.Summary, "description", "summary")
	e.texts(&p.Highlights, "highlights")
	e.texts(&p.Keywords, "keywords")
	e.span(&p.Span)
	e.link(&p.URL, "url", "website")
	e.texts(&p.Roles, "roles")
	e.short(&p.For, "entity")
	e.short(&p.Class, "type")
	keep(to, p)
}
