package job

import (
	"net/http"
	"net/url"
	"strconv"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
	view "verv/internal/job/page"
	"verv/internal/locale"
	"verv/internal/match"
	"verv/internal/site"
	"verv/internal/taxonomy"
	"verv/internal/web"
	"verv/internal/web/page"
)

// The list of a site's jobs. Its whole state stands in the address: it works without JavaScript, and can be sent to a friend.

// searchForm is what the address may hold; see ReadFilter.
type searchForm struct {
	Words      string   `form:"q,max=100"`
	Place      string   `form:"place,max=100"`
	Within     string   `form:"within,max=4"`
	Employer   string   `form:"employer,max=36"`
	Occupation []string `form:"occupation"`
	Kind       []string `form:"kind"`
	Extent     []string `form:"extent"`
	Remote     []string `form:"remote"`
	Pay        []string `form:"pay"`
	Region     []string `form:"region"`
	Branch     []string `form:"branch"`
	Published  []string `form:"published"`
	Education  []string `form:"education"`
	Licence    []string `form:"licence"`
	Work       []string `form:"work"`
	Language   []string `form:"language"`
	Sort       string   `form:"sort,max=20"`
	Page       string   `form:"page,max=6"`
}

// filter reads the address; a part that is wrong is left out.
func filter(r *web.Request) (Filter, error) {
	var f searchForm
	err := web.Bind(r, &f)
	if err != nil && !fault.Is(err, fault.Invalid) {
		return Filter{}, err
	}
	v := url.Values{"q": {f.Words}, "place": {f.Place}, "within": {f.Within}, "employer": {f.Employer}, "occupation": f.Occupation, "kind": f.Kind,
		"extent": f.Extent, "remote": f.Remote, "pay": f.Pay, "region": f.Region, "branch": f.Branch, "published": f.Published, "education": f.Education,
		"licence": f.Licence, "work": f.Work, "language": f.Language, "sort": {f.Sort}, "page": {f.Page}}
	if err != nil {
		for _, w := range fault.As(err).Fields {
			v.Del(w.Name)
		}
	}
	return ReadFilter(v), nil
}

func listAddress(r *web.Request, v url.Values) string {
	if len(v) == 0 {
		return r.Path("/jobs")
	}
	return r.Path("/jobs") + "?" + v.Encode()
}

// areaAddress is the drawing of what the filter finds, whatever its place.
func (f Filter) areaAddress(r *web.Request) string {
	f.Place, f.Within = "", 0
	if v := f.Values(); len(v) > 0 {
		return r.Path("/areas") + "?" + v.Encode()
	}
	return r.Path("/areas")
}

// with is the address of the list with one part of it replaced; an empty value takes the part away.
func (f Filter) with(r *web.Request, key, value string) string {
	v := f.Values()
	v.Del(key)
	if value != "" {
		v.Set(key, value)
	}
	return listAddress(r, v)
}

// hidden carries the named part of the filter through a form that does not show it.
func (f Filter) hidden(skip ...string) []page.Pair {
	v := f.Values()
	for _, s := range skip {
		v.Del(s)
	}
	var out []page.Pair
	for _, name := range names() {
		for _, s := range v[name] {
			out = append(out, page.Pair{Name: name, Value: s})
		}
	}
	return out
}

func (f Filter) search(r *web.Request) view.Search {
	s := view.Search{URL: r.Path("/jobs"), SuggestURL: r.Path("/suggest"), Words: f.Words, Place: f.Place, Within: strconv.Itoa(f.Within), Hidden: f.hidden("q", "place", "within")}
	for _, km := range Distances() {
		label := r.Words.Say("job.search.here")
		if km > 0 {
			label = r.Words.Say("job.search.within", "Km", km)
		}
		s.Distances = append(s.Distances, page.Choice{Value: strconv.Itoa(km), Label: label})
	}
	return s
}

