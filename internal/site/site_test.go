package site_test

import (
	"slices"
	"testing"

	"verv/internal/access"
	"verv/internal/fault"
	"verv/internal/privacy"
	"verv/internal/site"
	"verv/internal/testbed"
)

func content(name string, hosts ...string) site.Content {
	return site.Content{Hosts: hosts, Name: name, Language: "nb", Country: "NO", Legal: "Nordlys Jobb AS, 312 345 678, Storgata 1, Tromsø"}
}

type world struct {
	*testbed.Bed
	house    *site.House
	operator privacy.Grant
	public   privacy.Grant
}

func newWorld(t *testing.T, b *testbed.Bed) *world {
	b.T = t
	w := &world{Bed: b, public: b.Grant(access.Anyone(), access.Public(), privacy.Publish)}
	w.operator = b.Grant(access.Actor{Persona: access.Operator}, access.Operation(), privacy.Operate)
	w.house = site.New(b.DB, w.public)
	return w
}

func TestLookup(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		if _, err := w.house.DefaultSite(t.Context()); !fault.Is(err, fault.NotFound) {
			t.Fatalf("an empty installation has a default site: %v", err)
		}
		one := w.create(content("Nordlys", "Nordlys.example", "www.nordlys.example"))
		b.Clock.Move(1000000)
		sub := content("Under", "nordlys.example")
		sub.Prefix = "under/"
		two := w.create(sub)
		for _, c := range []struct {
			host, path string
			want       site.ID
			found      bool
		}{
			{"nordlys.example", "/", one.ID, true},
			{"NORDLYS.example", "/jobs", one.ID, true},
			{"www.nordlys.example", "/under/jobs", one.ID, true},
			{"nordlys.example", "/under/jobs", two.ID, true},
			{"nordlys.example", "/under", two.ID, true},
			{"nordlys.example", "/underlig", one.ID, true},
			{"other.example", "/", site.ID{}, false},
		} {
			got, found, err := w.house.ByPrefix(t.Context(), c.host, c.path)
			if err != nil || found != c.found || got.ID != c.want {
				t.Errorf("%s%s: %v %v, %v", c.host, c.path, got.Name, found, err)
			}
		}
		if s, err := w.house.DefaultSite(t.Context()); err != nil || s.ID != one.ID {
			t.Errorf("default is %s, %v", s.Name, err)
		}
	})
}

// A change is seen by the next lookup, also by a second house on the same database that hears the facts.
func TestChangeIsSeen(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		s := w.create(content("Nordlys", "nordlys.example"))
		other := site.New(b.DB, w.public)
		if got, err := other.ByID(t.Context(), s.ID); err != nil || got.Name != "Nordlys" {
			t.Fatal(got, err)
		}
		c := content("Sørlys", "sorlys.example")
		c.Accent = "1D4ED8"
		if err := w.house.Change(t.Context(), w.operator, s.ID, c); err != nil {
			t.Fatal(err)
		}
		for _, h := range []*site.House{w.house, other} {
			got, err := h.ByID(t.Context(), s.ID)
			if err != nil || got.Name != "Sørlys" || got.Accent != "#1d4ed8" || !slices.Equal(got.Hosts, []string{"sorlys.example"}) {
				t.Errorf("%+v, %v", got, err)
			}
			if old, _ := h.ByHost(t.Context(), "nordlys.example"); len(old) != 0 {
				t.Error("the old host still leads there")
			}
		}
	})
}

func (w *world) create(c site.Content) site.Site {
	w.T.Helper()
	s, err := w.house.Create(w.T.Context(), w.operator, c)
	if err != nil {
		w.T.Fatal(err)
	}
	return s
}

func TestHostBelongsToOne(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		w.create(content("Nordlys", "nordlys.example"))
		_, err := w.house.Create(t.Context(), w.operator, content("Tyv", "nordlys.example"))
		if f := fault.As(err); f == nil || f.Kind != fault.Invalid || f.Fields[0].Key != "site.hosts.taken" {
			t.Fatalf("%v", err)
		}
		if all, err := w.house.List(t.Context(), w.public); err != nil || len(all) != 1 {
			t.Fatalf("%d sites after a refused one, %v", len(all), err)
		}
	})
}

func TestContentIsChecked(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		for field, spoil := range map[string]func(*site.Content){
			"hosts":    func(c *site.Content) { c.Hosts = []string{"a b"} },
			"prefix":   func(c *site.Content) { c.Prefix = "/nb" },
			"name":     func(c *site.Content) { c.Name = " " },
			"language": func(c *site.Content) { c.Language = "de" },
			"accent":   func(c *site.Content) { c.Accent = "pink" },
			"country":  func(c *site.Content) { c.Country = "XX" },
			"zone":     func(c *site.Content) { c.Zone = "Europe/Atlantis" },
			"legal":    func(c *site.Content) { c.Legal = "" },
		} {
			c := content("Nordlys", "nordlys.example")
			spoil(&c)
			_, err := w.house.Create(t.Context(), w.operator, c)
			if f := fault.As(err); f == nil || f.Kind != fault.Invalid || !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Name == field }) {
				t.Errorf("%s: %v", field, err)
			}
		}
		w.create(content("Nordlys", "nordlys.example", "127.0.0.1", "localhost"))
	})
}

func TestOnlyOperatorsEdit(t *testing.T) {
	testbed.Engines(t, func(t *testing.T, b *testbed.Bed) {
		w := newWorld(t, b)
		s := w.create(content("Nordlys", "nordlys.example"))
		_, err := w.house.Create(t.Context(), w.public, content("X", "x.example"))
		if !fault.Is(err, fault.Withheld) {
			t.Errorf("a visitor made a site: %v", err)
		}
		if err := w.house.Change(t.Context(), w.public, s.ID, content("X", "x.example")); !fault.Is(err, fault.Withheld) {
			t.Errorf("a visitor changed a site: %v", err)
		}
	})
}
