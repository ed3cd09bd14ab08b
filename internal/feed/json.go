package feed

import (
	"encoding/json"
	"time"

	"verv/internal/employer/prose"
	"verv/internal/job"
	"verv/internal/web"
)

// JSON Feed 1.1 (jsonfeed.org/version/1.1).

type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url"`
	FeedURL     string       `json:"feed_url"`
	Description string       `json:"description,omitempty"`
	NextURL     string       `json:"next_url,omitempty"`
	Icon        string       `json:"icon,omitempty"`
	Language    string       `json:"language"`
	Authors     []jsonAuthor `json:"authors,omitempty"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// jsonItem is one advertisement. What the format has no word for stands in _verv, by schema.org's names for a JobPosting.
type jsonItem struct {
	ID          string          `json:"id"`
	URL         string          `json:"url"`
	Title       string          `json:"title"`
	ContentHTML string          `json:"content_html"`
	Summary     string          `json:"summary,omitempty"`
	Published   string          `json:"date_published"`
	Modified    string          `json:"date_modified,omitempty"`
	Authors     []jsonAuthor    `json:"authors"`
	Tags        []string        `json:"tags,omitempty"`
	Language    string          `json:"language"`
	Verv        json.RawMessage `json:"_verv"`
}

const summaryMost = 200

func (h *House) writeJSON(r *web.Request, employer string) error {
	c, err := h.tune(r, employer, readersMost)
	if err != nil {
		return err
	}
	f := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: c.title(), HomePageURL: r.URL(c.home()), FeedURL: r.URL(c.under + "/feed.json" + c.own()),
		Description: r.Words.Say("feed.description", "Name", c.title()), Language: c.site.Language, Items: []jsonItem{}}
	if n := c.next(); n != "" {
		f.NextURL = r.URL(c.under + "/feed.json" + n)
	}
	if c.site.Logo != "" {
		f.Icon = r.URL(web.PicturePath + c.site.Logo)
	}
	for _, j := range c.part.Jobs {
		i, err := h.item(r, c, j)
		if err != nil {
			return err
		}
		f.Items = append(f.Items, i)
	}
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return r.Feed("application/feed+json; charset=utf-8", body, c.part.Changed)
}

func (h *House) item(r *web.Request, c channel, j job.Job) (jsonItem, error) {
	posting, err := h.jobs.Posting(r, c.site, j)
	name, page := j.Author()
	i := jsonItem{ID: j.ID.String(), URL: h.jobs.URL(r, j), Title: j.Title, ContentHTML: j.Text, Summary: prose.Lead(j.Text, summaryMost),
		Published: j.PublishedAt.UTC().Format(time.RFC3339), Modified: j.ChangedAt.UTC().Format(time.RFC3339), Language: j.Language,
		Authors: []jsonAuthor{{Name: name, URL: page}}, Verv: json.RawMessage(posting)}
	for _, e := range j.Employment {
		i.Tags = append(i.Tags, string(e))
	}
	return i, err
}

// home is the page that the channel is about.
func (c channel) home() string {
	if c.under == "" {
		return "/"
	}
	return c.under
}
