package crash

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"verv/internal/promise/show"
	"verv/internal/store"
	"verv/internal/testbed"
)

// disk is an ext4 file system in an image that lies on XFS. A copy of the image shares its blocks (reflink), so it is taken in an
// instant and holds what had reached the disk: what lay in the page cache alone is not in it.
type disk struct{ dir, mount, image string }

func newDisk(t *testing.T) disk {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("not root: power cuts are left out")
	}
	for _, tool := range []string{"mkfs.xfs", "mkfs.ext4", "mount", "umount"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("no %s on this machine: power cuts are left out", tool)
		}
	}
	if _, err := os.Stat("/dev/loop-control"); err != nil {
		t.Skip("no loop devices on this machine: power cuts are left out")
	}
	d := disk{dir: t.TempDir()}
	lower := filepath.Join(d.dir, "lower")
	d.mount, d.image = filepath.Join(d.dir, "disk"), filepath.Join(lower, "disk.img")
	d.make(t, "mkfs.xfs", filepath.Join(d.dir, "lower.img"), 1<<30, lower, "-q", "-m", "reflink=1")
	d.make(t, "mkfs.ext4", d.image, 192<<20, d.mount, "-q", "-F")
	return d
}

// make makes a file system in a sparse file and mounts it.
func (d disk) make(t *testing.T, mkfs, image string, size int64, at string, args ...string) {
	t.Helper()
	f, err := os.Create(image)
	if err == nil {
		err = f.Truncate(size)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), mkfs, append(args, image)...).CombinedOutput(); err != nil {
		t.Skipf("%s: %v: %s: power cuts are left out", mkfs, err, out)
	}
	if err := mount(image, at); err != nil {
		t.Skipf("%v: power cuts are left out", err)
	}
	t.Cleanup(func() { unmount(t, at) })
}

func mount(image, at string) error {
	if err := os.MkdirAll(at, 0o755); err != nil {
		return err
	}
	if out, err := exec.Command("mount", "-o", "loop", image, at).CombinedOutput(); err != nil {
		return fmt.Errorf("mount: %w: %s", err, out)
	}
	return nil
}

func unmount(t *testing.T, at string) {
	t.Helper()
	if out, err := exec.Command("umount", at).CombinedOutput(); err != nil {
		t.Errorf("umount: %v: %s", err, out)
	}
}

// cut copies the disk as it is at this moment and mounts the copy.
func (d disk) cut(t *testing.T) (at string) {
	t.Helper()
	copied := filepath.Join(filepath.Dir(d.image), "cut.img")
	if out, err := exec.CommandContext(t.Context(), "cp", "--reflink=always", d.image, copied).CombinedOutput(); err != nil {
		t.Fatalf("cp: %v: %s", err, out)
	}
	at = filepath.Join(d.dir, "cut")
	if err := mount(copied, at); err != nil {
		t.Fatal(err)
	}
	return at
}

// TestPowerCut cuts the power during writes. First it needs to find the loss of a store that syncs too seldom.
func TestPowerCut(t *testing.T) {
	leftOut(t)
	t.Run("sqlite", func(t *testing.T) {
		d := newDisk(t)
		t.Setenv("TMPDIR", d.mount)
		t.Run("synchronous=NORMAL is caught", func(t *testing.T) {
			fig := figure{what: "power cut, sqlite, NORMAL (control)", rounds: rounds(5, 15), note: "loss is wanted here"}
			powerCuts(t, d, &fig, slack+"=1")
			fig.report(t)
			if fig.wrong.lost == 0 {
				t.Error("no cut found a loss: the power cuts show nothing")
			}
		})
		t.Run("as it is", func(t *testing.T) {
			fig := figure{what: "power cut, sqlite", rounds: rounds(2, 20)}
			powerCuts(t, d, &fig)
			fig.report(t)
			if fig.wrong.any() || fig.acked == 0 {
				t.Error(fig.wrong)
			}
		})
		show.Show(t, "store.durable", "synchronous-normal")
	})
}

// powerCuts runs one writer and cuts while it writes. In the short form the control stops at the first loss.
func powerCuts(t *testing.T, d disk, fig *figure, env ...string) {
	t.Helper()
	b := testbed.New(t, store.SQLite, rooms(t))
	c := newClient(b)
	b.Away(func() {
		p := c.start(env...)
		done := 0
		for range fig.rounds {
			c.load(p, func(_ bool, acked int) bool { return acked >= 60 })
			loading := make(chan struct{})
			stop := make(chan struct{})
			go func() {
				defer close(loading)
				c.load(p, func(bool, int) bool {
					select {
					case <-stop:
						return true
					default:
						return false
					}
				})
			}()
			must := c.must()
			at := d.cut(t)
			w := c.inCut(t, filepath.Join(at, mustRel(t, d.mount, b.Dir)), must)
			unmount(t, at)
			close(stop)
			<-loading
			done++
			fig.wrong = wrong{fig.wrong.lost + w.lost, fig.wrong.ghosts + w.ghosts, fig.wrong.twice + w.twice, fig.wrong.shut + w.shut, fig.wrong.facts + w.facts}
			if len(env) > 0 && !long() && w.lost > 0 {
				break
			}
		}
		fig.rounds = done
		c.count(fig)
		p.Kill()
	})
}

// inCut opens the installation in the copy and compares it with what was acknowledged before the copy began.
func (c *client) inCut(t *testing.T, dir string, must map[int]bool) wrong {
	t.Helper()
	cut := c.b.Elsewhere(t, dir)
	defer cut.Close()
	f, err := look(cut)
	if err != nil {
		t.Fatal(err)
	}
	intact(t, cut)
	return c.compare(f, must, false)
}

func mustRel(t *testing.T, base, path string) string {
	t.Helper()
	rel, err := filepath.Rel(base, path)
	if err != nil {
		t.Fatal(err)
	}
	return rel
}
