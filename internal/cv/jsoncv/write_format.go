package jsoncv

import (
	"encoding/json"
	"fmt"
	"io"
)

// The names in this file are those of JSON Resume 1.0.0.

const schemaAddress = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"

type document struct {
	Schema       string           `json:"$schema"`
	Basics       basicsOut        `json:"basics"`
	Work         []workOut        `json:"work,omitempty"`
	Volunteer    []volunteerOut   `json:"volunteer,omitempty"`
	Education    []educationOut   `json:"education,omitempty"`
	Awards       []awardOut       `json:"awards,omitempty"`
	Certificates []certificateOut `json:"certificates,omitempty"`
	Publications []publicationOut `json:"publications,omitempty"`
	Skills       []skillOut       `json:"skills,omitempty"`
	Languages    []languageOut    `json:"languages,omitempty"`
	Interests    []interestOut    `json:"interests,omitempty"`
	Projects     []projectOut     `json:"projects,omitempty"`
}

type basicsOut struct {
	Name     string       `json:"name,omitempty"`
	Label    string       `json:"label,omitempty"`
	Email    string       `json:"email,omitempty"`
	Phone    string       `json:"phone,omitempty"`
	URL      string       `json:"url,omitempty"`
	Summary  string       `json:"summary,omitempty"`
	Location *placeOut    `json:"location,omitempty"`
	Profiles []profileOut `json:"profiles,omitempty"`
}

type placeOut struct {
	Address  string `json:"address,omitempty"`
	Postcode string `json:"postalCode,omitempty"`
	Town     string `json:"city,omitempty"`
	Country  string `json:"countryCode,omitempty"`
	Region   string `json:"region,omitempty"`
}

type profileOut struct {
	Network string `json:"network,omitempty"`
	Name    string `json:"username,omitempty"`
	URL     string `json:"url,omitempty"`
}

type spanOut struct {
	Start string `json:"startDate,omitempty"`
	End   string `json:"endDate,omitempty"`
}

func (s Span) out() spanOut { return spanOut{s.Start.String(), s.End.String()} }

type workOut struct {
	Employer string `json:"name,omitempty"`
	About    string `json:"description,omitempty"`
	Town     string `json:"location,omitempty"`
	Role     string `json:"position,omitempty"`
	URL      string `json:"url,omitempty"`
	spanOut
	Summary    string   `json:"summary,omitempty"`
	Highlights []string `json:"highlights,omitempty"`
}

type volunteerOut struct {
	Where string `json:"organization,omitempty"`
	Role  string `json:"position,omitempty"`
	URL   string `json:"url,omitempty"`
	spanOut
	Summary    string   `json:"summary,omitempty"`
	Highlights []string `json:"highlights,omitempty"`
}

type educationOut struct {
	School string `json:"institution,omitempty"`
	URL    string `json:"url,omitempty"`
	Field  string `json:"area,omitempty"`
	Level  string `json:"studyType,omitempty"`
	spanOut
	Score   string   `json:"score,omitempty"`
	Courses []string `json:"courses,omitempty"`
}

type awardOut struct {
	Title   string `json:"title,omitempty"`
	Date    string `json:"date,omitempty"`
	From    string `json:"awarder,omitempty"`
	Summary string `json:"summary,omitempty"`
}

type certificateOut struct {
	Name   string `json:"name,omitempty"`
	Date   string `json:"date,omitempty"`
	URL    string `json:"url,omitempty"`
	Issuer string `json:"issuer,omitempty"`
}

type publicationOut struct {
	Name      string `json:"name,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Date      string `json:"releaseDate,omitempty"`
	URL       string `json:"url,omitempty"`
	Summary   string `json:"summary,omitempty"`
}

type skillOut struct {
	Name     string   `json:"name,omitempty"`
	Level    string   `json:"level,omitempty"`
	Keywords []string `json:"keywords,omitempty"`
}

type languageOut struct {
	Name    string `json:"language,omitempty"`
	Fluency string `json:"fluency,omitempty"`
}

type interestOut struct {
	Name     string   `json:"name,omitempty"`
	Keywords []string `json:"keywords,omitempty"`
}

type projectOut struct {
	Name       string   `json:"name,omitempty"`
	Summary    string   `json:"description,omitempty"`
	Highlights []string `json:"highlights,omitempty"`
	Keywords   []string `json:"keywords,omitempty"`
	spanOut
	URL   string   `json:"url,omitempty"`
	Roles []string `json:"roles,omitempty"`
	For   string   `json:"entity,omitempty"`
	Class string   `json:"type,omitempty"`
}

// Write writes cv as a JSON Resume 1.0.0 document, indented, ending in a line break.
func Write(w io.Writer, cv CV) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(cv.out()); err != nil {
		return fmt.Errorf("writing a CV: %w", err)
	}
	return nil
}

func (cv CV) out() document {
	return document{
		Schema: schemaAddress, Basics: cv.Basics.out(),
		Work: each(cv.Work, func(w Work) workOut {
			return workOut{w.Employer, w.About, w.Town, w.Role, w.URL, w.Span.out(), w.Summary, w.Highlights}
		}),
		Volunteer: each(cv.Volunteer, func(v Volunteer) volunteerOut {
			return volunteerOut{v.Where, v.Role, v.URL, v.Span.out(), v.Summary, v.Highlights}
		}),
		Education: each(cv.Education, func(s Education) educationOut {
			return educationOut{s.School, s.URL, s.Field, s.Level, s.Span.out(), s.Score, s.Courses}
		}),
		Awards: each(cv.Awards, func(a Award) awardOut { return awardOut{a.Title, a.Date.String(), a.From, a.Summary} }),
		Certificates: each(cv.Certificates, func(c Certificate) certificateOut {
			return certificateOut{c.Name, c.Date.String(), c.URL, c.Issuer}
		}),
		Publications: each(cv.Publications, func(p Publication) publicationOut {
			return publicationOut{p.Name, p.Publisher, p.Date.String(), p.URL, p.Summary}
		}),
		Skills:    each(cv.Skills, func(s Skill) skillOut { return skillOut(s) }),
		Languages: each(cv.Languages, func(l Language) languageOut { return languageOut(l) }),
		Interests: each(cv.Interests, func(i Interest) interestOut { return interestOut(i) }),
		Projects: each(cv.Projects, func(p Project) projectOut {
			return projectOut{p.Name, p.Summary, p.Highlights, p.Keywords, p.Span.out(), p.URL, p.Roles, p.For, p.Class}
		}),
	}
}

func (b Basics) out() basicsOut {
	out := basicsOut{Name: b.Name, Label: b.Label, Email: b.Email, Phone: b.Phone, URL: b.URL, Summary: b.Summary,
		Profiles: each(b.Profiles, func(p Profile) profileOut { return profileOut(p) })}
	if b.Place != (Place{}) {
		place := placeOut(b.Place)
		out.Location = &place
	}
	return out
}

func each[A, B any](in []A, fn func(A) B) []B {
	var out []B
	for _, a := range in {
		out = append(out, fn(a))
	}
	return out
}
