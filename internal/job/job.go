package job

import (
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/id"
	"verv/internal/job/intake"
	"verv/internal/privacy"
	"verv/internal/web/page"
)

type (
	noun         struct{}
	questionNoun struct{}
)

// Identifiers of this house.
type (
	ID         = id.ID[noun]
	QuestionID = id.ID[questionNoun]
)

// The words that an advertisement from outside and one written here share.
type (
	Employment = intake.Employment
	Extent     = intake.Extent
	Remote     = intake.Remote
	Place      = intake.Place
	Pay        = intake.Pay
	PayUnit    = intake.PayUnit
)

// Job is one advertisement with its state.
type Job struct {
	ID               ID
	Employer         access.EmployerID
	EmployerName     string
	EmployerVerified bool
	EmployerWeb      string
	EmployerBranch   string
	Site             access.SiteID
	Source, SourceID string // of an import; empty when a member wrote it
	Version          int    // moves with every change; what a form was opened with must be what it changes
	State            State
	Reason           Reason // why it closed
	MadeAt           time.Time
	ChangedAt        time.Time
	PublishedAt      time.Time
	ClosedAt         time.Time
	PublishAt        time.Time // when a scheduled job opens, or one that waits for approval shall
	Keeping          Keeping
	hash             string
	Content
}

// Content is what an employer says about a job.
type Content struct {
	Title         string
	Text          string // clean HTML of package prose; what is typed may be its small language
	Language      string // of the text, BCP 47
	Places        []Place
	Remote        Remote
	RemoteFrom    []string // country codes, else names
	Employment    []Employment
	Extent        Extent
	WorkLanguages []string // BCP 47
	Pay           Pay      // in hundredths; Text is the collective agreement or other rule that sets the pay
	Start         string   // 2006-01-02; empty is by agreement
	Deadline      string   // 2006-01-02, its last day; empty is none
	EndsAt        time.Time
	Steps         []Step
	Decides       string // who decides, by what they do
	Questions     []Question
	AdURL         string // the advertisement at its sender
	ApplyURL      string // where to apply when not here
	Client        Client
}

// Client is who an agency recruits for in this job. Its name is kept as it was when the job was saved.
type Client struct {
	ID     employer.ClientID
	Name   string
	Secret bool // readers learn the name when they are about to send their application
}

// Shown is the name as everybody may read it; empty is no client, or one that is secret.
func (c Client) Shown() string {
	if c.Secret {
		return ""
	}
	return c.Name
}

// Author names whose advertisement it is, for readers of feeds: the client of an agency where it may be named, else the employer.
func (j Job) Author() (name, web string) {
	if client := j.Client.Shown(); client != "" {
		return client, ""
	}
	return j.EmployerName, j.EmployerWeb
}

// Keeping says until when an application to a job is kept, by the installation's retention.
type Keeping struct {
	Months int       // after the job closed or the application ended
	Until  time.Time // at the latest, when the deadline is known
}

func keeping(r privacy.Retention, c Content) Keeping {
	rule, _ := r.Rule(privacy.ClassApplication)
	k := Keeping{Months: rule.Period.Months}
	if c.Deadline != "" {
		k.Until = rule.Period.From(c.EndsAt)
	}
	return k
}

// Here reports whether applications are taken here and not at the sender of the advertisement.
func (j Job) Here() bool { return j.ApplyURL == "" }

// Entry is a job as a list shows it.
type Entry struct {
	ID           ID
	Employer     access.EmployerID
	EmployerName string
	Title        string
	Language     string
	Place        string
	Remote       Remote
	Employment   []Employment
	Extent       Extent
	Pay          Pay
	Deadline     string
	EndsAt       time.Time
	PublishedAt  time.Time
	Excerpt      []page.Piece // where in the text the words of a search were found
}

// Mine is a job as its employer's list shows it.
type Mine struct {
	ID          ID
	Title       string
	State       State
	Reason      Reason
	Version     int
	Place       string
	Deadline    string
	EndsAt      time.Time
	MadeAt      time.Time
	PublishedAt time.Time
	ClosedAt    time.Time
	PublishAt   time.Time
}

// Employments lists the forms of employment that a member can choose.
func Employments() []Employment {
	return []Employment{intake.Permanent, intake.Temporary, intake.Contract, intake.Intern, intake.PerDiem, intake.Volunteer, intake.Other}
}

// PayUnits lists the units of pay.
func PayUnits() []PayUnit {
	return []PayUnit{intake.PerYear, intake.PerMonth, intake.PerWeek, intake.PerDay, intake.PerHour}
}

// Currencies lists the currencies of pay that the form offers.
func Currencies() []string { return []string{"NOK", "SEK", "DKK", "EUR"} }
