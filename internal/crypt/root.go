package crypt

import (
	"context"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Vault wraps epoch keys and ends them. The folder RootDir is the one implementation; a key management service would be
// another.
type Vault interface {
	// Wrap seals plain so that only Unwrap opens it.
	Wrap(ctx context.Context, plain []byte) ([]byte, error)
	// Unwrap opens what Wrap sealed, or gives ErrSealed.
	Unwrap(ctx context.Context, wrapped []byte) ([]byte, error)
	// Destroy ends the named secret for good. Destroying it twice is no error.
	Destroy(ctx context.Context, name string) error
}

// Root is the secret that every other secret of an installation hangs from, and the place of the epoch keys.
type Root struct {
	dir    string
	secret Key
	vault  Vault
}

const rootFile = "root.key"

// InitRoot makes dir and a new root key in it: 32 random bytes in hex, mode 0600, in a folder of mode 0700. It returns
// ErrRootExists rather than write over one: with it everything ever sealed would be lost.
func InitRoot(dir string) error {
	if err := makeDir(dir); err != nil {
		return fmt.Errorf("crypt: root folder: %w", err)
	}
	if err := os.Chmod(dir, dirMode); err != nil {
		return fmt.Errorf("crypt: root folder: %w", err)
	}
	if _, err := os.Lstat(filepath.Join(dir, rootFile)); err == nil {
		return ErrRootExists
	}
	k := newKey()
	defer k.Wipe()
	err := createFile(filepath.Join(dir, rootFile), []byte(hex.EncodeToString(k.bytes()[:])+"\n"))
	if errors.Is(err, fs.ErrExist) {
		return ErrRootExists
	}
	if err != nil {
		return fmt.Errorf("crypt: root key: %w", err)
	}
	return nil
}

// OpenRoot reads the root key in dir. It refuses a key that others than its owner may read.
func OpenRoot(dir string) (*Root, error) {
	path := filepath.Join(dir, rootFile)
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("crypt: root key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("crypt: root key: mode %04o, want %04o", info.Mode().Perm(), fileMode)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("crypt: root key: %w", err)
	}
	defer clear(text)
	raw, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(raw) != keySize {
		return nil, errors.New("crypt: root key: not 32 bytes in hex") // the cause would quote the key
	}
	defer clear(raw)
	k, err := keyFrom(raw)
	if err != nil {
		return nil, err
	}
	r := &Root{dir: dir, secret: k}
	r.vault = folder{dir: dir, wrap: r.derive("epoch-wrap")}
	return r, nil
}

// derive is HKDF-SHA256 (RFC 5869) of the root key under a label. Labels are part of the format and never change.
func (r *Root) derive(label string) Key {
	b, err := hkdf.Key(sha256.New, r.secret.bytes()[:], nil, "verv/1/"+label, keySize)
	if err != nil {
		panic(err) // only a length beyond 255 hashes fails
	}
	k, _ := keyFrom(b)
	clear(b)
	return k
}

// Signer is the Ed25519 key of a label, such as "audit" or "receipt".
func (r *Root) Signer(label string) ed25519.PrivateKey {
	seed := r.derive("sign/" + label)
	defer seed.Wipe()
	return ed25519.NewKeyFromSeed(seed.bytes()[:])
}

// MAC is HMAC-SHA256 under the label's key, such as "session" or "link", over the parts with their lengths, so that no
// two lists of parts give the same input.
func (r *Root) MAC(label string, parts ...[]byte) []byte {
	m := r.hash(label)
	var size [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(size[:], uint64(len(p)))
		m.Write(size[:])
		m.Write(p)
	}
	return m.Sum(nil)
}

func (r *Root) hash(label string) hash.Hash {
	k := r.derive("mac/" + label)
	defer k.Wipe() // hmac has copied it
	return hmac.New(sha256.New, k.bytes()[:])
}

// Wipe overwrites the root key in memory.
func (r *Root) Wipe() { r.secret.Wipe() }

// folder is the Vault of a plain folder.
type folder struct {
	dir  string
	wrap Key
}

var vaultLabel = []byte("verv/1/vault")

func (f folder) Wrap(_ context.Context, plain []byte) ([]byte, error) {
	return f.wrap.aead().Seal(nil, nil, plain, vaultLabel), nil
}

func (f folder) Unwrap(_ context.Context, wrapped []byte) ([]byte, error) {
	plain, err := f.wrap.aead().Open(nil, nil, wrapped, vaultLabel)
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

func (f folder) Destroy(_ context.Context, name string) error {
	return destroyFile(filepath.Join(f.dir, name))
}
