package packaging_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verv/internal/config"
)

// unit reads a file of systemd: what each key is set to, over all sections.
func unit(t *testing.T, name string) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == '[' {
			continue
		}
		k, v, ok := strings.Cut(line, "=")
		if !ok {
			t.Errorf("%s: %q is no setting", name, line)
		}
		out[k] = append(out[k], v)
	}
	return out
}

// The service can write its own three folders, has no capability, and leaves neither core dumps nor swap.
func TestUnit(t *testing.T) {
	u := unit(t, "verv.service")
	for k, want := range map[string]string{"User": "verv", "ProtectSystem": "strict", "ProtectHome": "yes", "NoNewPrivileges": "yes", "CapabilityBoundingSet": "", "LimitCORE": "0",
		"MemorySwapMax": "0", "UMask": "0077", "StateDirectoryMode": "0700", "MemoryDenyWriteExecute": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes",
		"StateDirectory": "verv verv/verv-data verv/verv-keys verv/verv-root", "ExecStart": "/usr/local/bin/verv serve --config=/etc/verv/verv.toml"} {
		if got := u[k]; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q, want %q", k, got, want)
		}
	}
	if u["ReadWritePaths"] != nil || u["RootDirectory"] != nil {
		t.Error("more can be written than the state")
	}
}

// What systemd says of the unit, where it is installed. The binary of the unit is not, so another one stands in for it.
func TestVerify(t *testing.T) {
	tool, err := exec.LookPath("systemd-analyze")
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("no systemd-analyze")
	}
	raw, err := os.ReadFile("verv.service")
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string][]byte{"": raw, "planted": append(slices.Clone(raw), "\n[Service]\nProtectSystem=perhaps\n"...)} {
		name := filepath.Join(t.TempDir(), "verv.service")
		if err := os.WriteFile(name, bytes.Replace(text, []byte("/usr/local/bin/verv "), []byte(self+" "), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), tool, "verify", "--man=no", name).CombinedOutput()
		if found := err != nil || bytes.Contains(out, []byte("verv.service")); found != (what != "") {
			t.Errorf("%s: %v %s", what, err, out)
		}
	}
}

// The configuration to begin with is one that Verv takes, with the folders of the unit.
func TestConfiguration(t *testing.T) {
	c, err := config.Load("verv.toml", nil, os.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	state := strings.Fields(unit(t, "verv.service")["StateDirectory"][0])
	for _, dir := range []string{c.Data.Dir, c.Keys.Dir, c.Keys.Root} {
		if rest, ok := strings.CutPrefix(dir, "/var/lib/"); !ok || !slices.Contains(state, rest) {
			t.Errorf("%s is no folder of the service", dir)
		}
	}
}
