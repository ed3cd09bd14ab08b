package console

import (
	"testing"
	"time"

	"verv/internal/task"
)

// What the notes say of the backups: each fault by its code, and nothing when data came first, keys after it, and both are fresh.
func TestLookAtBackups(t *testing.T) {
	now := time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	for name, c := range map[string]struct {
		notes map[Backup]time.Time
		want  []string
	}{
		"nothing was ever told": {nil, []string{"backups.data.never", "backups.keys.never", "backups.drill.never"}},
		"all is well":           {map[Backup]time.Time{BackupData: ago(5 * time.Hour), BackupKeys: ago(4 * time.Hour), Drill: ago(90 * 24 * time.Hour)}, nil},
		"a script that stopped": {map[Backup]time.Time{BackupData: ago(3 * 24 * time.Hour), BackupKeys: ago(3*24*time.Hour - 1), Drill: ago(time.Hour)},
			[]string{"backups.data.old", "backups.keys.old"}},
		"keys before the data":   {map[Backup]time.Time{BackupData: ago(time.Hour), BackupKeys: ago(2 * time.Hour), Drill: ago(time.Hour)}, []string{"backups.order"}},
		"a restore of long ago":  {map[Backup]time.Time{BackupData: ago(2), BackupKeys: ago(1), Drill: ago(400 * 24 * time.Hour)}, []string{"backups.drill.old"}},
		"half a day late is not": {map[Backup]time.Time{BackupData: ago(daily), BackupKeys: ago(daily), Drill: now}, nil},
	} {
		var got []string
		for _, f := range lookAtBackups(c.notes, now) {
			if f.State != Fine {
				got = append(got, f.Code)
			}
		}
		same(t, name, got, c.want)
	}
}

func TestLookAtTasks(t *testing.T) {
	now := time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		counts []task.Count
		worst  State
		want   []string
	}{
		"none":             {nil, Fine, nil},
		"one that is due":  {[]task.Count{{Kind: "a", Waiting: 1, FirstDue: now.Add(-late)}}, Fine, nil},
		"one in the dusk":  {[]task.Count{{Kind: "a", Waiting: 1, FirstDue: now.Add(-late - time.Minute)}}, Wrong, []string{"tasks.late"}},
		"two that gave up": {[]task.Count{{Kind: "a", Dead: 1}, {Kind: "b", Dead: 1, FirstDue: now.Add(time.Hour)}}, Look, []string{"tasks.dead"}},
	} {
		all := lookAtTasks(c.counts, now)
		var got []string
		for _, f := range all {
			if f.State != Fine {
				got = append(got, f.Code)
			}
		}
		same(t, name, got, c.want)
		if w := Worst(all); w != c.worst {
			t.Errorf("%s: %s, want %s", name, w, c.worst)
		}
	}
	all := []Finding{fine(OfDisk), found(OfMail, Look, "mail.none"), found(OfRoot, Wrong, "root"), fine(OfClock)}
	if Sort(all); all[0].What != OfRoot || all[1].What != OfMail || all[2].What != OfDisk || all[3].What != OfClock {
		t.Errorf("what is wrong does not stand first: %v", all)
	}
}

func same(t *testing.T, name string, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %v, want %v", name, got, want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
