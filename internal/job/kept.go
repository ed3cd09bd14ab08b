package job

import (
	"sync"
	"time"
)

// kept holds what everybody asks for and what grows with all that is open: the options of lists that nobody has narrowed, and the chapters of
// sitemaps. It holds for one edition of the index.
type kept[V any] struct {
	mu sync.Mutex
	at edition
	of map[string]V
}

// edition is a state of the index within a minute: another one begins when a job comes, changes or goes, and with each minute, since jobs get older.
type edition struct {
	version uint64
	minute  int64
}

// get is what was made of a key for this edition, or what is made of it now. Nobody changes what it returns.
func (k *kept[V]) get(key string, at edition, fresh func() (V, error)) (V, error) {
	k.mu.Lock()
	v, ok := k.of[key]
	ok = ok && k.at == at
	k.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := fresh()
	if err != nil {
		return v, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.at != at {
		k.at, k.of = at, map[string]V{}
	}
	k.of[key] = v
	return v, nil
}

// edition is that of the index now. What is made after it was read is of this edition or of a later one.
func (f *finder) edition(now time.Time) edition {
	f.mu.Lock()
	defer f.mu.Unlock()
	return edition{f.version, now.Unix() / 60}
}
