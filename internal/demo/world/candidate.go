package world

// Candidate is a person seeking work, with a CV in the person's own language.
type Candidate struct {
	Key          string      `toml:"key"`
	Language     string      `toml:"language"` // language of the CV, of pages and of mail, BCP 47
	Name         string      `toml:"name"`
	Email        string      `toml:"email"`
	Phone        string      `toml:"phone"` // E.164, never a number that can ring
	Born         int         `toml:"born"`  // year
	Place        Place       `toml:"place"`
	Headline     string      `toml:"headline"`
	Summary      string      `toml:"summary"`
	Work         []Work      `toml:"work"`      // newest first
	Education    []Education `toml:"education"` // newest first
	Skills       []string    `toml:"skills"`
	Spoken       []Spoken    `toml:"spoken"`
	Certificates []string    `toml:"certificates"`
}

// Work is one job that a candidate has had.
type Work struct {
	Title    string `toml:"title"`
	Employer string `toml:"employer"` // as the candidate writes it; made up
	Place    string `toml:"place"`
	From     string `toml:"from"` // YYYY-MM
	To       string `toml:"to"`   // YYYY-MM; empty = still there
	Text     string `toml:"text"`
}

// Education is one completed or ongoing course of study.
type Education struct {
	Degree string `toml:"degree"`
	School string `toml:"school"` // made up
	From   int    `toml:"from"`   // year
	To     int    `toml:"to"`     // year; 0 = ongoing
}

// Spoken is a language that a candidate speaks.
type Spoken struct {
	Language string `toml:"language"` // BCP 47
	Level    string `toml:"level"`    // native, or a level of the Common European Framework: A1 to C2
}
