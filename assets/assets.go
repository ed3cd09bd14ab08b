package assets

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
)

// Prefix is the path under which a Set is served; every URL begins with it.
const Prefix = "/assets/"

// ErrNotBundled says that the binary was built before `make assets` ran.
var ErrNotBundled = errors.New("assets: not bundled, run make assets")

//go:embed all:dist
var dist embed.FS

// File is one thing to serve.
type File struct {
	Name      string // as served, with the hash of its content: verv-3KJ2XA.css
	MIME      string
	Integrity string // for the integrity attribute: sha384-...
	Body      []byte
	Gzip      []byte // the same, compressed; nil where compressing gains nothing
}

// Set is what one build serves. It does not change and may be shared.
type Set struct {
	served  map[string]File   // by served name
	current map[string]string // source name to served name: verv.css to verv-3KJ2XA.css
	err     error
}

// manifest is written by assets/bundle beside the files.
type manifest struct {
	Files map[string]struct {
		File      string `json:"file"`
		Integrity string `json:"integrity"`
		Gzip      bool   `json:"gzip"`
	} `json:"files"`
}

// Open reads the embedded bundle. It never fails: see Set.Err.
func Open() *Set {
	dir, err := fs.Sub(dist, "dist")
	if err != nil {
		return &Set{err: err}
	}
	return read(dir)
}

func read(dir fs.FS) *Set {
	set := &Set{served: map[string]File{}, current: map[string]string{}}
	text, err := fs.ReadFile(dir, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		set.err = ErrNotBundled
		return set
	}
	var m manifest
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	for name, entry := range m.Files {
		file := File{Name: entry.File, MIME: mime[path.Ext(entry.File)], Integrity: entry.Integrity}
		if file.Body, err = fs.ReadFile(dir, entry.File); err != nil {
			break
		}
		if entry.Gzip {
			if file.Gzip, err = fs.ReadFile(dir, entry.File+".gz"); err != nil {
				break
			}
		}
		set.served[file.Name] = file
		set.current[name] = file.Name
	}
	if err != nil {
		return &Set{err: fmt.Errorf("assets: bundle is torn: %w", err)}
	}
	return set
}

// mime is fixed here: the table of the operating system differs from machine to machine.
var mime = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
	".txt":   "text/plain; charset=utf-8",
}

// Err is nil when the bundle is whole, ErrNotBundled when there is none.
func (s *Set) Err() error { return s.err }

// URL is the address of a source name such as "verv.css", or "" when it is not bundled.
func (s *Set) URL(name string) string {
	if served, ok := s.current[name]; ok {
		return Prefix + served
	}
	return ""
}

// Integrity is the value of the integrity attribute for a source name, or "".
func (s *Set) Integrity(name string) string { return s.served[s.current[name]].Integrity }

// File finds a file by the name in its URL, after Prefix.
func (s *Set) File(served string) (File, bool) {
	file, ok := s.served[served]
	return file, ok
}
