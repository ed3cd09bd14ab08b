package fault_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"verv/internal/fault"
)

func TestWithheldLooksLikeNotFound(t *testing.T) {
	if fault.Withheld.Status() != fault.NotFound.Status() {
		t.Fatal("a stranger can tell withheld from not found by its status")
	}
}

func TestAs(t *testing.T) {
	cause := errors.New("disk on fire")
	for _, c := range []struct {
		name string
		err  error
		kind fault.Kind
	}{
		{"plain", cause, fault.Internal},
		{"wrapped", fmt.Errorf("saving: %w", fault.New(fault.Conflict, "fault.conflict")), fault.Conflict},
		{"deadline", fmt.Errorf("query: %w", context.DeadlineExceeded), fault.Unavailable},
		{"cause kept", fault.Wrap(cause, fault.Gone, "fault.gone"), fault.Gone},
	} {
		if got := fault.KindOf(c.err); got != c.kind {
			t.Errorf("%s: kind %v, want %v", c.name, got, c.kind)
		}
	}
	if !errors.Is(fault.Wrap(cause, fault.Gone, "fault.gone"), cause) {
		t.Error("the cause is lost")
	}
	if fault.Is(nil, fault.Internal) {
		t.Error("no error is no fault")
	}
}

func TestErrorKeepsArgumentsOut(t *testing.T) {
	err := fault.New(fault.Invalid, "fault.form", fault.Args{"Address": "kari@example.org"})
	if strings.Contains(err.Error(), "kari") {
		t.Fatalf("an argument reached the log: %s", err)
	}
}

func TestForm(t *testing.T) {
	var e fault.Form
	if e.Err() != nil {
		t.Fatal("an empty form error is an error")
	}
	e.Add("title", "form.required")
	e.Add("title", "form.long")
	e.Add("pay", "form.number")
	f := fault.As(e.Err())
	if len(f.Fields) != 2 || f.Fields[0].Key != "form.required" || f.Kind.Status() != 422 {
		t.Fatalf("fields %v", f.Fields)
	}
}
