package employer

import (
	"context"
	"strings"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/plan"
	"verv/internal/privacy"
	"verv/internal/store"
)

type clientNoun struct{}

// ClientID identifies a client of an agency.
type ClientID = id.ID[clientNoun]

// Client is who an agency recruits for.
type Client struct {
	ID      ClientID
	Name    string
	Number  string // in the register, digits only; empty when nobody typed it
	Country string // of the register
}

// The facts of clients. Each names employer and client.
const (
	FactClientAdded = "client.added"
	FactClientEnded = "client.ended"
)

const clientsMost = 500

// Clients lists the clients of the grant's employer by name.
func (h *House) Clients(ctx context.Context, g privacy.Grant) ([]Client, error) {
	if err := g.Require(access.JobList); err != nil {
		return nil, err
	}
	var out []Client
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "employer.clients", store.Args{"most": clientsMost}, scanClient)
		return err
	})
	return out, err
}

// ReadClient reads one client of the transaction's employer, also one that left the list.
func ReadClient(r *store.Reader, c ClientID) (Client, error) {
	return store.One(r, "employer.client", store.Args{"id": c}, scanClient)
}

func scanClient(row store.Row) (Client, error) {
	var c Client
	return c, row.Scan(&c.ID, &c.Name, &c.Number, &c.Country)
}

// AddClient puts a client on the list of the grant's employer, which must be an agency.
func (h *House) AddClient(ctx context.Context, g privacy.Grant, c Client) (ClientID, error) {
	if err := g.Require(access.JobEdit); err != nil {
		return ClientID{}, err
	}
	c.Name = strings.TrimSpace(c.Name)
	c.Number = Number(c.Country, c.Number)
	var f fault.Form
	switch n := utf8.RuneCountInString(c.Name); {
	case n == 0:
		f.Add("name", "form.required")
	case n > nameMax:
		f.Add("name", "form.long", fault.Args{"Max": nameMax})
	}
	if c.Number != "" {
		checkNumber(c.Country, c.Number, &f)
	}
	if err := f.Err(); err != nil {
		return ClientID{}, err
	}
	err := h.db.Write(ctx, g, func(w *store.Writer) error {
		if err := mayHaveClient(w.Reader, c); err != nil {
			return err
		}
		if err := plan.Take(w, g.Scope().Employer(), plan.Clients, CountClients); err != nil {
			return err
		}
		c.ID = id.New[clientNoun](w.Now())
		w.Fact(FactClientAdded, clientFact(g, c.ID))
		return w.Must("employer.addClient", store.Args{"id": c.ID, "name": c.Name, "number": c.Number, "country": c.Country, "now": w.Now()})
	})
	return c.ID, err
}

// mayHaveClient refuses a client of no agency, one too many, and the same one twice.
func mayHaveClient(r *store.Reader, c Client) error {
	s, err := ReadSetting(r)
	if err != nil {
		return err
	}
	if !s.Agency {
		return fault.New(fault.Conflict, "employer.client.noagency")
	}
	all, err := store.List(r, "employer.clients", store.Args{"most": clientsMost}, scanClient)
	if err != nil {
		return err
	}
	if len(all) >= clientsMost {
		return fault.New(fault.Conflict, "employer.client.many", fault.Args{"Max": clientsMost})
	}
	for _, x := range all {
		if Key(x.Name) == Key(c.Name) || c.Number != "" && x.Number == c.Number && x.Country == c.Country {
			var f fault.Form
			f.Add("name", "employer.client.twice")
			return f.Err()
		}
	}
	return nil
}

// EndClient takes a client off the list. Jobs that were written for it keep its name.
func (h *House) EndClient(ctx context.Context, g privacy.Grant, c ClientID) error {
	if err := g.Require(access.JobEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		w.Fact(FactClientEnded, clientFact(g, c))
		return w.Must("employer.endClient", store.Args{"id": c, "now": w.Now()})
	})
}

func clientFact(g privacy.Grant, c ClientID) map[string]string {
	return map[string]string{"employer": g.Scope().Employer().String(), "client": c.String()}
}
