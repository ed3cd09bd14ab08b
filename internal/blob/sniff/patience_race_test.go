//go:build race

package sniff_test

import "time"

// patience under the race detector, which makes byte by byte reading some twenty times slower: only that it ends.
const patience = time.Minute
