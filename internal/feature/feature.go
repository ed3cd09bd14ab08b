package feature

import "slices"

// Name is a feature that can be switched off. Its words stand in the catalogues under "console.feature.".
type Name string

// The features.
const (
	API      Name = "api"      // the JSON API, its pages and the tokens of programs
	Webhooks Name = "webhooks" // messages to the systems of employers
	Feeds    Name = "feeds"    // JSON Feed, RSS and Indeed XML
	Embed    Name = "embed"    // the list of jobs on an employer's own pages
	Guests   Name = "guests"   // applying without an account
	SignUp   Name = "signup"   // people make themselves an account
	Alerts   Name = "alerts"   // saved searches of which news come by mail
	Answers  Name = "answers"  // letters about an application can be answered by mail
	Files    Name = "files"    // lists of applicants as files for spreadsheets
	People   Name = "people"   // employers look for people who want to be found
	Support  Name = "support"  // operators look at how an employer has set things up
)

// All lists every feature in the order of the page.
func All() []Name {
	return []Name{SignUp, Guests, Alerts, Feeds, Embed, API, Webhooks, Answers, Files, People, Support}
}

// Known reports whether there is such a feature.
func (n Name) Known() bool { return slices.Contains(All(), n) }

// Off are the features that are switched off. Nobody changes one that was handed out.
type Off map[Name]bool

// Any reports whether one of the features is off.
func (o Off) Any(names ...Name) bool {
	return slices.ContainsFunc(names, func(n Name) bool { return o[n] })
}
