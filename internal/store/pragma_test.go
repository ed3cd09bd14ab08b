package store

import (
	"database/sql"
	"path/filepath"
	"testing"
)

// TestSync asks the engine itself: every commit waits for the disk, but for a hasty database.
func TestSync(t *testing.T) {
	for hasty, want := range map[bool]string{false: "2", true: "0"} {
		db, err := sql.Open("sqlite", sqliteDSN(filepath.Join(t.TempDir(), "a.db"), hasty))
		if err != nil {
			t.Fatal(err)
		}
		for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": want, "secure_delete": "1", "foreign_keys": "1"} {
			var got string
			if err := db.QueryRow("pragma " + pragma).Scan(&got); err != nil || got != want {
				t.Errorf("hasty %v: %s is %s, want %s, %v", hasty, pragma, got, want, err)
			}
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}
