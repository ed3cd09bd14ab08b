package server

import (
	"embed"
	"io/fs"

	"verv/internal/account"
	"verv/internal/alert"
	"verv/internal/application"
	"verv/internal/blob"
	"verv/internal/candidate"
	"verv/internal/consent"
	"verv/internal/console"
	"verv/internal/cv"
	"verv/internal/employer"
	"verv/internal/feature"
	"verv/internal/job"
	"verv/internal/ledger"
	"verv/internal/mail"
	"verv/internal/message"
	"verv/internal/picture"
	"verv/internal/plan"
	"verv/internal/propose"
	"verv/internal/recommend"
	"verv/internal/report"
	"verv/internal/rights"
	"verv/internal/search"
	"verv/internal/site"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/webhook"
)

//go:embed migration/*.sql
var migrations embed.FS

// Migrations are the numbered steps from the first release to today's schema.
func Migrations() store.Migrations {
	sub, err := fs.Sub(migrations, "migration")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}

// Rooms lists every room with tables, in street order: a room's statements may name its own tables and those before it.
func Rooms() []store.Room {
	return []store.Room{
		store.Own(),
		blob.Room(),
		feature.Room(),
		task.Room(),
		mail.Room(),
		account.Room(),
		consent.Room(),
		ledger.Room(),
		picture.Room(),
		site.Room(),
		plan.Room(),
		employer.Room(),
		job.Room(),
		candidate.Room(),
		cv.Room(),
		application.Room(),
		message.Room(),
		search.Room(),
		recommend.Room(),
		propose.Room(),
		alert.Room(),
		webhook.Room(),
		report.Room(),
		rights.Room(),
		console.Room(),
	}
}
