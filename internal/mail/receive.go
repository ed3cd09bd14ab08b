package mail

import (
	"context"
	"errors"
	"fmt"
	"io"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// TaskRoute is the kind of the task that gives a message to the thread it belongs to.
const TaskRoute = "mail.route"

// MessageLimit is the largest message taken, in bytes.
const MessageLimit = 10 << 20

const fieldRaw privacy.FieldID = 1101

type incoming struct{}

// IncomingID identifies a message that came in.
type IncomingID = id.ID[incoming]

// envelope is what is sealed: the message as it came and to whom.
type envelope struct {
	To  []string
	Raw []byte
}

// Receiver takes a message that was sent to one of its reply addresses. False means that the address is not one of its own.
type Receiver func(run *task.Run, to string, m Message) (bool, error)

// Receive registers who takes messages in, in the order they are asked.
func (h *House) Receive(r ...Receiver) { h.receivers = append(h.receivers, r...) }

// Shut hands in who says that no mail is taken in now: whoever writes gets it back. What was taken before goes its way.
func (h *House) Shut(shut func(ctx context.Context) (bool, error)) { h.shut = shut }

// Take seals a message and makes it durable before it returns. It is called by LMTP and by the pipe, before they acknowledge.
func (h *House) Take(ctx context.Context, to []string, r io.Reader) (IncomingID, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MessageLimit+1))
	if err != nil {
		return IncomingID{}, fmt.Errorf("mail: reading: %w", err)
	}
	if len(raw) > MessageLimit {
		return IncomingID{}, fault.New(fault.TooLarge, "fault.toolarge")
	}
	if h.shut != nil {
		if shut, err := h.shut(ctx); err != nil {
			return IncomingID{}, err
		} else if shut {
			return IncomingID{}, fault.New(fault.Gone, "mail.shut")
		}
	}
	now := h.db.Now()
	// Nobody knows yet whose message this is: until a thread takes it, it is about somebody of its own.
	g, err := privacy.Authorize(access.Verv("mail.receive"), access.OfSubject(access.NewSubject(now)), privacy.Correspond)
	if err != nil {
		return IncomingID{}, err
	}
	v := id.New[incoming](now)
	err = h.db.Write(ctx, g, func(w *store.Writer) error {
		d, err := w.Dossier(store.Of{Subject: g.Scope().Subject(), Class: privacy.ClassMail})
		if err != nil {
			return err
		}
		if err := w.StartClock(d, w.Now()); err != nil {
			return err
		}
		body, err := store.Seal(w, fieldRaw, d, v, envelope{To: to, Raw: raw})
		if err != nil {
			return err
		}
		w.Fact("mail.received", map[string]string{"incoming": v.String()})
		if err := w.Must("mail.add", store.Args{"id": v, "dossier_id": d, "now": w.Now(), "size": len(raw), "raw": body}); err != nil {
			return err
		}
		_, err = task.Enqueue(w, task.Task{Kind: TaskRoute, Once: v.String(), Subject: g.Scope().Subject(), Args: map[string]string{"incoming": v.String()}})
		return err
	})
	return v, err
}

// route opens a message, reads it and hands it to whoever knows the address. What nobody knows stays sealed until its date.
func (h *House) route(run *task.Run) error {
	v, err := id.Parse[incoming](run.Task.Args["incoming"])
	if err != nil {
		return errors.New("mail: a task without its message")
	}
	var e envelope
	err = h.db.Read(run, run.Grant, func(r *store.Reader) error {
		return h.open(r, v, &e)
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return nil
	}
	if err != nil {
		return err
	}
	m, err := Parse(e.Raw)
	if err != nil {
		return nil // unreadable: it stays until its date, and the count of open messages tells
	}
	for _, to := range e.To {
		for _, take := range h.receivers {
			taken, err := take(run, to, m)
			if err != nil {
				return err
			}
			if taken {
				return h.db.Write(run, run.Grant, func(w *store.Writer) error {
					return w.Must("mail.take", store.Args{"id": v})
				})
			}
		}
	}
	return nil
}

func (h *House) open(r *store.Reader, v IncomingID, e *envelope) error {
	row, err := store.One(r, "mail.get", store.Args{"id": v}, scanIncoming)
	if err != nil {
		return err
	}
	p, err := store.Unseal[envelope](r, fieldRaw, row.dossier, row.id, row.raw)
	*e = p.Reveal(r.Grant())
	return err
}

// Waiting counts messages that no thread has taken, for the operator's page.
func Waiting(r *store.Reader) (n int, err error) {
	var first int64
	err = r.Get("mail.open", store.Args{}, &n, &first)
	return n, err
}
