package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"verv/internal/config"
	"verv/internal/server"
	"verv/internal/web"
)

// Version and commit of this build, set by make build and make release.
var (
	version = "unreleased"
	commit  = "none"
)

type verbs struct {
	Config string `short:"c" placeholder:"FILE" help:"Configuration file. The default is verv.toml, which may be absent; VERV_* variables win over it."`

	Demo     demoVerb     `cmd:"" help:"Serve a made-up world, seeded on the first start; --as enters it as somebody, --sample prints advertisements of it."`
	Setup    setupVerb    `cmd:"" help:"Make keys and the first operator, and say what to back up where."`
	Serve    serveVerb    `cmd:"" help:"Serve the pages, run the tasks, take in mail."`
	Work     workVerb     `cmd:"" help:"Run tasks alone, beside other processes that serve."`
	Migrate  migrateVerb  `cmd:"" help:"Bring the database to this version."`
	Doctor   doctorVerb   `cmd:"" help:"Look at configuration, database, keys, mail, disk and clock, with the mend for each fault."`
	Import   importVerb   `cmd:"" help:"Take in jobs or CVs from files."`
	Invite   inviteVerb   `cmd:"" help:"Let in the first owner of an employer, a privacy officer, or another operator."`
	BackedUp backedUpVerb `cmd:"" help:"Note that a backup was taken or a restore tried, at the end of the script that does it."`
	Mail     mailVerb     `cmd:"" help:"Take in a message from standard input."`
	Taxonomy taxonomyVerb `cmd:"" help:"Import ESCO and places; link titles to occupations."`
	Bench    benchVerb    `cmd:"" help:"Measure Verv on this machine."`
	Promises promisesVerb `cmd:"" help:"Print each promise: held, absent, waiting, red or unproven."`
	Version  versionVerb  `cmd:"" help:"Print version, commit, Go and platform of this build."`
}

// outside is what a verb may use of the world.
type outside struct {
	ctx    context.Context
	out    io.Writer
	err    io.Writer
	in     io.Reader
	config func() (config.Config, error)
	now    func() time.Time
}

// exit ends a verb with a code and no further words: it has said them.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func main() {
	// A core dump would hold keys and opened bodies.
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var v verbs
	k := kong.Parse(&v, kong.Name("verv"), kong.Description("A recruiting platform that keeps its privacy promises."), kong.UsageOnError())
	o := &outside{ctx: ctx, out: os.Stdout, err: os.Stderr, in: os.Stdin, now: time.Now,
		config: func() (config.Config, error) { return config.Load(v.Config, os.Environ(), os.ReadFile) }}
	err := k.Run(o)
	var code exit
	switch {
	case err == nil:
	case errors.As(err, &code):
		if err.Error() != code.Error() {
			fmt.Fprintln(os.Stderr, "verv:", err)
		}
		stop()
		os.Exit(int(code))
	default:
		fmt.Fprintln(os.Stderr, "verv:", err)
		stop()
		os.Exit(1)
	}
}

// logger writes to standard error, without personal data.
func logger(c config.Log, w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.Level))
	opt := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(web.Redact(slog.NewJSONHandler(w, opt)))
	}
	return slog.New(web.Redact(slog.NewTextHandler(w, opt)))
}

// house opens the installation that the configuration names.
func (o *outside) house(opt server.Options) (*server.House, error) {
	cfg, err := o.config()
	if err != nil {
		return nil, err
	}
	opt.Now, opt.Version = o.now, commit
	if opt.Log == nil {
		opt.Log = logger(cfg.Log, o.err)
	}
	return server.Build(o.ctx, cfg, opt)
}

type versionVerb struct{}

// Run prints what somebody who reports a fault is asked for.
func (versionVerb) Run(o *outside) error {
	_, err := fmt.Fprintf(o.out, "verv %s (%s) %s %s/%s\n", version, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
