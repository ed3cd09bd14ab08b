package sniff

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"verv/internal/fault"
)

// checkDOCX is nil for a Word document that may come in.
func checkDOCX(r io.ReaderAt, size int64, l Limits) *fault.Fault {
	z, f := openZip(r, size, l)
	if f != nil {
		return f
	}
	c := &checker{l: l, unfold: l.Unfold, markup: l.Markup, parts: maxParts}
	names := map[string]bool{}
	for _, e := range z.File {
		if f := soundName(e, names); f != nil {
			return f
		}
	}
	if !names["[content_types].xml"] || !names["word/document.xml"] {
		return refuse("kind")
	}
	for _, e := range z.File {
		if f := c.entry(e); f != nil {
			return f
		}
	}
	if !c.main {
		return refuse("kind")
	}
	return nil
}

// openZip opens an archive that lies flush in its file: nothing before it, nothing behind it, no gap before its
// directory. So the number of entries is known before any is read, and the file is no second thing at the same time.
func openZip(r io.ReaderAt, size int64, l Limits) (*zip.Reader, *fault.Fault) {
	tail := make([]byte, min(size, 22+1<<16))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return nil, refuse("broken")
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < 22 {
		return nil, refuse("truncated")
	}
	end := tail[at:]
	entries := int(binary.LittleEndian.Uint16(end[10:]))
	length, offset := int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	comment := int(binary.LittleEndian.Uint16(end[20:]))
	if entries > l.Entries || length > int64(l.Entries)*512 {
		return nil, refuse("complex")
	}
	if offset+length != size-int64(len(end)) || len(end) != 22+comment {
		return nil, refuse("broken")
	}
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refuse("broken")
	}
	if len(z.File) != entries {
		return nil, refuse("broken")
	}
	return z, nil
}

// soundName refuses names that climb, names that two readers could take for different files, and packings that hide.
func soundName(e *zip.File, names map[string]bool) *fault.Fault {
	n := e.Name
	clean := strings.TrimSuffix(n, "/")
	if n == "" || strings.ContainsAny(n, "\\:\x00") || strings.HasPrefix(n, "/") || path.Clean(clean) != clean || clean == ".." || strings.HasPrefix(clean, "../") {
		return refuse("path")
	}
	low := strings.ToLower(n)
	if names[low] {
		return refuse("broken")
	}
	names[low] = true
	if e.Flags&1 != 0 {
		return refuse("locked")
	}
	if e.Method != zip.Store && e.Method != zip.Deflate {
		return refuse("broken")
	}
	switch {
	case strings.Contains(low, "vbaproject"), strings.Contains(low, "vbadata"), strings.HasPrefix(low, "word/activex/"), strings.HasPrefix(low, "customui/"):
		return refuse("macro")
	case strings.Contains(low, "/embeddings/"), strings.HasPrefix(path.Base(low), "afchunk"):
		return refuse("attached")
	}
	return nil
}

// checker goes through the entries with one purse for all.
type checker struct {
	l      Limits
	unfold int64 // bytes of anything that may still be unpacked
	markup int64 // bytes of XML
	parts  int   // elements that may still come
	main   bool  // the types name a main document without macros
}

func (c *checker) entry(e *zip.File) *fault.Fault {
	if strings.HasSuffix(e.Name, "/") {
		return nil
	}
	r, err := e.Open()
	if err != nil {
		return refuse("broken")
	}
	defer r.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return refuse("broken")
	}
	head = head[:n]
	body := io.MultiReader(bytes.NewReader(head), r)
	switch {
	case isArchive(head):
		return refuse("attached")
	case isXML(e.Name, head):
		return c.xml(e.Name, body)
	}
	got, err := io.Copy(io.Discard, io.LimitReader(body, c.unfold+1))
	if c.unfold -= got; c.unfold < 0 {
		return refuse("unfolds")
	}
	if err != nil {
		return refuse("broken")
	}
	return nil
}

// isArchive reports a file that holds files, or a program: zip, OLE, rar, 7z, gzip, PE, ELF.
func isArchive(head []byte) bool {
	for _, magic := range []string{"PK\x03\x04", "PK\x05\x06", "\xd0\xcf\x11\xe0", "Rar!", "7z\xbc\xaf", "\x1f\x8b", "MZ", "\x7fELF"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	return false
}

// isXML goes by name and by content: whatever an XML reader could be led to.
func isXML(name string, head []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".rels", ".vml", ".svg":
		return true
	}
	t := bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n")
	return bytes.HasPrefix(t, []byte("<")) || bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
}

