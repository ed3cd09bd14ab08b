package crypt

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"
)

// A backup is lines of JSON: a head, then tombstones, keys and claims in this order, then an end with a MAC of everything
// before it under the root. It holds wrapped keys only: without the root's place it opens nothing, and after the next
// rotation it opens nothing at all.
type (
	backupHead struct {
		Format  string    `json:"format"`
		Version int       `json:"version"`
		Epoch   int       `json:"epoch"`
		Root    []byte    `json:"root"` // fingerprint
		At      time.Time `json:"at"`
	}
	backupLine struct {
		Head  *backupHead  `json:"head,omitempty"`
		Key   *backupKey   `json:"key,omitempty"`
		Claim *backupClaim `json:"claim,omitempty"`
		Tomb  *Tombstone   `json:"tombstone,omitempty"`
		End   []byte       `json:"end,omitempty"` // MAC
	}
	backupKey struct {
		Dossier DossierID `json:"dossier"`
		Body    []byte    `json:"body"`
	}
	backupClaim struct {
		Mark   []byte `json:"mark"`
		Pepper int    `json:"pepper"`
		Owner  []byte `json:"owner"`
		Made   int64  `json:"made"`
	}
)

const (
	backupFormat  = "verv-keystore"
	backupVersion = 1
	backupLabel   = "keystore-backup/1"
	maxBackupLine = 16 << 20 // a tombstone with very many dossiers
)

// Backup writes a consistent copy of wrapped keys, address index and tombstones to w; never the root. Writers are not
// held up, but on SQLite a Shred cannot empty the log until the copy is written: give it a local file, not a slow line.
func (s *Keystore) Backup(ctx context.Context, w io.Writer) error {
	options := &sql.TxOptions{} // a reader's transaction is a snapshot on SQLite
	if s.db.postgres {
		options = &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	}
	tx, err := s.db.read.BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("keystore: backup: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // it read only
	out := &backupWriter{w: bufio.NewWriter(w), mac: s.root.hash(backupLabel)}
	if err := s.writeBackup(ctx, tx, out); err != nil {
		return fmt.Errorf("keystore: backup: %w", err)
	}
	return nil
}

type backupWriter struct {
	w   *bufio.Writer
	mac hash.Hash
}

func (b *backupWriter) line(l backupLine) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	text = append(text, '\n')
	b.mac.Write(text)
	_, err = b.w.Write(text)
	return err
}

func (s *Keystore) writeBackup(ctx context.Context, tx *sql.Tx, out *backupWriter) error {
	st, err := s.db.state(ctx, tx, "")
	if err != nil {
		return err
	}
	head := &backupHead{backupFormat, backupVersion, st.epoch, st.root, s.now().UTC()}
	if err := out.line(backupLine{Head: head}); err != nil {
		return err
	}
	tombs, err := s.db.tombstones(ctx, tx)
	if err != nil {
		return err
	}
	for i := range tombs {
		if err := out.line(backupLine{Tomb: &tombs[i]}); err != nil {
			return err
		}
	}
	for after, more := int64(0), true; more; {
		var rows []slotRow
		if rows, after, more, err = s.db.page(ctx, tx, after); err != nil {
			return err
		}
		for _, r := range rows {
			if err := out.line(backupLine{Key: &backupKey{r.d, r.body}}); err != nil {
				return err
			}
		}
	}
	if err := writeClaims(ctx, tx, out); err != nil {
		return err
	}
	return errors.Join(out.line(backupLine{End: out.mac.Sum(nil)}), out.w.Flush())
}

func writeClaims(ctx context.Context, tx *sql.Tx, out *backupWriter) error {
	return eachPair(ctx, tx, `SELECT mark, pepper, owner, made FROM email_claim ORDER BY mark`, func(rows *sql.Rows) error {
		var c backupClaim
		if err := rows.Scan(&c.Mark, &c.Pepper, &c.Owner, &c.Made); err != nil {
			return err
		}
		return out.line(backupLine{Claim: &c})
	})
}

// RestoreKeystore reads a backup into the keystore of cfg, all or nothing. The keystore must hold no keys and no addresses
// (ErrNotEmpty); tombstones that it holds stand, and keys and addresses
// that they or the backup's own tombstones name are left out.
//
// ErrEpochGone when a rotation has ended the epoch of the backup: it can bring nobody back, which is what the rotation
// was for. ErrOtherRoot and ErrBackup when it is of another installation, cut short or altered.
func RestoreKeystore(ctx context.Context, cfg KeystoreConfig, r io.Reader) error {
	s, err := OpenKeystore(ctx, cfg)
	if err != nil {
		return err
	}
	err = s.db.inTx(ctx, "restore", func(tx *sql.Tx) error {
		if _, err := s.db.state(ctx, tx, ownState); err != nil {
			return err
		}
		if err := s.db.mustBeEmpty(ctx, tx); err != nil {
			return err
		}
		return s.readBackup(ctx, tx, r)
	})
	if err != nil {
		err = fmt.Errorf("keystore: restore: %w", err)
	}
	return errors.Join(err, s.Close())
}

