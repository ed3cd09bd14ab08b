package gate

import (
	_ "embed" // files.txt
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/blob"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/testbed"
)

//go:embed files.txt
var filesTXT string

// undeclared lists the files below dir that no pattern knows, and counts all.
func undeclared(t *testing.T, dir string) (out []string, all int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		all++
		rel, err := filepath.Rel(dir, p)
		if err == nil && !declaredFile(filepath.ToSlash(rel)) {
			out = append(out, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, all
}

func declaredFile(name string) bool {
	for pattern := range strings.Lines(filesTXT) {
		pattern = strings.TrimSpace(pattern)
		if pattern == "" || strings.HasPrefix(pattern, "#") {
			continue
		}
		if ok, _ := path.Match(pattern, name); ok {
			return true
		}
	}
	return false
}

// TestFiles lets an installation write what it can (rows, keys, files, an epoch rotation, a shredding) and looks at every file it left,
// also in the folder for temporary files.
func TestFiles(t *testing.T) {
	testbed.EnginesWith(t, server.Rooms(), func(t *testing.T, b *testbed.Bed) {
		b.T = t
		temp := t.TempDir()
		t.Setenv("TMPDIR", temp)
		place, err := blob.NewFolder(filepath.Join(b.Dir, "data", "files"))
		if err != nil {
			t.Fatal(err)
		}
		files := blob.New(b.DB, place)
		s := testbed.NewID[access.SubjectID](b)
		g := b.Grant(access.Actor{Persona: access.Candidate, Subject: s}, access.OfSubject(s), privacy.Profile)
		draft, err := files.Put(t.Context(), g, store.Of{Subject: s, Class: privacy.ClassSelf}, "pdf", "cv.pdf", strings.NewReader(strings.Repeat("x", 300_000)), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.DB.Write(t.Context(), g, func(w *store.Writer) error { return files.Add(w, draft) }); err != nil {
			t.Fatal(err)
		}
		b.Clock.Move(time.Hour)
		if err := b.Keys.Rotate(t.Context()); err != nil {
			t.Fatal(err)
		}
		left, all := undeclared(t, b.Dir)
		if len(left) > 0 || all < 3 {
			t.Errorf("of %d files no line of files.txt knows %v", all, left)
		}
		if left, _ := undeclared(t, temp); len(left) > 0 {
			t.Errorf("temporary files: %v", left)
		}
		if err := os.WriteFile(filepath.Join(b.Dir, "data", "export.csv"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if left, _ := undeclared(t, b.Dir); len(left) != 1 {
			t.Errorf("control: a planted file was not seen: %v", left)
		}
	})
	show.Show(t, "inventory.files", "file-nobody-declared")
}
