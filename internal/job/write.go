package job

import (
	"context"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
)

// Create writes a draft for a site. A draft may be short of everything but its title.
func (h *House) Create(ctx context.Context, g privacy.Grant, s site.ID, c Content) (ID, error) {
	if err := g.Require(access.JobEdit); err != nil {
		return ID{}, err
	}
	c, err := h.ready(ctx, s, c)
	if err != nil {
		return ID{}, err
	}
	var j ID
	err = h.db.Write(ctx, g, func(w *store.Writer) error {
		j = id.New[noun](w.Now())
		args, err := contentArgs(w, c)
		if err != nil {
			return err
		}
		args["id"], args["site_id"], args["now"] = j, s, w.Now()
		if err := w.Must("job.add", args); err != nil {
			return err
		}
		if err := putPlaces(w, j, c.Places); err != nil {
			return err
		}
		for i, q := range c.Questions {
			if err := addQuestion(w, j, i, q); err != nil {
				return err
			}
		}
		return nil
	})
	return j, err
}

// ready tidies content and checks what no state allows.
func (h *House) ready(ctx context.Context, s site.ID, c Content) (Content, error) {
	c = c.tidy()
	zone, err := h.zone(ctx, s)
	if err != nil {
		return c, err
	}
	var f fault.Form
	c.check(&f)
	if err := f.Err(); err != nil {
		return c, err
	}
	c.EndsAt, err = endOf(c.Deadline, zone)
	return c, err
}

func contentArgs(w *store.Writer, c Content) (store.Args, error) {
	e, err := employer.Read(w.Reader, w.Grant().Scope().Employer())
	if err != nil {
		return nil, err
	}
	return c.args(e.Name)
}

func putPlaces(w *store.Writer, j ID, places []Place) error {
	if _, err := w.Exec("job.dropPlaces", store.Args{"job_id": j}); err != nil {
		return err
	}
	for i, p := range places {
		if err := w.Must("job.addPlace", placeArgs(j, i, p)); err != nil {
			return err
		}
	}
	return nil
}

// Change replaces the content of a draft or an open job, all but its questions. The version is the one that was read; if somebody
// changed the job since, the answer is Conflict. An open job must still pass the gate.
func (h *House) Change(ctx context.Context, g privacy.Grant, j ID, version int, c Content) error {
	if err := g.Require(access.JobEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		was, err := h.hold(w, j, version, ActChange)
		if err != nil {
			return err
		}
		if c, err = h.ready(ctx, was.Site, c); err != nil {
			return err
		}
		c.Questions = was.Questions
		if was.State == Open {
			if err := h.cfg.Rules.Gate(c, w.Now()); err != nil {
				return err
			}
			w.Fact(FactChanged, facts(was))
		}
		args, err := contentArgs(w, c)
		if err != nil {
			return err
		}
		args["id"], args["version"], args["now"] = j, version, w.Now()
		if err := once(w, "job.change", args); err != nil {
			return err
		}
		return putPlaces(w, j, c.Places)
	})
}

// hold reads a job that is about to be changed and checks version and state.
func (h *House) hold(w *store.Writer, j ID, version int, a Act) (Job, error) {
	v, err := read(w.Reader, "job.of", j)
	switch {
	case err != nil:
		return v, err
	case !May(v.State, v.Reason, a):
		return v, errState()
	case v.Version != version:
		return v, fault.New(fault.Conflict, "job.version.old")
	}
	return v, nil
}

// once runs a statement that changes the one row of the version that was read. On PostgreSQL another may have been faster.
func once(w *store.Writer, statement store.Name, args store.Args) error {
	n, err := w.Exec(statement, args)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "job.version.old")
	}
	return err
}

func facts(j Job) map[string]string {
	return map[string]string{"job": j.ID.String(), "employer": j.Employer.String()}
}

// Publish opens a draft to everybody, if the gate lets it.
func (h *House) Publish(ctx context.Context, g privacy.Grant, j ID, version int) error {
	if err := g.Require(access.JobEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		v, err := h.hold(w, j, version, ActPublish)
		if err != nil {
			return err
		}
		if err := h.cfg.Rules.Gate(v.Content, w.Now()); err != nil {
			return err
		}
		w.Fact(FactPublished, facts(v))
		return once(w, "job.publish", store.Args{"id": j, "version": version, "now": w.Now()})
	})
}

// Close ends an open job. The clocks of its applications start with the fact.
func (h *House) Close(ctx context.Context, g privacy.Grant, j ID, version int, reason Reason) error {
	if err := g.Require(access.JobEdit); err != nil {
		return err
	}
	if reason != Filled && reason != Withdrawn {
		var f fault.Form
		f.Add("reason", "form.choice")
		return f.Err()
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		v, err := h.hold(w, j, version, ActClose)
		if err != nil {
			return err
		}
		w.Fact(FactClosed, facts(v))
		return once(w, "job.close", store.Args{"id": j, "version": version, "reason": string(reason), "now": w.Now()})
	})
}

// Discard deletes a draft.
func (h *House) Discard(ctx context.Context, g privacy.Grant, j ID, version int) error {
	if err := g.Require(access.JobEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if _, err := h.hold(w, j, version, ActDiscard); err != nil {
			return err
		}
		if _, err := w.Exec("job.dropQuestions", store.Args{"job_id": j}); err != nil {
			return err
		}
		if _, err := w.Exec("job.dropPlaces", store.Args{"job_id": j}); err != nil {
			return err
		}
		return once(w, "job.discard", store.Args{"id": j})
	})
}
