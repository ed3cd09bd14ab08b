package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// markFile lies in the data folder of a demonstration and is locked while it runs. Only a folder that has it is ever emptied.
const markFile = "demo.json"

// mark is what a demonstration says of itself to the next start and to verv demo --as.
type mark struct {
	URL    string    `json:"url"`    // where it was reached last
	Seeded bool      `json:"seeded"` // the world is whole
	Size   string    `json:"size"`
	Day    time.Time `json:"day"` // of the seeding
}

// place is the folders of one demonstration, held by this process.
type place struct {
	data string
	file *os.File
	mark mark
}

func keysOf(data string) string { return filepath.Clean(data) + "-keys" }
func rootOf(data string) string { return filepath.Clean(data) + "-root" }

// takePlace locks the folders. They are new or a demonstration's; any other folder is refused and left as it is.
func takePlace(data string) (*place, error) {
	p := &place{data: data}
	path := filepath.Join(data, markFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		for _, dir := range []string{data, keysOf(data), rootOf(data)} {
			if list, err := os.ReadDir(dir); err == nil && len(list) > 0 {
				return nil, fmt.Errorf("%s has something in it and is no demonstration's: take another folder with --data, or remove it", dir)
			}
		}
	}
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	var err error
	if p.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(p.file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("a demonstration is running in %s already", data), p.file.Close())
	}
	text, err := io.ReadAll(p.file)
	if err != nil {
		return nil, errors.Join(err, p.file.Close())
	}
	// A mark that was being written when the process was killed is none: the world is seeded anew.
	if json.Unmarshal(text, &p.mark) != nil {
		p.mark = mark{}
	}
	return p, nil
}

// write keeps the mark.
func (p *place) write(m mark) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := p.file.Truncate(0); err != nil {
		return err
	}
	if _, err := p.file.WriteAt(append(text, '\n'), 0); err != nil {
		return err
	}
	p.mark = m
	return p.file.Sync()
}

// clear empties the three folders. The mark stays, so that a clearing that is cut short is taken up by the next start.
func (p *place) clear() error {
	if err := p.write(mark{}); err != nil {
		return err
	}
	list, err := os.ReadDir(p.data)
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.Name() != markFile {
			err = errors.Join(err, os.RemoveAll(filepath.Join(p.data, e.Name())))
		}
	}
	return errors.Join(err, os.RemoveAll(keysOf(p.data)), os.RemoveAll(rootOf(p.data)))
}

// leave gives the folders free.
func (p *place) leave() error { return p.file.Close() }

// readMark looks at the mark of a demonstration that another process runs.
func readMark(data string) (mark, error) {
	var m mark
	file, err := os.Open(filepath.Join(data, markFile))
	if err != nil {
		return m, fmt.Errorf("there is no demonstration in %s: start one with verv demo", data)
	}
	defer file.Close()
	if syscall.Flock(int(file.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) == nil {
		return m, fmt.Errorf("the demonstration in %s is not running: start it with verv demo", data)
	}
	if err := json.NewDecoder(file).Decode(&m); err != nil || !m.Seeded {
		return m, errors.New("the demonstration is still making its world: try again in a minute")
	}
	return m, nil
}
