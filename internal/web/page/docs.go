package page

import "strings"

// Docs describes the API. Its own words are those of the machine-readable document, in English; what frames them is in the reader's language.
type Docs struct {
	Lead     string
	Document string // address of the OpenAPI document
	Groups   []DocsGroup
	Events   []DocsEvent
}

// DocsEvent is a message that goes out, with its body.
type DocsEvent struct{ Name, Says, Body string }

// index is every operation as a list to look in.
func (d Docs) index(t T) Records {
	r := Records{ID: "operations", Caption: t.Say("web.docs.all"), Hide: true, Filter: true, Columns: []Column{{Label: t.Say("web.docs.says")}, {Label: t.Say("web.docs.address")}}}
	for _, g := range d.Groups {
		for _, o := range g.Operations {
			r.Rows = append(r.Rows, []Cell{{Text: o.Summary, URL: "#" + o.Name}, {Body: code(o.Method + " " + o.Path)}})
		}
	}
	return r
}

// title is the name of a group as a heading.
func title(word string) string {
	if word == "cvs" {
		return "CVs"
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// DocsGroup is the operations on one noun.
type DocsGroup struct {
	Name       string
	Operations []DocsOperation
}

// DocsOperation is one operation.
type DocsOperation struct {
	Name, Method, Path, Summary string
	Says                        string // more than its summary
	Scope                       string // that a token must carry; "" for what anybody may ask
	Example                     string // with curl
	Refusals                    string // the statuses of its problem documents
	Takes, Gives                []DocsField
}

// DocsField is a parameter, or a field of a body.
type DocsField struct {
	Name, In, Type, Says string
	Values               []string // that it can have, where they are few
	Required             bool
}

func (f DocsField) says(t T) string {
	var out []string
	if f.Required {
		out = append(out, t.Say("web.docs.required"))
	}
	if f.Says != "" {
		out = append(out, f.Says)
	}
	if len(f.Values) > 0 {
		out = append(out, strings.Join(f.Values, ", "))
	}
	return strings.Join(out, " · ")
}

func (o DocsOperation) table(t T, key string, fields []DocsField) Records {
	r := Records{ID: o.Name + "-" + strings.TrimPrefix(key, "web.docs."), Caption: t.Say(key),
		Columns: []Column{{Label: t.Say("web.docs.field")}, {Label: t.Say("web.docs.type")}, {Label: t.Say("web.docs.says")}}}
	for _, f := range fields {
		kind := f.Type
		if f.In != "body" {
			kind = f.In + ": " + kind
		}
		r.Rows = append(r.Rows, []Cell{{Text: f.Name}, {Text: kind}, {Text: f.says(t)}})
	}
	return r
}
