package crypt

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"verv/internal/promise/show"
)

func TestCheckPlaces(t *testing.T) {
	for _, c := range []struct {
		name             string
		data, keys, root string
		setup            func(dir string) error
		want             []Trouble
	}{
		{name: "siblings", data: "d", keys: "k", root: "r"},
		{name: "siblings with one name before the other", data: "verv", keys: "verv-keys", root: "verv-root"},
		{name: "not there yet", data: "new/d", keys: "new/k", root: "new/r"},
		{name: "data elsewhere", keys: "k", root: "r"},
		{name: "keys are data", data: "d", keys: "d", root: "r", want: []Trouble{SamePlace}},
		{name: "all one", data: "d", keys: "d", root: "d", want: []Trouble{SamePlace, SamePlace, SamePlace}},
		{name: "same, written otherwise", data: "d", keys: "k/../d", root: "r", want: []Trouble{SamePlace}},
		{name: "keys in data", data: "d", keys: "d/k", root: "r", want: []Trouble{InsidePlace}},
		{name: "keys deep in data, not there yet", data: "d", keys: "d/x/y/k", root: "r", want: []Trouble{InsidePlace}},
		{name: "root in keys", data: "d", keys: "k", root: "k/r", want: []Trouble{InsidePlace}},
		{name: "data in root", data: "r/d", keys: "k", root: "r", want: []Trouble{InsidePlace}},
		{name: "root in keys in data", data: "d", keys: "d/k", root: "d/k/r", want: []Trouble{InsidePlace, InsidePlace, InsidePlace}},
		{name: "keys are a link into data", data: "d", keys: "kl", root: "r", setup: link("d/inner", "kl"), want: []Trouble{LinkedPlace}},
		{name: "keys are a link to data", data: "d", keys: "kl", root: "r", setup: link("d", "kl"), want: []Trouble{SamePlace}},
		{name: "keys below a link into data", data: "d", keys: "kl/k", root: "r", setup: link("d/inner", "kl"), want: []Trouble{LinkedPlace}},
		{name: "a link in data leads to keys", data: "d", keys: "k", root: "r", setup: link("k", "d/backup"), want: []Trouble{LinkedPlace}},
		{name: "a link below data leads into root", data: "d", keys: "k", root: "r", setup: link("r", "d/inner/x"), want: []Trouble{LinkedPlace}},
		{name: "a link in data leads above keys", data: "d", keys: "up/k", root: "r", setup: link("up", "d/up"), want: []Trouble{LinkedPlace}},
		{name: "keys named in data lead out", data: "d", keys: "d/kl", root: "r", setup: link("k", "d/kl"), want: []Trouble{LinkedPlace, LinkedPlace}},
		{name: "a harmless link in data", data: "d", keys: "k", root: "r", setup: link("other", "d/o")},
		{name: "keys lead nowhere", data: "d", keys: "kl", root: "r", setup: link("nowhere", "kl"), want: []Trouble{Unreadable}},
		{name: "keys folder open", data: "d", keys: "k", root: "r", setup: mode("k", 0o750), want: []Trouble{OpenMode}},
		{name: "data folder open", data: "d", keys: "k", root: "r", setup: mode("d", 0o755)},
		{name: "root key open", data: "d", keys: "k", root: "r", setup: mode("r/root.key", 0o644), want: []Trouble{OpenMode}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			at := func(name string) string {
				if name == "" {
					return ""
				}
				return filepath.Join(dir, filepath.FromSlash(name))
			}
			for _, name := range []string{"d/inner", "k", "r", "other", "up/k"} {
				if err := os.MkdirAll(at(name), dirMode); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(at("r/root.key"), nil, fileMode); err != nil {
				t.Fatal(err)
			}
			if c.setup != nil {
				if err := c.setup(dir); err != nil {
					t.Fatal(err)
				}
			}
			var got []Trouble
			for _, p := range CheckPlaces(at(c.data), at(c.keys), at(c.root)) {
				got = append(got, p.What)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found %v, want %v: %v", got, c.want, CheckPlaces(at(c.data), at(c.keys), at(c.root)))
			}
		})
	}
	show.Show(t, "crypt.keys-apart", "keys-inside-data")
}

func link(to, name string) func(dir string) error {
	return func(dir string) error { return os.Symlink(filepath.Join(dir, to), filepath.Join(dir, name)) }
}

func mode(name string, m os.FileMode) func(dir string) error {
	return func(dir string) error { return os.Chmod(filepath.Join(dir, name), m) }
}

// Relative names are judged from where the program runs, as it would open them.
func TestCheckPlacesRelative(t *testing.T) {
	t.Chdir(t.TempDir())
	if got := CheckPlaces("verv-data", "./verv-keys", "verv-root"); len(got) != 0 {
		t.Errorf("the default places: %v", got)
	}
	if got := CheckPlaces(".", "verv-keys", "verv-root"); len(got) != 2 {
		t.Errorf("data is where all lies: %v", got)
	}
}
