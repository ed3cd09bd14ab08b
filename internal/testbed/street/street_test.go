package street

import "testing"

// TestHouse holds the source to the rules without building the house: make mutate plants a fault for each. Package server runs the same
// rules beside everything else.
func TestHouse(t *testing.T) {
	tree, err := Parse("../../..")
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Files) < 50 || len(tree.SQL) < 4 {
		t.Fatalf("only %d Go files and %d SQL files were read: the rules saw nothing", len(tree.Files), len(tree.SQL))
	}
	for _, r := range Rules() {
		t.Run(r.Name, func(t *testing.T) {
			for _, f := range r.Check(tree) {
				t.Error(f)
			}
		})
	}
}
