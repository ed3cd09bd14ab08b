package privacy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
)

func subject() access.SubjectID {
	return access.NewSubject(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))
}

func employer() (e access.EmployerID) {
	if err := e.UnmarshalText([]byte(subject().String())); err != nil {
		panic(err)
	}
	return e
}

func TestAuthorize(t *testing.T) {
	me, other, mine, theirs := subject(), subject(), employer(), employer()
	candidate := access.Actor{Persona: access.Candidate, Subject: me}
	member := access.Actor{Persona: access.Member, Role: access.Owner, Subject: me, Employer: mine}
	for _, c := range []struct {
		name  string
		actor access.Actor
		scope access.Scope
		why   privacy.Purpose
		fine  bool
	}{
		{"visitor reads what is published", access.Anyone(), access.Public(), privacy.Publish, true},
		{"zero actor is a visitor", access.Actor{}, access.Public(), privacy.Publish, true},
		{"visitor has no person's scope", access.Anyone(), access.OfSubject(me), privacy.Rights, false},
		{"candidate within themselves", candidate, access.OfSubject(me), privacy.Rights, true},
		{"candidate within another", candidate, access.OfSubject(other), privacy.Rights, false},
		{"candidate assesses nobody", candidate, access.OfSubject(me), privacy.Assess, false},
		{"candidate within an employer", candidate, access.OfEmployer(mine), privacy.Assess, false},
		{"member within their employer", member, access.OfEmployer(mine), privacy.Assess, true},
		{"member within another", member, access.OfEmployer(theirs), privacy.Assess, false},
		{"owner sweeps nothing", member, access.Operation(), privacy.Operate, false},
		{"operator operates", access.Actor{Persona: access.Operator}, access.Operation(), privacy.Operate, true},
		{"operator assesses nobody", access.Actor{Persona: access.Operator}, access.OfEmployer(mine), privacy.Assess, false},
		{"officer demonstrates", access.Actor{Persona: access.Officer}, access.Operation(), privacy.Demonstrate, true},
		{"Verv itself within a stated scope", access.Verv("test"), access.OfSubject(me), privacy.Correspond, true},
		{"Verv itself without a scope", access.Verv("test"), access.Scope{}, privacy.Correspond, false},
		{"no such purpose", access.Verv("test"), access.Operation(), "marketing", false},
		{"subject of nobody", access.Actor{Persona: access.Candidate}, access.OfSubject(access.SubjectID{}), privacy.Rights, false},
	} {
		g, err := privacy.Authorize(c.actor, c.scope, c.why)
		if (err == nil) != c.fine || g.Valid() != c.fine {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil && !fault.Is(err, fault.Withheld) {
			t.Errorf("%s: the refusal says more than it should: %v", c.name, err)
		}
	}
}

func TestWithin(t *testing.T) {
	s := access.OfSubject(subject())
	grant := func(a access.Actor, scope access.Scope, p privacy.Purpose) privacy.Grant {
		g, err := privacy.Authorize(a, scope, p)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	for _, c := range []struct {
		name string
		g    privacy.Grant
		to   access.Scope
		fine bool
	}{
		{"visitor into the person a link leads to", grant(access.Anyone(), access.Public(), privacy.Account), s, true},
		{"never into the operation", grant(access.Anyone(), access.Public(), privacy.Account), access.Operation(), false},
		{"zero grant", privacy.Grant{}, s, false},
		{"from one person into another", grant(access.Verv("test"), s, privacy.Rights), access.OfSubject(subject()), false},
		{"operator into a person", grant(access.Actor{Persona: access.Operator}, access.Operation(), privacy.Operate), s, false},
		{"Verv's operation into a person", grant(access.Verv("test"), access.Operation(), privacy.Operate), s, true},
	} {
		got, err := c.g.Within(c.to)
		if (err == nil) != c.fine || c.fine && (got.Scope() != c.to || got.Purpose() != c.g.Purpose()) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestEveryPurposeHasOneGround(t *testing.T) {
	for _, p := range privacy.Purposes() {
		g, ok := privacy.GroundOf(p)
		if !ok || g.Basis == "" || (g.Basis == privacy.Interest) != (g.Balance != "") {
			t.Errorf("%s: %+v", p, g)
		}
	}
}

func TestPersonalShowsItsCategoryOnly(t *testing.T) {
	g, err := privacy.Authorize(access.Verv("test"), access.Operation(), privacy.Contact)
	if err != nil {
		t.Fatal(err)
	}
	type secret struct{ Phone string }
	p := privacy.Hold(g, privacy.ContactData, secret{"90000000"})
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "who", p, "in", fmt.Sprint(struct{ P any }{p}))
	b, err := json.Marshal(map[string]any{"p": p})
	if err != nil {
		t.Fatal(err)
	}
	shown := fmt.Sprintf("%v %+v %#v %s %q %x %d", p, p, p, p, p, p, p) + log.String() + string(b) + fmt.Errorf("%w %v", errors.New("x"), p).Error()
	if strings.Contains(shown, "90000000") || strings.Contains(shown, "3930303030303030") {
		t.Fatalf("it shows: %s", shown)
	}
	if !strings.Contains(shown, "[contact]") {
		t.Fatalf("it does not say what it is: %s", shown)
	}
	if p.Reveal(g).Phone != "90000000" {
		t.Fatal("the right grant does not open it")
	}
	other, _ := privacy.Authorize(access.Verv("test"), access.Operation(), privacy.Assess)
	if p.Reveal(other).Phone != "" || p.Reveal(privacy.Grant{}).Phone != "" {
		t.Fatal("another purpose, or no grant, opens it")
	}
}

func TestPeriod(t *testing.T) {
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 12, 30, 0, 0, time.UTC) }
	for _, c := range []struct {
		p        privacy.Period
		from, to time.Time
	}{
		{privacy.Period{Months: 1}, day(2026, 1, 31), day(2026, 2, 28)},
		{privacy.Period{Months: 1}, day(2028, 1, 31), day(2028, 2, 29)},
		{privacy.Period{Months: 24}, day(2024, 2, 29), day(2026, 2, 28)},
		{privacy.Period{Months: 1}, day(2026, 12, 31), day(2027, 1, 31)},
		{privacy.Period{Hours: 72}, day(2026, 3, 28), day(2026, 3, 31)},
	} {
		if got := c.p.From(c.from); !got.Equal(c.to) {
			t.Errorf("%v from %v: %v, want %v", c.p, c.from, got, c.to)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0)
		later := at.Add(time.Duration(rapid.Int64Range(0, 1e6).Draw(t, "later")) * time.Second)
		p := privacy.Period{Months: rapid.IntRange(0, 60).Draw(t, "months"), Hours: rapid.IntRange(0, 100).Draw(t, "hours")}
		// Months have different lengths, so a later start may end within the same last day of a month, but never before it.
		if p.From(later).Truncate(24 * time.Hour).Before(p.From(at).Truncate(24 * time.Hour)) {
			t.Fatalf("a later start ends earlier: %v, %v, %v", p, at, later)
		}
		if p.From(at).Before(at) {
			t.Fatal("a period ends before it starts")
		}
	})
}

