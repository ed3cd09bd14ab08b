package crypt

import "errors"

// Errors that callers tell apart. None of them ever holds an address, an identifier or key material.
var (
	// ErrSealed says that a body or file does not open: wrong key, wrong place, or altered bytes. Which one stays unsaid.
	ErrSealed = errors.New("crypt: sealed: wrong key, wrong place or altered bytes")
	// ErrNoKey says that the keystore holds no key for the dossier: shredded, lost, or never made.
	ErrNoKey = errors.New("crypt: no key for this dossier")
	// ErrBuried says that the dossier has a tombstone, so that no new key is made for it.
	ErrBuried = errors.New("crypt: this dossier was erased")
	// ErrEpochGone says that the epoch key a keystore (or a backup of one) was wrapped under is not in the root's place:
	// it was destroyed by a rotation, and what it wrapped is lost on purpose.
	ErrEpochGone = errors.New("crypt: the epoch key is gone")
	// ErrRootExists is the refusal of InitRoot to write over a root key.
	ErrRootExists = errors.New("crypt: there is a root key already")
	// ErrOtherRoot says that the keystore was made under a different root key than the one given.
	ErrOtherRoot = errors.New("crypt: the keystore belongs to another root key")
	// ErrSameCluster says that the keystore lies in the PostgreSQL cluster that holds the data, so that every physical
	// backup would hold both.
	ErrSameCluster = errors.New("crypt: keystore and data share one PostgreSQL cluster")
	// ErrHeld says that another owner holds the address.
	ErrHeld = errors.New("crypt: the address is held by another owner")
	// ErrNotEmpty is the refusal of RestoreKeystore to write over keys or addresses.
	ErrNotEmpty = errors.New("crypt: the keystore is not empty")
	// ErrBackup says that a keystore backup is cut short, altered, or of another root.
	ErrBackup = errors.New("crypt: not a whole keystore backup of this root")
)
