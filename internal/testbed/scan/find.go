package scan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// ErrCut is returned, beside the hits, for a file that Options.Inflate, Options.Depth or the memory for nested containers did
// not let the scanner read to its end.
var ErrCut = errors.New("scan: not read to the end")

// Find looks for the marks in files, and in folders with everything below. Hits come in the order of the files. The error joins whatever
// could not be read; the hits are then those of the rest.
func Find(roots []string, marks [][]byte, opts Options) ([]Hit, error) {
	s, err := New(marks, opts)
	if err != nil {
		return nil, err
	}
	return s.Find(roots...)
}

// Bytes looks for the marks in memory, with the default bounds.
func Bytes(name string, b []byte, marks [][]byte) ([]Hit, error) {
	s, err := New(marks, Options{})
	if err != nil {
		return nil, err
	}
	return s.Bytes(name, b)
}

// Reader looks for the marks in a stream, read to its end.
func Reader(name string, in io.Reader, marks [][]byte, opts Options) ([]Hit, error) {
	s, err := New(marks, opts)
	if err != nil {
		return nil, err
	}
	return s.Reader(name, in)
}

// Bytes is the function Bytes with prepared marks.
func (s *Scanner) Bytes(name string, b []byte) ([]Hit, error) { return s.at(name, bytes.NewReader(b)) }

// Reader is the function Reader with prepared marks.
func (s *Scanner) Reader(name string, in io.Reader) ([]Hit, error) {
	r := s.run(name)
	err := r.read(layer{in: in, origin: -1, window: inner})
	return r.end(err)
}

// at scans a text that can be read from any place.
func (s *Scanner) at(name string, in io.ReaderAt) ([]Hit, error) {
	const whole = 1<<63 - 1
	r := s.run(name)
	from := func(off int64) io.Reader { return io.NewSectionReader(in, off, whole-off) }
	err := r.read(layer{in: from(0), from: from, origin: -1, window: s.opts.Window})
	return r.end(err)
}

// end gives the hits of a run and what went wrong.
func (r *run) end(err error) ([]Hit, error) {
	if err != nil {
		err = fmt.Errorf("scan: %s: %w", r.path, err)
	}
	if r.cut {
		err = errors.Join(err, fmt.Errorf("%w: %s", ErrCut, r.path))
	}
	return r.hits, err
}

// Find is the function Find with prepared marks.
func (s *Scanner) Find(roots ...string) (hits []Hit, err error) {
	var errs []error
	for _, root := range roots {
		if real, err := filepath.EvalSymlinks(root); err == nil {
			root = real
		}
		walked := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				// A root must exist; below it a file may go while a live house is scanned.
				if path == root || !errors.Is(err, fs.ErrNotExist) {
					errs = append(errs, fmt.Errorf("scan: %w", err))
				}
				return nil
			}
			found, err := s.entry(path, d)
			hits, errs = append(hits, found...), append(errs, err)
			return nil
		})
		errs = append(errs, walked)
	}
	return hits, errors.Join(errs...)
}

// entry scans one name and, for a file, its bytes. A link is its target's name; what it leads to is scanned where it lies.
func (s *Scanner) entry(path string, d fs.DirEntry) (hits []Hit, err error) {
	names := d.Name()
	if d.Type()&fs.ModeSymlink != 0 {
		target, err := os.Readlink(path)
		if err == nil {
			names += "\n" + target
		}
	}
	inName, _ := s.Bytes(path, []byte(names))
	for _, h := range inName {
		h.How = "name, " + h.How
		hits = append(hits, h)
	}
	if !d.Type().IsRegular() {
		return hits, nil
	}
	found, err := s.file(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return append(hits, found...), err
}

// file scans one file, without reading its holes.
func (s *Scanner) file(path string) ([]Hit, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("scan: %w", err)
	}
	defer f.Close()
	return s.at(path, &sparse{File: f})
}

// sparse reads a file and, where the system tells, answers zeros for a hole without reading it.
type sparse struct {
	*os.File
	hole int64 // where the last known data begins: from the last question up to here all is zero
	from int64
}

// seekData asks Linux for the next data at or after an offset (lseek(2)).
const seekData = 3

// ReadAt fills p with zeros while the file has a hole there.
func (f *sparse) ReadAt(p []byte, off int64) (int, error) {
	if runtime.GOOS == "linux" && (off < f.from || off+int64(len(p)) > f.hole) {
		if next, err := f.Seek(off, seekData); err == nil {
			f.from, f.hole = off, next
		}
	}
	if off >= f.from && off+int64(len(p)) <= f.hole {
		clear(p)
		return len(p), nil
	}
	return f.File.ReadAt(p, off)
}
