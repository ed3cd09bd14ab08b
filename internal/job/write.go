package job

import (
	"context"
	"slices"

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
	if err := g.Require(access.JobWrite); err != nil {
		return ID{}, err
	}
	c, err := h.ready(ctx, s, c)
	if err != nil {
		return ID{}, err
	}
	var j ID
	err = h.db.Write(ctx, g, func(w *store.Writer) (err error) { j, err = h.create(w, s, c); return err })
	return j, err
}

func (h *House) create(w *store.Writer, s site.ID, c Content) (ID, error) {
	j := id.New[noun](w.Now())
	c.Steps, c.Questions = slipped(nil, c.Steps), slices.Clone(c.Questions)
	args, err := contentArgs(w, &c)
	if err != nil {
		return j, err
	}
	args["id"], args["site_id"], args["now"] = j, s, w.Now()
	if err := w.Must("job.add", args); err != nil {
		return j, err
	}
	if err := putPlaces(w, j, c.Places); err != nil {
		return j, err
	}
	for i := range c.Questions {
		c.Questions[i].ID = id.New[questionNoun](w.Now()) // a template's or another job's question is a new one here
		if err := addQuestion(w, j, i, c.Questions[i]); err != nil {
			return j, err
		}
	}
	w.Fact(FactWritten, facts(Job{ID: j, Employer: w.Grant().Scope().Employer()}))
	if err := revise(w, j, 1, c); err != nil {
		return j, err
	}
	return j, note(w, j, 1, ActMake, "")
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

// contentArgs are the columns of the content. The client's name is taken from the employer's list.
func contentArgs(w *store.Writer, c *Content) (store.Args, error) {
	e, err := employer.Read(w.Reader, w.Grant().Scope().Employer())
	if err != nil {
		return nil, err
	}
	if c.Client.ID.IsZero() {
		c.Client = Client{}
	} else if err := nameClient(w.Reader, &c.Client); err != nil {
		return nil, err
	}
	args, err := c.args(e.Name)
	if err == nil {
		c.clientArgs(args)
	}
	return args, err
}

func nameClient(r *store.Reader, c *Client) error {
	known, err := employer.ReadClient(r, c.ID)
	if store.Missing(err) {
		var f fault.Form
		f.Add("client", "form.choice")
		return f.Err()
	}
	c.Name = known.Name
	return err
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

// Change replaces the content of a draft, a scheduled or an open job, all but its questions. The version is the one that was read; if
// somebody changed the job since, the answer is Conflict. A job that is open or will open by itself must still pass the gate.
func (h *House) Change(ctx context.Context, g privacy.Grant, j ID, version int, c Content) error {
	return h.move(ctx, g, j, version, ActChange, "", func(w *store.Writer, was Job) (err error) {
		if c, err = h.ready(ctx, was.Site, c); err != nil {
			return err
		}
		c.Questions = was.Questions
		if err := h.still(w, was, &c); err != nil {
			return err
		}
		args, err := contentArgs(w, &c)
		if err != nil {
			return err
		}
		args["id"], args["version"], args["now"] = j, version, w.Now()
		if err := once(w, "job.change", args); err != nil {
			return err
		}
		if err := putPlaces(w, j, c.Places); err != nil {
			return err
		}
		return revise(w, j, version+1, c)
	})
}

// still asks the gate again about a job that readers see or will see, and keeps the days they were told.
func (h *House) still(w *store.Writer, was Job, c *Content) error {
	switch was.State {
	case Open:
		c.Steps = slipped(was.Steps, c.Steps)
		w.Fact(FactChanged, facts(was))
		is := was
		is.Content = *c
		if err := h.look(w, looked{job: is}); err != nil {
			return err
		}
		return h.cfg.Rules.Gate(*c, w.Now())
	case Scheduled:
		w.Fact(FactWritten, facts(was))
		return h.cfg.Rules.Gate(*c, was.PublishAt)
	}
	c.Steps = slipped(nil, c.Steps)
	w.Fact(FactWritten, facts(was))
	return nil
}

// hold reads a job that is about to be changed and checks permission, state and version.
func (h *House) hold(w *store.Writer, j ID, version int, a Act) (Job, error) {
	if err := w.Grant().Require(access.JobWrite); err != nil {
		return Job{}, err
	}
	v, err := read(w.Reader, "job.of", j)
	if err != nil {
		return v, err
	}
	if err := w.Grant().Require(Needs(v.State, a)); err != nil {
		return v, err
	}
	set, err := employer.ReadSetting(w.Reader)
	switch {
	case err != nil:
		return v, err
	case !May(v.State, v.Reason, set.Approval, a):
		return v, errState()
	case v.Version != version:
		return v, fault.New(fault.Conflict, keyOld)
	}
	return v, nil
}

// keyOld says that somebody else was faster.
const keyOld = "job.version.old"

// once runs a statement that changes the one row of the version that was read. On PostgreSQL another may have been faster.
func once(w *store.Writer, statement store.Name, args store.Args) error {
	n, err := w.Exec(statement, args)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, keyOld)
	}
	return err
}

func facts(j Job) map[string]string {
	return map[string]string{"job": j.ID.String(), "employer": j.Employer.String()}
}

// Publish opens a job to everybody now, if the gate lets it.
func (h *House) Publish(ctx context.Context, g privacy.Grant, j ID, version int) error {
	return h.move(ctx, g, j, version, ActPublish, "", h.openNow)
}

// Close ends an open job. The clocks of its applications start with the fact.
func (h *House) Close(ctx context.Context, g privacy.Grant, j ID, version int, reason Reason) error {
	return h.move(ctx, g, j, version, ActClose, string(reason), func(w *store.Writer, v Job) error {
		if !slices.Contains(Reasons(), reason) {
			var f fault.Form
			f.Add("reason", "form.choice")
			return f.Err()
		}
		w.Fact(FactClosed, facts(v))
		return once(w, "job.close", store.Args{"id": j, "version": version, "reason": string(reason), "now": w.Now()})
	})
}

// Discard deletes a draft and its history.
func (h *House) Discard(ctx context.Context, g privacy.Grant, j ID, version int) error {
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		v, err := h.hold(w, j, version, ActDiscard)
		if err != nil {
			return err
		}
		for _, drop := range []store.Name{"job.dropQuestions", "job.dropPlaces", "job.dropEvents"} {
			if _, err := w.Exec(drop, store.Args{"job_id": j}); err != nil {
				return err
			}
		}
		if _, err := w.Exec("job.dropRevisions", store.Args{"job_id": j, "version": version}); err != nil {
			return err
		}
		w.Fact(FactDiscarded, facts(v))
		return once(w, "job.discard", store.Args{"id": j})
	})
}
