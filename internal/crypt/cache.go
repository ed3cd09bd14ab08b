package crypt

import "sync"

// cacheShards is the number of locks of the cache; a power of two.
const cacheShards = 32

// cacheEntry is what one key is counted at, in bytes: 48 of key and secret, and the map's share.
const cacheEntry = 117

// cache holds unwrapped keys up to a bound. What is in it was in the keystore at most staleAfter ago.
//
// Every wipe or drop moves the shard's turn on. A reader takes the turn before it asks the database and may put in what
// it read only if the turn has not moved: else a key that was read before a shred could be put in after it and stay.
type cache struct {
	shards [cacheShards]shard
}

type shard struct {
	mu   sync.Mutex
	turn uint64
	max  int
	keys map[DossierID][keySize]byte
}

func newCache(bytes int) *cache {
	c := &cache{}
	for i := range c.shards {
		c.shards[i].max = bytes / cacheEntry / cacheShards
		c.shards[i].keys = map[DossierID][keySize]byte{}
	}
	return c
}

func (c *cache) shard(d DossierID) *shard { return &c.shards[d.Bytes()[idSize-1]%cacheShards] }

// get copies a key out, so that a caller's Wipe ends only the caller's copy.
func (c *cache) get(d DossierID) (Key, bool) {
	s := c.shard(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.keys[d]
	if !ok {
		return Key{}, false
	}
	k := emptyKey()
	*k.bytes() = b
	return k, true
}

// turn is to be taken before the key is read from the database.
func (c *cache) turn(d DossierID) uint64 {
	s := c.shard(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.turn
}

// put keeps a key that was read in the given turn.
func (c *cache) put(d DossierID, k Key, turn uint64) {
	s := c.shard(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.turn != turn || s.max == 0 {
		return
	}
	if len(s.keys) >= s.max {
		s.evict()
	}
	s.keys[d] = *k.bytes()
}

// evict drops one key; which one is as random as the map's order.
func (s *shard) evict() {
	for d := range s.keys {
		s.drop(d)
		return
	}
}

func (s *shard) drop(d DossierID) {
	if _, ok := s.keys[d]; ok {
		s.keys[d] = [keySize]byte{} // a deleted map entry may keep its bytes
		delete(s.keys, d)
	}
}

// drop forgets some keys.
func (c *cache) drop(ds ...DossierID) {
	for _, d := range ds {
		s := c.shard(d)
		s.mu.Lock()
		s.turn++
		s.drop(d)
		s.mu.Unlock()
	}
}

// wipe forgets all keys.
func (c *cache) wipe() {
	for i := range c.shards {
		s := &c.shards[i]
		s.mu.Lock()
		s.turn++
		for d := range s.keys {
			s.keys[d] = [keySize]byte{}
		}
		clear(s.keys)
		s.mu.Unlock()
	}
}
