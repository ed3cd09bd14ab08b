package job

import (
	"net/http"
	"net/url"
	"strconv"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
	view "verv/internal/job/page"
	"verv/internal/web"
	"verv/internal/web/page"
)

// The list of a site's jobs. Its whole state stands in the address: it works without JavaScript, and can be sent to a friend.

type searchForm struct {
	Words    string   `form:"q,max=100"`
	Place    string   `form:"place,max=100"`
	Employer string   `form:"employer,max=36"`
	Kind     []string `form:"kind"`
	Extent   []string `form:"extent"`
	Remote   []string `form:"remote"`
	Pay      []string `form:"pay"`
	Region   []string `form:"region"`
	Branch   []string `form:"branch"`
	Language []string `form:"language"`
	Sort     string   `form:"sort,max=20"`
	Page     string   `form:"page,max=6"`
}

// many are the values of a facet as the address has them.
func (f *searchForm) many(facet Facet) *[]string {
	return map[Facet]*[]string{ByKind: &f.Kind, ByExtent: &f.Extent, ByRemote: &f.Remote, ByPay: &f.Pay, ByRegion: &f.Region, ByBranch: &f.Branch,
		ByLanguage: &f.Language}[facet]
}

// filter reads the address. What cannot be read is as if it were not there: a list is no form that could be wrong.
func filter(r *web.Request) (searchForm, Filter, error) {
	var f searchForm
	if err := web.Bind(r, &f); err != nil {
		if !fault.Is(err, fault.Invalid) {
			return f, Filter{}, err
		}
		for _, w := range fault.As(err).Fields {
			if one := map[string]*string{"q": &f.Words, "place": &f.Place, "employer": &f.Employer, "sort": &f.Sort, "page": &f.Page}[w.Name]; one != nil {
				*one = ""
			}
			if many := f.many(Facet(w.Name)); many != nil {
				*many = nil
			}
		}
	}
	n, _ := strconv.Atoi(f.Page) // no number is the first page
	out := Filter{Words: f.Words, Place: f.Place, Sort: Sort(f.Sort), Page: n, Chosen: map[Facet][]string{}}
	if out.Employer.UnmarshalText([]byte(f.Employer)) != nil {
		f.Employer, out.Employer = "", access.EmployerID{}
	}
	for _, facet := range Facets() {
		out.Chosen[facet] = *f.many(facet)
	}
	out = out.tidy()
	for _, facet := range Facets() {
		*f.many(facet) = out.Chosen[facet]
	}
	f.Sort = string(out.Sort)
	return f, out, nil
}

// query is the address's own form of the filter, without the page.
func (f searchForm) query() url.Values {
	v := url.Values{}
	for name, s := range map[string]string{"q": f.Words, "place": f.Place, "employer": f.Employer, "sort": f.Sort} {
		if s != "" {
			v.Set(name, s)
		}
	}
	for _, facet := range Facets() {
		if all := *f.many(facet); len(all) > 0 {
			v[string(facet)] = all
		}
	}
	return v
}

func listAddress(r *web.Request, v url.Values) string {
	if len(v) == 0 {
		return r.Path("/jobs")
	}
	return r.Path("/jobs") + "?" + v.Encode()
}

// with is the address of the list with one part of it replaced; an empty value takes the part away.
func (f searchForm) with(r *web.Request, key, value string) string {
	v := f.query()
	v.Del(key)
	if value != "" {
		v.Set(key, value)
	}
	return listAddress(r, v)
}

// without is the address of the list with one value of a facet taken away.
func (f searchForm) without(r *web.Request, facet Facet, value string) string {
	v := f.query()
	v.Del(string(facet))
	for _, s := range *f.many(facet) {
		if s != value {
			v.Add(string(facet), s)
		}
	}
	return listAddress(r, v)
}

// hidden carries the named part of the filter through a form that does not show it.
func (f searchForm) hidden(skip ...string) []page.Pair {
	v := f.query()
	for _, s := range skip {
		v.Del(s)
	}
	var out []page.Pair
	for _, name := range append([]string{"q", "place", "employer", "sort"}, strs(Facets()...)...) {
		for _, s := range v[name] {
			out = append(out, page.Pair{Name: name, Value: s})
		}
	}
	return out
}

func (f searchForm) search(r *web.Request) view.Search {
	return view.Search{URL: r.Path("/jobs"), Words: f.Words, Place: f.Place, Hidden: f.hidden("q", "place")}
}

func (h *House) getList(r *web.Request) error {
	form, f, err := filter(r)
	if err != nil {
		return err
	}
	s, err := h.siteOf(r)
	if err != nil {
		return err
	}
	found, err := h.Search(r, r.Grant, s.ID, f)
	if err != nil {
		return err
	}
	name := ""
	if !f.Employer.IsZero() {
		if name, err = h.employers.Name(r, r.Grant, f.Employer); err != nil {
			return err
		}
	}
	l := view.List{Search: form.search(r), Total: found.Total, AllURL: r.Path("/jobs"), Chips: chips(r, form, name), Paging: paging(r, form, found),
		Facets: facets(r, found, currencyOf(s.Country)), Carried: form.hidden(strs(Facets()...)...), Sorts: sorts(r, form)}
	if found.Total == 0 {
		if l.Advice, err = h.advice(r, s.ID, form, f); err != nil {
			return err
		}
	}
	for _, e := range found.Jobs {
		l.Jobs = append(l.Jobs, entry(r.Words, r.Path, r.Now, e))
	}
	v := r.View(r.Words.Say("job.list.title"))
	v.Wide, v.Description = true, about(r, s)
	if f.empty() {
		r.Everywhere(&v, "/jobs")
	} else {
		v.Canonical, v.NoIndex = r.URL("/jobs"), true
	}
	h.feeds(r, &v, "")
	return r.Render(http.StatusOK, view.ListPage(v, l))
}

