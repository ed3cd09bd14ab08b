package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The same files give the same bytes in whatever order they come, and the archive holds nothing of who packed it and when.
func TestPack(t *testing.T) {
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	var one, two bytes.Buffer
	a, b := file{"verv", 0o755, []byte("binary")}, file{"docs/OPERATOR.md", 0o644, []byte("words")}
	if err := pack(&one, "verv-1", at, []file{a, b}); err != nil {
		t.Fatal(err)
	}
	if err := pack(&two, "verv-1", at, []file{b, a}); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Errorf("two archives differ: %v", err)
	}
	z, err := gzip.NewReader(&one)
	if err != nil || !z.ModTime.IsZero() {
		t.Fatalf("%v %s", err, z.ModTime)
	}
	var names []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil || !h.ModTime.Equal(at) || h.Uid != 0 || h.Gid != 0 || h.Uname != "" {
			t.Fatalf("%+v %v", h, err)
		}
		names = append(names, h.Name)
	}
	if got := strings.Join(names, " "); got != "verv-1/docs/OPERATOR.md verv-1/verv" {
		t.Error(got)
	}
}

func TestBill(t *testing.T) {
	r := release{version: "1.2.3", at: time.Unix(0, 0).UTC()}
	raw, err := r.bill([]part{{"golang", "golang.org/x/net", "v0.1.0"}}, []part{{"npm", "@digdir/designsystemet-css", "1.0.0"}})
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		BOMFormat, SpecVersion string
		Metadata               struct{ Component component }
		Components             []component
	}
	if err := json.Unmarshal(raw, &doc); err != nil || doc.BOMFormat != "CycloneDX" || doc.SpecVersion != "1.6" || doc.Metadata.Component.PURL != "pkg:generic/verv@1.2.3" || len(doc.Components) != 2 ||
		doc.Components[0].PURL != "pkg:golang/golang.org/x/net@v0.1.0" || doc.Components[1].PURL != "pkg:npm/%40digdir/designsystemet-css@1.0.0" {
		t.Errorf("%s %v", raw, err)
	}
}

// Work that comes without a licence cannot be handed on.
func TestNotices(t *testing.T) {
	dir := t.TempDir()
	write := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte("words of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("licenses.go")
	write("README.md")
	if got, err := noticesIn(dir); err == nil {
		t.Errorf("found %q", got)
	}
	write("LICENSE-3RD-PARTY.md")
	write("COPYING")
	got, err := noticesIn(dir)
	if err != nil || string(got) != "words of COPYING\nwords of LICENSE-3RD-PARTY.md\n" {
		t.Errorf("%q %v", got, err)
	}
}
