package crypt

import "testing"

// A key that was read before a shred must not be put into the cache after it.
func TestCacheTurn(t *testing.T) {
	c := newCache(1 << 20)
	k := newKey()
	for name, end := range map[string]func(){"drop": func() { c.drop(dossierA) }, "wipe": c.wipe} {
		turn := c.turn(dossierA)
		end()
		c.put(dossierA, k, turn)
		if _, ok := c.get(dossierA); ok {
			t.Errorf("%s: a key read before it is served after it", name)
		}
	}
	c.put(dossierA, k, c.turn(dossierA))
	got, ok := c.get(dossierA)
	if !ok {
		t.Fatal("control: nothing is cached")
	}
	got.Wipe()
	if again, _ := c.get(dossierA); *again.bytes() != *k.bytes() {
		t.Error("a caller's Wipe reaches the cache")
	}
}

func TestCacheBound(t *testing.T) {
	const most = 10 * cacheShards
	c := newCache(most * cacheEntry)
	for range 50 * most {
		d := NewDossier(testStart)
		c.put(d, newKey(), c.turn(d))
	}
	n := 0
	for i := range c.shards {
		n += len(c.shards[i].keys)
	}
	if n == 0 || n > most {
		t.Errorf("%d keys, bound %d", n, most)
	}
	none := newCache(0)
	none.put(dossierA, newKey(), none.turn(dossierA))
	if _, ok := none.get(dossierA); ok {
		t.Error("a cache of nothing holds something")
	}
}