// feeds names the feeds of a page. The feed house has the routes.
func (h *House) feeds(r *web.Request, v *page.View, under string) {
	if !r.Has(feature.Feeds) {
		return
	}
	v.Alternates = append(v.Alternates, page.Alternate{URL: r.Path(under + "/feed.json"), Type: "application/feed+json", Title: v.Title},
		page.Alternate{URL: r.Path(under + "/feed.rss"), Type: "application/rss+xml", Title: v.Title})
}

// valueText is a value of a facet in words.
func valueText(r *web.Request, facet Facet, value string) string {
	switch facet {
	case ByKind:
		return upper(r.Words.Say("job.employment." + value))
	case ByExtent:
		return upper(r.Words.Say("job.employment." + value + "_time"))
	case ByRemote:
		return r.Words.Say("job.remote." + value)
	case ByBranch:
		return r.Words.Say("site.branch." + value)
	case ByLanguage:
		return languageName(r.Words, value)
	case ByPay:
		if currency, least := PayStep(value); least > 0 {
			return r.Words.Say("job.pay.least", "Amount", r.Words.Money(least, least, currency, "year"))
		}
		return r.Words.Say("job.pay.stated")
	}
	return value
}

const regionsShown = 12

// foreign reports whether a step of pay is in another currency than the site's.
func foreign(value, currency string) bool {
	c, _ := PayStep(value)
	return c != "" && c != currency
}

// facets are the boxes that can be ticked, each with its count.
func facets(r *web.Request, found Found, currency string) []view.Facet {
	var out []view.Facet
	for _, facet := range Facets() {
		v := view.Facet{Name: string(facet), Label: r.Words.Say("job.facet." + string(facet))}
		for i, o := range found.Counts[facet] {
			if !o.Chosen && (facet == ByRegion && i >= regionsShown || facet == ByPay && foreign(o.Value, currency)) {
				continue
			}
			v.Choices = append(v.Choices, page.Choice{Value: o.Value, Label: valueText(r, facet, o.Value) + " (" + r.Words.Number(int64(o.Count)) + ")"})
			if o.Chosen {
				v.Chosen = append(v.Chosen, o.Value)
			}
		}
		if len(v.Choices) > 1 || len(v.Chosen) > 0 {
			out = append(out, v)
		}
	}
	return out
}

func sorts(r *web.Request, f searchForm) []page.Link {
	var out []page.Link
	for _, s := range Sorts() {
		key := string(s)
		if s == Newest {
			key = "newest"
		}
		out = append(out, page.Link{URL: f.with(r, "sort", string(s)), Label: r.Words.Say("job.sort." + key), Current: f.Sort == string(s)})
	}
	return out
}

// chips are the parts of the filter, each with the address without it.
func chips(r *web.Request, f searchForm, employer string) (out []page.Chip) {
	add := func(label, url string) { out = append(out, page.Chip{Label: label, URL: url}) }
	if f.Words != "" {
		add(r.Words.Quote(f.Words), f.with(r, "q", ""))
	}
	if f.Place != "" {
		add(f.Place, f.with(r, "place", ""))
	}
	if employer != "" {
		add(employer, f.with(r, "employer", ""))
	}
	for _, facet := range Facets() {
		for _, v := range *f.many(facet) {
			add(valueText(r, facet, v), f.without(r, facet, v))
		}
	}
	return out
}

const adviceMost = 4

// advice says, where nothing was found, what taking away one part of the filter would find.
func (h *House) advice(r *web.Request, s access.SiteID, form searchForm, f Filter) ([]page.Link, error) {
	var out []page.Link
	try := func(label, url string, less Filter) error {
		if len(out) >= adviceMost || less.empty() {
			return nil
		}
		b, v, _, err := h.shelf(r, s)
		if err != nil {
			return err
		}
		if n := len(v.count(b, b.query(less)).hits); n > 0 {
			out = append(out, page.Link{URL: url, Label: r.Words.Say("job.search.without", "Part", label, "Count", n)})
		}
		return nil
	}
	var err error
	if form.Words != "" {
		less := f
		less.Words = ""
		err = try(r.Words.Quote(form.Words), form.with(r, "q", ""), less)
	}
	if err == nil && form.Place != "" {
		less := f
		less.Place = ""
		err = try(form.Place, form.with(r, "place", ""), less)
	}
	for _, facet := range Facets() {
		for _, v := range *form.many(facet) {
			if err != nil {
				return nil, err
			}
			err = try(valueText(r, facet, v), form.without(r, facet, v), f.without(facet, v))
		}
	}
	return out, err
}

func paging(r *web.Request, f searchForm, found Found) page.Pages {
	first := (found.Page-1)*PageSize + 1
	last := first + len(found.Jobs) - 1
	p := page.Pages{Shown: r.Words.Say("job.search.shown", "First", first, "Last", last, "All", found.Total)}
	if len(found.Jobs) == 0 {
		p.Shown = ""
	}
	if found.Page > 1 {
		p.Previous = f.with(r, "page", strconv.Itoa(found.Page-1))
	}
	if found.Page*PageSize < found.Total {
		p.Next = f.with(r, "page", strconv.Itoa(found.Page+1))
	}
	return p
}
