package workload

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math"
	"strconv"
	"strings"
)

// Error is a record that cannot be read.
type Error struct {
	File         string
	Line, Column int // from 1; column 0 is the line as a whole
	Why          string
}

func (e *Error) Error() string {
	if e.Column == 0 {
		return fmt.Sprintf("%s, line %d: %s", e.File, e.Line, e.Why)
	}
	return fmt.Sprintf("%s, line %d, column %d: %s", e.File, e.Line, e.Column, e.Why)
}

const longest = 1 << 20 // bytes of a line

// Files reads a workload from a folder:
//
//	cvs.tsv     id occ muni county lat lon years langs vis restricted blocked skills text
//	jobs.tsv    id occ muni county lat lon etype lang salary remote employer text
//	alerts.tsv  id query occs munis etypes lang salary remote
//	cvq.tsv     id mode terms lat lon radius_km minyears langs skill employer
//	jobq.tsv    id mode terms munis etype
//
// Lists are parted by commas, terms by commas or spaces. A file that is not there is empty.
func Files(dir fs.FS) Source {
	return Source{
		CVs:      records(dir, "cvs.tsv", 13, readCV),
		Jobs:     records(dir, "jobs.tsv", 12, readJob),
		Alerts:   records(dir, "alerts.tsv", 8, readAlert),
		CVQuery:  records(dir, "cvq.tsv", 10, readCVQuery),
		JobQuery: records(dir, "jobq.tsv", 5, readJobQuery),
	}
}

// LearnFrom learns where municipalities lie, from all CVs and jobs of a source.
func (m *Map) LearnFrom(s Source) error {
	for c, err := range s.CVs {
		if err != nil {
			return err
		}
		m.Learn(c.Muni, c.County)
	}
	for j, err := range s.Jobs {
		if err != nil {
			return err
		}
		m.Learn(j.Muni, j.County)
	}
	return nil
}

func records[T any](dir fs.FS, name string, columns int, read func(*row) *T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		f, err := dir.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		parse(f, name, columns, read, yield)
	}
}

func parse[T any](f io.Reader, name string, columns int, read func(*row) *T, yield func(*T, error) bool) {
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, longest)
	n := 0
	for lines.Scan() {
		n++
		r := &row{file: name, line: n, cells: strings.Split(lines.Text(), "\t")}
		if len(r.cells) != columns {
			yield(nil, &Error{name, n, 0, fmt.Sprintf("%d columns, not %d", len(r.cells), columns)})
			return
		}
		v := read(r)
		if r.err != nil {
			yield(nil, r.err)
			return
		}
		if !yield(v, nil) {
			return
		}
	}
	if err := lines.Err(); err != nil {
		yield(nil, &Error{name, n + 1, 0, err.Error()})
	}
}

// row is a line whose cells are read one after the other; the first that is wrong stays.
type row struct {
	file  string
	line  int
	cells []string
	at    int
	err   error
}

func (r *row) text() string {
	r.at++
	return r.cells[r.at-1]
}

func (r *row) wrong(why string) {
	if r.err == nil {
		r.err = &Error{r.file, r.line, r.at, why}
	}
}

func (r *row) number(most int) int { return r.whole(r.text(), most) }

func (r *row) whole(s string, most int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > most {
		r.wrong("not a whole number from 0 to " + strconv.Itoa(most))
		return 0
	}
	return n
}

func (r *row) mask() uint32 { return uint32(r.number(math.MaxUint32)) }

func (r *row) yes() bool { return r.number(1) == 1 }

func (r *row) degrees(most float64) float64 {
	f, err := strconv.ParseFloat(r.text(), 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > most {
		r.wrong("not a number of that range")
		return 0
	}
	return f
}

func (r *row) list() []int {
	s := r.text()
	if s == "" {
		return nil
	}
	var out []int
	for _, p := range strings.Split(s, ",") {
		out = append(out, r.whole(p, math.MaxInt32))
	}
	return out
}

func (r *row) or() bool {
	switch r.text() {
	case "or":
		return true
	case "and":
		return false
	}
	r.wrong("neither and nor or")
	return false
}

func (r *row) terms() []string {
	return strings.FieldsFunc(r.text(), func(c rune) bool { return c == ',' || c == ' ' })
}

const anyID = math.MaxInt32

// The calls are in the order of the columns; Go evaluates them so.

func readCV(r *row) *CV {
	return &CV{ID: r.number(anyID), Occ: r.number(anyID), Muni: r.number(anyID), County: r.number(anyID), Lat: r.degrees(90), Lon: r.degrees(180),
		Years: r.number(100), Langs: r.mask(), Vis: r.number(2), Restricted: r.yes(), Blocked: r.list(), Skills: r.list(), Text: r.text()}
}

func readJob(r *row) *Job {
	return &Job{ID: r.number(anyID), Occ: r.number(anyID), Muni: r.number(anyID), County: r.number(anyID), Lat: r.degrees(90), Lon: r.degrees(180),
		EType: r.number(math.MaxInt32), Lang: r.number(anyID), Salary: r.number(math.MaxInt32), Remote: r.yes(), Employer: r.number(anyID), Text: r.text()}
}

func readAlert(r *row) *Alert {
	return &Alert{ID: r.number(anyID), Query: r.text(), Occs: r.list(), Munis: r.list(), ETypes: r.mask(), Lang: r.number(anyID),
		Salary: r.number(math.MaxInt32), Remote: r.yes()}
}

func readCVQuery(r *row) *CVQuery {
	return &CVQuery{ID: r.number(anyID), Or: r.or(), Terms: r.terms(), Lat: r.degrees(90), Lon: r.degrees(180), Radius: r.degrees(20000),
		MinYears: r.number(100), Langs: r.mask(), Skill: r.number(anyID), Employer: r.number(anyID)}
}

func readJobQuery(r *row) *JobQuery {
	return &JobQuery{ID: r.number(anyID), Or: r.or(), Terms: r.terms(), Munis: r.list(), ETypes: r.mask()}
}
