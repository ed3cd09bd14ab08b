package crypt

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

const ageChunk = 64 << 10

// sealedFile seals size pseudo-random bytes, written in uneven pieces.
func sealedFile(t testing.TB, k Key, file [16]byte, size int) (plain, sealed []byte) {
	t.Helper()
	plain = make([]byte, size)
	noise := rand.NewChaCha8([32]byte{byte(size)})
	_, _ = noise.Read(plain)
	var buf bytes.Buffer
	w, err := k.SealFile(&buf, dossierA, file)
	if err != nil {
		t.Fatal(err)
	}
	for rest := plain; len(rest) > 0; {
		n := min(len(rest), 10_007)
		if _, err := w.Write(rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return plain, buf.Bytes()
}

func TestFileRanges(t *testing.T) {
	k, file := newKey(), [16]byte{5}
	for _, size := range []int{0, 1, ageChunk - 1, ageChunk, ageChunk + 1, 3*ageChunk + 77} {
		plain, sealed := sealedFile(t, k, file, size)
		r, n, err := k.OpenFile(bytes.NewReader(sealed), int64(len(sealed)), dossierA, file)
		if err != nil || n != int64(size) {
			t.Fatalf("%d bytes: opened as %d, %v", size, n, err)
		}
		rapid.Check(t, func(t *rapid.T) {
			off := rapid.IntRange(0, size+10).Draw(t, "off")
			p := make([]byte, rapid.IntRange(0, 2*ageChunk).Draw(t, "len"))
			got, gotErr := r.ReadAt(p, int64(off))
			q := make([]byte, len(p))
			want, _ := bytes.NewReader(plain).ReadAt(q, int64(off))
			if got != want || !bytes.Equal(p[:got], q[:want]) {
				t.Fatalf("at %d: %d bytes, want %d", off, got, want)
			}
			if got < len(p) && !errors.Is(gotErr, io.EOF) {
				t.Fatalf("at %d: short without end: %v", off, gotErr)
			}
		})
		if _, err := r.ReadAt(make([]byte, 1), -1); err == nil {
			t.Error("read before the start")
		}
	}
}

func TestFileRefusals(t *testing.T) {
	k, file := newKey(), [16]byte{5}
	_, sealed := sealedFile(t, k, file, 3*ageChunk+77)
	const tag = 16
	head := len(sealed) - (3*ageChunk + 77 + 4*tag)
	swapped := bytes.Clone(sealed)
	copy(swapped[head:], sealed[head+ageChunk+tag:head+2*(ageChunk+tag)])
	copy(swapped[head+ageChunk+tag:], sealed[head:head+ageChunk+tag])
	flipped := bytes.Clone(sealed)
	flipped[head+100] ^= 1
	noLast := sealed[:head+3*(ageChunk+tag)]

	open := func(k Key, d DossierID, file [16]byte, sealed []byte) error {
		r, n, err := k.OpenFile(bytes.NewReader(sealed), int64(len(sealed)), d, file)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, io.NewSectionReader(r, 0, n))
		return err
	}
	for name, err := range map[string]error{
		"other file":         open(k, dossierA, [16]byte{6}, sealed),
		"other dossier":      open(k, dossierB, file, sealed),
		"other key":          open(newKey(), dossierA, file, sealed),
		"no key":             open(Key{}, dossierA, file, sealed),
		"cut by one":         open(k, dossierA, file, sealed[:len(sealed)-1]),
		"cut at a chunk":     open(k, dossierA, file, noLast),
		"cut in the head":    open(k, dossierA, file, sealed[:20]),
		"empty":              open(k, dossierA, file, nil),
		"chunks swapped":     open(k, dossierA, file, swapped),
		"one bit":            open(k, dossierA, file, flipped),
		"something appended": open(k, dossierA, file, append(bytes.Clone(sealed), 1)),
	} {
		if !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := open(k, dossierA, file, sealed); err != nil {
		t.Fatalf("control: %v", err)
	}
	for i := range head { // every byte of the header counts
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if err := open(k, dossierA, file, bad); !errors.Is(err, ErrSealed) {
			t.Fatalf("header byte %d altered: %v", i, err)
		}
	}
}

type failingDisk struct {
	io.ReaderAt
	failing bool
}

var errDisk = errors.New("input/output error")

func (f *failingDisk) ReadAt(p []byte, off int64) (int, error) {
	if f.failing {
		return 0, errDisk
	}
	return f.ReaderAt.ReadAt(p, off)
}

func TestFailingDiskIsNotTampering(t *testing.T) {
	k, file := newKey(), [16]byte{5}
	_, sealed := sealedFile(t, k, file, 2*ageChunk)
	disk := &failingDisk{ReaderAt: bytes.NewReader(sealed)}
	r, _, err := k.OpenFile(disk, int64(len(sealed)), dossierA, file)
	if err != nil {
		t.Fatal(err)
	}
	disk.failing = true
	if _, err := r.ReadAt(make([]byte, 10), 0); !errors.Is(err, errDisk) || errors.Is(err, ErrSealed) {
		t.Errorf("read: %v", err)
	}
}

func FuzzOpenFile(f *testing.F) {
	k := newKey()
	_, sealed := sealedFile(f, k, testRow, 100)
	f.Add(sealed[:len(sealed)-1])
	f.Add([]byte("age-encryption.org/v1\n-> verv-dossier\n\n--- "))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, _, err := newKey().OpenFile(bytes.NewReader(b), int64(len(b)), dossierA, testRow); !errors.Is(err, ErrSealed) {
			t.Fatalf("forged: %v", err)
		}
	})
}