func TestRetentionBounds(t *testing.T) {
	for _, c := range []privacy.Class{privacy.ClassAccount, privacy.ClassApplication, privacy.ClassClaim, privacy.ClassUnconfirmed} {
		rule, _ := privacy.Retention{}.Rule(c)
		if _, err := privacy.NewRetention(map[privacy.Class]privacy.Period{c: {Months: rule.Ceiling.Months, Hours: rule.Ceiling.Hours + 1}}); !errors.Is(err, privacy.ErrPeriod) {
			t.Errorf("%s above its ceiling: %v", c, err)
		}
		if _, err := privacy.NewRetention(map[privacy.Class]privacy.Period{c: {}}); !errors.Is(err, privacy.ErrPeriod) {
			t.Errorf("%s without a period: %v", c, err)
		}
	}
	if _, err := privacy.NewRetention(map[privacy.Class]privacy.Period{"forever": {Months: 1}}); err == nil {
		t.Error("an unknown class is taken")
	}
	if _, err := (privacy.Retention{}).Due("forever", time.Time{}); err == nil {
		t.Error("an unknown class is due")
	}
}

const good = `
create table note (                        --: employer=employer_id subject=subject_id dossier=dossier_id
  id          id     not null primary key, --: key
  employer_id id     not null,             --: key
  subject_id  id     not null,             --: key
  dossier_id  id     not null,             --: key
  score       bigint not null,             --: unsealed judgement (assess): the table sorts by it
  body        sealed not null,             --: sealed 7 judgement (assess): written by members
  primary key (id)
);
`

func TestInventory(t *testing.T) {
	var inv privacy.Inventory
	if err := inv.Add("note", good); err != nil {
		t.Fatal(err)
	}
	table, _ := inv.Table("note")
	body, ok := inv.Field(7)
	if !ok || len(table.Columns) != 6 || body.Name != "body" || !body.For(privacy.Rights) || !body.For(privacy.Assess) || body.For(privacy.Contact) || body.For(privacy.Operate) {
		t.Fatalf("%+v %+v", table, body)
	}
	if score, _ := table.Column("score"); !score.For(privacy.Operate) || score.For(privacy.Contact) {
		t.Fatalf("%+v", score)
	}
}

func TestInventoryRefuses(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	for name, schema := range map[string]string{
		"no line":               change("--: unsealed judgement (assess): the table sorts by it", ""),
		"an ordinary comment":   change("--: unsealed judgement (assess): the table sorts by it", "-- a score"),
		"no reason":             change(": the table sorts by it", ""),
		"no such category":      change("sealed 7 judgement", "sealed 7 gossip"),
		"no such purpose":       change("7 judgement (assess)", "7 judgement (marketing)"),
		"no field number":       change("sealed 7 ", "sealed "),
		"type and line differ":  change("body        sealed", "body        text  "),
		"no dossier":            change(" dossier=dossier_id", ""),
		"dossier is no column":  change("dossier=dossier_id", "dossier=elsewhere"),
		"field used twice":      good + strings.ReplaceAll(good, "note", "memo"),
		"table declared twice":  good + good,
		"word on the first row": change("employer=employer_id", "tenant=employer_id"),
	} {
		var inv privacy.Inventory
		if err := inv.Add("note", schema); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func FuzzInventory(f *testing.F) {
	f.Add(good)
	f.Add("create table x (\n  a id --: sealed 99999999 x ()\n);")
	f.Fuzz(func(t *testing.T, schema string) {
		var inv privacy.Inventory
		_ = inv.Add("x", schema)
	})
}

func BenchmarkAuthorize(b *testing.B) {
	a := access.Actor{Persona: access.Candidate, Subject: subject()}
	s := access.OfSubject(a.Subject)
	for b.Loop() {
		if _, err := privacy.Authorize(a, s, privacy.Rights); err != nil {
			b.Fatal(err)
		}
	}
}
