package rights

import (
	"time"

	"verv/internal/crypt"
	"verv/internal/store"
)

func scanExport(row store.Row) (Export, error) {
	var e Export
	err := row.Scan(&e.ID, &e.Dossier, &e.File, &e.AskedAt, &e.ReadyAt, &e.Done, &e.Whole)
	return e, err
}

// farewell is one last letter as it lies.
type farewell struct {
	id      farewellID
	dossier crypt.DossierID
	posted  time.Time
	sealed  store.Sealed
}

func scanFarewell(row store.Row) (farewell, error) {
	var f farewell
	err := row.Scan(&f.id, &f.dossier, &f.posted, &f.sealed)
	return f, err
}
