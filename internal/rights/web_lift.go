package rights

import (
	"net/http"

	"github.com/a-h/templ"

	"verv/internal/fault"
	"verv/internal/ledger"
	"verv/internal/rights/page"
	"verv/internal/web"
	webpage "verv/internal/web/page"
)

type liftForm struct {
	Reason string `form:"reason,required,oneof=settled|answered|over|mistake"`
}

// heldOne reads the hold of the address. One that was lifted is not found: it cannot be lifted again.
func (h *House) heldOne(r *web.Request) (ledger.Hold, error) {
	v, err := web.PathID[holdNoun](r, "hold")
	if err != nil {
		return ledger.Hold{}, err
	}
	var id ledger.HoldID
	_ = id.UnmarshalText([]byte(v.String())) // an identifier already
	one, err := h.Ledger.Held(r, r.Grant, id)
	if err == nil && !one.LiftedAt.IsZero() {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return one, err
}

func (h *House) askLift(r *web.Request) error {
	one, err := h.heldOne(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.liftPage(r, one, liftForm{}, nil))
}

func (h *House) liftHold(r *web.Request) error {
	one, err := h.heldOne(r)
	if err != nil {
		return err
	}
	var f liftForm
	if err = web.Bind(r, &f); err == nil {
		err = h.Ledger.Lift(r, r.Grant, one.ID, ledger.LiftReason(f.Reason))
	}
	if err != nil {
		return r.Again(err, func(_ string, wrong map[string]string) templ.Component { return h.liftPage(r, one, f, wrong) })
	}
	r.Flash("rights.officer.lifted")
	return r.Redirect(r.Path(pathOfficer + "/holds"))
}

// liftPage asks why a hold ends before its date. The reason is one of a list, so that nobody writes about a person into the ledger.
func (h *House) liftPage(r *web.Request, one ledger.Hold, f liftForm, wrong map[string]string) templ.Component {
	t := r.Words
	reason := webpage.Input{Name: "reason", Label: t.Say("rights.lift.reason"), Value: f.Reason, Required: true, Error: wrong["reason"]}
	choices := []webpage.Choice{{Value: "", Label: t.Say("rights.lift.choose")}}
	for _, why := range ledger.LiftReasons() {
		choices = append(choices, webpage.Choice{Value: string(why), Label: t.Say("ledger.lift." + string(why))})
	}
	body := page.Searching(t, webpage.Sheet{Action: r.Path(pathOfficer + "/holds/" + one.ID.String() + "/lift")}, t.Say("rights.lift.do"), nil, nil, &reason, choices)
	terms := []webpage.Term{{Name: t.Say("rights.column.dossier"), Text: one.Dossier.String()}, {Name: t.Say("rights.column.reason"), Text: t.Say("ledger.hold." + string(one.Reason))},
		{Name: t.Say("rights.column.set"), Text: t.DateTime(one.SetAt)}, {Name: t.Say("rights.column.until"), Text: t.Date(one.Until)}}
	b := h.board(r, "holds", page.Part{Lead: t.Say("rights.lift.lead"), Terms: terms, Body: body})
	b.Title, b.Lead = t.Say("rights.lift.title"), ""
	b.Crumbs = []webpage.Link{{URL: r.Path(pathOfficer), Label: t.Say("rights.officer.overview")}, {URL: r.Path(pathOfficer + "/holds"), Label: t.Say("rights.officer.holds")},
		{URL: r.Here(), Label: b.Title}}
	v := r.View(b.Title)
	return page.ShowBoard(v, b)
}
