package site

import "verv/internal/store"

func (c Content) args(site ID) store.Args {
	return store.Args{"id": site, "prefix": c.Prefix, "name": c.Name, "language": c.Language, "accent": string(c.Accent),
		"country": c.Country, "zone": c.Zone, "legal": c.Legal}
}

func list(r *store.Reader) ([]Site, error) {
	all, err := store.List(r, "site.all", store.Args{}, func(row store.Row) (Site, error) {
		var s Site
		var accent string
		err := row.Scan(&s.ID, &s.Prefix, &s.Name, &s.Language, &accent, &s.Country, &s.Zone, &s.Legal, &s.MadeAt)
		s.Accent = Accent(accent)
		return s, err
	})
	if err != nil {
		return nil, err
	}
	type hostOf struct {
		site ID
		host string
	}
	hosts, err := store.List(r, "site.hosts", store.Args{}, func(row store.Row) (hostOf, error) {
		var h hostOf
		return h, row.Scan(&h.site, &h.host)
	})
	for i := range all {
		for _, h := range hosts {
			if h.site == all[i].ID {
				all[i].Hosts = append(all[i].Hosts, h.host)
			}
		}
	}
	return all, err
}
