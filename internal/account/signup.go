package account

import (
	"context"
	"strings"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/store"
)

// SignUp asks for an account. Whether the address has one already is told by the mail alone: the answer, the one hash and the one
// letter are the same. An empty password is fine: the person then logs in by mail. The faults are Invalid, for what was typed, and
// Limited.
func (h *House) SignUp(ctx context.Context, g privacy.Grant, address, password string, from From) error {
	if err := g.Require(access.AccountEnter); err != nil {
		return err
	}
	address = strings.TrimSpace(address)
	if err := checkSignUp(address, password); err != nil {
		return err
	}
	if err := h.mayMail(ctx, g, address, from); err != nil {
		return err
	}
	hash := ""
	if password != "" {
		hash = h.hash.Hash(password)
	}
	now := h.db.Now()
	made, err := h.ensure(ctx, g, address, from.Language, secretBody{Hash: hash, At: now})
	if err != nil {
		return err
	}
	return h.welcome(ctx, made, password != "", from)
}

func checkSignUp(address, password string) error {
	var form fault.Form
	if _, err := normal(address); err != nil {
		form.Add("address", "form.email")
	}
	if password != "" {
		if key, args := judge(password, address, ""); key != "" {
			form.Add("password", key, args)
		}
	}
	return form.Err()
}

// welcome gives a new account its candidate and sends the letter that tells the truth: see letterWelcome.
func (h *House) welcome(ctx context.Context, e ensured, chose bool, from From) error {
	return h.db.Write(ctx, e.grant, func(w *store.Writer) error {
		l, err := hold(w)
		if err != nil {
			return err
		}
		if !e.made && !l.confirmed() && (chose || l.secret.Hash != "") {
			// Two people may have signed up for one address. Neither's password counts; whoever has the mailbox chooses one.
			l.secret = secretBody{}
			if err := l.put(w); err != nil {
				return err
			}
		}
		if e.made {
			if _, err := h.giveCandidate(w, l, access.Candidate); err != nil {
				return err
			}
		}
		return post(w, letterWelcome, e.account, from.Site, nil)
	})
}

// giveCandidate finds the persona that seeks work, or makes one of the kind that waits for its link.
func (h *House) giveCandidate(w *store.Writer, l login, kind access.Persona) (Persona, error) {
	all, err := personas(w.Reader)
	if err != nil {
		return Persona{}, err
	}
	for _, p := range all {
		if p.Kind == access.Candidate || p.Kind == access.Guest {
			return p, nil
		}
	}
	p := Persona{Subject: fresh(access.SubjectID{}, w.Now()), Kind: kind}
	if err := addPersona(w, l.dossier, p); err != nil {
		return p, err
	}
	return p, copyLater(w, l.id, p.Subject)
}

// ensured is an account that is there, new or not, with a grant within it.
type ensured struct {
	account access.AccountID
	grant   privacy.Grant
	made    bool
}

// ensure finds the account of an address or makes an unconfirmed one, whose 72 hours begin. The claim in the keystore comes first and
// names the account; a claim whose account is not there was left by a crash and is built up.
func (h *House) ensure(ctx context.Context, g privacy.Grant, address, language string, secret secretBody) (ensured, error) {
	var e ensured
	want := fresh(access.AccountID{}, h.db.Now())
	held, _, err := h.keys.Claim(ctx, address, ownerOf(want))
	if err != nil {
		return e, fault.Wrap(err, fault.Unavailable, "fault.unavailable")
	}
	if e.account, err = accountOf(held); err != nil {
		return e, err
	}
	store.CrashPoint("account.claim-without-row")
	if e.grant, err = within(g, e.account); err != nil {
		return e, err
	}
	if !locale.Known(language) {
		language = locale.Default
	}
	err = h.db.Write(ctx, e.grant, func(w *store.Writer) error {
		if _, err := hold(w); !store.Missing(err) {
			return err
		}
		l := login{id: e.account, contact: contactBody{address}, profile: profileBody{Language: language}, secret: secret}
		if l.dossier, err = w.Dossier(store.Of{Subject: SubjectOf(l.id), Class: privacy.ClassUnconfirmed}); err != nil {
			return err
		}
		if e.made, err = l.add(w); err != nil || !e.made {
			return err
		}
		w.Fact("account.made", map[string]string{"account": l.id.String()})
		if err := lapseLater(w, l.id); err != nil {
			return err
		}
		return w.StartClock(l.dossier, w.Now())
	})
	return e, err
}

// mayMail counts a letter against the limits of what sends mail.
func (h *House) mayMail(ctx context.Context, g privacy.Grant, address string, from From) error {
	a, err := normal(address)
	if err != nil {
		return err
	}
	return h.attempt(ctx, g, h.of(h.limits.mailsToAddress, a), h.of(h.limits.mailsOfClient, network(from.Client)))
}

// post enqueues a letter within the account's own subject.
func post(w *store.Writer, kind string, a access.AccountID, site access.SiteID, args map[string]string) error {
	p := mail.Post{Kind: kind, Subject: SubjectOf(a), Args: map[string]string{"site": site.String()}}
	for k, v := range args {
		p.Args[k] = v
	}
	return mail.Enqueue(w, p)
}
