package store_test

import (
	"fmt"
	"os"
	"testing"

	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/testbed"
)

func benchEngines(b *testing.B, fn func(b *testing.B, w *world)) {
	engines := []store.Engine{store.SQLite}
	if os.Getenv(testbed.EnvData) != "" {
		engines = append(engines, store.Postgres)
	}
	for _, e := range engines {
		b.Run(string(e), func(b *testing.B) { fn(b, newWorld(b, testbed.New(b, e, memoRooms(b)))) })
	}
}

// One durable write: a sealed body, its fact, its audit row.
func BenchmarkWrite(b *testing.B) {
	benchEngines(b, func(b *testing.B, w *world) {
		g := w.assess()
		of := store.Of{Subject: w.person, Employer: w.employer, Class: privacy.ClassApplication}
		for i := 0; b.Loop(); i++ {
			err := w.DB.Write(b.Context(), g, func(tx *store.Writer) error {
				_, err := putMemo(tx, of, fmt.Sprint(i), i)
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// One page of 50 rows read and opened, with its durable access record.
func BenchmarkReadPage(b *testing.B) {
	benchEngines(b, func(b *testing.B, w *world) {
		for i := range 50 {
			w.add(fmt.Sprint(i), i)
		}
		g := w.assess()
		for b.Loop() {
			if err := w.DB.Read(b.Context(), g, func(r *store.Reader) error { _, err := memos(r); return err }); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// One row read without opening anything.
func BenchmarkReadOne(b *testing.B) {
	benchEngines(b, func(b *testing.B, w *world) {
		w.add("x", 1)
		g := w.Operate()
		n := 0
		for b.Loop() {
			if err := w.DB.Read(b.Context(), g, func(r *store.Reader) error { return r.Get("memo.count", store.Args{}, &n) }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
