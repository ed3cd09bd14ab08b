package console

import (
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
)

// Backup is what can be told of: a backup that was taken, or a restore that was tried. Verv makes none itself and cannot see them; whoever
// makes them says so, by verv backed-up at the end of the script.
type Backup string

// The kinds.
const (
	BackupData Backup = "data"
	BackupKeys Backup = "keys"
	Drill      Backup = "drill" // a restore that was tried
)

// Backups lists every kind.
func Backups() []Backup { return []Backup{BackupData, BackupKeys, Drill} }

// FactBackedUp tells that a backup was noted. It names the kind.
const FactBackedUp = "backup.noted"

// BackedUp notes that a backup was taken, or a restore tried, now.
func (h *House) BackedUp(ctx context.Context, g privacy.Grant, b Backup) error {
	if err := g.Require(access.HealthNote); err != nil {
		return err
	}
	if !slices.Contains(Backups(), b) {
		var f fault.Form
		f.Add("what", "form.choice")
		return f.Err()
	}
	return h.DB.Write(ctx, g, func(w *store.Writer) error {
		w.Fact(FactBackedUp, map[string]string{"what": string(b)})
		return w.Must("console.putNote", store.Args{"what": string(b), "now": w.Now()})
	})
}

// Notes says when each was noted last.
func (h *House) Notes(ctx context.Context, g privacy.Grant) (out map[Backup]time.Time, err error) {
	if err := g.Require(access.HealthSee); err != nil {
		return nil, err
	}
	err = h.DB.Read(ctx, g, func(r *store.Reader) (err error) { out, err = readNotes(r); return err })
	return out, err
}

func readNotes(r *store.Reader) (map[Backup]time.Time, error) {
	out := map[Backup]time.Time{}
	_, err := store.List(r, "console.notes", store.Args{}, func(row store.Row) (none struct{}, err error) {
		var what string
		var at time.Time
		err = row.Scan(&what, &at)
		out[Backup(what)] = at
		return none, err
	})
	return out, err
}

const (
	// daily is how old a backup may be: a day, and half a day for a script that runs late.
	daily = 36 * time.Hour
	// yearly is how old the last tried restore may be.
	yearly = 366 * 24 * time.Hour
)

// lookAtBackups judges the notes. A backup of keys must be younger than that of the data, so that each row of the copy has its key.
func lookAtBackups(notes map[Backup]time.Time, now time.Time) (out []Finding) {
	for _, b := range Backups() {
		most := daily
		if b == Drill {
			most = yearly
		}
		at, noted := notes[b]
		switch {
		case !noted:
			out = append(out, found(OfBackups, Look, "backups."+string(b)+".never"))
		case now.Sub(at) > most:
			out = append(out, found(OfBackups, Look, "backups."+string(b)+".old", "Count", days(now.Sub(at))))
		}
	}
	data, keys := notes[BackupData], notes[BackupKeys]
	if !data.IsZero() && !keys.IsZero() && keys.Before(data) {
		out = append(out, found(OfBackups, Look, "backups.order"))
	}
	return orFine(OfBackups, out)
}

// BackupAge is what verv promises asks: known is false while no backup of data and keys was ever noted.
func (h *House) BackupAge(ctx context.Context, g privacy.Grant) (well, known bool, err error) {
	notes, err := h.Notes(ctx, g)
	if err != nil || notes[BackupData].IsZero() || notes[BackupKeys].IsZero() {
		return false, false, err
	}
	delete(notes, Drill)
	now := h.DB.Now()
	well = now.Sub(notes[BackupData]) <= daily && now.Sub(notes[BackupKeys]) <= daily && !notes[BackupKeys].Before(notes[BackupData])
	return well, true, nil
}
