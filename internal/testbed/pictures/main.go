package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

var (
	binary = flag.String("verv", "bin/verv", "the binary whose pages are pictured")
	out    = flag.String("out", "pictures.tmp", "folder for all pictures")
	docs   = flag.String("docs", "docs/pictures", "folder for the chosen ones; empty keeps none")
	only   = flag.String("only", "", "pictures of pages whose name has this in it")
	quick  = flag.Bool("quick", false, "one look each: Norwegian, light on a phone and dark on a desktop")
	readme = flag.Bool("readme", false, "the chosen ones alone")
	addr   = flag.String("addr", "", "a demonstration that runs already, with -data")
	data   = flag.String("data", "", "its folder")
)

func main() {
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	d := demonstration{url: *addr, data: *data}
	if d.url == "" {
		dir, err := os.MkdirTemp("", "verv-pictures-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		d.data = filepath.Join(dir, "demo")
		if err := d.start(ctx); err != nil {
			return err
		}
		defer d.stop()
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return err
	}
	began := time.Now()
	c, err := newCamera(ctx, &d)
	if err != nil {
		return err
	}
	defer c.close()
	for _, v := range views() {
		if strings.Contains(v.name, *only) {
			if err := c.takeAll(v); err != nil {
				return fmt.Errorf("%s: %w", v.name, err)
			}
		}
	}
	fmt.Printf("%d pictures of %d pages in %s, in %s\n", c.taken, c.pages, *out, time.Since(began).Round(time.Second))
	for _, m := range c.missing {
		fmt.Println("not there:", m)
	}
	if c.wide > 0 {
		return fmt.Errorf("%d pages are wider than their screen", c.wide)
	}
	return nil
}

// demonstration is a verv demo in a process of its own.
type demonstration struct {
	url, data string
	cmd       *exec.Cmd
}

var reUp = regexp.MustCompile(`is up: +(http://\S+?)/?$`)

func (d *demonstration) start(ctx context.Context) error {
	d.cmd = exec.CommandContext(ctx, *binary, "demo", "--addr", "127.0.0.1:0", "--data", d.data, "--size", "small")
	d.cmd.Stderr = os.Stderr
	d.cmd.Cancel = func() error { return d.cmd.Process.Signal(syscall.SIGTERM) }
	said, err := d.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := d.cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if m := reUp.FindStringSubmatch(lines.Text()); m != nil {
			d.url = m[1]
			go func() { _, _ = io.Copy(io.Discard, said) }()
			return nil
		}
	}
	return errors.Join(errors.New("the demonstration did not come up"), d.cmd.Wait())
}

func (d *demonstration) stop() {
	if d.cmd != nil {
		_ = d.cmd.Process.Signal(syscall.SIGTERM)
		_ = d.cmd.Wait()
	}
}

// link asks for a link that enters as a role.
func (d *demonstration) link(ctx context.Context, role, who string) (string, error) {
	args := []string{"demo", "--data", d.data, "--as", role}
	if who != "" {
		args = append(args, who)
	}
	text, err := exec.CommandContext(ctx, *binary, args...).Output()
	if err != nil {
		return "", fmt.Errorf("--as %s: %w", role, err)
	}
	return strings.TrimSpace(string(text)), nil
}
