package employer

import (
	"context"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Open reads a public profile.
func (h *House) Open(ctx context.Context, g privacy.Grant, e ID) (Employer, error) {
	if err := g.Require(access.JobSee); err != nil {
		return Employer{}, err
	}
	var out Employer
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) { out, err = Read(r, e); return err })
	return out, err
}

// Read is Open within a transaction of a house further along.
func Read(r *store.Reader, e ID) (Employer, error) {
	return store.One(r, "employer.profile", store.Args{"id": e}, scanEmployer)
}

// Name is what an employer is called.
func (h *House) Name(ctx context.Context, g privacy.Grant, e ID) (string, error) {
	out, err := h.Open(ctx, g, e)
	return out.Name, err
}

// Change replaces the profile of the grant's employer. A verified employer keeps the name under which it was looked up.
func (h *House) Change(ctx context.Context, g privacy.Grant, p Profile) error {
	if err := g.Require(access.EmployerEdit); err != nil {
		return err
	}
	var f fault.Form
	p = p.tidy()
	p.check(&f)
	if err := f.Err(); err != nil {
		return err
	}
	own := g.Scope().Employer()
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		was, err := Read(w.Reader, own)
		if err != nil {
			return err
		}
		if was.Verified() && Key(was.Name) != Key(p.Name) {
			f.Add("name", "employer.name.verified")
			return f.Err()
		}
		args := p.args()
		delete(args, "logo") // these two have pages of their own
		delete(args, "framers")
		args["now"] = w.Now()
		w.Fact(FactChanged, map[string]string{"employer": own.String()})
		return w.Must("employer.change", args)
	})
}

// Registration is an employer that an operator adds.
type Registration struct {
	Site    access.SiteID
	Number  string
	Country string
	Profile
}

// Add adds an employer that an operator has looked up, so it is verified from the start.
func (h *House) Add(ctx context.Context, g privacy.Grant, n Registration) (ID, error) {
	if err := g.Require(access.EmployerVerify); err != nil {
		return ID{}, err
	}
	var f fault.Form
	n.Profile = n.tidy()
	n.Profile.check(&f)
	n.Number = Number(n.Country, n.Number)
	checkNumber(n.Country, n.Number, &f)
	if err := f.Err(); err != nil {
		return ID{}, err
	}
	var e ID
	err := h.db.Write(ctx, g, func(w *store.Writer) error {
		now := w.Now()
		e = newID(e, now)
		args := n.Profile.args()
		for k, v := range map[string]any{"id": e, "site_id": n.Site, "source": "", "number": n.Number, "country": n.Country, "now": now, "verified_at": now} {
			args[k] = v
		}
		added, err := w.Exec("employer.add", args)
		if err == nil && added == 0 {
			f.Add("number", "employer.number.taken")
			err = f.Err()
		}
		w.Fact(FactAdded, map[string]string{"employer": e.String()})
		if err != nil {
			return err
		}
		w.Fact(FactVerified, map[string]string{"employer": e.String()})
		return plan.Begin(w, e)
	})
	return e, err
}

// Verify notes that an operator has looked the employer up under a register number.
func (h *House) Verify(ctx context.Context, g privacy.Grant, e ID, country, number string) error {
	if err := g.Require(access.EmployerVerify); err != nil {
		return err
	}
	var f fault.Form
	number = Number(country, number)
	checkNumber(country, number, &f)
	if err := f.Err(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		var holder ID
		err := w.Get("employer.byNumber", store.Args{"country": country, "number": number}, &holder)
		switch {
		case err == nil && holder != e:
			f.Add("number", "employer.number.taken")
			return f.Err()
		case err != nil && !store.Missing(err):
			return err
		}
		w.Fact(FactVerified, map[string]string{"employer": e.String()})
		if err := plan.Begin(w, e); err != nil {
			return err
		}
		return w.Must("employer.verify", store.Args{"id": e, "country": country, "number": number, "now": w.Now()})
	})
}

func checkNumber(country, number string, f *fault.Form) {
	if !ValidNumber(country, number) {
		f.Add("number", "employer.number.wrong")
	}
}

// listMost bounds the operator's list.
const listMost = 500

// List lists employers for the operator, those that nobody has looked up first.
func (h *House) List(ctx context.Context, g privacy.Grant) ([]Employer, error) {
	if err := g.Require(access.EmployerVerify); err != nil {
		return nil, err
	}
	var out []Employer
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "employer.list", store.Args{"most": listMost}, scanEmployer)
		return err
	})
	return out, err
}

// newID makes an identifier of the noun that like is of: package access declares it and keeps its name to itself.
func newID[N any](_ id.ID[N], now time.Time) id.ID[N] { return id.New[N](now) }
