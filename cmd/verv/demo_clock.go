package main

import (
	"context"
	"sync"
	"time"

	"verv/internal/mail"
)

// strider is the clock of the demonstration: while the world is seeded it strides through the past, after that it is the machine's.
type strider struct {
	wall func() time.Time

	mu sync.Mutex
	at time.Time // zero: the machine's
}

// Now is the moment the clock stands at.
func (s *strider) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at.IsZero() {
		return s.wall()
	}
	return s.at
}

// set strides to a moment. It never goes back.
func (s *strider) set(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.After(s.at) {
		s.at = t
	}
}

// release lets the clock run with the machine's from now on.
func (s *strider) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = time.Time{}
}

// recent hands on the letters from a moment on. What was written earlier has, in the story, been read long ago.
type recent struct {
	mail.Sender
	now   func() time.Time
	since time.Time
}

// Send drops a letter of the past.
func (r recent) Send(ctx context.Context, from, to string, message []byte) error {
	if r.now().Before(r.since) {
		return nil
	}
	return r.Sender.Send(ctx, from, to, message)
}
