package account

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Profile is what the person may set about themselves: how they are called and spoken to.
type Profile struct {
	Name     string
	Language string
	Zone     string // IANA name; empty is the site's
}

// Own is the actor's account as its settings page shows it.
type Own struct {
	Profile
	Address     string
	HasPassword bool
	Since       time.Time
}

// Me reads the actor's account.
func (h *House) Me(ctx context.Context, g privacy.Grant) (Own, error) {
	gs, err := own(g)
	if err != nil {
		return Own{}, err
	}
	l, err := h.load(ctx, gs)
	if err == nil && l.id.IsZero() {
		err = withheld()
	}
	return Own{Profile: Profile(l.profile), Address: l.contact.Address, HasPassword: l.secret.Hash != "", Since: l.madeAt}, err
}

// Name is what the actor of the grant wants to be called, empty where they said nothing. It opens the profile alone.
func (h *House) Name(ctx context.Context, g privacy.Grant) (name string, err error) {
	gs, err := own(g)
	if err != nil {
		return "", err
	}
	err = h.db.Read(ctx, gs, func(r *store.Reader) error {
		var a access.AccountID
		var d crypt.DossierID
		var sealed store.Sealed
		if err := r.Get("account.profile", store.Args{}, &a, &d, &sealed); err != nil {
			return err
		}
		p, err := reveal[profileBody](r, fieldProfile, d, a, sealed)
		name = p.Name
		return err
	})
	return name, err
}

// SaveProfile changes what the person set about themselves, everywhere it is shown.
func (h *House) SaveProfile(ctx context.Context, g privacy.Grant, p Profile) error {
	gs, err := own(g)
	if err != nil {
		return err
	}
	p.Name = strings.TrimSpace(p.Name)
	if err := p.check(); err != nil {
		return err
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		l, err := hold(w)
		if err != nil {
			return err
		}
		l.profile = profileBody(p)
		if err := l.put(w); err != nil {
			return err
		}
		if _, err := w.Exec("account.speakSession", store.Args{"language": p.Language}); err != nil {
			return err
		}
		return copyAll(w, l)
	})
}

const nameMax = 80

func (p Profile) check() error {
	var form fault.Form
	if utf8.RuneCountInString(p.Name) > nameMax {
		form.Add("name", "form.long", fault.Args{"Max": nameMax})
	}
	if !locale.Known(p.Language) {
		form.Add("language", "form.choice")
	}
	if p.Zone != "" && !locale.KnownZone(p.Zone) {
		form.Add("zone", "form.choice")
	}
	return form.Err()
}

// copyAll makes every persona's copy follow.
func copyAll(w *store.Writer, l login) error {
	all, err := personas(w.Reader)
	if err != nil {
		return err
	}
	for _, p := range all {
		if err := copyLater(w, l.id, p.Subject); err != nil {
			return err
		}
	}
	return nil
}

// ChangePassword sets a new password, after the old one or a proof that is not old, and ends the account's other sessions.
func (h *House) ChangePassword(ctx context.Context, g privacy.Grant, s SessionID, old, password string) error {
	gs, err := own(g)
	if err != nil {
		return err
	}
	l, err := h.load(ctx, gs)
	if err != nil {
		return err
	}
	if !g.Actor().Recently(h.db.Now(), Freshly) {
		if err := h.checkOld(ctx, g, l, old); err != nil {
			return err
		}
	}
	if err := judgeField(password, l); err != nil {
		return err
	}
	hash := h.hash.Hash(password)
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		now, err := hold(w)
		if err != nil {
			return err
		}
		if now.secret.Hash != l.secret.Hash {
			return fault.New(fault.Conflict, "fault.conflict")
		}
		if _, err := h.setPassword(w, now, hash); err != nil {
			return err
		}
		_, err = w.Exec("account.dropOtherSessions", store.Args{"id": s})
		return err
	})
}

func (h *House) checkOld(ctx context.Context, g privacy.Grant, l login, old string) error {
	if err := h.mayCode(ctx, g); err != nil {
		return err
	}
	ok, _, err := h.hash.Check(l.secret.Hash, old)
	if err == nil && !ok {
		var form fault.Form
		form.Add("old", "account.password.wrong")
		err = form.Err()
	}
	return err
}
