package prose

import (
	"html"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// policy is the last word on what markup may stay.
var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "ul", "ol", "li", "strong", "em", "h2", "h3")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.RequireNoFollowOnLinks(true)
	return p
}()

var (
	reMarkup  = regexp.MustCompile(`</?(?i:p|br|ul|ol|li|b|strong|i|em|h[1-6]|div|span|a|script|style|table|img)\b[^>]*>`)
	reOrdered = regexp.MustCompile(`^\d{1,3}[.)] +`)
	reBullet  = regexp.MustCompile(`^[-*•] +`)
	reStrong  = regexp.MustCompile(`\*\*([^*\n]+)\*\*`)
	reEmph    = regexp.MustCompile(`\*([^*\s][^*\n]*)\*`)
	reLink    = regexp.MustCompile(`\[([^\[\]\n]+)\]\(((?:https?://|mailto:)[^()\s]+)\)`)
)

// HTML makes clean HTML of what was typed, be it the small language or markup. Empty text gives the empty string.
func HTML(typed string) string {
	typed = strings.ReplaceAll(typed, "\r\n", "\n")
	if reMarkup.MatchString(typed) {
		return Clean(typed)
	}
	var b builder
	for line := range strings.SplitSeq(typed, "\n") {
		b.line(strings.TrimSpace(line))
	}
	b.shut()
	return policy.Sanitize(b.out.String())
}

// Clean drops from markup all that has no place in a text. Markup that nobody could follow is dropped whole.
func Clean(markup string) string {
	out, _, err := Rewrite(markup)
	if err != nil {
		return ""
	}
	return out
}

// builder writes one block after the other.
type builder struct {
	out  strings.Builder
	open string // p, ul, ol or empty
}

func (b *builder) line(s string) {
	switch {
	case s == "":
		b.shut()
	case strings.HasPrefix(s, "### "):
		b.whole("h3", s[4:])
	case strings.HasPrefix(s, "## "), strings.HasPrefix(s, "# "):
		b.whole("h2", strings.TrimLeft(s, "# "))
	case reBullet.MatchString(s):
		b.item("ul", reBullet.ReplaceAllString(s, ""))
	case reOrdered.MatchString(s):
		b.item("ol", reOrdered.ReplaceAllString(s, ""))
	case b.open == "p":
		b.out.WriteString("<br>" + inline(s))
	default:
		b.begin("p")
		b.out.WriteString(inline(s))
	}
}

func (b *builder) begin(tag string) {
	b.shut()
	b.out.WriteString("<" + tag + ">")
	b.open = tag
}

func (b *builder) shut() {
	if b.open != "" {
		b.out.WriteString("</" + b.open + ">")
		b.open = ""
	}
}

func (b *builder) whole(tag, s string) {
	b.shut()
	b.out.WriteString("<" + tag + ">" + inline(s) + "</" + tag + ">")
}

func (b *builder) item(list, s string) {
	if b.open != list {
		b.begin(list)
	}
	b.out.WriteString("<li>" + inline(s) + "</li>")
}

// inline escapes first: what is marked afterwards cannot hold markup of its own.
func inline(s string) string {
	s = html.EscapeString(s)
	s = reLink.ReplaceAllString(s, `<a href="$2">$1</a>`)
	s = reStrong.ReplaceAllString(s, "<strong>$1</strong>")
	return reEmph.ReplaceAllString(s, "<em>$1</em>")
}
