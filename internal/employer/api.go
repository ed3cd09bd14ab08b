package employer

import (
	"time"

	"verv/internal/access"
	"verv/internal/feature"
	"verv/internal/privacy"
	"verv/internal/web"
)

// The JSON API over the same use-cases as the pages.

const (
	apiTag  = web.Tag("employer")
	teamTag = web.Tag("team")
)

func (h *House) api() []web.Route {
	edit := web.Employer(access.EmployerEdit, privacy.Recruit)
	recruit := web.Employer(access.JobEdit, privacy.Recruit)
	team := web.Employer(access.JobList, privacy.Recruit)
	invite := web.Employer(access.MemberInvite, privacy.Recruit)
	const profile, setting, embed, clients, members = "/api/employer/profile", "/api/employer/setting", "/api/employer/embed", "/api/employer/clients", "/api/employer/team"
	return append([]web.Route{
		web.API(apiTag.Get(profile, "get-employer", "What one's employer says about itself"), edit, h.apiProfile),
		web.API(apiTag.Put(profile, "change-employer", "Change it"), edit, h.apiChange),
		web.API(apiTag.Get(setting, "get-setting", "How one's employer wants to hire"), edit, h.apiSetting),
		web.API(apiTag.Put(setting, "change-setting", "Change it"), edit, h.apiSet),
		web.API(apiTag.Get(embed, "get-embed", "Whose pages may show the list of jobs"), edit, h.apiEmbed).Of(feature.Embed),
		web.API(apiTag.Put(embed, "change-embed", "Change whose"), edit, h.apiSetEmbed).Of(feature.Embed),
		web.API(apiTag.Get(clients, "list-clients", "Whom an agency recruits for"), recruit, h.apiClients),
		web.API(apiTag.Post(clients, "add-client", "Add a client"), recruit, h.apiAddClient),
		web.API(apiTag.Delete(clients+"/{id}", "end-client", "Take a client off the list; jobs that were written for it keep its name"), recruit, h.apiEndClient),
		web.API(teamTag.Get(members, "list-members", "The team, in the order they came"), team, h.apiTeam),
		web.API(teamTag.Post(members, "invite-member", "Invite somebody; a letter goes to the address"), invite, h.apiInvite),
		web.API(teamTag.Post(members+"/{id}/role", "set-role", "Change what a member may do"), invite, h.apiRole),
		web.API(teamTag.Post(members+"/{id}/remove", "remove-member", "End a membership, with its sessions and tokens"), invite, h.apiRemove),
	}, h.pictureAPI()...)
}

type (
	// APIEmployer is what an employer says about itself.
	APIEmployer struct {
		Name     string   `json:"name" maxLength:"120"`
		Web      string   `json:"web,omitempty" maxLength:"300"`
		Story    string   `json:"story,omitempty" maxLength:"20000" doc:"clean HTML"`
		Street   string   `json:"street,omitempty" maxLength:"120"`
		Postcode string   `json:"postcode,omitempty" maxLength:"20"`
		Town     string   `json:"town,omitempty" maxLength:"120"`
		Reply    int      `json:"replyDays,omitempty" minimum:"0" maximum:"90" doc:"days within which every applicant gets an answer"`
		Promise  string   `json:"replyPromise,omitempty" maxLength:"200"`
		Branch   string   `json:"branch,omitempty" maxLength:"40"`
		Size     string   `json:"size,omitempty" enum:",1-9,10-49,50-249,250-999,1000"`
		Founded  int      `json:"founded,omitempty" minimum:"0" maximum:"2100"`
		Places   []string `json:"places,omitempty" maxItems:"12"`
		Benefits []string `json:"benefits,omitempty" maxItems:"12"`
		Meet     []string `json:"meet,omitempty" maxItems:"12" doc:"whom an applicant will meet, by what they do"`
		Accent   string   `json:"accent,omitempty" maxLength:"7" doc:"#rrggbb"`
		Logo     string   `json:"logo,omitempty" readOnly:"true" doc:"where the logo is, on every site"`
	}
	// APISetting is how an employer wants to hire.
	APISetting struct {
		Approval    bool `json:"approval" doc:"a job opens only when an owner has approved it"`
		Agency      bool `json:"agency" doc:"it recruits for clients"`
		NoSupport   bool `json:"noSupport" doc:"no operator may look at how things are set up here"`
		ArchiveDays int  `json:"archiveDays" enum:"0,30,60,90,180,365" doc:"after how many days a closed job leaves the list; 0 is by hand"`
	}
	// APIEmbed is whose pages may show the list of jobs.
	APIEmbed struct {
		Hosts []string `json:"hosts" maxItems:"20"`
	}
	// APIAgencyClient is whom an agency recruits for.
	APIAgencyClient struct {
		ID      string `json:"id,omitempty" readOnly:"true"`
		Name    string `json:"name" maxLength:"120"`
		Number  string `json:"number,omitempty" maxLength:"30" doc:"register number"`
		Country string `json:"country,omitempty" enum:",NO,SE,FI,DK"`
	}
	// APIMember is one of the team.
	APIMember struct {
		ID       string     `json:"id" format:"uuid"`
		Person   string     `json:"person,omitempty" doc:"whom notes, to-dos and reviews name"`
		Name     string     `json:"name"`
		Role     string     `json:"role" enum:"owner,recruiter,hiring-manager,interviewer"`
		JoinedAt *time.Time `json:"joinedAt,omitempty" doc:"none while invited"`
	}
	// APIInvite is an invitation.
	APIInvite struct {
		Name     string `json:"name" maxLength:"120"`
		Address  string `json:"address" maxLength:"254"`
		Role     string `json:"role" enum:"owner,recruiter,hiring-manager,interviewer"`
		Language string `json:"language,omitempty" enum:",nb,nn,sv,fi,da,en" doc:"of the letter"`
	}
	// APIRole is what a member may do.
	APIRole struct {
		Role string `json:"role" enum:"owner,recruiter,hiring-manager,interviewer"`
	}
	// APIHeir takes over what a member still has before them.
	APIHeir struct {
		Heir string `json:"heir,omitempty" maxLength:"36" doc:"identifier of another member; needed when there is something to take over"`
	}
)

