package world

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/BurntSushi/toml"
)

//go:embed data/*.toml
var embedded embed.FS

// file is what one data file may hold. Files are read in the order of their names, so the order of jobs and
// applications in the world is the same in every build.
type file struct {
	Site         *Site         `toml:"site"`
	Operator     *Person       `toml:"operator"`
	Officer      *Person       `toml:"officer"`
	Employers    []Employer    `toml:"employer"`
	Jobs         []Job         `toml:"job"`
	Candidates   []Candidate   `toml:"candidate"`
	Applications []Application `toml:"application"`
}

// Load reads the embedded world and checks it as Check does.
// An error means that the build carries broken data; there is nothing a caller can mend.
func Load() (World, error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return World{}, fmt.Errorf("world: open data: %w", err)
	}
	w, err := read(data)
	if err != nil {
		return World{}, err
	}
	if err := w.Check(); err != nil {
		return World{}, fmt.Errorf("world: check: %w", err)
	}
	return w, nil
}

// read joins all data files of one folder into a world without checking what they say.
func read(data fs.FS) (World, error) {
	names, err := fs.Glob(data, "*.toml")
	if err != nil {
		return World{}, fmt.Errorf("world: list data: %w", err)
	}
	w := World{Month: written}
	for _, name := range names {
		f, err := decode(data, name)
		if err != nil {
			return World{}, fmt.Errorf("world: %s: %w", name, err)
		}
		w.add(f)
	}
	return w, nil
}

// decode refuses keys that no field takes: a misspelt key would otherwise lose its value in silence.
func decode(data fs.FS, name string) (file, error) {
	var f file
	text, err := fs.ReadFile(data, name)
	if err != nil {
		return f, err
	}
	meta, err := toml.Decode(string(text), &f)
	if err != nil {
		return f, err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return f, fmt.Errorf("unknown key %q", unknown[0].String())
	}
	return f, nil
}

func (w *World) add(f file) {
	if f.Site != nil {
		w.Site = *f.Site
	}
	if f.Operator != nil {
		w.Operator = *f.Operator
	}
	if f.Officer != nil {
		w.Officer = *f.Officer
	}
	w.Employers = append(w.Employers, f.Employers...)
	w.Jobs = append(w.Jobs, f.Jobs...)
	w.Candidates = append(w.Candidates, f.Candidates...)
	w.Applications = append(w.Applications, f.Applications...)
}
