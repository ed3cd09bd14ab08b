package job

import (
	"strings"
	"time"

	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/locale"
	"verv/internal/match"
	"verv/internal/web"
)

// The JSON API over the same use-cases as the pages.

// Document is a job in the API.
type Document struct {
	ID          string     `json:"id,omitempty" readOnly:"true"`
	Version     int        `json:"version,omitempty" doc:"what was read; a change names it"`
	State       string     `json:"state,omitempty" readOnly:"true" enum:"draft,awaiting,scheduled,open,closed,archived"`
	Employer    string     `json:"employer,omitempty" readOnly:"true"`
	URL         string     `json:"url,omitempty" readOnly:"true"`
	Title       string     `json:"title" maxLength:"160" example:"Nurse, night shifts"`
	Text        string     `json:"text,omitempty" maxLength:"40000" doc:"clean HTML, or paragraphs, headings and lists in plain text"`
	Language    string     `json:"language" enum:"nb,nn,sv,fi,da,en" example:"en"`
	Places      []APIPlace `json:"places,omitempty" maxItems:"20"`
	Remote      string     `json:"remote,omitempty" enum:",hybrid,remote"`
	Employment  []string   `json:"employment,omitempty" maxItems:"9"`
	ExtentMin   int        `json:"extentMin,omitempty" minimum:"0" maximum:"100"`
	ExtentMax   int        `json:"extentMax,omitempty" minimum:"0" maximum:"100"`
	PayMin      int64      `json:"payMin,omitempty" doc:"in hundredths of the currency"`
	PayMax      int64      `json:"payMax,omitempty" doc:"in hundredths of the currency"`
	PayCurrency string     `json:"payCurrency,omitempty"`
	PayUnit     string     `json:"payUnit,omitempty"`
	PayText     string     `json:"payText,omitempty"`
	Deadline    string     `json:"deadline,omitempty" doc:"last day, 2006-01-02" example:"2027-03-01"`
	Start       string     `json:"start,omitempty" doc:"2006-01-02"`
	Decides     string     `json:"decides,omitempty"`
	Steps       []Step     `json:"steps,omitempty" maxItems:"10"`
	Languages   []string   `json:"workLanguages,omitempty" maxItems:"10" doc:"BCP 47"`
	Client      *APIClient `json:"client,omitempty" doc:"who an agency recruits for"`
	Questions   []APIAsked `json:"questions,omitempty" readOnly:"true"`
	PublishedAt *time.Time `json:"publishedAt,omitempty" readOnly:"true"`
	PublishAt   *time.Time `json:"publishAt,omitempty" readOnly:"true" doc:"when a scheduled job opens"`
}

// APIClient is who an agency recruits for. Everybody reads the name of one that is not secret; the employer also the rest.
type APIClient struct {
	ID     string `json:"id,omitempty" maxLength:"36"`
	Name   string `json:"name,omitempty" readOnly:"true"`
	Secret bool   `json:"secret,omitempty"`
}

// APIAsked is a question that every applicant is asked.
type APIAsked struct {
	ID       string   `json:"id"`
	Kind     string   `json:"kind"`
	Label    string   `json:"label"`
	Hint     string   `json:"hint,omitempty"`
	Choices  []string `json:"choices,omitempty" doc:"of a scale the words for 1 and 5"`
	Required bool     `json:"required,omitempty"`
}

// APIPlace is where the work is done.
type APIPlace struct {
	Street   string `json:"street,omitempty"`
	Postcode string `json:"postcode,omitempty"`
	Town     string `json:"town,omitempty"`
	Region   string `json:"region,omitempty"`
	Country  string `json:"country,omitempty"`
}

type (
	apiQuery struct {
		Words  string `query:"q" maxLength:"100"`
		Place  string `query:"place" maxLength:"100"`
		Kind   string `query:"kind" maxLength:"20"`
		Remote string `query:"remote" maxLength:"20"`
		web.Paging
	}
	apiID struct {
		ID string `path:"id" maxLength:"36"`
	}
	apiJob  struct{ Body Document }
	apiMake struct{ Body Document }
	apiPut  struct {
		ID   string `path:"id" maxLength:"36"`
		Body Document
	}
)

func document(r *web.Request, j Job) Document {
	d := Document{ID: j.ID.String(), Version: j.Version, State: string(j.State), Employer: j.EmployerName, Title: j.Title, Text: j.Text, Language: j.Language,
		Remote: string(j.Remote), ExtentMin: j.Extent.Min, ExtentMax: j.Extent.Max, PayMin: j.Pay.Min, PayMax: j.Pay.Max, PayCurrency: j.Pay.Currency,
		PayUnit: string(j.Pay.Unit), PayText: j.Pay.Text, Deadline: j.Deadline, Start: j.Start, Decides: j.Decides, Steps: j.Steps}
	d.Languages = j.WorkLanguages
	for _, e := range j.Employment {
		d.Employment = append(d.Employment, string(e))
	}
	for _, q := range j.Questions {
		d.Questions = append(d.Questions, APIAsked{q.ID.String(), string(q.Kind), q.Label, q.Hint, q.Choices, q.Required})
	}
	if j.Client.Name != "" {
		d.Client = &APIClient{Name: j.Client.Shown(), Secret: j.Client.Secret}
	}
	for _, p := range j.Places {
		d.Places = append(d.Places, APIPlace{p.Street, p.Postcode, p.Town, p.Region, p.Country})
	}
	if !j.PublishedAt.IsZero() {
		d.PublishedAt, d.URL = &j.PublishedAt, r.URL(address(j.ID, j.Title))
	}
	return d
}

