package web

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limitClients is how many clients one generation remembers: about 10 MB when both are full.
const limitClients = 50_000

// limiter holds back single clients that ask too often. It is this process's own and forgets: what must survive a restart (tries
// to log in) is counted in the store by the account house.
//
// Memory is bounded by two generations: when the young one is full it becomes the old one and the old one goes. A client
// that still asks is carried over, so only who was silent for a generation starts anew.
type limiter struct {
	rate       rate.Limit
	burst, max int

	mu         sync.Mutex
	young, old map[netip.Prefix]*rate.Limiter
}

func newLimiter(perSecond float64, burst, max int) *limiter {
	return &limiter{rate: rate.Limit(perSecond), burst: burst, max: max, young: map[netip.Prefix]*rate.Limiter{}}
}

// allow takes one request of the client at now. An unknown address is let through: it is a socket on this machine.
func (l *limiter) allow(client netip.Addr, now time.Time) bool {
	if !client.IsValid() {
		return true
	}
	return l.of(network(client)).AllowN(now, 1)
}

// left is how many requests the client has left at now.
func (l *limiter) left(client netip.Addr, now time.Time) int {
	if !client.IsValid() {
		return l.burst
	}
	return max(0, int(l.of(network(client)).TokensAt(now)))
}

// network is what one client holds: an IPv4 address, or the /64 that every IPv6 subscriber is given.
func network(a netip.Addr) netip.Prefix {
	bits := 32
	if a = a.Unmap(); a.Is6() {
		bits = 64
	}
	p, err := a.WithZone("").Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

func (l *limiter) of(p netip.Prefix) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if one, ok := l.young[p]; ok {
		return one
	}
	if len(l.young) >= l.max {
		l.old, l.young = l.young, map[netip.Prefix]*rate.Limiter{}
	}
	one, ok := l.old[p]
	if !ok {
		one = rate.NewLimiter(l.rate, l.burst)
	}
	l.young[p] = one
	return one
}
