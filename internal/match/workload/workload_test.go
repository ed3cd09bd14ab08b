package workload

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"verv/internal/match"
)

const (
	oneCV    = "7\t3\t12\t2\t59.9\t10.7\t8\t5\t0\t0\t4,9\t11,12\tw1 w2 w3\n"
	oneJob   = "1\t3\t12\t2\t59.9\t10.7\t1\t2\t500000\t1\t4\tw1 w9\n"
	oneAlert = "5\tw1|w2&w9\t3\t\t0\t0\t400000\t1\n"
	oneQuery = "2\tand\tw1,w3\t59.9\t10.7\t50\t5\t4\t11\t88\n"
)

// TestFiles reads one record of each kind and writes the answers.
func TestFiles(t *testing.T) {
	s := Files(fstest.MapFS{"cvs.tsv": {Data: []byte(oneCV)}, "jobs.tsv": {Data: []byte(oneJob)}, "alerts.tsv": {Data: []byte(oneAlert + "6\tw7\t\t\t0\t0\t0\t0\n")},
		"cvq.tsv": {Data: []byte(oneQuery + "3\tor\tw1\t0\t0\t0\t0\t0\t0\t9\n")}, "jobq.tsv": {Data: []byte("1\tor\tw9 w8\t12\t1\n")}})
	r := &Run{Now: time.Now, CPU: func() time.Duration { return 0 }, Map: NewMap()}
	if err := r.Map.LearnFrom(s); err != nil {
		t.Fatal(err)
	}
	jobs, _, err := r.Jobs(s)
	if err != nil {
		t.Fatal(err)
	}
	r.Vocabulary = jobs
	people, _, err := r.People(s)
	if err != nil {
		t.Fatal(err)
	}
	alerts, built, err := r.Alerts(s)
	if err != nil || built.N != 2 {
		t.Fatal(err, built)
	}
	var a, c, j bytes.Buffer
	if err := errors.Join(AlertAnswers(&a, alerts, s), CVAnswers(&c, people, s), JobAnswers(&j, jobs, s)); err != nil {
		t.Fatal(err)
	}
	if a.String() != "1\t5\n" {
		t.Errorf("alerts: %q", a.String())
	}
	if !strings.HasPrefix(c.String(), "2\t1\t7=") || !strings.HasSuffix(c.String(), "3\t0\t\t\n") || !strings.Contains(c.String(), "\tcounty:2=1,years:0=1,occupation:3=1,langs:0=1,langs:2=1\n") {
		t.Errorf("CVs: %q", c.String())
	}
	if !strings.HasPrefix(j.String(), "1\t1\t1=") {
		t.Errorf("jobs: %q", j.String())
	}
}

// TestBroken says where a record is broken.
func TestBroken(t *testing.T) {
	for in, want := range map[string]string{
		"":        "",
		oneCV:     "",
		"1\t2\n":  "cvs.tsv, line 1: 2 columns, not 13",
		"\n":      "cvs.tsv, line 1: 1 columns, not 13",
		oneCV[1:]: "cvs.tsv, line 1, column 1",
		oneCV + strings.Replace(oneCV, "59.9", "159.9", 1):     "cvs.tsv, line 2, column 5",
		strings.Replace(oneCV, "59.9", "NaN", 1):               "cvs.tsv, line 1, column 5",
		strings.Replace(oneCV, "4,9", "4,,9", 1):               "cvs.tsv, line 1, column 11",
		strings.Replace(oneCV, "\t8\t", "\t-8\t", 1):           "cvs.tsv, line 1, column 7",
		strings.Repeat("x", longest+1):                         "cvs.tsv, line 1: bufio",
		strings.Replace(oneCV, "w1", "w1\tw1", 1):              "cvs.tsv, line 1: 14 columns",
		strings.Replace(oneCV, "\t5\t0", "\t4294967296\t0", 1): "cvs.tsv, line 1, column 8",
	} {
		_, err := Collect(Files(fstest.MapFS{"cvs.tsv": {Data: []byte(in)}}).CVs)
		if got := fmt.Sprint(err); want == "" && err != nil || !strings.HasPrefix(got, want) && want != "" {
			t.Errorf("%.40q: %s, want %s", in, got, want)
		}
	}
}

func FuzzFiles(f *testing.F) {
	for _, s := range []string{oneCV, oneJob, oneAlert, oneQuery, "1\tor\tw9 w8\t12\t1\n", "\t\t\t\n", "\xff\x00\n\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		s := Files(fstest.MapFS{"cvs.tsv": {Data: in}, "jobs.tsv": {Data: in}, "alerts.tsv": {Data: in}, "cvq.tsv": {Data: in}, "jobq.tsv": {Data: in}})
		r := &Run{Map: NewMap(), Now: time.Now, CPU: func() time.Duration { return 0 }}
		people, _, err := r.People(s)
		check := func(err error) {
			var e *Error
			if err != nil && (!errors.As(err, &e) || e.Line < 1) {
				t.Fatal(err)
			}
		}
		check(err)
		_, _, err = r.Alerts(s)
		check(err)
		for q, err := range s.CVQuery {
			if err == nil {
				people.Search(q.Request())
			}
		}
	})
}

// TestMarket: the same seed is the same market, and what is made has the shape that it should have.
func TestMarket(t *testing.T) {
	a, b := NewMarket(3), NewMarket(3)
	if fmt.Sprint(a.CV(5), a.Job(6), a.Alert(7), a.CVQuery(8)) != fmt.Sprint(b.CV(5), b.Job(6), b.Alert(7), b.CVQuery(8)) {
		t.Error("the same seed makes something else")
	}
	if fmt.Sprint(a.CV(5)) == fmt.Sprint(NewMarket(4).CV(5)) {
		t.Error("another seed makes the same")
	}
	words, seen := 0, 0
	for i := range 200 {
		c := a.CV(i)
		words += len(strings.Fields(c.Text))
		if c.Document().Purposes&match.ForSearch != 0 {
			seen++
		}
	}
	if words < 200*135 || words > 200*165 || seen < 140 || seen > 180 {
		t.Errorf("%d words, %d visible of 200", words, seen)
	}
	z, r, n := newZipf(1000, 1.05), rand.New(rand.NewPCG(1, 1)), [2]float64{}
	for range 200_000 {
		switch z.draw(r) {
		case 0:
			n[0]++
		case 9:
			n[1]++
		}
	}
	if ratio, want := n[0]/n[1], math.Pow(10, 1.05); math.Abs(ratio-want) > 1.5 {
		t.Errorf("the first rank is drawn %.1f times as often as the tenth, want %.1f", ratio, want)
	}
}
