package world

// Stage is where an application stands.
type Stage string

// The stages. The last three are outcomes.
const (
	New       Stage = "new"
	Review    Stage = "review"
	Interview Stage = "interview"
	Offer     Stage = "offer"
	Hired     Stage = "hired"
	Rejected  Stage = "rejected"
	Withdrawn Stage = "withdrawn"
)

// Application is what a candidate sent to a job and what has become of it.
type Application struct {
	Candidate string            `toml:"candidate"` // key
	Job       string            `toml:"job"`       // key
	DaysAgo   int               `toml:"days_ago"`  // when it was sent, days before the seed day
	Stage     Stage             `toml:"stage"`
	Letter    string            `toml:"letter"`
	Answers   map[string]string `toml:"answers"` // question key to answer, written as the question's kind says
	Notes     []Note            `toml:"notes"`
	Messages  []Message         `toml:"messages"`
}

// Note is what a member wrote about an application; the candidate's employer-side colleagues see it.
type Note struct {
	Member  string `toml:"member"`   // key
	DaysAgo int    `toml:"days_ago"` // days before the seed day
	Score   int    `toml:"score"`    // 1 (weak) to 5 (strong)
	Text    string `toml:"text"`
}

// Message is one between a member and the candidate.
type Message struct {
	From    string `toml:"from"`     // key of a member, or "candidate"
	DaysAgo int    `toml:"days_ago"` // days before the seed day
	Text    string `toml:"text"`
	File    string `toml:"file"` // name of a text file that comes along, or ""
	Says    string `toml:"says"` // what stands in the file
}

// FromCandidate is the sender of a message that the candidate wrote.
const FromCandidate = "candidate"
