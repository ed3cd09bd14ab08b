package recommend

import (
	_ "embed" // schema.sql, queries.sql, footprint.txt
	"time"

	"verv/internal/crypt"
	"verv/internal/cv"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/match"
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
	return store.Room{Name: "recommend", Schema: schema, Queries: queries, Footprint: footprint}
}

const fieldRun privacy.FieldID = 1471

type noun struct{}

// ID identifies a run.
type ID = id.ID[noun]

// Version names the rules that rank. It changes with the parts, their weights, or what is read of a CV.
const Version = "3"

const (
	jobsMost = 20
	runsMost = 10
)

// The facts of this house. Each names the run.
const (
	FactMade    = "recommend.made"
	FactStopped = "recommend.stopped"
)

// Run is one ranking, as it was.
type Run struct {
	ID      ID
	Site    site.ID
	MadeAt  time.Time
	dossier crypt.DossierID
	Body
}

// Body is what was ranked, how, and what came out.
type Body struct {
	CV      cv.ID
	Version string
	Weights match.Weights
	Input   string // SHA-256 of what was compared, in hex
	Jobs    []Fit
}

// Fit is a job and why it suits: each part from 0 to 1000. The score is the sum of the parts by their weights.
type Fit struct {
	Job      job.ID
	Score    uint32
	Parts    []uint32
	Unsaid   []match.Part // of which a side says nothing
	Anywhere bool         // the work is done from anywhere
	Skills   []string
	Words    []string
}

// Sum is the score that the parts give.
func (b Body) Sum(f Fit) uint32 {
	var sum uint32
	for i, p := range f.Parts {
		sum += p * b.Weights[i]
	}
	return sum
}

func scan(r *store.Reader) func(store.Row) (Run, error) {
	return func(row store.Row) (Run, error) {
		var v Run
		var sealed store.Sealed
		if err := row.Scan(&v.ID, &v.dossier, &v.Site, &v.MadeAt, &sealed); err != nil {
			return v, err
		}
		p, err := store.Unseal[Body](r, fieldRun, v.dossier, v.ID, sealed)
		v.Body = p.Reveal(r.Grant())
		return v, err
	}
}
