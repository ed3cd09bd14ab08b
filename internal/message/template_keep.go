package message

import (
	"context"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

// keyOld says that somebody else changed a template meanwhile.
const keyOld = "message.template.old"

// Templates lists the templates of the grant's employer by name, those that are archived too.
func (h *House) Templates(ctx context.Context, g privacy.Grant) (out []Template, err error) {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { out, err = templates(r); return err })
	return out, err
}

func templates(r *store.Reader) ([]Template, error) {
	all, err := store.List(r, "message.templates", store.Args{"most": 2 * templatesMost}, scanTemplate)
	if err != nil {
		return nil, err
	}
	return all, texts(r, "", all)
}

func scanTemplate(row store.Row) (t Template, err error) {
	t.Texts = Texts{}
	err = row.Scan(&t.ID, &t.Name, &t.Version, &t.ChangedAt, &t.ArchivedAt)
	return t, err
}

// texts puts the texts to their templates.
func texts(r *store.Reader, of string, all []Template) error {
	_, err := store.List(r, "message.templateTexts", store.Args{"template_id": of}, func(row store.Row) (struct{}, error) {
		var v TemplateID
		var tag, text string
		err := row.Scan(&v, &tag, &text)
		if i := slices.IndexFunc(all, func(t Template) bool { return t.ID == v }); i >= 0 {
			all[i].Texts[tag] = text
		}
		return struct{}{}, err
	})
	return err
}

// Template reads one template of the grant's employer.
func (h *House) Template(ctx context.Context, g privacy.Grant, v TemplateID) (t Template, err error) {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return t, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { t, err = template(r, v); return err })
	return t, err
}

func template(r *store.Reader, v TemplateID) (Template, error) {
	t, err := store.One(r, "message.template", store.Args{"id": v}, scanTemplate)
	if err != nil {
		return t, err
	}
	one := []Template{t}
	return t, texts(r, v.String(), one)
}

// AddTemplate keeps a new template.
func (h *House) AddTemplate(ctx context.Context, g privacy.Grant, t Template) (v TemplateID, err error) {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return v, err
	}
	t.Name, t.Texts = strings.TrimSpace(t.Name), t.Texts.trim()
	if err := t.check(); err != nil {
		return v, err
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) error {
		all, err := store.List(w.Reader, "message.templates", store.Args{"most": 2 * templatesMost}, scanTemplate)
		if err != nil {
			return err
		}
		if len(all) >= templatesMost {
			return fault.New(fault.Conflict, "message.template.many", fault.Args{"Max": templatesMost})
		}
		v, err = add(w, t)
		return err
	})
	return v, err
}

func add(w *store.Writer, t Template) (TemplateID, error) {
	v := id.New[templateNoun](w.Now())
	w.Fact("message.template", map[string]string{"template": v.String(), "employer": w.Grant().Scope().Employer().String()})
	if err := w.Must("message.addTemplate", store.Args{"id": v, "name": t.Name, "now": w.Now()}); err != nil {
		return v, err
	}
	return v, putTexts(w, v, t.Texts)
}

func putTexts(w *store.Writer, v TemplateID, all Texts) error {
	for tag, text := range all {
		if err := w.Must("message.putTemplateText", store.Args{"template_id": v, "language": tag, "body": text}); err != nil {
			return err
		}
	}
	return nil
}

// ChangeTemplate replaces what a template says. The version is the one that was read; if somebody changed it since, nothing is written.
func (h *House) ChangeTemplate(ctx context.Context, g privacy.Grant, t Template) error {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return err
	}
	t.Name, t.Texts = strings.TrimSpace(t.Name), t.Texts.trim()
	if err := t.check(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		if _, err := template(w.Reader, t.ID); err != nil {
			return err
		}
		n, err := w.Exec("message.changeTemplate", store.Args{"id": t.ID, "name": t.Name, "version": t.Version, "now": w.Now()})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, keyOld)
		}
		if _, err := w.Exec("message.dropTemplateTexts", store.Args{"template_id": t.ID}); err != nil {
			return err
		}
		w.Fact("message.template", map[string]string{"template": t.ID.String(), "employer": g.Scope().Employer().String()})
		return putTexts(w, t.ID, t.Texts)
	})
}

// ArchiveTemplate stops offering a template, or offers it again. Messages that were written with it stay as they are.
func (h *House) ArchiveTemplate(ctx context.Context, g privacy.Grant, v TemplateID, archived bool) error {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		at := time.Time{}
		if archived {
			at = w.Now()
		}
		w.Fact("message.template", map[string]string{"template": v.String(), "employer": g.Scope().Employer().String()})
		return w.Must("message.archiveTemplate", store.Args{"id": v, "at": at})
	})
}

// DropTemplate deletes a template that is archived, so that nobody who is about to write with it loses it. Messages that were written with it stay as they are.
func (h *House) DropTemplate(ctx context.Context, g privacy.Grant, v TemplateID) error {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		t, err := template(w.Reader, v)
		if err != nil {
			return err
		}
		if !t.Archived() {
			return fault.New(fault.Conflict, "message.template.offered")
		}
		if _, err := w.Exec("message.dropTemplateTexts", store.Args{"template_id": v}); err != nil {
			return err
		}
		w.Fact("message.template", map[string]string{"template": v.String(), "employer": g.Scope().Employer().String()})
		return w.Must("message.dropTemplate", store.Args{"id": v})
	})
}

// AddStarters adds the templates that Verv has words for, named in a language, to an employer that has none yet.
func (h *House) AddStarters(ctx context.Context, g privacy.Grant, language string) error {
	if err := g.Require(access.ApplicationMessage); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		all, err := store.List(w.Reader, "message.templates", store.Args{"most": 1}, scanTemplate)
		if err != nil || len(all) > 0 {
			return err
		}
		for _, name := range starters {
			if _, err := add(w, h.starter(h.Words.Language(language), name)); err != nil {
				return err
			}
		}
		return nil
	})
}
