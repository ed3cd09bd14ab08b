package employer

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"verv/internal/access"
	view "verv/internal/employer/page"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/locale"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/web"
	"verv/internal/web/page"
)

// Routes lists the routes of this house. The public page of an employer is the job house's, since it lists jobs.
func (h *House) Routes() []web.Route {
	edit := web.Employer(access.EmployerEdit, privacy.Recruit)
	team := web.Employer(access.JobList, privacy.Recruit)
	invite := web.Employer(access.MemberInvite, privacy.Recruit)
	operate := web.Operation(access.EmployerVerify, privacy.Operate)
	return slices.Concat(h.hiring(), []web.Route{
		web.Get("/employer/profile", edit, h.getProfile),
		web.Post("/employer/profile", edit, h.postProfile),
		web.Get("/employer/profile/pictures", edit, h.getPictures),
		web.Post("/employer/profile/pictures", edit, h.postPicture),
		web.Post("/employer/profile/pictures/{id}/drop", edit, h.postDropPicture),
		web.Post("/employer/profile/logo", edit, h.postLogo),
		web.Get("/employer/embed", edit, h.getEmbed).Of(feature.Embed),
		web.Post("/employer/embed", edit, h.postEmbed).Of(feature.Embed),
		web.Get("/employer/team", team, h.getTeam),
		web.Post("/employer/team", invite, h.postInvite),
		web.Post("/employer/team/{id}/role", invite, h.postRole),
		web.Get("/employer/team/{id}/remove", invite, h.getRemove),
		web.Post("/employer/team/{id}/remove", invite, h.postRemove),
		web.Get("/operator/employers/new", operate, h.getNew),
		web.Post("/operator/employers/new", operate, h.postNew),
		web.Get("/operator/employers/{id}/verify", operate, h.getVerify),
		web.Post("/operator/employers/{id}/verify", operate, h.postVerify),
	}, h.api())
}

// sheet fills labels, hints and errors of fields from the catalogue: employer.field.name, employer.hint.name.
func sheet(w *locale.Words, s view.Sheet, wrong map[string]string) view.Sheet {
	for i := range s.Fields {
		f := &s.Fields[i]
		f.Label, f.Error = w.Say("employer.field."+f.Name), wrong[f.Name]
		if key := "employer.hint." + f.Name; w.Has(key) {
			f.Hint = w.Say(key)
		}
	}
	if len(wrong) > 0 {
		s.Sentence = "" // the summary says it
	}
	return s
}

type inviteForm struct {
	Name    string `form:"name,required,max=120"`
	Address string `form:"address,required,max=254"`
	Role    string `form:"role,required,oneof=owner|recruiter|hiring-manager|interviewer"`
}

func (h *House) getTeam(r *web.Request) error {
	c, err := h.teamPage(r, inviteForm{Role: string(access.Recruiter)}, "", nil)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, c)
}

func (h *House) postInvite(r *web.Request) error {
	var f inviteForm
	err := web.Bind(r, &f)
	if err == nil {
		err = h.Invite(r, r.Grant, Invite{Address: f.Address, Name: f.Name, Language: r.Words.Lang(), Role: access.Role(f.Role)})
	}
	if err != nil {
		return h.teamAgain(r, f, err)
	}
	r.Flash("employer.team.invited")
	return r.Redirect(r.Path("/employer/team"))
}

// teamAgain shows the team again with what was refused.
func (h *House) teamAgain(r *web.Request, f inviteForm, refused error) error {
	status, sentence, wrong, ok := again(r, refused)
	if !ok {
		return refused
	}
	c, err := h.teamPage(r, f, sentence, wrong)
	if err != nil {
		return err
	}
	return r.Render(status, c)
}

// again is what a page says that is shown again; not ok is an error about something else than what was typed.
func again(r *web.Request, refused error) (status int, sentence string, wrong map[string]string, ok bool) {
	x := fault.As(refused)
	if x == nil || x.Kind != fault.Invalid && x.Kind != fault.Conflict {
		return 0, "", nil, false
	}
	sentence, wrong = r.Words.Fault(refused)
	return x.Kind.Status(), sentence, wrong, true
}

