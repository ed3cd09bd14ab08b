package job

import (
	"net/http"

	"github.com/a-h/templ"

	"verv/internal/access"
	"verv/internal/fault"
	view "verv/internal/job/page"
	"verv/internal/privacy"
	"verv/internal/web"
	"verv/internal/web/page"
)

// reportRoutes are the pages on which anybody says what is wrong with an advertisement.
func (h *House) reportRoutes() []web.Route {
	say := web.Public(access.JobReport, privacy.Moderate)
	return []web.Route{
		web.Get("/jobs/{id}/report", say, h.getReport),
		web.Post("/jobs/{id}/report", say, h.postReport),
		web.Get("/reports/{token}", say, h.getReported),
		web.Post("/reports/{token}", say, h.postAgain),
	}
}

type reportForm struct {
	Reason  string `form:"reason,max=20"`
	Text    string `form:"text,lines,max=20000"`
	Address string `form:"address,max=1000"`
}

// advertised reads the public job of the address, on the site that shows it.
func (h *House) advertised(r *web.Request) (Job, error) {
	n, err := web.PathID[noun](r, "id")
	if err != nil {
		return Job{}, err
	}
	j, err := h.Open(r, r.Grant, n)
	if err != nil {
		return j, err
	}
	s, err := h.siteOf(r)
	if err == nil && s.ID != j.Site {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	return j, err
}

func (h *House) getReport(r *web.Request) error {
	j, err := h.advertised(r)
	if err != nil {
		return err
	}
	return r.Render(http.StatusOK, h.reportPage(r, j, reportForm{}, "", nil))
}

func (h *House) reportPage(r *web.Request, j Job, f reportForm, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	p := view.Report{Title: w.Say("job.report.title"), Sentence: sentence, Action: r.Path("/jobs/" + j.ID.String() + "/report"),
		Job:     page.Link{URL: r.Path(address(j.ID, j.Title)), Label: j.Title + " · " + j.EmployerName},
		Reason:  page.Input{Name: "reason", Label: w.Say("job.report.reason"), Value: f.Reason, Required: true, Error: wrong["reason"]},
		Text:    page.Input{Name: "text", Label: w.Say("job.report.text"), Hint: w.Say("job.report.text.hint"), Value: f.Text, Required: true, Max: reportMost, Counter: true, Error: wrong["text"]},
		Address: page.Input{Name: "address", Label: w.Say("job.report.address"), Hint: w.Say("job.report.address.hint"), Value: f.Address, Type: "email", Autocomplete: "email", Error: wrong["address"]},
		Privacy: reportPrivacy(r, h.cfg.Retention)}
	if len(wrong) > 0 {
		p.Sentence = ""
	}
	for _, c := range Complaints() {
		p.Reasons = append(p.Reasons, page.Choice{Value: string(c), Label: w.Say("job.report.reason." + string(c))})
	}
	v := r.View(p.Title)
	v.NoIndex = true
	return view.ReportPage(v, p)
}

func reportPrivacy(r *web.Request, keep privacy.Retention) page.Privacy {
	rule, _ := keep.Rule(privacy.ClassReport)
	return page.Privacy{Who: r.Words.Say("job.report.who"), Why: r.Words.Say("job.report.why"), Until: r.Words.Say("job.report.until", "Count", rule.Period.Months)}
}

func (h *House) postReport(r *web.Request) error {
	j, err := h.advertised(r)
	if err != nil {
		return err
	}
	var f reportForm
	var token string
	if err = web.Bind(r, &f); err == nil {
		token, err = h.Report(r, r.Grant, j.Site, j.ID, Reported{Reason: Complaint(f.Reason), Text: f.Text, Address: f.Address, Language: r.Words.Lang(), Client: r.Client()})
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return h.reportPage(r, j, f, sentence, wrong)
		})
	}
	r.Flash("job.report.thanks")
	return r.Redirect(r.Path("/reports/" + token))
}

func (h *House) getReported(r *web.Request) error {
	return h.showReported(r, http.StatusOK, "", "", nil)
}

func (h *House) showReported(r *web.Request, status int, text, sentence string, wrong map[string]string) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	v, own, err := h.reported(r, r.Grant, token)
	if err != nil {
		return err
	}
	j, err := h.known(r, own, v.Job)
	if err != nil {
		return err
	}
	return r.Render(status, h.reportedPage(r, v, j, text, sentence, wrong))
}

func (h *House) reportedPage(r *web.Request, v ownReport, j Job, text, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	p := view.Reported{Title: w.Say("job.reported.title"), Lead: j.Title + " · " + j.EmployerName, Sentence: sentence, Privacy: reportPrivacy(r, h.cfg.Retention),
		Terms: []page.Term{{Name: w.Say("job.report.reason"), Text: w.Say("job.report.reason." + string(v.Reason))}, {Name: w.Say("job.reported.at"), Text: w.DateTime(v.At)}},
		State: page.Notice{Color: page.Info, Text: w.Say("job.reported.waiting")}}
	if v.Reachable {
		p.Hint = w.Say("job.reported.mail")
	} else {
		p.Hint = w.Say("job.reported.keep")
	}
	if !v.AnsweredAt.IsZero() {
		p.Terms = append(p.Terms, page.Term{Name: w.Say("job.reported.answered"), Text: w.DateTime(v.AnsweredAt)})
		p.State, p.Hint = page.Notice{Color: page.Success, Text: w.Say("job.reported.ruling." + string(v.Ruling))}, w.Say("job.reported.person")
	}
	switch {
	case v.MayAskAgain():
		p.Action = r.Here()
		p.Text = page.Input{Name: "text", Label: w.Say("job.reported.again.text"), Value: text, Required: true, Max: reportMost, Counter: true, Error: wrong["text"]}
		if len(wrong) > 0 {
			p.Sentence = ""
		}
	case v.AgainAt.After(v.AnsweredAt):
		p.State = page.Notice{Color: page.Info, Text: w.Say("job.reported.again.waiting", "Date", v.AgainAt)}
	}
	frame := r.View(p.Title)
	frame.NoIndex = true
	return view.ReportedPage(frame, p)
}

type againForm struct {
	Text string `form:"text,lines,max=20000"`
}

func (h *House) postAgain(r *web.Request) error {
	token, err := r.PathText("token")
	if err != nil {
		return err
	}
	var f againForm
	if err = web.Bind(r, &f); err == nil {
		err = h.AskAgain(r, r.Grant, token, f.Text)
	}
	if err != nil {
		x := fault.As(err)
		if x.Kind != fault.Invalid {
			return err
		}
		sentence, wrong := r.Words.Fault(err)
		return h.showReported(r, x.Kind.Status(), f.Text, sentence, wrong)
	}
	r.Flash("job.reported.again.thanks")
	return r.Redirect(r.Path("/reports/" + token))
}
