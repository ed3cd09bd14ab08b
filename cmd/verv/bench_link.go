package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"text/tabwriter"

	"verv/internal/taxonomy"
	"verv/internal/taxonomy/esco"
	"verv/internal/taxonomy/link"
	"verv/internal/taxonomy/titles"
	"verv/internal/taxonomy/trial"
)

type benchLink struct {
	Esco   string `required:"" placeholder:"DIR" help:"Folder with ESCO's files, as for verv taxonomy import."`
	Part   string `default:"test" enum:"dev,test" help:"Which part of the concepts is asked for: dev, on which constants were chosen, or test (${default})."`
	Seed   uint64 `default:"1" help:"Seed of the training (${default})."`
	Effort int    `default:"100" help:"Length of the training in percent of the usual one, 1 to 400 (${default})."`
	Format string `default:"table" enum:"table,tsv" help:"table or tsv."`
}

// Run trains a table without the concepts of dev and test, and asks for labels of the part.
func (b benchLink) Run(o *outside) error {
	if b.Effort < 1 || b.Effort > 400 {
		return errors.New("--effort takes 1 to 400")
	}
	r := esco.NewReader()
	if err := r.Folder(os.DirFS(b.Esco)); err != nil {
		return fmt.Errorf("--esco %s: %w", b.Esco, err)
	}
	corpus := r.Corpus()
	began := o.now()
	plan := link.Usual(b.Seed, runtime.GOMAXPROCS(0), b.Effort)
	plan.Step = func(done, all int, loss float64) {
		if done%500 == 0 {
			fmt.Fprintf(o.err, "trained %d of %d, loss %.3f\n", done, all, loss)
		}
	}
	table, err := link.Train(o.ctx, corpus, plan, func(id string) bool { return trial.PartOf(id) != trial.Training })
	if err != nil {
		return err
	}
	fmt.Fprintf(o.err, "trained in %s\n", o.now().Sub(began).Round(1e8))
	w, flush := columns(o.out, b.Format)
	fmt.Fprint(w, "language\tasked\treading\ttable\trule\tn\tMRR\terror\tacc@1\tacc@5\tacc@10\n")
	err = trial.Run(o.ctx, corpus, table, trial.Part(b.Part), func(r trial.Result) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\n", r.Language, r.Kind, r.Reading, yes(r.Table), yes(r.Rule), r.N, r.MRR, r.Error, r.At1, r.At5, r.At10)
	})
	if err := errors.Join(err, flush()); err != nil {
		return err
	}
	if b.Format == "table" {
		fmt.Fprintf(o.out, "\nlabel: alternative labels (fi: preferred ones) taken out of the index. noise: labels left in, written as people do. group: names of unit groups, any occupation\nof the group is right. Labels of other languages are used. ESCO %s. %s\n", corpus.Version(), esco.Attribution)
	}
	return nil
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// columns writes tab separated lines as they are or in columns. flush ends it.
func columns(out io.Writer, format string) (w io.Writer, flush func() error) {
	if format == "tsv" {
		return out, func() error { return nil }
	}
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	return t, t.Flush
}

type benchUnit struct {
	Misses bool   `help:"Print each title whose first group was wrong, to standard error."`
	Format string `default:"table" enum:"table,tsv" help:"table or tsv."`
}

// Run prints the share of titles whose unit group was right, by language.
func (b benchUnit) Run(o *outside) error {
	all, err := titles.All()
	if err != nil {
		return err
	}
	var miss func(titles.Title, string)
	if b.Misses {
		miss = func(t titles.Title, got string) {
			fmt.Fprintf(o.err, "%s\t%s\t%s instead of %s\n", t.Language, t.Text, got, t.Groups)
		}
	}
	w, flush := columns(o.out, b.Format)
	fmt.Fprint(w, "language\tn\tfirst\tamong-five\tlanguage-found\n")
	var sum trial.Share
	line := func(s trial.Share) {
		n := float64(max(s.N, 1))
		fmt.Fprintf(w, "%s\t%d\t%.3f\t%.3f\t%.3f\n", s.Language, s.N, float64(s.First)/n, float64(s.Five)/n, float64(s.Tongue)/n)
	}
	for _, s := range trial.Titles(taxonomy.BuiltIn(), all, miss) {
		line(s)
		sum.N, sum.First, sum.Five, sum.Tongue = sum.N+s.N, sum.First+s.First, sum.Five+s.Five, sum.Tongue+s.Tongue
	}
	sum.Language = "all"
	line(sum)
	return flush()
}
