package gate

import (
	"bytes"
	_ "embed" // purposes.txt
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/crypt"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/promise/show"
	"verv/internal/server"
	"verv/internal/store"
	"verv/internal/testbed"
)

//go:embed purposes.txt
var purposesTXT string

// TestPurposes: the purposes are a closed list that equals the committed one; an unknown word is refused everywhere.
func TestPurposes(t *testing.T) {
	var b strings.Builder
	for _, p := range privacy.Purposes() {
		g, _ := privacy.GroundOf(p)
		fmt.Fprintf(&b, "%s %s\n", p, g.Basis)
	}
	if b.String() != purposesTXT {
		t.Errorf("the purposes are not those of purposes.txt, which a person has to change knowingly:\n%s", b.String())
	}
	if _, err := privacy.Authorize(access.Verv("test"), access.Operation(), "marketing"); !fault.Is(err, fault.Withheld) {
		t.Errorf("a grant for an unknown purpose: %v", err)
	}
	if err := (&privacy.Inventory{}).Add("x", "create table x (\n  a text --: unsealed career (marketing): why\n);\n"); err == nil {
		t.Error("a privacy line with an unknown purpose was taken")
	}
	show.Show(t, "privacy.purposes", "purposes-widened")
}

// TestBasis: each purpose has one of the legal bases, and a legitimate interest its balancing text.
func TestBasis(t *testing.T) {
	bases := []privacy.Basis{privacy.Consent, privacy.Contract, privacy.Obligation, privacy.Interest}
	for _, p := range privacy.Purposes() {
		g, ok := privacy.GroundOf(p)
		if !ok || !slices.Contains(bases, g.Basis) {
			t.Errorf("%s has the basis %q", p, g.Basis)
		}
		if (g.Basis == privacy.Interest) != (len(g.Balance) > 40) {
			t.Errorf("%s: %s with the balancing text %q", p, g.Basis, g.Balance)
		}
	}
	show.Show(t, "privacy.basis", "interest-without-balance")
}

// TestPurposeMatrix tries every sealed field under every purpose: the store opens it exactly where its privacy line says so.
func TestPurposeMatrix(t *testing.T) {
	testbed.EnginesWith(t, server.Rooms(), func(t *testing.T, b *testbed.Bed) {
		b.T = t
		b.DB.Agree(func(*store.Reader, crypt.DossierID) (bool, error) { return true, nil }) // who agreed to what is another matter
		d := crypt.NewDossier(b.Clock.Now())
		key, err := b.Keys.Create(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		var row [16]byte
		copy(row[:], d.Bytes())
		opened, refused := 0, 0
		for _, p := range privacy.Purposes() {
			g := b.Grant(access.Verv("test"), access.Operation(), p)
			err := b.DB.Read(t.Context(), g, func(r *store.Reader) error {
				for _, c := range sealedColumns(b.DB.Inventory()) {
					body := key.Seal(crypt.FieldID(c.Field), row, d, []byte(`"x"`))
					v, err := store.Unseal[string](r, c.Field, d, d, body)
					open := err == nil && v.Reveal(g) == "x"
					if open != slices.Contains(c.Purposes, p) || !open && !fault.Is(err, fault.Withheld) {
						t.Errorf("%s.%s for %s: opened %v, %v", c.Table, c.Name, p, open, err)
					}
					if open {
						opened++
					} else {
						refused++
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if opened < 20 || refused < 20 {
			t.Fatalf("%d opened, %d refused: the matrix shows nothing", opened, refused)
		}
		show.Show(t, "privacy.purpose-matrix", "body-opens-for-any-purpose")
	})
}

func sealedColumns(inv *privacy.Inventory) (out []privacy.Column) {
	for _, t := range inv.Tables {
		for _, c := range t.Columns {
			if c.Kind == privacy.Sealed {
				out = append(out, c)
			}
		}
	}
	return out
}

// TestClasses: every retention class has a rule within its bounds, every table with personal columns a dossier, and a dossier of an
// unknown class is refused.
func TestClasses(t *testing.T) {
	for _, c := range privacy.Classes() {
		r, ok := privacy.Retention{}.Rule(c)
		if !ok || r.Period.IsZero() || r.Floor.IsZero() || r.Ceiling.IsZero() || r.Event == "" {
			t.Errorf("class %s: %+v", c, r)
		}
		if _, err := privacy.NewRetention(map[privacy.Class]privacy.Period{c: r.Period}); err != nil {
			t.Errorf("class %s: its own period is outside its bounds: %v", c, err)
		}
		if _, err := privacy.NewRetention(map[privacy.Class]privacy.Period{c: {Months: 1200}}); !errors.Is(err, privacy.ErrPeriod) {
			t.Errorf("class %s: a hundred years were taken: %v", c, err)
		}
	}
	if _, err := privacy.NewRetention(map[privacy.Class]privacy.Period{"forever": {Months: 1}}); err == nil {
		t.Error("an unknown class was taken")
	}
	inv, err := store.InventoryOf(server.Rooms())
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range inv.Tables {
		if table.Personal() && table.Dossier == "" {
			t.Errorf("%s holds personal columns and no dossier", table.Name)
		}
	}
	unknownClass(t)
	show.Show(t, "retention.classes", "class-without-period")
}

func unknownClass(t *testing.T) {
	t.Helper()
	b := testbed.New(t, store.SQLite, server.Rooms())
	s := testbed.NewID[access.SubjectID](b)
	g := b.Grant(access.Verv("test"), access.OfSubject(s), privacy.Profile)
	err := b.DB.Write(t.Context(), g, func(w *store.Writer) error {
		_, err := w.Dossier(store.Of{Subject: s, Class: "forever"})
		return err
	})
	if err == nil {
		t.Error("a dossier of an unknown class was opened")
	}
}

// TestPersonalPrintsItsCategory: whatever prints a personal value prints its category alone.
func TestPersonalPrintsItsCategory(t *testing.T) {
	g, err := privacy.Authorize(access.Verv("test"), access.Operation(), privacy.Profile)
	if err != nil {
		t.Fatal(err)
	}
	const mark = "Xq7Mark"
	p := privacy.Hold(g, privacy.Career, struct{ Name string }{mark})
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		fmt.Fprintf(&b, verb+" "+verb+" "+verb+"\n", p, &p, []any{p})
	}
	fmt.Fprintln(&b, p, fmt.Errorf("wrapped: %v", p))
	for _, h := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
		slog.New(h).With("first", p).Info("m", "p", p, "list", []any{p}, "in", struct{ P any }{p}, slog.Group("g", "p", p))
	}
	if err := json.NewEncoder(&b).Encode(map[string]any{"p": p, "list": []any{&p}}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), mark) || strings.Contains(b.String(), fmt.Sprintf("%x", mark)) {
		t.Errorf("a personal value was printed:\n%s", b.String())
	}
	if n := strings.Count(b.String(), "[career]"); n < 25 {
		t.Errorf("only %d categories were printed", n)
	}
	if got := p.Reveal(g).Name; got != mark {
		t.Errorf("control: %q", got)
	}
	show.Show(t, "log.schema", "personal-prints-itself")
}