func (e *engine) mustBeEmpty(ctx context.Context, tx *sql.Tx) error {
	var keys, claims int
	err := tx.QueryRowContext(ctx, e.sql(`SELECT (SELECT count(*) FROM dossier_key WHERE dossier > ?), (SELECT count(*) FROM email_claim)`),
		afterFree).Scan(&keys, &claims)
	if err == nil && keys+claims > 0 {
		return ErrNotEmpty
	}
	return err
}

func (s *Keystore) readBackup(ctx context.Context, tx *sql.Tx, r io.Reader) error {
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxBackupLine)
	mac := s.root.hash(backupLabel)
	load := &backupLoad{s: s, tx: tx}
	for in.Scan() {
		var l backupLine
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			return ErrBackup // the cause would quote the line
		}
		if l.End != nil {
			if !hmac.Equal(l.End, mac.Sum(nil)) || in.Scan() {
				return ErrBackup
			}
			return load.end(ctx)
		}
		mac.Write(in.Bytes())
		mac.Write([]byte{'\n'})
		if err := load.take(ctx, l); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil && !errors.Is(err, bufio.ErrTooLong) {
		return err
	}
	return ErrBackup
}

// backupLoad writes what a backup brings into the transaction.
type backupLoad struct {
	s    *Keystore
	tx   *sql.Tx
	head *backupHead
	rows []keyRow
}

func (b *backupLoad) take(ctx context.Context, l backupLine) error {
	switch {
	case l.Head != nil && b.head == nil:
		return b.begin(ctx, l.Head)
	case b.head == nil:
		return ErrBackup
	case l.Key != nil:
		return b.key(ctx, keyRow{l.Key.Dossier, l.Key.Body})
	case l.Claim != nil:
		return b.claim(ctx, l.Claim)
	case l.Tomb != nil:
		return b.s.db.bury(ctx, b.tx, *l.Tomb)
	}
	return ErrBackup
}

// claim takes an address, unless a tombstone names it.
func (b *backupLoad) claim(ctx context.Context, c *backupClaim) error {
	var buried int
	err := b.tx.QueryRowContext(ctx, b.s.db.sql(`SELECT count(*) FROM tombstone_mark WHERE mark = ?`), c.Mark).Scan(&buried)
	if err != nil || buried > 0 {
		return err
	}
	_, err = b.tx.ExecContext(ctx, b.s.db.sql(`INSERT INTO email_claim (mark, pepper, owner, made) VALUES (?, ?, ?, ?)`),
		c.Mark, c.Pepper, c.Owner, c.Made)
	return err
}

func (b *backupLoad) begin(ctx context.Context, h *backupHead) error {
	if h.Format != backupFormat || h.Version != backupVersion {
		return ErrBackup
	}
	if !bytes.Equal(h.Root, b.s.root.fingerprint()) {
		return ErrOtherRoot
	}
	if _, err := b.s.epoch(ctx, h.Epoch); err != nil {
		return err
	}
	b.head = h
	_, err := b.tx.ExecContext(ctx, b.s.db.sql(`UPDATE keystore_state SET epoch = ?, generation = generation + 1 WHERE id = 1`), h.Epoch)
	return err
}

// key takes a row after having opened it once.
func (b *backupLoad) key(ctx context.Context, r keyRow) error {
	k, err := b.s.unwrapBody(ctx, r.d, r.body)
	if err != nil {
		return err
	}
	k.Wipe()
	if b.rows = append(b.rows, r); len(b.rows) < eachPage {
		return nil
	}
	return b.flush(ctx)
}

func (b *backupLoad) flush(ctx context.Context) error {
	ds := make([]DossierID, len(b.rows))
	for i, r := range b.rows {
		ds[i] = r.d
	}
	buried, err := b.s.db.buriedOf(ctx, b.tx, ds)
	if err != nil {
		return err
	}
	keep := b.rows[:0]
	for _, r := range b.rows {
		if !buried[r.d] {
			keep = append(keep, r)
		}
	}
	err = b.s.db.insertKeys(ctx, b.tx, keep)
	b.rows = b.rows[:0]
	return err
}

func (b *backupLoad) end(ctx context.Context) error {
	if b.head == nil {
		return ErrBackup
	}
	return b.flush(ctx)
}
