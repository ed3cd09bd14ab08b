package prose

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Rewrite makes clean markup of any, with the same as plain text. What it gives is flat, balanced and of one form: rewriting it once more
// changes nothing. The error is that of markup nested deeper than the parser follows.
func Rewrite(markup string) (clean, plain string, err error) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(markup), body)
	if err != nil {
		return "", "", fmt.Errorf("prose: %w", err)
	}
	var w writer
	for _, n := range nodes {
		w.node(n)
	}
	w.close()
	w.endList()
	plain = strings.TrimSpace(emptyLines.ReplaceAllString(w.plain.String(), "\n\n"))
	return string(policy.SanitizeBytes(w.out.Bytes())), plain, nil
}

var emptyLines = regexp.MustCompile(`[ \t]*\n(?:[ \t]*\n)+`)

const linkMax = 2000 // bytes of an address

// Link is an absolute address of one of the schemes, else empty.
func Link(s string, schemes ...string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || len(s) > linkMax {
		return ""
	}
	for _, scheme := range schemes {
		if u.Scheme == scheme && (u.Host != "" || scheme == "mailto" && u.Opaque != "") && u.User == nil {
			return u.String()
		}
	}
	return ""
}

// Links lists the addresses that clean markup leads to.
func Links(markup string) []string {
	var out []string
	z := html.NewTokenizer(strings.NewReader(markup))
	for t := z.Next(); t != html.ErrorToken; t = z.Next() {
		if t != html.StartTagToken {
			continue
		}
		for _, a := range z.Token().Attr {
			if a.Key == "href" {
				out = append(out, a.Val)
			}
		}
	}
	return out
}

// writer rebuilds a tree as a flat run of paragraphs, headings and lists, always balanced, whatever the tree was.
type writer struct {
	out   bytes.Buffer
	plain strings.Builder
	block string   // the open block: p, h2, h3, li or empty
	list  string   // the open list: ul, ol or empty
	marks []string // open tags within the block, outermost first: strong, em, a with its href
	space bool     // white space is due before the next word
	blank bool     // nothing has been written into the line
	soft  bool     // a line break is due before the next word
}

// node writes n and what is in it.
func (w *writer) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
		return
	case html.ElementNode:
	default:
		return // comments, doctypes
	}
	if n.Namespace != "" { // svg, math: nothing of theirs is text of an advertisement
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Iframe, atom.Object, atom.Embed, atom.Noscript, atom.Noembed,
		atom.Noframes, atom.Textarea, atom.Select, atom.Title, atom.Head, atom.Xmp, atom.Plaintext, atom.Button:
		return
	case atom.Br:
		w.lineBreak()
	case atom.H1, atom.H2:
		w.within(n, "h2")
	case atom.H3, atom.H4, atom.H5, atom.H6:
		w.within(n, "h3")
	case atom.Ul, atom.Ol:
		w.listOf(n, n.Data)
	case atom.Li:
		if w.list == "" {
			w.listOf(n, "ul")
		} else {
			w.within(n, "li")
		}
	case atom.Strong, atom.B:
		w.marked(n, "<strong>")
	case atom.Em, atom.I:
		w.marked(n, "<em>")
	case atom.A:
		w.anchor(n)
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Blockquote, atom.Pre, atom.Tr,
		atom.Dl, atom.Dt, atom.Dd, atom.Table, atom.Form, atom.Address, atom.Figure, atom.Hr, atom.Center, atom.Aside, atom.Nav:
		w.paragraph(n)
	case atom.Td, atom.Th:
		w.space = true
		w.children(n)
	default:
		w.children(n)
	}
}

func (w *writer) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

// within writes n's content as a block of its own.
func (w *writer) within(n *html.Node, tag string) {
	if tag != "li" {
		w.close()
		w.endList()
	}
	w.close()
	w.open(tag)
	w.children(n)
	w.close()
}

