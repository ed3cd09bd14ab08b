package crypt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Trouble is what is wrong with the places of data, keys and root.
type Trouble string

// The troubles. Each lets one copy of one folder hold both a lock and its key, or somebody else read a key.
const (
	SamePlace   Trouble = "same"    // two of the three are one folder
	InsidePlace Trouble = "inside"  // one lies inside another
	LinkedPlace Trouble = "linked"  // one is reached from inside another through a symbolic link
	OpenMode    Trouble = "mode"    // others than the owner may read it
	Unreadable  Trouble = "unknown" // it cannot be looked at, so nothing is known
)

// Problem is one finding of CheckPlaces.
type Problem struct {
	What  Trouble
	Path  string // the place, link or file
	Other string // the other place, where there is one
}

func (p Problem) String() string {
	if p.Other == "" {
		return fmt.Sprintf("%s: %s", p.What, p.Path)
	}
	return fmt.Sprintf("%s: %s and %s", p.What, p.Path, p.Other)
}

// CheckPlaces looks whether data, keys and root are apart, links followed, and whether keys and root are for their owner
// alone. An empty name is a place that is not a folder (a database elsewhere, a key management service) and is passed
// over; a folder that does not exist yet is judged by its name. Links inside a place are looked for in its two top
// levels, where people put them.
func CheckPlaces(dataDir, keysDir, rootDir string) []Problem {
	var out []Problem
	var places []place
	for _, dir := range []string{dataDir, keysDir, rootDir} {
		if dir == "" {
			continue
		}
		p, err := newPlace(dir)
		if err != nil {
			out = append(out, Problem{What: Unreadable, Path: dir})
			continue
		}
		places = append(places, p)
	}
	for i, a := range places {
		for _, b := range places[i+1:] {
			out = append(out, compare(a, b)...)
		}
		for j, b := range places {
			if i != j {
				out = append(out, linksInto(a, b)...)
			}
		}
	}
	for _, dir := range []string{keysDir, rootDir} {
		if dir != "" {
			out = append(out, openModes(dir)...)
		}
	}
	return out
}

// place is a folder as it was named, and where it truly lies.
type place struct{ name, named, real string }

func newPlace(dir string) (place, error) {
	named, err := filepath.Abs(dir)
	if err != nil {
		return place{}, err
	}
	real, err := resolve(named)
	return place{dir, named, real}, err
}

// resolve follows links as far as the path exists; the rest is taken as written.
func resolve(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return real, err
	}
	if _, err := os.Lstat(path); err == nil {
		return "", fmt.Errorf("a link that leads nowhere: %w", fs.ErrNotExist)
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path, nil
	}
	real, err = resolve(parent)
	return filepath.Join(real, filepath.Base(path)), err
}

func compare(a, b place) []Problem {
	switch {
	case a.real == b.real || sameFile(a.real, b.real):
		return []Problem{{SamePlace, a.name, b.name}}
	case within(a.real, b.real):
		return []Problem{{insideOrLinked(a, b), a.name, b.name}}
	case within(b.real, a.real):
		return []Problem{{insideOrLinked(b, a), b.name, a.name}}
	case within(a.named, b.named):
		// Written inside, but a link leads out of it again: a backup that follows links takes both.
		return []Problem{{LinkedPlace, a.name, b.name}}
	case within(b.named, a.named):
		return []Problem{{LinkedPlace, b.name, a.name}}
	}
	return nil
}

func insideOrLinked(inner, outer place) Trouble {
	if within(inner.named, outer.named) {
		return InsidePlace
	}
	return LinkedPlace
}

// within reports whether path lies below dir, by name or because a folder above path is the same one under another name
// (a bind mount, a file system that ignores case).
func within(path, dir string) bool {
	if strings.HasPrefix(path, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator)) {
		return true
	}
	for up := filepath.Dir(path); up != filepath.Dir(up); up = filepath.Dir(up) {
		if sameFile(up, dir) {
			return true
		}
	}
	return false
}

func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// linksInto finds links in the top levels of a that lead to b, into it, or to a folder above it.
func linksInto(a, b place) []Problem {
	var out []Problem
	for _, pattern := range []string{"*", "*/*"} {
		names, _ := filepath.Glob(filepath.Join(escape(a.real), pattern))
		for _, name := range names {
			info, err := os.Lstat(name)
			if err != nil || info.Mode()&fs.ModeSymlink == 0 {
				continue
			}
			real, err := filepath.EvalSymlinks(name)
			if err == nil && (real == b.real || within(real, b.real) || within(b.real, real)) {
				out = append(out, Problem{LinkedPlace, name, b.name})
			}
		}
	}
	return out
}

// escape makes a path match only itself in Glob.
func escape(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// openModes finds what others than the owner may read of a place of keys.
func openModes(dir string) []Problem {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return []Problem{{What: Unreadable, Path: dir}}
	}
	var out []Problem
	if info.Mode().Perm()&0o077 != 0 {
		out = append(out, Problem{What: OpenMode, Path: dir})
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return append(out, Problem{What: Unreadable, Path: dir})
	}
	for _, e := range entries {
		if f, err := e.Info(); err == nil && f.Mode().IsRegular() && f.Mode().Perm()&0o077 != 0 {
			out = append(out, Problem{What: OpenMode, Path: filepath.Join(dir, e.Name())})
		}
	}
	return out
}
