package privacy

import "slices"

// Purpose is why data is used. Each has exactly one legal basis (GDPR article 6) and a sentence in the catalogues under
// "privacy.purpose." and its name.
type Purpose string

// The purposes of today's Verv. A new one needs a line in the table below, a sentence in six languages, and a line in
// each column that it may open.
const (
	Publish     Purpose = "publish"     // show advertisements and employers
	Account     Purpose = "account"     // let a person log in and keep the login safe
	Profile     Purpose = "profile"     // keep a person's own profile, CV and drafts for that person
	Apply       Purpose = "apply"       // hand an application to the employer the person chose
	Assess      Purpose = "assess"      // let the employer judge the application
	Contact     Purpose = "contact"     // let the employer reach the applicant
	Find        Purpose = "find"        // let employers find a person who wants to be found, and ask them
	Recruit     Purpose = "recruit"     // write jobs, run the team of an employer
	Alert       Purpose = "alert"       // look for jobs that fit a saved search, and tell the person by mail
	Correspond  Purpose = "correspond"  // send and take in mail that belongs to one of the above
	Rights      Purpose = "rights"      // show, hand out, correct and erase what is held about a person
	Claims      Purpose = "claims"      // defend against a legal claim, with the minimum and a date
	Demonstrate Purpose = "demonstrate" // prove consents, disclosures and erasures
	Security    Purpose = "security"    // keep the installation and the people on it safe
	Moderate    Purpose = "moderate"    // take in reports of advertisements, decide, say why, and hear who disagrees
	Operate     Purpose = "operate"     // keep the installation running; opens no body
)

// Basis is the legal basis of GDPR article 6(1).
type Basis string

// The legal bases in use.
const (
	Consent    Basis = "6(1)(a)" // consent
	Contract   Basis = "6(1)(b)" // contract with the person, or steps before one at their request
	Obligation Basis = "6(1)(c)" // legal obligation
	Interest   Basis = "6(1)(f)" // legitimate interest, with a balancing text
)

// Ground is the basis of a purpose; Balance is the balancing text that 6(1)(f) needs.
type Ground struct {
	Basis   Basis
	Balance string
}

var grounds = map[Purpose]Ground{
	Publish:     {Basis: Interest, Balance: "An advertisement names an employer and a job. It holds no data about a private person."},
	Account:     {Basis: Contract},
	Profile:     {Basis: Contract},
	Apply:       {Basis: Contract},
	Assess:      {Basis: Contract},
	Contact:     {Basis: Contract},
	Find:        {Basis: Consent},
	Recruit:     {Basis: Contract},
	Alert:       {Basis: Consent}, // package consent names the topic
	Correspond:  {Basis: Contract},
	Rights:      {Basis: Obligation},
	Claims:      {Basis: Interest, Balance: "An employer may be sued for discrimination after the candidate has left. It keeps which job, when, how far and why it ended, shut to all but this purpose, until a date that the candidate sees."},
	Demonstrate: {Basis: Obligation},
	Moderate:    {Basis: Obligation}, // regulation (EU) 2022/2065, articles 16, 17 and 20
	Security:    {Basis: Interest, Balance: "Without traces of who opened what, nobody could tell a candidate who did. Traces hold handles, not names, and end on a date."},
	Operate:     {Basis: Interest, Balance: "Running the system needs identifiers, states and dates. It opens no body."},
}

// WhileResting reports whether the purpose goes on for data whose person restricted its use (GDPR article 18(2)): what the person asks for,
// legal claims, and the duties that need no more than the proof of them. Storage itself opens nothing.
func (p Purpose) WhileResting() bool {
	switch p {
	case Rights, Claims, Demonstrate, Account, Security:
		return true
	}
	return false
}

// Purposes lists every purpose, sorted.
func Purposes() []Purpose {
	out := make([]Purpose, 0, len(grounds))
	for p := range grounds {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

// GroundOf is the legal ground of p; ok is false for a word that is no purpose.
func GroundOf(p Purpose) (g Ground, ok bool) {
	g, ok = grounds[p]
	return g, ok
}

// Known reports whether p is a declared purpose.
func (p Purpose) Known() bool { _, ok := grounds[p]; return ok }
