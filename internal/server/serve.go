package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"verv/internal/access"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/web"
)

// Serve runs the pages, the tasks and the incoming mail until ctx ends, then drains them in turn. started, which may be nil, is told
// the address of the pages.
func (h *House) Serve(ctx context.Context, started func(net.Addr)) error {
	if err := h.mayServe(); err != nil {
		return err
	}
	f, err := h.follower(ctx)
	if err == nil {
		err = h.Jobs.Load(ctx)
	}
	if err == nil {
		err = h.Alerts.Load(ctx)
	}
	if ctx.Err() != nil {
		return nil // told to end before it had begun
	}
	if err != nil {
		return err
	}
	stopMail, err := h.takeMail()
	if err != nil {
		return err
	}
	if err := h.Work(ctx); err != nil {
		return err
	}
	h.Search.Follow(f.lag)
	go f.follow(ctx)
	go h.readCards(ctx)
	err = web.NewServer(h.listen(), h.Mux).Run(ctx, started)
	return errors.Join(err, stopMail(), h.drain())
}

// mayServe refuses a configuration that lacks what every page must say, and plain http that leaves this machine; the demo shows nobody's data.
func (h *House) mayServe() error {
	err := h.Config.ForServe()
	if !h.opt.Plain {
		err = errors.Join(err, h.Config.InClear())
	}
	return err
}

// Work starts the tasks; they run until the house is drained.
func (h *House) Work(ctx context.Context) error {
	return h.Tasks.Start(context.WithoutCancel(ctx), max(h.Config.Task.Workers, 1))
}

// Drain lets running tasks finish.
func (h *House) drain() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return h.Tasks.Drain(ctx)
}

// RunTasks runs tasks alone, for verv work, until ctx ends.
func (h *House) RunTasks(ctx context.Context) error {
	f, err := h.follower(ctx)
	if err != nil {
		return err
	}
	if err := h.Work(ctx); err != nil {
		return err
	}
	go f.follow(ctx)
	<-ctx.Done()
	return h.drain()
}

func (h *House) listen() web.Listen {
	w := h.Config.Web
	l := web.Listen{Addr: w.Address, Metrics: w.MetricsAddress, Drain: w.Drain}
	switch w.TLS.Mode {
	case "files":
		l.Cert, l.Key, l.Plain = w.TLS.Cert, w.TLS.Key, w.TLS.Redirect
	case "acme":
		home := append([]string{h.host()}, w.TLS.ACMEHosts...)
		l.ACME = web.NewACME(w.TLS.ACMEDirectory, h.Config.Operator.PrivacyContact, w.TLS.ACMECache, home, doorman{h})
		l.Plain = ":80"
	}
	return l
}

// takeMail opens the address for incoming mail, where one is configured.
func (h *House) takeMail() (stop func() error, err error) {
	addr := h.Config.Mail.Receive.LMTPAddress
	if addr == "" {
		return func() error { return nil }, nil
	}
	network := "tcp"
	if path, ok := strings.CutPrefix(addr, "unix:"); ok {
		network, addr = "unix", path
		_ = os.Remove(addr)
	}
	ln, err := net.Listen(network, addr)
	if err != nil {
		return nil, fmt.Errorf("mail.receive.lmtp_address: %w", err)
	}
	l := h.Mail.NewLMTP(h.Config.Mail.Receive.Domain, h.log)
	go func() {
		if err := l.Serve(ln); err != nil {
			h.log.Error("mail: the server for incoming mail ended", "error", err)
		}
	}()
	return func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		return l.Close(ctx)
	}, nil
}

// lag is how often this node looks for what other nodes did; what it did itself it knows at once.
const lag = 500 * time.Millisecond

const factsAtOnce = 1000

// follower tells the houses that keep something in memory what other nodes did. It begins where the facts ended when it was made: what is
// read into memory after that misses nothing.
type follower struct {
	*House
	grant privacy.Grant
	at    store.Cursor
	heard atomic.Int64 // when everything there was had been heard, in milliseconds of the wall clock
}

// lag is how long ago this process had heard everything.
func (f *follower) lag() time.Duration { return f.wall()().Sub(time.UnixMilli(f.heard.Load())) }

// readCards fills the index of people beside the first requests. What fails is tried again by the first search.
func (h *House) readCards(ctx context.Context) {
	if err := h.Search.Load(ctx); err != nil && ctx.Err() == nil {
		h.log.Warn("server: the cards of people cannot be read now", "error", err)
	}
}

func (h *House) follower(ctx context.Context) (*follower, error) {
	g, err := privacy.Authorize(access.Verv("server.follow"), access.Operation(), privacy.Operate)
	if err != nil {
		return nil, err
	}
	f := &follower{House: h, grant: g}
	f.heard.Store(h.wall()().UnixMilli())
	return f, h.DB.Read(ctx, g, func(r *store.Reader) (err error) { f.at, err = r.End(); return err })
}

func (f *follower) follow(ctx context.Context) {
	tick := time.NewTicker(lag)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		var facts []store.Fact
		err := f.DB.Read(ctx, f.grant, func(r *store.Reader) (err error) { facts, f.at, err = r.Facts(f.at, factsAtOnce); return err })
		if err != nil {
			f.log.Warn("server: facts cannot be read now", "error", err)
			continue
		}
		if len(facts) < factsAtOnce {
			f.heard.Store(f.wall()().UnixMilli())
		}
		if len(facts) > 0 {
			f.Search.Hear(facts)
			f.Sites.Hear(facts)
			f.Features.Hear(facts)
			f.Jobs.Hear(facts)
			f.Alerts.Hear(facts)
			f.Tasks.Wake()
		}
	}
}
