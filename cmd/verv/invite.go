package main

import (
	"errors"
	"fmt"
	"strings"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/privacy"
	"verv/internal/server"
)

type inviteVerb struct {
	Employer string `placeholder:"EMPLOYER" help:"Identifier, register number or name of the employer, for a member."`
	Role     string `default:"owner" enum:"owner,recruiter,hiring-manager,interviewer,officer,operator" help:"What the person will be; officer and operator belong to no employer."`
	Name     string `placeholder:"NAME" help:"What to call the person."`
	Language string `default:"nb" enum:"nb,nn,sv,fi,da,en" help:"Language of the letter."`
	Address  string `arg:"" help:"E-mail address of the person."`
}

// Run lets in whom no page can: an employer's first owner, a privacy officer, another operator. A member gets a letter with a link; an
// officer or operator logs in by a link that they ask for, and sets up a second factor before they see anything.
func (v inviteVerb) Run(o *outside) error {
	h, err := o.house(server.Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	switch v.Role {
	case "officer":
		return v.establish(o, h, access.Officer)
	case "operator":
		return v.establish(o, h, access.Operator)
	}
	e, err := v.find(o, h)
	if err != nil {
		return err
	}
	err = h.InviteTo(o.ctx, e.ID, employer.Invite{Address: v.Address, Name: v.name(), Role: access.Role(v.Role), Language: v.Language})
	if err != nil {
		return said(h, "en", err)
	}
	fmt.Fprintf(o.out, "a letter to the new %s of %s is on its way; verv serve or verv work sends it\n", v.Role, e.Name)
	return nil
}

func (v inviteVerb) name() string {
	if v.Name != "" {
		return v.Name
	}
	local, _, _ := strings.Cut(v.Address, "@")
	return local
}

func (v inviteVerb) establish(o *outside, h *server.House, kind access.Persona) error {
	if err := h.LetIn(o.ctx, kind, employer.Invite{Address: v.Address, Name: v.name(), Language: v.Language}); err != nil {
		return said(h, "en", err)
	}
	fmt.Fprintf(o.out, "the %s can log in by a link to that address, and sets up a second factor first\n", v.Role)
	return nil
}

func (v inviteVerb) find(o *outside, h *server.House) (employer.Employer, error) {
	if v.Employer == "" {
		return employer.Employer{}, errors.New("--employer: say which employer the person works for")
	}
	g, err := privacy.Authorize(access.Verv("invite"), access.Operation(), privacy.Operate)
	if err != nil {
		return employer.Employer{}, err
	}
	all, err := h.Employers.List(o.ctx, g)
	if err != nil {
		return employer.Employer{}, err
	}
	for _, e := range all {
		if e.ID.String() == v.Employer || e.Number == v.Employer || strings.EqualFold(e.Name, v.Employer) {
			return e, nil
		}
	}
	return employer.Employer{}, fmt.Errorf("--employer: there are %d, and none of them is that one; an operator adds employers on the page /operator/employers", len(all))
}
