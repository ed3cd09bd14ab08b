package promise

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"verv/internal/promise/show"
)

func shows(key, fault string) Evidence {
	return Evidence{Key: key, Test: "verv/x.Test" + fault, Commit: "c0ffee", Fault: fault, Time: time.Unix(1_700_000_000, 0).UTC()}
}

// The table of the package comment, line by line.
func TestJudge(t *testing.T) {
	show.Show(t, "promises.ledger", "proof-never-seen-red")
	type results = []Result
	ok, red, unknown := Result{"p", ProbeOK, ""}, Result{"p", ProbeRed, "two columns"}, Result{"p", ProbeUnknown, ""}
	good, bare, bad := shows("a.a", "patch"), shows("a.a", NoFault), shows("a.a", Failed)
	row := func(capability, tests, gates, probes string) Promise {
		return Promise{ID: "INS-01", Capability: capability, Tests: list(tests), Gates: list(gates), Probes: list(probes)}
	}
	tests := []struct {
		name     string
		row      Promise
		evidence []Evidence
		results  results
		state    State
		built    State
		here     Outcome
		check    string
	}{
		{"test proved", row("gate", "a.a", "", ""), []Evidence{good}, nil, Held, Held, ProbeNone, "a.a"},
		{"nothing shown", row("gate", "a.a", "", ""), nil, nil, Unproven, Unproven, ProbeNone, "a.a"},
		{"shown without fault", row("gate", "a.a", "", ""), []Evidence{bare}, nil, Unproven, Unproven, ProbeNone, "a.a"},
		{"one of two tests names a fault", row("gate", "a.a", "", ""), []Evidence{bare, good}, nil, Held, Held, ProbeNone, "a.a"},
		{"one of two keys", row("gate", "a.a,b.b", "", ""), []Evidence{good}, nil, Unproven, Unproven, ProbeNone, "b.b"},
		{"both keys", row("gate", "a.a,b.b", "", ""), []Evidence{good, shows("b.b", "other")}, nil, Held, Held, ProbeNone, "a.a,b.b"},
		{"test failed", row("gate", "a.a", "", ""), []Evidence{bad}, nil, Red, Red, ProbeNone, "a.a"},
		{"failed and passed", row("gate", "a.a", "", ""), []Evidence{good, bad}, nil, Red, Red, ProbeNone, "a.a"},
		{"another row's failure", row("gate", "a.a", "", ""), []Evidence{good, shows("b.b", Failed)}, nil, Held, Held, ProbeNone, "a.a"},
		{"gate proved", row("gate", "", "a.a", ""), []Evidence{good}, nil, Absent, Absent, ProbeNone, "a.a"},
		{"gate not shown", row("gate", "", "a.a", ""), nil, nil, Unproven, Unproven, ProbeNone, "a.a"},
		{"gate failed", row("gate", "", "a.a", ""), []Evidence{bad}, nil, Red, Red, ProbeNone, "a.a"},
		{"test and gate", row("gate", "a.a", "b.b", ""), []Evidence{good, shows("b.b", "other")}, nil, Held, Held, ProbeNone, "a.a,b.b"},
		{"test without its gate", row("gate", "a.a", "b.b", ""), []Evidence{good}, nil, Unproven, Unproven, ProbeNone, "b.b"},
		{"waits", row("C30", "", "", ""), nil, nil, Waiting, Waiting, ProbeNone, "C30"},
		{"waits with proof of a part", row("C30", "a.a", "", ""), []Evidence{good}, nil, Waiting, Waiting, ProbeNone, "C30"},
		{"waits and a part failed", row("C30", "a.a", "", ""), []Evidence{bad}, nil, Red, Red, ProbeNone, "a.a"},
		{"waits and a probe is red", row("C30", "", "", "p"), nil, results{red}, Red, Waiting, ProbeRed, "p"},
		{"probe ok", row("gate", "a.a", "", "p"), []Evidence{good}, results{ok}, Held, Held, ProbeOK, "a.a"},
		{"probe red", row("gate", "a.a", "", "p"), []Evidence{good}, results{red}, Red, Held, ProbeRed, "p"},
		{"probe red in absence", row("gate", "", "a.a", "p"), []Evidence{good}, results{red}, Red, Absent, ProbeRed, "p"},
		{"probe could not look", row("gate", "a.a", "", "p"), []Evidence{good}, results{unknown}, Held, Held, ProbeUnknown, "a.a"},
		{"probe never asked", row("gate", "a.a", "", "p"), []Evidence{good}, nil, Held, Held, ProbeUnknown, "a.a"},
		{"probe with an odd word", row("gate", "a.a", "", "p"), []Evidence{good}, results{{"p", "fine", ""}}, Held, Held, ProbeUnknown, "a.a"},
		{"one probe of two", row("gate", "a.a", "", "p,q"), []Evidence{good}, results{ok}, Held, Held, ProbeUnknown, "a.a"},
		{"a probe twice, once red", row("gate", "a.a", "", "p"), []Evidence{good}, results{ok, red, ok}, Red, Held, ProbeRed, "p"},
		{"another row's probe", row("gate", "a.a", "", "p"), []Evidence{good}, results{ok, {"q", ProbeRed, ""}}, Held, Held, ProbeOK, "a.a"},
		{"probe ok proves nothing", row("gate", "a.a", "", "p"), nil, results{ok}, Unproven, Unproven, ProbeOK, "a.a"},
		{"both red", row("gate", "a.a", "", "p"), []Evidence{bad}, results{red}, Red, Red, ProbeRed, "a.a,p"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := Judge(tt.row, tt.evidence, tt.results)
			if v.State != tt.state || v.Built != tt.built || v.Here != tt.here || strings.Join(v.Check, ",") != tt.check {
				t.Errorf("got %s, built %s, here %s, check %v; want %s, %s, %s, %s", v.State, v.Built, v.Here, v.Check, tt.state, tt.built, tt.here, tt.check)
			}
		})
	}
}

