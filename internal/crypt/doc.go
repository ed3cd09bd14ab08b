// Package crypt is the smallest room next to the key, and the only one that touches keys.
//
// What it is. Three kinds of secret stand in a row:
//
//	root key     RootDir/root.key         one per installation; every derived secret comes from it
//	epoch key    RootDir/epoch-N.key      random, wrapped by the root; replaced by Rotate, its forerunner destroyed in place
//	dossier key  the keystore             random, one per dossier, wrapped by the epoch key; Shred ends it
//
// A body (Key.Seal) or a file (Key.SealFile) is sealed under its dossier's key, bound to its place by associated data.
// The keystore also holds the blind index of e-mail addresses, whose uniqueness lives here and nowhere else, and the
// tombstones that keep a restore from bringing an erased person back.
//
// States of a dossier key: none, made (Create), none again (Shred). A shredded dossier that has a tombstone is never
// given a new key. States of an epoch: written, current (committed in the keystore), destroyed.
//
// Who may call. Package store opens bodies, package blob opens files, package account claims addresses and checks
// passwords, the verbs of cmd/verv make the root and move backups.
//
// What it never does. It never logs, never writes a key in clear outside RootDir, never speaks to the data store, never
// derives a dossier key from an identifier (a derived key can be made again), and never prints a key: every way of
// formatting one gives "crypt.Key".
//
// Boundary. Memory, swap, file system snapshots and copies made outside Verv are the operator's. On PostgreSQL, dead
// rows and the write-ahead log outlive Shred until they are reused; what ends them for certain, on either engine, is
// Rotate.
package crypt