// content is the document as a job says it, on top of what the API does not know.
func (d Document) content(was Content) Content {
	c := was
	c.Title, c.Text, c.Language, c.Remote, c.Decides, c.Steps = d.Title, d.Text, d.Language, Remote(d.Remote), d.Decides, d.Steps
	c.WorkLanguages, c.Client = nil, Client{}
	for _, l := range d.Languages {
		if locale.Known(l) {
			c.WorkLanguages = append(c.WorkLanguages, l)
		}
	}
	if d.Client != nil {
		c.Client.Secret = d.Client.Secret
		if c.Client.ID.UnmarshalText([]byte(d.Client.ID)) != nil {
			c.Client.ID = was.Client.ID // no identifier: the client stays
		}
	}
	c.Extent, c.Deadline, c.Start = Extent{Min: d.ExtentMin, Max: d.ExtentMax}, d.Deadline, d.Start
	c.Pay = Pay{Min: d.PayMin, Max: d.PayMax, Currency: d.PayCurrency, Unit: PayUnit(d.PayUnit), Text: d.PayText}
	c.Employment, c.Places = nil, nil
	for _, e := range d.Employment {
		c.Employment = append(c.Employment, Employment(e))
	}
	for _, p := range d.Places {
		c.Places = append(c.Places, Place{Street: p.Street, Postcode: p.Postcode, Town: p.Town, Region: p.Region, Country: p.Country})
	}
	return c
}

func apiJobID(text string) (ID, error) {
	v, err := id.Parse[noun](text)
	if err != nil {
		return v, fault.New(fault.NotFound, "fault.notfound")
	}
	return v, nil
}

// apiSearch lists the newest first. A page begins after the last job of the one before it, by the moment it was published.
func (h *House) apiSearch(r *web.Request, in *apiQuery) (*web.Page[Document], error) {
	s, err := h.siteOf(r)
	if err != nil {
		return nil, err
	}
	from, ok := in.From()
	after, err := match.ParseCursor(from)
	if !ok || err != nil {
		return nil, in.Wrong()
	}
	found, err := h.Search(r, r.Grant, s.ID, Filter{Words: in.Words, Place: in.Place, Sort: Newest, After: after, Most: in.Most(),
		Chosen: map[Facet][]string{ByKind: {in.Kind}, ByExtent: {strings.TrimSuffix(in.Kind, "_time")}, ByRemote: {in.Remote}}}) // full_time is an extent
	if err != nil {
		return nil, err
	}
	var out []Document
	for _, e := range found.Jobs {
		d := document(r, Job{ID: e.ID, State: Open, EmployerName: e.EmployerName, PublishedAt: e.PublishedAt, Content: Content{Title: e.Title, Language: e.Language,
			Remote: e.Remote, Employment: e.Employment, Extent: e.Extent, Pay: e.Pay, Deadline: e.Deadline}})
		if e.Place != "" {
			d.Places = []APIPlace{{Town: e.Place}}
		}
		out = append(out, d)
	}
	page := web.PageTo(r, out, found.Next.String())
	page.Body.Total = &found.Total
	return page, nil
}

func (h *House) apiOpen(r *web.Request, in *apiID) (*apiJob, error) {
	n, err := apiJobID(in.ID)
	if err != nil {
		return nil, err
	}
	j, err := h.Open(r, r.Grant, n)
	if err != nil {
		return nil, err
	}
	return &apiJob{document(r, j)}, nil
}

func (h *House) apiOf(r *web.Request, in *apiID) (*apiJob, error) {
	n, err := apiJobID(in.ID)
	if err != nil {
		return nil, err
	}
	j, err := h.Of(r, r.Grant, n)
	if err != nil {
		return nil, err
	}
	d := document(r, j)
	if !j.Client.ID.IsZero() {
		d.Client = &APIClient{ID: j.Client.ID.String(), Name: j.Client.Name, Secret: j.Client.Secret}
	}
	if !j.PublishAt.IsZero() {
		d.PublishAt = &j.PublishAt
	}
	return &apiJob{d}, nil
}

func (h *House) apiCreate(r *web.Request, in *apiMake) (*apiJob, error) {
	s, err := h.siteOf(r)
	if err != nil {
		return nil, err
	}
	n, err := h.Create(r, r.Grant, s.ID, in.Body.content(Content{}))
	if err != nil {
		return nil, err
	}
	return h.apiOf(r, &apiID{n.String()})
}

func (h *House) apiChange(r *web.Request, in *apiPut) (*apiJob, error) {
	n, err := apiJobID(in.ID)
	if err != nil {
		return nil, err
	}
	was, err := h.Of(r, r.Grant, n)
	if err == nil {
		err = h.Change(r, r.Grant, n, in.Body.Version, in.Body.content(was.Content))
	}
	if err != nil {
		return nil, err
	}
	return h.apiOf(r, &apiID{in.ID})
}
