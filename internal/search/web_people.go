package search

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/job"
	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/privacy"
	"verv/internal/search/page"
	"verv/internal/taxonomy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// The list of people. Its whole state stands in the address.

const (
	skillsShown = 12
	facetsShown = 10
)

var circles = []int{10, 25, 50, 100, 200}

const circle = 50

type peopleForm struct {
	Words      string   `form:"q,max=500"`
	Near       string   `form:"near,max=100"`
	Km         string   `form:"km,max=3"`
	Occupation []string `form:"occupation,count=20,max=120"`
	Place      []string `form:"place,count=20,max=120"`
	Skill      []string `form:"skill,count=20,max=120"`
	Language   []string `form:"language,count=20,max=120"`
	Experience []string `form:"experience,count=20,max=3"`
	Available  []string `form:"available,count=4,max=7"`
	Sort       string   `form:"sort,max=10"`
	New        string   `form:"new,max=40"`
	After      string   `form:"after,max=60"`
}

func (f *peopleForm) many(field query.Field) *[]string {
	return map[query.Field]*[]string{query.Occupation: &f.Occupation, query.Place: &f.Place, query.Skill: &f.Skill, query.Language: &f.Language,
		query.Experience: &f.Experience, query.Available: &f.Available}[field]
}

func (f *peopleForm) km() int {
	n, err := strconv.Atoi(f.Km)
	if err != nil || !slices.Contains(circles, n) {
		return circle
	}
	return n
}

// wanted is what is looked for, in words of a language.
func (f *peopleForm) wanted(lang string) Wanted {
	q := Wanted{Words: f.Words, Lang: lang, Near: f.Near, Km: f.km(), After: f.After, New: windowOf(f.New), Chosen: map[query.Field][]string{}}
	f.New = windowText(q.New)
	if f.Sort == "relevance" {
		q.Order = match.Relevant
	} else {
		f.Sort = ""
	}
	for _, field := range Fields() {
		q.Chosen[field] = *f.many(field)
	}
	return q
}

// query is the address's own form of the search, without the page.
func (f *peopleForm) query() url.Values {
	v := url.Values{}
	set := func(name, s string) {
		if s != "" {
			v.Set(name, s)
		}
	}
	set("q", f.Words)
	set("near", f.Near)
	if f.Near != "" {
		set("km", strconv.Itoa(f.km()))
	}
	set("sort", f.Sort)
	set("new", f.New)
	for _, field := range Fields() {
		if all := *f.many(field); len(all) > 0 {
			v[field.String()] = all
		}
	}
	return v
}

func peopleAddress(r *web.Request, v url.Values) string {
	if len(v) == 0 {
		return r.Path(PathPeople)
	}
	return r.Path(PathPeople) + "?" + v.Encode()
}

func (f *peopleForm) with(r *web.Request, key, value string) string {
	v := f.query()
	v.Del(key)
	if value != "" {
		v.Set(key, value)
	}
	return peopleAddress(r, v)
}

func (f *peopleForm) without(r *web.Request, key, value string) string {
	v := f.query()
	v[key] = slices.DeleteFunc(slices.Clone(v[key]), func(s string) bool { return s == value })
	return peopleAddress(r, v)
}

func (f *peopleForm) hidden(skip ...string) (out []webpage.Pair) {
	v := f.query()
	names := []string{"q", "near", "km", "sort", "new"}
	for _, field := range Fields() {
		names = append(names, field.String())
	}
	for _, name := range names {
		if slices.Contains(skip, name) {
			continue
		}
		for _, s := range v[name] {
			out = append(out, webpage.Pair{Name: name, Value: s})
		}
	}
	return out
}

func (h *House) showPeople(r *web.Request) error {
	var form peopleForm
	err := web.Bind(r, &form)
	var found Found
	if err == nil {
		found, err = h.Search(r, r.Grant, form.wanted(r.Words.Lang()))
	}
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	status := http.StatusOK
	_, wrong := r.Words.Fault(err)
	if err != nil {
		status = fault.Invalid.Status()
	}
	return r.Render(status, h.peoplePage(r, &form, found, wrong))
}

