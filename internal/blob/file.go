package blob

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"errors"
	"io"
	"io/fs"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/privacy"
	"verv/internal/store"
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
	return store.Room{Name: "blob", Schema: schema, Queries: queries, Footprint: footprint}
}

const fieldAbout privacy.FieldID = 1201

type noun struct{}

// ID identifies a file.
type ID = id.ID[noun]

// File describes one held file.
type File struct {
	ID       ID
	Employer access.EmployerID
	Subject  access.SubjectID
	Dossier  crypt.DossierID
	MadeAt   time.Time
	Kind     string // "pdf", "docx", "zip": what it was found to be
	Size     int64  // of the plain bytes
	about    store.Sealed
}

// About is what a person may be told of a file.
type About struct {
	Name string // cleaned, with the ending of its kind
}

// Draft is a file whose bytes are durable and whose row is not written yet.
type Draft struct {
	id      ID
	of      store.Of
	dossier crypt.DossierID
	size    int64
	Kind    string
	Name    string
}

// ID is the identifier that the file will have.
func (d Draft) ID() ID { return d.id }

// Files is the house's way to its files.
type Files struct {
	db    *store.DB
	place Place
}

// New makes Files on a place.
func New(db *store.DB, place Place) *Files { return &Files{db: db, place: place} }

// Put seals what r gives and makes it durable. The caller writes the row with Add in the transaction that the file belongs to; if it
// never does, the bytes are swept. More than limit bytes is the fault TooLarge.
func (f *Files) Put(ctx context.Context, g privacy.Grant, of store.Of, kind, name string, r io.Reader, limit int64) (Draft, error) {
	d := Draft{id: id.New[noun](f.db.Now()), of: of, Kind: kind, Name: name}
	err := f.db.Write(ctx, g, func(w *store.Writer) (err error) {
		d.dossier, err = w.Dossier(of)
		return err
	})
	if err != nil {
		return d, err
	}
	err = f.db.Sealing(ctx, g, func(w *store.Writer) error {
		_, err := f.place.Put(ctx, d.id.String(), func(dst io.Writer) error {
			seal, err := w.SealFile(dst, fieldAbout, d.dossier, d.id)
			if err != nil {
				return err
			}
			d.size, err = io.Copy(seal, io.LimitReader(r, limit+1))
			if err == nil && d.size > limit {
				err = fault.New(fault.TooLarge, "fault.toolarge")
			}
			return errors.Join(err, seal.Close())
		})
		return err
	})
	return d, err
}

// Add writes the row of a draft, in the scope of the person or of the employer.
func (f *Files) Add(w *store.Writer, d Draft) error {
	about, err := store.Seal(w, fieldAbout, d.dossier, d.id, About{Name: d.Name})
	if err != nil {
		return err
	}
	args := store.Args{"id": d.id, "dossier_id": d.dossier, "now": w.Now(), "kind": d.Kind, "size": d.size, "about": about}
	if w.Grant().Scope().Kind() == access.ScopeEmployer {
		args["subject_id"] = d.of.Subject
		return w.Must("blob.addHeld", args)
	}
	args["employer_id"] = d.of.Employer
	return w.Must("blob.addOwn", args)
}

// Get describes a file within the scope of the transaction and opens its name.
func (f *Files) Get(r *store.Reader, file ID) (File, About, error) {
	name := store.Name("blob.own")
	if r.Grant().Scope().Kind() == access.ScopeEmployer {
		name = "blob.held"
	}
	v, err := store.One(r, name, store.Args{"id": file}, scanFile)
	if err != nil {
		return v, About{}, err
	}
	about, err := store.Unseal[About](r, fieldAbout, v.Dossier, v.ID, v.about)
	return v, about.Reveal(r.Grant()), err
}

// Content is an open file: read it in ranges and close it.
type Content struct {
	io.ReaderAt
	File  File
	About About
	obj   Object
}

// Close ends the reading.
func (c *Content) Close() error { return c.obj.Close() }

// Open opens a file. The access record is durable before it returns.
func (f *Files) Open(ctx context.Context, g privacy.Grant, file ID) (*Content, error) {
	var c Content
	err := f.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if c.File, c.About, err = f.Get(r, file); err != nil {
			return err
		}
		r.About("file", file)
		if c.obj, err = f.place.Open(ctx, file.String()); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return fault.Wrap(err, fault.Gone, "fault.gone")
			}
			return err
		}
		c.ReaderAt, _, err = r.OpenFile(c.obj, c.obj.Size(), fieldAbout, c.File.Dossier, file)
		return err
	})
	if err != nil {
		if c.obj != nil {
			_ = c.obj.Close()
		}
		return nil, err
	}
	return &c, nil
}

// Remove deletes one file of the person's own: the row first, so that a crash leaves bytes that the sweep takes.
func (f *Files) Remove(ctx context.Context, g privacy.Grant, file ID) error {
	err := f.db.Write(ctx, g, func(w *store.Writer) error { return w.Must("blob.dropOwn", store.Args{"id": file}) })
	if err != nil {
		return err
	}
	return f.place.Delete(ctx, file.String())
}

// Drop takes the row of a file away in the caller's transaction, in the scope of the person or of the employer. Its bytes are swept.
func (f *Files) Drop(w *store.Writer, file ID) error {
	name := store.Name("blob.dropOwn")
	if w.Grant().Scope().Kind() == access.ScopeEmployer {
		name = "blob.dropHeld"
	}
	return w.Must(name, store.Args{"id": file})
}

// DropBytes deletes the bytes of every file of a dossier whose key is gone. The rows go with the dossier.
func (f *Files) DropBytes(ctx context.Context, g privacy.Grant, d crypt.DossierID) error {
	var ids []ID
	err := f.db.Read(ctx, g, func(r *store.Reader) (err error) {
		ids, err = store.List(r, "blob.ofDossier", store.Args{"dossier_id": d}, scanID)
		return err
	})
	for _, file := range ids {
		err = errors.Join(err, f.place.Delete(ctx, file.String()))
	}
	return err
}

// Sweep deletes bytes that no row describes and that are older than a day; it says how many.
func (f *Files) Sweep(ctx context.Context, g privacy.Grant) (int, error) {
	n, old := 0, f.db.Now().Add(-24*time.Hour)
	err := f.place.Each(ctx, func(name string, made time.Time) error {
		file, err := id.Parse[noun](name)
		if err != nil || !file.Time().Before(old) {
			return nil
		}
		err = f.db.Read(ctx, g, func(r *store.Reader) error {
			_, err := store.One(r, "blob.present", store.Args{"id": file}, scanID)
			return err
		})
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		n++
		return f.place.Delete(ctx, name)
	})
	return n, err
}

// Health asks the place.
func (f *Files) Health(ctx context.Context) error { return f.place.Health(ctx) }

func scanID(row store.Row) (v ID, err error) {
	err = row.Scan(&v)
	return v, err
}

func scanFile(row store.Row) (File, error) {
	var v File
	err := row.Scan(&v.ID, &v.Employer, &v.Subject, &v.Dossier, &v.MadeAt, &v.Kind, &v.Size, &v.about)
	return v, err
}
