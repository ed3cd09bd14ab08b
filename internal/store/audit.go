package store

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
)

// Signer signs the head of each month's audit chain (Ed25519, RFC 8032). Package crypt hands it out.
type Signer = crypto.Signer

// bookkeeping is the grant of the store's own rows: none. It runs the store's statements and nothing else.
func bookkeeping() privacy.Grant { return privacy.Grant{} }

// putAudit notes what this transaction did. What Verv did by itself without any fact (leasing a task, moving a cursor) is not noted.
func (w *Writer) putAudit() error {
	a := w.g.Actor()
	if !w.g.Valid() || a.Persona == access.System && len(w.facts) == 0 || len(w.did) == 0 {
		return nil
	}
	actor := string(a.Persona)
	if a.Name != "" {
		actor += ":" + a.Name
	}
	_, err := w.Exec("store.addAudit", Args{"at": w.Now(), "actor": actor, "actor_id": a.Subject, "employer_id": w.g.Scope().Employer(),
		"purpose": string(w.g.Purpose()), "scope": string(w.g.Scope().Kind()), "did": w.deeds()})
	return err
}

// deeds is what the audit row says: the facts with their identifiers, or the statements where there was no fact.
func (w *Writer) deeds() string {
	if len(w.facts) == 0 {
		return strings.Join(w.did, " ")
	}
	var out []string
	for _, f := range w.facts {
		parts := []string{f.Kind}
		for noun, v := range f.IDs {
			parts = append(parts, noun+"="+v)
		}
		slices.Sort(parts[1:])
		out = append(out, strings.Join(parts, " "))
	}
	return strings.Join(out, "; ")
}

// AuditEntry is one row of the audit.
type AuditEntry struct {
	Seq      int64
	At       time.Time
	Actor    string
	ActorID  access.SubjectID
	Employer access.EmployerID
	Purpose  privacy.Purpose
	Scope    access.ScopeKind
	Did      string
	chain    string
}

// Chain is what the month's chain says at the entry: SHA-256 over the chain before and the row, in hex.
func (e AuditEntry) Chain() string { return e.chain }

// Month is one sealed segment of the audit.
type Month struct {
	Name      string // 2026-11
	Entries   int64
	Head      string
	signature string
	SealedAt  time.Time
}

// Signature is that of the month's head (Ed25519, RFC 8032), in hex.
func (m Month) Signature() string { return m.signature }

func (m Month) message() []byte {
	return fmt.Appendf(nil, "verv audit\n%s\n%d\n%s\n", m.Name, m.Entries, m.Head)
}

// next is the chain after e: SHA-256 over what stood before and every word of the row.
func (e AuditEntry) next(before string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d\n%d\n%s\n%s\n%s\n%s\n%s\n%s", before, e.Seq, e.At.UnixMilli(), e.Actor, e.ActorID, e.Employer,
		e.Purpose, e.Scope, e.Did))
	return hex.EncodeToString(sum[:])
}

// SealAudit chains at most n loose entries into their months and signs the heads; it says how many it took. One task runs it,
// so that writers never wait for a chain.
func (db *DB) SealAudit(ctx context.Context, g privacy.Grant, n int) (int, error) {
	taken := 0
	err := db.Write(ctx, g, func(w *Writer) error {
		loose, err := List(w.Reader, "store.looseAudit", Args{"most": n}, scanAudit)
		if err != nil {
			return err
		}
		taken = len(loose)
		months := map[string]*Month{}
		for _, e := range loose {
			if err := w.sealOne(months, e); err != nil {
				return err
			}
		}
		for _, m := range months {
			if err := w.sign(m); err != nil {
				return err
			}
		}
		return nil
	})
	return taken, err
}

