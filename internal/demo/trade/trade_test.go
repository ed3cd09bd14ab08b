package trade

import (
	"strings"
	"testing"
	"testing/fstest"

	"verv/internal/employer"
)

func load(t *testing.T) Knowledge {
	t.Helper()
	k, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// TestBreadth wants many occupations in all, forty in each language, and the weight of the Swedish and the Finnish site.
func TestBreadth(t *testing.T) {
	k := load(t)
	used, weight := map[string]bool{}, map[string]int{}
	for tag, tongue := range k.Tongues {
		if len(tongue.Trades) < 40 {
			t.Errorf("%s has %d trades", tag, len(tongue.Trades))
		}
		for _, tr := range tongue.Trades {
			used[tr.Key] = true
			weight[tag+" "+k.Occupations[tr.Key].Field]++
		}
	}
	if len(k.Tongues) != 6 || len(used) < 60 {
		t.Errorf("%d languages, %d occupations", len(k.Tongues), len(used))
	}
	if weight["sv tech"] < 20 || weight["fi health"] < 20 {
		t.Errorf("sv tech %d, fi health %d", weight["sv tech"], weight["fi health"])
	}
	t.Logf("%d occupations, %v", len(used), weight)
}

// TestEveryoneHasWords wants every language that an employer advertises in, and enough trades for its kind.
func TestEveryoneHasWords(t *testing.T) {
	k := load(t)
	for _, e := range k.Employers {
		for tag := range e.Ads {
			if len(k.Suited(tag, e)) < 3 {
				t.Errorf("%s advertises in %s with %d trades", e.Key, tag, len(k.Suited(tag, e)))
			}
			if len(e.Leads[tag]) == 0 {
				t.Errorf("%s has no opening in %s", e.Key, tag)
			}
		}
	}
}

func TestNumber(t *testing.T) {
	for _, country := range []string{"NO", "SE", "FI", "DK"} {
		seen := map[string]bool{}
		for n := range 40 {
			v := Number(country, n+1)
			if !employer.ValidNumber(country, v) || seen[v] {
				t.Errorf("%s %s", country, v)
			}
			seen[v] = true
		}
	}
}

// TestCheckFinds plants one fault at a time.
func TestCheckFinds(t *testing.T) {
	for name, c := range map[string]struct {
		plant func(*Knowledge)
		want  string
	}{
		"line twice":    {func(k *Knowledge) { k.Tongues["nb"].Trades[0].Duties[1] = k.Tongues["nb"].Trades[0].Duties[0] }, "stands twice"},
		"unknown slot":  {func(k *Knowledge) { k.Tongues["fi"].Frame.Closings[0] = "Hei {nimi}" }, "slot {nimi}"},
		"open slot":     {func(k *Knowledge) { k.Tongues["fi"].Frame.Closings[0] = "Hei {employer" }, "slot {employer"},
		"few duties":    {func(k *Knowledge) { k.Tongues["sv"].Trades[3].Duties = k.Tongues["sv"].Trades[3].Duties[:5] }, "5 Duties, want 8"},
		"unknown trade": {func(k *Knowledge) { k.Tongues["da"].Trades[0].Key = "astronaut" }, "unknown occupation"},
		"town":          {func(k *Knowledge) { k.Employers[0].Town = "Utopia" }, "town"},
		"twice":         {func(k *Knowledge) { k.Employers[1].Key = k.Employers[0].Key }, "twice"},
		"pay": {func(k *Knowledge) {
			o := k.Occupations["nurse"]
			o.Pay = map[string][2]int{"NO": {640000, 520000}}
			k.Occupations["nurse"] = o
		}, "pay in NO"},
	} {
		k := load(t)
		c.plant(&k)
		if err := k.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for name, text := range map[string]string{"unknown key": "[[trade]]\nkey = \"a\"\ntitel = \"b\"\n", "broken": "[[trade\n"} {
		if _, err := read(fstest.MapFS{"nb/a.toml": {Data: []byte(text)}}); err == nil || !strings.Contains(err.Error(), "a.toml") {
			t.Errorf("%s: %v", name, err)
		}
	}
	k, err := read(fstest.MapFS{"nb/a.toml": {Data: []byte("[[trade]]\nkey = \"a\"\nduties = \"\"\"\none\n\n two \"\"\"\n")}})
	if err != nil || len(k.Tongues["nb"].Trades[0].Duties) != 2 || k.Tongues["nb"].Trades[0].Duties[1] != "two" {
		t.Errorf("%v, %v", k.Tongues["nb"], err)
	}
}
