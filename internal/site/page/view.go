package page

import "verv/internal/web/page"

// Form is the form of a site.
type Form struct {
	Title, Sentence string
	Action, Back    string
	Fields          map[string]page.Input
	Choices         map[string][]page.Choice
	Swatches        []Swatch
	Suggestions     []page.Link // colours to begin with
	TextsURL        string      // empty for a new site
	Switch          page.Link   // to switch it off or on
	LogoAction      string
	LogoURL         string // of the logo as it is, or ""
}

// Swatch is a ground with something written on it.
type Swatch struct{ Ground, Ink string }

func (f Form) inputs() []page.Input {
	var out []page.Input
	for _, n := range []string{"name", "hosts", "prefix", "language", "country", "zone", "legal", "accent", "reach", "employer", "countries", "regions", "branches",
		"languages", "logo"} {
		if i, ok := f.Fields[n]; ok {
			out = append(out, i)
		}
	}
	return out
}

// Texts is the form of what a site says about itself.
type Texts struct {
	Title, Lead, Sentence string
	Action, Back          string
	Parts                 []TextPart
}

// TextPart is one text in every language.
type TextPart struct {
	Title  string
	Fields []page.Input
}

func (t Texts) inputs() []page.Input {
	var out []page.Input
	for _, p := range t.Parts {
		out = append(out, p.Fields...)
	}
	return out
}

// Text is what a site says about itself in one language.
type Text struct {
	Title, Language string
	Legal           []string // lines
	Paragraphs      [][]string
}