func (w *Writer) sealOne(months map[string]*Month, e AuditEntry) error {
	name := e.At.Format("2006-01")
	m, ok := months[name]
	if !ok {
		found, err := One(w.Reader, "store.month", Args{"month": name}, scanMonth)
		if Missing(err) {
			found, err = Month{Name: name, Head: name}, nil
		}
		if err != nil {
			return err
		}
		m = &found
		months[name] = m
	}
	m.Entries++
	m.Head = e.next(m.Head)
	return w.Must("store.sealAudit", Args{"month": name, "place": m.Entries, "chain": m.Head, "seq": e.Seq})
}

func (w *Writer) sign(m *Month) error {
	sig, err := w.db.cfg.Signer.Sign(rand.Reader, m.message(), crypto.Hash(0))
	if err != nil {
		return fmt.Errorf("store: signing the audit: %w", err)
	}
	_, err = w.Exec("store.putMonth", Args{"month": m.Name, "entries": m.Entries, "head": m.Head,
		"signature": hex.EncodeToString(sig), "at": w.Now()})
	return err
}

// Months lists the sealed months, oldest first.
func (r *Reader) Months() ([]Month, error) { return List(r, "store.months", Args{}, scanMonth) }

// VerifyAudit recomputes a month's chain and checks its signature. The number is the entry at which it breaks, 0 when it holds.
func (r *Reader) VerifyAudit(m Month) (broken int64, err error) {
	head, place := m.Name, int64(0)
	for {
		page, err := List(r, "store.auditOf", Args{"month": m.Name, "after": place, "most": 1000}, scanChained)
		if err != nil {
			return 0, err
		}
		for _, e := range page {
			head = e.next(head)
			place++
			if head != e.chain {
				return e.Seq, nil
			}
		}
		if len(page) < 1000 {
			break
		}
	}
	sig, err := hex.DecodeString(m.signature)
	public, ok := r.db.cfg.Signer.Public().(ed25519.PublicKey)
	if err != nil || !ok || head != m.Head || place != m.Entries || !ed25519.Verify(public, m.message(), sig) {
		return -1, nil
	}
	return 0, nil
}

// AuditOf gives a page of a month's entries, for the officer.
func (r *Reader) AuditOf(month string, after int64, n int) ([]AuditEntry, error) {
	return List(r, "store.auditOf", Args{"month": month, "after": after, "most": n}, scanChained)
}

// SweepAudit drops the whole months that ended before a moment. Single entries are never deleted.
func (db *DB) SweepAudit(ctx context.Context, g privacy.Grant, before time.Time) error {
	return db.Write(ctx, g, func(w *Writer) error {
		months, err := w.Months()
		if err != nil {
			return err
		}
		for _, m := range months {
			if m.Name >= before.UTC().Format("2006-01") {
				continue
			}
			if _, err := w.Exec("store.dropAudit", Args{"month": m.Name}); err != nil {
				return err
			}
			if _, err := w.Exec("store.dropMonth", Args{"month": m.Name}); err != nil {
				return err
			}
			w.Fact("audit.dropped", map[string]string{"month": m.Name})
		}
		return nil
	})
}

func scanAudit(row Row) (AuditEntry, error) {
	var e AuditEntry
	var purpose, scope string
	err := row.Scan(&e.Seq, &e.At, &e.Actor, &e.ActorID, &e.Employer, &purpose, &scope, &e.Did)
	e.Purpose, e.Scope = privacy.Purpose(purpose), access.ScopeKind(scope)
	return e, err
}

func scanChained(row Row) (AuditEntry, error) {
	var e AuditEntry
	var purpose, scope string
	err := row.Scan(&e.Seq, &e.At, &e.Actor, &e.ActorID, &e.Employer, &purpose, &scope, &e.Did, &e.chain)
	e.Purpose, e.Scope = privacy.Purpose(purpose), access.ScopeKind(scope)
	return e, err
}

func scanMonth(row Row) (Month, error) {
	var m Month
	err := row.Scan(&m.Name, &m.Entries, &m.Head, &m.signature, &m.SealedAt)
	return m, err
}
