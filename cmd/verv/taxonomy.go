package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"

	"verv/internal/taxonomy"
	"verv/internal/taxonomy/esco"
	"verv/internal/taxonomy/link"
)

type taxonomyVerb struct {
	Import taxonomyImport `cmd:"" help:"Take in ESCO and places as enrichment of this installation, and train the table that links titles."`
	Link   taxonomyLink   `cmd:"" help:"Read titles from standard input, one a line, and list the occupations and groups that they mean."`
}

// dataFolder is where the installation keeps its data: the one that was named, or the configuration's.
func dataFolder(o *outside, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	cfg, err := o.config()
	if err != nil {
		return "", err
	}
	return cfg.Data.Dir, nil
}

type taxonomyLink struct {
	Data   string `placeholder:"DIR" help:"Data folder of the installation; the configuration's when not given."`
	Lang   string `enum:",nb,nn,no,sv,fi,da,en" default:"" placeholder:"LANG" help:"Language of the titles: nb, nn, no (is nb), sv, fi, da or en. Found out for each title when not given."`
	Only   string `enum:",esco" default:"" placeholder:"esco" help:"esco: imported ESCO alone, without the built-in vocabulary."`
	Top    int    `default:"5" help:"Hits for each title, 1 to 10000 (${default})."`
	Format string `default:"table" enum:"table,tsv" help:"table or tsv."`
}

// Run prints line, rank, identifier, score and label of each hit. An empty line is counted and prints nothing.
func (v taxonomyLink) Run(o *outside) error {
	if v.Top < 1 || v.Top > 10_000 {
		return errors.New("--top takes 1 to 10000")
	}
	corpus, l, err := v.linker(o)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(o.out)
	w := io.Writer(out)
	var table *tabwriter.Writer
	if v.Format == "table" {
		table = tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		w = table
	}
	in := bufio.NewReaderSize(o.in, longestLine)
	for n := 1; o.ctx.Err() == nil; n++ {
		title, err := readLine(in)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		lang := v.Lang
		if lang == "" {
			lang, _ = taxonomy.Detector().Detect(title)
		}
		for rank, h := range l.Find(lang, title, v.Top, link.How{}) {
			fmt.Fprintf(w, "%d\t%d\t%s\t%.5f\t%s\n", n, rank+1, corpus.Concepts[h.Concept].ID, h.Score, h.Label)
		}
	}
	if table != nil {
		if err := table.Flush(); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (v taxonomyLink) linker(o *outside) (*esco.Corpus, *link.Linker, error) {
	dir, err := dataFolder(o, v.Data)
	if err != nil {
		return nil, nil, err
	}
	corpus, table, err := readTaxonomy(dir)
	switch {
	case errors.Is(err, os.ErrNotExist) && v.Only == "esco":
		return nil, nil, fmt.Errorf("ESCO was not imported into %s: verv taxonomy import --esco DIR", dir)
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return nil, nil, err
	}
	if v.Only == "" {
		corpus = link.Join(corpus, taxonomy.BuiltIn())
	}
	return corpus, link.New(corpus, table), nil
}

// longestLine is what is kept of a line; the rest of it is read and dropped.
const longestLine = 1 << 14

// readLine is the next line without its end. The last one may lack it.
func readLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadSlice('\n')
	text := string(line)
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = in.ReadSlice('\n')
	}
	if errors.Is(err, io.EOF) && text != "" {
		err = nil
	}
	return strings.TrimRight(text, "\r\n"), err
}

type taxonomyImport struct {
	Data   string `placeholder:"DIR" help:"Data folder of the installation; the configuration's when not given."`
	Esco   string `placeholder:"DIR" help:"Folder with ESCO's CSV files of any version, or with the reduced layouts; walked, gzip or not."`
	Places string `placeholder:"FILE" help:"Places in the layout of GeoNames, gzip or not."`
	Seed   uint64 `default:"1" help:"Seed of the training (${default})."`
	Effort int    `default:"100" help:"Length of the training in percent of the usual one, 1 to 400 (${default})."`
}

// Run reads everything before it replaces anything: what was imported before stays until the new file is whole. What is not named is kept.
func (v taxonomyImport) Run(o *outside) error {
	switch {
	case v.Esco == "" && v.Places == "":
		return errors.New("say what to import: --esco DIR, --places FILE or both")
	case v.Effort < 1 || v.Effort > 400:
		return errors.New("--effort takes 1 to 400")
	}
	dir, err := dataFolder(o, v.Data)
	if err != nil {
		return err
	}
	began := o.now()
	corpus, table, err := v.read(o, dir)
	if err != nil {
		return err
	}
	for _, s := range corpus.Sources {
		fmt.Fprintf(o.err, "%s: %d rows\n", s.Name, s.Rows)
	}
	if v.Esco != "" {
		if table, err = v.train(o, corpus); err != nil {
			return err
		}
	}
	if err := writeTaxonomy(dir, corpus, table); err != nil {
		return err
	}
	kinds, labels := corpus.Counts()
	fmt.Fprintf(o.out, "occupations\t%d\ngroups\t%d\nskills\t%d\nplaces\t%d\npostcodes\t%d\n", kinds[esco.Occupation], kinds[esco.Group], kinds[esco.Skill],
		len(corpus.Places), len(corpus.Postcodes))
	for _, lang := range esco.Languages {
		if labels[lang] > 0 {
			fmt.Fprintf(o.out, "labels %s\t%d\n", lang, labels[lang])
		}
	}
	if len(corpus.Concepts) > 0 {
		fmt.Fprintf(o.out, "ESCO version\t%s\n%s\n", corpus.Version(), esco.Attribution)
	}
	fmt.Fprintf(o.err, "imported into %s in %s\n", filepath.Join(dir, taxonomyFile), o.now().Sub(began).Round(1e8))
	return nil
}

// read is the new corpus: what is named, and what was there of the other.
func (v taxonomyImport) read(o *outside, dir string) (*esco.Corpus, []byte, error) {
	r := esco.NewReader()
	if v.Esco != "" {
		if err := r.Folder(os.DirFS(v.Esco)); err != nil {
			return nil, nil, fmt.Errorf("--esco %s: %w", v.Esco, err)
		}
	}
	if v.Places != "" {
		if err := r.Places(os.DirFS(filepath.Dir(v.Places)), filepath.Base(v.Places)); err != nil {
			return nil, nil, fmt.Errorf("--places: %w", err)
		}
	}
	corpus := r.Corpus()
	before, table, err := readTaxonomy(dir)
	if errors.Is(err, os.ErrNotExist) {
		return corpus, nil, nil
	}
	if err != nil {
		fmt.Fprintln(o.err, "verv:", err)
		return corpus, nil, nil
	}
	corpus.Keep(before, v.Esco == "", v.Places == "")
	if table == nil {
		return corpus, nil, nil
	}
	return corpus, table.Bytes(), nil
}

// train shows how far it is on standard error.
func (v taxonomyImport) train(o *outside, c *esco.Corpus) ([]byte, error) {
	plan := link.Usual(v.Seed, runtime.GOMAXPROCS(0), v.Effort)
	plan.Step = func(done, all int, loss float64) {
		if done%500 == 0 {
			fmt.Fprintf(o.err, "trained %d of %d, loss %.3f\n", done, all, loss)
		}
	}
	t, err := link.Train(o.ctx, c, plan, nil)
	if err != nil {
		return nil, err
	}
	return t.Bytes(), nil
}
