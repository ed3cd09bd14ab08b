package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
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
	InReplyTo string
	Automatic bool // an out-of-office or a bounce (RFC 3834): nobody wrote it
	Files     int  // attachments, which are left where they are
}

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
	w := walker{}
	w.part(in.Header.Get("Content-Type"), in.Header.Get("Content-Transfer-Encoding"), in.Header.Get("Content-Disposition"), in.Body, 0)
	text := w.plain
	if text == "" {
		text = w.marked
	}
	m.Text, m.Files = Unquote(text), w.files
	return m, nil
}

func automatic(h mail.Header) bool {
	auto := strings.ToLower(h.Get("Auto-Submitted"))
	return auto != "" && auto != "no" || h.Get("X-Autoreply") != "" || strings.EqualFold(h.Get("Precedence"), "bulk") ||
		strings.TrimSpace(h.Get("Return-Path")) == "<>"
}

type walker struct {
	plain, marked string
	files, parts  int
}

func (w *walker) part(contentType, encoding, disposition string, body io.Reader, depth int) {
	if w.parts++; depth > depthLimit || w.parts > partLimit {
		return
	}
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind, params = "text/plain", map[string]string{}
	}
	if strings.HasPrefix(strings.ToLower(disposition), "attachment") {
		w.files++
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
			w.part(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.Header.Get("Content-Disposition"), p, depth+1)
		}
	case kind == "text/plain" && w.plain == "":
		w.plain = decode(body, encoding, params["charset"])
	case kind == "text/html" && w.marked == "":
		w.marked = visible(decode(body, encoding, params["charset"]))
	case !strings.HasPrefix(kind, "text/"):
		w.files++
	}
}

func decode(r io.Reader, encoding, cs string) string {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
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

// Unquote keeps what was written above the quoted message and the signature.
func Unquote(s string) string {
	lines := strings.Split(s, "\n")
	end := len(lines)
	for i, l := range lines {
		if l == "-- " || strings.HasPrefix(l, "-----Original") || i > 0 && strings.HasPrefix(l, "________________________________") {
			end = i
			break
		}
	}
	for end > 0 {
		l := strings.TrimSpace(lines[end-1])
		if l != "" && !strings.HasPrefix(l, ">") && !introduces(l, lines[end:]) {
			break
		}
		end--
	}
	return strings.TrimSpace(strings.Join(lines[:end], "\n"))
}

// introduces reports whether a line ends in a colon and a quotation follows it: «man. 23. nov. skrev Kari:».
func introduces(line string, rest []string) bool {
	if !strings.HasSuffix(line, ":") {
		return false
	}
	for _, l := range rest {
		if t := strings.TrimSpace(l); t != "" {
			return strings.HasPrefix(t, ">")
		}
	}
	return false
}
