package page

// View is what Layout needs to frame one page.
type View struct {
	T           T
	Title       string // of the document; the site's name is added
	Description string // for search engines; empty on pages of one person
	Lang        string // of the page's content; empty means T.Lang()
	Canonical   string // absolute address; empty leaves it out
	Here        string // path and query of this page; the scheme form brings the reader back to it
	Site        Site
	Nav         []Link
	Actor       Actor  // zero when nobody is logged in
	LoginURL    string // shown when nobody is logged in; empty leaves it out
	Languages   []Link // the same page in each language; Link.Lang is set
	Flash       []Notice
	Scheme      Scheme
	SchemeURL   string // takes POST with scheme and here; empty leaves the chooser out
	JSONLD      string // one JSON-LD document; see jsonld.go
	Alternates  []Alternate
	NoIndex     bool
	Wide        bool   // a page of columns or tables instead of text
	Part        string // a style sheet and a script that few pages need, by their name in the bundle: "board"
}

// Alternate is the page in another form: another language, a feed.
type Alternate struct {
	URL   string // absolute for another language
	Lang  string // of another language, or "x-default"
	Type  string // media type of a feed
	Title string
}

// Site is what all pages of one job site share.
type Site struct {
	Name             string
	Home             string
	Accent           Accent
	ThemeURL         string // sheet of the site's own colour, or ""
	LogoURL          string // picture instead of the leaf, or ""
	PrivacyURL       string
	ImprintURL       string // who runs the site
	TermsURL         string
	AccessibilityURL string
	Contact          string // the address for privacy questions
	HelpURL          string // in the same place on every page (WCAG 2.2, 3.2.6)
}

// Accent is the colour of what can be done. All have passed the contrast check of the theme generator.
type Accent string

// The accents of the theme.
const (
	Green  Accent = ""
	Orange Accent = "brand1"
	Blue   Accent = "brand2"
)

// Scheme is light, dark, or what the reader's machine asks for.
type Scheme string

// The schemes; the zero Scheme is Auto.
const (
	Auto  Scheme = "auto"
	Light Scheme = "light"
	Dark  Scheme = "dark"
)

func (s Scheme) attr() string {
	if s == Light || s == Dark {
		return string(s)
	}
	return string(Auto)
}

// Link leads somewhere.
type Link struct {
	URL     string
	Label   string
	Current bool   // the page that is shown
	Lang    string // of what it leads to, when that differs
	Icon    string // a name of assets/icons.txt, or ""
}

// Actor is who is logged in, as the header shows it.
type Actor struct {
	Name      string
	Persona   string // in words; empty where it is the name already
	Links     []Link // account, privacy
	LogoutURL string // takes POST
}

// Color is the meaning of a colour. It never stands alone: a word says the same.
type Color string

// The colours of Tag, Notice and buttons.
const (
	Neutral Color = "neutral"
	Info    Color = "info"
	Success Color = "success"
	Warning Color = "warning"
	Danger  Color = "danger"
	Main    Color = "accent"
)

// or is c, or another where c is not set.
func (c Color) or(other Color) string {
	if c == "" {
		return string(other)
	}
	return string(c)
}

// Notice is one message on top of a page.
type Notice struct {
	Color Color // Info when empty
	Text  string
	Link  Link // optional
}

func (v View) lang() string {
	if v.Lang != "" {
		return v.Lang
	}
	return v.T.Lang()
}

func (v View) title() string {
	if v.Title == "" || v.Title == v.Site.Name {
		return v.Site.Name
	}
	return v.Title + " – " + v.Site.Name
}

// tongue is the reader's language in its own name, for the header.
func (v View) tongue() string {
	for _, l := range v.Languages {
		if l.Current {
			return l.Label
		}
	}
	return ""
}
