package server

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/application"
	"verv/internal/crypt"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/locale"
	"verv/internal/mail"
	"verv/internal/privacy"
	"verv/internal/rights"
	"verv/internal/site"
	"verv/internal/web"
)

// What stands early on the street asks small questions about what stands later; here they are answered.

// addresses answers account.Places.
type addresses struct{ house *House }

func (a *addresses) Site(ctx context.Context, s access.SiteID) (account.Place, error) {
	if s.IsZero() {
		def, err := a.house.Sites.DefaultSite(ctx)
		if fault.Is(err, fault.NotFound) {
			return account.Place{Name: a.house.Config.Operator.Name, URL: strings.TrimSuffix(a.house.Config.Web.PublicURL, "/")}, nil
		}
		return a.place(def), err
	}
	v, err := a.house.Sites.ByID(ctx, s)
	return a.place(v), err
}

func (a *addresses) ByHost(ctx context.Context, host string) (account.Place, error) {
	list, err := a.house.Sites.ByHost(ctx, host)
	if err != nil || len(list) == 0 {
		return account.Place{}, errors.Join(err, fault.New(fault.NotFound, "fault.notfound"))
	}
	return a.place(list[len(list)-1]), nil // the site at the root of the host
}

func (a *addresses) Employer(ctx context.Context, e access.EmployerID) (string, error) {
	g, err := privacy.Authorize(access.Verv("server.names"), access.Public(), privacy.Publish)
	if err != nil {
		return "", err
	}
	return a.house.Employers.Name(ctx, g, e)
}

// place is where a site is reached: at its first host, with the scheme and port of the installation's public address.
func (a *addresses) place(s site.Site) account.Place {
	if s.ID.IsZero() || len(s.Hosts) == 0 {
		return account.Place{Name: s.Name, URL: strings.TrimSuffix(a.house.Config.Web.PublicURL, "/"), Zone: s.Zone}
	}
	return account.Place{Name: s.Name, URL: a.house.baseURL(s.Hosts[0]) + s.Prefix, Zone: s.Zone}
}

// baseURL is the address of a host, without the final slash.
func (h *House) baseURL(host string) string {
	scheme, rest, ok := strings.Cut(h.Config.Web.PublicURL, "://")
	if !ok {
		return "https://" + host
	}
	rest, _, _ = strings.Cut(rest, "/")
	if i := strings.LastIndexByte(rest, ':'); i >= 0 {
		host += rest[i:]
	}
	return scheme + "://" + host
}

// doorman answers web.Sites and web.Sessions.
type doorman struct{ house *House }

func (d doorman) ByHost(ctx context.Context, host string) (web.Site, error) {
	return d.ByPath(ctx, host, "/")
}

func (d doorman) ByPath(ctx context.Context, host, path string) (web.Site, error) {
	return site.Door{House: d.house.Sites, Base: d.house.baseURL}.ByPath(ctx, host, path)
}

func (d doorman) Open(ctx context.Context, token string) (web.Session, error) {
	g, err := privacy.Authorize(access.Verv("server.session"), access.Operation(), privacy.Security)
	if err != nil {
		return web.Session{}, err
	}
	s, err := d.house.Accounts.SessionByToken(ctx, g, token)
	return web.Session{ID: s.ID.String(), Actor: s.Actor, Language: s.Language}, err
}

func (d doorman) OpenToken(ctx context.Context, token string) (web.Session, error) {
	g, err := privacy.Authorize(access.Verv("server.token"), access.Operation(), privacy.Security)
	if err != nil {
		return web.Session{}, err
	}
	s, scopes, err := d.house.Accounts.TokenSession(ctx, g, token)
	return web.Session{Actor: s.Actor, Token: true, Scopes: scopes}, err
}

// replays is the grant under which the answers to the actor's own program are kept.
func replays(a access.Actor) (privacy.Grant, error) {
	return privacy.Authorize(a, access.Public(), privacy.Account)
}

