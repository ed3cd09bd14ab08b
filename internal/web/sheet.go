package web

import (
	"bytes"
	"encoding/csv"
	"strings"
	"time"
)

// bom tells spreadsheets that the file is UTF-8.
const bom = "\uFEFF"

// Sheet answers with rows as a file for spreadsheets, the head first; the day is added to the name.
func (r *Request) Sheet(name string, rows [][]string) error {
	name, body, err := r.sheet(name, rows)
	if err != nil {
		return err
	}
	return r.File(name, sheetType, bytes.NewReader(body))
}

// SheetOf is Sheet for a program.
func (r *Request) SheetOf(name string, rows [][]string) (*Attachment, error) {
	name, body, err := r.sheet(name, rows)
	if err != nil {
		return nil, err
	}
	return FileOf(name, sheetType, bytes.NewReader(body))
}

const sheetType = "text/csv; charset=utf-8"

func (r *Request) sheet(name string, rows [][]string) (string, []byte, error) {
	comma := ';' // what spreadsheets expect where the comma is in the numbers
	if r.Words.Lang() == "en" {
		comma = ','
	}
	body, err := sheet(rows, comma)
	return name + " " + r.Now.Format(time.DateOnly) + ".csv", body, err
}

// sheet writes rows. No cell is taken for a formula, whatever somebody typed as their name.
func sheet(rows [][]string, comma rune) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(bom)
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = comma, true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = inert(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// inert puts an apostrophe before what a spreadsheet would take for the beginning of a formula (OWASP, CSV Injection).
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
