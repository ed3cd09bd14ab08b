package search

import (
	"os"
	"runtime/debug"
	"sync"
)

// startPercent is the garbage that a start lets pile up, of what is in use. Go's own hundred would take more than twice the memory that is
// needed in the end, and is three in a hundred quicker.
const startPercent = 70

var loads struct {
	sync.Mutex
	n, was int
}

// sparing collects garbage sooner than Go does, until done is called. Where the operator has set GOGC it changes nothing.
func sparing() (done func()) {
	if _, set := os.LookupEnv("GOGC"); set {
		return func() {}
	}
	loads.Lock()
	defer loads.Unlock()
	if loads.n++; loads.n == 1 {
		loads.was = debug.SetGCPercent(startPercent)
	}
	return func() {
		loads.Lock()
		defer loads.Unlock()
		if loads.n--; loads.n == 0 {
			debug.SetGCPercent(loads.was)
		}
	}
}
