package console

import (
	"net/http"
	"strings"

	"verv/internal/access"
	"verv/internal/console/page"
	"verv/internal/locale"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

// Path is the operator's home.
const Path = "/operator"

// Routes are the operator's pages about the installation itself.
func (h *House) Routes() []web.Route {
	see := web.Operation(access.HealthSee, privacy.Operate)
	routes := []web.Route{
		web.Get(Path, see, h.showHome),
		web.Get(pathTasks, see, h.showTasks),
		web.Post(pathTasks, see.Strong(), h.reviveTask),
	}
	routes = append(routes, h.employerRoutes()...)
	routes = append(routes, h.mailRoutes()...)
	routes = append(routes, h.storageRoutes()...)
	routes = append(routes, h.supportRoutes()...)
	routes = append(routes, h.planRoutes()...)
	routes = append(routes, h.featureRoutes()...)
	return append(routes, h.peopleRoutes()...)
}

// crumbs lead back to the home page.
func crumbs(r *web.Request, title string) []webpage.Link {
	return []webpage.Link{{URL: r.Path(Path), Label: r.Words.Say("console.title")}, {URL: r.Here(), Label: title}}
}

// room is a page of the operator: where it is and who may open it.
type room struct {
	key, path string
	needs     access.Permission
}

var rooms = []room{
	{"tasks", pathTasks, access.HealthSee},
	{"mail", pathMail, access.HealthSee},
	{"storage", pathStorage, access.HealthSee},
	{"moderation", Path + "/moderation", access.JobModerate},
	{"reports", Path + "/reports", access.ReportOversee},
	{"employers", pathEmployers, access.EmployerVerify},
	{"plans", plan.Path, access.PlanEdit},
	{"sites", Path + "/sites", access.SiteEdit},
	{"features", pathFeatures, access.FeatureSwitch},
	{"people", pathPeople, access.OperatorInvite},
}

// seenTo is the page where a thing is seen to, if there is one.
var seenTo = map[What]string{OfTasks: "tasks", OfMail: "mail", OfDisk: "storage", OfKeys: "storage", OfRoot: "storage", OfEpoch: "storage", OfBackups: "storage", OfModeration: "moderation"}

// Color is the colour of a state; its word says the same.
func (s State) Color() webpage.Color {
	return map[State]webpage.Color{Fine: webpage.Success, Look: webpage.Warning, Wrong: webpage.Danger}[s]
}

func (h *House) showHome(r *web.Request) error {
	all, err := h.Examine(r, r.Grant)
	if err != nil {
		return err
	}
	Sort(all)
	t, worst := r.Words, Worst(all)
	m := page.Home{Title: t.Say("console.title"), Lead: t.Say("console.lead"),
		Overall: webpage.Notice{Color: worst.Color(), Text: t.Say("console.overall." + string(worst))},
		Rooms:   webpage.Records{ID: "rooms", Caption: t.Say("console.rooms"), Columns: []webpage.Column{{Label: t.Say("console.room")}, {Label: t.Say("console.room.what")}}}}
	at := map[string]string{}
	for _, p := range rooms {
		if r.Actor.May(p.needs) {
			at[p.key] = r.Path(p.path)
			m.Rooms.Rows = append(m.Rooms.Rows, []webpage.Cell{{Text: t.Say("console.room." + p.key), URL: r.Path(p.path)}, {Text: t.Say("console.room." + p.key + ".what")}})
		}
	}
	var well []string
	for _, f := range all {
		if f.State == Fine {
			well = append(well, t.Say("console.what."+string(f.What)))
		}
	}
	m.Fine = strings.Join(well, " · ")
	m.Looks = looks(t, all, at)
	v := r.View(m.Title)
	v.Wide = true
	return r.Render(http.StatusOK, page.ShowHome(v, m))
}

// looks puts what is wrong with one thing together. The list is sorted: the worst state of a thing comes first.
func looks(t *locale.Words, all []Finding, at map[string]string) (out []page.LookedAt) {
	where := map[What]int{}
	for _, f := range all {
		if f.State == Fine {
			continue
		}
		i, seen := where[f.What]
		if !seen {
			i = len(out)
			where[f.What] = i
			l := page.LookedAt{Name: t.Say("console.what." + string(f.What)), State: webpage.Label{Word: t.Say("console.state." + string(f.State)), Color: f.State.Color()}}
			if key := seenTo[f.What]; at[key] != "" {
				l.Link = webpage.Link{URL: at[key], Label: t.Say("console.room." + key)}
			}
			out = append(out, l)
		}
		wrong, mend := f.Say(t)
		if n := len(out[i].Faults); n > 0 && out[i].Faults[n-1].Mend == mend {
			out[i].Faults[n-1].Mend = "" // said once, after the last of them
		}
		out[i].Faults = append(out[i].Faults, page.Fault{Wrong: wrong, Mend: mend})
	}
	return out
}

// Say is what is wrong and how it is mended, in words.
func (f Finding) Say(t *locale.Words) (wrong, mend string) {
	if f.Code == "" {
		return "", ""
	}
	return t.Say("console.wrong."+f.Code, f.Args), t.Say("console.mend."+f.Code, f.Args)
}
