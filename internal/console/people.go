package console

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/employer"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Doors lets people in whom no other page can let in. Package server has the grants for it, as verv invite has them.
type Doors interface {
	// Invite writes to the first owner of an employer.
	Invite(ctx context.Context, e access.EmployerID, i employer.Invite) error
	// Establish makes an operator or an officer of whoever has the address: they log in by a link, and set up a second factor first.
	Establish(ctx context.Context, kind access.Persona, i employer.Invite) error
}

// FactLetIn tells that an operator let in an operator or an officer. It names the kind.
const FactLetIn = "operator.let-in"

// Kinds lists whom an operator may let in.
func Kinds() []access.Persona { return []access.Persona{access.Officer, access.Operator} }

// LetIn lets in another operator, or a privacy officer.
func (h *House) LetIn(ctx context.Context, g privacy.Grant, kind access.Persona, i employer.Invite) error {
	if err := g.Require(access.OperatorInvite); err != nil {
		return err
	}
	i.Address, i.Name = strings.TrimSpace(i.Address), strings.TrimSpace(i.Name)
	var f fault.Form
	if !slices.Contains(Kinds(), kind) {
		f.Add("kind", "form.choice")
	}
	if a, err := mail.ParseAddress(i.Address); err != nil || a.Address != i.Address {
		f.Add("address", "form.email")
	}
	if i.Name == "" {
		f.Add("name", "form.required")
	}
	if err := f.Err(); err != nil {
		return err
	}
	if err := h.Doors.Establish(ctx, kind, i); err != nil {
		return err
	}
	return h.DB.Write(ctx, g, func(w *store.Writer) error {
		w.Fact(FactLetIn, map[string]string{"kind": string(kind)})
		return w.Must("console.noteDoor", store.Args{"what": string(kind), "now": w.Now()})
	})
}

// Staff counts who runs the installation and who watches over it, by kind.
func (h *House) Staff(ctx context.Context, g privacy.Grant) (out map[access.Persona]int, let map[string]time.Time, err error) {
	if err := g.Require(access.OperatorInvite); err != nil {
		return nil, nil, err
	}
	out, let = map[access.Persona]int{}, map[string]time.Time{}
	err = h.DB.Read(ctx, g, func(r *store.Reader) error {
		for _, k := range Kinds() {
			var n int
			if err := r.Get("console.staff", store.Args{"kind": string(k)}, &n); err != nil {
				return err
			}
			out[k] = n
		}
		_, err := store.List(r, "console.doors", store.Args{}, func(row store.Row) (none struct{}, err error) {
			var what string
			var at time.Time
			err = row.Scan(&what, &at)
			let[what] = at
			return none, err
		})
		return err
	})
	return out, let, err
}
