package promise

import (
	"strings"
	"testing"

	"verv/internal/promise/show"
)

func TestEmbeddedLedger(t *testing.T) {
	show.Show(t, "promises.ledger", "ledger-lacks-a-row")
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	stances := map[Stance]int{}
	for _, p := range l.Promises {
		count[p.ID[:3]]++
		stances[p.Stance]++
	}
	for prefix, want := range map[string]int{"INS": 49, "NET": 107, "MOJ": 45, "CVN": 111, "MY1": 47} {
		if count[prefix] != want {
			t.Errorf("%d rows of %s, want %d", count[prefix], prefix, want)
		}
	}
	for stance, want := range map[Stance]int{Keep: 250, Strengthen: 70, Replace: 23, Configure: 16} {
		if stances[stance] != want {
			t.Errorf("%d rows to %s, want %d", stances[stance], stance, want)
		}
	}
	if len(l.Promises) != 359 {
		t.Errorf("%d rows, want 359", len(l.Promises))
	}
}

// A sentence that stands twice would mean that one of two promises lost what is its own.
func TestSentencesDiffer(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, p := range l.Promises {
		if first, twice := seen[p.Text]; twice {
			t.Errorf("%s says the same as %s", p.ID, first)
		}
		seen[p.Text] = p.ID
	}
}

func TestEmbeddedEvidence(t *testing.T) {
	show.Show(t, "promises.ledger", "stranger-among-the-evidence")
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	evidence, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if strangers := l.Strangers(evidence); len(strangers) > 0 {
		t.Errorf("evidence.tsv shows keys that no row knows: %v", strangers)
	}
	for _, v := range JudgeAll(l, evidence, nil) {
		if (v.State == Held || v.State == Absent) && len(v.Evidence) == 0 {
			t.Errorf("%s is %s without evidence", v.Promise.ID, v.State)
		}
	}
}

func TestStrangers(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	got := l.Strangers([]Evidence{{Key: "store.scope"}, {Key: "store.scopes"}, {Key: "a.b"}, {Key: "a.b"}})
	if strings.Join(got, " ") != "a.b store.scopes" {
		t.Errorf("strangers %v", got)
	}
}

func TestParseRefuses(t *testing.T) {
	if _, err := Parse(ledgerTSV, keysTSV, probesTSV); err != nil {
		t.Fatalf("positive control: %v", err)
	}
	in := func(text, old, new string) string {
		t.Helper()
		out := strings.Replace(text, old, new, 1)
		if out == text {
			t.Fatalf("%q is not in the table", old)
		}
		return out
	}
	row := "INS-05\tWhat people hand in is opened"
	tests := []struct{ name, ledger, keys, probes, want string }{
		{"row missing", ledgerTSV[:strings.Index(ledgerTSV, "MY1-47")], keysTSV, probesTSV, "46 rows of MY1, want 47"},
		{"row twice", in(ledgerTSV, "INS-06\t", "INS-05\t"), keysTSV, probesTSV, "want INS-06"},
		{"foreign id", in(ledgerTSV, "INS-06\t", "ABC-06\t"), keysTSV, probesTSV, `"ABC-06"`},
		{"no sentence", in(ledgerTSV, row, "INS-05\twhat people hand in is opened"), keysTSV, probesTSV, "INS-05: not one printable sentence"},
		{"long sentence", in(ledgerTSV, row, "INS-05\tWell"+strings.Repeat(" and well", 10)+" is opened"), keysTSV, probesTSV, "more than 20 words"},
		{"stance", in(ledgerTSV, "\tkeep\tgate\t", "\tkept\tgate\t"), keysTSV, probesTSV, `unknown stance "kept"`},
		{"capability", in(ledgerTSV, "\tC42\t", "\tC49\t"), keysTSV, probesTSV, `unknown capability "C49"`},
		{"no capability", in(ledgerTSV, "\tC42\t", "\t\t"), keysTSV, probesTSV, `unknown capability ""`},
		{"nothing at all", in(ledgerTSV, "\tgate\tprivacy.basis\t\t", "\tgate\t\t\t"), keysTSV, probesTSV, "neither test nor gate"},
		{"unknown key", in(ledgerTSV, "privacy.basis", "privacy.bases"), keysTSV, probesTSV, `unknown key "privacy.bases"`},
		{"empty key in list", in(ledgerTSV, "store.grant,", "store.grant,,"), keysTSV, probesTSV, `unknown key ""`},
		{"key twice", in(ledgerTSV, "store.grant,", "store.grant,store.grant,"), keysTSV, probesTSV, "stands twice"},
		{"unknown probe", in(ledgerTSV, "configuration.purposes", "configuration.purpose"), keysTSV, probesTSV, `unknown probe "configuration.purpose"`},
		{"probe unsaid", in(ledgerTSV, "\tnone\n", "\t\n"), keysTSV, probesTSV, `unknown probe ""`},
		{"field missing", in(ledgerTSV, "\tnone\n", "\n"), keysTSV, probesTSV, "6 fields, want 7"},
		{"blank line", in(ledgerTSV, "\tnone\n", "\tnone\n\n"), keysTSV, probesTSV, "1 fields, want 7"},
		{"header", in(ledgerTSV, "paraphrase", "claim"), keysTSV, probesTSV, "the first line must be"},
		{"unused key", ledgerTSV, keysTSV + "a.b\tfloor 1\tNobody needs this.\n", probesTSV, `key "a.b" is in no row`},
		{"malformed key", ledgerTSV, keysTSV + "Ab\tfloor 3\tsomething\n", probesTSV, `key "Ab": name, floor or meaning`},
		{"key line twice", ledgerTSV, keysTSV + "store.scope\tfloor 1\tAgain.\n", probesTSV, "store.scope stands twice"},
		{"unused probe", ledgerTSV, keysTSV, probesTSV + "weather\tRain.\n", `probe "weather"`},
		{"probe line twice", ledgerTSV, keysTSV, probesTSV + "egress\tAgain.\n", "egress stands twice"},
		{"empty", "", "", "", "the first line must be"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Parse(tt.ledger, tt.keys, tt.probes); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	head := "id\tparaphrase\tstance\tcapability\ttest\tgate\tprobe\n"
	f.Add(head + "INS-01\tOne.\tkeep\tgate\ta.b\t\tnone\n")
	f.Add(head + "INS-01\tOne.\tkeep\tC01\t,\t,\t,\n")
	f.Add(head + "-\t\t\t\t\t\t\n")
	f.Add("\t\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		// Only the whole ledger is legal, so every variation must come back as an error and none as a panic.
		if l, err := Parse(text, keysTSV, probesTSV); err == nil && len(l.Promises) != 359 {
			t.Fatalf("%d rows were taken for the ledger", len(l.Promises))
		}
	})
}
