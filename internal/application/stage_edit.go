package application

import (
	"context"
	"slices"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Course is whose stages are meant: those of a job, or of the template of a language.
type Course struct {
	Job      job.ID
	Language string
}

// course is a Course with its stages, as far as they are known.
type course struct {
	Course
	job      job.Job
	Pipeline Pipeline
}

// Stages reads the stages of a job or of a template, for whoever may change them.
func (h *House) Stages(ctx context.Context, g privacy.Grant, c Course) (j job.Job, p Pipeline, err error) {
	if j, err = h.editable(ctx, g, c); err != nil {
		return j, nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) error {
		if c.Job.IsZero() {
			p, err = h.template(r, c.Language)
			return err
		}
		p, err = h.pipeline(r, j)
		return err
	})
	return j, p, err
}

func (h *House) editable(ctx context.Context, g privacy.Grant, c Course) (job.Job, error) {
	if err := g.Require(access.JobEdit); err != nil {
		return job.Job{}, err
	}
	if !c.Job.IsZero() {
		return h.Jobs.Of(ctx, g, c.Job)
	}
	if !locale.Known(c.Language) {
		return job.Job{}, fault.New(fault.NotFound, "fault.notfound")
	}
	return job.Job{}, nil
}

// editing changes the stages of a course in one transaction.
func (h *House) editing(ctx context.Context, g privacy.Grant, c Course, change func(*store.Writer, course) error) error {
	j, err := h.editable(ctx, g, c)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		at := course{Course: c, job: j}
		if c.Job.IsZero() {
			at.Pipeline, err = h.settleTemplate(w, c.Language)
		} else {
			at.Pipeline, err = h.settle(w, j)
		}
		if err != nil {
			return err
		}
		w.Fact(FactStages, map[string]string{"employer": g.Scope().Employer().String(), "job": c.Job.String()})
		return change(w, at)
	})
}

// AddStage adds a stage behind the last one of its kind, so that none of those before it changes its meaning.
func (h *House) AddStage(ctx context.Context, g privacy.Grant, c Course, s JobStage) error {
	s, err := s.tidy()
	if err != nil {
		return err
	}
	return h.editing(ctx, g, c, func(w *store.Writer, at course) error {
		if len(at.Pipeline) >= stagesMost {
			return fault.New(fault.Conflict, "application.stages.full", fault.Args{"Max": stagesMost})
		}
		s.ID = id.New[stageNoun](w.Now())
		behind := len(at.Pipeline)
		for i, x := range at.Pipeline {
			if x.Kind == s.Kind {
				behind = i + 1
			}
		}
		next := slices.Insert(slices.Clone(at.Pipeline), behind, s)
		if err := put(w, c.Job, languageOf(c), Pipeline{s}); err != nil {
			return err
		}
		return arrange(w, next)
	})
}

// languageOf is the language column of a course: a job's stages have none.
func languageOf(c Course) string {
	if !c.Job.IsZero() {
		return ""
	}
	return c.Language
}

// arrange writes the order, and with it every stage as it is.
func arrange(w *store.Writer, p Pipeline) error {
	for i, s := range p {
		if err := w.Must("application.changeStage", store.Args{"id": s.ID, "place": i, "name": s.Name, "days": s.Days, "mails": bit(s.Mails)}); err != nil {
			return err
		}
	}
	return nil
}

// ChangeStage gives a stage another name, time or letter. Its kind stays: people were told it.
func (h *House) ChangeStage(ctx context.Context, g privacy.Grant, c Course, s JobStage) error {
	return h.editing(ctx, g, c, func(w *store.Writer, at course) error {
		i := slices.IndexFunc(at.Pipeline, func(x JobStage) bool { return x.ID == s.ID })
		if i < 0 {
			return withheld()
		}
		s.Kind = at.Pipeline[i].Kind
		s, err := s.tidy()
		if err != nil {
			return err
		}
		next := slices.Clone(at.Pipeline)
		next[i] = s
		return arrange(w, next)
	})
}

// SwapStage moves a stage one place forward (1) or back (-1).
func (h *House) SwapStage(ctx context.Context, g privacy.Grant, c Course, v StageID, by int) error {
	return h.editing(ctx, g, c, func(w *store.Writer, at course) error {
		next, ok := at.Pipeline.Swap(v, by)
		if !ok {
			return withheld()
		}
		if err := pin(w, at); err != nil {
			return err
		}
		return arrange(w, next)
	})
}

// pin names the stage of every application that stands at the first of its kind without saying so, before another becomes the first.
// What arrives goes on saying nothing: it stands where applications arrive.
func pin(w *store.Writer, at course) error {
	if at.Job.IsZero() {
		return nil
	}
	for _, k := range Stages() {
		if s, ok := at.Pipeline.First(k); ok {
			if _, err := w.Exec("application.pinStage", store.Args{"job_id": at.Job, "stage_id": s.ID, "first": string(k)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// RemoveStage takes a stage away; its applications go to another, without a letter: nobody has judged them.
func (h *House) RemoveStage(ctx context.Context, g privacy.Grant, c Course, v, to StageID) error {
	return h.editing(ctx, g, c, func(w *store.Writer, at course) error {
		next, target, err := at.Pipeline.Without(v, to)
		if err != nil {
			return err
		}
		if err := h.empty(w, at, v, target); err != nil {
			return err
		}
		if err := pin(w, at); err != nil {
			return err
		}
		if err := w.Must("application.dropStage", store.Args{"id": v}); err != nil {
			return err
		}
		return arrange(w, next)
	})
}

// empty moves what stands at a stage to another.
func (h *House) empty(w *store.Writer, at course, v StageID, target JobStage) error {
	if at.Job.IsZero() {
		return nil
	}
	gone, _ := at.Pipeline.Find(v)
	all, err := store.List(w.Reader, "application.standingAt", store.Args{"job_id": at.Job, "stage_id": v.String(), "first": at.Pipeline.first(gone)},
		func(row store.Row) (shut, error) {
			var s shut
			var stage string
			err := row.Scan(&s.ID, &s.Subject, &s.dossier, &stage, &s.StageID)
			s.Stage, s.Job, s.Employer = Stage(stage), at.Job, w.Grant().Scope().Employer()
			return s, err
		})
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := once(w, s.becomes(w, State{Stage: target.Kind}, target.ID)); err != nil {
			return err
		}
		if _, err := h.record(w, s, entry{State{Stage: target.Kind}, target, false}); err != nil {
			return err
		}
	}
	return nil
}
