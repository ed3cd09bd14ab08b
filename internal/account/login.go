package account

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Opened is a session that was just opened.
type Opened struct {
	Token string        // for the cookie; nothing else has it
	Life  time.Duration // of the cookie
	Half  bool          // the second factor is still to come
	Actor access.Actor  // as whom; a visitor while Half
	Kind  LinkKind      // of the link that opened it, if one did
	Thing string        // that the link was about
}

// wrong is the one answer to a log-in that fails, whatever the reason.
func wrong() error {
	f := fault.New(fault.Invalid, "account.login.wrong")
	f.Fields = []fault.Field{{Name: "password", Key: "account.login.wrong"}}
	return f
}

// LogIn opens a session for an address and its password. An unknown address takes the same way to the same answer. A try is counted
// before the password is looked at, so that many at once are no way around the limit.
func (h *House) LogIn(ctx context.Context, g privacy.Grant, address, password string, from From) (Opened, error) {
	if err := g.Require(access.AccountEnter); err != nil {
		return Opened{}, err
	}
	plain, err := normal(address)
	if err != nil {
		return Opened{}, err
	}
	guesses := h.of(h.limits.guessesOfAddress, plain)
	if err := h.attempt(ctx, g, guesses, h.of(h.limits.guessesOfClient, network(from.Client))); err != nil {
		return Opened{}, err
	}
	_, gs, err := h.find(ctx, g, plain)
	if err != nil {
		return Opened{}, err
	}
	l, err := h.load(ctx, gs)
	if err != nil {
		return Opened{}, err
	}
	ok, rehash, err := h.hash.Check(l.secret.Hash, password)
	if err != nil {
		return Opened{}, err
	}
	if !ok || !l.confirmed() {
		return Opened{}, wrong()
	}
	var o Opened
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		now, err := hold(w)
		if err != nil {
			return err
		}
		if now.secret.Hash != l.secret.Hash {
			return wrong() // it was changed while we looked
		}
		if rehash {
			now.secret.Hash = h.hash.Hash(password)
			if err := now.put(w); err != nil {
				return err
			}
		}
		if err := forgive(w, guesses); err != nil {
			return err
		}
		o, err = h.open(w, now, opening{from: from})
		return err
	})
	return o, err
}

// find gives the account of an address and a grant within it. For an address of nobody both are real and lead to nothing, so that
// what follows does the same work.
func (h *House) find(ctx context.Context, g privacy.Grant, address string) (access.AccountID, privacy.Grant, error) {
	owner, ok, err := h.keys.Lookup(ctx, address)
	if err != nil {
		return access.AccountID{}, g, fault.Wrap(err, fault.Unavailable, "fault.unavailable")
	}
	a := fresh(access.AccountID{}, h.db.Now())
	if ok {
		if a, err = accountOf(owner); err != nil {
			return a, g, err
		}
	}
	gs, err := within(g, a)
	return a, gs, err
}

// load opens the account of a scope; the zero login where there is none.
func (h *House) load(ctx context.Context, g privacy.Grant) (login, error) {
	var l login
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if l, err = read(r); store.Missing(err) {
			l, err = login{}, nil
		}
		return err
	})
	return l, err
}

// SendLink sends a link to log in by, or to choose a new password by (reset), to the address if it has an account. The answer, and
// what is done before it, is the same if it has none.
func (h *House) SendLink(ctx context.Context, g privacy.Grant, address string, reset bool, from From) error {
	if err := g.Require(access.AccountEnter); err != nil {
		return err
	}
	plain, err := normal(address)
	if err != nil {
		return err
	}
	if err := h.mayMail(ctx, g, plain, from); err != nil {
		return err
	}
	account, gs, err := h.find(ctx, g, plain)
	if err != nil {
		return err
	}
	kind := letterEnter
	if reset {
		kind = letterReset
	}
	// For nobody this enqueues a letter to nobody, which the mail house drops.
	return h.db.Write(ctx, gs, func(w *store.Writer) error { return post(w, kind, account, from.Site, nil) })
}
