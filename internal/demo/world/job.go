package world

import "strings"

// Employment is the kind of contract.
type Employment string

// The kinds of contract.
const (
	Permanent      Employment = "permanent"
	FixedTerm      Employment = "fixed-term"
	Substitute     Employment = "substitute" // stands in for somebody who is away
	Seasonal       Employment = "seasonal"
	Apprenticeship Employment = "apprenticeship"
)

// Remote is the rule for working from elsewhere.
type Remote string

// The rules for working from elsewhere.
const (
	RemoteNever  Remote = "never"
	RemotePartly Remote = "partly"
	RemoteFully  Remote = "fully"
)

// Job is an advertisement for an open job.
type Job struct {
	Key           string     `toml:"key"`
	Employer      string     `toml:"employer"` // key
	Language      string     `toml:"language"` // language of the text, BCP 47
	Title         string     `toml:"title"`
	Body          string     `toml:"-"`     // the whole text in the small language of members, where it is not made of the parts that follow
	Intro         string     `toml:"intro"` // paragraphs parted by an empty line
	Tasks         []string   `toml:"tasks"`
	Must          []string   `toml:"must"`  // what an applicant has to have
	Nice          []string   `toml:"nice"`  // what counts in favour
	Offer         []string   `toml:"offer"` // what the employer gives
	Pay           Pay        `toml:"pay"`
	Employment    Employment `toml:"employment"`
	Extent        Range      `toml:"extent"` // percent of full time, 1 to 100
	Remote        Remote     `toml:"remote"`
	WorkLanguages []string   `toml:"work_languages"` // languages spoken at work, BCP 47
	Places        []Place    `toml:"places"`
	PostedDays    int        `toml:"posted_days"`   // days before the seed day
	DeadlineDays  int        `toml:"deadline_days"` // days after the seed day; 0 = no deadline
	StartDays     int        `toml:"start_days"`    // days after the seed day; 0 = by agreement
	Rolling       bool       `toml:"rolling"`       // applications are read as they come, also before the deadline
	Steps         []Step     `toml:"steps"`
	Decides       []string   `toml:"decides"` // keys of the members who decide
	Contact       string     `toml:"contact"` // key of the member who answers questions
	Questions     []Question `toml:"questions"`
}

// Range goes from Min to Max, both included.
type Range struct {
	Min int `toml:"min"`
	Max int `toml:"max"`
}

// Per is the span of time that a sum of pay is for.
type Per string

// The spans of time.
const (
	PerYear  Per = "year"
	PerMonth Per = "month"
	PerHour  Per = "hour"
)

// Pay is gross pay for full time, before tax and supplements, in whole units of the currency.
type Pay struct {
	Min      int    `toml:"min"`
	Max      int    `toml:"max"`
	Currency string `toml:"currency"` // ISO 4217: NOK, SEK, DKK or EUR
	Per      Per    `toml:"per"`
}

// Step is a part of the hiring process.
type Step struct {
	Name string `toml:"name"`
	Days int    `toml:"days"` // expected calendar days that it takes
}

// QuestionKind is the shape of an answer.
type QuestionKind string

// The shapes of answers, with how Application.Answers writes them.
const (
	Text   QuestionKind = "text"   // free text
	YesNo  QuestionKind = "yesno"  // "yes" or "no"
	Choice QuestionKind = "choice" // one of Options, word for word
	Number QuestionKind = "number" // a whole number that is not negative
	Date   QuestionKind = "date"   // days after the seed day, a whole number
)

// Question is one that the employer asks on its own form.
type Question struct {
	Key      string       `toml:"key"` // unique within the job
	Kind     QuestionKind `toml:"kind"`
	Text     string       `toml:"text"`
	Required bool         `toml:"required"`
	Options  []string     `toml:"options"` // for Choice only
}

// Words is everything that the advertisement says, to compare it with others.
func (j Job) Words() string {
	parts := []string{j.Body, j.Intro}
	for _, lines := range [][]string{j.Tasks, j.Must, j.Nice, j.Offer} {
		parts = append(parts, lines...)
	}
	return strings.Join(parts, "\n")
}
