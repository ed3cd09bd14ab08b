package main

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verv/internal/access"
	"verv/internal/demo/grow"
	"verv/internal/demo/world"
	"verv/internal/job"
	"verv/internal/mail/caught"
	"verv/internal/privacy"
)

// cut leaves a few jobs of each world, their employers, and who applied for them, the latest to sign up first: enough to seed several sites in a test, and
// nothing may count on the first of a list having been there for long.
func cut(all []world.World) []world.World {
	out := slices.Clone(all)
	for i := range out {
		w := &out[i]
		keep, hiring, people := map[string]bool{}, map[string]bool{}, map[string]bool{}
		w.Jobs = slices.Clone(w.Jobs[len(w.Jobs)-4:])
		for _, j := range w.Jobs {
			keep[j.Key], hiring[j.Employer] = true, true
		}
		w.Applications = slices.DeleteFunc(slices.Clone(w.Applications), func(a world.Application) bool { return !keep[a.Job] })
		came := map[string]int{} // days ago
		for _, a := range w.Applications {
			people[a.Candidate], came[a.Candidate] = true, max(came[a.Candidate], a.DaysAgo)
		}
		w.Employers = slices.DeleteFunc(slices.Clone(w.Employers), func(e world.Employer) bool { return !hiring[e.Key] })
		w.Candidates = slices.DeleteFunc(slices.Clone(w.Candidates), func(c world.Candidate) bool { return !people[c.Key] })
		slices.SortStableFunc(w.Candidates, func(a, b world.Candidate) int { return cmp.Compare(came[a.Key], came[b.Key]) })
	}
	return out
}

func grown(t *testing.T, o *outside) []world.World {
	t.Helper()
	all, err := grow.Worlds(grow.Seed, o.now())
	must(t, err)
	return all
}

// TestDemoSites makes several sites in haste, opens them again at leisure, and finds each with its hosts, its jobs and its people.
func TestDemoSites(t *testing.T) {
	o, out := outsideOf(t.Context())
	data := filepath.Join(t.TempDir(), "demo")
	p, err := takePlace(data)
	must(t, err)
	defer p.leave()
	post, err := caught.Start(o.now())
	must(t, err)
	defer post.Close()
	all, cfg := cut(grown(t, o)), demoConfig(data, "127.0.0.1:8080")
	if p.mark.Seeded {
		t.Fatal("seeded before it began")
	}
	must(t, demoVerb{Size: full}.make(o, p, cfg, post, all))
	if !p.mark.Seeded || p.mark.Size != full || p.mark.Day.IsZero() || !strings.Contains(out.String(), "90 %") {
		t.Errorf("mark %+v after\n%s", p.mark, out)
	}
	d, err := openDemo(o, cfg, post, false)
	must(t, err)
	defer d.house.Close()
	must(t, d.reach(o, all))
	public, err := privacy.Authorize(access.Anyone(), access.Public(), privacy.Publish)
	must(t, err)
	sites, err := d.house.Sites.List(t.Context(), public)
	must(t, err)
	// The network of one branch stands beside them; the cut worlds lack the employers that have career sites.
	if len(sites) != 4 || sites[3].Name != "Helsejobb" {
		t.Fatalf("%d sites", len(sites))
	}
	for k, s := range sites[:3] {
		if s.Name != all[k].Site.Name || s.Language != all[k].Site.Language || s.Country != all[k].Site.Country {
			t.Errorf("site %d is %s in %s", k, s.Name, s.Language)
		}
		at := placed(all, cfg.Web.PublicURL)[k]
		if !slices.Equal(s.Hosts, at.hosts) || s.Prefix != at.prefix {
			t.Errorf("%s lies at %v%s, want %v%s", s.Name, s.Hosts, s.Prefix, at.hosts, at.prefix)
		}
		found, err := d.house.Jobs.Search(t.Context(), public, s.ID, job.Filter{})
		must(t, err)
		if found.Total != len(all[k].Jobs) {
			t.Errorf("%s has %d jobs, want %d", s.Name, found.Total, len(all[k].Jobs))
		}
	}
}

// TestDemoSample prints advertisements and starts nothing.
func TestDemoSample(t *testing.T) {
	o, out := outsideOf(t.Context())
	must(t, demoVerb{Data: filepath.Join(t.TempDir(), "never"), Sample: 20, Lang: "fi"}.Run(o))
	text := out.String()
	if n := strings.Count(text, "EUR/"); n != 20 {
		t.Errorf("%d advertisements:\n%s", n, text)
	}
	if strings.Contains(text, " och ") || strings.Count(text, " ja ") < 20 {
		t.Error("it is not Finnish")
	}
	if err := (demoVerb{Lang: "fi"}).Run(o); err == nil {
		t.Error("a language without --as or --sample is taken")
	}
}

// TestChoose finds people by site, language and a part of a name.
func TestChoose(t *testing.T) {
	o, _ := outsideOf(t.Context())
	all := grown(t, o)
	for _, c := range []struct {
		v    demoVerb
		role string
		site int
		tag  string
	}{
		{demoVerb{}, "recruiter", 0, "nb"},
		{demoVerb{Site: "kretskort"}, "recruiter", 1, "sv"},
		{demoVerb{Site: "Hoito", Lang: "sv"}, "owner", 2, "sv"},
		{demoVerb{Lang: "da"}, "candidate", 0, "da"},
		{demoVerb{Name: "harjun"}, "hiring-manager", 2, "fi"},
		{demoVerb{}, "officer", 0, "nb"},
	} {
		who, err := c.v.choose(castOf(all, c.role))
		if err != nil || who.world != c.site || who.language != c.tag {
			t.Errorf("%+v as %s: %+v, %v", c.v, c.role, who, err)
		}
	}
	if _, err := (demoVerb{Site: "kretskort", Lang: "fi"}).choose(castOf(all, "owner")); err == nil {
		t.Error("nobody fits, and somebody was chosen")
	}
}
