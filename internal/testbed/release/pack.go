package main

import (
	"archive/tar"
	"cmp"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"
)

// file is one file of an archive.
type file struct {
	name string // below the root of the archive
	mode int64
	body []byte
}

// pack writes an archive whose bytes follow from its files and the time alone.
func pack(to io.Writer, root string, at time.Time, files []file) error {
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.name, b.name) })
	z := gzip.NewWriter(to)
	t := tar.NewWriter(z)
	for _, f := range files {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: path.Join(root, f.name), Mode: f.mode, Size: int64(len(f.body)), ModTime: at, Format: tar.FormatPAX}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if _, err := t.Write(f.body); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

// contents is what an archive holds.
func (r release) contents(ctx context.Context, p platform, bin string) ([]file, error) {
	var out []file
	add := func(name string, mode int64, from string) error {
		body, err := os.ReadFile(from)
		out = append(out, file{name, mode, body})
		return err
	}
	if err := add("verv", 0o755, bin); err != nil {
		return nil, err
	}
	papers := []string{"LICENSE", "NOTICE", "docs/OPERATOR.md", "docs/CONFIG.md", "docs/DATA.md", "docs/PRIVACY-OFFICER.md", "docs/RECRUITER.md", "packaging/PROXY.md", "packaging/verv.toml"}
	if p.os == "linux" {
		papers = append(papers, "packaging/verv.service", "packaging/verv-tls.conf", "packaging/verv.sysusers", "packaging/verv.tmpfiles")
	}
	for _, name := range papers {
		if err := add(name, 0o644, filepath.FromSlash(name)); err != nil {
			return nil, err
		}
	}
	used, err := modules(bin)
	if err != nil {
		return nil, err
	}
	npm, notices, err := packages()
	if err != nil {
		return nil, err
	}
	bill, err := r.bill(used, npm)
	if err != nil {
		return nil, err
	}
	third, err := thirdParty(ctx, used, notices)
	out = append(out, file{"sbom.cdx.json", 0o644, bill}, file{"THIRD-PARTY.txt", 0o644, third})
	return out, err
}
