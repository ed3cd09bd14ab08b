package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"verv/internal/taxonomy/esco"
	"verv/internal/taxonomy/link"
)

// taxonomyFile lies in the data folder and holds what was imported, with the trained table.
const taxonomyFile = "taxonomy.verv"

// readTaxonomy reads what was imported. The table is nil when only places were.
func readTaxonomy(dir string) (*esco.Corpus, *link.Table, error) {
	f, err := os.Open(filepath.Join(dir, taxonomyFile))
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	c, b, err := esco.Decode(bufio.NewReader(f))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", f.Name(), err)
	}
	if len(b) == 0 {
		return c, nil, nil
	}
	t, err := link.ReadTable(b)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", f.Name(), err)
	}
	return c, t, nil
}

// writeTaxonomy replaces the file whole: it is durable beside the old one before it takes its name, so that a crash leaves one of the two.
func writeTaxonomy(dir string, c *esco.Corpus, table []byte) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	goal := filepath.Join(dir, taxonomyFile)
	f, err := os.OpenFile(goal+".part", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return errors.New("another import is writing in this folder")
	}
	if err := f.Truncate(0); err != nil { // what a crash left
		return err
	}
	if err := esco.Encode(f, c, table); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), goal); err != nil {
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
