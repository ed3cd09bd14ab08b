package locale

import (
	"sync"
	"time"
)

// zones keeps what was read of the machine's zone data: only names it knows come in, so it is no larger than that.
var zones sync.Map

// Zone is a time zone by its IANA name, read from disk once; UTC for what the machine does not know.
func Zone(name string) *time.Location {
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location)
	}
	if !KnownZone(name) {
		return time.UTC
	}
	z, _ := time.LoadLocation(name) // it was read a line ago
	zones.Store(name, z)
	return z
}

// KnownZone reports whether the machine knows a zone of the name. "Local" is wherever the server stands, which is nobody's zone.
func KnownZone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && name != "Local"
}
