package account

import (
	"context"
	"encoding/base64"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
)

// LinkKind is what a one-time link is for.
type LinkKind string

// The kinds of link.
const (
	LinkConfirm  LinkKind = "confirm"  // prove the address of a new account
	LinkEnter    LinkKind = "enter"    // log in without a password
	LinkReset    LinkKind = "reset"    // choose a new password
	LinkChange   LinkKind = "change"   // prove a new address
	LinkStop     LinkKind = "stop"     // stop or undo a change of address
	LinkHandover LinkKind = "handover" // carry a login to another host
	LinkInvite   LinkKind = "invite"   // become a member of an employer
	LinkReview   LinkKind = "review"   // a member's session for reviews alone; the application house lands it
	LinkApply    LinkKind = "apply"    // prove the address under an application or an imported CV; another house lands it
	LinkAlert    LinkKind = "alert"    // prove the address under a saved search; another house lands it
	LinkKeep     LinkKind = "keep"     // let an account go on that nobody used
	LinkAs       LinkKind = "as"       // enter as somebody, made by a verb on the machine itself
)

var linkLife = map[LinkKind]time.Duration{
	LinkConfirm: 72 * time.Hour, LinkEnter: 15 * time.Minute, LinkReset: time.Hour, LinkChange: 24 * time.Hour, LinkStop: 7 * 24 * time.Hour,
	LinkHandover: 30 * time.Second, LinkInvite: 7 * 24 * time.Hour, LinkReview: 7 * 24 * time.Hour, LinkApply: 72 * time.Hour, LinkAlert: 72 * time.Hour, LinkKeep: warnFirst, LinkAs: 10 * time.Minute,
}

// Want is the link that is to be made.
type Want struct {
	Kind     LinkKind
	Persona  access.SubjectID  // as whom it opens a session; zero: as whom the account was used last
	Employer access.EmployerID // of an invitation
	Role     access.Role       // of an invitation; of a review, the role that the session has
	Thing    string            // identifier of what it is about, for the house that lands it
	Host     string            // of a hand-over: the only host that may use it
	Strong   bool              // the session it opens counts as opened with a second factor
}

// A token is the account's subject and a secret. The subject lets a visitor's grant be narrowed before anything is read; it is the
// receiver's own.
var token64 = base64.RawURLEncoding.Strict()

const subjectChars = 22 // 16 bytes in base64

func newToken(a access.AccountID) string { return token64.EncodeToString(a.Bytes()) + crypt.Token(32) }

func tokenAccount(token string) (a access.AccountID, err error) {
	if len(token) != subjectChars+43 {
		return a, gone()
	}
	b, err := token64.DecodeString(token[:subjectChars])
	if err != nil {
		return a, gone()
	}
	if a, err = accountOf([16]byte(b)); err != nil || a.IsZero() {
		return a, gone()
	}
	return a, nil
}

// addLink makes a link in the account's scope.
func addLink(w *store.Writer, l login, want Want) (string, error) {
	token := newToken(l.id)
	var thing any
	if want.Thing != "" {
		thing = want.Thing
	}
	return token, w.Must("account.addLink", store.Args{"hash": tokenHash(token), "dossier_id": l.dossier, "kind": string(want.Kind),
		"persona_id": want.Persona, "employer_id": want.Employer, "role": string(want.Role), "thing_id": thing, "host": want.Host,
		"strong": want.Strong, "now": w.Now(), "expires_at": w.Now().Add(linkLife[want.Kind])})
}

// NewLink makes a one-time link while a letter is written, so that the token is in the letter alone. The landing page of the house that
// asks shows one button and calls Follow.
func (h *House) NewLink(run *task.Run, a access.AccountID, want Want) (token string, err error) {
	g, err := run.Within(access.OfSubject(SubjectOf(a)), privacy.Account)
	if err != nil {
		return "", err
	}
	err = h.db.Write(run, g, func(w *store.Writer) error {
		l, err := read(w.Reader)
		if err != nil {
			return err
		}
		token, err = addLink(w, l, want)
		return err
	})
	return token, err
}

// Link is a link as it stands.
type Link struct {
	Want
	account access.AccountID
	expires time.Time
	used    time.Time
}

func (l Link) fits(now time.Time, host string) bool {
	return l.used.IsZero() && now.Before(l.expires) && l.Host == host
}

// Peek tells what a link is for, and uses nothing up: the page behind the link calls it. Whatever opens nothing (any more) is the fault
// Gone.
func (h *House) Peek(ctx context.Context, g privacy.Grant, token string) (Link, error) {
	l, _, err := h.peek(ctx, g, token, "")
	return l, err
}

func (h *House) peek(ctx context.Context, g privacy.Grant, token, host string) (Link, privacy.Grant, error) {
	if err := g.Require(access.AccountEnter); err != nil {
		return Link{}, g, err
	}
	a, err := tokenAccount(token)
	if err != nil {
		return Link{}, g, err
	}
	gs, err := within(g, a)
	if err != nil {
		return Link{}, g, err
	}
	var l Link
	err = h.db.Read(ctx, gs, func(r *store.Reader) (err error) {
		l, err = store.One(r, "account.link", store.Args{"hash": tokenHash(token)}, scanLink)
		return err
	})
	l.account = a
	if fault.Is(err, fault.NotFound) || err == nil && !l.fits(h.db.Now(), host) {
		err = gone()
	}
	return l, gs, err
}

func scanLink(row store.Row) (Link, error) {
	var l Link
	var kind, role string
	var strong int
	err := row.Scan(&kind, &l.Persona, &l.Employer, &role, &l.Thing, &l.Host, &strong, &l.expires, &l.used)
	l.Kind, l.Role, l.Strong = LinkKind(kind), access.Role(role), strong == 1
	return l, err
}

// spend uses the link up. Of many at once one gets through.
func (l Link) spend(w *store.Writer, token string) error {
	n, err := w.Exec("account.spend", store.Args{"hash": tokenHash(token), "kind": string(l.Kind), "host": l.Host, "now": w.Now()})
	if err == nil && n != 1 {
		err = gone()
	}
	return err
}
