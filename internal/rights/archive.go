package rights

import (
	"archive/zip"
	"bytes"
	_ "embed" // export.html
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"verv/internal/blob"
	"verv/internal/cv/jsoncv"
	"verv/internal/fault"
	"verv/internal/store"
	"verv/internal/task"
)

// exportMost is the largest download, in bytes.
const exportMost = 4 << 30

//go:embed export.html
var exportHTML string

var exportPage = template.Must(template.New("export").Funcs(template.FuncMap{"flat": flat}).Parse(exportHTML))

// seal writes the ZIP into a sealed file, without a plain byte on the disk.
func (h *House) seal(run *task.Run, p *Package, of store.Of) (blob.Draft, error) {
	r, w := io.Pipe()
	go func() { _ = w.CloseWithError(h.zip(run, p, w)) }()
	name := "verv-" + p.Made.Format(time.DateOnly) + ".zip"
	draft, err := h.Files.Put(run, run.Grant, of, "zip", name, r, exportMost)
	_ = r.Close() // where Put gave up, the packing ends too
	return draft, err
}

// zip writes the whole package: index.html, data.json, the CSV of applications, CVs in their open format, files.
func (h *House) zip(run *task.Run, p *Package, to io.Writer) error {
	z := zip.NewWriter(to)
	if err := h.zipFiles(run, p, z); err != nil {
		return err
	}
	data, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return fmt.Errorf("rights: data.json: %w", err)
	}
	if err := put(z, p.Made, "data.json", data); err != nil {
		return err
	}
	var page bytes.Buffer
	if err := exportPage.Execute(&page, newReadable(p)); err != nil {
		return fmt.Errorf("rights: index.html: %w", err)
	}
	if err := put(z, p.Made, "index.html", page.Bytes()); err != nil {
		return err
	}
	if len(p.Applications) > 0 {
		if err := put(z, p.Made, "applications.csv", table(p.Applications)); err != nil {
			return err
		}
	}
	for i, doc := range openCVs(p) {
		if err := put(z, p.Made, fmt.Sprintf("cv/%d.json", i+1), doc); err != nil {
			return err
		}
	}
	return z.Close()
}

func put(z *zip.Writer, made time.Time, name string, data []byte) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: made})
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// zipFiles copies each file. One whose bytes are gone is named as missing rather than losing the rest.
func (h *House) zipFiles(run *task.Run, p *Package, z *zip.Writer) error {
	for i := range p.files {
		f := &p.files[i]
		err := h.zipFile(run, f, i+1, z, p.Made)
		if err != nil && !fault.Is(err, fault.Gone) && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	p.files = slices.DeleteFunc(p.files, func(f packedFile) bool { return f.name == "" })
	return nil
}

func (h *House) zipFile(run *task.Run, f *packedFile, n int, z *zip.Writer, made time.Time) (err error) {
	c, err := h.Files.Open(run, f.grant, f.id)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	f.name = fmt.Sprintf("files/%d-%s", n, plainName(c.About.Name, c.File.Kind))
	// Deflating a PDF again gains nothing.
	w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store, Modified: made})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, io.NewSectionReader(c, 0, c.File.Size))
	return err
}

// plainName is a name that means the same on every system and leads out of no folder.
func plainName(name, kind string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"/|?*`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, ". ")
	if name == "" {
		name = "file." + kind
	}
	for len(name) > 100 {
		name = strings.ToValidUTF8(name[len(name)-100:], "")
	}
	return name
}

// openCVs writes each CV of the package in the open format of jsonresume.org. A body that is none is in data.json all the same.
func openCVs(p *Package) [][]byte {
	var out [][]byte
	for _, d := range p.Dossiers {
		for _, row := range d.Rows {
			if row.Table != "cv" {
				continue
			}
			for _, c := range row.Columns {
				if doc, ok := openCV(c.Value); ok {
					out = append(out, doc)
				}
			}
		}
	}
	return out
}

func openCV(body any) ([]byte, bool) {
	fields, ok := body.(map[string]any)
	if !ok || fields["CV"] == nil {
		return nil, false
	}
	raw, err := json.Marshal(fields["CV"])
	if err != nil {
		return nil, false
	}
	var c jsoncv.CV
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, false
	}
	var doc bytes.Buffer
	err = jsoncv.Write(&doc, c)
	return doc.Bytes(), err == nil
}

// table is the list of applications for a spreadsheet: UTF-8 with a byte order mark, and no cell that a program would run.
func table(list []Application) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	_ = w.Write([]string{"job", "employer", "sent", "state"}) // a buffer takes everything
	for _, a := range list {
		_ = w.Write([]string{safe(a.Job), safe(a.Employer), a.SentAt.UTC().Format(time.DateOnly), safe(a.State)})
	}
	w.Flush()
	return b.Bytes()
}

// safe is a cell that no spreadsheet takes for a formula.
func safe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n|%", rune(s[0])) {
		return "'" + s
	}
	return s
}

func itoa(n int) string { return strconv.Itoa(n) }

// isMoment tells by its name that a column of numbers holds a moment in milliseconds.
func isMoment(column string) bool {
	return column == "at" || strings.HasSuffix(column, "_at") || strings.HasSuffix(column, "_until")
}
