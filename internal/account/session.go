package account

import (
	"context"
	"encoding/hex"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
)

type sessionNoun struct{}

// SessionID identifies a session; it is no secret and opens nothing.
type SessionID = id.ID[sessionNoun]

// How long a session lives: without use, without use where many people's data can be read, at the most, and half open.
const (
	idle     = 14 * 24 * time.Hour
	idleBulk = 12 * time.Hour
	longest  = 90 * 24 * time.Hour
	halfLife = 10 * time.Minute
	touchAt  = 10 * time.Minute // how far the noted use may lag behind
	useAt    = 24 * time.Hour   // how often the account's own clock moves
)

// Session is what a token opens.
type Session struct {
	ID       SessionID
	Actor    access.Actor // while Half, a visitor whose Account is known
	Language string
	Half     bool
}

// opening is how a session comes about.
type opening struct {
	persona access.SubjectID // as whom; zero: as whom the account was used last
	role    access.Role      // narrower than the persona's own, or none
	proved  time.Time        // zero: now
	strong  bool             // a second factor was given
	ends    time.Time        // of the session that gives way; zero: after the longest life
	from    From
}

func tokenHash(token string) string {
	h := crypt.TokenHash(token)
	return hex.EncodeToString(h[:])
}

// open makes a session with a new token. An account with a second factor gets half a session.
func (h *House) open(w *store.Writer, l login, o opening) (Opened, error) {
	p, err := choose(w.Reader, o.persona)
	if err != nil {
		return Opened{}, err
	}
	f, err := readFactor(w.Reader)
	if err != nil {
		return Opened{}, err
	}
	now := w.Now()
	if o.proved.IsZero() {
		o.proved = now
	}
	if o.role != access.NoRole {
		p.Role = o.role
	}
	half := f.confirmed() && !o.strong
	out := Opened{Token: crypt.Token(32), Life: longest, Half: half, Actor: actor(l.id, p, o.proved, o.strong)}
	if !o.ends.IsZero() {
		out.Life = o.ends.Sub(now)
	}
	if half {
		out.Life, out.Actor = halfLife, access.Actor{Persona: access.Visitor, Account: l.id}
	}
	row := fresh(SessionID{}, now)
	device, err := store.Seal(w, fieldDevice, l.dossier, row, deviceOf(o.from.Agent))
	if err != nil {
		return Opened{}, err
	}
	err = w.Must("account.addSession", store.Args{"id": row, "dossier_id": l.dossier, "hash": tokenHash(out.Token), "persona_id": p.Subject,
		"now": now, "proved_at": o.proved, "ends_at": now.Add(out.Life), "strong": o.strong, "half": half, "role": string(o.role), "language": l.profile.Language, "device": device})
	if err != nil || half {
		return out, err
	}
	if err := w.Must("account.usePersona", store.Args{"id": p.Subject, "now": now}); err != nil {
		return out, err
	}
	w.Fact("account.entered", map[string]string{"account": l.id.String(), "persona": p.Subject.String()})
	if p.bulk() {
		return out, post(w, letterEntered, l.id, o.from.Site, map[string]string{"session": row.String()})
	}
	return out, nil
}

// choose picks the persona of a session: the wanted one, else the one used last.
func choose(r *store.Reader, want access.SubjectID) (Persona, error) {
	all, err := personas(r)
	if err != nil {
		return Persona{}, err
	}
	for _, p := range all {
		if !p.Confirmed.IsZero() && (want.IsZero() || p.Subject == want) {
			return p, nil
		}
	}
	return Persona{}, withheld()
}

func actor(a access.AccountID, p Persona, proved time.Time, strong bool) access.Actor {
	return access.Actor{Persona: p.Kind, Account: a, Subject: p.Subject, Employer: p.Employer, Role: p.Role, Proved: proved, Strong: strong}
}

// found is a session as its token finds it.
type found struct {
	Session
	subject       access.SubjectID
	usedAt        time.Time
	endsAt        time.Time
	accountUsedAt time.Time
	dossier       crypt.DossierID
}

// SessionByToken opens the session of a token. The grant is Verv's own, for security, within the operation: it is what makes an actor. It
// notes the use, and once a day starts the account's retention clock anew. The fault Gone means that the token opens nothing (any more).
func (h *House) SessionByToken(ctx context.Context, g privacy.Grant, token string) (Session, error) {
	if err := g.Require(access.AccountEnter); err != nil {
		return Session{}, err
	}
	var f found
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		f, err = store.One(r, "account.session", store.Args{"hash": tokenHash(token)}, scanFound)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return Session{}, gone()
	}
	if err != nil {
		return Session{}, err
	}
	now := h.db.Now()
	if f.over(now) {
		return Session{}, gone()
	}
	// The first look after a login counts even where the session is quite new: somebody who comes seldom and stays a minute uses the account.
	if f.Half || now.Sub(f.usedAt) < touchAt && now.Sub(f.accountUsedAt) < useAt {
		return f.Session, nil
	}
	return f.Session, h.db.Write(ctx, g, func(w *store.Writer) error { return f.touch(w) })
}

func gone() error { return fault.New(fault.Gone, "fault.gone") }

func scanFound(row store.Row) (found, error) {
	var f found
	var p Persona
	var kind, role string
	var strong, half int
	var proved time.Time
	var a access.AccountID
	err := row.Scan(&f.ID, &f.subject, &f.usedAt, &proved, &f.endsAt, &strong, &half, &f.Language, &p.Subject, &kind, &role, &p.Employer,
		&a, &f.accountUsedAt, &f.dossier)
	p.Kind, p.Role = access.Persona(kind), access.Role(role)
	f.Half = half == 1
	f.Actor = actor(a, p, proved, strong == 1)
	if f.Half {
		f.Actor = access.Actor{Persona: access.Visitor, Account: a}
	}
	return f, err
}

