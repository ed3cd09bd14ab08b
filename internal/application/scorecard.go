package application

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/store"
)

type (
	scorecardNoun struct{}
	templateNoun  struct{}
)

// Identifiers of scorecards and of their templates.
type (
	ScorecardID = id.ID[scorecardNoun]
	TemplateID  = id.ID[templateNoun]
)

// Criterion is one thing that a scorecard asks about, with what each score from 1 to 5 means in words.
type Criterion struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Anchors []string `json:"anchors"` // five, the lowest first
}

// Template is a scorecard before anybody has scored: an employer's own, or the one of a job.
type Template struct {
	ID       TemplateID
	Name     string
	Criteria []Criterion
}

// Overall is the one criterion of a job that has no scorecard of its own; its words stand in the catalogues.
const Overall = "overall"

// How much a template holds.
const (
	CriteriaMost = 8
	scoreMost    = 5
	criterionMax = 80
	anchorMax    = 120
)

// check puts the template into its one form and says what is wrong with it. A criterion that nobody filled is left out; a new one gets an
// identifier, so that what was scored keeps its criterion when others come and go.
func (t *Template) check(fresh func() string) error {
	var f fault.Form
	t.Name = strings.TrimSpace(t.Name)
	within(&f, "name", t.Name, criterionMax)
	var out []Criterion
	for i, c := range t.Criteria {
		c.Name = strings.TrimSpace(c.Name)
		if c.Name == "" && len(c.Anchors) == 0 {
			continue
		}
		n := string(rune('0' + i))
		within(&f, "name"+n, c.Name, criterionMax)
		if len(c.Anchors) != scoreMost {
			f.Add("anchors"+n, "application.scorecard.anchors.wrong", fault.Args{"Count": scoreMost})
		}
		for _, a := range c.Anchors {
			if utf8.RuneCountInString(a) > anchorMax {
				f.Add("anchors"+n, "application.scorecard.anchors.long", fault.Args{"Max": anchorMax})
				break
			}
		}
		if c.ID == "" {
			c.ID = fresh()
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		f.Add("name0", "form.required")
	}
	if err := f.Err(); err != nil {
		return err
	}
	t.Criteria = out
	return nil
}

// within refuses a line that is empty or too long.
func within(f *fault.Form, name, text string, most int) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		f.Add(name, "form.required")
	case n > most:
		f.Add(name, "form.long", fault.Args{"Max": most})
	}
}

