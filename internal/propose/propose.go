package propose

import (
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/id"
	"verv/internal/job"
	"verv/internal/match"
	"verv/internal/privacy"
	"verv/internal/search"
	"verv/internal/store"
)

// The sealed columns, by the numbers of their privacy lines.
const (
	fieldBody privacy.FieldID = 1501
	fieldPass privacy.FieldID = 1502
)

type (
	runNoun  struct{}
	noun     struct{}
	passNoun struct{}
)

// RunID identifies a run.
type RunID = id.ID[runNoun]

// ID identifies a proposal.
type ID = id.ID[noun]

// Version names the rules that rank. It changes with the parts, their weights, or what is read of a card.
const Version = "3"

const (
	peopleMost = 20
	mineMost   = 100
	// spared is until when a run is worked out at most once: pressing twice is one press.
	spared = 10 * time.Second
)

// The facts of this house. Each names employer, job and run.
const (
	FactMade   = "propose.made"
	FactPassed = "propose.passed"
)

// Run is one ranking of people for a job.
type Run struct {
	ID      RunID
	Job     job.ID
	By      access.SubjectID
	MadeAt  time.Time
	EndsAt  time.Time
	Version string
	Input   string // SHA-256 of what was compared of the job, in hex
}

// Proposal is somebody who came out of a run.
type Proposal struct {
	ID       ID
	Employer access.EmployerID
	Run      RunID
	Job      job.ID
	Card     search.CardID
	MadeAt   time.Time
	Body

	subject access.SubjectID
	dossier crypt.DossierID
	sealed  store.Sealed
}

// Body is why: each part from 0 to 1000. The score is the sum of the parts by their weights.
type Body struct {
	General  search.General // the job, in words that name nobody
	Version  string
	Input    string // SHA-256 of what was compared of the person, in hex
	Weights  match.Weights
	Score    uint32
	Parts    []uint32
	Unsaid   []match.Part // of which one side says nothing: neither for nor against
	Anywhere bool         // the work is done from anywhere
	Skills   []string     // in common
	Words    []string     // in common, of those that say most
}

// Sum is the score that the parts give.
func (b Body) Sum() uint32 {
	var sum uint32
	for i, p := range b.Parts {
		sum += p * b.Weights[i]
	}
	return sum
}

// Standing is how far a part is met.
type Standing string

// The standings. Unsaid is a part of which one side says nothing: neither for nor against.
const (
	Met    Standing = "met"
	Partly Standing = "partly"
	Lacks  Standing = "lacks"
	Unsaid Standing = "unsaid"
)

// From which part of a thousand a part counts as met, and as met in part.
const (
	met    = 900
	partly = 100
)

// Stands says how far a part of a proposal is met.
func (b Body) Stands(p match.Part) Standing {
	if int(p) >= len(b.Parts) || slices.Contains(b.Unsaid, p) {
		return Unsaid
	}
	switch v := b.Parts[p]; {
	case v >= met:
		return Met
	case v >= partly:
		return Partly
	}
	return Lacks
}

// Reason is why a member passed somebody over.
type Reason string

// The reasons. None of them is about who somebody is.
const (
	Qualifications Reason = "qualifications"
	Experience     Reason = "experience"
	Place          Reason = "place"
	Known          Reason = "known" // they are in touch already
	Other          Reason = "other"
)

// Reasons lists every reason in the order of the form.
func Reasons() []Reason { return []Reason{Qualifications, Experience, Place, Known, Other} }

type passBody struct{ Reason Reason }
