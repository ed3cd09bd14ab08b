package page

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Input is one field of a form, as it was typed and as it is judged.
type Input struct {
	Name         string
	ID           string // Name when empty
	Label        string
	Hint         string
	Error        string // what is wrong, in words; empty when nothing is
	Value        string
	Values       []string // what is chosen, in Checks
	Required     bool
	Type         string // of Text: text (when empty), email, tel, url, search, password, number
	Autocomplete string // a token of the HTML standard, such as "email"
	Mode         string // inputmode: numeric, decimal
	Width        string // "short" (a year), "medium" (a name) or "" (the whole line)
	Lang         string // of what is typed, when it is not the page's
	Max          int    // characters; 0 is no limit
	Counter      bool   // show how many are left of Max
	Rows         int    // of Area, 6 when 0
	From, To     string // of Date: earliest and latest, as 2006-01-02
	Suggest      string // of Text: an address that answers a list of what begins like what was typed
}

// Choice is one option of Select, Radios or Checks.
type Choice struct {
	Value string
	Label string
	Hint  string
}

// Sheet is the form element itself.
type Sheet struct {
	Action string
	Method string // post when empty
	Files  bool   // has file inputs
	Guard  bool   // ask before leaving once something was typed
	ID     string
}

func (s Sheet) method() string {
	if s.Method == "" {
		return "post"
	}
	return s.Method
}

func (f Input) id() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

func (f Input) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Input) rows() string {
	if f.Rows == 0 {
		return "6"
	}
	return strconv.Itoa(f.Rows)
}

func (f Input) counts() bool { return f.Counter && f.Max > 0 }

// part is the id of a line that belongs to the field, if there is such a line.
func (f Input) part(name string, there bool) string {
	if !there {
		return ""
	}
	return f.id() + "-" + name
}

// described names the lines that a screen reader reads with the field.
func (f Input) described() string {
	return ids(f.part("hint", f.Hint != ""), f.part("error", f.Error != ""), f.part("count", f.counts()))
}

// judged is what the field and a whole fieldset share.
func (f Input) judged() templ.Attributes {
	a := templ.Attributes{}
	if d := f.described(); d != "" {
		a["aria-describedby"] = d
	}
	return a
}

// attrs are the attributes that all single fields share.
func (f Input) attrs() templ.Attributes {
	a := f.judged()
	a["id"], a["name"] = f.id(), f.Name
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	if f.Required {
		a["required"] = true
	}
	for name, value := range map[string]string{
		"autocomplete": f.Autocomplete, "inputmode": f.Mode, "lang": f.Lang, "min": f.From, "max": f.To,
	} {
		if value != "" {
			a[name] = value
		}
	}
	if f.Suggest != "" {
		a["list"], a["data-suggest"] = f.id()+"-list", f.Suggest
	}
	if f.counts() {
		a["data-counter"] = f.part("count", true) // may be passed while typing, so that a pasted text is not cut
	} else if f.Max > 0 {
		a["maxlength"] = strconv.Itoa(f.Max)
	}
	return a
}

// Attrs are the attributes of a field for an input that this package has no part for; it belongs into Field.
func Attrs(f Input) templ.Attributes { return f.attrs() }

// chosen tells whether an option is ticked.
func (f Input) chosen(value string) bool {
	if len(f.Values) == 0 {
		return f.Value == value
	}
	for _, v := range f.Values {
		if v == value {
			return true
		}
	}
	return false
}

// nth is the id of the nth option; the first carries the field's own id, so that the error summary leads to it.
func (f Input) nth(i int) string {
	if i == 0 {
		return f.id()
	}
	return f.id() + "-" + strconv.Itoa(i+1)
}

// summary is the field's line in ErrorSummary. A label that asks needs no colon.
func (f Input) summary() string {
	if strings.HasSuffix(f.Label, "?") {
		return f.Label + " " + f.Error
	}
	return f.Label + ": " + f.Error
}

func wrong(fields []Input) []Input {
	var bad []Input
	for _, f := range fields {
		if f.Error != "" {
			bad = append(bad, f)
		}
	}
	return bad
}

// moneyed asks phones for digits.
func moneyed(f Input) Input {
	if f.Mode == "" {
		f.Mode = "numeric"
	}
	return f
}
