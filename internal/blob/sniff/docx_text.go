package sniff

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// textDOCX is the text of headers (where people put their address), body and footers, in that order.
func textDOCX(r io.ReaderAt, size int64, l Limits, limit int) (string, error) {
	z, f := openZip(r, size, l)
	if f != nil {
		return "", f
	}
	left := l.Markup
	w := &words{limit: limit}
	for _, e := range textParts(z) {
		body, err := e.Open()
		if err != nil {
			return "", refuse("broken")
		}
		err = docxPart(body, &left, w)
		body.Close()
		if errors.Is(err, errSpent) {
			return "", refuse("unfolds")
		}
		if err != nil {
			return "", refuse("broken")
		}
	}
	return w.String(), nil
}

// textParts are the parts that hold text, in reading order.
func textParts(z *zip.Reader) []*zip.File {
	rank := func(e *zip.File) int {
		dir, base := path.Split(e.Name)
		switch {
		case dir != "word/" || path.Ext(base) != ".xml":
			return 0
		case strings.HasPrefix(base, "header"):
			return 1
		case base == "document.xml":
			return 2
		case base == "footnotes.xml":
			return 3
		case strings.HasPrefix(base, "footer"):
			return 4
		}
		return 0
	}
	var parts []*zip.File
	for _, e := range z.File {
		if rank(e) > 0 {
			parts = append(parts, e)
		}
	}
	slices.SortStableFunc(parts, func(a, b *zip.File) int { return rank(a) - rank(b) })
	return parts
}

// docxPart adds the text of one part. What was deleted under revision, field codes and the fallback twin of a drawing
// are no text.
func docxPart(r io.Reader, left *int64, w *words) error {
	d := xml.NewDecoder(purse{r, left})
	skip, depth, inText := 0, 0, false
	for !w.full {
		tok, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.Directive:
			return refuse("doctype")
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return refuse("complex")
			}
			if skip == 0 {
				switch t.Name.Local {
				case "del", "moveFrom", "Fallback", "instrText", "delText":
					skip = depth
				case "t":
					inText = true
				case "tab":
					w.add("\t")
				case "br", "cr":
					w.add("\n")
				case "noBreakHyphen":
					w.add("-")
				}
			}
		case xml.EndElement:
			if skip == depth {
				skip = 0
			}
			depth--
			if t.Name.Local == "t" {
				inText = false
			}
			if t.Name.Local == "p" && skip == 0 {
				w.add("\n")
			}
		case xml.CharData:
			if inText && skip == 0 {
				w.add(string(t))
			}
		}
	}
	return nil
}