// getWords answers the script of the search field: what was typed, with its last word completed.
func (h *House) getWords(r *web.Request) error {
	typed := r.Query("q")
	at := strings.LastIndexByte(typed, ' ') + 1
	words, err := h.Suggest(r, r.Grant, typed[at:], r.Words.Lang())
	if err != nil {
		return err
	}
	out := []string{}
	for _, w := range words {
		out = append(out, typed[:at]+w)
	}
	body, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return r.Text("application/json; charset=utf-8", body)
}

func (h *House) peoplePage(r *web.Request, f *peopleForm, found Found, wrong map[string]string) templ.Component {
	say := func(key string, args ...any) string { return r.Words.Say("search."+key, args...) }
	fields := make([]string, 0, len(Fields()))
	for _, field := range Fields() {
		fields = append(fields, field.String())
	}
	v := page.People{URL: r.Path(PathPeople), AllURL: r.Path(PathPeople), Total: found.Total,
		Words:  webpage.Input{Name: "q", Label: say("people.words"), Value: f.Words, Type: "search", Max: 500, Error: wrong["q"], Suggest: r.Path(pathWords)},
		Near:   webpage.Input{Name: "near", Label: say("people.near"), Value: f.Near, Max: 100, Error: wrong["near"]},
		Km:     webpage.Input{Name: "km", Label: say("people.km"), Value: strconv.Itoa(f.km()), Width: "short"},
		Hidden: f.hidden("q", "near", "km"), Carried: f.hidden(fields...), Chips: f.chips(r), Sorts: f.sorts(r),
		Requests: webpage.Link{URL: r.Path(pathAsked), Label: say("asked.title")}, Saved: webpage.Link{URL: r.Path(pathSaved), Label: say("saved.title")},
		Privacy: webpage.Privacy{Who: say("people.privacy.who"), Why: say("people.privacy.why")}}
	if state := f.query(); len(state) > 0 && len(wrong) == 0 && f.New == "" {
		v.Saved = webpage.Link{URL: r.Path(pathSaved) + "?" + state.Encode(), Label: say("saved.this")}
	}
	for _, n := range circles {
		v.Circles = append(v.Circles, webpage.Choice{Value: strconv.Itoa(n), Label: say("people.circle", "Km", n)})
	}
	for _, s := range wrong {
		v.Wrong = s
	}
	if r.Actor.May(access.MemberInvite) {
		v.Log = webpage.Link{URL: r.Path(pathLog), Label: say("log.title")}
	}
	for _, field := range Fields() {
		v.Facets = append(v.Facets, facet(r, field, *f.many(field), found.Counts[field]))
	}
	v.Facets = slices.DeleteFunc(v.Facets, func(x page.Facet) bool { return len(x.Choices) == 0 })
	q := f.wanted(r.Words.Lang())
	m := q.meeting()
	for _, c := range found.Cards {
		i := item(r, c.Face(), c.Anonymous, c.ActiveAt)
		i.Marked, i.Excerpt = c.found(found.Query, q.Lang)
		if f.New != "" {
			i.Points = append(i.Points, webpage.Point{Icon: "MagnifyingGlass", Text: say("new.fits", "Parts", said(r, m.of(c, r.Now)))})
		}
		i.URL = r.Path(PathPeople + "/" + c.ID.String())
		v.Items = append(v.Items, i)
	}
	if found.Next != "" {
		v.More = f.with(r, "after", found.Next)
	}
	if found.Mended != "" {
		v.Mended = webpage.Link{URL: f.with(r, "q", found.Mended), Label: found.Mended}
	}
	for _, x := range []string{"both", "or", "not", "phrase", "begin"} {
		how := say("help." + x + ".how")
		if x == "phrase" {
			how = `"` + how + `"` // the marks of the query language, whatever those of the reader's
		}
		v.Help = append(v.Help, webpage.Term{Name: how, Text: say("help." + x)})
	}
	view := r.View(say("people.title"))
	view.Wide = true
	return page.ShowPeople(view, v)
}

func (f *peopleForm) sorts(r *web.Request) []webpage.Link {
	return []webpage.Link{
		{URL: f.with(r, "sort", ""), Label: r.Words.Say("search.people.newest"), Current: f.Sort == ""},
		{URL: f.with(r, "sort", "relevance"), Label: r.Words.Say("search.people.relevance"), Current: f.Sort != ""},
	}
}

