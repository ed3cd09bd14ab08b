package sniff

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
)

// The properties of a document, empty. They replace the author, the last editor, the company, the manager, the title,
// the keywords and all times.
var blankProperties = map[string]string{
	"docprops/core.xml": `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`,
	"docprops/app.xml":  `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`,
	"docprops/custom.xml": `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" ` +
		`xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"/>`,
	"word/people.xml": `<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>`,
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// writers matches the names of those who wrote comments and revisions.
var writers = regexp.MustCompile(`(\s[A-Za-z0-9]+:(?:author|initials|userId))\s*=\s*(?:"[^"]*"|'[^']*')`)

// StripDOCX writes the document without what tells who made it, when and with what (ASVS 14.2.8): its properties, the
// names at comments and revisions, and in JPEG pictures everything a camera adds (EXIF, GPS, comments). The text stays.
// Call it only on what Document let in; it holds to the same limits.
func StripDOCX(w io.Writer, r io.ReaderAt, size int64, l Limits) error {
	z, f := openZip(r, size, l)
	if f != nil {
		return f
	}
	out := zip.NewWriter(w)
	left := l.Unfold
	for _, e := range z.File {
		if err := stripEntry(out, e, &left); err != nil {
			return err
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("writing a stripped document: %w", err)
	}
	return nil
}

func stripEntry(out *zip.Writer, e *zip.File, left *int64) error {
	low := strings.ToLower(e.Name)
	// Times of entries tell when somebody worked; they are left out.
	to, err := out.CreateHeader(&zip.FileHeader{Name: e.Name, Method: zip.Deflate})
	if err != nil {
		return fmt.Errorf("writing a stripped document: %w", err)
	}
	if strings.HasSuffix(e.Name, "/") {
		return nil
	}
	if blank, ok := blankProperties[low]; ok {
		_, err := io.WriteString(to, xmlHead+blank)
		return err
	}
	from, err := e.Open()
	if err != nil {
		return refuse("broken")
	}
	defer from.Close()
	body, err := io.ReadAll(purse{from, left})
	if err != nil {
		return refuse("broken")
	}
	switch path.Ext(low) {
	case ".xml":
		body = writers.ReplaceAll(body, []byte(`$1=""`))
	case ".jpg", ".jpeg":
		if out, ok := stripJPEG(body); ok {
			body = out
		}
	}
	_, err = to.Write(body)
	return err
}
