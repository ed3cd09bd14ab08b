package world

// World is the whole seeded world. Keys tie its parts together and are unique within their kind.
type World struct {
	Month        string // in which the working lives were written, YYYY-MM: none goes beyond it
	Site         Site
	Operator     Person // in the first world of an installation only, as the officer
	Officer      Person
	Employers    []Employer
	Jobs         []Job
	Candidates   []Candidate
	Applications []Application
}

// Site is the job site that all advertisements stand on.
type Site struct {
	Key      string `toml:"key"`
	Name     string `toml:"name"`
	Language string `toml:"language"` // BCP 47
	Country  string `toml:"country"`  // ISO 3166-1 alpha-2
	Accent   string `toml:"accent"`   // of package site; empty is the usual one
	Slogan   string `toml:"slogan"`   // one line under the name
	About    string `toml:"about"`    // one paragraph for the front page
}

// Person is somebody who runs the installation: the operator or the privacy officer.
type Person struct {
	Key      string `toml:"key"`
	Name     string `toml:"name"`
	Email    string `toml:"email"`
	Language string `toml:"language"` // language of pages and mail, BCP 47
	Title    string `toml:"title"`
}

// Role is what a member may be at an employer.
type Role string

// The roles of members.
const (
	Owner         Role = "owner"
	Recruiter     Role = "recruiter"
	HiringManager Role = "hiring-manager"
)

// Employer is a hiring organisation of the demo.
type Employer struct {
	Key            string   `toml:"key"`
	Name           string   `toml:"name"`
	RegisterNumber string   `toml:"register_number"` // of the country of its place, with a right check digit; made up
	Branch         string   `toml:"branch"`          // what it does, in a few words
	Web            string   `toml:"web"`             // https URL under .example
	Story          string   `toml:"story"`           // paragraphs parted by an empty line
	Place          Place    `toml:"place"`
	ReplyDays      int      `toml:"reply_days"`    // days within which every applicant is promised an answer
	ReplyPromise   string   `toml:"reply_promise"` // the same promise as the employer words it
	Members        []Member `toml:"member"`
}

// Member is a person who works for an employer.
type Member struct {
	Key      string `toml:"key"`
	Role     Role   `toml:"role"`
	Name     string `toml:"name"`
	Email    string `toml:"email"`
	Title    string `toml:"title"`
	Language string `toml:"language"` // language of pages and mail, BCP 47
}

// Place is where somebody lives or works.
type Place struct {
	Town         string `toml:"town"` // the post town
	Municipality string `toml:"municipality"`
	Postcode     string `toml:"postcode"` // four digits in Norway and Denmark, five in Sweden and Finland, no space
	Country      string `toml:"country"`  // ISO 3166-1 alpha-2
}