func (d doorman) Begin(ctx context.Context, a access.Actor, key, print string) (was web.Replay, fresh bool, err error) {
	g, err := replays(a)
	if err != nil {
		return was, false, err
	}
	p, fresh, err := d.house.Accounts.BeginReplay(ctx, g, key, print)
	return web.Replay{Print: p.Print, Status: p.Status, Body: p.Body}, fresh, err
}

func (d doorman) Keep(ctx context.Context, a access.Actor, key string, answer web.Replay) error {
	g, err := replays(a)
	if err != nil {
		return err
	}
	return d.house.Accounts.KeepReplay(ctx, g, key, account.Replay{Status: answer.Status, Body: answer.Body})
}

func (d doorman) Drop(ctx context.Context, a access.Actor, key string) error {
	g, err := replays(a)
	if err != nil {
		return err
	}
	return d.house.Accounts.DropReplay(ctx, g, key)
}

// hirers answers site.Employers.
func (h *House) hirers(ctx context.Context, g privacy.Grant) ([]site.Named, error) {
	all, err := h.Employers.List(ctx, g)
	out := make([]site.Named, len(all))
	for i, e := range all {
		out[i] = site.Named{ID: e.ID, Name: e.Name}
	}
	return out, err
}

// origin is the address of a site, without the final slash.
func (h *House) origin(s site.Site) string {
	if len(s.Hosts) == 0 {
		return strings.TrimSuffix(h.Config.Web.PublicURL, "/")
	}
	return h.baseURL(s.Hosts[0]) + s.Prefix
}

// invitations answers employer.Accounts.
type invitations struct{ accounts *account.House }

func (i invitations) Invite(ctx context.Context, g privacy.Grant, address string, v employer.Invitation) error {
	_, err := i.accounts.Invite(ctx, g, address, account.Invitation{Employer: v.Employer, Role: v.Role, Thing: v.Member.String(), Language: v.Language})
	return err
}

func (i invitations) Leave(ctx context.Context, g privacy.Grant, persona access.SubjectID) error {
	_, err := i.accounts.Leave(ctx, g, persona)
	return err
}

func (i invitations) SetRole(ctx context.Context, g privacy.Grant, persona access.SubjectID, role access.Role) error {
	return i.accounts.SetRole(ctx, g, persona, role)
}

// applications answers rights.Applications.
type applications struct{ house *application.House }

func (a applications) Mine(ctx context.Context, g privacy.Grant, w *locale.Words) ([]rights.Application, error) {
	all, err := a.house.List(ctx, g)
	if err != nil {
		return nil, err
	}
	out := make([]rights.Application, len(all))
	for i, m := range all {
		key := "application.step." + string(m.Step)
		if m.Ended() {
			key = "application.state." + string(m.Outcome)
		}
		out[i] = rights.Application{ID: m.ID.String(), Job: m.JobTitle, Employer: m.EmployerName, SentAt: m.SentAt, Open: !m.Ended(), State: w.Say(key)}
	}
	return out, nil
}

// Withdraw needs a second grant of the same person: taking back is part of applying, what follows from it is a matter of rights.
func (a applications) Withdraw(ctx context.Context, g privacy.Grant, which string) error {
	var v application.ID
	if err := v.UnmarshalText([]byte(which)); err != nil || v.IsZero() {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	gr, err := privacy.Authorize(g.Actor(), g.Scope(), privacy.Rights)
	if err != nil {
		return err
	}
	return a.house.Withdraw(ctx, g, gr, v)
}

// codes makes keyed codes for one use, named by its label, under the root.
type codes struct {
	root  *crypt.Root
	label string
}

func (c codes) MAC(parts ...[]byte) []byte { return c.root.MAC("web."+c.label, parts...) }

// signedMail is the mail house with DKIM.
func (h *House) signedMail() (*mail.House, error) {
	d := h.Config.Mail.DKIM
	key, err := os.ReadFile(d.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("mail.dkim.key_file: %w", err)
	}
	s, err := mail.NewDKIM(d.Domain, d.Selector, key)
	if err != nil {
		return nil, err
	}
	return mail.New(h.DB, h.sender(), s, h.frame(), h.log), nil
}
