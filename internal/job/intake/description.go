package intake

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"verv/internal/employer/prose"
	"verv/internal/fault"
)

var (
	hasMarkup = regexp.MustCompile(`<[a-zA-Z/!]`)
	// Many senders escape their markup once more than the format asks for.
	hasEscapedMarkup = regexp.MustCompile(`&lt;/?(?i:p|br|ul|ol|li|b|strong|h[1-6]|div|span|a)\b`)
)

// describe turns a description, marked up or plain, into cleaned HTML and plain text.
func describe(s string) (markup, plain string, f *fault.Fault) {
	if !hasMarkup.MatchString(s) {
		if hasEscapedMarkup.MatchString(s) {
			s = html.UnescapeString(s)
		} else {
			s = asHTML(html.UnescapeString(s))
		}
	}
	return rewrite(s)
}

// asHTML makes paragraphs of plain text: an empty line parts them, a line break stays one.
func asHTML(plain string) string {
	var b strings.Builder
	plain = strings.ReplaceAll(plain, "\r\n", "\n")
	for para := range strings.SplitSeq(plain, "\n\n") {
		if para = strings.TrimSpace(para); para != "" {
			b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(para), "\n", "<br>") + "</p>")
		}
	}
	return b.String()
}

func rewrite(s string) (markup, plain string, f *fault.Fault) {
	markup, plain, err := prose.Rewrite(s)
	if err != nil { // nested deeper than the parser follows
		return "", "", fault.Wrap(err, fault.Malformed, "job.intake.record.deep")
	}
	return markup, plain, nil
}

// line is a one-line text without markup: what a reader of the markup would see.
func line(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	_, plain, f := rewrite(s)
	if f != nil {
		return ""
	}
	return plain
}
