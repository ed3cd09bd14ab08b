package message

import (
	"io"
	"time"

	"verv/internal/application"
	"verv/internal/web"
)

// The lists of threads for programs, the files of a thread, and that it was read.

func (h *House) inboxAPI(own, team web.Guard) []web.Route {
	tag := web.Tag("messages")
	file := func(path, name string, may web.Guard) web.Route {
		return web.API(web.Saves(tag.Get(path+"/{file}", name, "A file that came along with a message"), "application/octet-stream"), may, h.apiFile)
	}
	return []web.Route{
		web.API(tag.Get("/api/messages", "own-threads", "One's own threads, with what one has not read"), own, h.apiOwnTalks),
		web.API(tag.Get("/api/employer/messages", "list-threads", "Threads of half a year, with what the member who asks has not read; reading a thread's messages makes them read"), team, h.apiTeamTalks),
		web.API(tag.Post("/api/applications/{application}/messages/seen", "see-messages", "Say that one has read a thread up to now"), own, h.apiSee),
		file("/api/applications/{application}/messages/files", "own-message-file", own),
		file("/api/employer/applications/{application}/messages/files", "get-message-file", team),
	}
}

type (
	// APITalk is one thread in a list of them.
	APITalk struct {
		Application string    `json:"application" format:"uuid" doc:"whose thread it is"`
		Job         string    `json:"job"`
		With        string    `json:"with" doc:"the other side: the employer, or who applied"`
		LastAt      time.Time `json:"lastAt"`
		Count       int       `json:"count"`
		Unread      int       `json:"unread" doc:"how many messages the caller has not read"`
	}
	apiFileIn struct {
		Application string `path:"application" format:"uuid"`
		File        string `path:"file" format:"uuid"`
	}
)

func talkDocument(t Talk, with string) APITalk {
	return APITalk{t.Of.ID.String(), t.Of.JobTitle, with, t.LastAt, t.Count, t.New}
}

func (h *House) apiOwnTalks(r *web.Request, in *web.Paging) (*web.Page[APITalk], error) {
	all, err := h.OwnTalks(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APITalk
	for _, t := range all {
		out = append(out, talkDocument(t, t.Of.EmployerName))
	}
	return web.PageOfAll(r, *in, out, func(d APITalk) string { return d.Application })
}

func (h *House) apiTeamTalks(r *web.Request, in *web.Paging) (*web.Page[APITalk], error) {
	from, ok := in.From()
	var after application.ID
	if !ok || from != "" && after.UnmarshalText([]byte(from)) != nil {
		return nil, in.Wrong()
	}
	all, next, err := h.WalkTalks(r, r.Grant, after, in.Most())
	if err != nil {
		return nil, err
	}
	var out []APITalk
	for _, t := range all {
		out = append(out, talkDocument(t, t.Of.Name))
	}
	return web.PageTo(r, out, next.String()), nil
}

func (h *House) apiSee(r *web.Request, _ *struct {
	Application string `path:"application" format:"uuid"`
}) (*web.None, error) {
	v, err := thread(r)
	if err != nil {
		return nil, err
	}
	return nil, h.See(r, r.Grant, v)
}

func (h *House) apiFile(r *web.Request, _ *apiFileIn) (*web.Attachment, error) {
	c, err := h.opened(r)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return web.FileOf(c.About.Name, mediaType(c.File.Kind), io.NewSectionReader(c, 0, c.File.Size))
}
