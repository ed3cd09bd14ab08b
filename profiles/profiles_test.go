package profiles

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"verv/internal/promise/show"
)

func load(t testing.TB, name string) Profile {
	t.Helper()
	p, err := Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestValues(t *testing.T) {
	show.Show(t, "profiles.values", "profile-with-other-numbers")
	entries, err := files.ReadDir(".")
	if err != nil || len(entries) != len(names) {
		t.Fatalf("%d files for %d names, %v", len(entries), len(names), err)
	}
	tests := []struct {
		name, jurisdiction, residency, apart string
		inactive, age, ageDK                 int
	}{
		{"cv-norge", "NO", "EEA", Warn, 24, 18, 18},
		{"instacruit", "NO", "EU", Warn, 24, 18, 18},
		{"mojob", "NO", "home", Warn, 24, 18, 18},
		{"my1min", "NO", "EU", Warn, 24, 18, 18},
		{"netjobs", "SE", "SE", Warn, 36, 13, 15},
		{"strictest", "NO", "home", Refuse, 24, 18, 18},
	}
	for _, tt := range tests {
		p := load(t, tt.name)
		want := Profile{Name: tt.name, Jurisdiction: tt.jurisdiction, Residency: tt.residency,
			Retention: Retention{InactiveAccount: tt.inactive, Draft: 1, UnconfirmedHours: 72, Application: 6, ClaimCopy: 24, Message: 1,
				Audit: 24, AccessLog: 24, SecurityEventDays: 90, ExportDays: 7},
			Answer: Answer{Days: 30, CalendarMonths: 1}, Keys: Keys{Apart: tt.apart}, Pay: Pay{Required: true}}
		limits := map[string]int{"NO": tt.age, "SE": tt.age, "FI": tt.age, "DK": tt.ageDK, "default": tt.age}
		if !maps.Equal(p.Age.Limit, limits) {
			t.Errorf("%s: age limits %v, want %v", tt.name, p.Age.Limit, limits)
		}
		if p.Age = (Age{}); !equal(p, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", tt.name, p, want)
		}
	}
	if len(tests) != len(names) {
		t.Errorf("%d profiles checked, %d exist", len(tests), len(names))
	}
}

// equal compares what is left when the age table, a map, was compared apart.
func equal(a, b Profile) bool {
	return a.Name == b.Name && a.Jurisdiction == b.Jurisdiction && a.Residency == b.Residency && a.Retention == b.Retention &&
		a.Answer == b.Answer && a.Keys == b.Keys && a.Pay.Required == b.Pay.Required && slices.Equal(a.Pay.In, b.Pay.In)
}

func TestStrictestIsStrictest(t *testing.T) {
	s := load(t, Default)
	periods := func(r Retention) []int {
		return []int{r.InactiveAccount, r.Draft, r.UnconfirmedHours, r.Application, r.ClaimCopy, r.Message, r.Audit, r.AccessLog,
			r.SecurityEventDays, r.ExportDays}
	}
	for _, name := range Names() {
		p := load(t, name)
		for i, ours := range periods(s.Retention) {
			if theirs := periods(p.Retention)[i]; ours > theirs {
				t.Errorf("period %d: strictest keeps %d, %s only %d", i, ours, name, theirs)
			}
		}
		for where := range p.Age.Limit {
			if s.Age.LimitIn(where) < p.Age.Limit[where] {
				t.Errorf("age in %s: strictest %d, %s %d", where, s.Age.LimitIn(where), name, p.Age.Limit[where])
			}
		}
		if s.Answer.Days > p.Answer.Days || s.Keys.Apart != Refuse || !s.Pay.Required || len(s.Pay.In) > 0 {
			t.Errorf("%s is stricter in answer, keys or pay", name)
		}
	}
}

func TestUnknownProfile(t *testing.T) {
	for _, name := range []string{"", "Strictest", "../strictest", "strictest.toml", "netjob"} {
		if _, err := Load(name); err == nil || !strings.Contains(err.Error(), "strictest") {
			t.Errorf("%q: %v does not name the profiles there are", name, err)
		}
	}
}

// source is the text of an embedded profile.
func source(t testing.TB, name string) string {
	t.Helper()
	text, err := files.ReadFile(name + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestParseRefuses(t *testing.T) {
	good := source(t, Default)
	if _, err := Parse(good); err != nil {
		t.Fatalf("positive control: %v", err)
	}
	tests := []struct{ name, old, new, want string }{
		{"no number", "draft = 1 ", "", "retention.draft 0"},
		{"never-ending", "inactive_account = 24", "inactive_account = 0", "retention.inactive_account 0"},
		{"over the ceiling", "inactive_account = 24", "inactive_account = 37", "want 1 to 36 months"},
		{"negative", "export_days = 7", "export_days = -7", "retention.export_days -7"},
		{"word for number", "draft = 1 ", `draft = "one" `, "draft"},
		{"too long unconfirmed", "unconfirmed_hours = 72", "unconfirmed_hours = 73", "72 hours"},
		{"claim before application", "claim_copy = 24", "claim_copy = 3", "ends before"},
		{"access before application", "access_log = 24", "access_log = 5", "could not see"},
		{"too young", "default = 18", "default = 12", "13 to 21"},
		{"no default age", ", default = 18", "", "age.limit.default is missing"},
		{"no Denmark", "DK = 18, ", "", "age.limit.DK is missing"},
		{"country in small letters", "SE = 18", "SE = 18, se = 18", `"se"`},
		{"late answer", "days = 30\n", "days = 31\n", "answer.days 31"},
		{"two months", "calendar_months = 1", "calendar_months = 2", "answer.calendar_months 2"},
		{"keys", `apart = "refuse"`, `apart = "maybe"`, "keys.apart"},
		{"pay unsaid", "required = true", "", "pay.required is missing"},
		{"pay in a country by its name", "required = true", "required = true\nin = [\"Norway\"]", "pay.in"},
		{"residency", `residency = "home"`, `residency = "world"`, "residency"},
		{"jurisdiction", `jurisdiction = "NO"`, `jurisdiction = "Norway"`, "jurisdiction"},
		{"mistyped setting", "draft = 1 ", "draft = 1\ndrafts = 1 ", "unknown setting retention.drafts"},
		{"not TOML", "[retention]", "[retention", "toml"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(good, tt.old, tt.new, 1)
			if text == good {
				t.Fatalf("%q is not in the profile", tt.old)
			}
			if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestLimitIn(t *testing.T) {
	age := load(t, "netjobs").Age
	for where, want := range map[string]int{"DK": 15, "SE": 13, "default": 13, "ES": 13, "": 13} {
		if got := age.LimitIn(where); got != want {
			t.Errorf("%q: %d, want %d", where, got, want)
		}
	}
}

func TestDue(t *testing.T) {
	answer := load(t, Default).Answer
	tests := []struct{ received, due string }{
		{"2026-01-31T10:00:00Z", "2026-02-28T10:00:00Z"}, // a calendar month is the shorter
		{"2028-01-31T10:00:00Z", "2028-02-29T10:00:00Z"},
		{"2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"},
		{"2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z"}, // thirty days are
		{"2026-04-10T12:30:00Z", "2026-05-10T12:30:00Z"}, // equal
		{"2026-12-31T23:59:59Z", "2027-01-30T23:59:59Z"},
		{"2026-06-01T01:00:00+02:00", "2026-06-30T23:00:00Z"}, // counted in UTC: received on 31 May
	}
	for _, tt := range tests {
		received, err := time.Parse(time.RFC3339, tt.received)
		if err != nil {
			t.Fatal(err)
		}
		if got := answer.Due(received).Format(time.RFC3339); got != tt.due {
			t.Errorf("received %s: due %s, want %s", tt.received, got, tt.due)
		}
	}
}

// Whatever the day, an answer is due after 28 to 30 days. A later request may be due earlier by less than a day, where
// several days share the last of a short month.
func TestDueHolds(t *testing.T) {
	answer := load(t, Default).Answer
	rapid.Check(t, func(t *rapid.T) {
		a := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "a"), 0).UTC()
		b := a.Add(time.Duration(rapid.Int64Range(0, 90*24*3600).Draw(t, "b")) * time.Second)
		if span := answer.Due(a).Sub(a); span < 28*24*time.Hour || span > 30*24*time.Hour {
			t.Fatalf("received %s: due after %s", a, span)
		}
		if answer.Due(b).Before(answer.Due(a).Add(-24 * time.Hour)) {
			t.Fatalf("received %s due %s, but %s due %s", a, answer.Due(a), b, answer.Due(b))
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, name := range names {
		f.Add(source(f, name))
	}
	for _, s := range []string{"", "[", "a.b.c = 1", "[age]\nlimit = 3", "[age.limit]\nNO=1e9", "pay = {required = true}", "\x00", "jurisdiction = '''\n'''"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text)
		if err != nil {
			return
		}
		if err := p.Validate(); err != nil {
			t.Fatalf("parsed, yet invalid: %v", err)
		}
		if years := p.Age.LimitIn("XX"); years < lowestAge || years > highestAge || p.Retention.InactiveAccount < 1 {
			t.Fatalf("an unbounded profile was taken: %+v", p)
		}
	})
}

func TestNamesIsACopy(t *testing.T) {
	got := Names()
	got[0] = "x"
	if !slices.IsSorted(Names()) || slices.Contains(Names(), "x") {
		t.Error("a caller changed the list")
	}
}
