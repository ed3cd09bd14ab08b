package message

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/application"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
)

type templateNoun struct{}

// TemplateID identifies a template.
type TemplateID = id.ID[templateNoun]

// Template is what an employer writes again and again, under a name, in one or more languages.
type Template struct {
	ID         TemplateID
	Name       string
	Texts      Texts
	Version    int
	ChangedAt  time.Time
	ArchivedAt time.Time // zero while it is offered
}

// Archived reports whether the template is no longer offered.
func (t Template) Archived() bool { return !t.ArchivedAt.IsZero() }

const (
	templatesMost = 100
	templateName  = 80
)

// check says everything that is wrong with a template, by form field.
func (t Template) check() error {
	var f fault.Form
	switch n := utf8.RuneCountInString(t.Name); {
	case n == 0:
		f.Add("name", "form.required")
	case n > templateName:
		f.Add("name", "form.long", fault.Args{"Max": templateName})
	}
	if len(t.Texts) == 0 {
		f.Add(textField("nb"), "message.template.empty")
	}
	for tag, text := range t.Texts {
		if !locale.Known(tag) {
			return fault.New(fault.Malformed, "fault.malformed")
		}
		application.CheckSentence(&f, textField(tag), text, textMax)
	}
	return f.Err()
}

// textField is the name of the form field of a language.
func textField(tag string) string { return "text-" + tag }

// Texts are the same message in several languages, by their tags. The text of no language ("") is for everybody.
type Texts map[string]string

// check says what is wrong with a message that is written in several languages. The field of the text of no language is field.
func (t Texts) check(field string) error {
	var f fault.Form
	if len(t) == 0 {
		f.Add(field, "form.required")
	}
	for tag, text := range t {
		name := field
		if tag != "" {
			name = textField(tag)
		}
		checkText(&f, name, text)
		application.CheckSentence(&f, name, text, textMax)
	}
	return f.Err()
}

// near lists what readers of a language read most easily where there is no text in their own.
var near = map[string][]string{
	"nb": {"nn", "da", "sv", "en"}, "nn": {"nb", "da", "sv", "en"}, "da": {"nb", "nn", "sv", "en"},
	"sv": {"nb", "da", "nn", "en"}, "fi": {"en", "sv"}, "en": {"nb", "sv", "da", "fi", "nn"},
}

// For is the text that a reader of a language gets, and the language it is in. The same reader always gets the same.
func (t Texts) For(tag string) (text, in string) {
	for _, one := range append([]string{tag}, near[tag]...) {
		if text, ok := t[one]; ok {
			return text, one
		}
	}
	if text, ok := t[""]; ok || len(t) == 0 {
		return text, ""
	}
	in = slices.Sorted(maps.Keys(t))[0]
	return t[in], in
}

// trim leaves out the languages in which nothing is said.
func (t Texts) trim() Texts {
	out := Texts{}
	for tag, text := range t {
		if text = strings.TrimSpace(text); text != "" {
			out[tag] = text
		}
	}
	return out
}

// mergeOf is what the merge fields of a message stand for.
func mergeOf(a application.Application) application.Merge {
	return application.Merge{Name: a.Name, Job: a.JobTitle, Employer: a.EmployerName}
}

// starters name the templates that an employer can begin with. Their words stand in the catalogues under "message.starter." and the name.
var starters = []string{"received", "interview", "more", "status", "offer", "thanks"}

// starter is one of them, named in the words of whoever adds it.
func (h *House) starter(words *locale.Words, name string) Template {
	t := Template{Name: words.Say("message.starter." + name), Texts: Texts{}}
	for _, l := range locale.Languages() {
		t.Texts[l.Tag] = h.Words.Language(l.Tag).Say("message.starter." + name + ".text")
	}
	return t
}