// over reports whether the session's time is up, by age or by rest.
func (f found) over(now time.Time) bool {
	rest := idle
	if f.Actor.ReadsInBulk() {
		rest = idleBulk
	}
	return !now.Before(f.endsAt) || now.Sub(f.usedAt) >= rest
}

func (f found) touch(w *store.Writer) error {
	now := w.Now()
	if _, err := w.Exec("account.touchSession", store.Args{"id": f.ID, "now": now}); err != nil {
		return err
	}
	if now.Sub(f.accountUsedAt) < useAt {
		return nil
	}
	if _, err := w.Exec("account.used", store.Args{"id": f.Actor.Account, "now": now}); err != nil {
		return err
	}
	if err := w.StartClock(f.dossier, now); err != nil || f.Actor.Persona == access.Member {
		return err // a member's clock stands until the membership ends
	}
	list, err := w.DossiersOf(f.Actor.Subject)
	if err != nil {
		return err
	}
	for _, d := range list {
		// What ends with inactivity is used by being here: the address, and the profile and CVs that stand with it.
		if (d.Class == privacy.ClassAccount || d.Class == privacy.ClassSelf) && d.EndingAt.IsZero() {
			if err := w.StartClock(d.ID, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// LogOut ends one session of the actor; another's is not found.
func (h *House) LogOut(ctx context.Context, g privacy.Grant, s SessionID) error {
	gs, err := within(g, g.Actor().Account)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		_, err := w.Exec("account.dropSession", store.Args{"id": s})
		return err
	})
}

// Login is a session as its person sees it.
type Login struct {
	ID      SessionID
	Device  Device
	Persona access.SubjectID
	MadeAt  time.Time
	UsedAt  time.Time
	EndsAt  time.Time
	Strong  bool
}

// Sessions lists the open sessions of the actor's account, the one used last first.
func (h *House) Sessions(ctx context.Context, g privacy.Grant) ([]Login, error) {
	gs, err := own(g)
	if err != nil {
		return nil, err
	}
	var out []Login
	err = h.db.Read(ctx, gs, func(r *store.Reader) (err error) {
		out, err = store.List(r, "account.sessions", store.Args{"now": h.db.Now()}, func(row store.Row) (Login, error) {
			var s Login
			var d crypt.DossierID
			var strong int
			var proved time.Time
			var device store.Sealed
			err := row.Scan(&s.ID, &d, &s.Persona, &s.MadeAt, &s.UsedAt, &proved, &s.EndsAt, &strong, &device)
			if err != nil {
				return s, err
			}
			s.Strong = strong == 1
			s.Device, err = reveal[Device](r, fieldDevice, d, s.ID, device)
			return s, err
		})
		return err
	})
	return out, err
}

// Revoke ends one session of the actor's account.
func (h *House) Revoke(ctx context.Context, g privacy.Grant, s SessionID) error {
	gs, err := own(g)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		w.Fact("account.revoked", map[string]string{"session": s.String()})
		return w.Must("account.dropSession", store.Args{"id": s})
	})
}

// RevokeOthers ends every session of the actor's account but this one.
func (h *House) RevokeOthers(ctx context.Context, g privacy.Grant, keep SessionID) error {
	gs, err := own(g)
	if err != nil {
		return err
	}
	return h.db.Write(ctx, gs, func(w *store.Writer) error {
		_, err := w.Exec("account.dropOtherSessions", store.Args{"id": keep})
		return err
	})
}

// kept is a session that gives way to another.
type kept struct {
	proved time.Time
	strong bool
	half   bool
	role   access.Role
	ends   time.Time
	device Device
	as     access.SubjectID
}

func (h *House) keep(w *store.Writer, s SessionID) (kept, error) {
	return store.One(w.Reader, "account.oneSession", store.Args{"id": s, "now": w.Now()}, func(row store.Row) (kept, error) {
		var k kept
		var d crypt.DossierID
		var made time.Time
		var strong, half int
		var device store.Sealed
		var role string
		if err := row.Scan(&d, &k.as, &made, &k.proved, &k.ends, &strong, &half, &role, &device); err != nil {
			return k, err
		}
		k.strong, k.half, k.role = strong == 1, half == 1, access.Role(role)
		var err error
		k.device, err = reveal[Device](w.Reader, fieldDevice, d, s, device)
		return k, err
	})
}

// Switch makes another persona of the same account the actor. The token is a new one, as at a log-in.
func (h *House) Switch(ctx context.Context, g privacy.Grant, s SessionID, to access.SubjectID, from From) (Opened, error) {
	gs, err := within(g, g.Actor().Account)
	if err != nil {
		return Opened{}, err
	}
	var out Opened
	err = h.db.Write(ctx, gs, func(w *store.Writer) error {
		was, err := h.keep(w, s)
		if err != nil {
			return err
		}
		if was.half || was.role != access.NoRole || to.IsZero() { // a session for one thing does not grow
			return withheld()
		}
		l, err := read(w.Reader)
		if err != nil {
			return err
		}
		if err := w.Must("account.dropSession", store.Args{"id": s}); err != nil {
			return err
		}
		out, err = h.open(w, l, opening{persona: to, proved: was.proved, strong: was.strong, ends: was.ends, from: from})
		return err
	})
	return out, err
}
