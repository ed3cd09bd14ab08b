package message

import (
	"time"

	"verv/internal/locale"
	"verv/internal/web"
)

// Templates of messages for programs: what a team writes again and again, in its languages.

func (h *House) templateAPI(team web.Guard) []web.Route {
	tag := web.Tag("messages")
	const all, one = "/api" + templatesPath, "/api" + templatesPath + "/{template}"
	return []web.Route{
		web.API(tag.Get(all, "list-message-templates", "Templates of messages, in the order they were made"), team, h.apiTemplates),
		web.API(tag.Post(all, "add-message-template", "Keep a template"), team, h.apiAddTemplate),
		web.API(tag.Post(all+"/starters", "add-message-starters", "Add the templates that Verv has words for, where there is none yet"), team, h.apiStarters),
		web.API(tag.Post(all+"/preview", "preview-message-template", "What a template reads like, filled for somebody made up; nothing is kept"), team, h.apiPreview),
		web.API(tag.Get(one, "get-message-template", "One template"), team, h.apiTemplate),
		web.API(tag.Put(one, "change-message-template", "Replace a template; messages that were written with it stay as they are"), team, h.apiChangeTemplate),
		web.API(tag.Delete(one, "drop-message-template", "Delete a template for good; messages that were written with it stay as they are"), team, h.apiDropTemplate),
		web.API(tag.Post(one+"/archive", "archive-message-template", "Stop offering a template, or offer it again"), team, h.apiArchiveTemplate),
	}
}

type (
	// APIMessageTexts is the same message in several languages. It may hold {name}, {job} and {employer}.
	APIMessageTexts struct {
		NB string `json:"nb,omitempty" maxLength:"10000" example:"Hei {name}, takk for søknaden."`
		NN string `json:"nn,omitempty" maxLength:"10000"`
		SV string `json:"sv,omitempty" maxLength:"10000"`
		FI string `json:"fi,omitempty" maxLength:"10000"`
		DA string `json:"da,omitempty" maxLength:"10000"`
		EN string `json:"en,omitempty" maxLength:"10000"`
	}
	// APIMessageTemplate is a template.
	APIMessageTemplate struct {
		ID         string          `json:"id,omitempty" readOnly:"true"`
		Name       string          `json:"name" maxLength:"80" example:"Thanks"`
		Texts      APIMessageTexts `json:"texts" doc:"the same message in one or more languages; may hold {name}, {job} and {employer}"`
		ChangedAt  *time.Time      `json:"changedAt,omitempty" readOnly:"true"`
		ArchivedAt *time.Time      `json:"archivedAt,omitempty" readOnly:"true" doc:"since when it is not offered"`
	}
	// APIArchived says whether a template is offered.
	APIArchived struct {
		Archived bool `json:"archived"`
	}
	// APITemplatePath names a template.
	APITemplatePath struct {
		Template string `path:"template" format:"uuid"`
	}
)

func templateDocument(t Template) APIMessageTemplate {
	d := APIMessageTemplate{ID: t.ID.String(), Name: t.Name, Texts: textsDocument(t.Texts), ChangedAt: &t.ChangedAt}
	if t.Archived() {
		d.ArchivedAt = &t.ArchivedAt
	}
	return d
}

func textsDocument(t Texts) APIMessageTexts {
	return APIMessageTexts{t["nb"], t["nn"], t["sv"], t["fi"], t["da"], t["en"]}
}

func (d APIMessageTexts) texts() Texts { return textsForm(d).texts() }

func (h *House) apiTemplates(r *web.Request, in *web.Paging) (*web.Page[APIMessageTemplate], error) {
	all, err := h.Templates(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIMessageTemplate
	for _, t := range all {
		out = append(out, templateDocument(t))
	}
	return web.PageOfAll(r, *in, out, func(d APIMessageTemplate) string { return d.ID })
}

func (h *House) apiAddTemplate(r *web.Request, in *web.With[APIMessageTemplate]) (*web.Answer[web.Made], error) {
	return web.MadeOf(h.AddTemplate(r, r.Grant, Template{Name: in.Body.Name, Texts: in.Body.Texts.texts()}))
}

func (h *House) apiStarters(r *web.Request, _ *web.None) (*web.None, error) {
	return nil, h.AddStarters(r, r.Grant, r.Words.Lang())
}

func (h *House) apiPreview(_ *web.Request, in *web.With[APIMessageTexts]) (*web.Answer[APIMessageTexts], error) {
	all := in.Body.texts()
	if err := all.check("texts"); err != nil {
		return nil, err
	}
	for _, l := range locale.Languages() {
		if text := all[l.Tag]; text != "" {
			all[l.Tag] = h.example(l.Tag).Fill(text)
		}
	}
	return web.Answered(textsDocument(all), nil)
}

func (h *House) apiTemplate(r *web.Request, _ *APITemplatePath) (*web.Answer[APIMessageTemplate], error) {
	v, err := templateID(r)
	if err != nil {
		return nil, err
	}
	t, err := h.Template(r, r.Grant, v)
	return web.Answered(templateDocument(t), err)
}

// apiChangeTemplate needs If-Match; the version guards what comes between its comparison and the write.
func (h *House) apiChangeTemplate(r *web.Request, in *struct {
	APITemplatePath
	Body APIMessageTemplate
}) (*web.None, error) {
	v, err := templateID(r)
	if err != nil {
		return nil, err
	}
	now, err := h.Template(r, r.Grant, v)
	if err != nil {
		return nil, err
	}
	return nil, h.ChangeTemplate(r, r.Grant, Template{ID: v, Name: in.Body.Name, Texts: in.Body.Texts.texts(), Version: now.Version})
}

func (h *House) apiDropTemplate(r *web.Request, _ *APITemplatePath) (*web.None, error) {
	v, err := templateID(r)
	if err != nil {
		return nil, err
	}
	return nil, h.DropTemplate(r, r.Grant, v)
}

func (h *House) apiArchiveTemplate(r *web.Request, in *struct {
	APITemplatePath
	Body APIArchived
}) (*web.None, error) {
	v, err := templateID(r)
	if err != nil {
		return nil, err
	}
	return nil, h.ArchiveTemplate(r, r.Grant, v, in.Body.Archived)
}
