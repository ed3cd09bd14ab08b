package fault

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Kind is the sort of trouble.
type Kind uint8

// The kinds. Each has one HTTP status.
const (
	Internal    Kind = iota // our own mistake: 500
	Invalid                 // what was typed cannot be taken: 422
	Malformed               // the request itself cannot be read: 400
	TooLarge                // more than the stated limit: 413
	NotFound                // there is no such thing: 404
	Withheld                // there is, but not for this actor: 404 as well
	Gone                    // there was, and it ended: 410
	Conflict                // somebody else changed it first: 409
	Login                   // an actor is needed: 401
	Confirm                 // the actor must prove themselves again first: 403
	Limited                 // too often: 429
	Locked                  // there is, and its person has it rest: 423
	Unavailable             // a part we need does not answer now: 503
)

var status = [...]int{
	Internal: http.StatusInternalServerError, Invalid: http.StatusUnprocessableEntity, Malformed: http.StatusBadRequest,
	TooLarge: http.StatusRequestEntityTooLarge, NotFound: http.StatusNotFound, Withheld: http.StatusNotFound,
	Gone: http.StatusGone, Conflict: http.StatusConflict, Login: http.StatusUnauthorized, Confirm: http.StatusForbidden,
	Limited: http.StatusTooManyRequests, Locked: http.StatusLocked, Unavailable: http.StatusServiceUnavailable,
}

var names = [...]string{"internal", "invalid", "malformed", "too large", "not found", "withheld", "gone", "conflict",
	"login", "confirm", "limited", "locked", "unavailable"}

func (k Kind) String() string { return names[k] }

// Status is the HTTP status of the kind. NotFound and Withheld share one.
func (k Kind) Status() int { return status[k] }

// Fault is an error with a sentence for people.
type Fault struct {
	Kind   Kind
	Key    string  // catalogue key of the sentence, such as "job.deadline.past"
	Args   Args    // values for the sentence; never personal data
	Fields []Field // what is wrong in which form field, for Invalid
	cause  error
}

// Args are named values for a catalogue sentence.
type Args map[string]any

// Field says what is wrong with one field of a form.
type Field struct {
	Name string // the form field's name
	Key  string // catalogue key
	Args Args
}

// New makes a fault. The key must exist in the catalogues; a street test checks each literal.
func New(kind Kind, key string, args ...Args) *Fault {
	f := &Fault{Kind: kind, Key: key}
	if len(args) > 0 {
		f.Args = args[0]
	}
	return f
}

// Wrap is New with a cause for the operator's log.
func Wrap(cause error, kind Kind, key string, args ...Args) *Fault {
	f := New(kind, key, args...)
	f.cause = cause
	return f
}

// Because returns a copy of f with a cause.
func (f *Fault) Because(cause error) *Fault {
	c := *f
	c.cause = cause
	return &c
}

// Error is for logs: kind, key and cause. It shows neither arguments nor field values.
func (f *Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", f.Kind, f.Key)
	for _, d := range f.Fields {
		fmt.Fprintf(&b, " [%s: %s]", d.Name, d.Key)
	}
	if f.cause != nil {
		fmt.Fprintf(&b, ": %v", f.cause)
	}
	return b.String()
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.cause }

// Is makes errors.Is(err, fault.New(kind, "")) match by kind alone, and by key where the target has one.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && t.Kind == f.Kind && (t.Key == "" || t.Key == f.Key)
}

// As finds the fault in err. An error without one becomes Internal; a cancelled or expired context becomes Unavailable.
func As(err error) *Fault {
	var f *Fault
	switch {
	case err == nil:
		return nil
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Wrap(err, Unavailable, "fault.unavailable")
	}
	return Wrap(err, Internal, "fault.internal")
}

// KindOf is the kind of err; Internal for an error that is no fault.
func KindOf(err error) Kind {
	if f := As(err); f != nil {
		return f.Kind
	}
	return Internal
}

// Is reports whether err is a fault of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Form collects what is wrong with a form, field by field, in the order of the form.
type Form struct{ fields []Field }

// Add notes one wrong field. The first word about a field is kept; later ones would only confuse.
func (e *Form) Add(name, key string, args ...Args) {
	for _, f := range e.fields {
		if f.Name == name {
			return
		}
	}
	f := Field{Name: name, Key: key}
	if len(args) > 0 {
		f.Args = args[0]
	}
	e.fields = append(e.fields, f)
}

// Err is nil when nothing was added, else one Invalid fault that holds every field.
func (e *Form) Err() error {
	if len(e.fields) == 0 {
		return nil
	}
	f := New(Invalid, "fault.form", Args{"Count": len(e.fields)})
	f.Fields = e.fields
	return f
}
