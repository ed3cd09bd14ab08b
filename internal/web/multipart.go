package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/fault"
)

// File names one uploaded file. Nothing in it can be trusted: Type is what the browser says, Name is one clean line without any
// folder.
type File struct {
	Field, Name, Type string
}

// Room is how much an upload may hold. The configuration may allow a file less (Bodies.File); what is beyond that is read, thrown away and
// refused beside its field, so that the rest of the form is not lost.
type Room struct {
	Bytes int64 // of each file
	Files int
}

// Upload is Bind for a form with files. Each file is handed to sink while it arrives: nothing lands in memory or in a temporary
// file of ours. A field in which no file was chosen is skipped. What sink leaves unread is skipped too.
//
// A file beyond its room is cut off: its reader fails, sink returns, and the form has the sentence beside that field; so it is
// with a fault of kind Invalid from sink. Any other error of sink ends the upload.
func Upload(r *Request, form any, room Room, sink func(File, io.Reader) error) error {
	p := planOf(form)
	parts, whole, err := r.parts(room)
	if err != nil {
		return err
	}
	u := upload{r: r, room: room, most: min(room.Bytes, r.mux.cfg.Bodies.File), sink: sink, values: url.Values{}, left: r.mux.cfg.Bodies.Form}
	for n := 0; ; n++ {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) && whole() {
			break
		}
		if err != nil {
			return bodyFault(err)
		}
		if n >= formFields {
			return fault.New(fault.TooLarge, "fault.toolarge")
		}
		if err := u.take(part); err != nil {
			return err
		}
	}
	p.fill(form, u.values, &u.wrong)
	return u.wrong.Err()
}

// parts opens the body. whole reports, once the last part was read, whether the closing boundary came: package multipart takes
// a body that breaks off inside a part's header for a body that is over.
func (r *Request) parts(room Room) (parts *multipart.Reader, whole func() bool, err error) {
	kind, params, err := mime.ParseMediaType(r.http.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return nil, nil, malformed(errors.New("web: body is no multipart form"))
	}
	r.extend(10 * time.Minute)
	all := room.Bytes*int64(room.Files) + r.mux.cfg.Bodies.Form
	end := &ending{src: http.MaxBytesReader(r.w, r.http.Body, all)}
	closing := []byte("--" + params["boundary"] + "--")
	return multipart.NewReader(end, params["boundary"]), func() bool { return bytes.Contains(end.tail, closing) }, nil
}

// ending remembers the last bytes that were read.
type ending struct {
	src  io.Reader
	tail []byte
}

const tailBytes = 512 // a boundary has at most 70 (RFC 2046, 5.1.1), and little follows it

func (e *ending) Read(p []byte) (int, error) {
	n, err := e.src.Read(p)
	if n >= tailBytes {
		e.tail = append(e.tail[:0], p[n-tailBytes:n]...)
	} else {
		e.tail = append(e.tail, p[:n]...)
		e.tail = append(e.tail[:0], e.tail[max(0, len(e.tail)-tailBytes):]...)
	}
	return n, err
}

type upload struct {
	r      *Request
	room   Room
	most   int64 // bytes of one file
	sink   func(File, io.Reader) error
	values url.Values
	left   int64 // bytes that text fields may still take
	files  int
	wrong  fault.Form
}

func (u *upload) take(part *multipart.Part) error {
	name := part.FormName()
	if name == "" || len(name) > defaultMax {
		return malformed(errors.New("web: a part without a name"))
	}
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil {
		return malformed(errors.New("web: a part that cannot be read"))
	}
	if _, isFile := params["filename"]; isFile {
		return u.file(part, name, params["filename"])
	}
	text, err := io.ReadAll(io.LimitReader(part, u.left+1))
	if err != nil {
		return bodyFault(err)
	}
	if u.left -= int64(len(text) + len(name)); u.left < 0 {
		return fault.New(fault.TooLarge, "fault.toolarge")
	}
	u.values.Add(name, string(text))
	return nil
}

func (u *upload) file(part *multipart.Part, field, name string) error {
	in := &bounded{src: part, left: u.most}
	if name == "" {
		if n, err := io.Copy(io.Discard, io.LimitReader(part, 1)); err != nil || n > 0 {
			return malformed(errors.New("web: a file without a name"))
		}
		return nil
	}
	if u.files++; u.files > u.room.Files {
		u.wrong.Add(field, "form.many", fault.Args{"Max": u.room.Files})
		return u.drain(part)
	}
	err := u.sink(File{Field: field, Name: fileName(name), Type: fileType(part.Header.Get("Content-Type"))}, in)
	switch f := fault.As(err); {
	case in.cause != nil && !in.over:
		return bodyFault(in.cause)
	case in.over:
		u.wrong.Add(field, "form.file.large", fault.Args{"Max": u.r.Words.Bytes(u.most)})
	case f != nil && f.Kind == fault.Invalid:
		u.wrong.Add(field, f.Key, f.Args)
	case err != nil:
		return fmt.Errorf("web: upload: %w", err)
	}
	return u.drain(part)
}

// drain reads on to the next part, within the room of the whole body.
func (u *upload) drain(part io.Reader) error {
	if _, err := io.Copy(io.Discard, part); err != nil {
		return bodyFault(err)
	}
	return nil
}

// errOver is what a sink reads when a file does not fit.
var errOver = fault.New(fault.TooLarge, "fault.toolarge")

// bounded fails after left bytes instead of ending there: a file that was cut would look whole. It remembers a failure of the
// body, which a sink may have wrapped beyond recognition.
type bounded struct {
	src   io.Reader
	left  int64
	over  bool
	cause error
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.over {
		return 0, errOver
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.src.Read(p)
	if int64(n) > b.left {
		b.over = true
		return int(b.left), errOver
	}
	b.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		b.cause = err
	}
	return n, err
}

// fileName is the last element of whatever path the browser sent, as one clean line of at most 200 characters, its ending kept.
func fileName(s string) string {
	s, _ = clean(strings.ReplaceAll(s, `\`, "/"), false)
	s = path.Base(path.Clean("/" + s))
	if s == "/" || s == "." || s == "" {
		return "file"
	}
	if over := utf8.RuneCountInString(s) - defaultMax; over > 0 {
		end := path.Ext(s)
		if utf8.RuneCountInString(end) > 10 {
			end = ""
		}
		stem := []rune(strings.TrimSuffix(s, end))
		s = string(stem[:len(stem)-over]) + end
	}
	return s
}

// fileType is a media type without parameters; one that cannot be read is unknown bytes.
func fileType(s string) string {
	t, _, err := mime.ParseMediaType(s)
	if err != nil || len(t) > 100 {
		return "application/octet-stream"
	}
	return t
}

func tooLong(err error) bool {
	var limit *http.MaxBytesError
	return errors.As(err, &limit)
}
