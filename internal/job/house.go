package job

import (
	"context"
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"net/netip"
	"time"

	"verv/internal/account"
	"verv/internal/employer"
	"verv/internal/locale"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/store"
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
	return store.Room{Name: "job", Schema: schema, Queries: queries, Footprint: footprint}
}

// Counts tells how many applications each job of the grant's employer has, and how many of them nobody has opened. The application
// house has them and package server hands it in; without it there are none.
type Counts func(ctx context.Context, g privacy.Grant, jobs []ID) (map[ID]Count, error)

// Count is what a job's line says about its applications: all, those nobody has opened, those that wait for an answer.
type Count struct{ All, New, Open int }

// Config is what the house is told about the installation.
type Config struct {
	Rules      Rules
	Moderating Moderating
	Retention  privacy.Retention
	Limits     Limits
	MAC        MAC
	Places     account.Places
	Words      *locale.Catalogue
	Reads      privacy.Grant            // public, to publish: the finder reads before anybody is known
	Origin     func(s site.Site) string // address of a site, without the final slash
}

// Limits counts reports, so that nobody drowns the operator in them. The account house keeps the count.
type Limits interface {
	MayReport(ctx context.Context, g privacy.Grant, client netip.Addr, address string) error
}

// MAC makes the code in the address of a report.
type MAC interface{ MAC(parts ...[]byte) []byte }

// House answers for jobs.
type House struct {
	db        *store.DB
	sites     *site.House
	employers *employer.House
	cfg       Config
	counts    Counts
	responds  ResponseDays
	finder    *finder
}

// New makes the house.
func New(db *store.DB, sites *site.House, employers *employer.House, cfg Config) *House {
	h := &House{db: db, sites: sites, employers: employers, cfg: cfg, finder: newFinder()}
	db.Listen(h.Hear)
	return h
}

// Fill hands in the counts of the application house. Call it before the first request.
func (h *House) Fill(c Counts) { h.counts = c }

// Hear takes the facts of this process, and those of other nodes where package server reads them.
func (h *House) Hear(facts []store.Fact) {
	for _, f := range facts {
		h.finder.heard(f)
	}
}

// The facts of this house. Each names job and employer, those of a template the employer and the template.
const (
	FactWritten     = "job.written" // a draft was made or changed: nobody outside the team sees it
	FactSent        = "job.sent"
	FactRetracted   = "job.retracted"
	FactReturned    = "job.returned"
	FactApproved    = "job.approved"
	FactScheduled   = "job.scheduled"
	FactUnscheduled = "job.unscheduled"
	FactPublished   = "job.published"
	FactChanged     = "job.changed"
	FactClosed      = "job.closed"
	FactArchived    = "job.archived"
	FactRestored    = "job.restored"
	FactDiscarded   = "job.discarded"
	FactTemplate    = "job.template"
	FactNoTemplate  = "job.template.dropped"

	FactHidden    = "job.hidden"     // an open job is public no more
	FactShown     = "job.shown"      // it is again, or for the first time after it waited
	FactTakenDown = "job.taken-down" // for good, unless the operator changes its mind
	FactReported  = "job.reported"
	FactAppealed  = "job.appealed"
)

// zone is where a day of a site begins and ends.
func (h *House) zone(ctx context.Context, s site.ID) (*time.Location, error) {
	v, err := h.sites.ByID(ctx, s)
	if err != nil {
		return nil, err
	}
	return v.Location(), nil
}
