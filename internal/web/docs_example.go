package web

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"verv/internal/web/page"
)

// What the page of the API shows beside its tables: a request to copy, and the messages that go out.

// curl is a request of an operation as a shell sends it. What stands in braces in the address is the caller's to fill in.
func curl(doc *huma.OpenAPI, op *huma.Operation, base string) string {
	lines := []string{"curl"}
	if op.Method != "GET" {
		lines[0] += " -X " + op.Method
	}
	for _, s := range op.Security {
		if len(s[tokenScheme]) > 0 {
			lines = append(lines, "  -H 'Authorization: Bearer verv_…'")
			break
		}
	}
	if op.Method == "PUT" && slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == "If-Match" }) {
		lines = append(lines, `  -H 'If-Match: "…"'`)
	}
	if op.RequestBody != nil {
		for kind, media := range op.RequestBody.Content {
			body, err := json.Marshal(sample(doc, media.Schema, 0))
			if err != nil {
				continue // maps and texts: cannot happen
			}
			lines = append(lines, "  -H 'Content-Type: "+kind+"'", "  -d '"+strings.ReplaceAll(string(body), "'", "’")+"'")
		}
	}
	return strings.Join(append(lines, "  '"+base+op.Path+"'"), " \\\n")
}

// sample is a document that a schema takes: its examples, and what is required.
func sample(doc *huma.OpenAPI, s *huma.Schema, depth int) any {
	if s = resolve(doc, s); s == nil || depth > deepest {
		return nil
	}
	if len(s.Examples) > 0 {
		return s.Examples[0]
	}
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	switch s.Type {
	case huma.TypeObject:
		out := map[string]any{}
		for name, p := range s.Properties {
			kind := resolve(doc, p)
			if name != "$schema" && kind != nil && !p.ReadOnly && (slices.Contains(s.Required, name) || len(p.Examples) > 0) {
				out[name] = sample(doc, p, depth+1)
			}
		}
		return out
	case huma.TypeArray:
		return []any{sample(doc, s.Items, depth+1)}
	case huma.TypeInteger, huma.TypeNumber:
		return 1
	case huma.TypeBoolean:
		return true
	}
	switch s.Format {
	case "uuid":
		return "01981c6e-8a10-7c3e-9d55-2f6b1c0a4e77"
	case "date-time":
		return "2027-01-02T03:04:05Z"
	}
	return "…"
}

// refusals are the statuses that an operation answers with a problem document.
func refusals(op *huma.Operation) string {
	var out []string
	for status := range op.Responses {
		if status[0] == '4' {
			out = append(out, status)
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// events are the messages that go out, each with a body.
func events(doc *huma.OpenAPI) (out []page.DocsEvent) {
	for name, item := range doc.Webhooks {
		body, err := json.MarshalIndent(sample(doc, item.Post.RequestBody.Content["application/json"].Schema, 0), "", "  ")
		if err == nil {
			out = append(out, page.DocsEvent{Name: name, Says: item.Post.Summary, Body: string(body)})
		}
	}
	slices.SortFunc(out, func(a, b page.DocsEvent) int { return strings.Compare(a.Name, b.Name) })
	return out
}
