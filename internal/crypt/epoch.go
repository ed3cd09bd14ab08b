package crypt

import (
	"context"
	"crypto/cipher"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// epoch is one generation of the key that wraps dossier keys.
//
// Its file holds, wrapped by the vault and in hex: number, 8 bytes | unix seconds, 8 bytes | key, 32 bytes. Number and
// moment are inside, so a file that was renamed or moved is noticed.
type epoch struct {
	n     int
	since time.Time
	aead  cipher.AEAD
}

const epochSize = 8 + 8 + keySize

func epochName(n int) string { return fmt.Sprintf("epoch-%d.key", n) }

// makeEpoch writes a new epoch key, durably. A file of the same number is what a rotation left that never committed; it is
// destroyed like any other, because a copy of the log from that day may hold rows under it.
func (r *Root) makeEpoch(ctx context.Context, n int, now time.Time) (*epoch, error) {
	k := newKey()
	defer k.Wipe()
	plain := make([]byte, 16, epochSize)
	binary.BigEndian.PutUint64(plain, uint64(n))
	binary.BigEndian.PutUint64(plain[8:], uint64(now.Unix()))
	plain = append(plain, k.bytes()[:]...)
	defer clear(plain)
	wrapped, err := r.vault.Wrap(ctx, plain)
	if err != nil {
		return nil, fmt.Errorf("crypt: wrap epoch %d: %w", n, err)
	}
	if err := r.vault.Destroy(ctx, epochName(n)); err != nil {
		return nil, fmt.Errorf("crypt: destroy epoch %d: %w", n, err)
	}
	path := filepath.Join(r.dir, epochName(n))
	if err := replaceFile(path, []byte(hex.EncodeToString(wrapped)+"\n")); err != nil {
		return nil, fmt.Errorf("crypt: write epoch %d: %w", n, err)
	}
	return &epoch{n: n, since: now.UTC().Truncate(time.Second), aead: k.aead()}, nil
}

// loadEpoch reads an epoch key. ErrEpochGone when its file is missing, or was overwritten by a destruction that a crash
// stopped.
func (r *Root) loadEpoch(ctx context.Context, n int) (*epoch, error) {
	text, err := os.ReadFile(filepath.Join(r.dir, epochName(n)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("epoch %d: %w", n, ErrEpochGone)
	}
	if err != nil {
		return nil, fmt.Errorf("crypt: read epoch %d: %w", n, err)
	}
	wrapped, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("epoch %d: %w", n, ErrEpochGone)
	}
	plain, err := r.vault.Unwrap(ctx, wrapped)
	if errors.Is(err, ErrSealed) {
		return nil, fmt.Errorf("epoch %d: %w", n, ErrEpochGone)
	}
	if err != nil {
		return nil, fmt.Errorf("crypt: unwrap epoch %d: %w", n, err)
	}
	defer clear(plain)
	if len(plain) != epochSize || binary.BigEndian.Uint64(plain) != uint64(n) {
		return nil, fmt.Errorf("crypt: epoch %d: the file holds something else", n)
	}
	k, err := keyFrom(plain[16:])
	if err != nil {
		return nil, err
	}
	defer k.Wipe()
	since := time.Unix(int64(binary.BigEndian.Uint64(plain[8:])), 0).UTC()
	return &epoch{n: n, since: since, aead: k.aead()}, nil
}

// epochs lists the numbers of the epoch files, ascending.
func (r *Root) epochs() ([]int, error) {
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		return nil, fmt.Errorf("crypt: root folder: %w", err)
	}
	var found []int
	for _, e := range entries {
		var n int
		if _, err := fmt.Sscanf(e.Name(), "epoch-%d.key", &n); err == nil && e.Name() == epochName(n) {
			found = append(found, n)
		}
	}
	slices.Sort(found)
	return found, nil
}

// destroyEpochsBefore ends every epoch older than n.
func (r *Root) destroyEpochsBefore(ctx context.Context, n int) error {
	found, err := r.epochs()
	if err != nil {
		return err
	}
	for _, old := range found {
		if old >= n {
			break
		}
		if err := r.vault.Destroy(ctx, epochName(old)); err != nil {
			return fmt.Errorf("crypt: destroy epoch %d: %w", old, err)
		}
	}
	return nil
}

// wrappedSize is the length of a dossier key as the keystore holds it: nonce, key, tag.
const wrappedSize = 12 + keySize + 16

func wrapPlace(n int, d DossierID) (ad [1 + 4 + idSize]byte) {
	ad[0] = 'k'
	binary.BigEndian.PutUint32(ad[1:], uint32(n))
	copy(ad[5:], d.Bytes())
	return ad
}

// wrap seals a dossier key for the keystore, bound to its epoch and dossier.
func (e *epoch) wrap(dst []byte, d DossierID, k Key) []byte {
	ad := wrapPlace(e.n, d)
	return e.aead.Seal(dst, nil, k.bytes()[:], ad[:])
}

// unwrap opens what wrap sealed, or gives ErrSealed.
func (e *epoch) unwrap(d DossierID, wrapped []byte) (Key, error) {
	ad := wrapPlace(e.n, d)
	k := emptyKey()
	out, err := e.aead.Open(k.bytes()[:0], nil, wrapped, ad[:])
	if err != nil || len(out) != keySize {
		return Key{}, fmt.Errorf("keystore: dossier key: %w", ErrSealed)
	}
	return k, nil
}
