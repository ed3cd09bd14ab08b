package job

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	view "verv/internal/job/page"
	"verv/internal/web"
	"verv/internal/web/page"
)

type questionForm struct {
	Version  web.Number `form:"version,required,least=1"`
	Question string     `form:"question,max=36"`
	Label    string     `form:"label,required,max=300"`
	Kind     string     `form:"kind,required"`
	Hint     string     `form:"hint,max=300"`
	Choices  string     `form:"choices,lines,max=3000"`
	Required bool       `form:"required"`
}

func (h *House) getQuestions(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	if may, err := h.may(r, j); err != nil || !may(ActAsk) {
		return orState(err)
	}
	f := questionForm{Kind: string(AskText)}
	if n := r.Query("question"); n != "" {
		for _, q := range j.Questions {
			if q.ID.String() == n {
				f = questionForm{Question: n, Label: q.Label, Kind: string(q.Kind), Hint: q.Hint, Choices: strings.Join(q.Choices, "\n"), Required: q.Required}
			}
		}
	}
	return r.Render(http.StatusOK, questionsPage(r, j, f, "", nil))
}

func (h *House) postQuestion(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	var f questionForm
	if err = web.Bind(r, &f); err == nil {
		q := Question{Kind: QuestionKind(f.Kind), Label: f.Label, Hint: f.Hint, Choices: strings.Split(f.Choices, "\n"), Required: f.Required}
		if q.ID, err = readID[questionNoun](f.Question); err == nil {
			err = h.Ask(r, r.Grant, j.ID, int(f.Version.Value), q)
		}
	}
	if err != nil {
		return r.Again(err, func(sentence string, wrong map[string]string) templ.Component {
			return questionsPage(r, j, f, sentence, wrong)
		})
	}
	r.Flash("job.saved")
	return r.Redirect(r.Path(jobPath(j.ID, "/questions")))
}

// postQuestionDo moves or drops one question.
func (h *House) postQuestionDo(r *web.Request) error {
	j, err := h.mine(r)
	if err != nil {
		return err
	}
	var f struct {
		versionForm
		Question string `form:"question,required,max=36"`
	}
	if err := web.Bind(r, &f); err != nil {
		return err
	}
	q, err := readID[questionNoun](f.Question)
	if err != nil {
		return err
	}
	version := int(f.Version.Value)
	do, err := r.PathText("do")
	if err == nil {
		err = h.shift(r, j.ID, version, q, do)
	}
	if err != nil {
		return err
	}
	return r.Redirect(r.Path(jobPath(j.ID, "/questions")))
}

func questionsPage(r *web.Request, j Job, f questionForm, sentence string, wrong map[string]string) templ.Component {
	w := r.Words
	p := view.Questions{Title: w.Say("job.questions.of", "Title", j.Title), Sentence: sentence, Action: r.Path(jobPath(j.ID, "/questions")),
		Back: r.Path(jobPath(j.ID, "")), Version: strconv.Itoa(j.Version), Editing: f.Question, Full: len(j.Questions) >= questionsMost}
	p.Refused = sentence != "" || len(wrong) > 0
	if len(wrong) > 0 {
		p.Sentence = ""
	}
	for i, q := range j.Questions {
		kind := w.Say("job.ask." + string(q.Kind))
		if q.Required {
			kind += " · " + w.Say("job.questions.required")
		}
		p.Asked = append(p.Asked, view.Asked{ID: q.ID.String(), Label: q.Label, Kind: kind, First: i == 0, Last: i == len(j.Questions)-1,
			EditURL: p.Action + "?question=" + q.ID.String() + "#ask"})
	}
	for _, k := range QuestionKinds() {
		p.Kinds = append(p.Kinds, page.Choice{Value: string(k), Label: w.Say("job.ask." + string(k))})
	}
	ticked := ""
	if f.Required {
		ticked = "on"
	}
	p.Fields = map[string]page.Input{
		"label":    {Name: "label", Label: w.Say("job.questions.label"), Value: f.Label, Required: true, Max: labelMax, Error: wrong["label"], Lang: j.Language},
		"kind":     {Name: "kind", Label: w.Say("job.questions.kind"), Value: f.Kind, Error: wrong["kind"], Width: "medium"},
		"hint":     {Name: "hint", Label: w.Say("job.questions.hint"), Value: f.Hint, Max: labelMax, Error: wrong["hint"], Lang: j.Language},
		"choices":  {Name: "choices", Label: w.Say("job.questions.choices"), Hint: w.Say("job.questions.choices.hint"), Value: f.Choices, Rows: 4, Error: wrong["choices"], Lang: j.Language},
		"required": {Name: "required", Label: w.Say("job.questions.must"), Value: ticked},
	}
	return view.QuestionsPage(r.View(w.Say("job.questions.title")), p)
}
