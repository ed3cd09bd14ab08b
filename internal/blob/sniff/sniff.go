package sniff

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"verv/internal/fault"
)

// Kind is what a document is.
type Kind uint8

// The kinds that come in. The zero Kind is none.
const (
	PDF Kind = iota + 1
	DOCX
	PNG
	JPEG
	Plain // text
)

// Extension is the kind's file name extension with its dot.
func (k Kind) Extension() string { return [...]string{"", ".pdf", ".docx", ".png", ".jpg", ".txt"}[k] }

// MediaType is the kind's media type.
func (k Kind) MediaType() string {
	return [...]string{"", "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "image/png", "image/jpeg",
		"text/plain; charset=utf-8"}[k]
}

// String is the kind's name.
func (k Kind) String() string { return [...]string{"none", "PDF", "DOCX", "PNG", "JPEG", "text"}[k] }

// Limits bound what one document may cost. The standard ones keep every case under 2 s and 64 MB.
type Limits struct {
	Size    int64 // bytes of the file
	Unfold  int64 // bytes of everything unpacked, pictures included
	Markup  int64 // bytes of the XML of a DOCX, unpacked
	Entries int   // entries of a DOCX
	Values  int   // values in the objects of a PDF
	Pages   int   // pages of a PDF
	Pixels  int64 // pixels of one picture in a PDF
}

// Standard are the limits for a CV or a cover letter.
var Standard = Limits{Size: 10 << 20, Unfold: 48 << 20, Markup: 8 << 20, Entries: 1000, Values: 300_000, Pages: 100, Pixels: 64_000_000}

// Document says what kind of document r is, or why it may not come in. The error is a *fault.Fault; if r itself fails,
// it wraps r's error.
func Document(r io.ReaderAt, size int64, l Limits) (Kind, error) {
	head, f, err := first(r, size, l)
	if err != nil {
		return 0, err
	}
	if f != nil {
		return 0, f
	}
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		raw, err := whole(r, size)
		if err != nil {
			return 0, err
		}
		return verdict(PDF, checkPDF(raw, l))
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return verdict(DOCX, checkDOCX(r, size, l))
	}
	return 0, stranger(head)
}

func verdict(k Kind, f *fault.Fault) (Kind, error) {
	if f != nil {
		return 0, f
	}
	return k, nil
}

const headSize = 1024

func first(r io.ReaderAt, size int64, l Limits) ([]byte, *fault.Fault, error) {
	if size <= 0 {
		return nil, refuse("empty"), nil
	}
	if size > l.Size {
		return nil, fault.New(fault.TooLarge, "blob.file.large", fault.Args{"Limit": l.Size >> 20}), nil
	}
	head := make([]byte, min(size, headSize))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("reading an upload: %w", err)
	}
	return head, nil, nil
}

func whole(r io.ReaderAt, size int64) ([]byte, error) {
	raw := make([]byte, size)
	n, err := r.ReadAt(raw, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading an upload: %w", err)
	}
	return raw[:n], nil
}

// reasons are the refusals by their short names.
var reasons = map[string]*fault.Fault{
	"empty":     fault.New(fault.Invalid, "blob.file.empty"),
	"kind":      fault.New(fault.Invalid, "blob.file.kind"),
	"html":      fault.New(fault.Invalid, "blob.file.html"),
	"word":      fault.New(fault.Invalid, "blob.file.word"),
	"truncated": fault.New(fault.Malformed, "blob.file.truncated"),
	"broken":    fault.New(fault.Malformed, "blob.file.broken"),
	"locked":    fault.New(fault.Invalid, "blob.file.locked"),
	"script":    fault.New(fault.Invalid, "blob.file.script"),
	"action":    fault.New(fault.Invalid, "blob.file.action"),
	"attached":  fault.New(fault.Invalid, "blob.file.attached"),
	"complex":   fault.New(fault.TooLarge, "blob.file.complex"),
	"unfolds":   fault.New(fault.TooLarge, "blob.file.unfolds"),
	"picture":   fault.New(fault.TooLarge, "blob.file.picture"),
	"macro":     fault.New(fault.Invalid, "blob.file.macro"),
	"outside":   fault.New(fault.Invalid, "blob.file.outside"),
	"doctype":   fault.New(fault.Malformed, "blob.file.doctype"),
	"path":      fault.New(fault.Malformed, "blob.file.path"),
}

func refuse(reason string) *fault.Fault { return reasons[reason] }

// stranger is the kindest true word about a file that is neither PDF nor DOCX.
func stranger(head []byte) *fault.Fault {
	switch {
	case looksLikeHTML(head):
		return refuse("html")
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")): // OLE: .doc, or .docx with a password
		return refuse("word")
	}
	return refuse("kind")
}

// looksLikeHTML reports what a browser that sniffs would take for a page (WHATWG MIME Sniffing, section 7.1).
func looksLikeHTML(head []byte) bool {
	s := strings.ToLower(string(head))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<script", "<iframe", "<body", "<svg", "<style", "<object", "<embed", "<meta"} {
		if strings.Contains(s, tag) {
			return true
		}
	}
	return false
}
