package blob

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Place is where sealed bytes lie, by name. Names are identifiers: 36 characters, no slash.
type Place interface {
	// Put makes the bytes durable under the name before it returns.
	Put(ctx context.Context, name string, write func(io.Writer) error) (size int64, err error)
	Open(ctx context.Context, name string) (Object, error)
	Delete(ctx context.Context, name string) error // no error when there is none
	Each(ctx context.Context, fn func(name string, made time.Time) error) error
	Health(ctx context.Context) error
}

// Object is an open file of a place.
type Object interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// Folder is a place on the local disk, two levels of folders deep.
type Folder struct{ dir string }

// NewFolder makes the folder where it is missing.
func NewFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &Folder{dir}, nil
}

const prefix = "sealed-" // the one file prefix this folder may hold; the inventory gate knows it

func (f *Folder) path(name string) string {
	return filepath.Join(f.dir, name[len(name)-2:], prefix+name)
}

// Put writes beside the goal, syncs the file, moves it there and syncs the folder.
func (f *Folder) Put(_ context.Context, name string, write func(io.Writer) error) (int64, error) {
	goal := f.path(name)
	dir := filepath.Dir(goal)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, err
	}
	tmp, err := os.OpenFile(goal+".part", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	err = write(tmp)
	if err == nil {
		err = tmp.Sync()
	}
	info, statErr := tmp.Stat()
	if err = errors.Join(err, statErr, tmp.Close()); err != nil {
		_ = os.Remove(tmp.Name())
		return 0, err
	}
	if err := os.Rename(tmp.Name(), goal); err != nil {
		return 0, err
	}
	return info.Size(), errors.Join(syncDir(dir), syncDir(f.dir))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

type openFile struct {
	*os.File
	size int64
}

func (o openFile) Size() int64 { return o.size }

// Open opens the file of a name.
func (f *Folder) Open(_ context.Context, name string) (Object, error) {
	file, err := os.Open(f.path(name))
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return openFile{file, info.Size()}, nil
}

// Delete overwrites nothing: the bytes are sealed and their key is gone.
func (f *Folder) Delete(_ context.Context, name string) error {
	err := os.Remove(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return errors.Join(err, syncDir(filepath.Dir(f.path(name))))
}

// Each walks all files, half-written ones too.
func (f *Folder) Each(ctx context.Context, fn func(name string, made time.Time) error) error {
	return filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		name := d.Name()
		if len(name) != len(prefix)+36 {
			return nil
		}
		return fn(name[len(prefix):], info.ModTime())
	})
}

// Health writes and removes a small file.
func (f *Folder) Health(context.Context) error {
	t, err := os.CreateTemp(f.dir, ".health-*")
	if err != nil {
		return err
	}
	return errors.Join(t.Close(), os.Remove(t.Name()))
}
