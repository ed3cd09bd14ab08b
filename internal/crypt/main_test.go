package crypt

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// The test binary is its own child: with childEnv set it opens the keystore of the environment, does one step and kills
// itself, as a power cut would, at the named crash point.
const (
	childEnv      = "VERV_CRYPT_CHILD" // the step
	childPointEnv = "VERV_CRYPT_POINT"
	childDirEnv   = "VERV_CRYPT_DIR"
	childDSNEnv   = "VERV_CRYPT_DSN"
	childArgEnv   = "VERV_CRYPT_ARG" // a dossier
)

func TestMain(m *testing.M) {
	step := os.Getenv(childEnv)
	if step == "" {
		os.Exit(m.Run())
	}
	CrashPoint = func(name string) {
		if name == os.Getenv(childPointEnv) {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // the signal is on its way
		}
	}
	if err := child(step); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

func child(step string) error {
	ctx := context.Background()
	h := &house{dir: os.Getenv(childDirEnv), dsn: os.Getenv(childDSNEnv), clock: &clock{t: testStart}}
	if step == "restore" {
		f, err := os.Open(os.Getenv(childArgEnv))
		if err != nil {
			return err
		}
		return RestoreKeystore(ctx, h.config(), f)
	}
	s, err := OpenKeystore(ctx, h.config())
	if err != nil {
		return err
	}
	d, err := ParseDossier(os.Getenv(childArgEnv))
	if err != nil {
		return err
	}
	switch step {
	case "create":
		_, err = s.Create(ctx, d)
	case "shred":
		err = s.Shred(ctx, d)
	case "rotate":
		err = s.Rotate(ctx)
	case "claim":
		err = s.Replace(ctx, "new@example.no", childOwner)
	case "bury":
		err = s.Bury(ctx, childTombstone(s, d))
	}
	return err
}

var childOwner = [16]byte{42}

func childTombstone(s *Keystore, d DossierID) Tombstone {
	return Tombstone{ID: [16]byte{9}, Marks: s.Marks("new@example.no"), Dossiers: []DossierID{d}, At: testStart, Until: testStart.AddDate(0, 0, 7)}
}

// killAt runs a step in a child that dies at the point, and fails the test if it did not.
func killAt(t *testing.T, h *house, step, point, arg string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childEnv+"="+step, childPointEnv+"="+point, childDirEnv+"="+h.dir, childDSNEnv+"="+h.dsn, childArgEnv+"="+arg)
	out, err := cmd.CombinedOutput()
	state, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !ok || !state.Signaled() || state.Signal() != syscall.SIGKILL {
		t.Fatalf("%s was not killed at %s: %v: %s", step, point, err, out)
	}
}
