package picture

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/web"
)

var (
	//go:embed schema.sql
	schema string
	//go:embed queries.sql
	queries string
	//go:embed footprint.txt
	footprint string
)

// Room is this room for the store.
func Room() store.Room {
	return store.Room{Name: "picture", Schema: schema, Queries: queries, Footprint: footprint}
}

type noun struct{}

// ID identifies a picture.
type ID = id.ID[noun]

// Picture is one picture without its bytes.
type Picture struct {
	ID            ID
	Name          string // under /pictures/
	MIME          string
	Width, Height int
	Alt           string // what it shows, for who cannot see it
	MadeAt        time.Time
}

// House answers for pictures.
type House struct{ db *store.DB }

// New makes the house.
func New(db *store.DB) *House { return &House{db: db} }

// The facts of this house.
const (
	FactAdded   = "picture.added"
	FactDropped = "picture.dropped"
)

// Most is how many pictures an employer may have.
const Most = 12

const altMax = 200

// Own lists the pictures of the grant's employer.
func (h *House) Own(ctx context.Context, g privacy.Grant) (out []Picture, err error) {
	if err := g.Require(access.EmployerEdit); err != nil {
		return nil, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		out, err = store.List(r, "picture.own", store.Args{"most": Most + 1}, scan)
		return err
	})
	return out, err
}

// OfEmployer lists the pictures of an employer, for everybody.
func OfEmployer(r *store.Reader, e access.EmployerID) ([]Picture, error) {
	return store.List(r, "picture.ofEmployer", store.Args{"employer_id": e, "most": Most + 1}, scan)
}

func scan(row store.Row) (Picture, error) {
	var p Picture
	return p, row.Scan(&p.ID, &p.Name, &p.MIME, &p.Width, &p.Height, &p.Alt, &p.MadeAt)
}

// Add keeps a picture of the grant's employer.
func (h *House) Add(ctx context.Context, g privacy.Grant, m Made, alt string) error {
	if err := g.Require(access.EmployerEdit); err != nil {
		return err
	}
	var f fault.Form
	if alt = strings.TrimSpace(alt); alt == "" {
		f.Add("alt", "form.required")
	} else if utf8.RuneCountInString(alt) > altMax {
		f.Add("alt", "form.long", fault.Args{"Max": altMax})
	}
	if err := f.Err(); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		have, err := store.List(w.Reader, "picture.own", store.Args{"most": Most + 1}, scan)
		if err != nil {
			return err
		}
		if len(have) >= Most {
			f.Add("picture", "form.many", fault.Args{"Max": Most})
			return f.Err()
		}
		p := id.New[noun](w.Now())
		w.Fact(FactAdded, map[string]string{"picture": p.String(), "employer": g.Scope().Employer().String()})
		return w.Must("picture.add", args(p, m, alt, w.Now()))
	})
}

// AddForSite keeps a picture of a site, in the caller's transaction. The same picture twice is one.
func AddForSite(w *store.Writer, m Made) error {
	if err := DropForSite(w, m.Name); err != nil {
		return err
	}
	p := id.New[noun](w.Now())
	w.Fact(FactAdded, map[string]string{"picture": p.String()})
	return w.Must("picture.addForSite", args(p, m, "", w.Now()))
}

// DropForSite forgets a picture that no site shows any more. Whether one does, the caller knows.
func DropForSite(w *store.Writer, name string) error {
	_, err := w.Exec("picture.dropForSite", store.Args{"name": name})
	return err
}

func args(p ID, m Made, alt string, now time.Time) store.Args {
	return store.Args{"id": p, "name": m.Name, "mime": m.MIME, "width": m.Width, "height": m.Height, "alt": alt, "body": m.Body, "now": now}
}

// Drop forgets a picture of the grant's employer.
func (h *House) Drop(ctx context.Context, g privacy.Grant, p ID) error {
	if err := g.Require(access.EmployerEdit); err != nil {
		return err
	}
	return h.db.Write(ctx, g, func(w *store.Writer) error {
		w.Fact(FactDropped, map[string]string{"picture": p.String(), "employer": g.Scope().Employer().String()})
		return w.Must("picture.drop", store.Args{"id": p})
	})
}

var reName = regexp.MustCompile(`^[0-9a-f]{32}\.(png|jpeg)$`)

// Named reports whether s can be the name of a picture.
func Named(s string) bool { return reName.MatchString(s) }

// Routes lists the routes of this house: the pictures themselves.
func (h *House) Routes() []web.Route {
	return []web.Route{web.Get("/pictures/{name}", web.Public(access.SiteSee, privacy.Publish), h.get).Cookieless()}
}

func (h *House) get(r *web.Request) error {
	name, err := r.PathText("name")
	if err != nil || !Named(name) || r.Method() != http.MethodGet && r.Method() != http.MethodHead {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	var mime string
	var body []byte
	err = h.db.Read(r, r.Grant, func(tx *store.Reader) error {
		return tx.Get("picture.named", store.Args{"name": name}, &mime, &body)
	})
	if err != nil {
		return err
	}
	return r.Picture(mime, body)
}

// PathID reads the picture of an address whose wildcard is id.
func PathID(r *web.Request) (ID, error) { return web.PathID[noun](r, "id") }
