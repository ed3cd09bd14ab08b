package server_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verv/internal/promise/show"
	"verv/internal/testbed/whole"
)

// skipped are the forms that end what the others need, and the one that takes nothing but the right password.
var skipped = []string{"/account/logout", "/account/sessions/others", "/me/delete", "/account/prove"}

// either stands beside the one field that may be empty only when a file is chosen.
const either = "Skriv en søknadstekst eller legg ved en CV."

// tongue stands beside the first of six fields of which one must be filled.
const tongue = "Skriv teksten på minst ett språk."

// picked stands beside the choice of a stage that may be left open only when single applications are picked.
const picked = "Kryss av søknader, eller velg et helt steg."

var rePick = regexp.MustCompile(`name="pick" value="([^"]+)"`)

// TestRequired sends every form as whoever has it, with what is marked as required and nothing else. Each is accepted, and each required
// field is marked for eye and ear.
func TestRequired(t *testing.T) {
	if testing.Short() {
		t.Skip("make check ends in two minutes: make test walks this")
	}
	towns(t, func(t *testing.T, w *town) {
		show.Show(t, "web.required", "required-unmarked")
		show.Show(t, "web.required", "optional-insisted-on")
		sent, optional := 0, 0
		for _, name := range w.actors() {
			seen := map[string]bool{}
			for _, a := range w.walkers[name].crawl(w.starts(name)...) {
				if !a.isHTML() {
					continue
				}
				for _, wrong := range unmarked(a) {
					t.Errorf("%s: %s: %s", name, a.path, wrong)
				}
				for _, s := range a.sheets() {
					key := shape(w.local(s.action))
					if s.method != http.MethodPost || key == "" || seen[key] || slices.Contains(skipped, key) {
						continue
					}
					seen[key] = true
					for i, press := range s.buttons() {
						if i > 0 {
							s = again(w.walkers[name], s) // what was sent may have changed what the form holds
						}
						form, empty := s.least(a, press)
						if empty == 0 {
							break
						}
						sent, optional = sent+1, optional+empty
						if got := w.sendLeast(name, s, press, form); got.status == http.StatusUnprocessableEntity || got.status == http.StatusBadRequest || got.status >= 500 {
							t.Errorf("%s: the form of %s to %s by %q with its required fields alone: %d: %s", name, a.path, key, press.value, got.status, refusal(got))
						}
					}
				}
			}
		}
		if sent < 40 || optional < 100 {
			t.Errorf("only %d forms with %d fields that may be empty were sent", sent, optional)
		}
	})
}

// buttons are those that send the form, each alone; the zero one has no name.
func (s sheet) buttons() (out []field) {
	for _, f := range s.fields {
		if f.kind == "submit" && !strings.HasPrefix(f.value, "drop-") { // a row that goes is a row less than the form needs
			out = append(out, f)
		}
	}
	if s.plain || len(out) == 0 {
		out = append(out, field{})
	}
	return out
}

func (w *town) sendLeast(name string, s sheet, press field, form url.Values) answer {
	to := w.local(s.action)
	if press.action != "" {
		to, _, _ = strings.Cut(w.local(press.action), "#")
	}
	if !s.files {
		return w.walkers[name].post(to, form)
	}
	var files []whole.Upload
	for _, f := range s.fields {
		if f.kind == "file" && f.required {
			files = append(files, whole.Upload{Field: f.name, Name: "cv.json", Type: "application/json", Content: []byte(`{"basics":{"name":"Kari"}}`)})
		}
	}
	return w.walkers[name].multipart(to, form, files...)
}

