// Command generate writes what is computed from the code and committed beside it: the footprint of every statement, the first
// migration and docs/DATA.md. Run it by make generate; a test fails while the committed files differ.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"verv/internal/server"
	"verv/internal/testbed"
)

func main() {
	files, err := testbed.Generated(context.Background(), server.Rooms())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for path, text := range files {
		old, _ := os.ReadFile(path)
		if string(old) == text {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println("wrote", path)
	}
}
