package server_test

import (
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/rights"
	"verv/internal/store"
)

// TestEvents: who opened what and who did what can be read to keep the installation safe and running; whoever states another purpose is
// refused, Verv itself among them. A person reads what concerns them by the handle that their own key makes.
func TestEvents(t *testing.T) {
	towns(t, func(t *testing.T, w *town) {
		show.Show(t, "events.purpose", "events-for-any-purpose")
		w.walkers[member("one", access.Owner)].get("/employer/applications/" + w.ids["application of "+anna])
		_, err := w.DB.SealAudit(t.Context(), w.Verv(access.Operation(), privacy.Operate), 10_000)
		w.Must(err)
		month := w.Clock.Now().Format("2006-01")
		for _, p := range privacy.Purposes() {
			for what, read := range map[string]func(*store.Reader) (int, error){
				"access records": func(r *store.Reader) (int, error) { l, err := r.Accesses(time.UnixMilli(0), 10); return len(l), err },
				"months":         func(r *store.Reader) (int, error) { l, err := r.Months(); return len(l), err },
				"the audit":      func(r *store.Reader) (int, error) { l, err := r.AuditOf(month, 0, 10); return len(l), err },
			} {
				n, err := w.reads(p, read)
				fine := p == privacy.Security || p == privacy.Operate
				if fine && (err != nil || n == 0) {
					t.Errorf("positive control: %s, for %s: %d, %v", what, p, n, err)
				}
				if !fine && (n > 0 || !fault.Is(err, fault.Withheld)) {
					t.Errorf("%s are read for %s: %d, %v", what, p, n, err)
				}
			}
		}
		w.officerSearches(t)
		if a := w.walkers[anna].get("/me"); a.status != 200 {
			t.Errorf("the person's own page: %s", a)
		}
	})
}

// reads runs a read as Verv itself, which may state any purpose.
func (w *town) reads(p privacy.Purpose, read func(*store.Reader) (int, error)) (n int, err error) {
	w.T.Helper()
	err = w.DB.Read(w.T.Context(), w.Verv(access.Operation(), p), func(r *store.Reader) (err error) { n, err = read(r); return err })
	return n, err
}

// officerSearches: the search of the access log is held to the same.
func (w *town) officerSearches(t *testing.T) {
	t.Helper()
	for p, fine := range map[privacy.Purpose]bool{privacy.Operate: true, privacy.Demonstrate: false} {
		g := w.Grant(w.people[officer].Actor, access.Operation(), p)
		if list, err := w.Rights.Accesses(t.Context(), g, rights.Search{}, 10); (err == nil && len(list) > 0) != fine {
			t.Errorf("the officer searches for %s: %d, %v", p, len(list), err)
		}
	}
}
