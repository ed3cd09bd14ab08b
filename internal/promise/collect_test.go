package promise

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"verv/internal/promise/show"
)

// stream writes test output as go test -json does: one event per argument, "action test output".
func stream(t *testing.T, events ...string) string {
	t.Helper()
	var b strings.Builder
	enc := json.NewEncoder(&b)
	for i, text := range events {
		part := append(strings.SplitN(text, " ", 3), "", "")
		e := event{Time: time.Date(2026, 11, 22, 10, 0, i, 5, time.UTC), Package: "verv/x", Action: part[0], Test: part[1], Output: part[2]}
		if err := enc.Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestCollect(t *testing.T) {
	show.Show(t, "promises.ledger", "failure-collected-as-proof")
	const shown = "     x_test.go:12: promise: a.a fault=patch\n"
	tests := []struct {
		name   string
		events []string
		want   string // test=fault of each line
	}{
		{"passed", []string{"run TestA", "output TestA " + shown, "pass TestA"}, "TestA=patch"},
		{"failed", []string{"output TestA " + shown, "fail TestA"}, "TestA=failed"},
		{"skipped", []string{"output TestA " + shown, "skip TestA"}, ""},
		{"died", []string{"output TestA " + shown, "fail "}, "TestA=failed"},
		{"cut off", []string{"output TestA " + shown}, "TestA=failed"},
		{"passed once, failed once", []string{"output TestA " + shown, "pass TestA", "output TestA " + shown, "fail TestA"}, "TestA=failed"},
		{"run twice", []string{"output TestA " + shown, "pass TestA", "output TestA " + shown, "pass TestA"}, "TestA=patch"},
		{"subtest", []string{"output TestA/b " + shown, "pass TestA/b", "pass TestA"}, "TestA/b=patch"},
		{"parent failed", []string{"output TestA/b/c " + shown, "pass TestA/b/c", "pass TestA/b", "fail TestA"}, "TestA/b/c=failed"},
		{"skipped below a failed parent", []string{"output TestA/b " + shown, "skip TestA/b", "fail TestA"}, "TestA/b=failed"},
		{"sibling failed", []string{"output TestA " + shown, "pass TestA", "fail TestB"}, "TestA=patch"},
		{"two faults", []string{"output TestA " + shown, "output TestA     x_test.go:13: promise: a.a fault=two words\n", "pass TestA"}, "TestA=patch TestA=two words"},
		{"nobody has seen it fail", []string{"output TestA x_test.go:1: promise: a.a fault=-\n", "pass TestA"}, "TestA=-"},
		{"printed, not logged", []string{"output TestA promise: a.a fault=patch\n", "pass TestA"}, ""},
		{"quoted in another line", []string{"output TestA x_test.go:1: got promise: a.a fault=patch\n", "pass TestA"}, ""},
		{"package only", []string{"output  " + shown, "pass "}, ""},
		{"nothing", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			evidence, err := Collect(strings.NewReader(stream(t, tt.events...)), "c0ffee")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range evidence {
				got = append(got, strings.TrimPrefix(e.Test, "verv/x.")+"="+e.Fault)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCollectRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":       "ok  \tverv/x\t0.1s\n",
		"cut JSON":      `{"Action":"pass"`,
		"malformed key": stream(t, "output TestA x_test.go:1: promise: Nope fault=patch\n", "pass TestA"),
	} {
		if got, err := Collect(strings.NewReader(text), "c0ffee"); err == nil {
			t.Errorf("%s: taken as %v", name, got)
		}
	}
	if _, err := Collect(strings.NewReader(stream(t, "output TestA x_test.go:1: promise: a.a fault=patch\n", "pass TestA")), ""); err == nil {
		t.Error("evidence without a commit was taken")
	}
}

// TestExample and TestExampleFails are what TestCollectFromRealRun runs in a process of its own.
func TestExample(t *testing.T) {
	if os.Getenv("VERV_PROMISE_EXAMPLE") != "" {
		show.Show(t, "store.scope", "statement-without-scope")
		t.Run("sub", func(t *testing.T) { show.Show(t, "store.grant", "") })
	}
}

func TestExampleFails(t *testing.T) {
	if os.Getenv("VERV_PROMISE_EXAMPLE") != "" {
		show.Show(t, "audit.chain", "one byte flipped")
		t.Error("as planned")
	}
}

// The form of a logged line belongs to the Go tool chain, so one run uses the real thing.
func TestCollectFromRealRun(t *testing.T) {
	cmd := exec.Command("go", "tool", "test2json", "-t", "-p", "verv/x", os.Args[0], "-test.v=test2json", "-test.run=^TestExample")
	cmd.Env = append(os.Environ(), "VERV_PROMISE_EXAMPLE=1")
	out, err := cmd.Output()
	if len(out) == 0 {
		t.Fatalf("no test output: %v", err)
	}
	evidence, err := Collect(bytes.NewReader(out), "c0ffee")
	if err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	var got []string
	for _, e := range evidence {
		got = append(got, e.Key+" "+e.Test+" "+e.Fault)
		if e.Time.IsZero() || e.Commit != "c0ffee" {
			t.Errorf("%s: time %s, commit %s", e.Key, e.Time, e.Commit)
		}
	}
	want := "audit.chain verv/x.TestExampleFails failed\nstore.grant verv/x.TestExample/sub -\nstore.scope verv/x.TestExample statement-without-scope"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s\nfrom\n%s", strings.Join(got, "\n"), want, out)
	}
}

func FuzzCollect(f *testing.F) {
	f.Add(`{"Action":"output","Package":"p","Test":"T","Output":"  x_test.go:1: promise: a.b fault=patch\n"}` + "\n" + `{"Action":"pass","Package":"p","Test":"T"}`)
	f.Add(`{"Time":"9999-12-31T23:59:59-23:59","Action":"output","Package":"p","Test":"T/s","Output":"x.go:1: promise: a.b fault=\u0001\n"}`)
	f.Add(`{"Action":"fail","Package":"p","Test":"T"} {} null 3`)
	f.Add("ok\n")
	f.Fuzz(func(t *testing.T, text string) {
		evidence, err := Collect(strings.NewReader(text), "c0ffee")
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := WriteEvidence(&b, evidence); err != nil {
			t.Fatalf("collected, but not written: %v", err)
		}
		if out, err := ParseEvidence(b.String()); err != nil || len(out) > len(evidence) {
			t.Fatalf("written, but not read: %v", err)
		}
	})
}
