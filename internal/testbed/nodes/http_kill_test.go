package nodes_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"testing"
	"time"

	"verv/internal/promise/show"
	"verv/internal/testbed/whole"
)

// stream is a number of people who save drafts of jobs through the proxy, one after the other, and note what they were told.
type stream struct {
	mu     sync.Mutex
	acked  map[string]bool
	silent map[string]bool // got no answer, or a refusal: present or not, but never twice
	last   time.Time       // of the last acknowledgement
	gap    time.Duration   // the longest time without one
	heard  chan struct{}
}

func (s *stream) note(title string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.silent[title] = true
		return
	}
	s.acked[title] = true
	if now := time.Now(); s.last.IsZero() {
		s.last = now
	} else {
		s.gap, s.last = max(s.gap, now.Sub(s.last)), now
	}
	select {
	case s.heard <- struct{}{}:
	default:
	}
}

func (s *stream) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.acked)
}

// wait waits until so many are acknowledged.
func (s *stream) wait(t *testing.T, n int) {
	t.Helper()
	late := time.After(time.Minute)
	for s.count() < n {
		select {
		case <-s.heard:
		case <-late:
			t.Fatalf("only %d of %d writes were acknowledged within a minute, %d were not", s.count(), n, len(s.silent))
		}
	}
}

// writers is how many people write at a time.
const writers = 4

func (w *town) write(ctx context.Context, v *visitor, s *stream, round int) *sync.WaitGroup {
	var wg sync.WaitGroup
	for who := range writers {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				title := fmt.Sprintf("Utkast %d-%d-%d", round, who, i)
				_, err := v.try(w.proxy.URL+"/employer/jobs/new", url.Values{"title": {title}, "language": {"nb"}})
				s.note(title, err)
			}
		})
	}
	return &wg
}

// killed: one node is killed in the middle of a stream of writes. What was acknowledged is there once, the stream goes on at the other
// node, and the killed one comes back.
func (w *town) killed(t *testing.T, who whole.Person) {
	s := &stream{acked: map[string]bool{}, silent: map[string]bool{}, heard: make(chan struct{}, 1)}
	kills := times(1, 10)
	for round := range kills {
		v := w.enter(t, w.proxy.URL, who)
		victim := []*node{w.a, w.b}[round%2]
		s.last = time.Time{}
		ctx, stop := context.WithCancel(t.Context())
		wg := w.write(ctx, v, s, round)
		s.wait(t, s.count()+40)
		victim.kill()
		s.wait(t, s.count()+40)
		stop()
		wg.Wait()
		w.compare(t, s)
		w.start(victim)
		if !v.inside(t, victim.url) {
			t.Error("the session is not valid on the node that came back")
		}
	}
	if w.proxy.over == 0 {
		t.Error("the proxy never went on with the other node: the kill proved nothing")
	}
	t.Logf("%d kills among %d acknowledged writes, %d without an acknowledgement; none lost, none twice; %d requests went on to the other node; "+
		"longest pause %v", kills, len(s.acked), len(s.silent), w.proxy.over, s.gap.Round(time.Millisecond))
	show.Show(t, "store.durable", "answered-before-written")
}

// compare looks behind the house: every acknowledged draft is there once, every other at most once.
func (w *town) compare(t *testing.T, s *stream) {
	t.Helper()
	there, err := w.titles(t.Context())
	w.Must(err)
	for title := range s.acked {
		if there[title] != 1 {
			t.Errorf("%q was acknowledged and is there %d times", title, there[title])
		}
	}
	for title := range s.silent {
		if there[title] > 1 {
			t.Errorf("%q is there %d times", title, there[title])
		}
	}
}

// titles counts the jobs by title, as the owner of the tables.
func (w *town) titles(ctx context.Context) (map[string]int, error) {
	db, err := sql.Open("pgx", w.owner+" options='-c verv.kind=operation'")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, "select title, count(*) from job group by title")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var title string
		var n int
		if err := rows.Scan(&title, &n); err != nil {
			return nil, err
		}
		out[title] = n
	}
	return out, errors.Join(rows.Err(), rows.Close())
}
