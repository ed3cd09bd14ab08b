package intake

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"golang.org/x/net/html"

	"verv/internal/fault"
)

// html reads every JSON-LD script of a page. Each script is a text of its own: a broken one costs only itself.
func (p *reader) html(s *scanner) {
	z := html.NewTokenizer(s.r)
	z.SetMaxBuf(8 * p.Limits.Record)
	line := s.line
	for !p.done {
		switch z.Next() {
		case html.ErrorToken:
			switch err := z.Err(); err {
			case io.EOF:
			case html.ErrBufferExceeded:
				p.refuse(Record{Line: line}, fault.New(fault.TooLarge, "job.intake.record.large"))
			default:
				s.err, s.line = err, line
			}
			return
		case html.StartTagToken:
			raw := bytes.Count(z.Raw(), []byte("\n"))
			name, attrs := z.TagName()
			tag := string(name)
			with := attributes(z, attrs)
			line += raw
			if tag == "html" && with["lang"] != "" {
				p.lang = languageTag(with["lang"])
			}
			media, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(with["type"])), ";")
			if tag != "script" || strings.TrimSpace(media) != "application/ld+json" || z.Next() != html.TextToken {
				continue
			}
			body := z.Raw()
			p.script(body, line)
			line += bytes.Count(body, []byte("\n"))
		default:
			line += bytes.Count(z.Raw(), []byte("\n"))
		}
	}
}

func attributes(z *html.Tokenizer, more bool) map[string]string {
	m := map[string]string{}
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		m[string(k)] = string(v)
	}
	return m
}

// script reads one script as a file of its own within the pass. Comment and CDATA marks around the JSON are an old
// habit of authors and no part of it.
func (p *reader) script(body []byte, line int) {
	lead := len(body) - len(bytes.TrimLeft(body, " \t\r\n"))
	line += bytes.Count(body[:lead], []byte("\n"))
	body = bytes.TrimSpace(body)
	for _, w := range [][2]string{{"//<![CDATA[", "//]]>"}, {"<![CDATA[", "]]>"}, {"<!--", "-->"}} {
		if bytes.HasPrefix(body, []byte(w[0])) {
			body = bytes.TrimSuffix(bytes.TrimPrefix(body, []byte(w[0])), []byte(w[1]))
		}
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return
	}
	p.json(&scanner{r: bufio.NewReader(bytes.NewReader(body)), line: line})
	p.done = p.done && p.stopped
}
