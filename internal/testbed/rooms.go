package testbed

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verv/internal/store"
	"verv/internal/testbed/street"
)

// Rooms gives the rooms from the foundations up to the one whose test is running, as they lie on the disk, with footprints computed
// anew. A house is tested with what stands before it on the street and with nothing behind it, so a half-built neighbour further
// along breaks nobody. Tests of the roof get all rooms.
func Rooms(t testing.TB) []store.Room {
	t.Helper()
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	internal, here, ok := cutLast(filepath.ToSlash(wd), "/internal/")
	if !ok {
		t.Fatalf("the working directory is not below internal")
	}
	here, _, _ = strings.Cut(here, "/")
	order := street.Order()
	last := slices.Index(order, here)
	if last < 0 {
		t.Fatalf("%s has no place on the street", here)
	}
	var out []store.Room
	for _, name := range order[:last+1] {
		schema, err := os.ReadFile(filepath.Join(internal, "internal", name, "schema.sql"))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		queries, err := os.ReadFile(filepath.Join(internal, "internal", name, "queries.sql"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, store.Room{Name: name, Schema: string(schema), Queries: string(queries)})
	}
	out, err = WithFootprints(t.Context(), out)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// cutLast cuts s around the last sep.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
