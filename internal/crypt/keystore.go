package crypt

import (
	"context"
	"time"
)

// Keys hands out dossier keys. *Keystore is the one implementation outside of tests.
type Keys interface {
	Create(ctx context.Context, d DossierID) (Key, error)
	Key(ctx context.Context, d DossierID) (Key, error)
	Keys(ctx context.Context, ds []DossierID) (map[DossierID]Key, error)
	Shred(ctx context.Context, ds ...DossierID) error
}

// KeystoreConfig says where the keystore lies. Exactly one of Dir and DSN is set.
type KeystoreConfig struct {
	Dir     string           // folder of keystore.db (SQLite), made if missing; ./verv-keys
	DSN     string           // PostgreSQL instead: a cluster of its own
	RootDir string           // folder of root.key and the epoch keys, made by InitRoot; ./verv-root
	Now     func() time.Time // the clock; required
	Hasty   bool             // SQLite: keys do not wait for the disk. Only for a keystore that is thrown away unless whoever made it ends well

	CacheBytes   int    // bound of the cache of unwrapped keys, 117 bytes a key; 0 means 16 MiB, below 0 none
	DataSystemID string // system_identifier of the cluster that holds the data: the keystore refuses to lie there
}

// pragmas are those that come after the usual ones.
func (c KeystoreConfig) pragmas() []string {
	if c.Hasty {
		return []string{"synchronous(OFF)", "wal_autocheckpoint(4000)"}
	}
	return nil
}

const defaultCacheBytes = 16 << 20

// staleAfter bounds how long a node may serve keys without asking whether another node shredded or rotated. Together
// with the second that a slow answer may take it keeps the promise of 2 s.
const staleAfter = time.Second
