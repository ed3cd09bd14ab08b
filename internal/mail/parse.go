package mail

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"
)

// Message is what is used of a message that came in: who, about what, and their own words.
type Message struct {
	From      string // address alone
	Subject   string
	Text      string // plain words, without what they quote
	Quote     string // what they quote, and the signature
	InReplyTo string
	Automatic bool // an out-of-office, a bounce or a list (RFC 3834): nobody wrote it to us
	Files     []File
	MoreFiles int // that came beyond FilesMost
}

// File is an attachment as it came. Nothing in it can be trusted.
type File struct {
	Name string // one line, without any folder
	Body []byte
}

// FilesMost is how many attachments of a message are read.
const FilesMost = 20

var errUnreadable = errors.New("mail: unreadable message")

const (
	depthLimit = 8
	partLimit  = 100
	textLimit  = 100_000 // characters kept of a message
)

// Parse reads a message (RFC 5322, MIME). It is bounded in depth, parts and text, and refuses what is no message.
func Parse(raw []byte) (Message, error) {
	in, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Message{}, errUnreadable
	}
	from, err := mail.ParseAddress(in.Header.Get("From"))
	if err != nil {
		return Message{}, errUnreadable
	}
	words := mime.WordDecoder{CharsetReader: charset}
	subject, err := words.DecodeHeader(in.Header.Get("Subject"))
	if err != nil {
		subject = ""
	}
	m := Message{From: from.Address, Subject: clean(strings.ToValidUTF8(subject, "")), InReplyTo: clean(in.Header.Get("In-Reply-To")),
		Automatic: automatic(in.Header)}
	w := walker{words: words}
	w.part(in.Header.Get("Content-Type"), in.Header.Get("Content-Transfer-Encoding"), in.Header.Get("Content-Disposition"), in.Body, place{})
	text := w.plain
	if text == "" {
		text = w.marked
	}
	m.Text, m.Quote = Unquote(text)
	m.Files, m.MoreFiles = w.files, w.more
	return m, nil
}

// automatic reports whether a program sent the message by itself (RFC 3834, RFC 3464, RFC 2919, and what programs say that know none of them).
func automatic(h mail.Header) bool {
	auto, _, _ := strings.Cut(strings.ToLower(h.Get("Auto-Submitted")), ";")
	if auto = strings.TrimSpace(auto); auto != "" && auto != "no" {
		return true
	}
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "List-Id", "X-Failed-Recipients"} {
		if h.Get(name) != "" {
			return true
		}
	}
	switch strings.ToLower(strings.TrimSpace(h.Get("Precedence"))) {
	case "bulk", "junk", "list", "auto_reply":
		return true
	}
	kind, _, _ := strings.Cut(strings.ToLower(h.Get("Content-Type")), ";")
	return strings.TrimSpace(kind) == "multipart/report" || strings.TrimSpace(h.Get("Return-Path")) == "<>"
}

type walker struct {
	plain, marked string
	files         []File
	more, parts   int
	words         mime.WordDecoder
}

// place is where in a message a part stands.
type place struct {
	depth   int
	related bool // beside a page that shows it: a logo of a signature is no attachment
}

func (w *walker) part(contentType, encoding, disposition string, body io.Reader, at place) {
	if w.parts++; at.depth > depthLimit || w.parts > partLimit {
		return
	}
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind, params = "text/plain", map[string]string{}
	}
	how, names, err := mime.ParseMediaType(disposition)
	if err != nil {
		how, names = strings.ToLower(strings.TrimSpace(strings.SplitN(disposition, ";", 2)[0])), map[string]string{}
	}
	name := cmp.Or(names["filename"], params["name"])
	if how == "attachment" || name != "" && !at.related && !strings.HasPrefix(kind, "multipart/") {
		w.file(name, encoding, body)
		return
	}
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if err != nil || w.parts > partLimit {
				return
			}
			w.part(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.Header.Get("Content-Disposition"), p,
				place{at.depth + 1, at.related || kind == "multipart/related"})
		}
	case kind == "text/plain" && w.plain == "":
		w.plain = decode(body, encoding, params["charset"])
	case kind == "text/html" && w.marked == "":
		w.marked = visible(decode(body, encoding, params["charset"]))
	case !strings.HasPrefix(kind, "text/") && !at.related:
		w.file(name, encoding, body)
	}
}

// file keeps an attachment. All of them together are no larger than the message was, since no encoding here makes more out of less. A message
// in a message is a file: its parts are not looked at.
func (w *walker) file(name, encoding string, body io.Reader) {
	if len(w.files) == FilesMost {
		w.more++
		return
	}
	raw, _ := io.ReadAll(io.LimitReader(encoded(body, encoding), MessageLimit)) // what cannot be decoded ends there, and its kind will tell
	if plain, err := w.words.DecodeHeader(name); err == nil {
		name = plain
	}
	name = path.Base(strings.ReplaceAll(clean(strings.ToValidUTF8(name, "")), `\`, "/"))
	if r := []rune(name); len(r) > 200 {
		name = string(r[:200])
	}
	w.files = append(w.files, File{Name: strings.Trim(name, "./ "), Body: raw})
}

func encoded(r io.Reader, encoding string) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	}
	return r
}

func decode(r io.Reader, encoding, cs string) string {
	r = encoded(r, encoding)
	if cs != "" {
		if d, err := charset(cs, r); err == nil {
			r = d
		}
	}
	b, _ := io.ReadAll(io.LimitReader(r, 4*textLimit))
	s := strings.ToValidUTF8(string(b), "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
	if utf8.RuneCountInString(s) > textLimit {
		s = string([]rune(s)[:textLimit])
	}
	return s
}

func charset(name string, r io.Reader) (io.Reader, error) {
	e, err := htmlindex.Get(name)
	if err != nil {
		return nil, err
	}
	return e.NewDecoder().Reader(r), nil
}

// visible is the text a reader would see of an HTML part.
func visible(s string) string {
	z := html.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	hidden := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if hidden == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "script", "style", "head", "title":
				hidden++
			case "p", "br", "div", "li", "tr", "h1", "h2", "h3", "blockquote":
				b.WriteString("\n")
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); hidden > 0 {
				switch string(name) {
				case "script", "style", "head", "title":
					hidden--
				}
			}
		}
	}
}
