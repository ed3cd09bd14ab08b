package intake

import (
	"maps"

	"verv/internal/fault"
)

// The names in this file are those of JSON Feed 1.1 (jsonfeed.org/version/1.1).

// feedItem fills rec from an item. What a feed has no word for (employer, place, pay, deadline) comes from an extension
// object _verv or _jobs that uses JobPosting's names; the item's own fields outweigh it. Authors are persons: left out.
func (p *reader) feedItem(item object, rec *Record) *fault.Fault {
	o := object{}
	for _, key := range []string{"_jobs", "_verv"} {
		if ext, ok := item[key].(object); ok {
			maps.Copy(o, ext)
		}
	}
	set := func(name string, v any) {
		if text(v) != "" {
			o[name] = v
		}
	}
	set("title", item["title"])
	set("url", item.get("external_url", "url"))
	set("datePosted", item["date_published"])
	set("inLanguage", item["language"])
	if html := item.text("content_html"); html != "" {
		o["description"] = html
	} else if plain := item.text("content_text"); plain != "" {
		o["description"] = asHTML(plain)
	} else {
		set("description", item["summary"])
	}
	delete(o, "@id")
	f := p.jobPosting(o, rec)
	if id := item.text("id"); id != "" {
		rec.Source = id
	}
	if len(rec.Employment) == 0 {
		for _, tag := range list(item["tags"]) {
			if e := employmentOf(text(tag)); e != Other && e != "" {
				rec.addEmployment(text(tag))
			}
		}
	}
	if item["author"] != nil || item["authors"] != nil {
		rec.note("job.intake.note.contact", 1)
	}
	return f
}
