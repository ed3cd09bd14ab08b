package feed_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/job"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed/whole"
)

// fields are all that a feed may hold, by its path: the words of the formats for an advertisement.
var fields = map[string]string{
	"/feed.json": "id url title content_html summary date_published date_modified authors tags language _verv",
	"/feed.rss":  "title link guid pubDate creator language description",
	"/feed/indeed.xml": "title date referencenumber url company sourcename city state country postalcode streetaddress description salary jobtype category language " +
		"remotetype expirationdate",
}

// A feed is about jobs: it holds the fields of an advertisement and no others, and somebody who applies changes not one byte of it.
func TestFeedsKnowNoApplicant(t *testing.T) {
	show.Show(t, "feed.ads-only", "feed-with-a-field-more")
	s := start(t, whole.New(t, store.SQLite))
	s.open(1)
	item := strings.TrimPrefix(s.feed("/feed.json").Items[0].URL, s.URL) + ".json"
	before := map[string]string{item: ""}
	for path, allowed := range fields {
		before[path] = ""
		for _, name := range found(t, path, s.Browser().Get(path).Body) {
			if !slices.Contains(strings.Fields(allowed), name) {
				t.Errorf("%s holds %s", path, name)
			}
		}
	}
	for path := range before {
		before[path] = string(s.Browser().Get(path).Body)
	}
	s.apply("Xqfeed Kanari")
	for path, was := range before {
		if is := string(s.Browser().Get(path).Body); is != was || strings.Contains(is, "Kanari") || len(is) < 100 {
			t.Errorf("%s changed when somebody applied", path)
		}
	}
}

// found are the fields of the advertisements in a feed.
func found(t *testing.T, path string, body []byte) (names []string) {
	t.Helper()
	if strings.HasSuffix(path, ".json") {
		var f struct{ Items []map[string]any }
		if err := json.Unmarshal(body, &f); err != nil || len(f.Items) != 1 {
			t.Fatalf("%s: %v, %d items", path, err, len(f.Items))
		}
		for name := range f.Items[0] {
			names = append(names, name)
		}
		return names
	}
	within := ""
	for d := xml.NewDecoder(strings.NewReader(string(body))); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if within != "" {
				names = append(names, e.Name.Local)
			} else if e.Name.Local == "item" || e.Name.Local == "job" {
				within = e.Name.Local
			}
		case xml.EndElement:
			if e.Name.Local == within {
				within = ""
			}
		}
	}
	if len(names) < 5 {
		t.Fatalf("%s: only %q", path, names)
	}
	return names
}

// apply sends an application to the first job.
func (s *station) apply(name string) {
	s.T.Helper()
	p := s.AddPerson(name, "kanari@post.example", access.Candidate, access.EmployerID{}, access.NoRole)
	g := s.Grant(p.Actor, access.Public(), privacy.Apply)
	found, err := s.Jobs.Search(s.T.Context(), s.Grant(access.Anyone(), access.Public(), privacy.Publish), s.Site.ID, job.Filter{})
	s.Must(err)
	d, gd, err := s.Applied.Begin(g, found.Jobs[0].ID)
	s.Must(err)
	d.Name, d.Letter, d.Language, d.Site = name, "Kanari i bur.", "nb", s.Site.ID.String()
	d, err = s.Applied.Keep(s.T.Context(), gd, d, nil)
	s.Must(err)
	s.Must(s.Applied.Submit(s.T.Context(), g, found.Jobs[0].ID, s.Applied.Token(d), account.From{}))
	s.Run()
	mine, err := s.Applied.List(s.T.Context(), s.Grant(p.Actor, access.OfSubject(p.Actor.Subject), privacy.Apply))
	s.Must(err)
	if len(mine) != 1 {
		s.T.Fatal("nobody applied")
	}
}
