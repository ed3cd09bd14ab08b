package application

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"verv/internal/fault"
	"verv/internal/id"
	"verv/internal/store"
)

type stageNoun struct{}

// StageID identifies a stage of a job, or of a template.
type StageID = id.ID[stageNoun]

// JobStage is a stage as an employer calls it. The person is told its Kind and never its Name.
type JobStage struct {
	ID    StageID
	Kind  Stage
	Name  string
	Days  int  // within which an application should be on its way again; 0 expects nothing
	Mails bool // the person gets a letter on entering
}

// Late reports whether an application has stood here since a moment for longer than is expected.
func (s JobStage) Late(since, now time.Time) bool {
	return s.Days > 0 && now.Sub(since) > time.Duration(s.Days)*24*time.Hour
}

// Pipeline is the stages of one job in order. The first of the kind new is where applications arrive, so there always is one.
type Pipeline []JobStage

// The limits of a pipeline.
const (
	stagesMost = 20
	stageName  = 60
	daysMost   = 365
)

// Find finds a stage.
func (p Pipeline) Find(v StageID) (JobStage, bool) {
	i := slices.IndexFunc(p, func(s JobStage) bool { return s.ID == v })
	if i < 0 {
		return JobStage{}, false
	}
	return p[i], true
}

// First is the first stage of a kind.
func (p Pipeline) First(k Stage) (JobStage, bool) {
	i := slices.IndexFunc(p, func(s JobStage) bool { return s.Kind == k })
	if i < 0 {
		return JobStage{}, false
	}
	return p[i], true
}

// At is the stage where an application stands: the one that it was moved to, else the first of its kind.
func (p Pipeline) At(v StageID, k Stage) JobStage {
	if s, ok := p.Find(v); ok {
		return s
	}
	if s, ok := p.First(k); ok {
		return s
	}
	return JobStage{Kind: k}
}

// first is the kind whose applications without a stage of their own stand at s, or none.
func (p Pipeline) first(s JobStage) string {
	if f, ok := p.First(s.Kind); ok && f.ID == s.ID {
		return string(s.Kind)
	}
	return ""
}

// Without is the pipeline after a stage is gone, and where its applications go.
func (p Pipeline) Without(v, to StageID) (Pipeline, JobStage, error) {
	gone, ok := p.Find(v)
	if !ok {
		return nil, JobStage{}, withheld()
	}
	next := slices.DeleteFunc(slices.Clone(p), func(s JobStage) bool { return s.ID == v })
	if _, ok := next.First(Arrived); !ok {
		return nil, gone, fault.New(fault.Conflict, "application.stages.first")
	}
	target, ok := next.Find(to)
	if !ok {
		var f fault.Form
		f.Add("to", "form.choice")
		return nil, gone, f.Err()
	}
	return next, target, nil
}

// Swap moves a stage one place up or down; at an end it stays.
func (p Pipeline) Swap(v StageID, by int) (Pipeline, bool) {
	i := slices.IndexFunc(p, func(s JobStage) bool { return s.ID == v })
	if i < 0 {
		return p, false
	}
	out := slices.Clone(p)
	if j := i + by; j >= 0 && j < len(p) {
		out[i], out[j] = out[j], out[i]
	}
	return out, true
}

// tidy is the stage in the one form that is kept, and what is wrong with it.
func (s JobStage) tidy() (JobStage, error) {
	var f fault.Form
	s.Name = strings.TrimSpace(s.Name)
	switch n := utf8.RuneCountInString(s.Name); {
	case n == 0:
		f.Add("name", "form.required")
	case n > stageName:
		f.Add("name", "form.long", fault.Args{"Max": stageName})
	}
	if !slices.Contains(Stages(), s.Kind) {
		f.Add("kind", "form.choice")
	}
	if s.Days < 0 || s.Days > daysMost {
		f.Add("days", "form.range", fault.Args{"Min": 0, "Max": daysMost})
	}
	return s, f.Err()
}

// implied names the stages of a job, or of a template, that nobody has changed yet. A page may show them and change nothing: whatever is
// posted first writes them down under the same identifiers, which are computed (UUID version 8) from whose they are, place and kind.
func (p Pipeline) implied(of string) Pipeline {
	out := slices.Clone(p)
	for i := range out {
		sum := sha256.Sum256(fmt.Appendf(nil, "stage %s %s %d", of, out[i].Kind, i))
		sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
		out[i].ID = id.Must[stageNoun](fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16]))
	}
	return out
}

func scanStage(row store.Row) (JobStage, error) {
	var s JobStage
	var kind string
	var mails int
	err := row.Scan(&s.ID, &kind, &s.Name, &s.Days, &mails)
	s.Kind, s.Mails = Stage(kind), mails == 1
	return s, err
}
