package profiles

import (
	"embed"
	"fmt"
	"slices"
	"time"

	"github.com/BurntSushi/toml"
)

//go:embed *.toml
var files embed.FS

// Default is the profile of an installation that names none.
const Default = "strictest"

var names = []string{"cv-norge", "instacruit", "mojob", "my1min", "netjobs", "strictest"}

// Names are the profiles that Load knows, sorted.
func Names() []string { return slices.Clone(names) }

// Profile is one policy profile. Every setting must be written; a missing one is an error and has no silent default.
type Profile struct {
	Name         string    `toml:"-"`            // set by Load
	Jurisdiction string    `toml:"jurisdiction"` // ISO 3166-1 alpha-2: whose law sets authority, texts and clocks
	Residency    string    `toml:"residency"`    // where personal data may lie: EEA, EU, home (the jurisdiction) or a country (GDPR chapter V)
	Retention    Retention `toml:"retention"`
	Age          Age       `toml:"age"`
	Answer       Answer    `toml:"answer"`
	Keys         Keys      `toml:"keys"`
	Pay          Pay       `toml:"pay"`
}

// Retention is how long each class is kept (GDPR article 5(1)(e)). Calendar months unless the name says otherwise.
type Retention struct {
	InactiveAccount   int `toml:"inactive_account"`    // account, profile and CVs, since the person's last own act (MOJ-12, NET-95)
	Draft             int `toml:"draft"`               // what was begun and not sent, since the last change (CVN-30)
	UnconfirmedHours  int `toml:"unconfirmed_hours"`   // hours; whatever came from an address that was never confirmed
	Application       int `toml:"application"`         // an application in full, since it or its job ended
	ClaimCopy         int `toml:"claim_copy"`          // the employer's minimum against claims, since the application ended (FI DPA 6652/154/19)
	Message           int `toml:"message"`             // mail on its way in or out, since it was queued
	Audit             int `toml:"audit"`               // audit segments, since the segment was closed
	AccessLog         int `toml:"access_log"`          // records of who opened whose data, since the opening
	SecurityEventDays int `toml:"security_event_days"` // days; login attempts and other security events (INS-11)
	ExportDays        int `toml:"export_days"`         // days; a download that a person asked for
}

// Age is the lowest age at which a person may use the sites.
type Age struct {
	Limit map[string]int `toml:"limit"` // whole years by ISO 3166-1 alpha-2, and under "default" for all others (GDPR article 8; NET-101, CVN-75)
}

// Answer is the time in which a request about rights is answered: the earlier of the two (GDPR article 12(3)). Thirty
// days can exceed the legal month in February.
type Answer struct {
	Days           int `toml:"days"`            // days since receipt
	CalendarMonths int `toml:"calendar_months"` // calendar months since receipt
}

// Keys is how strictly data, keystore and root must lie apart.
type Keys struct {
	Apart string `toml:"apart"` // refuse: the server does not start; warn: it says so and starts
}

// Pay is whether a job may be published without a pay range (directive (EU) 2023/970, article 5(1)). In are the countries of the places
// of work for which that holds; none is everywhere.
type Pay struct {
	Required bool     `toml:"required"`
	In       []string `toml:"in"`
}

// Words of Keys.Apart.
const (
	Refuse = "refuse"
	Warn   = "warn"
)

// Load is the named profile. The error says that the name is unknown, or what is wrong in the file.
func Load(name string) (Profile, error) {
	if !slices.Contains(names, name) {
		return Profile{}, fmt.Errorf("profiles: no profile %q: there are %v", name, names)
	}
	text, err := files.ReadFile(name + ".toml")
	if err != nil {
		return Profile{}, fmt.Errorf("profiles: %w", err)
	}
	p, err := Parse(string(text))
	if err != nil {
		return Profile{}, fmt.Errorf("%s: %w", name, err)
	}
	p.Name = name
	return p, nil
}

// Parse reads and validates a profile. A key that no setting has is an error: a mistyped promise must not be lost.
func Parse(text string) (Profile, error) {
	var p Profile
	md, err := toml.Decode(text, &p)
	if err != nil {
		return Profile{}, fmt.Errorf("profiles: %w", err)
	}
	if extra := md.Undecoded(); len(extra) > 0 {
		return Profile{}, fmt.Errorf("profiles: unknown setting %s", extra[0])
	}
	if !md.IsDefined("pay", "required") {
		return Profile{}, fmt.Errorf("profiles: pay.required is missing")
	}
	if err := p.Validate(); err != nil {
		return Profile{}, err
	}
	return p, nil
}

// LimitIn is the age limit in years for a country (ISO 3166-1 alpha-2); a country without its own has the default.
func (a Age) LimitIn(country string) int {
	if years, ok := a.Limit[country]; ok {
		return years
	}
	return a.Limit[defaultCountry]
}

// Due is the last moment for the answer to a request received at t, in UTC: Days or CalendarMonths later, whichever is
// earlier. A day that the later month lacks becomes that month's last, so 31 January is answered by 28 or 29 February.
func (a Answer) Due(t time.Time) time.Time {
	t = t.UTC()
	y, m, d := t.Date()
	last := time.Date(y, m+time.Month(a.CalendarMonths)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	month := time.Date(y, m+time.Month(a.CalendarMonths), min(d, last), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	if days := t.AddDate(0, 0, a.Days); days.Before(month) {
		return days
	}
	return month
}
