package testbed

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"verv/internal/crypt"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Opened is something that a key of the installation opened.
type Opened struct {
	Place   string // table.column, or file
	Row     string // identifier of the row or file
	Dossier crypt.DossierID
	Plain   []byte
}

// Closure tries every key that the installation still holds on every sealed cell and every sealed file, and gives all that opens. A
// search for marks in bytes alone passes on any encrypted disk; only this shows what can still be read.
func (b *Bed) Closure(files string) []Opened {
	b.T.Helper()
	return b.ClosureWith(b.Keys, files)
}

// ClosureWith is Closure with another keystore: an older copy of it, for instance.
func (b *Bed) ClosureWith(ks *crypt.Keystore, files string) []Opened {
	b.T.Helper()
	keys := map[crypt.DossierID]crypt.Key{}
	ctx := b.T.Context()
	b.must(ks.Each(ctx, func(d crypt.DossierID, _ time.Time) error {
		k, err := ks.Key(ctx, d)
		keys[d] = k
		return err
	}))
	return append(b.openCells(keys), b.openFiles(keys, files)...)
}

func (b *Bed) openCells(keys map[crypt.DossierID]crypt.Key) []Opened {
	b.T.Helper()
	inv, err := store.InventoryOf(b.Conf.Rooms)
	b.must(err)
	db := b.raw()
	defer db.Close()
	var out []Opened
	for _, t := range inv.Tables {
		sealed := map[int]privacy.Column{}
		var cols []string
		id := -1
		for i, c := range t.Columns {
			cols = append(cols, c.Name)
			if c.Kind == privacy.Sealed {
				sealed[i] = c
			}
			if c.Name == "id" {
				id = i
			}
		}
		if len(sealed) == 0 || id < 0 {
			continue
		}
		rows, err := db.QueryContext(context.Background(), "select "+strings.Join(cols, ", ")+" from "+t.Name)
		b.must(err)
		for rows.Next() {
			vals, dest := make([]any, len(cols)), make([]any, len(cols))
			for i := range vals {
				dest[i] = &vals[i]
			}
			b.must(rows.Scan(dest...))
			for i, c := range sealed {
				if cell, ok := vals[i].([]byte); ok {
					out = append(out, tryAll(keys, c, fmt.Sprint(text(vals[id])), cell)...)
				}
			}
		}
		b.must(rows.Err())
		b.must(rows.Close())
	}
	return out
}

func text(v any) any {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return v
}

// tryAll tries every key on one cell, in the place where it lies.
func tryAll(keys map[crypt.DossierID]crypt.Key, c privacy.Column, row string, cell []byte) []Opened {
	var at [16]byte
	copy(at[:], idBytes(row))
	var out []Opened
	for d, k := range keys {
		if plain, err := k.Open(crypt.FieldID(c.Field), at, d, cell); err == nil {
			out = append(out, Opened{Place: c.Table + "." + c.Name, Row: row, Dossier: d, Plain: plain})
		}
	}
	return out
}

func (b *Bed) openFiles(keys map[crypt.DossierID]crypt.Key, dir string) []Opened {
	b.T.Helper()
	if dir == "" {
		return nil
	}
	var out []Opened
	b.must(filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := filepath.Base(path)
		if len(name) < 36 {
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var file [16]byte
		copy(file[:], idBytes(name[len(name)-36:]))
		for dossier, k := range keys {
			r, n, err := k.OpenFile(bytes.NewReader(raw), int64(len(raw)), dossier, file)
			if err != nil {
				continue
			}
			plain, err := io.ReadAll(io.NewSectionReader(r, 0, n))
			if err == nil {
				out = append(out, Opened{Place: "file", Row: name, Dossier: dossier, Plain: plain})
			}
		}
		return nil
	}))
	return out
}

// idBytes are the 16 bytes of an identifier's text, none for anything else.
func idBytes(s string) []byte {
	d, err := crypt.ParseDossier(s)
	if err != nil {
		return nil
	}
	return d.Bytes()
}

// Where lists the places in which a mark was opened, sorted and once each.
func Where(opened []Opened, mark string) []string {
	seen := map[string]bool{}
	for _, o := range opened {
		if bytes.Contains(o.Plain, []byte(mark)) {
			seen[o.Place] = true
		}
	}
	return sorted(seen)
}

func sorted(m map[string]bool) []string { return slices.Sorted(maps.Keys(m)) }

// KeysCopy is a copy of the keystore's folder, as a backup would hold it.
type KeysCopy struct {
	b   *Bed
	dir string
}

// CopyKeys copies the keystore's folder; nil where the keystore is no folder.
func (b *Bed) CopyKeys() *KeysCopy {
	b.T.Helper()
	if b.keys.Dir == "" {
		return nil
	}
	dir := b.T.TempDir()
	b.must(os.CopyFS(dir, os.DirFS(b.keys.Dir)))
	return &KeysCopy{b, dir}
}

// Open opens the copy with the root as it is now.
func (c *KeysCopy) Open() (*crypt.Keystore, error) {
	cfg := c.b.keys
	cfg.Dir = c.dir
	ks, err := crypt.OpenKeystore(c.b.T.Context(), cfg)
	if err == nil {
		c.b.T.Cleanup(func() { _ = ks.Close() })
	}
	return ks, err
}
