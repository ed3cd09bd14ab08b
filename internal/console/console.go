package console

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt

	"verv/internal/access"
	"verv/internal/account"
	"verv/internal/blob"
	"verv/internal/config"
	"verv/internal/crypt"
	"verv/internal/employer"
	"verv/internal/feature"
	"verv/internal/locale"
	"verv/internal/mail/posture"
	"verv/internal/plan"
	"verv/internal/store"
	"verv/internal/task"
)

var (
	//go:embed schema.sql
	schema string
	//go:embed queries.sql
	queries string
	//go:embed footprint.txt
	footprint string
)

// Room is this room for the store.
func Room() store.Room {
	return store.Room{Name: "console", Schema: schema, Queries: queries, Footprint: footprint}
}

// Needs is what the house is built of. All is needed.
type Needs struct {
	DB       *store.DB
	Keys     *crypt.Keystore
	Files    *blob.Files
	Doors    Doors
	Hirers   *employer.House
	Plans    *plan.House
	Features *feature.House
	Words    *locale.Catalogue
	// Places says what site a letter is from. Package server answers it.
	Places interface {
		Site(ctx context.Context, s access.SiteID) (account.Place, error)
	}
	Config config.Config
	// Runner is woken when there is something to do at once. It is made after the houses.
	Runner func() *task.Runner
	// Resolver is asked for records of our own domains, where the configuration names a name server.
	Resolver posture.Resolver
	Bounds
}

// House is the room at work.
type House struct{ Needs }

// New makes the house.
func New(n Needs) *House { return &House{n} }
