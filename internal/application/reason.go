package application

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Merge is what the fields of an employer's sentence stand for.
type Merge struct{ Name, Job, Employer string }

// Fields lists the merge fields, as they are typed.
func Fields() []string { return []string{"{name}", "{job}", "{employer}"} }

var reField = regexp.MustCompile(`\{[^{}]*\}`)

// Fill puts the values in place of the fields. A value that looks like a field stays as it is.
func (m Merge) Fill(sentence string) string {
	return strings.NewReplacer("{name}", m.Name, "{job}", m.Job, "{employer}", m.Employer).Replace(sentence)
}

const sentenceMax = 1000

// CheckSentence refuses what is too long or holds a field that there is not. House message writes its templates with the same fields.
func CheckSentence(f *fault.Form, name, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		f.Add(name, "form.long", fault.Args{"Max": most})
		return
	}
	for _, field := range reField.FindAllString(text, -1) {
		if !slices.Contains(Fields(), field) {
			f.Add(name, "application.reasons.field")
			return
		}
	}
}

// Sentences are what an employer says for each reason in one language; a reason without one has Verv's own.
type Sentences map[Reason]string

// Sentences reads the employer's own sentences, by language.
func (h *House) Sentences(ctx context.Context, g privacy.Grant) (map[string]Sentences, error) {
	if err := g.Require(access.ApplicationMove); err != nil {
		return nil, err
	}
	out := map[string]Sentences{}
	err := h.db.Read(ctx, g, func(r *store.Reader) error {
		_, err := store.List(r, "application.reasonTexts", store.Args{}, func(row store.Row) (struct{}, error) {
			var reason, language, body string
			err := row.Scan(&reason, &language, &body)
			if out[language] == nil {
				out[language] = Sentences{}
			}
			out[language][Reason(reason)] = body
			return struct{}{}, err
		})
		return err
	})
	return out, err
}

// SetSentences replaces the employer's sentences of one language. An empty one, or Verv's own, goes back to Verv's own.
func (h *House) SetSentences(ctx context.Context, g privacy.Grant, language string, all Sentences) error {
	if err := g.Require(access.JobEdit); err != nil {
		return err
	}
	if !locale.Known(language) {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	var f fault.Form
	for _, reason := range Reasons() {
		CheckSentence(&f, string(reason), all[reason], sentenceMax)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		for _, reason := range Reasons() {
			text := strings.TrimSpace(all[reason])
			args := store.Args{"reason": string(reason), "language": language}
			name := store.Name("application.dropReasonText")
			if text != "" && text != h.usual(reason, language) {
				name = "application.putReasonText"
				args["body"], args["now"] = text, w.Now()
			}
			if _, err := w.Exec(name, args); err != nil {
				return err
			}
		}
		return nil
	})
}

// usual is Verv's own sentence for a reason.
func (h *House) usual(reason Reason, language string) string {
	return h.Words.Language(language).Say("application.reason." + string(reason) + ".text")
}

// sentence is what the person reads of why an application was rejected: the member's own words, else the employer's sentence in the
// person's language, else Verv's.
func (h *House) sentence(r *store.Reader, a Application, language string) (string, error) {
	if a.Decision.Text != "" {
		return a.Decision.Text, nil
	}
	var body string
	err := r.Get("application.reasonText", store.Args{"employer_id": a.Employer, "reason": string(a.Decision.Reason), "language": language}, &body)
	if store.Missing(err) {
		return h.usual(a.Decision.Reason, language), nil
	}
	return Merge{Name: a.Name, Job: a.JobTitle, Employer: a.EmployerName}.Fill(body), err
}
