package rights

import (
	"cmp"
	"context"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/ledger"
	"verv/internal/privacy"
	"verv/internal/store"
)

// RequestKind is what a person asked for on their own page.
type RequestKind string

// The kinds of today's flows.
const (
	AskedDownload RequestKind = "download"
	AskedErasure  RequestKind = "erasure"
)

// Request is one request of a person, with the clock of the law. It names nobody: identifiers and dates alone.
type Request struct {
	ID      string
	Kind    RequestKind
	AskedAt time.Time
	DoneAt  time.Time // zero while it is open
	DueAt   time.Time // until when it must be answered
}

// RequestState is how a request stands with its clock.
type RequestState string

// The states.
const (
	RequestOpen RequestState = "open"
	RequestLate RequestState = "late" // open, and its time is over
	RequestDone RequestState = "done"
	RequestSlow RequestState = "slow" // answered after its time
)

// State is how the request stands now.
func (q Request) State(now time.Time) RequestState {
	switch {
	case q.DoneAt.IsZero() && now.After(q.DueAt):
		return RequestLate
	case q.DoneAt.IsZero():
		return RequestOpen
	case q.DoneAt.After(q.DueAt):
		return RequestSlow
	}
	return RequestDone
}

// answerBy is the earlier of thirty days and one calendar month after a request (GDPR article 12(3)).
func answerBy(asked time.Time) time.Time {
	days, month := asked.AddDate(0, 0, 30), privacy.Period{Months: 1}.From(asked)
	if month.Before(days) {
		return month
	}
	return days
}

// Requests lists what people asked for, the open ones first, then the newest.
func (h *House) Requests(ctx context.Context, g privacy.Grant) (out []Request, err error) {
	err = h.oversee(ctx, g, access.RightsOversee, func(r *store.Reader) error {
		out, err = store.List(r, "rights.askedExports", store.Args{"most": listMost}, func(row store.Row) (q Request, err error) {
			var v ExportID
			err = row.Scan(&v, &q.AskedAt, &q.DoneAt)
			q.ID, q.Kind = v.String(), AskedDownload
			return q, err
		})
		if err != nil {
			return err
		}
		all, err := ledger.Erasures(r, listMost)
		for _, e := range all {
			if e.Cause == ledger.Asked {
				out = append(out, Request{ID: e.ID.String(), Kind: AskedErasure, AskedAt: e.AskedAt, DoneAt: e.DoneAt})
			}
		}
		return err
	})
	for i := range out {
		out[i].DueAt = answerBy(out[i].AskedAt)
	}
	slices.SortStableFunc(out, func(a, b Request) int {
		if open := a.DoneAt.IsZero(); open != b.DoneAt.IsZero() {
			if open {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.AskedAt.UnixMilli(), a.AskedAt.UnixMilli())
	})
	return out[:min(len(out), listMost)], err
}

// Tally is how many dossiers of a class end on a day.
type Tally struct {
	Class privacy.Class
	Day   time.Time // its start in UTC
	Count int
}

// DueTally counts what would end before a moment if nothing happened, by class and day. What is overdue counts to today.
func (h *House) DueTally(ctx context.Context, g privacy.Grant, before time.Time) (out []Tally, err error) {
	today := h.DB.Now().UTC().Truncate(24 * time.Hour)
	err = h.oversee(ctx, g, access.RightsOversee, func(r *store.Reader) (err error) {
		out, err = store.List(r, "rights.dueTally", store.Args{"before": before}, func(row store.Row) (Tally, error) {
			var t Tally
			var class string
			var day int64
			err := row.Scan(&class, &day, &t.Count)
			t.Class, t.Day = privacy.Class(class), time.Unix(day*24*60*60, 0).UTC()
			if t.Day.Before(today) {
				t.Day = today
			}
			return t, err
		})
		return err
	})
	return out, err
}
