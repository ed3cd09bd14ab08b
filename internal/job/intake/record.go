package intake

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"
)

// Record is one advertisement, cleaned. Every text is valid UTF-8, without control and
// direction marks; every URL is absolute http or https (Apply may be mailto).
type Record struct {
	Number int    // place in the file, from 1
	Line   int    // line of the file at which it begins, from 1
	Source string // the sender's own id: what "the same advertisement" means

	Title       string
	Employer    Employer
	Description string // cleaned HTML: p br ul ol li strong em h2 h3 and a[href]
	Plain       string // the same as plain text
	Places      []Place
	Remote      Remote
	RemoteFrom  []string // where an applicant for remote work may live: country codes, else names as given
	Pay         Pay
	Employment  []Employment // without repetition, in the order given
	Extent      Extent
	Posted      Date
	Deadline    Date
	Start       Date
	Language    string // BCP 47, empty where the sender gave none
	URL         string // the advertisement at the sender
	Apply       string // where to apply; URL where the sender gave nothing else
	Occupation  Occupation

	Notes []Note
	Hash  [sha256.Size]byte // over the normalised content; equal means unchanged
}

// Employer is who hires, as the sender says; nobody has verified it.
type Employer struct {
	Name, Number, URL, Logo string // Number is the register number, digits and letters only
}

// Place is where the work is done. Country is an ISO 3166 two-letter code; a name that is not known stays in CountryText.
type Place struct {
	Street, Postcode, Town, Region, Country, CountryText string
}

// Remote says how much of the work may be done from elsewhere.
type Remote string

// The degrees of remote work.
const (
	OnSite Remote = ""
	Hybrid Remote = "hybrid"
	Fully  Remote = "remote"
)

// Pay is a range in hundredths of the currency per Unit. Where the sender's words could not be read as numbers they
// stand in Text and the rest is zero. Min or Max may be zero: not stated.
type Pay struct {
	Min, Max int64
	Currency string // ISO 4217
	Unit     PayUnit
	Text     string
}

// PayUnit is the time that an amount of pay is for.
type PayUnit string

// The units of pay.
const (
	PerHour  PayUnit = "hour"
	PerDay   PayUnit = "day"
	PerWeek  PayUnit = "week"
	PerMonth PayUnit = "month"
	PerYear  PayUnit = "year"
)

// Employment is the form of employment.
type Employment string

// The forms of employment. FullTime and Permanent are different things here: schema.org's FULL_TIME says only the first.
const (
	Permanent Employment = "permanent"
	FullTime  Employment = "full_time"
	PartTime  Employment = "part_time"
	Temporary Employment = "temporary"
	Contract  Employment = "contract"
	Intern    Employment = "intern"
	Volunteer Employment = "volunteer"
	PerDiem   Employment = "per_diem"
	Other     Employment = "other"
)

// Extent is the share of full time in per cent, 1 to 100. Both zero: not stated.
type Extent struct{ Min, Max int }

// Occupation is the sender's code for the occupation, such as an ESCO address or an ISCO number.
type Occupation struct{ Code, Set, Name string }

// Date is a day, or an instant where the sender gave a zone. Day is always set when the date is known.
type Date struct {
	Day string    // YYYY-MM-DD, in the sender's own zone
	At  time.Time // zero when the sender gave no zone
}

// IsZero reports whether no date was given.
func (d Date) IsZero() bool { return d.Day == "" }

// Past reports whether the date lies behind now. A day without an instant lasts until it ends in zone.
func (d Date) Past(now time.Time, zone *time.Location) bool {
	if d.IsZero() {
		return false
	}
	if !d.At.IsZero() {
		return d.At.Before(now)
	}
	day, err := time.ParseInLocation(time.DateOnly, d.Day, zone)
	return err == nil && !now.Before(day.AddDate(0, 0, 1))
}

// Note is something that was left out of a record that was taken: a catalogue key and how often.
type Note struct {
	Key   string
	Count int
}

// seal computes the hash. The date of posting is no content: many senders renew it on every export.
func (r *Record) seal() {
	c := *r
	c.Number, c.Line, c.Notes, c.Posted, c.Hash = 0, 0, nil, Date{}, [sha256.Size]byte{}
	body, err := json.Marshal(c)
	if err != nil { // strings, numbers and times only: cannot fail
		panic(fmt.Sprintf("intake: record not encodable: %v", err))
	}
	r.Hash = sha256.Sum256(body)
}
