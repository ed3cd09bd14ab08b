package workload

// The records, as they stand in the files. Numbers of words, skills and so on are names; a mask of 0 is any in alerts and queries.

// CV is a person who may be found. Vis: 0 visible, 1 private, 2 visible but anonymous.
type CV struct {
	ID, Occ, Muni, County int
	Lat, Lon              float64
	Years                 int
	Langs                 uint32
	Vis                   int
	Restricted            bool
	Blocked, Skills       []int
	Text                  string
}

// Job is an advertisement.
type Job struct {
	ID, Occ, Muni, County int
	Lat, Lon              float64
	EType, Lang           int
	Salary                int
	Remote                bool
	Employer              int
	Text                  string
}

// Alert is a saved search. Query is a conjunction: a|b&c is (a or b) and c.
type Alert struct {
	ID          int
	Query       string
	Occs, Munis []int
	ETypes      uint32
	Lang        int
	Salary      int
	Remote      bool
}

// CVQuery is a search for people by a member of an employer.
type CVQuery struct {
	ID       int
	Or       bool
	Terms    []string
	Lat, Lon float64
	Radius   float64
	MinYears int
	Langs    uint32
	Skill    int // 0 = none
	Employer int
}

// JobQuery is a search for jobs.
type JobQuery struct {
	ID     int
	Or     bool
	Terms  []string
	Munis  []int
	ETypes uint32
}
