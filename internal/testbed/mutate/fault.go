package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// fault is one patch. Its header stands before the first line of the diff:
//
//	# test: ./internal/store -run TestX     the test that has to turn red; several lines are several tests
//	# key: store.scope                      the promises that rest on it; - for none
//	# what: a statement loses its scope     in words
//	# says: is not bound                    a regular expression that the red test prints
//	# needs: VERV_TEST_PG                   a variable without which the fault is left out
type fault struct {
	name  string
	tests []string
	keys  []string
	what  string
	says  *regexp.Regexp
	needs string
	patch []byte
}

func readFaults(dir string) ([]fault, error) {
	paths, err := names(dir)
	if err != nil {
		return nil, err
	}
	var out []fault
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		f, err := parseFault(strings.TrimSuffix(filepath.Base(path), ".patch"), text)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func parseFault(name string, text []byte) (fault, error) {
	f := fault{name: name, patch: text}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "--- ") {
			break
		}
		word, rest, ok := strings.Cut(strings.TrimPrefix(line, "# "), ": ")
		if !ok || !strings.HasPrefix(line, "# ") {
			return f, fmt.Errorf("%s.patch: the header line %q", name, line)
		}
		switch word {
		case "test":
			f.tests = append(f.tests, rest)
		case "key":
			f.keys = strings.Fields(rest)
		case "what":
			f.what = rest
		case "needs":
			f.needs = rest
		case "says":
			re, err := regexp.Compile(rest)
			if err != nil {
				return f, fmt.Errorf("%s.patch: %w", name, err)
			}
			f.says = re
		default:
			return f, fmt.Errorf("%s.patch: no header %q", name, word)
		}
	}
	if len(f.tests) == 0 || len(f.keys) == 0 || f.what == "" || f.says == nil {
		return f, fmt.Errorf("%s.patch: test, key, what and says are needed", name)
	}
	return f, nil
}
