package job

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"verv/internal/fault"
)

// QuestionKind is how a question is answered.
type QuestionKind string

// The kinds of question. None of them asks for a consent: that is the consent house's.
const (
	AskText     QuestionKind = "text"
	AskLongText QuestionKind = "longtext"
	AskYesNo    QuestionKind = "yesno"
	AskChoice   QuestionKind = "choice"
	AskChoices  QuestionKind = "choices"
	AskNumber   QuestionKind = "number"
	AskDate     QuestionKind = "date"
	AskLink     QuestionKind = "link"
	AskScale    QuestionKind = "scale" // one to five; Choices are the words for both ends
)

// ScaleMost is the upper end of a scale; the lower is 1.
const ScaleMost = 5

// QuestionKinds lists the kinds in the order of the form.
func QuestionKinds() []QuestionKind {
	return []QuestionKind{AskText, AskLongText, AskYesNo, AskChoice, AskChoices, AskNumber, AskDate, AskLink, AskScale}
}

// Question is one question that every applicant to a job is asked.
type Question struct {
	ID       QuestionID
	Kind     QuestionKind
	Label    string
	Hint     string
	Choices  []string // of choice and choices; of a scale the words for 1 and 5
	Required bool
}

const (
	questionsMost = 12
	labelMax      = 300
	choicesMost   = 20
	choiceMax     = 120
)

func (q Question) tidy() Question {
	q.Label, q.Hint = strings.TrimSpace(q.Label), strings.TrimSpace(q.Hint)
	var choices []string
	for _, c := range q.Choices {
		if c = strings.TrimSpace(c); c != "" && !slices.Contains(choices, c) {
			choices = append(choices, c)
		}
	}
	q.Choices = choices
	if q.Kind != AskChoice && q.Kind != AskChoices && q.Kind != AskScale {
		q.Choices = nil
	}
	return q
}

// ScaleLabel is a value of a scale with the word for it, where it has one.
func (q Question) ScaleLabel(value int) string {
	label := strconv.Itoa(value)
	switch {
	case len(q.Choices) == 2 && value == 1:
		label += " – " + q.Choices[0]
	case len(q.Choices) == 2 && value == ScaleMost:
		label += " – " + q.Choices[1]
	}
	return label
}

func (q Question) check(f *fault.Form) {
	if !slices.Contains(QuestionKinds(), q.Kind) {
		f.Add("kind", "form.choice")
	}
	switch n := utf8.RuneCountInString(q.Label); {
	case n == 0:
		f.Add("label", "form.required")
	case n > labelMax:
		f.Add("label", "form.long", fault.Args{"Max": labelMax})
	case AsksPayHistory(q.Label + " " + q.Hint + " " + strings.Join(q.Choices, " ")):
		f.Add("label", "job.question.payhistory")
	}
	if utf8.RuneCountInString(q.Hint) > labelMax {
		f.Add("hint", "form.long", fault.Args{"Max": labelMax})
	}
	if q.Kind == AskScale && (len(q.Choices) != 2 || utf8.RuneCountInString(strings.Join(q.Choices, "")) > choiceMax) {
		f.Add("choices", "job.question.ends")
	}
	if q.Kind == AskChoice || q.Kind == AskChoices {
		if len(q.Choices) < 2 || len(q.Choices) > choicesMost {
			f.Add("choices", "job.question.choices", fault.Args{"Max": choicesMost})
		}
		if slices.ContainsFunc(q.Choices, func(c string) bool { return utf8.RuneCountInString(c) > choiceMax }) {
			f.Add("choices", "form.long", fault.Args{"Max": choiceMax})
		}
	}
}
