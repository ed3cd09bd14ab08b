package trade

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed data
var embedded embed.FS

// Lines are sentences to choose from. In a data file they are one text with a line for each.
type Lines []string

// UnmarshalText parts the lines and leaves out empty ones.
func (l *Lines) UnmarshalText(text []byte) error {
	for _, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			*l = append(*l, line)
		}
	}
	return nil
}

// file is what one data file may hold.
type file struct {
	Occupations []Occupation `toml:"occupation"`
	Sites       []Site       `toml:"site"`
	Employers   []Employer   `toml:"employer"`
	Towns       []Town       `toml:"town"`
	Names       []Names      `toml:"names"`
	Frame       *Frame       `toml:"frame"`
	Fields      []Field      `toml:"field"`
	Trades      []Trade      `toml:"trade"`
}

// Load reads and checks what is embedded. An error means that the build carries broken data.
func Load() (Knowledge, error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return Knowledge{}, err
	}
	k, err := read(data)
	if err != nil {
		return k, fmt.Errorf("trade: %w", err)
	}
	if err := k.Check(); err != nil {
		return k, fmt.Errorf("trade: check: %w", err)
	}
	return k, nil
}

// read joins the files of a folder. A folder in it is a language.
func read(data fs.FS) (Knowledge, error) {
	k := Knowledge{Occupations: map[string]Occupation{}, Tongues: map[string]Tongue{}}
	err := fs.WalkDir(data, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := decode(data, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		k.add(path.Dir(name), f)
		return nil
	})
	return k, err
}

// decode refuses keys that no field takes.
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

func (k *Knowledge) add(dir string, f file) {
	for _, o := range f.Occupations {
		k.Occupations[o.Key] = o
	}
	k.Sites = append(k.Sites, f.Sites...)
	k.Employers = append(k.Employers, f.Employers...)
	k.Towns = append(k.Towns, f.Towns...)
	k.Names = append(k.Names, f.Names...)
	if dir == "." {
		return
	}
	t, known := k.Tongues[dir]
	if !known {
		t = Tongue{Language: dir, Fields: map[string]Field{}}
	}
	if f.Frame != nil {
		t.Frame = *f.Frame
	}
	for _, field := range f.Fields {
		t.Fields[field.Key] = field
	}
	t.Trades = append(t.Trades, f.Trades...)
	k.Tongues[dir] = t
}
