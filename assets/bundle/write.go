package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

// hashed puts eight characters of the content's SHA-256 into a name.
func hashed(name string, body []byte) string {
	sum := sha256.Sum256(body)
	ext := filepath.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + base32.StdEncoding.EncodeToString(sum[:5]) + ext
}

type entry struct {
	File      string `json:"file"`
	Integrity string `json:"integrity"`
	Gzip      bool   `json:"gzip"`
}

// write empties the folder but for its placeholder and fills it again; the manifest comes last, so that a bundle that
// broke off half-way counts as none.
func write(dist string, made []output) error {
	old, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	for _, f := range old {
		if f.Name() == ".keep" {
			continue
		}
		if err := os.Remove(filepath.Join(dist, f.Name())); err != nil {
			return err
		}
	}
	files := map[string]entry{}
	for _, o := range made {
		sum := sha512.Sum384(o.body)
		packed := pack(o.body)
		e := entry{o.file, "sha384-" + base64.StdEncoding.EncodeToString(sum[:]), len(packed) < len(o.body)*9/10}
		if err := os.WriteFile(filepath.Join(dist, o.file), o.body, 0o644); err != nil {
			return err
		}
		if e.Gzip {
			if err := os.WriteFile(filepath.Join(dist, o.file+".gz"), packed, 0o644); err != nil {
				return err
			}
		}
		files[o.name] = e
	}
	text, err := json.MarshalIndent(map[string]any{"files": files}, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "manifest.json"), text, 0o644)
}

// pack compresses as hard as gzip can. The header carries no time, so the same input gives the same bytes.
func pack(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // fails for an unknown level only
	_, _ = w.Write(body)                                    // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// kB is 1000 bytes, as the budgets are counted.
const kB = 1000

// budgets are the most that a first view may weigh, in bytes as sent.
var budgets = map[string]int{
	"verv.css":                      24 * kB,
	"verv.js":                       30 * kB,
	"editor.js":                     75 * kB, // of the one page on which formatted text is written
	"board.css":                     4 * kB,  // pages of members alone
	"board.js":                      8 * kB,
	"inter-latin-wght-normal.woff2": 50 * kB, // latin-ext is fetched only for the letters it holds
}

// weigh prints what each file weighs and says which budget is broken.
func weigh(w io.Writer, made []output) error {
	var broken []string
	seen := map[string]bool{}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "raw\tas sent\tbudget\t\tfile")
	for _, o := range made {
		sent := min(len(o.body), len(pack(o.body)))
		limit, has := budgets[o.name]
		shown := ""
		if has {
			shown = fmt.Sprint(limit)
		}
		fmt.Fprintf(table, "%d\t%d\t%s\t\t%s\n", len(o.body), sent, shown, o.name)
		if has && sent > limit {
			broken = append(broken, fmt.Sprintf("%s weighs %d bytes, %d are allowed", o.name, sent, limit))
		}
		seen[o.name] = true
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for name := range budgets {
		if !seen[name] {
			broken = append(broken, name+" was not made")
		}
	}
	if broken != nil {
		return fmt.Errorf("over budget: %s", strings.Join(broken, "; "))
	}
	return nil
}