// least is the form with what is required, what nobody types, the button that is pressed, and nothing else; empty is how many fields
// were left so.
func (s sheet) least(a answer, press field) (out url.Values, empty int) {
	out = url.Values{}
	groups := markedGroups(a)
	for _, f := range s.fields {
		required := f.required || groups[f.name]
		switch {
		case f.kind == "hidden":
			out.Add(f.name, f.value)
		case f.kind == "submit":
			if f.name == press.name && f.value == press.value {
				out.Add(f.name, f.value)
			}
		case f.name == "all" && bytes.Contains(a.body, []byte(picked)):
			out.Add(f.name, "")
			if m := rePick.FindSubmatch(a.body); m != nil {
				out.Set("pick", string(m[1]))
			}
		case f.kind == "radio", f.kind == "checkbox":
			if required && !out.Has(f.name) {
				out.Set(f.name, f.value)
			} else if !required {
				empty++
			}
		case f.kind == "select":
			if out.Add(f.name, f.chosen()); f.chosen() == "" {
				empty++
			}
		case f.kind == "file":
		case f.name == "letter" && bytes.Contains(a.body, []byte(either)):
			out.Set(f.name, "Jeg vil jobbe hos dere.")
		case f.name == "text-nb" && bytes.Contains(a.body, []byte(tongue)):
			out.Set(f.name, "Hei {name}!")
		case f.name == "anchors0" && f.value == "":
			out.Set(f.name, "Mangler\nLitt\nNok\nGod\nSvært god") // a line for each mark
		case !required:
			empty++
			out.Add(f.name, "")
		case f.value != "":
			out.Set(f.name, f.value)
		case f.name == "number":
			out.Set(f.name, "923609016") // of a form that its check digit confirms
		case f.name == "text":
			out.Set(f.name, "Vi tror at denne jobben kan passe, og vil gjerne snakke om den.") // a request has to say something
		default:
			out.Set(f.name, plausible(f))
		}
	}
	return out, empty
}

// chosen is what a select sends whose reader leaves it alone: empty where it may be, else what stands there.
func (f field) chosen() string {
	if !f.required && slices.Contains(f.options, "") || len(f.options) == 0 {
		return ""
	}
	if f.value != "" {
		return f.value
	}
	return f.options[slices.IndexFunc(f.options, func(o string) bool { return o != "" })]
}

// markedGroups are the names of boxes whose group is marked as required.
func markedGroups(a answer) map[string]bool {
	out := map[string]bool{}
	doc, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		return out
	}
	nodes(doc, func(n *html.Node) {
		if n.Data != "fieldset" || n.FirstChild == nil {
			return
		}
		marked := false
		nodes(n, func(m *html.Node) { marked = marked || m.Data == "legend" && hasMark(m) })
		nodes(n, func(m *html.Node) {
			if marked && m.Data == "input" {
				out[attrs(m)["name"]] = true
			}
		})
	})
	return out
}

// unmarked says which required fields carry no mark in their label, which others carry one, and whether the page says what the mark means.
func unmarked(a answer) (out []string) {
	doc, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		return []string{err.Error()}
	}
	labels := map[string]bool{}
	nodes(doc, func(n *html.Node) {
		if n.Data == "label" && attrs(n)["for"] != "" {
			labels[attrs(n)["for"]] = hasMark(n)
		}
	})
	nodes(doc, func(n *html.Node) {
		at := attrs(n)
		_, required := at["required"]
		if n.Data != "input" && n.Data != "select" && n.Data != "textarea" || at["type"] == "hidden" || at["type"] == "radio" {
			return
		}
		if marked, labelled := labels[at["id"]]; labelled && marked != required {
			out = append(out, "the field "+at["name"]+" is required and not marked, or marked and not required")
		}
	})
	if bytes.Contains(a.body, []byte(`class="v-required"`)) && !bytes.Contains(a.body, []byte("må fylles ut")) {
		out = append(out, "nothing says what the mark of a required field means")
	}
	return out
}

func hasMark(n *html.Node) (found bool) {
	nodes(n, func(m *html.Node) { found = found || attrs(m)["class"] == "v-required" })
	return found
}

// refusal is what a refused form says on top.
func refusal(a answer) string {
	var b strings.Builder
	doc, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		return ""
	}
	nodes(doc, func(n *html.Node) {
		if c := attrs(n)["class"]; strings.Contains(c, "error-summary") || strings.Contains(c, "validation-message") {
			textOf(n, &b)
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

func textOf(n *html.Node, b *strings.Builder) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data + " ")
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		textOf(c, b)
	}
}
