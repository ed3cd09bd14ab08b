package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/access"
	"verv/internal/feature"
	"verv/internal/privacy"
	"verv/internal/web/page"
)

// DocsPath is the page that describes the API, made from the same document that programs read.
const DocsPath = "/developers"

func (m *Mux) docsRoute() Route {
	return Get(DocsPath, Public(access.SiteSee, privacy.Publish), func(r *Request) error {
		doc := m.document(r.off)
		v := r.View(r.Words.Say("web.docs.title"))
		v.Description = r.Words.Say("web.docs.lead")
		d := page.Docs{Lead: r.Words.Say("web.docs.lead"), Document: r.Path(documentPath), Groups: operations(doc, r.URL("")),
			Events: events(doc)}
		return r.Render(http.StatusOK, page.APIDocs(v, d))
	}).Of(feature.API)
}

// operations lists every operation of the document under its first tag, in the order of the addresses.
func operations(doc *huma.OpenAPI, base string) []page.DocsGroup {
	var all []*huma.Operation
	for _, item := range doc.Paths {
		all = append(all, operationsOf(item)...)
	}
	slices.SortFunc(all, func(a, b *huma.Operation) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
	})
	var out []page.DocsGroup
	for _, op := range all {
		name := "other"
		if len(op.Tags) > 0 {
			name = op.Tags[0]
		}
		i := slices.IndexFunc(out, func(g page.DocsGroup) bool { return g.Name == name })
		if i < 0 {
			i = len(out)
			out = append(out, page.DocsGroup{Name: name})
		}
		out[i].Operations = append(out[i].Operations, describe(doc, op, base))
	}
	slices.SortFunc(out, func(a, b page.DocsGroup) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func describe(doc *huma.OpenAPI, op *huma.Operation, base string) page.DocsOperation {
	d := page.DocsOperation{Name: op.OperationID, Method: op.Method, Path: op.Path, Summary: op.Summary, Says: strings.ReplaceAll(op.Description, "`", ""),
		Example: curl(doc, op, base), Refusals: refusals(op)}
	for _, s := range op.Security {
		d.Scope = strings.Join(append(strings.Fields(d.Scope), s[tokenScheme]...), " ")
	}
	for _, p := range op.Parameters {
		if p.In == "path" || p.In == "query" {
			d.Takes = append(d.Takes, field(doc, p.Name, p.In, p.Schema, p.Required, p.Description))
		}
	}
	if op.RequestBody != nil {
		for _, media := range op.RequestBody.Content {
			d.Takes = append(d.Takes, fields(doc, media.Schema, "", false, 0)...)
		}
	}
	for status, answer := range op.Responses {
		if !strings.HasPrefix(status, "2") {
			continue
		}
		for _, media := range answer.Content {
			d.Gives = append(d.Gives, fields(doc, media.Schema, "", true, 0)...)
		}
	}
	return d
}

// deepest bounds how far into a schema the page looks; the document has the rest.
const deepest = 3

// fields lists the fields of an object, those of inner objects under their path. What a caller cannot send is left out unless it is an answer.
func fields(doc *huma.OpenAPI, s *huma.Schema, prefix string, answer bool, depth int) []page.DocsField {
	s = resolve(doc, s)
	if s == nil || depth > deepest {
		return nil
	}
	if s.Type == huma.TypeArray {
		return fields(doc, s.Items, prefix, answer, depth)
	}
	var out []page.DocsField
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p := s.Properties[name]
		if p.ReadOnly && !answer || name == "$schema" {
			continue
		}
		out = append(out, field(doc, prefix+name, "body", p, slices.Contains(s.Required, name), p.Description))
		inner := prefix + name + "."
		if kind := resolve(doc, p); kind != nil && kind.Type == huma.TypeArray {
			inner = prefix + name + "[]."
		}
		out = append(out, fields(doc, p, inner, answer, depth+1)...)
	}
	return out
}

func field(doc *huma.OpenAPI, name, in string, s *huma.Schema, required bool, description string) page.DocsField {
	f := page.DocsField{Name: name, In: in, Required: required, Says: description}
	if s = resolve(doc, s); s == nil {
		return f
	}
	f.Type = s.Type
	if s.Type == huma.TypeArray && s.Items != nil {
		if items := resolve(doc, s.Items); items != nil {
			f.Type = items.Type + "[]"
		}
	}
	if s.Format != "" {
		f.Type += " (" + s.Format + ")"
	}
	for _, v := range s.Enum {
		f.Values = append(f.Values, fmt.Sprintf("%q", fmt.Sprint(v)))
	}
	return f
}

func resolve(doc *huma.OpenAPI, s *huma.Schema) *huma.Schema {
	if s != nil && s.Ref != "" {
		return doc.Components.Schemas.SchemaFromRef(s.Ref)
	}
	return s
}
