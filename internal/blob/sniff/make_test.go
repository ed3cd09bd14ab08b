package sniff_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"

	"verv/internal/blob/sniff"
	"verv/internal/fault"
)

// A small writer of PDF files: objects in order, a table, a trailer.
func makePDF(trailer string, objects ...string) string {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, table)
	return b.String()
}

func packed(dict, body string) string {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write([]byte(body))
	w.Close()
	return fmt.Sprintf("<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", dict, z.Len(), z.String())
}

func plain(dict, body string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(body), body)
}

const (
	catalog = "<< /Type /Catalog /Pages 2 0 R >>"
	pages   = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
	page    = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>"
	latin   = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
)

const program = "BT /F1 12 Tf 72 720 Td (Ingrid Solbakken) Tj 0 -14 Td [(Anlegg) 20 (sin\\151) -300 (g\\(r\\))] TJ T* (Bl\xe5b\xe6rsyltet\xf8y) ' ET"

// cv is an ordinary CV with more objects at its end.
func cv(more ...string) string { return cvWith("", "", more...) }

func cvWith(inCatalog, inTrailer string, more ...string) string {
	return makePDF(inTrailer, append([]string{strings.Replace(catalog, " >>", " "+inCatalog+" >>", 1), pages, page, packed("", program), latin}, more...)...)
}

func objectStream(objects ...string) string {
	var head, body strings.Builder
	for i, o := range objects {
		fmt.Fprintf(&head, "%d %d ", 100+i, body.Len())
		body.WriteString(o + " ")
	}
	return packed(fmt.Sprintf("/Type /ObjStm /N %d /First %d", len(objects), head.Len()), head.String()+body.String())
}

// part is one entry of a DOCX.
type part struct{ name, body string }

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

var ordinary = []part{
	{"[Content_Types].xml", `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
	{"word/document.xml", `<?xml version="1.0"?><w:document ` + wordNS + `><w:body><w:p><w:r><w:t>Ingrid </w:t><w:t xml:space="preserve">Solbakken</w:t></w:r></w:p>` +
		`<w:p><w:ins w:id="1" w:author="Kari Nordmann" w:date="2026-01-01T00:00:00Z"><w:r><w:t>Anleggsingeniør</w:t><w:tab/><w:t>2019–</w:t></w:r></w:ins><w:del w:author='Ola'><w:r><w:delText>Hemmelig</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>Flyttet</w:t></w:r></w:moveFrom></w:p></w:body></w:document>`},
	{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://ingrid.example" TargetMode="External"/></Relationships>`},
	{"word/header1.xml", `<w:hdr ` + wordNS + `><w:p><w:r><w:t>Bakken 1, 0001 Oslo</w:t></w:r></w:p></w:hdr>`},
	{"docProps/core.xml", `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>Kari Nordmann</dc:creator><cp:lastModifiedBy>Ola Nordmann</cp:lastModifiedBy></cp:coreProperties>`},
	{"docProps/app.xml", `<Properties><Company>Nordmann AS</Company><Manager>Per</Manager></Properties>`},
}

// docx is the ordinary document with parts replaced or added.
func docx(t testing.TB, change ...part) string {
	parts := append([]part(nil), ordinary...)
next:
	for _, c := range change {
		for i := range parts {
			if parts[i].name == c.name {
				parts[i] = c
				continue next
			}
		}
		parts = append(parts, c)
	}
	return archive(t, parts...)
}

func archive(t testing.TB, parts ...part) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		e, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		e.Write([]byte(p.body))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func body(inner string) part {
	return part{"word/document.xml", `<w:document ` + wordNS + `><w:body>` + inner + `</w:body></w:document>`}
}

func relation(kind, target, mode string) part {
	return part{"word/_rels/document.xml.rels", `<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `" TargetMode="` + mode + `"/></Relationships>`}
}

func document(in string) (sniff.Kind, string) {
	k, err := sniff.Document(strings.NewReader(in), int64(len(in)), sniff.Standard)
	if err == nil {
		return k, ""
	}
	return k, strings.TrimPrefix(err.(*fault.Fault).Key, "blob.file.")
}
