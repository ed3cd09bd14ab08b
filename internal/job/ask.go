package job

import (
	"context"
	"slices"
	"strings"

	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Ask adds a question at the end, or changes the one that q.ID names.
func (h *House) Ask(ctx context.Context, g privacy.Grant, j ID, version int, q Question) error {
	q = q.tidy()
	return h.editQuestions(ctx, g, j, version, func(w *store.Writer, v Job) error {
		var f fault.Form
		if q.check(&f); f.Err() != nil {
			return f.Err()
		}
		if q.ID.IsZero() {
			if len(v.Questions) >= questionsMost {
				return fault.New(fault.Conflict, "job.questions.many", fault.Args{"Max": questionsMost})
			}
			return addQuestion(w, j, len(v.Questions), q)
		}
		args := questionArgs(j, q)
		return w.Must("job.changeQuestion", args)
	})
}

// DropQuestion takes a question off the list. Answers that were given to it stay with their applications.
func (h *House) DropQuestion(ctx context.Context, g privacy.Grant, j ID, version int, q QuestionID) error {
	return h.editQuestions(ctx, g, j, version, func(w *store.Writer, v Job) error {
		if err := w.Must("job.dropQuestion", store.Args{"job_id": j, "id": q}); err != nil {
			return err
		}
		return placeQuestions(w, j, slices.DeleteFunc(v.Questions, func(x Question) bool { return x.ID == q }))
	})
}

// MoveQuestion moves a question up (-1) or down (1); at the end of the list it stays.
func (h *House) MoveQuestion(ctx context.Context, g privacy.Grant, j ID, version int, q QuestionID, by int) error {
	return h.editQuestions(ctx, g, j, version, func(w *store.Writer, v Job) error {
		at := slices.IndexFunc(v.Questions, func(x Question) bool { return x.ID == q })
		if at < 0 {
			return fault.New(fault.NotFound, "fault.notfound")
		}
		to := min(max(at+by, 0), len(v.Questions)-1)
		v.Questions[at], v.Questions[to] = v.Questions[to], v.Questions[at]
		return placeQuestions(w, j, v.Questions)
	})
}

// CopyQuestion asks a question once more, right after itself, to be changed.
func (h *House) CopyQuestion(ctx context.Context, g privacy.Grant, j ID, version int, q QuestionID) error {
	return h.editQuestions(ctx, g, j, version, func(w *store.Writer, v Job) error {
		at := slices.IndexFunc(v.Questions, func(x Question) bool { return x.ID == q })
		switch {
		case at < 0:
			return fault.New(fault.NotFound, "fault.notfound")
		case len(v.Questions) >= questionsMost:
			return fault.New(fault.Conflict, "job.questions.many", fault.Args{"Max": questionsMost})
		}
		twin := v.Questions[at]
		twin.ID = id.New[questionNoun](w.Now())
		if err := addQuestion(w, j, at+1, twin); err != nil {
			return err
		}
		return placeQuestions(w, j, slices.Insert(v.Questions, at+1, twin))
	})
}

// placeQuestions numbers the questions from the first to the last.
func placeQuestions(w *store.Writer, j ID, all []Question) error {
	for i, x := range all {
		if err := w.Must("job.moveQuestion", store.Args{"job_id": j, "id": x.ID, "place": i}); err != nil {
			return err
		}
	}
	return nil
}

// editQuestions changes the questions, and keeps what the job asks now as a revision.
func (h *House) editQuestions(ctx context.Context, g privacy.Grant, j ID, version int, edit func(*store.Writer, Job) error) error {
	return h.move(ctx, g, j, version, ActAsk, "", func(w *store.Writer, v Job) error {
		fact := FactWritten
		if v.State == Open {
			fact = FactChanged
		}
		w.Fact(fact, facts(v))
		if err := edit(w, v); err != nil {
			return err
		}
		if err := once(w, "job.touch", store.Args{"id": j, "version": version, "now": w.Now()}); err != nil {
			return err
		}
		now, err := read(w.Reader, "job.of", j)
		if err != nil {
			return err
		}
		return revise(w, j, version+1, now.Content)
	})
}

func addQuestion(w *store.Writer, j ID, place int, q Question) error {
	if q.ID.IsZero() {
		q.ID = id.New[questionNoun](w.Now())
	}
	args := questionArgs(j, q)
	args["place"] = place
	return w.Must("job.addQuestion", args)
}

func questionArgs(j ID, q Question) store.Args {
	return store.Args{"id": q.ID, "job_id": j, "kind": string(q.Kind), "label": q.Label, "hint": q.Hint,
		"choices": strings.Join(q.Choices, "\n"), "required": q.Required}
}
