package console

import (
	"net/http"

	"verv/internal/access"
	"verv/internal/console/page"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

const pathFeatures = Path + "/features"

func (h *House) featureRoutes() []web.Route {
	turn := web.Operation(access.FeatureSwitch, privacy.Operate)
	return []web.Route{
		web.Get(pathFeatures, turn, h.getFeatures),
		web.Get(pathFeatures+"/{feature}", turn, h.getFeature),
		web.Post(pathFeatures+"/{feature}", turn.Strong(), h.postFeature),
	}
}

// fixed is what no operator can switch off: the ends of keys of the catalogue, in the order of the page.
func fixed() []string {
	return []string{"access", "correct", "withdraw", "delete", "cv", "report", "appeal", "notice", "enter"}
}

func featureTag(t *locale.Words, off bool) webpage.Label {
	if off {
		return webpage.Label{Word: t.Say("console.feature.off"), Color: webpage.Warning}
	}
	return webpage.Label{Word: t.Say("console.feature.on"), Color: webpage.Success}
}

func (h *House) getFeatures(r *web.Request) error {
	all, err := h.Features.States(r, r.Grant)
	if err != nil {
		return err
	}
	t := r.Words
	m := page.Features{Title: t.Say("console.features.title"), Lead: t.Say("console.features.lead"), Crumbs: crumbs(r, t.Say("console.features.title")),
		List: webpage.Records{ID: "features", Caption: t.Say("console.features.title"), Hide: true, Columns: []webpage.Column{{Label: t.Say("console.features.feature")},
			{Label: t.Say("console.features.what"), Plain: true}, {Label: t.Say("employer.field.state"), Plain: true}, {Label: t.Say("console.employer.since")}}}}
	for _, s := range all {
		key := "console.feature." + string(s.Name)
		m.List.Rows = append(m.List.Rows, []webpage.Cell{{Text: t.Say(key), URL: r.Path(pathFeatures + "/" + string(s.Name))}, {Text: t.Say(key + ".what")},
			{Body: webpage.Tag(featureTag(t, s.Off))}, {Text: t.Date(s.Since)}})
	}
	for _, k := range fixed() {
		m.Fixed = append(m.Fixed, t.Say("console.features.fixed."+k))
	}
	v := r.View(m.Title)
	v.Wide = true
	return r.Render(http.StatusOK, page.ShowFeatures(v, m))
}

// askedFor is the feature that the address names, and how it stands.
func (h *House) askedFor(r *web.Request) (feature.State, error) {
	name, err := r.PathText("feature")
	if err != nil {
		return feature.State{}, err
	}
	all, err := h.Features.States(r, r.Grant)
	if err != nil {
		return feature.State{}, err
	}
	for _, s := range all {
		if string(s.Name) == name {
			return s, nil
		}
	}
	return feature.State{}, fault.New(fault.NotFound, "fault.notfound")
}

func (h *House) getFeature(r *web.Request) error {
	s, err := h.askedFor(r)
	if err != nil {
		return err
	}
	t, key, turn := r.Words, "console.feature."+string(s.Name), "off"
	if s.Off {
		turn = "on"
	}
	m := page.Switch{Title: t.Say("console.feature.turn."+turn, "Name", t.Say(key)), Lead: t.Say(key + ".what"), Action: r.Path(pathFeatures + "/" + string(s.Name)),
		Turn: webpage.Pair{Name: "turn", Value: turn}, Button: t.Say("console.feature.do." + turn), Danger: turn == "off",
		Back: webpage.Link{URL: r.Path(pathFeatures), Label: t.Say("employer.back")}}
	m.Crumbs = []webpage.Link{{URL: r.Path(Path), Label: t.Say("console.title")}, {URL: r.Path(pathFeatures), Label: t.Say("console.features.title")}, {URL: r.Here(), Label: t.Say(key)}}
	if s.Off {
		m.Then = []string{t.Say("console.feature.then.on")}
	} else {
		m.Then = []string{t.Say(key + ".off"), t.Say(key + ".kept"), t.Say("console.feature.then.off")}
	}
	return r.Render(http.StatusOK, page.ShowSwitch(r.View(m.Title), m))
}

func (h *House) postFeature(r *web.Request) error {
	s, err := h.askedFor(r)
	if err != nil {
		return err
	}
	var f struct {
		Turn string `form:"turn,required,oneof=on|off"`
	}
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	if err := h.Features.Switch(r, r.Grant, s.Name, f.Turn == "off"); err != nil {
		return err
	}
	r.Flash("console.feature.done." + f.Turn)
	return r.Redirect(r.Path(pathFeatures))
}
