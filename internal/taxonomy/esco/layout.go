package esco

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// table reads CSV by the names of its columns.
type table struct {
	f    *file
	csv  *csv.Reader
	at   map[string]int
	row  []string
	need []string
}

func (f *file) table(need ...string) (*table, error) {
	t := &table{f: f, csv: csv.NewReader(f.body), at: map[string]int{}, need: need}
	t.csv.ReuseRecord = true
	head, err := t.csv.Read()
	if err != nil {
		return nil, t.wrong(err)
	}
	for i, h := range head {
		t.at[strings.TrimSpace(h)] = i
	}
	for _, n := range need {
		if _, ok := t.at[n]; !ok {
			return nil, f.fault(1, len(head)+1, "the column %s is missing", n)
		}
	}
	return t, nil
}

// next reads a row; false at the end.
func (t *table) next() (bool, error) {
	row, err := t.csv.Read()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil {
		return false, t.wrong(err)
	}
	t.row, t.f.rows = row, t.f.rows+1
	return true, nil
}

func (t *table) wrong(err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) && !errors.Is(p.Err, errTooLong) {
		return t.f.fault(p.Line, p.Column, "%v", p.Err)
	}
	if errors.Is(err, io.EOF) {
		return t.f.fault(1, 1, "the file is empty")
	}
	return err
}

func (t *table) get(column string) string {
	if i, ok := t.at[column]; ok && i < len(t.row) {
		return t.row[i]
	}
	return ""
}

// fault is about a cell of the row that was read last.
func (t *table) fault(column, what string, a ...any) error {
	line, col := t.csv.FieldPos(t.at[column])
	return t.f.fault(line, col, what, a...)
}

// readConcepts reads an official file of occupations, skills or groups in one language.
func readConcepts(d *draft, f *file) error {
	t, err := f.table("conceptUri", "preferredLabel", "altLabels")
	if err != nil {
		return err
	}
	keep := slices.Contains(Languages, f.lang)
	for {
		more, err := t.next()
		if err != nil || !more {
			return err
		}
		uri := t.get("conceptUri")
		if !strings.HasPrefix(uri, Base) {
			return t.fault("conceptUri", "this is not an address of ESCO")
		}
		c := d.concept(uri)
		if c == nil || !keep {
			continue
		}
		if code := t.get("iscoGroup"); code != "" && c.Kind == Occupation {
			if len(code) > 4 || strings.Trim(code, "0123456789") != "" {
				return t.fault("iscoGroup", "this is not a code of ISCO")
			}
			c.ISCO = code
		}
		if f.lang == "en" && c.Text == "" {
			c.Text = t.get("description")
		}
		if err := t.labels(d, c); err != nil {
			return err
		}
	}
}

// labels takes the preferred and the alternative labels of a row. The latter are lines, in some files parted by bars.
func (t *table) labels(d *draft, c *Concept) error {
	if label := t.get("preferredLabel"); label != "" {
		if len(label) > longest {
			return t.fault("preferredLabel", "a label is longer than %d bytes", longest)
		}
		d.prefer(c, t.f.lang, label)
	}
	for _, column := range []string{"altLabels", "hiddenLabels"} {
		for _, l := range strings.FieldsFunc(t.get(column), func(r rune) bool { return r == '\n' || r == '|' }) {
			if len(l) > longest {
				return t.fault(column, "a label is longer than %d bytes", longest)
			}
			d.label(c, t.f.lang, l)
		}
	}
	return nil
}

// readBroader reads which concept stands below which.
func readBroader(d *draft, f *file) error {
	t, err := f.table("conceptUri", "broaderUri")
	if err != nil {
		return err
	}
	for {
		more, err := t.next()
		if err != nil || !more {
			return err
		}
		d.parent[t.get("conceptUri")] = t.get("broaderUri")
	}
}

// lines reads tab separated lines of a fixed number of columns.
func (f *file) lines(columns int, row func(line int, cells []string) error) error {
	scan := bufio.NewScanner(f.body)
	scan.Buffer(make([]byte, 0, 1<<16), 1<<20)
	for scan.Scan() {
		f.rows++
		if scan.Text() == "" {
			continue
		}
		cells := strings.Split(scan.Text(), "\t")
		if len(cells) != columns {
			return f.fault(f.rows, len(scan.Text())+1, "%d columns instead of %d", len(cells), columns)
		}
		if err := row(f.rows, cells); err != nil {
			return err
		}
	}
	return scan.Err()
}

