package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// platforms are those that the code builds for.
var platforms = []platform{{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "arm64"}, {"darwin", "amd64"}}

type platform struct{ os, arch string }

func (p platform) String() string { return p.os + "/" + p.arch }

// release is one version of the whole.
type release struct {
	version, commit string
	at              time.Time // of the commit
	out             string
}

func main() {
	out := flag.String("out", "bin/release", "folder of the archives")
	twice := flag.String("twice", "", "build this platform, such as linux/amd64, once more and compare")
	only := flag.String("only", "", "make this platform alone")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *out, *only, *twice)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out, only, twice string) error {
	r, err := begin(ctx, out)
	if err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, p := range platforms {
		if only != "" && p.String() != only {
			continue
		}
		name, err := r.make(ctx, p)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		body, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(body), name)
	}
	if sums.Len() == 0 {
		return fmt.Errorf("no platform %q", only)
	}
	fmt.Print(sums.String())
	if err := os.WriteFile(filepath.Join(out, "SHA256SUMS"), sums.Bytes(), 0o644); err != nil {
		return err
	}
	if twice == "" {
		return nil
	}
	return r.compare(ctx, twice)
}

// begin reads the version from git: the tag of the commit, or the day and the commit.
func begin(ctx context.Context, out string) (release, error) {
	changes, err := tell(ctx, "git", "status", "--porcelain")
	if err != nil {
		return release{}, err
	}
	if changes != "" {
		return release{}, errors.New("the work tree has changes; commit them first")
	}
	r := release{out: out}
	if r.commit, err = tell(ctx, "git", "rev-parse", "HEAD"); err != nil {
		return r, err
	}
	stamp, err := tell(ctx, "git", "show", "--no-patch", "--format=%ct", "HEAD")
	if err != nil {
		return r, err
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return r, err
	}
	r.at = time.Unix(seconds, 0).UTC()
	if r.version, err = tell(ctx, "git", "describe", "--tags", "--exact-match", "--match", "v*"); err != nil {
		r.version = "0.0.0-" + r.at.Format("20060102") + "-" + r.commit[:12]
	}
	r.version = strings.TrimPrefix(r.version, "v")
	if bundled, err := filepath.Glob("assets/dist/verv-*.css"); err != nil || len(bundled) == 0 {
		return r, errors.New("assets/dist is empty; run make assets")
	}
	return r, os.MkdirAll(out, 0o755)
}

func tell(ctx context.Context, name string, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, name, args...).Output()
	return strings.TrimSpace(string(out)), err
}

// build writes the binary of a platform.
func (r release) build(ctx context.Context, p platform, dir, to string, env ...string) error {
	flags := fmt.Sprintf("-s -w -buildid= -X main.commit=%s -X main.version=%s", r.commit[:12], r.version)
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", to, "./cmd/verv")
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch, "GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS="), env...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
}

// make writes the archive of a platform and gives its name.
func (r release) make(ctx context.Context, p platform) (string, error) {
	tmp, err := os.MkdirTemp("", "verv-release-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	bin := filepath.Join(tmp, "verv")
	if err := r.build(ctx, p, ".", bin); err != nil {
		return "", err
	}
	files, err := r.contents(ctx, p, bin)
	if err != nil {
		return "", err
	}
	root := "verv-" + r.version + "-" + p.os + "-" + p.arch
	var b bytes.Buffer
	if err := pack(&b, root, r.at, files); err != nil {
		return "", err
	}
	return root + ".tar.gz", os.WriteFile(filepath.Join(r.out, root+".tar.gz"), b.Bytes(), 0o644)
}

// compare builds a platform from a copy of the tree elsewhere with an empty cache, and needs the same bytes.
func (r release) compare(ctx context.Context, name string) error {
	p := platform{runtime.GOOS, runtime.GOARCH}
	if i := strings.IndexByte(name, '/'); i > 0 {
		p = platform{name[:i], name[i+1:]}
	}
	tmp, err := os.MkdirTemp("", "verv-twice-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	tree := filepath.Join(tmp, "elsewhere")
	if _, err := tell(ctx, "git", "clone", "--quiet", "--shared", ".", tree); err != nil {
		return err
	}
	dist := filepath.Join(tree, "assets", "dist")
	if err := errors.Join(os.RemoveAll(dist), os.CopyFS(dist, os.DirFS("assets/dist"))); err != nil {
		return err
	}
	var sums [2][sha256.Size]byte
	for i, dir := range []string{".", tree} {
		bin := filepath.Join(tmp, "verv-"+strconv.Itoa(i))
		var env []string
		if i == 1 {
			env = []string{"GOCACHE=" + filepath.Join(tmp, "cache")}
		}
		if err := r.build(ctx, p, dir, bin, env...); err != nil {
			return err
		}
		body, err := os.ReadFile(bin)
		if err != nil {
			return err
		}
		sums[i] = sha256.Sum256(body)
	}
	if sums[0] != sums[1] {
		return fmt.Errorf("%s: two builds differ: %x and %x", p, sums[0], sums[1])
	}
	fmt.Printf("%x  %s, twice\n", sums[0], p)
	return nil
}
