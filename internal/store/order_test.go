package store_test

import (
	"testing"

	"verv/internal/store"
	"verv/internal/testbed"
)

// Facts come by the number of their transaction, not by its digits: 10 stands behind 9. A reader that pages would else pass over
// facts, or read them twice, each time the number gets one digit longer.
func TestFactsInOrder(t *testing.T) {
	engines(t, func(t *testing.T, b *testbed.Bed) {
		b.T = t
		for _, xid := range []string{"9", "10", "100"} {
			text := "insert into fact (xid, at, kind, ids) values (" + xid + ", 0, 'x" + xid + "', '{}')"
			if b.Conf.Engine == store.Postgres {
				text = "insert into fact (xid, at, kind, ids) values ('" + xid + "', 0, 'x" + xid + "', '{}')"
			}
			b.Exec(text)
		}
		err := b.DB.Read(t.Context(), b.Operate(), func(r *store.Reader) error {
			var at store.Cursor
			var got string
			for {
				facts, next, err := r.Facts(at, 1)
				if err != nil {
					return err
				}
				if len(facts) == 0 {
					break
				}
				got, at = got+facts[0].Kind, next
			}
			end, err := r.End()
			if got != "x9x10x100" || end != at {
				t.Errorf("%s, the end is %v and the last %v", got, end, at)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
