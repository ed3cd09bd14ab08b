package intake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"strings"
	"unicode/utf8"

	"verv/internal/fault"
)

// The names in this file are those of Indeed's XML job feed (<source><job>…).

// xml cuts the feed into <job> elements and takes each by itself. A document type could define entities, hence bombs
// and reads of our files; no feed needs one, so it ends the reading.
func (p *reader) xml(s *scanner) {
	for !p.done {
		c := s.peek()
		switch {
		case c == 0 && s.err != nil:
			return
		case c != '<':
			s.next()
		case s.at("<!--"):
			s.skipPast("-->")
		case s.at("<![CDATA["):
			s.skipPast("]]>")
		case s.atFold("<!DOCTYPE"), s.atFold("<!ENTITY"):
			p.refuse(Record{Line: s.line}, fault.New(fault.Malformed, "job.intake.file.doctype"))
			p.done = true
		case s.atJob():
			p.xmlJob(s)
		default:
			s.next()
		}
	}
}

func (p *reader) xmlJob(s *scanner) {
	k := s.job(p.Limits.Record)
	if k.open {
		p.broken(s, k.line)
		return
	}
	rec := &Record{Line: k.line}
	if bytes.IndexByte(k.raw, 0) < 0 && utf8.Valid(k.raw) && !k.bad && !k.large {
		fields, err := p.fields(k.raw)
		if err != nil {
			p.refuse(Record{Line: k.line, Source: xmlSource(k.raw)}, asRecordFault(err))
			return
		}
		p.take(rec, p.indeedJob(fields, rec))
		return
	}
	p.refuse(Record{Line: k.line, Source: xmlSource(k.raw)}, p.bytes(k))
}

func asRecordFault(err error) *fault.Fault {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f
	}
	return fault.Wrap(errors.New("not XML"), fault.Malformed, "job.intake.record.broken")
}

// fields reads the children of one <job>. Markup that stands in a field without CDATA is kept as markup.
func (p *reader) fields(raw []byte) (map[string]string, error) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.Entity = xml.HTMLEntity // the names HTML defines, each one letter; nothing that grows
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errSyntax }
	fields := map[string]string{}
	var name string
	var b strings.Builder
	for depth := 0; ; {
		tok, err := d.Token()
		if err == io.EOF {
			return fields, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.Directive:
			return nil, fault.New(fault.Malformed, "job.intake.file.doctype")
		case xml.StartElement:
			if depth++; depth > p.Limits.Depth {
				return nil, fault.New(fault.Malformed, "job.intake.record.deep")
			}
			if depth == 2 {
				name = strings.ToLower(t.Name.Local)
				b.Reset()
			} else if depth > 2 {
				b.WriteString(startTag(t))
			}
		case xml.EndElement:
			if depth == 2 {
				if v := strings.TrimSpace(b.String()); v != "" && fields[name] == "" {
					fields[name] = v
				}
			} else if depth > 2 {
				b.WriteString("</" + t.Name.Local + ">")
			}
			depth--
		case xml.CharData:
			if depth >= 2 {
				b.Write(t)
			}
		}
	}
}

func startTag(t xml.StartElement) string {
	var b strings.Builder
	b.WriteString("<" + t.Name.Local)
	for _, a := range t.Attr {
		b.WriteString(" " + a.Name.Local + `="` + html.EscapeString(a.Value) + `"`)
	}
	return b.String() + ">"
}

// indeedJob fills rec from the fields of a <job>.
func (p *reader) indeedJob(in map[string]string, rec *Record) *fault.Fault {
	rec.Source = in["referencenumber"]
	if rec.Source == "" {
		rec.Source = in["requisitionid"]
	}
	if rec.Source == "" {
		rec.Source = in["url"]
	}
	rec.Title = in["title"]
	rec.Description = in["description"]
	rec.URL = in["url"]
	rec.Employer = Employer{Name: in["company"], Number: in["companyid"], URL: in["companyurl"], Logo: in["logo"]}
	rec.Language = in["language"]
	rec.addPlace(Place{Street: in["streetaddress"], Postcode: in["postalcode"], Town: in["city"], Region: in["state"], Country: in["country"]})
	rec.Pay = parsePay(in["salary"], in["currency"])
	for t := range strings.SplitSeq(in["jobtype"], ",") {
		rec.addEmployment(t)
	}
	rec.Extent = parseExtent(in["jobtype"])
	rec.Occupation = occupationOf(in["category"])
	switch r := strings.ToLower(in["remotetype"]); {
	case strings.Contains(r, "hybrid"), strings.Contains(r, "temporar"):
		rec.Remote = Hybrid
	case strings.Contains(r, "remote"), strings.Contains(r, "covid"):
		rec.Remote = Fully
	}
	if in["email"] != "" || in["contact"] != "" || in["phone"] != "" {
		rec.note("job.intake.note.contact", 1)
	}
	var f *fault.Fault
	if rec.Posted, f = parseDate(in["date"], "date"); f != nil {
		return f
	}
	rec.Deadline, f = parseDate(in["expirationdate"], "expirationdate")
	return f
}

// xmlSource finds the reference number of a job that cannot be parsed, so that a refusal can name it. Only for display.
func xmlSource(raw []byte) string {
	_, rest, ok := bytes.Cut(raw, []byte("<referencenumber>"))
	if !ok {
		return ""
	}
	id, _, ok := bytes.Cut(rest, []byte("</referencenumber>"))
	if !ok || !utf8.Valid(id) {
		return ""
	}
	id = bytes.TrimSuffix(bytes.TrimPrefix(bytes.TrimSpace(id), []byte("<![CDATA[")), []byte("]]>"))
	if s, _ := clean(string(id)); len(s) <= maxID {
		return s
	}
	return ""
}
