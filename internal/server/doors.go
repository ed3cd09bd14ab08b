package server

import (
	"context"

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/employer"
	"verv/internal/privacy"
)

// InviteTo writes to somebody who shall join an employer's team: verv invite for any role, the operator's page for the first owner.
func (h *House) InviteTo(ctx context.Context, e access.EmployerID, i employer.Invite) error {
	g, err := privacy.Authorize(access.Verv("invite"), access.OfEmployer(e), privacy.Recruit)
	if err != nil {
		return err
	}
	return h.Employers.Invite(ctx, g, i)
}

// LetIn makes an officer or an operator of whoever has the address.
func (h *House) LetIn(ctx context.Context, kind access.Persona, i employer.Invite) error {
	g, err := privacy.Authorize(access.Verv("invite"), access.Public(), privacy.Account)
	if err != nil {
		return err
	}
	p := account.Person{Address: i.Address, Personas: []account.Persona{{Kind: kind}}}
	p.Name, p.Language = i.Name, i.Language
	_, _, err = h.Accounts.Establish(ctx, g, p)
	return err
}

// doors answers console.Doors.
type doors struct{ house *House }

func (d doors) Invite(ctx context.Context, e access.EmployerID, i employer.Invite) error {
	return d.house.InviteTo(ctx, e, i)
}

func (d doors) Establish(ctx context.Context, kind access.Persona, i employer.Invite) error {
	return d.house.LetIn(ctx, kind, i)
}
