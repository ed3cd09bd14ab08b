package crypt

import (
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// A sealed file is an age file (age-encryption.org/v1) with one recipient stanza of our own:
//
//	-> verv-dossier
//	nonce, 12 bytes | age file key, 16 bytes, AES-256-GCM under the dossier's key | tag, 16 bytes
//
// Associated data of the stanza: "verv-file/1" | dossier | file. age brings the rest: a MAC over the header and STREAM
// chunks of 64 KiB, of which the last is marked, so that any range can be read and no chunk moved, dropped or added.
const (
	fileStanza = "verv-dossier"
	fileLabel  = "verv-file/1"
	fileKey    = 16
)

// fileLock is age's Recipient and Identity for one file of one dossier.
type fileLock struct {
	key   Key
	place []byte
}

func (k Key) fileLock(d DossierID, file [16]byte) fileLock {
	place := append([]byte(fileLabel), d.Bytes()...)
	return fileLock{k, append(place, file[:]...)}
}

// Wrap is age.Recipient.
func (l fileLock) Wrap(secret []byte) ([]*age.Stanza, error) {
	return []*age.Stanza{{Type: fileStanza, Body: l.key.aead().Seal(nil, nil, secret, l.place)}}, nil
}

// Unwrap is age.Identity.
func (l fileLock) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	for _, s := range stanzas {
		if s.Type != fileStanza {
			continue
		}
		secret, err := l.key.aead().Open(nil, nil, s.Body, l.place)
		if err == nil && len(secret) == fileKey {
			return secret, nil
		}
	}
	return nil, age.ErrIncorrectIdentity
}

// SealFile seals what is written to it and writes it to dst. The file is whole only after Close, which does not close dst.
func (k Key) SealFile(dst io.Writer, d DossierID, file [16]byte) (io.WriteCloser, error) {
	if k.IsZero() {
		panic("crypt: use of a zero key")
	}
	w, err := age.Encrypt(dst, k.fileLock(d, file))
	if err != nil {
		return nil, fmt.Errorf("crypt: seal file: %w", err)
	}
	return w, nil
}

// OpenFile opens a sealed file of size bytes for reading at any place, by many goroutines at once. It checks header and
// last chunk at once, so a file that was cut short is refused here; a chunk in the middle that was altered is refused
// when it is read. Both give ErrSealed; an error of src itself is passed on.
func (k Key) OpenFile(src io.ReaderAt, size int64, d DossierID, file [16]byte) (plain io.ReaderAt, plainSize int64, err error) {
	if k.IsZero() {
		return nil, 0, ErrSealed
	}
	r, n, err := age.DecryptReaderAt(source{src}, size, k.fileLock(d, file))
	if err != nil {
		return nil, 0, fileError(err)
	}
	return &fileReader{plain: r, size: n}, n, nil
}

// fileReader keeps the contract of io.ReaderAt where age's reader does not: reading behind the end is io.EOF.
type fileReader struct {
	plain io.ReaderAt
	size  int64
}

func (r *fileReader) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errors.New("crypt: read before the start of a file")
	}
	if off >= r.size {
		return 0, io.EOF
	}
	n, err := r.plain.ReadAt(p, off)
	if err != nil && err != io.EOF {
		err = fileError(err)
	}
	return n, err
}

// source marks the errors of the sealed file's own reader, so that a failing disk is not taken for an altered file.
type source struct{ io.ReaderAt }

type sourceError struct{ cause error }

func (e sourceError) Error() string { return "crypt: read sealed file: " + e.cause.Error() }
func (e sourceError) Unwrap() error { return e.cause }

func (s source) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.ReaderAt.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) {
		err = sourceError{err}
	}
	return n, err
}

func fileError(err error) error {
	var s sourceError
	if errors.As(err, &s) {
		return s
	}
	return ErrSealed
}
