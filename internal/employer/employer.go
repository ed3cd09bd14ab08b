package employer

import (
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/employer/prose"
	"verv/internal/fault"
)

// ID identifies an employer.
type ID = access.EmployerID

// Employer is who hires.
type Employer struct {
	ID         ID
	Site       access.SiteID // where it first appeared; zero when it was on none
	Source     string        // name of the import it came from; empty when a person added it
	Number     string        // register number, digits only; empty when nobody knows it
	Country    string        // of the register
	MadeAt     time.Time
	ChangedAt  time.Time
	VerifiedAt time.Time // zero while nobody has looked it up
	ClosedAt   time.Time // zero while it hires here
	Profile
}

// Profile is what an employer says about itself.
type Profile struct {
	Name         string
	Web          string // absolute http or https address
	Story        string // clean HTML of package prose
	Street       string
	Postcode     string
	Town         string
	ReplyDays    int    // days within which every applicant gets an answer; 0 is no promise
	ReplyPromise string // the same in the employer's own words
	Presence
}

// Verified reports whether an operator has looked the employer up.
func (e Employer) Verified() bool { return !e.VerifiedAt.IsZero() }

// Initials are one or two letters for the mark beside a name.
func Initials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		first, _ := utf8.DecodeRuneInString(word)
		if unicode.IsLetter(first) || unicode.IsDigit(first) {
			out = append(out, unicode.ToUpper(first))
		}
		if len(out) == 2 {
			break
		}
	}
	return string(out)
}

const (
	nameMax    = 120
	lineMax    = 120
	webMax     = 300
	storyMax   = 20000
	promiseMax = 200
	replyMost  = 90
)

// tidy puts what was typed into its one form; the story may be typed in the small language of package prose.
func (p Profile) tidy() Profile {
	for _, s := range []*string{&p.Name, &p.Web, &p.Street, &p.Postcode, &p.Town, &p.ReplyPromise} {
		*s = strings.TrimSpace(*s)
	}
	if p.Web != "" && !strings.Contains(p.Web, "://") {
		p.Web = "https://" + p.Web
	}
	p.Story = prose.HTML(p.Story)
	p.Presence = p.Presence.tidy()
	return p
}

func (p Profile) check(f *fault.Form) {
	long := func(name, s string, most int) {
		if utf8.RuneCountInString(s) > most {
			f.Add(name, "form.long", fault.Args{"Max": most})
		}
	}
	if p.Name == "" {
		f.Add("name", "form.required")
	}
	long("name", p.Name, nameMax)
	long("web", p.Web, webMax)
	if p.Web != "" && !webAddress(p.Web) {
		f.Add("web", "employer.web.wrong")
	}
	long("story", p.Story, storyMax)
	long("street", p.Street, lineMax)
	long("postcode", p.Postcode, lineMax)
	long("town", p.Town, lineMax)
	long("promise", p.ReplyPromise, promiseMax)
	if p.ReplyDays < 0 || p.ReplyDays > replyMost {
		f.Add("reply", "form.range", fault.Args{"Min": 0, "Max": replyMost})
	}
	p.Presence.check(f)
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.Contains(u.Host, ".") && u.User == nil
}

// Key is a name as it is compared: without case, punctuation and the word for its legal form.
func Key(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	for len(words) > 1 && legalForms[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// legalForms end a name in the Nordic countries and in English.
var legalForms = map[string]bool{"as": true, "asa": true, "ab": true, "oy": true, "oyj": true, "aps": true, "ks": true,
	"da": true, "ans": true, "sa": true, "hb": true, "ky": true, "ltd": true, "publ": true}
