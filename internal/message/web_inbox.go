package message

import (
	"net/http"

	"verv/internal/message/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

func (h *House) showOwnInbox(r *web.Request) error {
	all, err := h.OwnTalks(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	p := page.Inbox{Title: t.Say("message.inbox"), None: t.Say("message.inbox.none"), Items: talkItems(r, all, false),
		Empty:   webpage.Link{URL: r.Path("/applications"), Label: t.Say("application.list")},
		Links:   []webpage.Link{{URL: r.Path("/notifications"), Label: t.Say("application.pace.title"), Icon: "Bell"}},
		Privacy: webpage.Privacy{Why: t.Say("message.why")}}
	return r.Render(http.StatusOK, page.ShowInbox(r.View(p.Title), p))
}

func (h *House) showTeamInbox(r *web.Request) error {
	all, err := h.TeamTalks(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	p := page.Inbox{Title: t.Say("message.inbox"), Lead: t.Say("message.inbox.lead"), None: t.Say("message.inbox.none"), Items: talkItems(r, all, true),
		Empty:   webpage.Link{URL: r.Path("/employer/jobs"), Label: t.Say("message.inbox.jobs")},
		Links:   []webpage.Link{{URL: r.Path("/employer/message-templates"), Label: t.Say("message.templates"), Icon: "Pencil"}},
		Privacy: webpage.Privacy{Who: t.Say("application.team.who"), Why: t.Say("message.why")}}
	return r.Render(http.StatusOK, page.ShowInbox(r.View(p.Title), p))
}

func talkItems(r *web.Request, all []Talk, team bool) (out []webpage.Item) {
	t := r.Words
	for _, x := range all {
		i := webpage.Item{Title: x.Of.JobTitle, Sub: x.Of.EmployerName, URL: base(r, x.Of.ID, team) + "/messages",
			Points: []webpage.Point{{Icon: "EnvelopeClosed", Text: t.Say("message.inbox.count", "Count", x.Count)},
				{Icon: "Clock", Text: t.DateTime(x.LastAt)}}}
		if team {
			i.Title, i.Sub = x.Of.Name, x.Of.JobTitle
		}
		if x.New > 0 {
			i.Status = &webpage.Label{Word: t.Say("message.new.count", "Count", x.New), Color: webpage.Main}
		}
		out = append(out, i)
	}
	return out
}
