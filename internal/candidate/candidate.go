package candidate

import (
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
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
	return store.Room{Name: "candidate", Schema: schema, Queries: queries, Footprint: footprint}
}

// The sealed columns, by the numbers of their privacy lines.
const (
	fieldName    privacy.FieldID = 701
	fieldContact privacy.FieldID = 702
	fieldCareer  privacy.FieldID = 703
)

type noun struct{}

// ID identifies a candidate.
type ID = id.ID[noun]

// Candidate is a person seeking work.
type Candidate struct {
	ID     ID
	MadeAt time.Time
	UsedAt time.Time
	Profile
	dossier crypt.DossierID
}

// Profile is what the person says of themselves.
type Profile struct {
	Name     string
	Phone    string
	Headline string
	Place    string
	Links    []string // absolute https or http addresses

	Available string // the first day that the person can start, as 2006-01-02; empty where they do not say
}

type nameBody struct{ Name string }

type contactBody struct{ Phone string }

type careerBody struct {
	Headline, Place, Available string
	Links                      []string
}

const (
	nameMax  = 120
	lineMax  = 160
	phoneMax = 30
	linkMax  = 300
	linksMax = 5
	yearMin  = 2000 // of the day that somebody can start
	yearMax  = 2099
)

// tidy puts what was typed into its one form.
func (p Profile) tidy() Profile {
	for _, s := range []*string{&p.Name, &p.Phone, &p.Headline, &p.Place, &p.Available} {
		*s = strings.TrimSpace(*s)
	}
	var links []string
	for _, l := range p.Links {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		if !strings.Contains(l, "://") {
			l = "https://" + l
		}
		links = append(links, l)
	}
	p.Links = links
	return p
}

func (p Profile) check() error {
	var f fault.Form
	long := func(name, s string, most int) {
		if utf8.RuneCountInString(s) > most {
			f.Add(name, "form.long", fault.Args{"Max": most})
		}
	}
	if p.Name == "" {
		f.Add("name", "form.required")
	}
	long("name", p.Name, nameMax)
	long("headline", p.Headline, lineMax)
	long("place", p.Place, lineMax)
	if p.Phone != "" && !ValidPhone(p.Phone) {
		f.Add("phone", "form.phone")
	}
	if p.Available != "" {
		if day, err := time.Parse(time.DateOnly, p.Available); err != nil || day.Year() < yearMin || day.Year() > yearMax {
			f.Add("available", "form.date")
		}
	}
	if len(p.Links) > linksMax {
		f.Add("links", "form.many", fault.Args{"Max": linksMax})
	}
	for _, l := range p.Links {
		if u, err := url.Parse(l); err != nil || u.Scheme != "http" && u.Scheme != "https" || !strings.Contains(u.Host, ".") || u.User != nil || len(l) > linkMax {
			f.Add("links", "form.url")
		}
	}
	return f.Err()
}

// ValidPhone reports whether s can be a telephone number: at least five digits, and nothing but what stands between them.
func ValidPhone(s string) bool {
	digits := 0
	for i, c := range s {
		switch {
		case unicode.IsDigit(c) && c < 0x80:
			digits++
		case c == '+' && i == 0, strings.ContainsRune(" -()./", c):
		default:
			return false
		}
	}
	return digits >= 5 && digits <= 15 && len(s) <= phoneMax
}

// cut shortens what an import brought along, so that it fits.
func (p Profile) cut() Profile {
	short := func(s string, most int) string {
		if r := []rune(s); len(r) > most {
			return string(r[:most])
		}
		return s
	}
	p.Name, p.Headline, p.Place = short(p.Name, nameMax), short(p.Headline, lineMax), short(p.Place, lineMax)
	if !ValidPhone(p.Phone) {
		p.Phone = ""
	}
	p.Links, p.Available = nil, ""
	return p
}
