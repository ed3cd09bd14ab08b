package jsoncv

// CV is what a person says of their working life. All texts are plain text, never markup.
type CV struct {
	Basics       Basics
	Work         []Work
	Volunteer    []Volunteer
	Education    []Education
	Awards       []Award
	Certificates []Certificate
	Publications []Publication
	Skills       []Skill
	Languages    []Language
	Interests    []Interest
	Projects     []Project
}

// Basics is the person and how to reach them.
type Basics struct {
	Name, Label, Email, Phone, URL, Summary string
	Place                                   Place
	Profiles                                []Profile
}

// Place is where the person lives. Country is an ISO 3166 two-letter code as a rule; it is kept as given.
type Place struct{ Address, Postcode, Town, Country, Region string }

// Profile is the person's page elsewhere.
type Profile struct{ Network, Name, URL string }

// Span is a time from Start to End; an empty End means: still going on, or not said.
type Span struct{ Start, End Partial }

// Work is one employment.
type Work struct {
	Employer, About, Town, Role, URL string // About says what the employer does
	Span
	Summary    string
	Highlights []string
}

// Volunteer is unpaid work.
type Volunteer struct {
	Where, Role, URL string
	Span
	Summary    string
	Highlights []string
}

// Education is one course of study. Level is the kind of degree, Score the mark as the school writes it.
type Education struct {
	School, URL, Field, Level string
	Span
	Score   string
	Courses []string
}

// Award is an honour received.
type Award struct {
	Title   string
	Date    Partial
	From    string
	Summary string
}

// Certificate is a proof of competence.
type Certificate struct {
	Name   string
	Date   Partial
	URL    string
	Issuer string
}

// Publication is something published.
type Publication struct {
	Name, Publisher string
	Date            Partial
	URL, Summary    string
}

// Skill is a skill, how well, and what it consists of.
type Skill struct {
	Name, Level string
	Keywords    []string
}

// Language is a language and how well it is spoken, in the person's own words.
type Language struct{ Name, Fluency string }

// Interest is what the person likes to do.
type Interest struct {
	Name     string
	Keywords []string
}

// Project is something made, alone or with others.
type Project struct {
	Name, Summary        string
	Highlights, Keywords []string
	Span
	URL        string
	Roles      []string
	For, Class string // For is on whose behalf; Class such as "application" or "talk"
}
