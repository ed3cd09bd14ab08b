package site

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/web/theme"
)

// ID identifies a site.
type ID = access.SiteID

// Site is one job site.
type Site struct {
	ID     ID
	MadeAt time.Time
	ShutAt time.Time // zero while it is on
	Content
}

// Content is what an operator decides about a site.
type Content struct {
	Hosts    []string // host names without port, the first one being the site's own
	Prefix   string   // path under which the site lies on its hosts: "" or "/word"
	Name     string
	Language string // nb nn sv fi da en: of a reader who asks for none of them
	Accent   Accent
	Country  string // ISO 3166-1, two letters
	Zone     string // IANA name: in which a deadline's day ends
	Legal    string // who runs the site: name, register number, address, as lines of plain text
	Logo     string // name of a picture; empty is Verv's leaf
	Texts    []Text // what else its operator says, by kind and language
	Market
}

// Accent is the colour of what can be done on a site, as #rrggbb; package theme makes every shade of it readable.
type Accent string

// Green is the colour of a site that chose none: that of the sheet which all pages share.
const Green Accent = "#14532d"

// suggested are colours to begin with, by their words in the catalogue.
var suggested = []struct {
	Word   string
	Accent Accent
}{{"green", Green}, {"blue", "#1d4ed8"}, {"teal", "#0f766e"}, {"violet", "#6d28d9"}, {"red", "#b91c1c"}, {"orange", "#c2410c"}, {"grey", "#374151"}}

// countries are those Verv knows the law and the clock of.
var countries = map[string]string{"NO": "Europe/Oslo", "SE": "Europe/Stockholm", "FI": "Europe/Helsinki", "DK": "Europe/Copenhagen"}

// Countries lists the countries a site can be for.
func Countries() []string { return []string{"NO", "SE", "FI", "DK"} }

// Location is the zone in which a day on this site begins and ends; UTC where the machine lacks the zone's data.
func (s Site) Location() *time.Location { return locale.Zone(s.Zone) }

const (
	nameMax  = 80
	legalMax = 2000
	hostsMax = 20
)

var (
	reHost   = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	rePrefix = regexp.MustCompile(`^/[a-z0-9][a-z0-9-]{0,40}$`)
)

// tidy puts what was typed into its one form.
func (c Content) tidy() Content {
	var hosts []string
	for _, h := range c.Hosts {
		h = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(h)), ".")
		if h != "" && !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	c.Hosts, c.Name, c.Legal = hosts, strings.TrimSpace(c.Name), strings.TrimSpace(c.Legal)
	if c.Prefix = strings.Trim(strings.TrimSpace(c.Prefix), "/"); c.Prefix != "" {
		c.Prefix = "/" + c.Prefix
	}
	c.Country = strings.ToUpper(c.Country)
	if c.Zone == "" {
		c.Zone = countries[c.Country]
	}
	c.Accent = c.Accent.tidy()
	c.Market = c.Market.tidy()
	c.Texts = tidyTexts(c.Texts)
	return c
}

// tidy reads a suggestion by its word, and a colour with or without its #.
func (a Accent) tidy() Accent {
	s := strings.ToLower(strings.TrimSpace(string(a)))
	for _, w := range suggested {
		if s == w.Word {
			return w.Accent
		}
	}
	if c, ok := theme.Parse(s); ok {
		return Accent(c.String())
	}
	if s == "" {
		return Green
	}
	return Accent(s)
}

// Theme is the name of the accent's sheet; empty where the sheet that all pages share says it already.
func (a Accent) Theme() string {
	c, ok := theme.Parse(string(a))
	if !ok || a == Green {
		return ""
	}
	return theme.Name(c)
}

// check says everything that is wrong with the content, by form field.
func (c Content) check() error {
	var f fault.Form
	if len(c.Hosts) == 0 || len(c.Hosts) > hostsMax {
		f.Add("hosts", "site.hosts.none")
	}
	for _, h := range c.Hosts {
		if !validHost(h) {
			f.Add("hosts", "site.hosts.wrong", fault.Args{"Host": h})
		}
	}
	if c.Prefix != "" && (!rePrefix.MatchString(c.Prefix) || locale.Known(c.Prefix[1:])) {
		f.Add("prefix", "site.prefix.wrong")
	}
	if n := utf8.RuneCountInString(c.Name); n == 0 || n > nameMax {
		f.Add("name", "site.name.wrong", fault.Args{"Max": nameMax})
	}
	if !locale.Known(c.Language) {
		f.Add("language", "site.language.wrong")
	}
	if _, ok := theme.Parse(string(c.Accent)); !ok {
		f.Add("accent", "site.accent.wrong")
	}
	c.Market.check(&f)
	checkTexts(c.Texts, &f)
	if countries[c.Country] == "" {
		f.Add("country", "site.country.wrong")
	}
	if !locale.KnownZone(c.Zone) {
		f.Add("zone", "site.zone.wrong")
	}
	if n := utf8.RuneCountInString(c.Legal); n == 0 || n > legalMax {
		f.Add("legal", "site.legal.wrong", fault.Args{"Max": legalMax})
	}
	return f.Err()
}

// validHost takes a name in ASCII or an address of the machine itself; a port is never part of it.
func validHost(h string) bool {
	if a, err := netip.ParseAddr(h); err == nil {
		return a.IsLoopback() || a.Is4()
	}
	return len(h) <= 253 && reHost.MatchString(h)
}
