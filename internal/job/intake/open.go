package intake

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"verv/internal/fault"
)

type form int

const (
	formJSON form = iota
	formXML
	formHTML
)

const headSize = 4 << 10

var (
	xmlCharset  = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)
	metaCharset = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)`)
	firstTag    = regexp.MustCompile(`(?is)^(?:\s|<\?.*?\?>|<!--.*?-->)*<(!doctype\s+)?([a-z][a-z0-9:_-]*)`)
)

// open finds out encoding and form, and returns the file as UTF-8. Bytes that are no UTF-8 although the file claims to
// be are left as they are: the record that holds them is refused, the others live.
func open(r io.Reader) (io.Reader, form, error) {
	raw := bufio.NewReaderSize(r, headSize)
	head, err := raw.Peek(headSize)
	if len(head) == 0 && err != nil && err != io.EOF {
		return nil, 0, err // with a head in hand, the error comes again where it belongs
	}
	enc, err := charsetOf(head)
	if err != nil {
		return nil, 0, err
	}
	text := raw
	if enc != nil {
		text = bufio.NewReaderSize(enc.NewDecoder().Reader(raw), headSize)
		if head, err = text.Peek(headSize); len(head) == 0 && err != nil && err != io.EOF {
			return nil, 0, err
		}
	} else if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, _ = text.Discard(3) // already in the buffer: cannot fail
		head = head[3:]
	}
	f, err := formOf(head)
	return text, f, err
}

// charsetOf is nil for UTF-8. A byte order mark outweighs any declaration (WHATWG Encoding, section 6).
func charsetOf(head []byte) (encoding.Encoding, error) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), nil
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return nil, nil
	}
	label := xmlCharset.FindSubmatch(head)
	if label == nil && !bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) && !bytes.HasPrefix(bytes.TrimSpace(head), []byte("[")) {
		label = metaCharset.FindSubmatch(head)
	}
	if label == nil {
		return nil, nil
	}
	enc, err := htmlindex.Get(string(label[1]))
	if err != nil {
		return nil, fault.Wrap(err, fault.Malformed, "job.intake.file.charset")
	}
	// A declaration that could be read as ASCII is not UTF-16, whatever it says.
	if name, _ := htmlindex.Name(enc); name == "utf-8" || strings.HasPrefix(name, "utf-16") {
		return nil, nil
	}
	return enc, nil
}

func formOf(head []byte) (form, error) {
	t := bytes.TrimLeft(head, " \t\r\n")
	if len(t) == 0 {
		return 0, fault.New(fault.Invalid, "job.intake.file.empty")
	}
	switch t[0] {
	case '{', '[':
		return formJSON, nil
	case '<':
		if m := firstTag.FindSubmatch(t); m != nil && isHTML(m, t) {
			return formHTML, nil
		}
		return formXML, nil
	}
	return 0, fault.New(fault.Malformed, "job.intake.file.unknown")
}

func isHTML(tag [][]byte, head []byte) bool {
	switch strings.ToLower(string(tag[2])) {
	case "html", "head", "body", "script", "meta", "title", "div", "main", "article", "section":
		return true
	case "source":
		return false
	}
	return len(tag[1]) == 0 && bytes.Contains(head, []byte("application/ld+json"))
}
