package server_test

import (
	"testing"

	"verv/internal/promise"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/testbed/whole"
	"verv/profiles"
)

// TestProbe looks at a running installation under each profile: every probe of the ledger answers, and all but two are well. The house of the
// test speaks plain http on the loopback, and no build makes backups yet.
func TestProbe(t *testing.T) {
	h := whole.New(t, store.SQLite)
	h.Must(h.Tasks.Plant(t.Context()))
	h.Run()
	l, err := promise.Load()
	h.Must(err)
	for _, name := range profiles.Names() {
		p, err := profiles.Load(name)
		h.Must(err)
		cfg := h.Config
		cfg.Profile = name
		said := map[string]promise.Result{}
		for _, r := range server.Probe(t.Context(), cfg, p, h.House) {
			said[r.Probe] = r
		}
		for probe := range l.Probes {
			want := promise.ProbeOK
			if probe == "backup.age" || probe == "configuration.tls" {
				want = promise.ProbeUnknown
			}
			if got := said[probe]; got.State != want {
				t.Errorf("%s: %s is %q, want %q: %s", name, probe, got.State, want, got.Detail)
			}
		}
		if len(said) != len(l.Probes) {
			t.Errorf("%s: %d probes answered, the ledger has %d", name, len(said), len(l.Probes))
		}
	}
	// Without an installation nothing is made up: what could not be looked at is unknown.
	p, err := profiles.Load("strictest")
	h.Must(err)
	for _, r := range server.Probe(t.Context(), h.Config, p, nil) {
		if (r.Probe == "inventory" || r.Probe == "clocks" || r.Probe == "egress") && r.State != promise.ProbeUnknown {
			t.Errorf("without a house: %+v", r)
		}
	}
}
