package site

import (
	"strings"

	"verv/internal/store"
)

func (c Content) args(site ID) store.Args {
	return store.Args{"id": site, "prefix": c.Prefix, "name": c.Name, "language": c.Language, "accent": string(c.Accent),
		"country": c.Country, "zone": c.Zone, "legal": c.Legal, "logo": c.Logo, "reach": string(c.Reach), "of": c.Employer,
		"countries": strings.Join(c.Countries, " "), "regions": strings.Join(c.Regions, "\n"), "branches": strings.Join(c.Branches, " "),
		"languages": strings.Join(c.Languages, " ")}
}

func scanSite(row store.Row) (Site, error) {
	var s Site
	var accent, reach, countries, regions, branches, languages string
	err := row.Scan(&s.ID, &s.Prefix, &s.Name, &s.Language, &accent, &s.Country, &s.Zone, &s.Legal, &s.Logo, &reach, &s.Employer, &countries, &regions,
		&branches, &languages, &s.MadeAt, &s.ShutAt)
	s.Accent, s.Reach = Accent(accent), Reach(reach)
	s.Countries, s.Branches, s.Languages = strings.Fields(countries), strings.Fields(branches), strings.Fields(languages)
	if regions != "" {
		s.Regions = strings.Split(regions, "\n")
	}
	return s, err
}

// list reads every site with its hosts and texts.
func list(r *store.Reader) ([]Site, error) {
	all, err := store.List(r, "site.all", store.Args{}, scanSite)
	if err != nil {
		return nil, err
	}
	at := map[ID]*Site{}
	for i := range all {
		at[all[i].ID] = &all[i]
	}
	if _, err = store.List(r, "site.hosts", store.Args{}, func(row store.Row) (none struct{}, err error) {
		var s ID
		var host string
		err = row.Scan(&s, &host)
		if v := at[s]; v != nil {
			v.Hosts = append(v.Hosts, host)
		}
		return none, err
	}); err != nil {
		return nil, err
	}
	_, err = store.List(r, "site.texts", store.Args{}, func(row store.Row) (none struct{}, err error) {
		var s ID
		var t Text
		var kind string
		err = row.Scan(&s, &kind, &t.Language, &t.Body)
		t.Kind = TextKind(kind)
		if v := at[s]; v != nil {
			v.Texts = append(v.Texts, t)
		}
		return none, err
	})
	return all, err
}
