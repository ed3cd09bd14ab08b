package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/feature"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

const (
	taskRead = "webhook.read"
	taskSend = "webhook.send"
	reader   = "webhook" // the name of the cursor
	batch    = 500
)

// Tasks are the kinds that this house runs. Facts are read only where the operator lets hosts be called.
func (h *House) Tasks() []task.Kind {
	all := []task.Kind{
		{Name: taskSend, Purpose: privacy.Recruit, Tries: triesMost, Feature: feature.Webhooks, Run: h.runSend},
		{Name: "webhook.sweep", Purpose: privacy.Operate, Every: 24 * time.Hour, Run: h.runSweep},
	}
	if h.Open() {
		all = append(all, task.Kind{Name: taskRead, Purpose: privacy.Operate, Every: 2 * time.Second, Feature: feature.Webhooks, Run: h.runRead})
	}
	return all
}

type listener struct {
	id    ID
	of    access.EmployerID
	kinds []Kind
}

// runRead turns new facts into deliveries. The cursor moves in the same transaction, so that a kill repeats and loses nothing.
func (h *House) runRead(run *task.Run) error {
	for {
		var facts []store.Fact
		var all []listener
		var from, to store.Cursor
		err := run.DB.Read(run, run.Grant, func(r *store.Reader) (err error) {
			if all, err = listeners(r); err != nil {
				return err
			}
			if from, err = r.Cursor(reader); err != nil {
				return err
			}
			if len(all) == 0 {
				to, err = r.End() // nobody listens: what happens meanwhile is nobody's
				return err
			}
			facts, to, err = r.Facts(from, batch)
			return err
		})
		if err != nil || to == from {
			return err
		}
		if err := run.DB.Write(run, run.Grant, func(w *store.Writer) error { return deliver(w, facts, all, to) }); err != nil {
			return err
		}
		if len(facts) < batch {
			return nil
		}
	}
}

func listeners(r *store.Reader) ([]listener, error) {
	return store.List(r, "webhook.listening", store.Args{}, func(row store.Row) (l listener, err error) {
		var kinds string
		err = row.Scan(&l.id, &l.of, &kinds)
		l.kinds = splitKinds(kinds)
		return l, err
	})
}

func deliver(w *store.Writer, facts []store.Fact, all []listener, to store.Cursor) error {
	for _, f := range facts {
		of, ids, ok := heard(f)
		if !ok {
			continue
		}
		text, err := json.Marshal(ids)
		if err != nil {
			return err
		}
		for _, l := range all {
			if l.of != of || !slices.Contains(l.kinds, Kind(f.Kind)) {
				continue
			}
			d := id.New[deliveryNoun](w.Now())
			err := w.Must("webhook.addDeliveryOf", store.Args{"id": d, "employer_id": of, "webhook_id": l.id, "kind": f.Kind, "ids": string(text), "happened_at": f.At})
			if err != nil {
				return err
			}
			if err := enqueue(w, of, d); err != nil {
				return err
			}
		}
	}
	return w.MoveCursor(reader, to)
}

// runSend tries one delivery. A failure goes back to the runner, which waits longer each time.
func (h *House) runSend(run *task.Run) error {
	var d DeliveryID
	if err := d.UnmarshalText([]byte(run.Task.Args["delivery"])); err != nil {
		return err
	}
	var k Webhook
	var v Delivery
	err := run.DB.Read(run, run.Grant, func(r *store.Reader) (err error) {
		if v, err = store.One(r, "webhook.delivery", store.Args{"id": d}, scanDelivery); err != nil {
			return err
		}
		k, err = store.One(r, "webhook.get", store.Args{"id": v.Webhook}, scan)
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && (!k.EndedAt.IsZero() || !v.DoneAt.IsZero()) {
		return nil // swept, ended or done meanwhile
	}
	if err != nil {
		return err
	}
	answer := h.reach.post(run, k.URL, h.message(k, v, run.Now))
	if err := run.DB.Write(run, run.Grant, func(w *store.Writer) error { return note(w, k, v, answer) }); err != nil {
		return err
	}
	if answer.trouble != "" && answer.status != statusGone {
		return fmt.Errorf("webhook: not delivered: %w", errors.New(answer.trouble))
	}
	return nil
}

// note writes down how a try went, and ends a webhook that is gone or has failed for too long.
func note(w *store.Writer, k Webhook, d Delivery, a answer) error {
	var done time.Time
	if a.trouble == "" {
		done = w.Now()
	}
	err := w.Must("webhook.tried", store.Args{"id": d.ID, "now": w.Now(), "done_at": done, "status": a.status, "trouble": a.trouble})
	switch {
	case err != nil:
		return err
	case a.trouble == "":
		_, err = w.Exec("webhook.work", store.Args{"id": k.ID})
		return err
	case a.status == statusGone:
		return end(w, k.ID, Gone)
	case !k.FailingAt.IsZero() && w.Now().Sub(k.FailingAt) >= failFor:
		return end(w, k.ID, Failing)
	}
	return w.Must("webhook.fail", store.Args{"id": k.ID, "now": w.Now()})
}

func (h *House) runSweep(run *task.Run) error {
	return run.DB.Write(run, run.Grant, func(w *store.Writer) error {
		before := store.Args{"before": run.Now.Add(-logFor)}
		if _, err := w.Exec("webhook.oldDeliveries", before); err != nil {
			return err
		}
		_, err := w.Exec("webhook.oldWebhooks", before)
		return err
	})
}
