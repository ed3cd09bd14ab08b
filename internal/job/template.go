package job

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
)

type templateNoun struct{}

// TemplateID identifies a template.
type TemplateID = id.ID[templateNoun]

// Template is a job to begin the next one with: its text, terms, questions and steps, without days.
type Template struct {
	ID      TemplateID
	Name    string
	MadeAt  time.Time
	Content Content
}

const (
	templatesMost = 100
	nameMax       = 120
)

// undated is content without what belongs to one round only: its days, and where an import found it.
func (c Content) undated() Content {
	c.Start, c.Deadline, c.EndsAt, c.AdURL, c.ApplyURL = "", "", time.Time{}, "", ""
	steps := make([]Step, len(c.Steps))
	for i, s := range c.Steps {
		steps[i] = Step{Name: s.Name, Who: s.Who}
	}
	c.Steps = steps
	return c
}

// Templates lists the templates of the grant's employer by name.
func (h *House) Templates(ctx context.Context, g privacy.Grant) ([]Template, error) {
	if err := g.Require(access.JobList); err != nil {
		return nil, err
	}
	var out []Template
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "job.templates", store.Args{"most": templatesMost}, scanTemplate)
		return err
	})
	return out, err
}

func scanTemplate(row store.Row) (Template, error) {
	var t Template
	var text string
	if err := row.Scan(&t.ID, &t.Name, &text, &t.MadeAt); err != nil {
		return t, err
	}
	return t, json.Unmarshal([]byte(text), &t.Content)
}

// Keep makes a template of a job, whatever its state.
func (h *House) Keep(ctx context.Context, g privacy.Grant, j ID, name string) (TemplateID, error) {
	if err := g.Require(access.JobEdit); err != nil {
		return TemplateID{}, err
	}
	name = strings.TrimSpace(name)
	var f fault.Form
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		f.Add("name", "form.required")
	case n > nameMax:
		f.Add("name", "form.long", fault.Args{"Max": nameMax})
	}
	if err := f.Err(); err != nil {
		return TemplateID{}, err
	}
	var t TemplateID
	err := h.db.Write(ctx, g, func(w *store.Writer) error {
		v, err := read(w.Reader, "job.of", j)
		if err != nil {
			return err
		}
		all, err := store.List(w.Reader, "job.templates", store.Args{"most": templatesMost}, scanTemplate)
		if err != nil {
			return err
		}
		if len(all) >= templatesMost {
			return fault.New(fault.Conflict, "job.template.many", fault.Args{"Max": templatesMost})
		}
		text, err := json.Marshal(v.Content.undated())
		if err != nil {
			return fmt.Errorf("job: template: %w", err)
		}
		t = id.New[templateNoun](w.Now())
		w.Fact(FactTemplate, map[string]string{"employer": v.Employer.String(), "template": t.String()})
		return w.Must("job.addTemplate", store.Args{"id": t, "name": name, "content": string(text), "now": w.Now()})
	})
	return t, err
}

// DropTemplate deletes a template. Jobs that began with it stay as they are.
func (h *House) DropTemplate(ctx context.Context, g privacy.Grant, t TemplateID) error {
	if err := g.Require(access.JobEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		w.Fact(FactNoTemplate, map[string]string{"employer": g.Scope().Employer().String(), "template": t.String()})
		return w.Must("job.dropTemplate", store.Args{"id": t})
	})
}

// Begin writes a draft out of a template.
func (h *House) Begin(ctx context.Context, g privacy.Grant, s site.ID, t TemplateID) (ID, error) {
	return h.copied(ctx, g, func(r *store.Reader) (site.ID, Content, error) {
		v, err := store.One(r, "job.template", store.Args{"id": t}, scanTemplate)
		return s, v.Content, err
	})
}

// Duplicate writes a draft that says what another job says, without its days.
func (h *House) Duplicate(ctx context.Context, g privacy.Grant, j ID) (ID, error) {
	return h.copied(ctx, g, func(r *store.Reader) (site.ID, Content, error) {
		v, err := read(r, "job.of", j)
		return v.Site, v.Content.undated(), err
	})
}

func (h *House) copied(ctx context.Context, g privacy.Grant, from func(*store.Reader) (site.ID, Content, error)) (ID, error) {
	if err := g.Require(access.JobWrite); err != nil {
		return ID{}, err
	}
	var s site.ID
	var c Content
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) { s, c, err = from(r); return err })
	if err != nil {
		return ID{}, err
	}
	return h.Create(ctx, g, s, c)
}
