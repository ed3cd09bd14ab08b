package feed

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"verv/internal/job"
	"verv/internal/job/intake"
	"verv/internal/web"
)

// The names in this file are those of Indeed's XML job feed.

type indeed struct {
	XMLName xml.Name    `xml:"source"`
	Name    string      `xml:"publisher"`
	URL     string      `xml:"publisherurl"`
	Built   string      `xml:"lastBuildDate,omitempty"`
	Next    string      `xml:"nexturl,omitempty"` // of Verv: where the rest is
	Jobs    []indeedJob `xml:"job"`
}

type indeedJob struct {
	Title       cdata `xml:"title"`
	Date        cdata `xml:"date"`
	Number      cdata `xml:"referencenumber"`
	URL         cdata `xml:"url"`
	Employer    cdata `xml:"company"`
	Site        cdata `xml:"sourcename"`
	City        cdata `xml:"city"`
	Region      cdata `xml:"state"`
	Country     cdata `xml:"country"`
	Postcode    cdata `xml:"postalcode"`
	Street      cdata `xml:"streetaddress"`
	Description cdata `xml:"description"`
	Salary      cdata `xml:"salary"`
	Type        cdata `xml:"jobtype"`
	Branch      cdata `xml:"category"`
	Language    cdata `xml:"language"`
	Remote      cdata `xml:"remotetype"`
	Ends        cdata `xml:"expirationdate"`
}

// cdata is a text as the format wants it; package xml splits what would end it.
type cdata struct {
	Text string `xml:",cdata"`
}

func text(s string) cdata { return cdata{valid(s)} }

// valid drops what no XML document may hold (XML 1.0, 2.2): in a CDATA section nothing can be escaped.
func valid(s string) string {
	return strings.Map(func(c rune) rune {
		if c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd || c >= 0x10000 && c <= 0x10ffff {
			return c
		}
		return -1
	}, s)
}

func (h *House) getIndeed(r *web.Request) error {
	c, err := h.tune(r, "", machinesMost)
	if err != nil {
		return err
	}
	f := indeed{Name: c.site.Name, URL: r.URL("/")}
	if !c.part.Changed.IsZero() {
		f.Built = c.part.Changed.UTC().Format(time.RFC1123Z)
	}
	if n := c.next(); n != "" {
		f.Next = r.URL("/feed/indeed.xml" + n)
	}
	for _, j := range c.part.Jobs {
		f.Jobs = append(f.Jobs, indeedOf(j, c.site.Name, h.jobs.URL(r, j)))
	}
	return answerXML(r, "application/xml; charset=utf-8", f, c.part.Changed)
}

func indeedOf(j job.Job, site, url string) indeedJob {
	author, _ := j.Author()
	v := indeedJob{Title: text(j.Title), Date: text(j.PublishedAt.UTC().Format(time.RFC3339)), Number: text(j.ID.String()), URL: text(url),
		Employer: text(author), Site: text(site), Description: text(j.Text), Salary: text(salary(j.Pay)), Type: text(kinds(j)),
		Branch: text(j.EmployerBranch), Language: text(j.Language), Remote: text(map[job.Remote]string{intake.Hybrid: "Hybrid remote", intake.Fully: "Fully remote"}[j.Remote])}
	if len(j.Places) > 0 {
		p := j.Places[0] // the format knows one place
		v.City, v.Region, v.Country, v.Postcode, v.Street = text(p.Town), text(p.Region), text(p.Country), text(p.Postcode), text(p.Street)
	}
	if j.Deadline != "" {
		v.Ends = text(j.Deadline)
	}
	return v
}

// salary is an amount or a range with its currency and unit, or the words that stand for it.
func salary(p job.Pay) string {
	low, high := max(p.Min, 0), max(p.Max, p.Min)
	if high == 0 {
		return p.Text
	}
	amount := func(n int64) string { return strings.TrimSuffix(fmt.Sprintf("%d.%02d", n/100, n%100), ".00") }
	s := amount(high)
	if low > 0 && low != high {
		s = amount(low) + " - " + s
	}
	return p.Currency + " " + s + " per " + string(p.Unit)
}

func kinds(j job.Job) string {
	var out []string
	for _, e := range j.Employment {
		out = append(out, strings.ReplaceAll(string(e), "_", " "))
	}
	if e := j.Extent; e.Max > 0 && e.Min == e.Max {
		out = append(out, fmt.Sprintf("%d %%", e.Max))
	} else if e.Max > 0 {
		out = append(out, fmt.Sprintf("%d-%d %%", e.Min, e.Max))
	}
	return strings.Join(out, ", ")
}
