package job

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"verv/internal/job/intake"
)

// posting is schema.org's JobPosting as Google for Jobs reads it.
type posting struct {
	Context      string     `json:"@context"`
	Type         string     `json:"@type"`
	Title        string     `json:"title"`
	Description  string     `json:"description"`
	URL          string     `json:"url"`
	Identifier   identifier `json:"identifier"`
	DatePosted   string     `json:"datePosted"`
	ValidThrough string     `json:"validThrough,omitempty"`
	Employment   []string   `json:"employmentType,omitempty"`
	Organization any        `json:"hiringOrganization"` // hiring, or confidential
	Location     []location `json:"jobLocation,omitempty"`
	LocationType string     `json:"jobLocationType,omitempty"`
	From         []area     `json:"applicantLocationRequirements,omitempty"`
	Salary       *amount    `json:"baseSalary,omitempty"`
	Start        string     `json:"jobStartDate,omitempty"`
	Language     string     `json:"inLanguage,omitempty"`
	Hours        string     `json:"workHours,omitempty"`
	Direct       bool       `json:"directApply"`
}

type identifier struct {
	Type  string `json:"@type"`
	Name  string `json:"name"`
	Value string `json:"value"`
}

type hiring struct {
	Type   string `json:"@type"`
	Name   string `json:"name"`
	SameAs string `json:"sameAs,omitempty"`
	URL    string `json:"url,omitempty"`
}

// confidential is what Google for Jobs reads where readers are not told who hires.
const confidential = "confidential"

type location struct {
	Type    string `json:"@type"`
	Address postal `json:"address"`
}

type postal struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress,omitempty"`
	Town     string `json:"addressLocality,omitempty"`
	Region   string `json:"addressRegion,omitempty"`
	Postcode string `json:"postalCode,omitempty"`
	Country  string `json:"addressCountry,omitempty"`
}

type area struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type amount struct {
	Type     string  `json:"@type"`
	Currency string  `json:"currency"`
	Value    measure `json:"value"`
}

type measure struct {
	Type string      `json:"@type"`
	Min  json.Number `json:"minValue,omitempty"`
	Max  json.Number `json:"maxValue,omitempty"`
	Unit string      `json:"unitText"`
}

var schemaEmployment = map[Employment]string{intake.FullTime: "FULL_TIME", intake.PartTime: "PART_TIME", intake.Temporary: "TEMPORARY",
	intake.Contract: "CONTRACTOR", intake.Intern: "INTERN", intake.Volunteer: "VOLUNTEER", intake.PerDiem: "PER_DIEM", intake.Other: "OTHER"}

var schemaUnit = map[PayUnit]string{intake.PerHour: "HOUR", intake.PerDay: "DAY", intake.PerWeek: "WEEK", intake.PerMonth: "MONTH", intake.PerYear: "YEAR"}

// JobPosting is the advertisement as one JSON-LD document. The addresses are absolute: of the page, and of the employer's.
func JobPosting(j Job, country, page, employerPage string) (string, error) {
	p := posting{Context: "https://schema.org", Type: "JobPosting", Title: j.Title, Description: j.Text, URL: page,
		Identifier: identifier{"PropertyValue", j.EmployerName, j.ID.String()}, DatePosted: j.PublishedAt.UTC().Format(time.RFC3339),
		Employment: employmentTypes(j), Organization: organization(j, employerPage),
		Start: j.Start, Language: j.Language, Direct: j.Here(), Salary: salary(j.Pay)}
	if j.SourceID != "" {
		p.Identifier.Value = j.SourceID
	}
	if j.Deadline != "" {
		p.ValidThrough = lastDay(j.EndsAt).UTC().Format(time.RFC3339)
	}
	if j.Extent.Max > 0 {
		p.Hours = fmt.Sprintf("%d-%d %%", j.Extent.Min, j.Extent.Max)
	}
	for _, l := range j.Places {
		a := postal{"PostalAddress", l.Street, l.Town, l.Region, l.Postcode, l.Country}
		if a.Country == "" {
			a.Country = l.CountryText
		}
		if a.Country == "" {
			a.Country = country
		}
		p.Location = append(p.Location, location{"Place", a})
	}
	if j.Remote == intake.Fully {
		p.LocationType = "TELECOMMUTE"
		for _, c := range j.RemoteFrom {
			p.From = append(p.From, area{"Country", c})
		}
		if len(p.From) == 0 {
			p.From = []area{{"Country", country}}
		}
	}
	out, err := json.Marshal(p)
	return string(out), err
}

// organization is who the work is for: an agency's client rather than the agency.
func organization(j Job, employerPage string) any {
	switch {
	case j.Client.Name == "":
		return hiring{Type: "Organization", Name: j.EmployerName, SameAs: j.EmployerWeb, URL: employerPage}
	case j.Client.Secret:
		return confidential
	}
	return hiring{Type: "Organization", Name: j.Client.Name}
}

// employmentTypes says full or part time by the extent where nothing else does: a permanent job has no word of its own there.
func employmentTypes(j Job) []string {
	var out []string
	for _, e := range j.Employment {
		if w := schemaEmployment[e]; w != "" {
			out = append(out, w)
		}
	}
	if !slices.Contains(out, "FULL_TIME") && !slices.Contains(out, "PART_TIME") && slices.Contains(j.Employment, intake.Permanent) {
		if j.Extent.Max == 0 || j.Extent.Max == 100 {
			out = append(out, "FULL_TIME")
		}
		if j.Extent.Min > 0 && j.Extent.Min < 100 {
			out = append(out, "PART_TIME")
		}
	}
	return out
}

func salary(p Pay) *amount {
	if p.Min == 0 && p.Max == 0 {
		return nil
	}
	number := func(n int64) json.Number {
		if n == 0 {
			return ""
		}
		return json.Number(fmt.Sprintf("%d.%02d", n/100, n%100))
	}
	return &amount{"MonetaryAmount", p.Currency, measure{"QuantitativeValue", number(p.Min), number(p.Max), schemaUnit[p.Unit]}}
}
