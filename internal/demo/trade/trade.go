package trade

// Occupation is a kind of work as it is the same in every language.
type Occupation struct {
	Key    string            `toml:"key"`
	Field  string            `toml:"field"`
	Level  Level             `toml:"level"`
	Kinds  []string          `toml:"kinds"` // kinds of employers that have it
	Pay    map[string][2]int `toml:"pay"`   // by country, gross for full time: a year in Norway, a month elsewhere
	Remote bool              `toml:"remote"`
	Rota   bool              `toml:"rota"` // evenings, nights and weekends in turn
	Hourly bool              `toml:"hourly"`
}

// Level is the schooling that an occupation starts with.
type Level string

// The levels, by the years of school after the age of sixteen.
const (
	Unschooled Level = "none"       // what a new one learns at work
	Vocational Level = "vocational" // three years
	College    Level = "college"    // three years after upper secondary school
	University Level = "university" // five years after upper secondary school
)

// Trade is an occupation in the words of one language. Duties, demands and skills are written as they stand within a sentence.
type Trade struct {
	Key    string `toml:"key"`
	Kinds  Lines  `toml:"kinds"`  // kinds of employers, or single ones, that the words fit; empty is all that have the occupation
	Titles Lines  `toml:"titles"` // as in a heading; after a bar what "we are looking for" takes, where that is another word
	Scene  Lines  `toml:"scene"`  // sentences about what the place of work is like
	Duties Lines  `toml:"duties"` // infinitives without a mark of it; in Finnish verbs of the second person
	Must   Lines  `toml:"must"`   // what an applicant has, as what "you have" takes
	Nice   Lines  `toml:"nice"`   // what counts in favour, likewise
	Skills Lines  `toml:"skills"` // nouns, as in a CV
	Degree Lines  `toml:"degree"` // ways into the occupation
	Before Lines  `toml:"before"` // what people were earlier: the ladder, nearest step first
}

// Field is a branch of work in the words of one language.
type Field struct {
	Key      string `toml:"key"`
	Leads    Lines  `toml:"leads"`    // opening sentences; {employer} {at} {seek}
	Offers   Lines  `toml:"offers"`   // what "we offer" takes
	Traits   Lines  `toml:"traits"`   // sentences about who does well
	About    Lines  `toml:"about"`    // sentences about oneself in a CV
	Managers Lines  `toml:"managers"` // titles of who hires
}

// Frame is what a language says whatever the work is. Slots stand in braces.
type Frame struct {
	And      string `toml:"and"`      // between the last two of a list, with its spaces
	Article  string `toml:"article"`  // before a title that is looked for, where there is one
	At       string `toml:"at"`       // before a town that has no words of its own
	Openings Lines  `toml:"openings"` // {employer} {at} {seek}
	Closings Lines  `toml:"closings"`
	Contacts Lines  `toml:"contacts"` // {name} {role}

	DutyHeads  Lines `toml:"duty_heads"`
	DutyProse  Lines `toml:"duty_prose"` // {list}
	MustHeads  Lines `toml:"must_heads"`
	MustProse  Lines `toml:"must_prose"`
	NiceHeads  Lines `toml:"nice_heads"`
	NiceProse  Lines `toml:"nice_prose"`
	OfferHeads Lines `toml:"offer_heads"`
	OfferProse Lines `toml:"offer_prose"`
	Rota       Lines `toml:"rota"`    // sentences about shifts
	Regular    Lines `toml:"regular"` // sentences about daytime work

	Owners     Lines `toml:"owners"` // titles
	Recruiters Lines `toml:"recruiters"`
	Promises   Lines `toml:"promises"` // {days}
	Ways       Lines `toml:"ways"`     // names of the steps of hiring, parted by bars

	Headlines Lines `toml:"headlines"` // {title} {role} {years}
	Summaries Lines `toml:"summaries"` // {years} {skills}
	Worked    Lines `toml:"worked"`    // {skills}
	Started   Lines `toml:"started"`   // about the first steps of a ladder
	Hello     Lines `toml:"hello"`     // first sentences of a letter; {employer} {role}
	Reasons   Lines `toml:"reasons"`   // {years} {skills} {past}
	Goodbye   Lines `toml:"goodbye"`

	Strong     Lines `toml:"strong"` // notes of a team
	Fair       Lines `toml:"fair"`
	Weak       Lines `toml:"weak"`
	Invites    Lines `toml:"invites"` // messages; {first} {me}
	Accepts    Lines `toml:"accepts"`
	Offered    Lines `toml:"offered"`
	Rejections Lines `toml:"rejections"`
	Thanks     Lines `toml:"thanks"`
	Withdrawn  Lines `toml:"withdrawn"`

	Vocational   Lines      `toml:"vocational"` // schools
	Colleges     Lines      `toml:"colleges"`
	Universities Lines      `toml:"universities"`
	Secondary    Lines      `toml:"secondary"` // what upper secondary school is called in a CV
	Questions    []Question `toml:"question"`
}

// Question is one that an employer may ask, with answers to it.
type Question struct {
	Kind    string `toml:"kind"` // of package world
	Text    string `toml:"text"`
	Options Lines  `toml:"options"`
	Answers Lines  `toml:"answers"` // to a text, else made up
}

// Tongue is all that is known in one language.
type Tongue struct {
	Language string
	Frame    Frame
	Fields   map[string]Field
	Trades   []Trade
}

// Site is a job site of the full demonstration.
type Site struct {
	Key      string   `toml:"key"`
	Name     string   `toml:"name"`
	Language string   `toml:"language"`
	Country  string   `toml:"country"`
	Accent   string   `toml:"accent"`
	Slogan   string   `toml:"slogan"`
	About    string   `toml:"about"`
	People   []People `toml:"people"`
}

// People is how many candidates of a site write in a language and live in a country.
type People struct {
	Language string `toml:"language"`
	Country  string `toml:"country"`
	Count    int    `toml:"count"`
}

// Employer is one that advertises.
type Employer struct {
	Key      string           `toml:"key"`
	Site     string           `toml:"site"`
	Name     string           `toml:"name"`
	Kind     string           `toml:"kind"`
	Town     string           `toml:"town"`
	Language string           `toml:"language"` // of its story and its people
	Branch   string           `toml:"branch"`
	Story    string           `toml:"story"`
	Ads      map[string]int   `toml:"ads"`   // how many advertisements in which language
	Leads    map[string]Lines `toml:"leads"` // by language: opening sentences of its own
}

// Town is a real one.
type Town struct {
	Country      string            `toml:"country"`
	Name         string            `toml:"name"`
	Municipality string            `toml:"municipality"` // where it is not the town's name
	Postcode     string            `toml:"postcode"`
	At           map[string]string `toml:"at"`     // by language: where one is when there
	Weight       int               `toml:"weight"` // how many people, against the others of the country
}

// Names are those of one group of people, the most usual first.
type Names struct {
	Group   string         `toml:"group"`
	Native  string         `toml:"native"` // language
	Female  Lines          `toml:"female"`
	Male    Lines          `toml:"male"`
	Last    Lines          `toml:"last"`
	Weights map[string]int `toml:"weights"` // by language and country such as "nb-NO": how many of a hundred
}

// Knowledge is everything.
type Knowledge struct {
	Occupations map[string]Occupation
	Sites       []Site
	Employers   []Employer
	Towns       []Town
	Names       []Names
	Tongues     map[string]Tongue
}
