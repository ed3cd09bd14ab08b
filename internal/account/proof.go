package account

import (
	"context"

	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Step ends a log-in with the code of the second factor: half a session becomes a whole one, under a new token.
func (h *House) Step(ctx context.Context, g privacy.Grant, s SessionID, code string, from From) (Opened, error) {
	gs, err := within(g, g.Actor().Account)
	if err != nil {
		return Opened{}, err
	}
	if err := h.mayCode(ctx, g); err != nil {
		return Opened{}, err
	}
	var out Opened
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		was, err := h.keep(w, s)
		if err != nil {
			return err
		}
		if !was.half {
			return withheld()
		}
		f, err := readFactor(w.Reader)
		if err != nil {
			return err
		}
		if err := checkCode(w, f, code); err != nil {
			return err
		}
		if err := h.forgiveCodes(w, g.Actor().Account); err != nil {
			return err
		}
		if err := w.Must("account.dropSession", store.Args{"id": s}); err != nil {
			return err
		}
		l, err := read(w.Reader)
		if err != nil {
			return err
		}
		out, err = h.open(w, l, opening{persona: was.as, role: was.role, strong: true, from: from})
		return err
	})
	return out, err
}

// Prove notes that the person behind a session proved themselves again, by password or by a code of the second factor: what is sensitive
// asks for it. The third way, a link by mail, opens a session that is proved.
func (h *House) Prove(ctx context.Context, g privacy.Grant, s SessionID, password, code string) error {
	gs, err := within(g, g.Actor().Account)
	if err != nil {
		return err
	}
	if err := h.mayCode(ctx, g); err != nil {
		return err
	}
	l, err := h.load(ctx, gs)
	if err != nil {
		return err
	}
	if code == "" {
		ok, _, err := h.hash.Check(l.secret.Hash, password)
		if err != nil {
			return err
		}
		if !ok {
			return refusedPassword()
		}
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		was, err := h.keep(w, s)
		if err != nil {
			return err
		}
		if was.half {
			return withheld()
		}
		if code != "" {
			f, err := readFactor(w.Reader)
			if err != nil {
				return err
			}
			if !f.confirmed() {
				return refusedPassword()
			}
			if err := checkCode(w, f, code); err != nil {
				return err
			}
		}
		if err := h.forgiveCodes(w, g.Actor().Account); err != nil {
			return err
		}
		w.Fact("account.proved", map[string]string{"session": s.String()})
		return w.Must("account.proveSession", store.Args{"id": s, "now": w.Now()})
	})
}

func refusedPassword() error {
	f := fault.New(fault.Invalid, "account.password.wrong")
	f.Fields = []fault.Field{{Name: "password", Key: "account.password.wrong"}}
	return f
}