func (h *House) teamPage(r *web.Request, f inviteForm, sentence string, wrong map[string]string) (templ.Component, error) {
	team, err := h.Members(r, r.Grant)
	if err != nil {
		return nil, err
	}
	w := r.Words
	t := view.Team{Title: w.Say("employer.team.title"), Lead: w.Say("employer.team.lead"), RoleURL: r.Path("/employer/team/"),
		Privacy: page.Privacy{Who: w.Say("employer.team.who"), Until: w.Say("employer.team.until")}}
	for _, v := range Roles() {
		t.Roles = append(t.Roles, page.Choice{Value: string(v), Label: w.Say("employer.role." + string(v)), Hint: w.Say("employer.role." + string(v) + ".hint")})
	}
	for _, m := range team {
		p := view.Person{ID: m.ID.String(), Name: m.Name.Reveal(r.Grant), Role: string(m.Role), State: w.Say("employer.team.waits", "Date", m.MadeAt)}
		if m.Joined() {
			p.State = w.Say("employer.team.since", "Role", w.Say("employer.role."+string(m.Role)), "Date", m.JoinedAt)
		}
		t.People = append(t.People, p)
	}
	if t.Plan, err = h.hint(r, plan.Members, CountMembers); err != nil {
		return nil, err
	}
	supports, err := h.Supports(r, r.Grant)
	if err != nil {
		return nil, err
	}
	t.Support = supportTable(w, supports)
	if r.Actor.May(access.MemberInvite) {
		s := sheet(w, view.Sheet{Title: w.Say("employer.team.invite"), Sentence: sentence, Action: r.Path("/employer/team"), Button: w.Say("employer.team.send"),
			Fields: []view.Field{
				{Input: page.Input{Name: "name", Value: f.Name, Required: true, Width: "medium", Max: nameMax}},
				{Input: page.Input{Name: "address", Value: f.Address, Required: true, Type: "email", Width: "medium", Max: addressMax}},
				{Input: page.Input{Name: "role", Value: f.Role, Width: "medium"}, As: "select", Choices: t.Roles},
			}}, wrong)
		s.Fields[0].Label = w.Say("employer.team.name")
		t.Invite = &s
	}
	return view.TeamPage(r.View(t.Title), t), nil
}

// hint is a quiet line about the plan, once its limit of a thing is near.
func (h *House) hint(r *web.Request, l plan.Limit, count plan.Counter) (string, error) {
	var u plan.Use
	err := h.db.Read(r, r.Grant, func(rd *store.Reader) (err error) {
		u, err = plan.ReadUse(rd, r.Grant.Scope().Employer(), l, count)
		return err
	})
	return u.Hint(r.Words), err
}

func supportTable(w *locale.Words, all []Support) page.Records {
	list := page.Records{ID: "support", Caption: w.Say("employer.support.title"), Hide: true, Columns: []page.Column{{Label: w.Say("employer.support.when")},
		{Label: w.Say("employer.support.why")}, {Label: w.Say("employer.support.until")}}}
	for _, s := range all {
		until := s.EndsAt
		if !s.LeftAt.IsZero() {
			until = s.LeftAt
		}
		list.Rows = append(list.Rows, []page.Cell{{Text: w.DateTime(s.At)}, {Text: w.Say("employer.support.reason." + string(s.Reason))}, {Text: w.DateTime(until)}})
	}
	return list
}

func (h *House) postRole(r *web.Request) error {
	m, err := web.PathID[memberNoun](r, "id")
	if err != nil {
		return err
	}
	var f struct {
		Role string `form:"role,required"`
	}
	if err = web.Bind(r, &f); err == nil {
		err = h.SetRole(r, r.Grant, m, access.Role(f.Role))
	}
	if err != nil {
		return h.teamAgain(r, inviteForm{Role: string(access.Recruiter)}, err)
	}
	r.Flash("employer.saved")
	return r.Redirect(r.Path("/employer/team"))
}

func (h *House) getRemove(r *web.Request) error {
	m, err := web.PathID[memberNoun](r, "id")
	if err != nil {
		return err
	}
	l, err := h.Leaving(r, r.Grant, m)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, removePage(r, l.Team, l.Member, l.Duties, "", nil))
}

// removePage asks before a member is removed, and who takes over what they had before them.
func removePage(r *web.Request, team []Member, m Member, duties int, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	s := view.Sheet{Title: w.Say("employer.team.sure", "Name", m.Name.Reveal(r.Grant)), Lead: w.Say("employer.team.sure.text"), Sentence: sentence,
		Button: w.Say("employer.team.remove"), Action: r.Path("/employer/team/" + m.ID.String() + "/remove"),
		Back: page.Link{URL: r.Path("/employer/team"), Label: w.Say("employer.back")}}
	if duties > 0 {
		f := view.Field{Input: page.Input{Name: "heir", Required: true, Width: "medium"}, Choices: []page.Choice{{Label: w.Say("employer.team.heir.choose")}}}
		for _, other := range team {
			if other.Joined() && other.ID != m.ID {
				f.Choices = append(f.Choices, page.Choice{Value: other.ID.String(), Label: other.Name.Reveal(r.Grant)})
			}
		}
		s.Fields = []view.Field{f}
	}
	s = sheet(w, s, wrong)
	for i := range s.Fields {
		s.Fields[i].Hint = w.Say("employer.team.heir.hint", "Count", duties)
	}
	return view.SurePage(r.View(w.Say("employer.team.remove")), s)
}