func (h *House) getList(r *web.Request) error {
	f, err := filter(r)
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
	l := view.List{Search: f.search(r), Total: found.Total, AllURL: r.Path("/jobs"), AreaURL: f.areaAddress(r), Chips: chips(r, f, name), Paging: paging(r, f, found),
		Facets: facets(r, found, currencyOf(s.Country)), Carried: f.hidden(strs(Facets()...)...), Sorts: sorts(r, f)}
	if found.Total == 0 {
		l.Advice = h.advice(r, s, f)
	}
	if r.Has(feature.Alerts) {
		l.Alert = page.Link{URL: alertAddress(r, f), Label: r.Words.Say("job.search.alert")}
	}
	if found.Mended != "" {
		l.Mended = page.Link{URL: f.with(r, "q", found.Mended), Label: found.Mended}
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

// alertAddress is where a search is saved. The alert house has the route; only what orders the list stays behind.
func alertAddress(r *web.Request, f Filter) string {
	f.Sort = Usual
	if v := f.Values(); len(v) > 0 {
		return r.Path("/alerts/new") + "?" + v.Encode()
	}
	return r.Path("/alerts/new")
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
func valueText(t *locale.Words, facet Facet, value string) string {
	switch facet {
	case ByKind:
		return upper(t.Say("job.employment." + value))
	case ByExtent:
		return upper(t.Say("job.employment." + value + "_time"))
	case ByRemote:
		return t.Say("job.remote." + value)
	case ByBranch:
		return t.Say("site.branch." + value)
	case ByLanguage:
		return languageName(t, value)
	case ByOccupation:
		return occupationName(t.Lang(), value)
	case ByEducation, ByLicence:
		term, _ := taxonomy.BuiltIn().Term(string(facet), value)
		return upper(term.Preferred(t.Lang()))
	case ByWork:
		return languageName(t, value)
	case ByPublished:
		days, _ := strconv.Atoi(value)
		return t.Say("job.published.within", "Count", days)
	case ByPay:
		if currency, least := PayStep(value); least > 0 {
			return t.Say("job.pay.least", "Amount", t.Money(least, least, currency, "year"))
		}
		return t.Say("job.pay.stated")
	}
	return value
}

// occupationName is what an occupation or a group of them is called.
func occupationName(lang, value string) string {
	t := taxonomy.BuiltIn()
	if o, ok := t.Occupation(value); ok {
		return upper(o.Preferred(lang))
	}
	g, _ := t.Group(value)
	return g.Preferred(lang)
}

// shownMost is how many values are shown of a facet whose list is open.
var shownMost = map[Facet]int{ByRegion: 12, ByOccupation: 12, ByEducation: 8, ByLicence: 8, ByWork: 8}

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
			if most := shownMost[facet]; !o.Chosen && (most > 0 && i >= most || facet == ByPay && foreign(o.Value, currency)) {
				continue
			}
			v.Choices = append(v.Choices, page.Choice{Value: o.Value, Label: valueText(r.Words, facet, o.Value) + " (" + r.Words.Number(int64(o.Count)) + ")"})
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

func sorts(r *web.Request, f Filter) []page.Link {
	var out []page.Link
	for _, by := range Sorts() {
		key := string(by)
		switch {
		case by == Usual && f.Words != "":
			key = "relevant"
		case by == Usual:
			continue // the same as Newest
		}
		current := f.Sort == by || f.Sort == Usual && by == Newest && f.Words == ""
		value := string(by)
		if by == Newest && f.Words == "" {
			value = ""
		}
		out = append(out, page.Link{URL: f.with(r, "sort", value), Label: r.Words.Say("job.sort." + key), Current: current})
	}
	return out
}

// chips are the parts of the filter, each with the address without it.
func chips(r *web.Request, f Filter, employer string) (out []page.Chip) {
	add := func(label string, less Filter) {
		out = append(out, page.Chip{Label: label, URL: listAddress(r, less.Values())})
	}
	for _, p := range f.parts(r.Words, employer) {
		add(p.label, p.less)
	}
	return out
}

// part is one thing that is asked for, and the filter without it.
type part struct {
	label string
	less  Filter
}

// parts are what a filter asks for, in the order of the page.
func (f Filter) parts(t *locale.Words, employer string) (out []part) {
	add := func(label string, less func(*Filter)) {
		l := f
		less(&l)
		out = append(out, part{label, l})
	}
	if f.Words != "" {
		add(t.Quote(f.Words), func(l *Filter) { l.Words = "" })
	}
	if f.Place != "" {
		label := f.Place
		if f.Within > 0 {
			label = t.Say("job.search.around", "Place", f.Place, "Km", f.Within)
		}
		add(label, func(l *Filter) { l.Place, l.Within = "", 0 })
	}
	if employer != "" {
		add(employer, func(l *Filter) { l.Employer = access.EmployerID{} })
	}
	for _, facet := range Facets() {
		for _, v := range f.Chosen[facet] {
			out = append(out, part{valueText(t, facet, v), f.without(facet, v)})
		}
	}
	return out
}

const adviceMost = 4

// advice says, where nothing was found, what taking away one part of the filter would find.
func (h *House) advice(r *web.Request, s site.Site, f Filter) []page.Link {
	var out []page.Link
	for _, p := range f.parts(r.Words, "") {
		if len(out) == adviceMost || p.less.empty() {
			break
		}
		if n := h.finder.index.Search(match.Request{Query: h.Tree(s, p.less), Lang: s.Language, Now: r.Now}).Total; n > 0 {
			out = append(out, page.Link{URL: listAddress(r, p.less.Values()), Label: r.Words.Say("job.search.without", "Part", p.label, "Count", n)})
		}
	}
	return out
}

func paging(r *web.Request, f Filter, found Found) page.Pages {
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
