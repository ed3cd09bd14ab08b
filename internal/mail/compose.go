package mail

import (
	"bytes"
	_ "embed" // letter.html
	"fmt"
	"html/template"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

//go:embed letter.html
var letterHTML string

var page = template.Must(template.New("letter").Parse(letterHTML))

// compose makes the message: a text part and an HTML part of the same words. The Message-ID follows from the task, so that a letter
// that is sent twice after a crash is one message to the reader's program.
func (f Frame) compose(l Letter, task string, now time.Time) ([]byte, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.FromFormat(clean(l.SiteName), f.From); err != nil {
		return nil, fmt.Errorf("mail: from: %w", err)
	}
	if err := m.To(l.To); err != nil {
		return nil, errNotAnAddress
	}
	if l.ReplyTo != "" {
		if err := m.ReplyTo(l.ReplyTo); err != nil {
			return nil, errNotAnAddress
		}
	}
	m.Subject(clean(l.Subject))
	m.SetDateWithValue(now)
	m.SetMessageIDWithValue(task + "@" + f.Domain)
	m.SetGenHeader("Content-Language", l.Language)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	if l.Thread != "" {
		root := "<" + clean(l.Thread) + "@" + f.Domain + ">"
		m.SetGenHeader("References", root)
		m.SetGenHeader("In-Reply-To", root)
	}
	if l.Unsubscribe != "" {
		m.SetGenHeader("List-Unsubscribe", "<"+clean(l.Unsubscribe)+">")
		m.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	m.SetBodyString(gomail.TypeTextPlain, f.text(l))
	var html bytes.Buffer
	if err := page.Execute(&html, struct {
		Letter
		Frame
	}{l, f}); err != nil {
		return nil, err
	}
	m.AddAlternativeString(gomail.TypeTextHTML, html.String())
	var out bytes.Buffer
	_, err := m.WriteTo(&out)
	return out.Bytes(), err
}

// text is the text part: paragraphs, the link on its own line, the foot behind a signature mark.
func (f Frame) text(l Letter) string {
	var b strings.Builder
	para := func(s string) {
		if s != "" {
			b.WriteString(strings.TrimSpace(s) + "\n\n")
		}
	}
	para(l.Greeting)
	for _, p := range l.Paragraphs {
		para(p)
	}
	if l.Action != nil {
		para(l.Action.Label + ":\n" + l.Action.URL)
	}
	for _, a := range l.Links {
		para(a.Label + ":\n" + a.URL)
	}
	for _, s := range l.Sections {
		para("== " + s.Title + " ==")
		for _, i := range s.Items {
			para(strings.Join(append(append([]string{i.Label}, i.Lines...), i.URL), "\n"))
		}
		if s.More != nil {
			para(s.More.Label + ":\n" + s.More.URL)
		}
	}
	for _, p := range l.After {
		para(p)
	}
	b.WriteString("-- \n")
	for _, line := range []string{l.SiteName, l.Why, f.Operator + " · " + f.Contact} {
		if line != "" {
			b.WriteString(line + "\n")
		}
	}
	for _, a := range l.Stops {
		b.WriteString(a.Label + ":\n" + a.URL + "\n")
	}
	return b.String()
}

// clean keeps a header on one line.
func clean(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 }), " ")
}
