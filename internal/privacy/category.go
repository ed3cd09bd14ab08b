package privacy

// Category is what sort of data a column holds, in the words of Fideslang where it has one.
type Category string

// The categories. Special categories of GDPR article 9 have none: Verv asks for no such data and declares no column for it.
const (
	Technical   Category = "technical"  // identifiers, states and dates that say nothing alone
	Identity    Category = "identity"   // name and what a person is called
	ContactData Category = "contact"    // e-mail, telephone, street
	Credential  Category = "credential" // password hash, second factor, session
	Career      Category = "career"     // work, education, skills, letter, answers
	Judgement   Category = "judgement"  // notes, scores and decisions about a person
	Message     Category = "message"    // what people wrote to each other
	Usage       Category = "usage"      // what a person did here, and when
	Proof       Category = "proof"      // consent, disclosure, erasure
	Preference  Category = "preference" // language, settings
)

var categories = map[Category]bool{Technical: true, Identity: true, ContactData: true, Credential: true, Career: true,
	Judgement: true, Message: true, Usage: true, Proof: true, Preference: true}

// Known reports whether c is declared.
func (c Category) Known() bool { return categories[c] }
