package match

import (
	"time"

	"verv/internal/match/query"
)

// ID is the caller's name for a document or an alert, such as a UUID. It orders what is otherwise equal and says nothing else here.
type ID [16]byte

// Zone is a part of a document that weighs of its own.
type Zone uint8

// The zones, heaviest first.
const (
	Title Zone = iota
	Skills
	Body
	zones = 3
)

// Text is words of one zone in one language.
type Text struct {
	Zone Zone
	Lang string
	Text string
}

// Point is a place on the earth, in degrees.
type Point struct{ Lat, Lon float64 }

// Values are what a document has of each facet: codes, never names. A tree adds what stands above them.
type Values struct {
	Occupations, Skills, Places, Extents, Employments, Languages, Licences, Educations, Remote, Sites []string

	Sectors, Written, Pay, Regions []string // what the employer does; languages of the text; steps of pay; regions as they were written
}

// Job is an advertisement that everybody may see.
type Job struct {
	ID         ID
	Texts      []Text
	Values     Values
	Employer   string
	Points     []Point
	Salary     int32     // the most that is offered, a year; 0 = not said
	Experience uint8     // years asked for
	Published  time.Time // its age counts from here
	Start      time.Time // zero = at once
	Ends       time.Time // the moment from which nobody can apply; zero = none
}

// Person is what may be known of somebody who wants to be found. There is no field for who they are, and none for what must not
// decide: the type cannot hold a name, an address, sex, age, origin or a picture. What is in Texts is words about work; the caller
// leaves the rest out.
type Person struct {
	ID         ID
	Texts      []Text
	Values     Values
	Employers  []string // worked for; left out of the index for whoever is anonymous
	Points     []Point
	Salary     int32 // the least that is asked for, a year; 0 = not said
	Experience uint8 // years
	Active     time.Time
	Available  time.Time // zero = not said
	Purposes   Purposes  // what the person said yes to
	Anonymous  bool
	Restricted bool     // processing is restricted: nobody finds the person until it ends
	Blocks     []string // keys of those who must not see the person; see View.Keys
}

// Purposes are what a document may be found for.
type Purposes uint8

// The purposes. Public is that of jobs alone.
const (
	Public Purposes = 1 << iota
	ForSearch
	ForMatching
	ForAlerts
	purposes = 4
)

// View is who asks, and what for. The zero View sees what is public.
type View struct {
	Purpose Purposes // one of them; zero = Public
	Keys    []string // what the asker goes by in Person.Blocks: register number, mail domains
}

func (v View) purpose() int {
	for i := range purposes {
		if v.Purpose == 1<<i {
			return i
		}
	}
	return 0
}

func (v *Values) list() [query.Facets][]string {
	return [...][]string{query.Occupation: v.Occupations, query.Skill: v.Skills, query.Place: v.Places, query.Extent: v.Extents,
		query.Employment: v.Employments, query.Language: v.Languages, query.Licence: v.Licences, query.Education: v.Educations,
		query.Remote: v.Remote, query.Site: v.Sites, query.Employer: nil, query.Sector: v.Sectors, query.Written: v.Written, query.Pay: v.Pay,
		query.Region: v.Regions}
}

// Document is a Job or a Person.
type Document interface {
	draft(o *Options, on *slate) *draft
}

func (j *Job) draft(o *Options, on *slate) *draft {
	d := &draft{id: j.ID, facets: j.Values.list(), purposes: Public,
		traits: traits{points: j.Points, salary: j.Salary, years: j.Experience, moment: stamp(j.Published), start: day(j.Start), ends: stamp(j.Ends)}}
	if j.Employer != "" {
		d.facets[query.Employer] = []string{j.Employer}
	}
	d.read(o, on, j.Texts)
	return d
}

func (p *Person) draft(o *Options, on *slate) *draft {
	d := &draft{id: p.ID, facets: p.Values.list(), purposes: p.Purposes &^ Public, blocks: p.Blocks, anonymous: p.Anonymous,
		traits: traits{points: p.Points, salary: p.Salary, years: p.Experience, moment: stamp(p.Active), start: day(p.Available)}}
	if p.Restricted || d.purposes == 0 {
		return &draft{id: p.ID} // nothing of it goes in
	}
	if !p.Anonymous {
		d.facets[query.Employer] = p.Employers
	}
	d.read(o, on, p.Texts)
	return d
}

// stamp and day are how moments are kept: seconds and days since 1970, 0 for none.
func stamp(t time.Time) uint32 {
	if t.IsZero() {
		return 0
	}
	return uint32(min(max(t.Unix(), 0), 1<<32-1))
}

func day(t time.Time) uint16 { return uint16(min(stamp(t)/86400, 1<<16-1)) }
