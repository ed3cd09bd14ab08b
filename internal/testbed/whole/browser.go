package whole

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Browser walks the pages over HTTP as a browser without JavaScript does: it keeps cookies, follows redirects, and finds forms and links
// by what a person reads.
type Browser struct {
	Status int
	URL    *url.URL
	Header http.Header
	Body   []byte

	house  *House
	client *http.Client
}

// Browser opens a fresh one.
func (h *House) Browser() *Browser {
	h.T.Helper()
	jar, err := cookiejar.New(nil)
	h.Must(err)
	return &Browser{house: h, client: &http.Client{Jar: jar}}
}

func (b *Browser) do(req *http.Request) *Browser {
	b.house.T.Helper()
	if req.Method == http.MethodPost {
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	resp, err := b.client.Do(req)
	b.house.Must(err)
	defer resp.Body.Close()
	b.Body, err = io.ReadAll(resp.Body)
	b.house.Must(err)
	b.Status, b.URL, b.Header = resp.StatusCode, resp.Request.URL, resp.Header
	return b
}

func (b *Browser) address(path string) string {
	if strings.HasPrefix(path, "http") {
		return path
	}
	return b.house.URL + path
}

// Get opens a page.
func (b *Browser) Get(path string) *Browser {
	b.house.T.Helper()
	req, err := http.NewRequestWithContext(b.house.T.Context(), http.MethodGet, b.address(path), nil)
	b.house.Must(err)
	return b.do(req)
}

// Post sends a form.
func (b *Browser) Post(path string, form url.Values) *Browser {
	b.house.T.Helper()
	req, err := http.NewRequestWithContext(b.house.T.Context(), http.MethodPost, b.address(path), strings.NewReader(form.Encode()))
	b.house.Must(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(req)
}

// Upload is a file of a multipart form.
type Upload struct {
	Field, Name, Type string
	Content           []byte
}

// PostFiles sends a form with files, which come last.
func (b *Browser) PostFiles(path string, form url.Values, files ...Upload) *Browser {
	b.house.T.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, vs := range form {
		for _, v := range vs {
			b.house.Must(w.WriteField(k, v))
		}
	}
	for _, f := range files {
		p, err := w.CreateFormFile(f.Field, f.Name)
		b.house.Must(err)
		_, err = p.Write(f.Content)
		b.house.Must(err)
	}
	b.house.Must(w.Close())
	req, err := http.NewRequestWithContext(b.house.T.Context(), http.MethodPost, b.address(path), &body)
	b.house.Must(err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(req)
}

// Form is a form of the page: where it goes and what it holds.
type Form struct {
	Action, Method string
	Values         url.Values
	Labels         map[string]string // visible label to field name
	Buttons        []string
}

// Forms are the forms of the page, in order.
func (b *Browser) Forms() []Form {
	doc, err := html.Parse(bytes.NewReader(b.Body))
	b.house.Must(err)
	var out []Form
	walk(doc, func(n *html.Node) {
		if n.Data == "form" {
			f := Form{Action: attr(n, "action"), Method: strings.ToUpper(attr(n, "method")), Values: url.Values{}, Labels: map[string]string{}}
			names := map[string]string{}
			walk(n, func(m *html.Node) { f.take(m, names) })
			walk(n, func(m *html.Node) {
				if m.Data == "label" && attr(m, "for") != "" {
					f.Labels[words(m)] = names[attr(m, "for")]
				}
			})
			out = append(out, f)
		}
	})
	return out
}

func (f *Form) take(n *html.Node, names map[string]string) {
	name := attr(n, "name")
	if id := attr(n, "id"); id != "" && name != "" {
		names[id] = name
	}
	switch n.Data {
	case "input":
		kind := attr(n, "type")
		if name == "" || (kind == "checkbox" || kind == "radio") && !has(n, "checked") || kind == "file" || kind == "submit" {
			return
		}
		f.Values.Add(name, attr(n, "value"))
	case "textarea":
		f.Values.Add(name, strings.TrimPrefix(rawText(n), "\n"))
	case "select":
		walk(n, func(o *html.Node) {
			if o.Data == "option" && has(o, "selected") {
				f.Values.Add(name, attr(o, "value"))
			}
		})
	case "button":
		f.Buttons = append(f.Buttons, words(n))
	}
}

// Text is what a person reads on the page.
func (b *Browser) Text() string {
	doc, err := html.Parse(bytes.NewReader(b.Body))
	b.house.Must(err)
	return words(doc)
}

// Links are the addresses of all links whose words contain text, in order.
func (b *Browser) Links(text string) []string {
	doc, err := html.Parse(bytes.NewReader(b.Body))
	b.house.Must(err)
	var out []string
	walk(doc, func(n *html.Node) {
		if n.Data == "a" && strings.Contains(words(n), text) {
			out = append(out, attr(n, "href"))
		}
	})
	return out
}

func walk(n *html.Node, fn func(*html.Node)) {
	if n.Type == html.ElementNode {
		fn(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, fn)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func rawText(n *html.Node) string {
	var s strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			s.WriteString(c.Data)
		}
	}
	return s.String()
}

func words(n *html.Node) string {
	var parts []string
	var in func(*html.Node)
	in = func(n *html.Node) {
		if n.Type == html.TextNode {
			parts = append(parts, strings.Fields(n.Data)...)
		}
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "svg" || n.Data == "head") {
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			in(c)
		}
	}
	in(n)
	return strings.Join(parts, " ")
}
