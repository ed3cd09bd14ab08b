package workload

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

// all is what a source holds; errors end it.
func all(t interface{ Fatal(...any) }, s Source) (out []any) {
	put := func(list any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, list)
	}
	cvs, err := Collect(s.CVs)
	put(cvs, err)
	jobs, err := Collect(s.Jobs)
	put(jobs, err)
	alerts, err := Collect(s.Alerts)
	put(alerts, err)
	cvq, err := Collect(s.CVQuery)
	put(cvq, err)
	jobq, err := Collect(s.JobQuery)
	put(jobq, err)
	return out
}

// TestWriteMade: what is read from the files of a made market is the market.
func TestWriteMade(t *testing.T) {
	dir, s := t.TempDir(), NewMarket(5).Source(Size{CVs: 60, Jobs: 50, Alerts: 300, Queries: 40})
	if err := Write(dir, s); err != nil {
		t.Fatal(err)
	}
	want, got := all(t, s), all(t, Files(os.DirFS(dir)))
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("file %d reads otherwise than it was written", i)
		}
	}
}

// TestWriteAny writes records of any shape that a file can hold, reads them, and has the same.
func TestWriteAny(t *testing.T) {
	number, numbers := rapid.IntRange(0, anyID), rapid.SliceOfN(rapid.IntRange(0, anyID), 1, 5)
	text, term := rapid.StringMatching(`[^\t\r\n]{0,30}`), rapid.StringMatching(`[^\t\r\n, ]{1,9}`)
	mask := rapid.Uint32()
	rapid.Check(t, func(r *rapid.T) {
		n := func() int { return number.Draw(r, "n") }
		at := func(most float64) float64 { return rapid.Float64Range(-most, most).Draw(r, "degrees") }
		yes := func() bool { return rapid.Bool().Draw(r, "yes") }
		some := func() []int {
			if yes() {
				return nil
			}
			return numbers.Draw(r, "list")
		}
		terms := func() []string { return rapid.SliceOfN(term, 1, 4).Draw(r, "terms") }
		s := Source{
			CVs: only(&CV{n(), n(), n(), n(), at(90), at(180), rapid.IntRange(0, 100).Draw(r, "years"), mask.Draw(r, "langs"), rapid.IntRange(0, 2).Draw(r, "vis"),
				yes(), some(), some(), text.Draw(r, "text")}),
			Jobs:     only(&Job{n(), n(), n(), n(), at(90), at(180), n(), n(), n(), yes(), n(), text.Draw(r, "text")}),
			Alerts:   only(&Alert{n(), text.Draw(r, "query"), some(), some(), mask.Draw(r, "etypes"), n(), n(), yes()}),
			CVQuery:  only(&CVQuery{n(), yes(), terms(), at(90), at(180), rapid.Float64Range(0, 20000).Draw(r, "km"), 7, mask.Draw(r, "langs"), n(), n()}),
			JobQuery: only(&JobQuery{n(), yes(), terms(), some(), mask.Draw(r, "etypes")}),
		}
		files := fstest.MapFS{}
		put(r, files, "cvs.tsv", s.CVs, writeCV)
		put(r, files, "jobs.tsv", s.Jobs, writeJob)
		put(r, files, "alerts.tsv", s.Alerts, writeAlert)
		put(r, files, "cvq.tsv", s.CVQuery, writeCVQuery)
		put(r, files, "jobq.tsv", s.JobQuery, writeJobQuery)
		if want, got := all(r, s), all(r, Files(files)); !reflect.DeepEqual(got, want) {
			r.Fatalf("%+v, want %+v", got, want)
		}
	})
}

func only[T any](v *T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) { yield(v, nil) }
}

func put[T any](r *rapid.T, files fstest.MapFS, name string, seq iter.Seq2[*T, error], cells func(*T) []string) {
	var b bytes.Buffer
	if err := writeRecords(&b, name, seq, cells); err != nil {
		r.Fatal(err)
	}
	files[name] = &fstest.MapFile{Data: b.Bytes()}
}

// TestWriteRefuses what would be another record when it is read.
func TestWriteRefuses(t *testing.T) {
	for _, text := range []string{"a\tb", "a\nb", "a\r", strings.Repeat("x", longest)} {
		var e *Error
		if err := writeRecords(&bytes.Buffer{}, "jobs.tsv", only(&Job{Text: text}), writeJob); !errors.As(err, &e) || e.Line != 1 {
			t.Errorf("%.9q: %v", text, err)
		}
	}
}
