package rights_test

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/rights"
)

// evidence computes the chain of a month from its file alone, as somebody else would, and gives what the head should be.
func (w *world) evidence(file string) (chain, head string) {
	w.T.Helper()
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff")))
	in.FieldsPerRecord = -1
	rows, err := in.ReadAll()
	w.must(err)
	for i, row := range rows {
		switch {
		case row[0] == "month":
			chain = row[1]
		case row[0] == "head":
			head = row[1]
		case i > 5:
			sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s", chain, row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]))
			chain = hex.EncodeToString(sum[:])
		}
	}
	return chain, head
}

// The clock of a request: the earlier of thirty days and a calendar month.
func TestRequestClock(t *testing.T) {
	day := func(s string) time.Time {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct {
		asked, done, now string
		want             rights.RequestState
	}{
		{"2026-11-01", "", "2026-11-30", rights.RequestOpen},
		{"2026-11-01", "", "2026-12-02", rights.RequestLate},
		{"2026-11-01", "2026-11-02", "2027-01-01", rights.RequestDone},
		{"2026-11-01", "2026-12-05", "2027-01-01", rights.RequestSlow},
		{"2027-01-31", "", "2027-03-01", rights.RequestLate}, // February ends on the 28th, before thirty days are over
	} {
		q := rights.Request{AskedAt: day(c.asked), DueAt: rights.AnswerBy(day(c.asked))}
		if c.done != "" {
			q.DoneAt = day(c.done)
		}
		if got := q.State(day(c.now)); got != c.want {
			t.Errorf("asked %s, done %q, on %s: %s, want %s", c.asked, c.done, c.now, got, c.want)
		}
	}
}

// What people ask for on their own pages reaches the officer with its clock, and names nobody; what ends is counted by day.
func TestOfficerRequests(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.join("dpo1@example.org", access.Officer)
		kari := w.join("kari@example.org", access.Candidate)[0]
		g := w.own(kari)
		_, err := w.house.Ask(t.Context(), g, access.SiteID{}, "nb")
		w.must(err)
		has(t, w.page(officer, "/officer/requests"), "Nedlasting av opplysningene", "Pågår", "!"+kari.Subject.String(), "!kari@")
		w.Clock.Move(40 * 24 * time.Hour)
		has(t, w.page(officer, "/officer/requests"), "Fristen er ute")
		has(t, w.page(officer, "/officer"), "åpne forespørsler")
	})
}