func TestJudgeSaysWhatItRestsOn(t *testing.T) {
	old, young := shows("a.a", "patch"), shows("b.b", "other")
	young.Time = old.Time.Add(time.Hour)
	v := Judge(Promise{Capability: Foundation, Tests: []string{"a.a", "b.b"}, Probes: []string{"p"}},
		[]Evidence{young, old, old, shows("c.c", "patch")}, []Result{{"p", ProbeRed, "two columns"}, {"p", ProbeRed, "two columns"}})
	if len(v.Evidence) != 2 || !v.Time.Equal(old.Time) {
		t.Errorf("evidence %v of %s, want two tests and the older time", v.Evidence, v.Time)
	}
	if len(v.Details) != 1 || v.Details[0] != "p: two columns" {
		t.Errorf("details %q", v.Details)
	}
}

// Small alphabets, so that what is drawn meets.
var (
	drawKeys     = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a.a", "b.b", "c.c"}), 0, 2, rapid.ID[string])
	drawProbes   = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"p", "q", "r"}), 0, 2, rapid.ID[string])
	drawEvidence = rapid.Custom(func(t *rapid.T) Evidence {
		return shows(rapid.SampledFrom([]string{"a.a", "b.b", "c.c"}).Draw(t, "key"), rapid.SampledFrom([]string{Failed, NoFault, "patch"}).Draw(t, "fault"))
	})
	drawResult = rapid.Custom(func(t *rapid.T) Result {
		return Result{Probe: rapid.SampledFrom([]string{"p", "q", "r"}).Draw(t, "probe"),
			State: rapid.SampledFrom([]Outcome{ProbeOK, ProbeRed, ProbeUnknown, "odd"}).Draw(t, "state")}
	})
	drawPromise = rapid.Custom(func(t *rapid.T) Promise {
		return Promise{ID: "INS-01", Capability: rapid.SampledFrom([]string{Foundation, "C30"}).Draw(t, "capability"),
			Tests: drawKeys.Draw(t, "tests"), Gates: drawKeys.Draw(t, "gates"), Probes: drawProbes.Draw(t, "probes")}
	})
)

// Red evidence never makes a row less red, whatever else is known and in whatever order.
func TestRedIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPromise.Draw(t, "row")
		evidence := rapid.SliceOfN(drawEvidence, 0, 6).Draw(t, "evidence")
		results := rapid.SliceOfN(drawResult, 0, 4).Draw(t, "results")
		before := Judge(p, evidence, results)

		more, result := drawEvidence.Draw(t, "more"), drawResult.Draw(t, "result")
		if got := Judge(p, append(evidence, more), append(results, result)); before.State == Red && got.State != Red {
			t.Fatalf("red became %s by %v and %v", got.State, more, result)
		}
		failure := more
		failure.Fault = Failed
		got := Judge(p, append(evidence, failure), results)
		if concerns := slices.Contains(p.Keys(), failure.Key); concerns && got.Built != Red || !concerns && got.State != before.State {
			t.Fatalf("%s became %s by a failure of %s", before.State, got.State, failure.Key)
		}
		alarm := Result{Probe: result.Probe, State: ProbeRed}
		got = Judge(p, evidence, append(results, alarm))
		if concerns := slices.Contains(p.Probes, alarm.Probe); concerns && got.State != Red || !concerns && got.State != before.State {
			t.Fatalf("%s became %s by an alarm of %s", before.State, got.State, alarm.Probe)
		}
	})
}

// Order and repetition of what is known are of no consequence; held needs a named fault for every key.
func TestJudgeIsASumOverSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPromise.Draw(t, "row")
		evidence := rapid.SliceOfN(drawEvidence, 0, 6).Draw(t, "evidence")
		results := rapid.SliceOfN(drawResult, 0, 4).Draw(t, "results")
		v := Judge(p, evidence, results)
		shuffled := Judge(p, append(rapid.Permutation(evidence).Draw(t, "order"), evidence...), append(rapid.Permutation(results).Draw(t, "turn"), results...))
		if fmt.Sprint(v) != fmt.Sprint(shuffled) {
			t.Fatalf("order matters:\n%v\n%v", v, shuffled)
		}
		for _, key := range p.Keys() {
			named := slices.ContainsFunc(evidence, func(e Evidence) bool { return e.Key == key && e.Proves() })
			if (v.State == Held || v.State == Absent) && !named {
				t.Fatalf("%s without a fault for %s", v.State, key)
			}
		}
		if v.State == Held && len(p.Tests) == 0 && len(p.Keys()) > 0 {
			t.Fatal("held without a test")
		}
	})
}
