package account

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

type tokenNoun struct{}

// TokenID identifies a token of the API; it is no secret and opens nothing.
type TokenID = id.ID[tokenNoun]

// TokenPrefix begins every token, so that a scanner of source code can tell one that leaked.
const TokenPrefix = "verv_"

const (
	tokensMost = 20
	daysMost   = 365
)

// Token is a program's way in, as its person sees it.
type Token struct {
	ID      TokenID
	Name    string
	Persona access.SubjectID
	Scopes  []access.Permission
	MadeAt  time.Time
	UsedAt  time.Time // zero: never
	EndsAt  time.Time
}

// TokenWish is what the person asks for.
type TokenWish struct {
	Name   string // for the person's own list
	Days   int    // 1 to 365
	Scopes []access.Permission
}

// Offer says which permissions the operations of the API ask for: a token can carry no other.
func (h *House) Offer(scopes []access.Permission) { h.scopes = scopes }

// Scopes are the permissions that a token of the actor can carry.
func (h *House) Scopes(a access.Actor) []access.Permission {
	return slices.DeleteFunc(slices.Clone(h.scopes), func(p access.Permission) bool { return !a.May(p) })
}

// MakeToken makes a token for the actor's persona and gives it, this once. It needs a proof that is not old; the token carries the
// second factor of the session that made it. The person is told by mail.
func (h *House) MakeToken(ctx context.Context, g privacy.Grant, s access.SiteID, v TokenWish) (secret string, err error) {
	gs, err := h.ownFreshly(g)
	if err != nil {
		return "", err
	}
	v.Name = strings.TrimSpace(v.Name)
	if err := v.check(h.Scopes(g.Actor())); err != nil {
		return "", err
	}
	secret = TokenPrefix + crypt.Token(32)
	return secret, h.db.Write(ctx, gs, func(w *store.Writer) error {
		l, err := hold(w)
		if err != nil {
			return err
		}
		now, n := w.Now(), 0
		if err := w.Get("account.countTokens", store.Args{"now": now}, &n); err != nil {
			return err
		}
		if n >= tokensMost {
			return fault.New(fault.Conflict, "account.tokens.many", fault.Args{"Max": tokensMost})
		}
		row := fresh(TokenID{}, now)
		name, err := store.Seal(w, fieldToken, l.dossier, row, v.Name)
		if err != nil {
			return err
		}
		err = w.Must("account.addToken", store.Args{"id": row, "dossier_id": l.dossier, "hash": tokenHash(secret), "persona_id": g.Actor().Subject,
			"now": now, "ends_at": now.AddDate(0, 0, v.Days), "strong": g.Actor().Strong, "scopes": joinScopes(v.Scopes), "name": name})
		if err != nil {
			return err
		}
		w.Fact("account.token-made", map[string]string{"token": row.String(), "persona": g.Actor().Subject.String()})
		return post(w, letterToken, l.id, s, map[string]string{"token": row.String()})
	})
}

func (v TokenWish) check(offered []access.Permission) error {
	var form fault.Form
	switch n := utf8.RuneCountInString(v.Name); {
	case n == 0:
		form.Add("name", "form.required")
	case n > nameMax:
		form.Add("name", "form.long", fault.Args{"Max": nameMax})
	}
	if v.Days < 1 || v.Days > daysMost {
		form.Add("days", "form.range", fault.Args{"Min": 1, "Max": daysMost})
	}
	switch {
	case len(v.Scopes) == 0:
		form.Add("scopes", "form.required")
	case slices.ContainsFunc(v.Scopes, func(p access.Permission) bool { return !slices.Contains(offered, p) }):
		form.Add("scopes", "form.choice")
	}
	return form.Err()
}

// Tokens lists the tokens of the actor's account, the newest first.
func (h *House) Tokens(ctx context.Context, g privacy.Grant) ([]Token, error) {
	gs, err := own(g)
	if err != nil {
		return nil, err
	}
	var out []Token
	err = h.db.Read(ctx, gs, func(r *store.Reader) (err error) {
		out, err = store.List(r, "account.tokens", store.Args{"now": h.db.Now()}, func(row store.Row) (Token, error) {
			var t Token
			var d crypt.DossierID
			var scopes string
			var name store.Sealed
			if err := row.Scan(&t.ID, &d, &t.Persona, &t.MadeAt, &t.UsedAt, &t.EndsAt, &scopes, &name); err != nil {
				return t, err
			}
			t.Scopes = splitScopes(scopes)
			t.Name, err = reveal[string](r, fieldToken, d, t.ID, name)
			return t, err
		})
		return err
	})
	return out, err
}

// DropToken ends one token of the actor's account, from the next request on.
func (h *House) DropToken(ctx context.Context, g privacy.Grant, t TokenID) error {
	gs, err := own(g)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		w.Fact("account.token-dropped", map[string]string{"token": t.String()})
		return w.Must("account.dropToken", store.Args{"id": t})
	})
}

// TokenSession opens a token: who acts, and within which permissions. The grant is Verv's own, for security, within the operation. The
// fault Gone means that the token opens nothing (any more). A program at work is no use of the account by its person: no clock moves.
func (h *House) TokenSession(ctx context.Context, g privacy.Grant, token string) (s Session, scopes []access.Permission, err error) {
	if err := g.Require(access.AccountEnter); err != nil {
		return s, nil, err
	}
	var t Token
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		t, err = store.One(r, "account.token", store.Args{"hash": tokenHash(token)}, func(row store.Row) (Token, error) {
			var p Persona
			var kind, role, list string
			var strong int
			var a access.AccountID
			err := row.Scan(&t.ID, &t.UsedAt, &t.EndsAt, &strong, &list, &p.Subject, &kind, &role, &p.Employer, &a)
			p.Kind, p.Role = access.Persona(kind), access.Role(role)
			s.Actor, t.Scopes = actor(a, p, time.Time{}, strong == 1), splitScopes(list)
			return t, err
		})
		return err
	})
	now := h.db.Now()
	if fault.Is(err, fault.NotFound) || err == nil && !now.Before(t.EndsAt) {
		return Session{}, nil, gone()
	}
	if err != nil || now.Sub(t.UsedAt) < touchAt {
		return s, t.Scopes, err
	}
	return s, t.Scopes, h.db.Write(ctx, g, func(w *store.Writer) error {
		_, err := w.Exec("account.touchToken", store.Args{"id": t.ID, "now": now})
		return err
	})
}

func joinScopes(all []access.Permission) string {
	words := make([]string, len(all))
	for i, p := range all {
		words[i] = string(p)
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

func splitScopes(s string) []access.Permission {
	var out []access.Permission
	for word := range strings.FieldsSeq(s) {
		out = append(out, access.Permission(word))
	}
	return out
}