// purse is a reader that fails when its budget is spent.
type purse struct {
	r    io.Reader
	left *int64
}

var errSpent = errors.New("unfolds beyond its limit")

func (p purse) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if *p.left -= int64(n); *p.left < 0 {
		return 0, errSpent
	}
	return n, err
}

const (
	maxDepth = 256     // nesting of elements; Word's own nested tables stay far below
	maxParts = 400_000 // elements of all parts together; a long CV has some ten thousand
)

func (c *checker) xml(name string, r io.Reader) *fault.Fault {
	d := xml.NewDecoder(purse{r, &c.markup})
	var w fieldWatch
	for depth := 0; ; {
		tok, err := d.RawToken()
		if err == io.EOF && depth == 0 {
			return nil
		}
		if errors.Is(err, errSpent) {
			return refuse("unfolds")
		}
		if err != nil {
			return refuse("broken")
		}
		switch t := tok.(type) {
		case xml.Directive:
			return refuse("doctype")
		case xml.StartElement:
			depth++
			if c.parts--; c.parts < 0 || depth > maxDepth {
				return refuse("complex")
			}
			if f := c.element(name, t); f != nil {
				return f
			}
			w.start(t)
		case xml.EndElement:
			depth--
			w.end(t)
		case xml.CharData:
			w.text(t)
		}
		if w.bad {
			return refuse("outside")
		}
	}
}

func attribute(t xml.StartElement, local string) string {
	for _, a := range t.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

const mainType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

// element checks what the archive says of its parts: types and relationships.
func (c *checker) element(name string, t xml.StartElement) *fault.Fault {
	switch t.Name.Local {
	case "Override", "Default":
		if !strings.EqualFold(name, "[Content_Types].xml") {
			return nil
		}
		kind := strings.ToLower(attribute(t, "ContentType"))
		if strings.Contains(kind, "macroenabled") || strings.Contains(kind, "vbaproject") {
			return refuse("macro")
		}
		if kind == mainType && strings.EqualFold(strings.TrimPrefix(attribute(t, "PartName"), "/"), "word/document.xml") {
			c.main = true
		}
	case "Relationship":
		return relationship(t)
	}
	return nil
}

func relationship(t xml.StartElement) *fault.Fault {
	kind := attribute(t, "Type")
	kind = strings.ToLower(kind[strings.LastIndexByte(kind, '/')+1:])
	target := strings.ToLower(strings.TrimSpace(attribute(t, "Target")))
	switch kind {
	case "vbaproject", "keymapcustomizations", "attachedtoolbars":
		return refuse("macro")
	case "oleobject", "package", "afchunk", "control":
		return refuse("attached")
	}
	if !strings.EqualFold(attribute(t, "TargetMode"), "External") {
		if strings.Contains(target, "://") || strings.HasPrefix(target, `\\`) || strings.HasPrefix(target, "//") {
			return refuse("outside")
		}
		return nil
	}
	if kind == "hyperlink" {
		for _, scheme := range []string{"https://", "http://", "mailto:", "tel:"} {
			if strings.HasPrefix(target, scheme) {
				return nil
			}
		}
	}
	return refuse("outside")
}

// fieldWatch reads the instructions of fields, which Word may split over many runs.
type fieldWatch struct {
	inside bool // an instrText is open
	code   strings.Builder
	bad    bool
}

func (w *fieldWatch) start(t xml.StartElement) {
	switch t.Name.Local {
	case "instrText", "delInstrText":
		w.inside = true
	case "fldSimple":
		w.judge(attribute(t, "instr"))
	case "fldChar":
		w.judge(w.code.String())
		w.code.Reset()
	}
}

func (w *fieldWatch) end(t xml.EndElement) {
	if t.Name.Local == "instrText" || t.Name.Local == "delInstrText" {
		w.inside = false
		w.judge(w.code.String())
	}
}

func (w *fieldWatch) text(t xml.CharData) {
	if w.inside && w.code.Len() < 64<<10 {
		w.code.Write(t)
	}
}

func (w *fieldWatch) judge(code string) {
	for f := range strings.FieldsSeq(strings.ToUpper(code)) {
		switch f {
		case "DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "DATABASE", "LINK":
			w.bad = true
		}
		return // the first word is the field's name
	}
}
