package feed

import (
	"bytes"
	"encoding/xml"
	"time"

	"verv/internal/web"
)

// RSS 2.0, with the language of each item by Dublin Core and the way to the next page by RFC 5005.

type rss struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Language    string    `xml:"language"`
	Changed     string    `xml:"lastBuildDate,omitempty"`
	Ways        []rssLink `xml:"atom:link"`
	Items       []rssItem `xml:"item"`
}

type rssLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type rssItem struct {
	Title       string  `xml:"title"`
	Link        string  `xml:"link"`
	GUID        rssGUID `xml:"guid"`
	Published   string  `xml:"pubDate"`
	Creator     string  `xml:"dc:creator"`
	Language    string  `xml:"dc:language"`
	Description string  `xml:"description"`
}

type rssGUID struct {
	Permanent bool   `xml:"isPermaLink,attr"`
	Value     string `xml:",chardata"`
}

const rssType = "application/rss+xml"

func (h *House) writeRSS(r *web.Request, employer string) error {
	c, err := h.tune(r, employer, readersMost)
	if err != nil {
		return err
	}
	f := rss{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", DC: "http://purl.org/dc/elements/1.1/", Channel: rssChannel{Title: c.title(),
		Link: r.URL(c.home()), Description: r.Words.Say("feed.description", "Name", c.title()), Language: c.site.Language,
		Ways: []rssLink{{"self", rssType, r.URL(c.under + "/feed.rss" + c.own())}}}}
	if n := c.next(); n != "" {
		f.Channel.Ways = append(f.Channel.Ways, rssLink{"next", rssType, r.URL(c.under + "/feed.rss" + n)})
	}
	if !c.part.Changed.IsZero() {
		f.Channel.Changed = c.part.Changed.UTC().Format(time.RFC1123Z)
	}
	for _, j := range c.part.Jobs {
		url := h.jobs.URL(r, j)
		author, _ := j.Author()
		f.Channel.Items = append(f.Channel.Items, rssItem{Title: j.Title, Link: url, GUID: rssGUID{false, j.ID.String()},
			Published: j.PublishedAt.UTC().Format(time.RFC1123Z), Creator: author, Language: j.Language, Description: j.Text})
	}
	return answerXML(r, rssType+"; charset=utf-8", f, c.part.Changed)
}

// answerXML writes a document. What no XML may hold, package xml replaces; a title can break nothing.
func answerXML(r *web.Request, contentType string, v any, changed time.Time) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(v); err != nil {
		return err
	}
	return r.Feed(contentType, b.Bytes(), changed)
}
