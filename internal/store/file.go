package store

import (
	"context"
	"io"

	"verv/internal/crypt"
	"verv/internal/privacy"
)

// SealFile gives a writer that seals what is written to it under the dossier's key, in chunks that can be read in ranges. The field
// is the one of the column that describes the file; the file's identifier is part of the associated data.
func (w *Writer) SealFile(dst io.Writer, f privacy.FieldID, d crypt.DossierID, file RowID) (io.WriteCloser, error) {
	if err := w.mayOpen(f, d); err != nil {
		return nil, err
	}
	key, err := w.db.cfg.Keys.Key(w.ctx, d)
	if err != nil {
		return nil, w.keyTrouble(err)
	}
	return key.SealFile(dst, d, rowBytes(file))
}

// OpenFile opens a sealed file for reading in ranges. Like Unseal it asks for the purpose and leaves an access record.
func (r *Reader) OpenFile(src io.ReaderAt, size int64, f privacy.FieldID, d crypt.DossierID, file RowID) (io.ReaderAt, int64, error) {
	if err := r.mayOpen(f, d); err != nil {
		return nil, 0, err
	}
	key, err := r.db.cfg.Keys.Key(r.ctx, d)
	if err != nil {
		return nil, 0, r.keyTrouble(err)
	}
	plain, n, err := key.OpenFile(src, size, d, rowBytes(file))
	if err != nil {
		return nil, 0, err
	}
	r.opening(key, d)
	return plain, n, nil
}

// Sealing lends a writer that can seal and run nothing: a long upload must not hold a transaction open. The dossier's key is already
// durable.
func (db *DB) Sealing(ctx context.Context, g privacy.Grant, fn func(*Writer) error) error {
	if !g.Valid() {
		return refused("a zero grant")
	}
	w := &Writer{Reader: &Reader{ctx: ctx, db: db, g: g, done: true}}
	return known(fn(w))
}
