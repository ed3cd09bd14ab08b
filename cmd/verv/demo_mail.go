package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/mail/caught"
	"verv/internal/privacy"
	"verv/internal/web"
	"verv/internal/web/page"
)

// letterbox shows what the catching mail server holds. Everybody who reaches the demonstration may look: nobody in it is real.
type letterbox struct{ post *caught.Server }

const letterboxPath = "/_demo/mail"

func (l letterbox) routes() []web.Route {
	see := web.Public(access.SiteSee, privacy.Publish)
	return []web.Route{web.Get(letterboxPath, see, l.list), web.Get(letterboxPath+"/{letter}", see, l.open)}
}

// caughtLetter is one letter as its page shows it.
type caughtLetter struct {
	to, subject, language, when string
	paragraphs                  []string // of the text part
}

func (l letterbox) list(r *web.Request) error {
	all := l.post.Mails()
	slices.Reverse(all)
	say := r.Words.Say
	t := page.Records{ID: "mails", Caption: say("demo.mail.title"), Hide: true, Columns: []page.Column{{Label: say("demo.mail.subject")}, {Label: say("demo.mail.to")},
		{Label: say("demo.mail.when")}}}
	for _, m := range all {
		c := readLetter(r, m)
		t.Rows = append(t.Rows, []page.Cell{{Text: c.subject, URL: r.Path(letterboxPath + "/" + letterName(m))}, {Text: c.to}, {Text: c.when}})
	}
	v := r.View(say("demo.mail.title"))
	v.NoIndex, v.Wide = true, true
	return r.Render(http.StatusOK, letterboxPage(v, t))
}

func (l letterbox) open(r *web.Request) error {
	name, err := r.PathText("letter")
	if err != nil {
		return err
	}
	for _, m := range l.post.Mails() {
		if letterName(m) == name {
			c := readLetter(r, m)
			v := r.View(c.subject)
			v.NoIndex = true
			return r.Render(http.StatusOK, letterPage(v, c, []page.Link{{URL: r.Path(letterboxPath), Label: r.Words.Say("demo.mail.title")},
				{URL: r.Here(), Label: c.subject}}))
		}
	}
	return fault.New(fault.NotFound, "fault.notfound")
}

// letterName names a letter by what it holds: its place in the list moves.
func letterName(m caught.Mail) string {
	sum := sha256.Sum256(append([]byte(m.To+"\n"), m.Raw...))
	return hex.EncodeToString(sum[:10])
}

func readLetter(r *web.Request, m caught.Mail) caughtLetter {
	c := caughtLetter{to: m.To}
	in, err := netmail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		return c
	}
	c.language = in.Header.Get("Content-Language")
	if c.subject, err = new(mime.WordDecoder).DecodeHeader(in.Header.Get("Subject")); err != nil || c.subject == "" {
		c.subject = r.Words.Say("demo.mail.nosubject")
	}
	if at, err := in.Header.Date(); err == nil {
		c.when = r.Words.DateTime(at)
	}
	text := strings.ReplaceAll(plainPart(in), "\r\n", "\n")
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			c.paragraphs = append(c.paragraphs, p)
		}
	}
	return c
}

// partMost bounds what is shown of a part, in bytes.
const partMost = 100 << 10

// plainPart is the text part of a letter of ours: multipart/alternative, the text first.
func plainPart(in *netmail.Message) string {
	kind, params, err := mime.ParseMediaType(in.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	if !strings.HasPrefix(kind, "multipart/") {
		return decoded(in.Body, in.Header.Get("Content-Transfer-Encoding"))
	}
	parts := multipart.NewReader(in.Body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			return ""
		}
		if strings.HasPrefix(p.Header.Get("Content-Type"), "text/plain") {
			return decoded(p, p.Header.Get("Content-Transfer-Encoding"))
		}
	}
}

func decoded(in io.Reader, encoding string) string {
	if strings.EqualFold(encoding, "quoted-printable") {
		in = quotedprintable.NewReader(in)
	}
	text, err := io.ReadAll(io.LimitReader(in, partMost))
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(string(text), "")
}

var reAddress = regexp.MustCompile(`https?://[^\s<>"]+[^\s<>".,;:!?)]`)

// run is a piece of a paragraph: words, or an address that can be followed.
type run struct {
	text string
	link bool
}

// runs cuts a paragraph at its addresses.
func runs(paragraph string) []run {
	var out []run
	at := 0
	for _, m := range reAddress.FindAllStringIndex(paragraph, -1) {
		out = append(out, run{paragraph[at:m[0]], false}, run{paragraph[m[0]:m[1]], true})
		at = m[1]
	}
	return append(out, run{paragraph[at:], false})
}
