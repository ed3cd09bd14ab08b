package message

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"verv/internal/access"
	"verv/internal/application"
	"verv/internal/blob"
	"verv/internal/blob/sniff"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// File is an attachment as a thread names it.
type File struct {
	ID   blob.ID
	Name string
	Size int64
}

// How many files a message can have, and how large each can be.
const (
	filesMost = 5
	fileMost  = 5 << 20
)

// limits bound what one attachment may cost while it is looked at.
var limits = func() sniff.Limits {
	l := sniff.Standard
	l.Size = fileMost
	return l
}()

// Attach looks at what a file really is and seals it in the dossier of an application, for a message that is about to be written. In clear it
// is in memory alone. A file whose message is never written is swept.
func (h *House) Attach(ctx context.Context, g privacy.Grant, v application.ID, name string, in io.Reader) (blob.Draft, error) {
	a, err := h.locate(ctx, g, v)
	if err != nil {
		return blob.Draft{}, err
	}
	raw, err := io.ReadAll(io.LimitReader(in, fileMost+1))
	if err != nil {
		return blob.Draft{}, err
	}
	if len(raw) > fileMost {
		return blob.Draft{}, fault.New(fault.Invalid, "form.file.large", fault.Args{"Max": "5 MB"})
	}
	kind, err := sniff.Attachment(raw, limits)
	if err == nil && kind == sniff.Plain && !strings.EqualFold(path.Ext(name), kind.Extension()) {
		err = fault.New(fault.Invalid, "blob.file.attach") // text that says it is something else
	}
	if err != nil {
		return blob.Draft{}, refusal(err)
	}
	from, to := io.Pipe()
	go func() { to.CloseWithError(clean(to, raw, kind)) }()
	out, err := h.Files.Put(ctx, g, a.Of(), kind.Extension()[1:], sniff.CleanName(name, kind), from, 2*fileMost)
	_ = from.Close() // ends the writer, should Put have stopped before it
	return out, err
}

// locate finds the application of a thread for one of its sides and opens nothing.
func (h *House) locate(ctx context.Context, g privacy.Grant, v application.ID) (a application.Application, err error) {
	may := access.ApplicationOwn
	if g.Scope().Kind() == access.ScopeEmployer {
		may = access.ApplicationMessage
	}
	if err := g.Require(may); err != nil {
		return a, err
	}
	err = h.db.Read(ctx, g, func(r *store.Reader) (err error) { a, err = application.Locate(r, v); return err })
	return a, err
}

// mediaType is what a kept file is handed out as.
func mediaType(kind string) string {
	for _, k := range []sniff.Kind{sniff.PDF, sniff.DOCX, sniff.PNG, sniff.JPEG, sniff.Plain} {
		if k.Extension()[1:] == kind {
			return k.MediaType()
		}
	}
	return "application/octet-stream"
}

// clean writes a file without what its maker's program wrote into it unasked.
func clean(w io.Writer, raw []byte, kind sniff.Kind) error {
	switch kind {
	case sniff.DOCX:
		return sniff.StripDOCX(w, bytes.NewReader(raw), int64(len(raw)), limits)
	case sniff.PNG, sniff.JPEG:
		return sniff.StripPicture(w, raw)
	}
	_, err := w.Write(raw)
	return err
}

// refusal makes whatever is wrong with a file a matter of its field, so that the rest of the form stays.
func refusal(err error) error {
	f := fault.As(err)
	if f == nil || f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		return err
	}
	return fault.New(fault.Invalid, f.Key, f.Args)
}

// keep writes the rows of the files of a message.
func (h *House) keep(w *store.Writer, a application.Application, m ID, files []blob.Draft) error {
	for _, f := range files {
		if err := h.Files.Add(w, f); err != nil {
			return err
		}
		name, args := store.Name("message.addFileOwn"), store.Args{"file_id": f.ID(), "dossier_id": a.Dossier(), "application_id": a.ID, "message_id": m}
		if w.Grant().Scope().Kind() == access.ScopeEmployer {
			name, args["subject_id"] = "message.addFileHeld", a.Subject
		} else {
			args["employer_id"] = a.Employer
		}
		if err := w.Must(name, args); err != nil {
			return err
		}
	}
	return nil
}

type link struct {
	file blob.ID
	of   ID
}

func scanLink(row store.Row) (l link, err error) {
	err = row.Scan(&l.file, &l.of)
	return l, err
}

// attached puts the names of the files to their messages.
func (h *House) attached(r *store.Reader, name store.Name, args store.Args, all []Message) error {
	links, err := store.List(r, name, args, scanLink)
	if err != nil {
		return err
	}
	at := map[ID]int{}
	for i, m := range all {
		at[m.ID] = i
	}
	for _, l := range links {
		i, ok := at[l.of]
		if !ok {
			continue
		}
		f, about, err := h.Files.Get(r, l.file)
		if err != nil {
			return err
		}
		all[i].Files = append(all[i].Files, File{l.file, about.Name, f.Size})
	}
	return nil
}

// dropFiles takes the files of a message away; their bytes are swept.
func (h *House) dropFiles(w *store.Writer, v application.ID, m ID) error {
	links, err := store.List(w.Reader, "message.filesHeld", store.Args{"application_id": v}, scanLink)
	for _, l := range links {
		if l.of == m {
			err = errors.Join(err, w.Must("message.dropFile", store.Args{"file_id": l.file}), h.Files.Drop(w, l.file))
		}
	}
	return err
}

// Open opens a file of a thread, from either side. When somebody of the team does, the person can see it.
func (h *House) Open(ctx context.Context, g privacy.Grant, v application.ID, file blob.ID) (*blob.Content, error) {
	may, name, args := access.ApplicationOwn, store.Name("message.filesOwn"), store.Args{"application_id": v, "now": h.db.Now()}
	if g.Scope().Kind() == access.ScopeEmployer {
		may, name, args = access.ApplicationMessage, "message.filesHeld", store.Args{"application_id": v}
	}
	if err := g.Require(may); err != nil {
		return nil, err
	}
	found := false
	err := h.db.Read(ctx, g, func(r *store.Reader) error {
		if _, err := application.Locate(r, v); err != nil {
			return err
		}
		links, err := store.List(r, name, args, scanLink)
		for _, l := range links {
			found = found || l.file == file
		}
		return err
	})
	if err == nil && !found {
		err = fault.New(fault.NotFound, "fault.notfound")
	}
	if err != nil {
		return nil, err
	}
	return h.Files.Open(ctx, g, file)
}
