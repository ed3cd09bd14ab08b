package job

import (
	"context"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/employer/prose"
	"verv/internal/match"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/taxonomy/analysis"
)

// opening is an open job as the finder reads it.
type opening struct {
	id        ID
	employer  access.EmployerID
	home      site.ID
	published time.Time
	ends      time.Time
	branch    string
	name      string // of the employer
	occupation,
	region string
	places []Place
	Content
}

func scanOpening(row store.Row) (*opening, error) {
	p := &opening{}
	var remote, employment, unit, languages string
	var secret int64
	err := row.Scan(&p.id, &p.employer, &p.home, &p.Title, &p.Text, &p.Language, &remote, &employment, &p.Extent.Min, &p.Extent.Max, &languages,
		&p.Pay.Min, &p.Pay.Max, &p.Pay.Currency, &unit, &p.Start, &p.region, &p.occupation, &p.Client.Name, &secret, &p.published, &p.ends, &p.branch, &p.name)
	p.Remote, p.Employment, p.Pay.Unit = Remote(remote), readWords[Employment](employment), PayUnit(unit)
	p.WorkLanguages, p.Client.Secret = strings.Fields(languages), secret == 1
	return p, err
}

// eachRow reads openings one after the other, without keeping them.
func eachRow(r *store.Reader, name store.Name, args store.Args, each func(*opening) bool) error {
	more := true
	_, err := store.List(r, name, args, func(row store.Row) (none struct{}, err error) {
		if !more {
			return none, nil
		}
		p, err := scanOpening(row)
		if err == nil {
			more = each(p)
		}
		return none, err
	})
	return err
}

// placesOf reads the places of many jobs. Equal words lie in memory once.
func placesOf(r *store.Reader, name store.Name, args store.Args) (map[ID][]Place, error) {
	out, same := map[ID][]Place{}, map[string]string{}
	_, err := store.List(r, name, args, func(row store.Row) (none struct{}, err error) {
		var j ID
		var p Place
		if err = row.Scan(&j, &p.Postcode, &p.Town, &p.Region, &p.Country, &p.CountryText); err == nil {
			for _, s := range []*string{&p.Postcode, &p.Town, &p.Region, &p.Country, &p.CountryText} {
				*s = shared(same, *s)
			}
			out[j] = append(out[j], p)
		}
		return none, err
	})
	return out, err
}

// shared lets equal words lie in memory once.
func shared(same map[string]string, s string) string {
	if v, ok := same[s]; ok {
		return v
	}
	s = strings.Clone(s)
	same[s] = s
	return s
}

// Document is an open job as the index has it; false for one that is not open.
func (h *House) Document(ctx context.Context, j ID) (*match.Job, bool, error) {
	var p *opening
	err := h.db.Read(ctx, h.cfg.Reads, func(r *store.Reader) (err error) {
		if p, err = store.One(r, "job.post", store.Args{"id": j}, scanOpening); err != nil {
			return err
		}
		p.places, err = store.List(r, "job.places", store.Args{"job_id": j}, scanPlace)
		return err
	})
	if store.Missing(err) || err == nil && !p.ends.After(h.db.Now()) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return p.document(), true, nil
}

// A place has what the taxonomy knows it as, and every name of it as it was written, so that one outside the Nordic countries is found as well.
const placeName = "name:"

// document is an opening as the index takes it.
func (p *opening) document() *match.Job {
	a := analysis.Default()
	text := prose.Plain(p.Text)
	named := a.Named(p.Language, p.Title+"\n"+text)
	d := &match.Job{ID: match.ID(p.id.Bytes()), Employer: p.employer.String(), Published: p.published, Ends: p.ends, Salary: int32(min(annual(p.Pay), 1<<31-1)),
		Values: match.Values{Skills: named.Skills, Licences: named.Licences, Educations: slices.DeleteFunc(named.Educations, place), Languages: p.WorkLanguages,
			Employments: strs(p.Employment...), Extents: extentValues(p.Employment, p.Extent), Remote: []string{remoteValue(p.Remote)},
			Sites: []string{p.home.String()}, Written: []string{p.Language}, Pay: payValuesOf(p.Pay)}}
	if p.branch != "" {
		d.Values.Sectors = []string{p.branch}
	}
	if p.region != "" {
		d.Values.Regions = []string{p.region}
	}
	if p.occupation != "" {
		d.Values.Occupations = []string{p.occupation}
	}
	if day, err := time.Parse(time.DateOnly, p.Start); err == nil {
		d.Start = day
	}
	var where []string
	for _, l := range p.places {
		where = append(where, l.Town, l.Region)
		for _, s := range []string{l.Town, l.Region, l.Postcode, l.CountryText} {
			if s = fold(s); s != "" {
				d.Values.Places = append(d.Values.Places, placeName+s)
			}
		}
		if l.Country == "" {
			continue // whose Bergen it is nobody said
		}
		d.Values.Places = append(d.Values.Places, countryValue(l.Country))
		if at, ok := a.Place(l.Country, l.Town, l.Region); ok {
			d.Values.Places, d.Points = append(d.Values.Places, at.ID()), append(d.Points, analysis.PointOf(at))
		}
	}
	d.Texts = []match.Text{{Zone: match.Title, Lang: p.Language, Text: p.Title}, {Zone: match.Skills, Lang: p.Language, Text: joined("\n", p.name, p.Client.Shown())},
		{Zone: match.Body, Lang: p.Language, Text: joined("\n", append(where, text)...)}}
	return d
}

// place reports whether an education is as likely the place of work in an advertisement: a school.
func place(education string) bool { return education < "4-h" && education != "4-further-vocational" }

// countryValue is a country as a value of place, in the taxonomy or not.
func countryValue(code string) string { return code + ":" + code }

func remoteValue(r Remote) string {
	if r == "" {
		return "onsite"
	}
	return string(r)
}