func (h *House) apiProfile(r *web.Request, _ *web.None) (*web.Answer[APIEmployer], error) {
	e, err := h.own(r)
	logo := e.Logo
	if logo != "" {
		logo = web.PicturePath + logo
	}
	return web.Answered(APIEmployer{e.Name, e.Web, e.Story, e.Street, e.Postcode, e.Town, e.ReplyDays, e.ReplyPromise, e.Branch, string(e.Size), e.Founded,
		e.Places, e.Benefits, e.Meet, e.Accent, logo}, err)
}

func (h *House) apiChange(r *web.Request, in *web.With[APIEmployer]) (*web.None, error) {
	e, err := h.own(r)
	if err != nil {
		return nil, err
	}
	d := in.Body
	return nil, h.Change(r, r.Grant, Profile{Name: d.Name, Web: d.Web, Story: d.Story, Street: d.Street, Postcode: d.Postcode, Town: d.Town, ReplyDays: d.Reply,
		ReplyPromise: d.Promise, Presence: Presence{Branch: d.Branch, Size: Size(d.Size), Founded: d.Founded, Places: d.Places, Benefits: d.Benefits, Meet: d.Meet,
			Accent: d.Accent, Logo: e.Logo, Framers: e.Framers}})
}

func (h *House) apiSetting(r *web.Request, _ *web.None) (*web.Answer[APISetting], error) {
	s, err := h.Setting(r, r.Grant)
	return web.Answered(APISetting(s), err)
}

func (h *House) apiSet(r *web.Request, in *web.With[APISetting]) (*web.None, error) {
	return nil, h.Set(r, r.Grant, Setting(in.Body))
}

func (h *House) apiEmbed(r *web.Request, _ *web.None) (*web.Answer[APIEmbed], error) {
	e, err := h.own(r)
	return web.Answered(APIEmbed{append([]string{}, e.Framers...)}, err)
}

func (h *House) apiSetEmbed(r *web.Request, in *web.With[APIEmbed]) (*web.None, error) {
	return nil, h.SetFramers(r, r.Grant, in.Body.Hosts)
}

func (h *House) apiClients(r *web.Request, in *web.Paging) (*web.Page[APIAgencyClient], error) {
	all, err := h.Clients(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIAgencyClient
	for _, c := range all {
		out = append(out, APIAgencyClient{c.ID.String(), c.Name, c.Number, c.Country})
	}
	return web.PageOfAll(r, *in, out, func(d APIAgencyClient) string { return d.ID })
}

func (h *House) apiAddClient(r *web.Request, in *web.With[APIAgencyClient]) (*web.Answer[web.Made], error) {
	return web.MadeOf(h.AddClient(r, r.Grant, Client{Name: in.Body.Name, Number: in.Body.Number, Country: in.Body.Country}))
}

func (h *House) apiEndClient(r *web.Request, _ *web.Named) (*web.None, error) {
	c, err := web.PathID[clientNoun](r, "id")
	if err != nil {
		return nil, err
	}
	return nil, h.EndClient(r, r.Grant, c)
}

func (h *House) apiTeam(r *web.Request, in *web.Paging) (*web.Page[APIMember], error) {
	all, err := h.Members(r, r.Grant)
	if err != nil {
		return nil, err
	}
	var out []APIMember
	for _, m := range all {
		d := APIMember{ID: m.ID.String(), Name: m.Name.Reveal(r.Grant), Role: string(m.Role)}
		if m.Joined() {
			d.Person, d.JoinedAt = m.Subject.String(), &m.JoinedAt
		}
		out = append(out, d)
	}
	return web.PageOfAll(r, *in, out, func(d APIMember) string { return d.ID })
}

func (h *House) apiInvite(r *web.Request, in *web.With[APIInvite]) (*web.None, error) {
	d := in.Body
	if d.Language == "" {
		d.Language = r.Words.Lang()
	}
	return nil, h.Invite(r, r.Grant, Invite{Address: d.Address, Name: d.Name, Language: d.Language, Role: access.Role(d.Role)})
}

func (h *House) apiRole(r *web.Request, in *web.NamedWith[APIRole]) (*web.None, error) {
	m, err := web.PathID[memberNoun](r, "id")
	if err != nil {
		return nil, err
	}
	return nil, h.SetRole(r, r.Grant, m, access.Role(in.Body.Role))
}

func (h *House) apiRemove(r *web.Request, in *web.NamedWith[APIHeir]) (*web.None, error) {
	m, err := web.PathID[memberNoun](r, "id")
	if err != nil {
		return nil, err
	}
	heir, err := web.ParseID[memberNoun]("heir", in.Body.Heir)
	if err != nil {
		return nil, err
	}
	return nil, h.Remove(r, r.Grant, m, heir)
}
