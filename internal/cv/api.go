package cv

import (
	"bytes"
	"strconv"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/web"
)

// The JSON API over the same use-cases as the pages.

const apiTag = web.Tag("cvs")

func (h *House) api() []web.Route {
	own := web.Own(access.CandidateOwn, privacy.Profile)
	const one, row = "/api/cvs/{id}", "/api/cvs/{id}/{section}/{row}"
	upload := apiTag.Post("/api/cvs/upload", "upload-cv", "Bring in a CV in the format JSON Resume")
	upload.MaxBodyBytes = uploadMax
	return []web.Route{
		web.API(apiTag.Get("/api/cvs", "list-cvs", "One's own CVs"), own, h.apiList),
		web.API(apiTag.Post("/api/cvs", "add-cv", "Begin a CV"), own, h.apiAdd),
		web.API(upload, own, h.apiUpload),
		web.API(apiTag.Get(one, "get-cv", "One CV, its head and its rows"), own, h.apiGet),
		web.API(apiTag.Put(one, "change-cv", "Change the head of a CV"), own, h.apiChange),
		web.API(apiTag.Delete(one, "delete-cv", "Delete a CV"), own, h.apiDelete),
		web.API(web.Saves(apiTag.Get(one+"/file", "download-cv", "The CV in the format JSON Resume"), "application/json"), own, h.apiFile),
		web.API(web.Versioned(apiTag.Put(row, "put-cv-row", "Write a row of a section; the number after the last one adds it")), own, h.apiPutRow),
		web.API(apiTag.Delete(row, "drop-cv-row", "Take a row out of a section"), own, h.apiDropRow),
	}
}

type (
	// APICV is a CV in the list.
	APICV struct {
		ID        string    `json:"id" format:"uuid"`
		Title     string    `json:"title"`
		Language  string    `json:"language"`
		ChangedAt time.Time `json:"changedAt"`
	}
	// APINewCV is a CV that is begun.
	APINewCV struct {
		Title    string `json:"title" maxLength:"120"`
		Language string `json:"language" enum:"nb,nn,sv,fi,da,en"`
	}
	// APIHead is the head of a CV.
	APIHead struct {
		APINewCV
		Name    string `json:"name,omitempty" maxLength:"200"`
		Label   string `json:"label,omitempty" maxLength:"200"`
		Summary string `json:"summary,omitempty" maxLength:"5000"`
	}
	// APIOpenCV is a CV with its rows, by section.
	APIOpenCV struct {
		ID        string              `json:"id,omitempty" readOnly:"true"`
		ChangedAt *time.Time          `json:"changedAt,omitempty" readOnly:"true"`
		Rows      map[string][]APIRow `json:"rows,omitempty" readOnly:"true"`
		APIHead
	}
	// APIRow is a row of a section. Which fields count follows from the section.
	APIRow struct {
		Name  string `json:"name" maxLength:"200" doc:"role, school, skill, language or certificate"`
		At    string `json:"at,omitempty" maxLength:"200" doc:"employer, field of study, level, fluency or issuer"`
		Place string `json:"place,omitempty" maxLength:"200" doc:"of work; the level of education"`
		Start string `json:"start,omitempty" maxLength:"10" doc:"2006, 2006-01 or 2006-01-02"`
		End   string `json:"end,omitempty" maxLength:"10"`
		Text  string `json:"text,omitempty" maxLength:"5000"`
	}
	// APIRowPut is a row and the CV that it was read from.
	APIRowPut struct {
		APIRow
		ChangedAt time.Time `json:"changedAt" doc:"of the CV, as it was read"`
	}
	// APIRowPath names a row.
	APIRowPath struct {
		ID      string `path:"id" format:"uuid"`
		Section string `path:"section" enum:"work,education,skills,languages,certificates"`
		Row     int    `path:"row" minimum:"0" maximum:"100"`
	}
)

func (h *House) apiList(r *web.Request, in *web.Paging) (*web.Page[APICV], error) {
	all, err := h.List(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APICV
	for _, d := range all {
		out = append(out, APICV{d.ID.String(), d.Title, d.Language, d.UpdatedAt})
	}
	return web.PageOfAll(r, *in, out, func(d APICV) string { return d.ID })
}

func (h *House) apiAdd(r *web.Request, in *web.With[APINewCV]) (*web.Answer[web.Made], error) {
	return web.MadeOf(h.Add(r, r.Grant, in.Body.Title, in.Body.Language))
}

func (h *House) apiUpload(r *web.Request, in *struct {
	RawBody []byte `contentType:"application/json"`
}) (*web.Answer[web.Made], error) {
	return web.MadeOf(h.Upload(r, r.Grant, r.Words.Lang(), bytes.NewReader(in.RawBody)))
}

func (h *House) apiGet(r *web.Request, _ *web.Named) (*web.Answer[APIOpenCV], error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	d, err := h.Get(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	out := APIOpenCV{ID: v.String(), ChangedAt: &d.UpdatedAt, Rows: map[string][]APIRow{},
		APIHead: APIHead{APINewCV{d.Title, d.Language}, d.CV.Basics.Name, d.CV.Basics.Label, d.CV.Basics.Summary}}
	for _, s := range Sections() {
		for n := range d.Rows(s) {
			row, _ := d.Row(s, n)
			out.Rows[string(s)] = append(out.Rows[string(s)], APIRow(row))
		}
	}
	return web.Answered(out, nil)
}

func (h *House) apiChange(r *web.Request, in *web.NamedWith[APIOpenCV]) (*web.None, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	d, err := h.Get(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	b := in.Body
	return nil, h.SetHead(r, r.Grant, v, d.UpdatedAt, Head{Title: b.Title, Language: b.Language, Name: b.Name, Label: b.Label, Summary: b.Summary})
}

func (h *House) apiDelete(r *web.Request, _ *web.Named) (*web.None, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	return nil, h.Delete(r, r.Grant, v)
}

func (h *House) apiFile(r *web.Request, _ *web.Named) (*web.Attachment, error) {
	v, err := web.PathID[noun](r, "id")
	if err != nil {
		return nil, err
	}
	raw, err := h.Export(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	return web.FileOf("cv.json", "application/json", bytes.NewReader(raw))
}

// rowAt reads which row an address names.
func rowAt(r *web.Request) (v ID, s Section, n int, err error) {
	if v, err = web.PathID[noun](r, "id"); err != nil {
		return v, s, n, err
	}
	section, err := r.PathText("section")
	if err != nil {
		return v, s, n, err
	}
	text, err := r.PathText("row")
	if err == nil {
		n, err = strconv.Atoi(text)
	}
	if err != nil {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return v, Section(section), n, err
}

func (h *House) apiPutRow(r *web.Request, in *struct {
	APIRowPath
	Body APIRowPut
}) (*web.None, error) {
	v, s, n, err := rowAt(r)
	if err != nil {
		return nil, err
	}
	return nil, h.PutRow(r, r.Grant, v, in.Body.ChangedAt.UTC(), s, n, Row(in.Body.APIRow))
}

func (h *House) apiDropRow(r *web.Request, in *struct {
	APIRowPath
	ChangedAt time.Time `query:"changedAt" required:"true" doc:"of the CV, as it was read"`
}) (*web.None, error) {
	v, s, n, err := rowAt(r)
	if err != nil {
		return nil, err
	}
	return nil, h.DropRow(r, r.Grant, v, in.ChangedAt.UTC(), s, n)
}
