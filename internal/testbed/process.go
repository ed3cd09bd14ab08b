package testbed

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Process is a living child that runs a scenario on the same installation: orders go in line by line, answers come out.
type Process struct {
	cmd     *exec.Cmd
	orders  io.WriteCloser
	Answers *bufio.Scanner
}

// answerFD is where a child writes its answers: the test framework owns its standard output.
const answerFD = 3

// Start runs a scenario in a child of its own. On SQLite call it within Away, so that this process holds no log open.
func (b *Bed) Start(scenario string, env ...string) *Process {
	b.T.Helper()
	cmd := b.child(scenario, "", 0)
	cmd.Env = append(cmd.Env, env...)
	r, w, err := os.Pipe()
	b.must(err)
	cmd.ExtraFiles = []*os.File{w}
	cmd.Stderr = os.Stderr
	orders, err := cmd.StdinPipe()
	b.must(err)
	b.must(cmd.Start())
	_ = w.Close()
	return &Process{cmd, orders, bufio.NewScanner(r)}
}

// PID is the process's number.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Say gives the child an order. It fails when the child is dead.
func (p *Process) Say(line string) error {
	_, err := io.WriteString(p.orders, line+"\n")
	return err
}

// Kill ends the child as kill -9 does and waits until it is gone.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// End closes the orders, so that the child comes to its end by itself, and waits.
func (p *Process) End() error {
	_ = p.orders.Close()
	return p.cmd.Wait()
}

// Orders are, in a child, the lines it is given and the place for its answers.
func Orders() (*bufio.Scanner, io.Writer) {
	return bufio.NewScanner(os.Stdin), os.NewFile(answerFD, "answers")
}

// Away closes the installation while fn runs and opens it again, as a machine would after a crash.
func (b *Bed) Away(fn func()) {
	b.T.Helper()
	b.close()
	defer b.open()
	fn()
}

// Elsewhere opens a copy of this installation that lies in another folder, such as an image taken at a power cut. Close it.
func (b *Bed) Elsewhere(t testing.TB, dir string) *Bed {
	t.Helper()
	c := &Bed{T: t, Dir: dir, Clock: b.Clock, Conf: b.Conf, keys: b.keys}
	c.Conf.Dir, c.keys.Dir, c.keys.RootDir = filepath.Join(dir, "data"), filepath.Join(dir, "keys"), filepath.Join(dir, "root")
	c.open()
	return c
}

// Close closes a bed that Elsewhere opened.
func (b *Bed) Close() { b.close() }
