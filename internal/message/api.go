package message

import (
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/web"
)

// The JSON API over the same use-cases as the pages.

func (h *House) api() []web.Route {
	own := web.Own(access.ApplicationOwn, privacy.Correspond)
	team := web.Employer(access.ApplicationMessage, privacy.Correspond)
	tag := web.Tag("messages")
	const mine, held, bulk = "/api/applications/{application}/messages", "/api/employer/applications/{application}/messages", "/api/employer/bulk/{bulk}/message"
	return slices.Concat([]web.Route{
		web.API(tag.Get(mine, "own-messages", "The messages of one's own application"), own, h.apiOwn),
		web.API(tag.Post(mine, "answer", "Write to the employer"), own, h.apiAnswer),
		web.API(tag.Get(held, "list-messages", "The messages of an application, in the order they were written"), team, h.apiThread),
		web.API(tag.Post(held, "write-message", "Write to the person; the letter leaves fifteen seconds later"), team, h.apiWrite),
		web.API(tag.Post(held+"/undo", "undo-message", "Take a message back while its letter waits"), team, h.apiUndo),
		web.API(tag.Post(bulk, "write-bulk", "Write to everybody of a choice, each in a thread of their own"), team, h.apiWriteAll),
		web.API(tag.Post(bulk+"/undo", "undo-bulk-message", "Take those back whose letter waits"), team, h.apiUndoAll),
	}, h.inboxAPI(own, team), h.templateAPI(team))
}

type (
	// APIMessage is one message.
	APIMessage struct {
		ID     string    `json:"id" format:"uuid"`
		Person bool      `json:"person" doc:"the applicant wrote it"`
		At     time.Time `json:"at"`
		Text   string    `json:"text"`
		Quote  string    `json:"quote,omitempty" doc:"what a mail quoted below its text"`
		New    bool      `json:"new,omitempty" doc:"the caller has not read it"`
		Files  []APIFile `json:"files,omitempty" doc:"what came along"`
	}
	// APIFile is a file that came along with a message.
	APIFile struct {
		ID   string `json:"id" format:"uuid"`
		Name string `json:"name"`
		Size int64  `json:"size" doc:"bytes"`
	}
	// APIText is a message that is to be sent.
	APIText struct {
		Text string `json:"text" maxLength:"10000" example:"Can you come on Thursday at ten?"`
	}
	// APIMessageID names a message.
	APIMessageID struct {
		Message string `json:"message" format:"uuid"`
	}
	apiThread struct {
		Application string `path:"application" format:"uuid"`
		web.Paging
	}
	// APIBulkPath names a choice.
	APIBulkPath struct {
		Bulk string `path:"bulk" format:"uuid"`
	}
	apiTextIn struct {
		Application string `path:"application" format:"uuid"`
		Body        APIText
	}
)

func pageOf(r *web.Request, in web.Paging, all []Message, err error) (*web.Page[APIMessage], error) {
	if err != nil {
		return nil, err
	}
	var out []APIMessage
	for _, m := range all {
		d := APIMessage{ID: m.ID.String(), Person: m.Person(), At: m.At, Text: m.Text, Quote: m.Quote, New: m.New}
		for _, f := range m.Files {
			d.Files = append(d.Files, APIFile{f.ID.String(), f.Name, f.Size})
		}
		out = append(out, d)
	}
	return web.PageOfAll(r, in, out, func(d APIMessage) string { return d.ID })
}

func (h *House) apiOwn(r *web.Request, in *apiThread) (*web.Page[APIMessage], error) {
	v, err := thread(r)
	if err != nil {
		return nil, err
	}
	t, err := h.Own(r, r.Grant, v)
	return pageOf(r, in.Paging, t.All, err)
}

func (h *House) apiThread(r *web.Request, in *apiThread) (*web.Page[APIMessage], error) {
	v, err := thread(r)
	if err != nil {
		return nil, err
	}
	t, err := h.Thread(r, r.Grant, v)
	return pageOf(r, in.Paging, t.All, err)
}

func (h *House) apiAnswer(r *web.Request, in *apiTextIn) (*web.None, error) {
	v, err := thread(r)
	if err != nil {
		return nil, err
	}
	return nil, h.Answer(r, r.Grant, v, Draft{Text: in.Body.Text})
}

func (h *House) apiWrite(r *web.Request, in *apiTextIn) (*web.Answer[web.Made], error) {
	v, err := thread(r)
	if err != nil {
		return nil, err
	}
	return web.MadeOf(h.Write(r, r.Grant, v, Draft{Text: in.Body.Text}))
}

func (h *House) apiUndo(r *web.Request, in *struct {
	Application string `path:"application" format:"uuid"`
	Body        APIMessageID
}) (*web.None, error) {
	v, err := thread(r)
	if err != nil {
		return nil, err
	}
	m, err := web.ParseID[noun]("message", in.Body.Message)
	if err != nil {
		return nil, err
	}
	return nil, h.Undo(r, r.Grant, v, m)
}

func (h *House) apiWriteAll(r *web.Request, in *struct {
	APIBulkPath
	Body APIText
}) (*web.None, error) {
	v, err := bulkID(r)
	if err != nil {
		return nil, err
	}
	return nil, h.WriteAll(r, r.Grant, v, Texts{"": in.Body.Text})
}

func (h *House) apiUndoAll(r *web.Request, _ *APIBulkPath) (*web.None, error) {
	v, err := bulkID(r)
	if err != nil {
		return nil, err
	}
	return nil, h.UndoAll(r, r.Grant, v)
}