func (h *House) postRemove(r *web.Request) error {
	m, err := web.PathID[memberNoun](r, "id")
	if err != nil {
		return err
	}
	var f struct {
		Heir string `form:"heir,max=36"`
	}
	if err := web.Bind(r, &f); err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	var heir MemberID
	if f.Heir != "" && heir.UnmarshalText([]byte(f.Heir)) != nil {
		heir = m // nobody follows themselves: the field is found wrong
	}
	err = h.Remove(r, r.Grant, m, heir)
	if fault.Is(err, fault.Invalid) {
		return h.removeAgain(r, m, err)
	}
	if err != nil {
		return h.teamAgain(r, inviteForm{Role: string(access.Recruiter)}, err)
	}
	r.Flash("employer.team.removed")
	return r.Redirect(r.Path("/employer/team"))
}

func (h *House) removeAgain(r *web.Request, m MemberID, refused error) error {
	l, err := h.Leaving(r, r.Grant, m)
	if err != nil {
		return err
	}
	return r.Again(refused, func(sentence string, wrong map[string]string) templ.Component {
		return removePage(r, l.Team, l.Member, max(1, l.Duties), sentence, wrong)
	})
}

// The operator's pages.

type numberForm struct {
	Country string `form:"country,required,oneof=NO|SE|FI|DK"`
	Number  string `form:"number,required,max=30"`
}

func (f numberForm) fields(w *locale.Words) []view.Field {
	var countries []page.Choice
	for _, c := range []string{"NO", "SE", "FI", "DK"} {
		countries = append(countries, page.Choice{Value: c, Label: w.Say("employer.country." + strings.ToLower(c))})
	}
	return []view.Field{
		{Input: page.Input{Name: "country", Value: f.Country, Width: "medium"}, As: "select", Choices: countries},
		{Input: page.Input{Name: "number", Value: f.Number, Required: true, Width: "medium", Mode: "numeric", Max: 30}},
	}
}

func (h *House) getNew(r *web.Request) error {
	return r.Render(http.StatusOK, newPage(r, profileForm{}, numberForm{Country: "NO"}, "", nil))
}

func newPage(r *web.Request, f profileForm, n numberForm, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	s := sheet(w, view.Sheet{Title: w.Say("employer.new.title"), Lead: w.Say("employer.new.lead"), Sentence: sentence, Action: r.Path("/operator/employers/new"),
		Button: w.Say("employer.save"), Fields: append(n.fields(w), profileFields(w, f)...)}, wrong)
	s.Back = page.Link{URL: r.Path("/operator/employers"), Label: w.Say("employer.back")}
	return view.FormPage(r.View(s.Title), s)
}

func (h *House) postNew(r *web.Request) error {
	var f struct {
		numberForm
		profileForm
	}
	err := web.Bind(r, &f)
	if err == nil {
		_, err = h.Add(r, r.Grant, Registration{Site: r.Site.ID, Country: f.Country, Number: f.Number, Profile: f.profile(Profile{})})
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return newPage(r, f.profileForm, f.numberForm, sentence, wrong)
		})
	}
	r.Flash("employer.saved")
	return r.Redirect(r.Path("/operator/employers"))
}

func (h *House) named(r *web.Request) (Employer, error) {
	m, err := web.PathID[memberNoun](r, "id")
	if err != nil {
		return Employer{}, err
	}
	var e ID
	if err := e.UnmarshalText([]byte(m.String())); err != nil {
		return Employer{}, err
	}
	return h.Open(r, r.Grant, e)
}

func (h *House) getVerify(r *web.Request) error {
	e, err := h.named(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, verifyPage(r, e, numberForm{Country: e.Country, Number: e.Number}, "", nil))
}

func verifyPage(r *web.Request, e Employer, n numberForm, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	s := sheet(w, view.Sheet{Title: e.Name, Lead: w.Say("employer.verify.lead"), Sentence: sentence, Action: r.Path("/operator/employers/" + e.ID.String() + "/verify"),
		Button: w.Say("employer.verify.button"), Fields: n.fields(w)}, wrong)
	s.Back = page.Link{URL: r.Path("/operator/employers/" + e.ID.String()), Label: w.Say("employer.back")}
	return view.FormPage(r.View(s.Title), s)
}

func (h *House) postVerify(r *web.Request) error {
	e, err := h.named(r)
	if err != nil {
		return err
	}
	var f numberForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Verify(r, r.Grant, e.ID, f.Country, f.Number)
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return verifyPage(r, e, f, sentence, wrong)
		})
	}
	r.Flash("employer.verified")
	return r.Redirect(r.Path("/operator/employers/" + e.ID.String()))
}
