package server_test

import (
	"testing"

	"verv/internal/promise/show"
	"verv/internal/testbed/street"
)

// TestStreet holds the whole source to the floor plan. Each rule has its planted fault in testdata/faults (make mutate).
func TestStreet(t *testing.T) {
	tree, err := street.Parse("../..")
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Files) < 50 || len(tree.SQL) < 4 {
		t.Fatalf("only %d Go files and %d SQL files were read: the rules saw nothing", len(tree.Files), len(tree.SQL))
	}
	for _, r := range street.Rules() {
		t.Run(r.Name, func(t *testing.T) {
			if r.Name == "imports" {
				show.Show(t, "crypt.room", "key-outside-crypt")
			}
			for _, f := range r.Check(tree) {
				t.Error(f)
			}
		})
	}
}
