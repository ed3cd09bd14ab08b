package mail

import (
	"errors"
	"testing"

	"github.com/emersion/go-smtp"
)

// The class of a refusal follows from its codes alone.
func TestRefusalClass(t *testing.T) {
	refused := func(code int, x ...int) error {
		e := &smtp.SMTPError{Code: code, Message: "kari.holm@post.example is not here"}
		copy(e.EnhancedCode[:], x)
		return e
	}
	for _, c := range []struct {
		err  error
		want Refusal
	}{
		{refused(550, 5, 1, 1), NoAddress}, {refused(550), NoAddress}, {refused(553), NoAddress}, {errNotAnAddress, NoAddress},
		{refused(552, 5, 2, 2), NoMailbox}, {refused(552), NoMailbox}, {refused(550, 5, 7, 26), ByPolicy}, {refused(554, 5, 6, 0), Unreadable},
		{refused(554, 5, 4, 4), ByOther}, {refused(554), ByOther}, {errors.New("x"), ByOther},
	} {
		if got := classOf(c.err); got != c.want {
			t.Errorf("%v: %s, want %s", c.err, got, c.want)
		}
	}
}
