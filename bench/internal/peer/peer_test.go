package peer

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"verv/internal/match/workload"
)

// program finds everything and counts calls instead of time.
func program(ticks *time.Duration) Program {
	return Program{Clock: func() time.Duration { *ticks += time.Microsecond; return *ticks }, Mode: "cpu",
		Alerts: func(w *Work) (*Engine[*workload.Job], error) {
			e := &Engine[*workload.Job]{Bytes: 100, Ask: func(*workload.Job) (Answer, error) { return Answer{Alerts: []int{9, 2}}, nil }}
			var err error
			e.N, err = Load(w, w.Source.Alerts, 3, func([]*workload.Alert) error { return nil })
			return e, err
		},
		Jobs: func(*Work) (*Engine[*workload.JobQuery], error) {
			return &Engine[*workload.JobQuery]{N: 2, Change: func(int) error { return nil }, Ask: func(*workload.JobQuery) (Answer, error) {
				var b Best
				for i := range 30 {
					b.Add(Hit{i, float64(i / 2)})
				}
				return Answer{Total: 30, Top: b[:3], Counts: Spread([]Count{{County, 4, 30}}, map[uint32]int{5: 2, 4: 1})}, nil
			}}, nil
		}}
}

func TestRun(t *testing.T) {
	dir, answers := t.TempDir(), t.TempDir()
	if err := workload.Write(dir, workload.NewMarket(1).Source(workload.Size{Jobs: 5, Alerts: 10, Queries: 4})); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	var ticks time.Duration
	open := func() (Program, error) { return program(&ticks), nil }
	if err := run(open, []string{"-workload", dir, "-answers", answers, "-only", "alerts,jobs,cvs", "-asked", "2"}, &out); err != nil {
		t.Fatal(err)
	}
	want := "jobs\t2\t4\t1000\t1000\t1000\t30.0\t0.0\t0\tcpu\njobs change\t2\t2\t1000\t1000\t1000\t0.0\t0.0\t0\tcpu\nalerts\t10\t2\t1000\t1000\t1000\t2.0\t10.0\t4000\tcpu\n"
	if out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
	for name, want := range map[string]string{"alerts.tsv": `^1\t2,9\n2\t2,9\n$`, "jobs.tsv": `^1\t30\t28=14,29=14,26=13\tcounty:4=30,langs:0=2,langs:2=3,years:0=30\n2\t`} {
		text, err := os.ReadFile(filepath.Join(answers, name))
		if err != nil || !regexp.MustCompile(want).Match(text) {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	if err := run(open, []string{"-only", "jobs"}, &out); err == nil {
		t.Error("no workload is taken")
	}
	if err := run(func() (Program, error) { return Program{}, ErrLacks }, []string{"-workload", dir, "-answers", answers}, &out); !errors.Is(err, ErrLacks) {
		t.Error(err)
	}
}