// Anchors reads what the scores mean: one line each, the lowest first.
func Anchors(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// Verdict is what a scorecard says on the whole.
type Verdict string

// The verdicts.
const (
	Yes    Verdict = "yes"
	No     Verdict = "no"
	Unsure Verdict = "unsure"
)

// Verdicts lists the verdicts in the order of the form.
func Verdicts() []Verdict { return []Verdict{Yes, No, Unsure} }

// Mark is the score of one criterion, with its name as it was then.
type Mark struct {
	Criterion string
	Name      string
	Score     int // 1 to 5
}

// Scorecard is what one member thinks of an application.
type Scorecard struct {
	ID        ScorecardID
	By        access.SubjectID
	ChangedAt time.Time
	Score     int // mean of the marks, in tenths
	scorecardBody
}

type scorecardBody struct {
	Marks   []Mark
	Verdict Verdict
	Text    string
}

// check says what is wrong with a scorecard under a plan, and gives the marks their names.
func (b *scorecardBody) check(plan Template) error {
	var f fault.Form
	for i := range b.Marks {
		at := slices.IndexFunc(plan.Criteria, func(c Criterion) bool { return c.ID == b.Marks[i].Criterion })
		if at < 0 {
			return conflict() // the scorecard of the job has changed since the page was opened
		}
		b.Marks[i].Name = plan.Criteria[at].Name
	}
	for i, c := range plan.Criteria {
		at := slices.IndexFunc(b.Marks, func(m Mark) bool { return m.Criterion == c.ID })
		if at < 0 {
			f.Add("c"+string(rune('0'+i)), "form.required")
		} else if s := b.Marks[at].Score; s < 1 || s > scoreMost {
			f.Add("c"+string(rune('0'+i)), "form.range", fault.Args{"Min": 1, "Max": scoreMost})
		}
	}
	if !slices.Contains(Verdicts(), b.Verdict) {
		f.Add("verdict", "form.choice")
	}
	if utf8.RuneCountInString(b.Text) > noteMax {
		f.Add("text", "form.long", fault.Args{"Max": noteMax})
	}
	return f.Err()
}

// score is the mean of the marks in tenths.
func (b scorecardBody) score() int {
	sum := 0
	for _, m := range b.Marks {
		sum += 10 * m.Score
	}
	return sum / max(1, len(b.Marks))
}

// Scorecards are those of one application as one member may see them: others' only once their own is given.
type Scorecards struct {
	Plan   Template
	Own    *Scorecard
	Others []Scorecard
	Given  int // by others, seen or not
	Team   Colleagues
}

// cards reads the scorecards of an application for a member. Those of others stay sealed until the member has given one.
func cards(r *store.Reader, s shut, who access.SubjectID) (out Scorecards, err error) {
	if out.Plan, err = planOf(r, s.Job); err != nil {
		return out, err
	}
	if len(out.Plan.Criteria) == 0 {
		out.Plan.Criteria = []Criterion{{ID: Overall}}
	}
	type sealed struct {
		Scorecard
		body store.Sealed
	}
	all, err := store.List(r, "application.scorecards", store.Args{"application_id": s.ID}, func(row store.Row) (c sealed, err error) {
		err = row.Scan(&c.ID, &c.By, &c.ChangedAt, &c.Score, &c.body)
		return c, err
	})
	if err != nil {
		return out, err
	}
	given := slices.ContainsFunc(all, func(c sealed) bool { return c.By == who })
	for _, c := range all {
		if c.By != who {
			out.Given++
		}
		if !given {
			continue
		}
		if c.scorecardBody, err = reveal[scorecardBody](r, fieldScorecard, s.dossier, c.ID, c.body); err != nil {
			return out, err
		}
		if c.By == who {
			out.Own = &c.Scorecard
		} else {
			out.Others = append(out.Others, c.Scorecard)
		}
	}
	return out, nil
}

// planOf is the scorecard of a job; the zero Template where it has none.
func planOf(r *store.Reader, j job.ID) (Template, error) {
	t, err := store.One(r, "application.plan", store.Args{"job_id": j}, func(row store.Row) (t Template, err error) {
		var of job.ID
		var criteria string
		if err = row.Scan(&of, &t.Name, &criteria); err == nil {
			err = json.Unmarshal([]byte(criteria), &t.Criteria)
		}
		return t, err
	})
	if store.Missing(err) {
		err = nil
	}
	return t, err
}

func scanTemplate(row store.Row) (Template, error) {
	var t Template
	var criteria string
	err := row.Scan(&t.ID, &t.Name, &criteria)
	if err == nil {
		err = json.Unmarshal([]byte(criteria), &t.Criteria)
	}
	return t, err
}

// rescore sets the score of the table: the mean of each member's scorecard, else of the score of their latest note.
func rescore(w *store.Writer, v ID) error {
	type one struct {
		by    access.SubjectID
		score int
	}
	scan := func(row store.Row) (o one, err error) { err = row.Scan(&o.by, &o.score); return o, err }
	sum, seen := 0, map[access.SubjectID]bool{}
	for _, from := range []struct {
		statement store.Name
		tenths    int
	}{{"application.scoresOfCards", 1}, {"application.scoresOfNotes", 10}} {
		all, err := store.List(w.Reader, from.statement, store.Args{"application_id": v}, scan)
		if err != nil {
			return err
		}
		for _, o := range all {
			if !seen[o.by] {
				seen[o.by] = true
				sum += o.score * from.tenths
			}
		}
	}
	return w.Must("application.setScore", store.Args{"id": v, "score": sum / max(1, len(seen))})
}
