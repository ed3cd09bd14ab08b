package workload

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Write writes a workload into a folder, as Files reads it. It says which record cannot stand in a file.
func Write(dir string, s Source) error {
	return errors.Join(
		writeFile(dir, "cvs.tsv", s.CVs, writeCV),
		writeFile(dir, "jobs.tsv", s.Jobs, writeJob),
		writeFile(dir, "alerts.tsv", s.Alerts, writeAlert),
		writeFile(dir, "cvq.tsv", s.CVQuery, writeCVQuery),
		writeFile(dir, "jobq.tsv", s.JobQuery, writeJobQuery))
}

func writeFile[T any](dir, name string, seq iter.Seq2[*T, error], cells func(*T) []string) error {
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	return errors.Join(writeRecords(f, name, seq, cells), f.Close())
}

func writeRecords[T any](w io.Writer, name string, seq iter.Seq2[*T, error], cells func(*T) []string) error {
	out, n := bufio.NewWriterSize(w, 1<<20), 0
	for v, err := range seq {
		if err != nil {
			return err
		}
		n++
		long := 0
		for i, c := range cells(v) {
			if strings.ContainsAny(c, "\t\n\r") {
				return &Error{name, n, i + 1, "a tab or the end of a line within a text"}
			}
			if i > 0 {
				_ = out.WriteByte('\t') // Flush says what failed
			}
			_, _ = out.WriteString(c)
			long += len(c) + 1
		}
		if long > longest {
			return &Error{name, n, 0, "too long"}
		}
		_ = out.WriteByte('\n')
	}
	return out.Flush()
}

// cellsOf is a record as text: what a reader of row makes of it is the same again.
func cellsOf(values ...any) []string {
	out := make([]string, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case string:
			out[i] = v
		case float64:
			out[i] = strconv.FormatFloat(v, 'g', -1, 64)
		case bool:
			out[i] = "0"
			if v {
				out[i] = "1"
			}
		case []int:
			out[i] = strings.Trim(strings.ReplaceAll(fmt.Sprint(v), " ", ","), "[]")
		default:
			out[i] = fmt.Sprint(v)
		}
	}
	return out
}

func mode(or bool) string {
	if or {
		return "or"
	}
	return "and"
}

func writeCV(c *CV) []string {
	return cellsOf(c.ID, c.Occ, c.Muni, c.County, c.Lat, c.Lon, c.Years, c.Langs, c.Vis, c.Restricted, c.Blocked, c.Skills, c.Text)
}

func writeJob(j *Job) []string {
	return cellsOf(j.ID, j.Occ, j.Muni, j.County, j.Lat, j.Lon, j.EType, j.Lang, j.Salary, j.Remote, j.Employer, j.Text)
}

func writeAlert(a *Alert) []string {
	return cellsOf(a.ID, a.Query, a.Occs, a.Munis, a.ETypes, a.Lang, a.Salary, a.Remote)
}

func writeCVQuery(q *CVQuery) []string {
	return cellsOf(q.ID, mode(q.Or), strings.Join(q.Terms, ","), q.Lat, q.Lon, q.Radius, q.MinYears, q.Langs, q.Skill, q.Employer)
}

func writeJobQuery(q *JobQuery) []string {
	return cellsOf(q.ID, mode(q.Or), strings.Join(q.Terms, ","), q.Munis, q.ETypes)
}
