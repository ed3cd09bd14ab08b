package esco

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// Limits of an import. ESCO 1.2 in all its languages stays far below each.
const (
	mostFiles  = 20_000  // looked at in one folder
	mostBytes  = 1 << 28 // of one file, unpacked
	mostLabels = 3_000_000
	mostPlaces = 2_000_000
	longest    = 1000 // bytes of a label
)

// Fault is what is wrong in a file, and where.
type Fault struct {
	File         string
	Line, Column int
	What         string
}

func (f *Fault) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.What)
}

// layout is a file that is known by its name.
type layout struct {
	name *regexp.Regexp
	read func(*draft, *file) error
}

// layouts are tried in order. The first group of a name is its language.
var layouts = []layout{
	{regexp.MustCompile(`^(?:occupations|skills|ISCOGroups|[A-Za-z]+SkillsCollection)_([a-z]{2})\.csv$`), readConcepts},
	{regexp.MustCompile(`^broaderRelationsOccPillar(?:_[a-z]{2})?\.csv$`), readBroader},
	{regexp.MustCompile(`^esco_occ_([a-z]{2})\.tsv$`), readLabels},
	{regexp.MustCompile(`^(?:occupations|skills)\.json$`), readJSON},
	{regexp.MustCompile(`^postal_codes_no\.tsv$`), readPostcodes},
}

// file is one open file that is read as a layout.
type file struct {
	name string
	lang string
	body *bufio.Reader
	rows int
}

func (f *file) fault(line, column int, what string, a ...any) error {
	return &Fault{f.name, max(line, 1), max(column, 1), fmt.Sprintf(what, a...)}
}

// Reader collects files into a corpus.
type Reader struct{ d *draft }

// NewReader has read nothing.
func NewReader() *Reader { return &Reader{newDraft()} }

// Folder walks a folder and reads every file whose name is a known layout's, packed by gzip or not. A folder without one is an error.
func (r *Reader) Folder(dir fs.FS) error {
	seen, read := 0, 0
	err := fs.WalkDir(dir, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if seen++; seen > mostFiles {
			return fmt.Errorf("more than %d files: name the folder of ESCO itself", mostFiles)
		}
		if !e.Type().IsRegular() {
			return nil
		}
		name := strings.TrimSuffix(path.Base(p), ".gz")
		for _, l := range layouts {
			if m := l.name.FindStringSubmatch(name); m != nil {
				lang := ""
				if len(m) > 1 {
					lang = language(m[1])
				}
				read++
				return r.open(dir, p, lang, l.read)
			}
		}
		return nil
	})
	if err == nil && read == 0 {
		err = errors.New("no file of a known layout is in the folder: occupations_no.csv, skills_sv.csv, ISCOGroups_en.csv, broaderRelationsOccPillar.csv, esco_occ_no.tsv, occupations.json, or one of them with .gz")
	}
	return err
}

// Places reads a file in the layout of GeoNames.
func (r *Reader) Places(dir fs.FS, name string) error {
	return r.open(dir, name, "", readPlaces)
}

// Corpus is everything that was read.
func (r *Reader) Corpus() *Corpus { return r.d.finish() }

func (r *Reader) open(dir fs.FS, p, lang string, read func(*draft, *file) error) (err error) {
	in, err := dir.Open(p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	f, places := &file{name: p, lang: lang}, len(r.d.corpus.Places)
	var body io.Reader = in
	if strings.HasSuffix(p, ".gz") {
		z, err := gzip.NewReader(in)
		if err != nil {
			return f.fault(1, 1, "this is not packed by gzip")
		}
		body = z
	}
	f.body = bufio.NewReaderSize(&bounded{body, mostBytes}, 1<<16)
	if mark, _ := f.body.Peek(3); string(mark) == "\ufeff" {
		_, _ = f.body.Discard(3)
	}
	if err := read(r.d, f); err != nil {
		return f.explain(err)
	}
	if r.d.labels > mostLabels || len(r.d.corpus.Places) > mostPlaces {
		return f.fault(f.rows, 1, "more labels or places than an import may hold")
	}
	r.d.corpus.Sources = append(r.d.corpus.Sources, Source{path.Base(p), f.rows, versionOf(p), len(r.d.corpus.Places) > places})
	return nil
}

// explain gives an error of the unpacking or of a bound its place.
func (f *file) explain(err error) error {
	var known *Fault
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, errTooLong):
		return f.fault(f.rows+1, 1, "the file is longer than %d bytes", mostBytes)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrChecksum):
		return f.fault(f.rows+1, 1, "the file is cut off")
	case errors.Is(err, bufio.ErrTooLong):
		return f.fault(f.rows+1, 1, "the line is too long")
	}
	return f.fault(f.rows+1, 1, "%v", err)
}

var errTooLong = errors.New("too long")

// bounded ends with an error, not silently, where the bound is.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	return n, err
}

// language is our code for ESCO's: no is bokmål.
func language(code string) string {
	if code == "no" {
		return "nb"
	}
	return code
}

var version = regexp.MustCompile(`v(\d+(?:\.\d+){1,2})`)

func versionOf(p string) string {
	if m := version.FindStringSubmatch(p); m != nil {
		return m[1]
	}
	return ""
}
