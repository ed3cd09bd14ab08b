package console_test

import (
	"bytes"
	"testing"
	"time"

	"verv/internal/access"
	"verv/internal/console"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/task"
	"verv/internal/testbed/whole"
)

// rig is one installation with an operator and an officer in it.
type rig struct {
	*whole.House
	operator, officer whole.Person
}

func newRig(h *whole.House) *rig {
	none := access.EmployerID{}
	return &rig{h, h.AddPerson("Drift", "drift@verv.example", access.Operator, none, access.NoRole),
		h.AddPerson("Ombud", "ombud@verv.example", access.Officer, none, access.NoRole)}
}

func (r *rig) grant(p whole.Person) privacy.Grant {
	return r.Grant(p.Actor, access.Operation(), privacy.Operate)
}

// codes are what is found not to be well.
func (r *rig) codes(g privacy.Grant) map[string]console.State {
	r.T.Helper()
	all, err := r.Console.Examine(r.T.Context(), g)
	r.Must(err)
	out := map[string]console.State{}
	for _, f := range all {
		if f.State != console.Fine {
			out[f.Code] = f.State
		}
		for _, lang := range []string{"nb", "nn", "sv", "fi", "da", "en"} {
			if wrong, mend := f.Say(r.Words.Language(lang)); f.Code != "" && (wrong == "" || mend == "" || bytes.HasPrefix([]byte(wrong), []byte("["))) {
				r.T.Errorf("%s says nothing in %s: %q, %q", f.Code, lang, wrong, mend)
			}
		}
	}
	return out
}

// One look sees each fault with its mend, and the faults go when they are mended.
func TestExamine(t *testing.T) {
	whole.Engines(t, func(t *testing.T, h *whole.House) {
		r := newRig(h)
		g := r.grant(r.operator)
		seen := r.codes(g)
		if seen["backups.data.never"] != console.Look || seen["mail.unsigned"] != console.Look || len(seen) != 4 {
			t.Fatalf("a fresh house: %v", seen)
		}
		verv := h.Verv(access.Operation(), privacy.Operate)
		for _, b := range console.Backups() {
			h.Must(h.Console.BackedUp(t.Context(), verv, b))
		}
		if seen = r.codes(g); len(seen) != 1 {
			t.Errorf("backups were told of, and still: %v", seen)
		}
		if well, known, err := h.Console.BackupAge(t.Context(), g); !well || !known || err != nil {
			t.Errorf("the age of backups: %v %v %v", well, known, err)
		}
		h.Must(h.DB.Write(t.Context(), verv, func(w *store.Writer) error {
			_, err := task.Enqueue(w, task.Task{Kind: "mail.send", Args: map[string]string{"letter": "no.such"}})
			return err
		}))
		h.Clock.Move(48 * time.Hour)
		seen = r.codes(g)
		if seen["backups.data.old"] != console.Look || seen["tasks.late"] != console.Wrong {
			t.Errorf("two days without anybody: %v", seen)
		}
		if well, known, _ := h.Console.BackupAge(t.Context(), g); well || !known {
			t.Error("old backups are well")
		}
		if err := h.Console.BackedUp(t.Context(), r.grant(r.officer), console.BackupData); !fault.Is(err, fault.Withheld) {
			t.Errorf("an officer notes a backup: %v", err)
		}
		if err := h.Console.BackedUp(t.Context(), verv, "nothing"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a backup of nothing: %v", err)
		}
	})
}

// The home page says it in words, leads to where it is seen to, and shows an officer only what an officer may open.
func TestHomePage(t *testing.T) {
	r := newRig(whole.New(t, store.SQLite))
	page := r.Enter(r.operator).Get("/operator")
	for _, want := range []string{"Verv vet ikke om noen sikkerhetskopi av dataene", "verv backed-up", "/operator/employers", "Rotnøkkel"} {
		if page.Status != 200 || !bytes.Contains(page.Body, []byte(want)) {
			t.Errorf("the operator does not read %q (%d)", want, page.Status)
		}
	}
	page = r.Enter(r.officer).Get("/operator")
	if page.Status != 200 || bytes.Contains(page.Body, []byte("/operator/employers")) {
		t.Errorf("the officer: %d", page.Status)
	}
}
