package blob_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/blob"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed"
	"verv/internal/testbed/scan"
)

type world struct {
	*testbed.Bed
	dir    string
	files  *blob.Files
	person access.SubjectID
	of     store.Of
}

func engines(t *testing.T, fn func(t *testing.T, w *world)) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := &world{Bed: b, dir: filepath.Join(b.Dir, "files"), person: testbed.NewID[access.SubjectID](b)}
		place, err := blob.NewFolder(w.dir)
		if err != nil {
			t.Fatal(err)
		}
		w.files = blob.New(b.DB, place)
		w.of = store.Of{Subject: w.person, Employer: testbed.NewID[access.EmployerID](b), Class: privacy.ClassApplication}
		fn(t, w)
	})
}

func (w *world) grant() privacy.Grant {
	return w.Grant(access.Actor{Persona: access.Candidate, Subject: w.person}, access.OfSubject(w.person), privacy.Apply)
}

func (w *world) put(content []byte) blob.ID {
	w.T.Helper()
	d, err := w.files.Put(w.T.Context(), w.grant(), w.of, "pdf", "CV Kari.pdf", bytes.NewReader(content), 1<<20)
	if err != nil {
		w.T.Fatal(err)
	}
	err = w.DB.Write(w.T.Context(), w.grant(), func(tx *store.Writer) error { return w.files.Add(tx, d) })
	if err != nil {
		w.T.Fatal(err)
	}
	return d.ID()
}

func TestSealedAndReadInRanges(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		mark := scan.Mark("blob", "content")
		content := []byte(strings.Repeat("x", 100_000) + mark + strings.Repeat("y", 100_000))
		id := w.put(content)
		if hits, err := scan.Find([]string{w.Dir}, [][]byte{[]byte(mark)}, scan.Options{}); err != nil || len(hits) > 0 {
			t.Fatalf("the file lies in clear: %v %v", hits, err)
		}
		c, err := w.files.Open(t.Context(), w.grant(), id)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		got := make([]byte, len(mark))
		if _, err := c.ReadAt(got, 100_000); err != nil || string(got) != mark {
			t.Fatalf("%q, %v", got, err)
		}
		if c.About.Name != "CV Kari.pdf" || c.File.Size != int64(len(content)) {
			t.Fatalf("%+v %+v", c.About, c.File)
		}
		all, err := io.ReadAll(io.NewSectionReader(c, 0, c.File.Size))
		if err != nil || !bytes.Equal(all, content) {
			t.Fatalf("%d bytes, %v", len(all), err)
		}
	})
}

func TestStrangers(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		id := w.put([]byte("%PDF"))
		member := func(e access.EmployerID) privacy.Grant {
			return w.Grant(access.Actor{Persona: access.Member, Role: access.Recruiter, Employer: e}, access.OfEmployer(e), privacy.Assess)
		}
		other := testbed.NewID[access.SubjectID](w.Bed)
		for _, c := range []struct {
			name string
			g    privacy.Grant
			kind fault.Kind
			fine bool
		}{
			{"the employer it was sent to", member(w.of.Employer), 0, true},
			{"another employer", member(testbed.NewID[access.EmployerID](w.Bed)), fault.NotFound, false},
			{"another person", w.Grant(access.Actor{Persona: access.Candidate, Subject: other}, access.OfSubject(other), privacy.Apply), fault.NotFound, false},
			{"the right employer for the wrong purpose", w.Grant(access.Actor{Persona: access.Member, Employer: w.of.Employer}, access.OfEmployer(w.of.Employer), privacy.Contact), fault.Withheld, false},
		} {
			f, err := w.files.Open(t.Context(), c.g, id)
			if err == nil {
				_ = f.Close()
			}
			if (err == nil) != c.fine || err != nil && fault.KindOf(err) != c.kind {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	})
}

func TestTooLargeAndBroken(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		_, err := w.files.Put(t.Context(), w.grant(), w.of, "pdf", "x.pdf", bytes.NewReader(make([]byte, 1001)), 1000)
		if !fault.Is(err, fault.TooLarge) {
			t.Fatalf("%v", err)
		}
		boom := errors.New("the line went dead")
		_, err = w.files.Put(t.Context(), w.grant(), w.of, "pdf", "x.pdf", io.MultiReader(strings.NewReader("half"), broken{boom}), 1000)
		if !errors.Is(err, boom) {
			t.Fatalf("%v", err)
		}
		if n := w.count(); n != 0 {
			t.Fatalf("%d files are left of two failed uploads", n)
		}
	})
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// count is how many files lie in the folder, half-written ones too.
func (w *world) count() (n int) {
	w.T.Helper()
	err := filepath.WalkDir(w.dir, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}

// Bytes without a row go after a day; a file with its row stays; a row whose bytes are gone says so.
func TestSweep(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		kept := w.put([]byte("kept"))
		if _, err := w.files.Put(t.Context(), w.grant(), w.of, "pdf", "x.pdf", strings.NewReader("lost"), 1000); err != nil {
			t.Fatal(err)
		}
		sweep := func() int {
			n, err := w.files.Sweep(t.Context(), w.Operate())
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		w.Clock.Move(23 * time.Hour)
		if n := sweep(); n != 0 || w.count() != 2 {
			t.Fatalf("%d went within a day", n)
		}
		w.Clock.Move(2 * time.Hour)
		if n := sweep(); n != 1 || w.count() != 1 {
			t.Fatalf("%d went after a day, %d left", n, w.count())
		}
		if f, err := w.files.Open(t.Context(), w.grant(), kept); err != nil {
			t.Fatal(err)
		} else {
			_ = f.Close()
		}
		if err := os.RemoveAll(w.dir); err != nil {
			t.Fatal(err)
		}
		if _, err := w.files.Open(t.Context(), w.grant(), kept); !fault.Is(err, fault.Gone) {
			t.Fatalf("%v", err)
		}
	})
}

func TestRemove(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		id := w.put([]byte("x"))
		if err := w.files.Remove(t.Context(), w.grant(), id); err != nil || w.count() != 0 {
			t.Fatalf("%v, %d left", err, w.count())
		}
		if err := w.files.Remove(t.Context(), w.grant(), id); !fault.Is(err, fault.Withheld) {
			t.Fatalf("removed twice: %v", err)
		}
	})
}
