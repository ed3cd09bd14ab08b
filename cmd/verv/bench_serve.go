package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"time"

	"verv/internal/server"
	"verv/internal/store/bare"
)

// served is one of the two, in a process of its own. It answers each line on its standard input with what it has used so far, and ends
// when that is closed: a benchmark that dies leaves nothing behind.
type served struct {
	url string
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func startServed(ctx context.Context, exe, which, dir, profile string) (*served, error) {
	args := []string{"bench", "web", "--serve", which, "--dir", dir}
	if profile != "" {
		args = append(args, "--profile", profile)
	}
	s := &served{cmd: exec.CommandContext(ctx, exe, args...)}
	s.cmd.Stderr = os.Stderr
	var err error
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.out = bufio.NewScanner(out)
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	if !s.out.Scan() {
		return nil, errors.Join(fmt.Errorf("%s did not come up", which), s.stop())
	}
	s.url = "http://" + s.out.Text()
	return s, nil
}

// stop ends the process and waits for it.
func (s *served) stop() error {
	_ = s.in.Close()
	return s.cmd.Wait()
}

// usage is the processor time the process has used, and its resident memory in bytes.
func (s *served) usage() (cpu time.Duration, resident int64, err error) {
	if _, err := io.WriteString(s.in, "usage\n"); err != nil {
		return 0, 0, err
	}
	if !s.out.Scan() {
		return 0, 0, errors.New("the server is gone")
	}
	_, err = fmt.Sscan(s.out.Text(), (*int64)(&cpu), &resident)
	return cpu, resident, err
}

// child serves, as one of the two.
func (b benchWeb) child(o *outside) error {
	ctx, stop := context.WithCancel(o.ctx)
	defer stop()
	if b.Profile != "" {
		f, err := os.Create(b.Profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	started := func(a net.Addr) {
		fmt.Fprintln(o.out, a)
		go func() {
			defer stop()
			for lines := bufio.NewScanner(o.in); lines.Scan(); {
				cpu, resident := ownUsage()
				fmt.Fprintln(o.out, int64(cpu), resident)
			}
		}()
	}
	if b.Serve == "bare" {
		return b.serveBare(ctx, started)
	}
	return b.serveVerv(ctx, o, started)
}

// serveVerv serves the installation as verv serve does, with its log in a file.
func (b benchWeb) serveVerv(ctx context.Context, o *outside, started func(net.Addr)) error {
	file, err := os.Create(filepath.Join(b.Dir, "log"))
	if err != nil {
		return err
	}
	defer file.Close()
	cfg := demoConfig(dataOf(b.Dir), "127.0.0.1:0")
	cfg.Limits.Requests, cfg.Limits.Apply = 1_000_000, 1_000_000
	h, err := server.Build(ctx, cfg, server.Options{Now: o.now, Wall: o.now, Log: logger(cfg.Log, file), Plain: true, Sender: drop{}, Version: commit})
	if err != nil {
		return err
	}
	defer h.Close()
	return h.Serve(ctx, started)
}

func (b benchWeb) serveBare(ctx context.Context, started func(net.Addr)) error {
	db, err := bare.Open(dataOf(b.Dir))
	if err != nil {
		return err
	}
	defer db.Close()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: newBareHandler(db), ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), ReadHeaderTimeout: 5 * time.Second}
	defer context.AfterFunc(ctx, func() { _ = srv.Close() })()
	started(ln.Addr())
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// ownUsage is user and system time of this process, and its resident memory: Linux tells what it is now, other systems only the most it has
// been.
func ownUsage() (cpu time.Duration, resident int64) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, 0
	}
	resident = int64(u.Maxrss) << 10
	if text, err := os.ReadFile("/proc/self/statm"); err == nil {
		if f := strings.Fields(string(text)); len(f) > 1 {
			if pages, err := strconv.ParseInt(f[1], 10, 64); err == nil {
				resident = pages * int64(os.Getpagesize())
			}
		}
	}
	return processTime(), resident
}