func (f *peopleForm) chips(r *web.Request) (out []webpage.Chip) {
	for _, name := range []string{"q", "near"} {
		if s := f.query().Get(name); s != "" {
			out = append(out, webpage.Chip{Label: s, URL: f.with(r, name, "")})
		}
	}
	if w := windowOf(f.New); f.New != "" {
		out = append(out, webpage.Chip{Label: r.Words.Say("search.new.chip", "When", r.Words.DateTime(w.From)), URL: f.with(r, "new", "")})
	}
	for _, field := range Fields() {
		for _, s := range *f.many(field) {
			if text := valueText(r, field, s); text != "" {
				out = append(out, webpage.Chip{Label: text, URL: f.without(r, field.String(), s)})
			}
		}
	}
	return out
}

// facet is what a list is narrowed by: the values that most have, and those that were chosen.
func facet(r *web.Request, field query.Field, chosen []string, counts []match.Tally) page.Facet {
	out := page.Facet{Input: webpage.Input{Name: field.String(), Label: r.Words.Say("search.facet." + field.String()), Values: chosen}}
	for _, c := range counts {
		text := valueText(r, field, c.Value)
		if text == "" || len(out.Choices) >= facetsShown && !slices.Contains(chosen, c.Value) {
			continue
		}
		out.Choices = append(out.Choices, webpage.Choice{Value: c.Value, Label: text + " (" + r.Words.Number(int64(c.N)) + ")"})
	}
	return out
}

// valueText is a value of a facet in words.
func valueText(r *web.Request, field query.Field, v string) string {
	if field == query.Experience {
		from, ok := band(v)
		if !ok {
			return ""
		}
		return r.Words.Say("search.years.span", "From", from, "To", from+Band-1)
	}
	if field == query.Available {
		if _, ok := stepOf(v); !ok {
			return ""
		}
		return r.Words.Say("search.available." + v)
	}
	lang, t := r.Words.Lang(), taxonomy.BuiltIn()
	switch field {
	case query.Occupation: // unit groups: an occupation of its own is too narrow, what stands above too wide
		if code, ok := strings.CutPrefix(v, "isco:"); ok && len(code) == 4 {
			if g, ok := t.Group(code); ok {
				return g.Preferred(lang)
			}
		}
		return ""
	case query.Place: // counties, as the cards tell
		country, code, _ := strings.Cut(v, ":")
		if p, ok := t.Place(country, code); ok && p.Kind == taxonomy.County {
			return p.Name(lang)
		}
		return ""
	case query.Language:
		return tongueText(lang, v)
	case query.Skill:
		if s, ok := t.Skill(v); ok {
			return upper(s.Preferred(lang))
		}
	}
	return upper(v)
}

func upper(s string) string {
	for i, c := range s {
		return string(unicode.ToUpper(c)) + s[i+len(string(c)):]
	}
	return s
}

// item is the face of a card as one entry of a list.
func item(r *web.Request, f Face, anonymous bool, active time.Time) webpage.Item {
	t := r.Words
	i := webpage.Item{Title: title(r, f), Sub: f.Region, Labels: labelled(f.Skills)}
	point := func(icon, key, text string) {
		if text != "" {
			i.Points = append(i.Points, webpage.Point{Icon: icon, Name: t.Say("search.face." + key), Text: text})
		}
	}
	point("Briefcase", "years", t.Say("search.years", "Count", f.Years))
	point("Globe", "languages", strings.Join(f.Languages, ", "))
	point("Buildings3", "employers", strings.Join(f.Employers, ", "))
	point("Calendar", "available", starts(r, f, "search.starts."))
	point("Clock", "active", t.Say("search.active", "Month", t.Month(active.Year(), active.Month())))
	if anonymous {
		i.Status = &webpage.Label{Word: t.Say("search.visibility.anonymous")}
	}
	return i
}

func title(r *web.Request, f Face) string {
	if f.Title == "" {
		return r.Words.Say("search.face.untitled")
	}
	return f.Title
}

