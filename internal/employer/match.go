package employer

import (
	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/store"
)

// Named is an employer as an advertisement names it.
type Named struct {
	Source  string // name of the import
	Site    access.SiteID
	Name    string
	Number  string // as given; may be empty
	Country string // of the job; may be empty
	Web     string
}

// Match finds the employer an import names, or adds an unverified one, in the import's transaction. A register number decides
// before a name does; a name is compared within its source only. The grant's scope is that of an operation.
func (h *House) Match(w *store.Writer, n Named) (ID, error) {
	if err := w.Grant().Require(access.JobIntake); err != nil {
		return ID{}, err
	}
	country, number := register(n)
	if number != "" {
		var e ID
		err := w.Get("employer.byNumber", store.Args{"country": country, "number": number}, &e)
		if !store.Missing(err) {
			return open(w, e, err)
		}
	}
	var e ID
	err := w.Get("employer.byName", store.Args{"source": n.Source, "name_key": Key(n.Name)}, &e)
	if err == nil && number != "" {
		_, err = w.Exec("employer.setNumber", store.Args{"id": e, "country": country, "number": number, "now": w.Now()})
	}
	if store.Missing(err) {
		return h.addNamed(w, n, country, number)
	}
	return open(w, e, err)
}

// open is the employer that was found, unless it was closed: an import brings nobody back.
func open(w *store.Writer, e ID, err error) (ID, error) {
	if err != nil {
		return e, err
	}
	was, err := Read(w.Reader, e)
	if err == nil && was.Closed() {
		return ID{}, fault.New(fault.Invalid, "employer.match.closed")
	}
	return e, err
}

// register is the number that can be one, and its country. What fails its check digit is no number.
func register(n Named) (country, number string) {
	if num := Number(n.Country, n.Number); ValidNumber(n.Country, num) {
		return n.Country, num
	}
	if c := CountryOf(n.Number); c != "" {
		return c, Number(c, n.Number)
	}
	return "", ""
}

func (h *House) addNamed(w *store.Writer, n Named, country, number string) (ID, error) {
	p := Profile{Name: n.Name, Web: n.Web}.tidy()
	var f fault.Form
	if p.check(&f); f.Err() != nil {
		p.Web = ""
	}
	if Key(p.Name) == "" {
		return ID{}, fault.New(fault.Invalid, "employer.match.nameless")
	}
	var e ID
	e = newID(e, w.Now())
	args := p.args()
	for k, v := range map[string]any{"id": e, "site_id": n.Site, "source": n.Source, "number": number, "country": country, "now": w.Now(), "verified_at": nil} {
		args[k] = v
	}
	added, err := w.Exec("employer.add", args)
	if err != nil {
		return ID{}, err
	}
	if added == 0 { // another import was faster by a moment
		err = w.Get("employer.byName", store.Args{"source": n.Source, "name_key": Key(n.Name)}, &e)
		return e, err
	}
	w.Fact(FactAdded, map[string]string{"employer": e.String()})
	return e, nil
}