// paragraph parts n from what is around it. Inside a list item it is only a break, inside a heading nothing.
func (w *writer) paragraph(n *html.Node) {
	switch w.block {
	case "li":
		w.soft = true
		w.children(n)
		w.soft = true
	case "h2", "h3":
		w.children(n)
	default:
		w.close()
		w.children(n)
		w.close()
	}
}

// listOf opens a list. A list within a list goes on as the outer one: flat, but in order.
func (w *writer) listOf(n *html.Node, kind string) {
	outer := w.list
	w.close()
	if outer == "" {
		w.list = kind
		w.out.WriteString("<" + kind + ">")
	}
	if n.DataAtom == atom.Li {
		w.within(n, "li")
	} else {
		w.children(n)
	}
	w.close()
	if outer == "" {
		w.endList()
	}
}

func (w *writer) endList() {
	if w.list != "" {
		w.out.WriteString("</" + w.list + ">")
		w.plain.WriteString("\n")
		w.list = ""
	}
}

// open begins a block and repeats the marks that are open around it.
func (w *writer) open(tag string) {
	w.block, w.blank, w.space, w.soft = tag, true, false, false
	w.out.WriteString("<" + tag + ">")
	for _, m := range w.marks {
		w.out.WriteString(m)
	}
	if tag == "li" {
		w.plain.WriteString("- ")
	}
}

// close ends the open block, marks first.
func (w *writer) close() {
	if w.block == "" {
		return
	}
	for i := len(w.marks) - 1; i >= 0; i-- {
		w.out.WriteString(endOf(w.marks[i]))
	}
	w.out.WriteString("</" + w.block + ">")
	w.plain.WriteString("\n")
	if w.block != "li" {
		w.plain.WriteString("\n")
	}
	w.block, w.space = "", false
}

func endOf(mark string) string {
	switch mark {
	case "<strong>", "<em>":
		return "</" + mark[1:]
	}
	return "</a>"
}

func (w *writer) marked(n *html.Node, mark string) {
	for _, m := range w.marks {
		if m == mark {
			w.children(n)
			return
		}
	}
	if w.block != "" {
		w.pending()
		w.out.WriteString(mark)
	}
	w.marks = append(w.marks, mark)
	w.children(n)
	w.marks = w.marks[:len(w.marks)-1]
	if w.block != "" {
		w.out.WriteString(endOf(mark))
	}
}

func (w *writer) anchor(n *html.Node) {
	for _, a := range n.Attr {
		if a.Key == "href" && a.Namespace == "" {
			if href := Link(a.Val, "http", "https", "mailto"); href != "" && !w.linked() {
				w.marked(n, `<a href="`+html.EscapeString(href)+`">`)
				return
			}
		}
	}
	w.children(n)
}

func (w *writer) linked() bool {
	for _, m := range w.marks {
		if strings.HasPrefix(m, "<a ") {
			return true
		}
	}
	return false
}

// pending writes the space that is due.
func (w *writer) pending() {
	if w.space && !w.blank {
		w.out.WriteByte(' ')
		w.plain.WriteByte(' ')
	}
	w.space = false
}

func (w *writer) lineBreak() {
	if w.block == "" || w.block == "h2" || w.block == "h3" || w.blank {
		w.space = true
		return
	}
	w.out.WriteString("<br>")
	w.plain.WriteString("\n")
	w.space = false
	w.blank = true // no space at the head of the line
}

func (w *writer) text(s string) {
	words := strings.Fields(s)
	if len(words) == 0 {
		w.space = w.space || s != ""
		return
	}
	if w.block == "" {
		if w.list != "" {
			w.open("li")
		} else {
			w.open("p")
		}
	}
	if w.soft && !w.blank {
		w.lineBreak()
	}
	w.soft = false
	w.space = w.space || strings.TrimLeft(s, " \t\n\r\f\u00a0") != s
	w.pending()
	run := strings.Join(words, " ")
	w.out.WriteString(html.EscapeString(run))
	w.plain.WriteString(run)
	w.blank = false
	w.space = strings.TrimRight(s, " \t\n\r\f\u00a0") != s
}
