package job

import (
	"bytes"
	"context"
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/web"
)

// Sitemaps, by sitemaps.org: an index of a site names one map of its pages and one for each 50,000 jobs that have their home there.

const sitemapMost = 50_000 // addresses of one file

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

type sitemap struct {
	XMLName xml.Name     `xml:"urlset"`
	NS      string       `xml:"xmlns,attr"`
	XHTML   string       `xml:"xmlns:xhtml,attr,omitempty"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapIndex struct {
	XMLName xml.Name     `xml:"sitemapindex"`
	NS      string       `xml:"xmlns,attr"`
	Maps    []sitemapURL `xml:"sitemap"`
}

type sitemapURL struct {
	Loc     string          `xml:"loc"`
	Changed string          `xml:"lastmod,omitempty"`
	Tongues []sitemapTongue `xml:"xhtml:link"`
}

type sitemapTongue struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// chapter is one map of jobs: those behind an identifier.
type chapter struct {
	after   ID
	changed time.Time // newest change in it
}

// chapters are the maps of a site, kept: an index and each of its maps ask for all of them.
func (h *House) chapters(ctx context.Context, g privacy.Grant, s site.Site) ([]chapter, error) {
	if err := h.Fresh(ctx); err != nil {
		return nil, err
	}
	return h.finder.chapters.get(s.ID.String(), h.finder.edition(h.db.Now()), func() ([]chapter, error) { return h.cut(ctx, g, s, sitemapMost) })
}

// cut cuts the jobs that have their home on a site.
func (h *House) cut(ctx context.Context, g privacy.Grant, s site.Site, most int) (out []chapter, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		for after := (ID{}); ; {
			c, n, last := chapter{after: after}, 0, ""
			if err := r.Get("job.chapter", store.Args{"site_id": s.ID, "now": h.db.Now(), "after": after.String(), "most": most}, &n, &last, &c.changed); err != nil {
				return err
			}
			if n == 0 {
				return nil
			}
			if out = append(out, c); n < most {
				return nil
			}
			if err := after.UnmarshalText([]byte(last)); err != nil {
				return err
			}
		}
	})
	return out, err
}

// addresses are those of one chapter.
func (h *House) addresses(ctx context.Context, g privacy.Grant, s site.Site, after ID, most int, url func(string) string) (out []sitemapURL, err error) {
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		args := store.Args{"site_id": s.ID, "now": h.db.Now(), "after": after.String(), "most": most}
		out, err = store.List(r, "job.sitemap", args, func(row store.Row) (sitemapURL, error) {
			var j ID
			var title string
			var changed time.Time
			err := row.Scan(&j, &title, &changed)
			return sitemapURL{Loc: url(address(j, title)), Changed: changed.UTC().Format(time.RFC3339)}, err
		})
		return err
	})
	return out, err
}

func (h *House) getSitemap(r *web.Request) error {
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	parts, err := h.chapters(r, r.Grant, s)
	if err != nil {
		return err
	}
	m := sitemapIndex{NS: sitemapSpace, Maps: []sitemapURL{{Loc: r.URL("/sitemaps/pages.xml")}}}
	var newest time.Time
	for i, p := range parts {
		m.Maps = append(m.Maps, sitemapURL{Loc: r.URL("/sitemaps/jobs-" + strconv.Itoa(i+1) + ".xml"), Changed: p.changed.UTC().Format(time.RFC3339)})
		if p.changed.After(newest) {
			newest = p.changed
		}
	}
	return feedXML(r, m, newest)
}

func (h *House) getSitemapPart(r *web.Request) error {
	name, err := r.PathText("name")
	if err != nil {
		return err
	}
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	if name == "pages.xml" {
		return feedXML(r, h.pages(r, s), time.Time{})
	}
	number, isJobs := strings.CutPrefix(strings.TrimSuffix(name, ".xml"), "jobs-")
	n, err := strconv.Atoi(number)
	if err != nil || !isJobs || n < 1 || name != "jobs-"+strconv.Itoa(n)+".xml" {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	parts, err := h.chapters(r, r.Grant, s)
	if err != nil {
		return err
	}
	if n > len(parts) {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	urls, err := h.addresses(r, r.Grant, s, parts[n-1].after, sitemapMost, r.URL)
	if err != nil {
		return err
	}
	return feedXML(r, sitemap{NS: sitemapSpace, URLs: urls}, parts[n-1].changed)
}

// pages are the addresses beside jobs, each in every language.
func (h *House) pages(r *web.Request, s site.Site) sitemap {
	m := sitemap{NS: sitemapSpace, XHTML: "http://www.w3.org/1999/xhtml"}
	paths := []string{"/", "/jobs", "/employers", "/imprint"}
	if _, ok := s.Text(site.Terms, s.Language); ok {
		paths = append(paths, "/terms")
	}
	for _, p := range paths {
		u := sitemapURL{Loc: r.URL(p)}
		for _, l := range locale.Languages() {
			u.Tongues = append(u.Tongues, sitemapTongue{"alternate", l.Tag, r.URL("/" + l.Tag + strings.TrimSuffix(p, "/"))})
		}
		m.URLs = append(m.URLs, u)
	}
	return m
}

func feedXML(r *web.Request, v any, changed time.Time) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(v); err != nil {
		return err
	}
	return r.Feed("application/xml; charset=utf-8", b.Bytes(), changed)
}
