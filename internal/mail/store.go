package mail

import (
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/store"
)

type incomingRow struct {
	id      IncomingID
	subject access.SubjectID
	dossier crypt.DossierID
	at      time.Time
	raw     store.Sealed
}

func scanIncoming(row store.Row) (incomingRow, error) {
	var v incomingRow
	err := row.Scan(&v.id, &v.subject, &v.dossier, &v.at, &v.raw)
	return v, err
}
