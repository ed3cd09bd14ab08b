package server_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"verv/internal/web"
)

// field is one field of a form as a browser has it.
type field struct {
	name, kind, value string // kind: text, hidden, password, email, checkbox, radio, select, textarea, file ...
	action            string // of a button that sends the form elsewhere
	options           []string
	required, ticked  bool
}

// sheet is one form of a page.
type sheet struct {
	page, action, method string // action is a path
	files                bool
	entered              bool // a button was seen: the first is the one that the enter key presses
	plain                bool // a button without a name sends it
	fields               []field
}

// nodes calls fn for every element.
func nodes(n *html.Node, fn func(*html.Node)) {
	if n.Type == html.ElementNode {
		fn(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		nodes(c, fn)
	}
}

func attrs(n *html.Node) map[string]string {
	out := map[string]string{}
	for _, a := range n.Attr {
		out[a.Key] = a.Val
	}
	return out
}

// isHTML reports whether the answer is a page.
func (a answer) isHTML() bool { return strings.HasPrefix(a.header.Get("Content-Type"), "text/html") }

// sheets reads the forms of a page.
func (a answer) sheets() (out []sheet) {
	if !a.isHTML() {
		return nil
	}
	doc, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		return nil
	}
	nodes(doc, func(n *html.Node) {
		if n.Data != "form" {
			return
		}
		at := attrs(n)
		s := sheet{page: a.path, action: at["action"], method: strings.ToUpper(at["method"]), files: at["enctype"] == "multipart/form-data"}
		if s.action == "" {
			s.action = a.path
		}
		nodes(n, func(m *html.Node) { s.take(m) })
		out = append(out, s)
	})
	return out
}

func (s *sheet) take(n *html.Node) {
	at := attrs(n)
	_, required := at["required"]
	f := field{name: at["name"], kind: at["type"], value: at["value"], required: required || at["aria-required"] == "true"}
	_, f.ticked = at["checked"]
	switch n.Data {
	case "input":
	case "textarea":
		f.kind = "textarea"
		if n.FirstChild != nil {
			f.value = n.FirstChild.Data
		}
	case "select":
		f.kind = "select"
		nodes(n, func(o *html.Node) {
			if o.Data == "option" {
				oa := attrs(o)
				f.options = append(f.options, oa["value"])
				if _, ok := oa["selected"]; ok {
					f.value = oa["value"]
				}
			}
		})
	case "button":
		_, off := at["disabled"]
		f.kind = "submit"
		if f.ticked = !s.entered && !off && at["type"] != "button"; f.ticked {
			s.entered = true
		}
		f.action, s.plain = at["formaction"], s.plain || f.name == "" && !off && at["type"] != "button"
	default:
		return
	}
	if f.name != "" {
		s.fields = append(s.fields, f)
	}
}

// filled is the form as it stands, with something plausible in what is empty.
func (s sheet) filled() url.Values {
	out := url.Values{}
	for _, f := range s.fields {
		switch {
		case f.kind == "file":
		case f.kind == "submit", f.kind == "radio", f.kind == "checkbox": // of the buttons one is pressed, the first
			if f.ticked || f.required || f.kind == "radio" && !out.Has(f.name) {
				out.Set(f.name, f.value)
			}
		case f.value != "":
			out.Add(f.name, f.value)
		case f.kind == "select":
			for _, o := range f.options {
				if o != "" {
					out.Set(f.name, o)
					break
				}
			}
		case !out.Has(f.name):
			out.Set(f.name, plausible(f))
		}
	}
	return out
}

func plausible(f field) string {
	switch f.kind {
	case "email":
		return "ny@post.example"
	case "number":
		return "3"
	case "date":
		return "2027-01-11"
	case "url":
		return "https://sted.example/her"
	case "tel":
		return "+47 900 11 222"
	case "password":
		return "en lang setning om torsk"
	case "hidden":
		return ""
	}
	switch {
	case strings.HasPrefix(f.name, "day") || f.name == "deadline" || f.name == "start" || f.name == "end" || f.name == "until":
		return "2027-01-11"
	case strings.HasPrefix(f.name, "pay") || f.name == "reply" || strings.HasPrefix(f.name, "extent"):
		return "50"
	case f.name == "code":
		return "123456"
	case f.name == "founded":
		return "1987"
	case f.name == "accent":
		return "#1d4ed8"
	case f.name == "framers":
		return "www.sted.example"
	}
	return "Ny tekst her"
}

// links reads where the links of a page lead.
func (a answer) links() (out []string) {
	if !a.isHTML() {
		return nil
	}
	doc, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		return nil
	}
	nodes(doc, func(n *html.Node) {
		if n.Data == "a" {
			if h, ok := attrs(n)["href"]; ok {
				out = append(out, h)
			}
		}
	})
	return out
}

var reID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// shape is a path without its identifiers and its query, so that pages of one kind count together.
func shape(path string) string {
	path, _, _ = strings.Cut(path, "?")
	if strings.HasPrefix(path, "/operator/features/") {
		return "/operator/features/*"
	}
	return reID.ReplaceAllString(path, "*")
}

// perShape is how many pages of one kind a crawl opens.
const perShape = 4

// crawl opens every page that somebody reaches by links and redirects from the starts, and gives the answers. Each page counts in one
// language: the others differ in words alone.
func (b *walker) crawl(starts ...string) (out []answer) {
	seen, counts := map[string]bool{}, map[string]int{}
	queue := slices.Clone(starts)
	for len(queue) > 0 && len(out) < 600 {
		path := queue[0]
		queue = queue[1:]
		if path = b.town.local(path); path == "" || seen[path] || counts[shape(path)] >= perShape || strings.HasPrefix(path, "/assets/") || choosesLanguage(path) {
			continue
		}
		seen[path] = true
		counts[shape(path)]++
		a := b.get(path)
		out = append(out, a)
		if to := a.header.Get("Location"); to != "" {
			queue = append(queue, to)
		}
		queue = append(queue, a.links()...)
	}
	return out
}

// local is the path of an address of this house, without fragment; "" for any other.
func (w *town) local(address string) string {
	address, _, _ = strings.Cut(strings.TrimPrefix(address, w.URL), "#")
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
		return ""
	}
	return address
}

// starts are the addresses that a crawl as somebody begins with: every GET route, filled with what is theirs.
func (w *town) starts(name string) (out []string) {
	for _, r := range w.Mux.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		for _, o := range w.objects(r) {
			if w.expect(r, o, name) == letIn {
				out = append(out, o.path)
			}
		}
	}
	return out
}

// routesOf are the routes of a method.
func (w *town) routesOf(method string) (out []web.RouteInfo) {
	for _, r := range w.Mux.Routes() {
		if r.Method == method {
			out = append(out, r)
		}
	}
	return out
}