// column is where a cell begins, in bytes from 1.
func column(cells []string, i int) int {
	at := 1
	for _, c := range cells[:i] {
		at += len(c) + 1
	}
	return at
}

// readLabels reads concept, index and label of one language, without a header.
func readLabels(d *draft, f *file) error {
	keep := slices.Contains(Languages, f.lang)
	return f.lines(3, func(line int, cells []string) error {
		c := d.concept(Base + cells[0])
		if c == nil {
			return f.fault(line, 1, "this is neither an occupation nor a group")
		}
		if _, err := strconv.ParseUint(cells[1], 10, 16); err != nil {
			return f.fault(line, column(cells, 1), "this is not an index")
		}
		if cells[2] == "" || len(cells[2]) > longest {
			return f.fault(line, column(cells, 2), "a label has 1 to %d bytes", longest)
		}
		if keep {
			d.label(c, f.lang, cells[2])
		}
		return nil
	})
}

// readPostcodes reads postcode, place, number of the municipality, its name and a type, without a header.
func readPostcodes(d *draft, f *file) error {
	return f.lines(5, func(line int, cells []string) error {
		for i, width := range []int{4, 0, 4} {
			if width > 0 && (len(cells[i]) != width || strings.Trim(cells[i], "0123456789") != "") {
				return f.fault(line, column(cells, i), "%d digits are wanted", width)
			}
		}
		d.corpus.Postcodes = append(d.corpus.Postcodes, Postcode{cells[0], cells[1], cells[2]})
		return nil
	})
}

// entry is an element of the JSON layout.
type entry struct {
	URI      string            `json:"uri"`
	Notation string            `json:"notation"`
	Label    map[string]string `json:"prefLabel"`
	Broader  []string          `json:"broader"`
}

// readJSON reads a list of concepts with preferred labels.
func readJSON(d *draft, f *file) error {
	in := json.NewDecoder(f.body)
	if t, err := in.Token(); err != nil || t != json.Delim('[') {
		return f.fault(1, 1, "a list is wanted")
	}
	for in.More() {
		var e entry
		if err := in.Decode(&e); err != nil {
			if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, errTooLong) {
				return err
			}
			return f.fault(1, int(in.InputOffset())+1, "element %d: %v", f.rows+1, err)
		}
		f.rows++
		c := d.concept(e.URI)
		if c == nil {
			return f.fault(1, int(in.InputOffset())+1, "element %d: this is not an address of ESCO", f.rows)
		}
		if len(e.Broader) > 0 && d.parent[e.URI] == "" {
			d.parent[e.URI] = e.Broader[0]
		}
		for lang, label := range e.Label {
			if len(label) > longest {
				return f.fault(1, int(in.InputOffset())+1, "element %d: a label is longer than %d bytes", f.rows, longest)
			}
			if lang = language(lang); slices.Contains(Languages, lang) {
				d.label(c, lang, label)
			}
		}
	}
	if _, err := in.Token(); err != nil {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// readPlaces reads the main table of GeoNames: 19 columns without a header.
func readPlaces(d *draft, f *file) error {
	return f.lines(19, func(line int, cells []string) error {
		id, err := strconv.ParseInt(cells[0], 10, 64)
		if err != nil {
			return f.fault(line, 1, "this is not a number of GeoNames")
		}
		p := Place{ID: id, Name: cells[1], Feature: cells[7], Country: cells[8]}
		if len(p.Country) != 2 || p.Name == "" || len(p.Name) > longest {
			return f.fault(line, column(cells, 1), "name or country is missing")
		}
		if p.Latitude, err = strconv.ParseFloat(cells[4], 64); err != nil || !(p.Latitude >= -90 && p.Latitude <= 90) {
			return f.fault(line, column(cells, 4), "this is not a latitude")
		}
		if p.Longitude, err = strconv.ParseFloat(cells[5], 64); err != nil || !(p.Longitude >= -180 && p.Longitude <= 180) {
			return f.fault(line, column(cells, 5), "this is not a longitude")
		}
		if cells[14] != "" {
			if p.People, err = strconv.ParseInt(cells[14], 10, 64); err != nil {
				return f.fault(line, column(cells, 14), "this is not a number of people")
			}
		}
		p.Admin = strings.TrimRight(strings.Join(cells[10:14], "."), ".")
		d.corpus.Places = append(d.corpus.Places, p)
		if len(d.corpus.Places) > mostPlaces {
			return f.fault(line, 1, "more places than an import may hold")
		}
		return nil
	})
}
