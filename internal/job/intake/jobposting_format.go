package intake

import (
	"strings"

	"verv/internal/fault"
)

// The names in this file are schema.org's (JobPosting and what it refers to, version 29).

// isPosting reports whether o is a JobPosting, by any of the spellings of its type.
func isPosting(o object) bool {
	for _, t := range list(o["@type"]) {
		if s, ok := t.(string); ok {
			s = s[strings.LastIndexAny(s, "/:#")+1:]
			if s == "JobPosting" {
				return true
			}
		}
	}
	return false
}

// sourceOf is the id that the sender gave: identifier.value, identifier as text, else @id, else url.
func sourceOf(o object) string {
	for _, v := range list(o["identifier"]) {
		if t := text(v); t != "" {
			return t
		}
	}
	return o.text("@id", "url")
}

// unresolved reports whether o names its employer or place only by an @id that is not known.
func (p *reader) unresolved(o object) bool {
	for _, key := range []string{"hiringOrganization", "jobLocation"} {
		for _, v := range list(o[key]) {
			if r, ok := v.(object); ok && len(r) == 1 && r["@id"] != nil {
				if _, known := p.refs[text(r["@id"])]; !known {
					return true
				}
			}
		}
	}
	return false
}

// follow replaces a bare reference by what the graph says of it.
func (p *reader) follow(v any) any {
	if o, ok := v.(object); ok && len(o) == 1 {
		if known, ok := p.refs[text(o["@id"])]; ok {
			return known
		}
	}
	return v
}

// jobPosting fills rec from a JobPosting.
func (p *reader) jobPosting(o object, rec *Record) *fault.Fault {
	rec.Source = sourceOf(o)
	rec.Title = o.text("title", "name")
	rec.Description = o.text("description")
	rec.URL = o.text("url", "mainEntityOfPage", "sameAs")
	rec.Apply = applyAddress(o)
	rec.Language = o.text("inLanguage", "@language")
	if d, ok := o["description"].(object); ok && rec.Language == "" {
		rec.Language = d.text("@language")
	}
	p.postingEmployer(o, rec)
	p.postingPlaces(o, rec)
	rec.Pay = postingPay(o)
	var f *fault.Fault
	for _, d := range []struct {
		to  *Date
		key string
	}{{&rec.Posted, "datePosted"}, {&rec.Deadline, "validThrough"}, {&rec.Start, "jobStartDate"}} {
		if *d.to, f = parseDate(o.text(d.key), d.key); f != nil {
			return f
		}
	}
	for _, v := range list(o["employmentType"]) {
		rec.addEmployment(text(v))
	}
	rec.Extent = parseExtent(o.text("workHours"), o.text("employmentType"))
	rec.Occupation = postingOccupation(o)
	if o["applicationContact"] != nil {
		rec.note("job.intake.note.contact", 1)
	}
	return nil
}

// applyAddress is the target of an ApplyAction. A contact's address is not taken for one: it is a person's.
func applyAddress(o object) string {
	action := first(o["potentialAction"])
	if t, ok := action["target"].(object); ok {
		return t.text("urlTemplate", "url", "@id")
	}
	return action.text("target", "url")
}

func (p *reader) postingEmployer(o object, rec *Record) {
	v := o["hiringOrganization"]
	if s, ok := v.(string); ok {
		rec.Employer.Name = s
		return
	}
	var h object
	for _, e := range list(v) {
		if h, _ = p.follow(e).(object); h != nil {
			break
		}
	}
	if h == nil {
		return
	}
	rec.Employer = Employer{Name: h.text("name", "legalName"), Number: h.text("identifier", "taxID", "vatID", "iso6523Code"),
		URL: h.text("sameAs", "url")}
	if l, ok := h["logo"].(object); ok {
		rec.Employer.Logo = l.text("url", "contentUrl", "@id")
	} else {
		rec.Employer.Logo = h.text("logo")
	}
	if h["contactPoint"] != nil || h["email"] != nil || h["telephone"] != nil {
		rec.note("job.intake.note.contact", 1)
	}
}

func (p *reader) postingPlaces(o object, rec *Record) {
	for _, v := range list(o["jobLocation"]) {
		switch l := p.follow(v).(type) {
		case string:
			rec.addPlace(Place{Town: l})
		case object:
			if s, ok := l["address"].(string); ok {
				rec.addPlace(Place{Street: s})
				continue
			}
			a := first(l["address"])
			if len(a) == 0 {
				a = l
			}
			rec.addPlace(Place{Street: a.text("streetAddress"), Postcode: a.text("postalCode"), Town: a.text("addressLocality"),
				Region: a.text("addressRegion"), Country: a.text("addressCountry")})
		}
	}
	for _, v := range list(o["jobLocationType"]) {
		if strings.EqualFold(text(v), "TELECOMMUTE") {
			rec.Remote = Fully
		}
	}
	for _, v := range list(o["applicantLocationRequirements"]) {
		if name := text(p.follow(v)); name != "" {
			rec.RemoteFrom = append(rec.RemoteFrom, name)
		}
	}
}

// postingPay reads baseSalary (or estimatedSalary): a MonetaryAmount with a QuantitativeValue, a number, or words.
func postingPay(o object) Pay {
	v := list(o.get("baseSalary", "estimatedSalary"))
	if len(v) == 0 {
		return Pay{}
	}
	m, ok := v[0].(object)
	if !ok {
		return parsePay(text(v[0]), o.text("salaryCurrency"))
	}
	raw := rawPay{currency: m.text("currency"), min: m.text("minValue"), max: m.text("maxValue"), unit: m.text("unitText", "duration")}
	if raw.currency == "" {
		raw.currency = o.text("salaryCurrency")
	}
	if q, ok := m["value"].(object); ok {
		raw.min, raw.max = q.text("minValue"), q.text("maxValue")
		if only := q.text("value"); only != "" && raw.min == "" && raw.max == "" {
			raw.min, raw.max = only, only
		}
		if u := q.text("unitText", "unitCode"); u != "" {
			raw.unit = u
		}
	} else if only := text(m["value"]); only != "" && raw.min == "" {
		raw.min, raw.max = only, only
	}
	return raw.pay()
}

func postingOccupation(o object) Occupation {
	for _, v := range list(o["occupationalCategory"]) {
		switch c := v.(type) {
		case string:
			return occupationOf(c)
		case object:
			set := c["inCodeSet"]
			oc := Occupation{Code: c.text("codeValue", "@id", "url"), Name: c.text("name"), Set: text(set)}
			if s, ok := set.(object); ok && oc.Set == "" {
				oc.Set = s.text("@id", "url")
			}
			return oc
		}
	}
	return Occupation{}
}

// occupationOf tells a code from a name: a code has a digit and no space before it ("2221.1", "15-1252.00", an address).
func occupationOf(s string) Occupation {
	head, name, _ := strings.Cut(strings.TrimSpace(s), " ")
	if strings.ContainsAny(head, "0123456789") {
		return Occupation{Code: head, Name: strings.TrimLeft(name, " -–")}
	}
	return Occupation{Name: s}
}