func terms(r *web.Request, f Face, active time.Time) (out []webpage.Term) {
	t := r.Words
	term := func(key, text string) {
		if text != "" {
			out = append(out, webpage.Term{Name: t.Say("search.face." + key), Text: text})
		}
	}
	term("region", f.Region)
	term("years", t.Say("search.years", "Count", f.Years))
	term("skills", strings.Join(f.Skills, ", "))
	term("languages", strings.Join(f.Languages, ", "))
	term("employers", strings.Join(f.Employers, ", "))
	term("available", starts(r, f, "search.available."))
	term("active", t.Month(active.Year(), active.Month()))
	return out
}

type requestForm struct {
	Job    string `form:"job,max=36"`
	Text   string `form:"text,max=2000,lines"`
	Masked bool   `form:"masked"`
}

func (h *House) showPerson(r *web.Request) error {
	v, err := cardID(r)
	if err != nil {
		return err
	}
	return h.person(r, http.StatusOK, v, requestForm{Job: r.Query("job")}, nil)
}

func (h *House) person(r *web.Request, status int, v CardID, f requestForm, wrong map[string]string) error {
	c, asked, err := h.View(r, r.Grant, v)
	if err != nil {
		return err
	}
	say := func(key string, args ...any) string { return r.Words.Say("search."+key, args...) }
	p := page.Person{Crumbs: []webpage.Link{{URL: r.Path(PathPeople), Label: say("people.title")}, {URL: r.Path(PathPeople + "/" + v.String()), Label: title(r, c.Face())}},
		Terms: terms(r, c.Face(), c.ActiveAt), Action: r.Path(PathPeople + "/" + v.String() + "/request"),
		Job:     webpage.Input{Name: "job", Label: say("request.job"), Value: f.Job, Error: wrong["job"], Required: true},
		Text:    webpage.Input{Name: "text", Label: say("request.text"), Hint: say("request.text.hint"), Value: f.Text, Error: wrong["text"], Max: wordsMost, Counter: true, Required: true},
		Masked:  webpage.Input{Name: "masked", Label: say("masked.ask"), Hint: say("masked.ask.hint"), Value: ticked(f.Masked)},
		Privacy: webpage.Privacy{Who: say("request.privacy.who"), Why: say("request.privacy.why"), Until: say("request.privacy.until")}}
	if asked != nil && status != http.StatusOK { // there is no form any more that could be shown again
		return fault.New(fault.Conflict, "search.request.again")
	}
	if asked != nil {
		p.Asked = &webpage.Notice{Text: say("state.is", "State", say("state."+string(asked.State(r.Now))))}
		p.See = webpage.Link{URL: r.Path(pathAsked + "/" + asked.ID.String()), Label: say("request.see")}
		return r.Render(status, page.ShowPerson(r.View(title(r, c.Face())), p))
	}
	jobs, err := r.GrantFor(privacy.Recruit)
	if err != nil {
		return err
	}
	desk, err := h.Jobs.Desk(r, jobs, job.Desk{State: job.Open})
	if err != nil {
		return err
	}
	for _, j := range desk.Jobs {
		p.Jobs = append(p.Jobs, webpage.Choice{Value: j.ID.String(), Label: j.Title})
	}
	if len(p.Jobs) == 0 {
		p.NoJobs = say("request.nojobs")
	}
	return r.Render(status, page.ShowPerson(r.View(title(r, c.Face())), p))
}

func (h *House) postRequest(r *web.Request) error {
	v, err := cardID(r)
	if err != nil {
		return err
	}
	var f requestForm
	if err = web.Bind(r, &f); err == nil {
		var j job.ID
		if j.UnmarshalText([]byte(f.Job)) != nil {
			j = job.ID{}
		}
		err = h.Ask(r, r.Grant, v, Request{Job: j, Text: f.Text, Masked: f.Masked})
	}
	if fault.Is(err, fault.Invalid) {
		_, wrong := r.Words.Fault(err)
		return h.person(r, fault.Invalid.Status(), v, f, wrong)
	}
	if err != nil {
		return err
	}
	r.Flash("search.request.sent")
	return r.Redirect(r.Path(pathAsked))
}
