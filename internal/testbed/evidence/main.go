// Command evidence reads the output of go test -json and writes what the tests showed into the evidence file that every build carries.
// Run it by make promises. It exits 1 when a test that shows a promise did not pass, or shows a key that the ledger does not know;
// the file is written all the same, so that the promise turns red.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"

	"verv/internal/promise"
)

func main() {
	commit := flag.String("commit", "", "what was tested")
	out := flag.String("o", "internal/promise/evidence.tsv", "the file to write")
	flag.Parse()
	failed, err := write(os.Stdin, *commit, *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "evidence:", err)
	}
	if err != nil || failed > 0 {
		os.Exit(1)
	}
}

func write(in io.Reader, commit, path string) (failed int, err error) {
	evidence, err := promise.Collect(in, commit)
	if err != nil {
		return 0, err
	}
	if len(evidence) == 0 {
		return 0, fmt.Errorf("no test showed anything; %s is left as it is", path)
	}
	var b bytes.Buffer
	if err := promise.WriteEvidence(&b, evidence); err != nil {
		return 0, err
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return 0, err
	}
	keys := map[string]bool{}
	for _, e := range evidence {
		keys[e.Key] = true
		if e.Failed() {
			failed++
			fmt.Println("failed:", e.Key, e.Test)
		}
	}
	ledger, err := promise.Load()
	if err != nil {
		return failed, err
	}
	for _, key := range ledger.Strangers(evidence) {
		failed++
		fmt.Println("the ledger does not know the key", key)
	}
	fmt.Printf("%s: %d lines, %d keys, %d failed\n", path, len(evidence), len(keys), failed)
	return failed, nil
}
