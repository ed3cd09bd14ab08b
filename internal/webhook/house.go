package webhook

import (
	"context"
	"encoding/json"
	"strconv"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// MAC derives secrets from the installation's root key. Package crypt has it.
type MAC interface {
	MAC(parts ...[]byte) []byte
}

// House is the room at work.
type House struct {
	db    *store.DB
	mac   MAC
	reach *Reach
}

// New makes the house. All arguments are needed.
func New(db *store.DB, mac MAC, reach *Reach) *House { return &House{db: db, mac: mac, reach: reach} }

// CountOpen counts the webhooks of an employer that have not ended, which its plan may limit.
var CountOpen = plan.Count("webhook.countOpen", "webhook.countOpenOf")

// Open reports whether the operator lets any host be called.
func (h *House) Open() bool { return len(h.reach.hosts) > 0 }

// secret is the nth secret of a webhook.
func (h *House) secret(v ID, n int) (s Secret) {
	copy(s[:], h.mac.MAC(v.Bytes(), []byte(strconv.Itoa(n))))
	return s
}

// Add makes a webhook.
func (h *House) Add(ctx context.Context, g privacy.Grant, wish Wish) (v ID, err error) {
	if err := g.Require(access.WebhookEdit); err != nil {
		return v, err
	}
	u, err := wish.check(h.reach)
	if err != nil {
		return v, err
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) error {
		have, err := store.List(w.Reader, "webhook.list", store.Args{}, scan)
		if err != nil {
			return err
		}
		if len(have) >= webhooksMost {
			return fault.New(fault.Conflict, "webhook.many", fault.Args{"Max": webhooksMost})
		}
		if err := plan.Take(w, g.Scope().Employer(), plan.Webhooks, CountOpen); err != nil {
			return err
		}
		v = id.New[noun](w.Now())
		w.Fact("webhook.added", map[string]string{"webhook": v.String(), "employer": g.Scope().Employer().String()})
		return w.Must("webhook.add", store.Args{"id": v, "url": u.String(), "kinds": joinKinds(wish.Kinds), "now": w.Now()})
	})
	return v, err
}

// List lists the employer's webhooks that have not ended, the oldest first.
func (h *House) List(ctx context.Context, g privacy.Grant) (out []Webhook, err error) {
	if err := g.Require(access.WebhookEdit); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "webhook.list", store.Args{}, scan)
		return err
	})
	return out, err
}

// Get is a webhook with its secret and the newest hundred deliveries.
func (h *House) Get(ctx context.Context, g privacy.Grant, v ID) (k Webhook, s Secret, log []Delivery, err error) {
	if err := g.Require(access.WebhookEdit); err != nil {
		return k, s, nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if k, err = store.One(r, "webhook.get", store.Args{"id": v}, scan); err != nil {
			return err
		}
		log, err = store.List(r, "webhook.deliveries", store.Args{"webhook_id": v}, scanDelivery)
		return err
	})
	return k, h.secret(v, k.secret), log, err
}

// Renew gives the webhook a new secret. The former one signs beside it for a day.
func (h *House) Renew(ctx context.Context, g privacy.Grant, v ID) error {
	if err := g.Require(access.WebhookEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		w.Fact("webhook.renewed", map[string]string{"webhook": v.String()})
		return w.Must("webhook.renew", store.Args{"id": v, "now": w.Now()})
	})
}

// End ends a webhook. What is still on its way is not sent any more.
func (h *House) End(ctx context.Context, g privacy.Grant, v ID) error {
	if err := g.Require(access.WebhookEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error { return end(w, v, ByMember) })
}

func end(w *store.Writer, v ID, why Reason) error {
	w.Fact("webhook.ended", map[string]string{"webhook": v.String()})
	return w.Must("webhook.end", store.Args{"id": v, "now": w.Now(), "reason": string(why)})
}

// EndOf ends all webhooks of an employer that an operator has closed. It is an employer.Ending.
func (h *House) EndOf(run *task.Run) error {
	return h.db.Write(run, run.Grant, func(w *store.Writer) error {
		all, err := store.List(w.Reader, "webhook.list", store.Args{}, scan)
		if err != nil {
			return err
		}
		for _, v := range all {
			if err := end(w, v.ID, Closed); err != nil {
				return err
			}
		}
		return nil
	})
}

// Try sends a ping.
func (h *House) Try(ctx context.Context, g privacy.Grant, v ID) error {
	if err := g.Require(access.WebhookEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		k, err := store.One(w.Reader, "webhook.get", store.Args{"id": v}, scan)
		if err != nil {
			return err
		}
		if !k.EndedAt.IsZero() {
			return fault.New(fault.Conflict, "webhook.ended")
		}
		d := id.New[deliveryNoun](w.Now())
		err = w.Must("webhook.addDelivery", store.Args{"id": d, "webhook_id": v, "kind": string(Ping), "ids": "{}", "happened_at": w.Now()})
		if err != nil {
			return err
		}
		return enqueue(w, g.Scope().Employer(), d)
	})
}

// Again sends a delivery once more, whatever became of it.
func (h *House) Again(ctx context.Context, g privacy.Grant, d DeliveryID) (v ID, err error) {
	if err := g.Require(access.WebhookEdit); err != nil {
		return v, err
	}
	err = h.db.Write(ctx, g, func(w *store.Writer) error {
		was, err := store.One(w.Reader, "webhook.delivery", store.Args{"id": d}, scanDelivery)
		if err != nil {
			return err
		}
		v = was.Webhook
		if err := w.Must("webhook.again", store.Args{"id": d}); err != nil {
			return err
		}
		return enqueue(w, g.Scope().Employer(), d)
	})
	return v, err
}

func enqueue(w *store.Writer, e access.EmployerID, d DeliveryID) error {
	_, err := task.Enqueue(w, task.Task{Kind: taskSend, Once: d.String(), Employer: e, Args: map[string]string{"delivery": d.String()}})
	return err
}

func scan(row store.Row) (Webhook, error) {
	var k Webhook
	var kinds, reason string
	err := row.Scan(&k.ID, &k.URL, &kinds, &k.MadeAt, &k.secret, &k.RenewedAt, &k.FailingAt, &k.EndedAt, &reason)
	k.Kinds, k.Reason = splitKinds(kinds), Reason(reason)
	return k, err
}

func scanDelivery(row store.Row) (Delivery, error) {
	var d Delivery
	var kind, ids string
	err := row.Scan(&d.ID, &d.Webhook, &kind, &ids, &d.HappenedAt, &d.TriedAt, &d.DoneAt, &d.Tries, &d.Status, &d.Trouble)
	if err == nil {
		err = json.Unmarshal([]byte(ids), &d.IDs)
	}
	d.Kind = Kind(kind)
	return d, err
}
