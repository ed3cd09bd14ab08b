package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"verv/internal/access"
	"verv/internal/config"
	"verv/internal/demo/world"
	"verv/internal/mail/caught"
	"verv/internal/privacy"
	"verv/internal/site"
)

// make seeds the worlds into folders that are empty. Nothing of it waits for the disk: a kill, or a power cut, on the way leaves a mark that
// is not seeded, and the next start begins anew. Only when all of it lies on the disk is the mark written.
func (v demoVerb) make(o *outside, p *place, cfg config.Config, post *caught.Server, all []world.World) error {
	fmt.Fprintf(o.out, "Making the world: %s ...", counts(all))
	began := o.now()
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // much is made and little kept
	d, err := openDemo(o, cfg, post, true)
	if err != nil {
		return err
	}
	t := newStory(o.ctx, d)
	t.told = progress(func(percent int) { fmt.Fprintf(o.out, " %d %%", percent) })
	for i, at := range placed(all, cfg.Web.PublicURL) {
		t.tell(all[i], at)
	}
	err = t.run()
	if err = errors.Join(err, d.house.Close()); err != nil {
		return fmt.Errorf("making the world: %w", err)
	}
	for _, dir := range []string{p.data, keysOf(p.data), rootOf(p.data)} {
		if err := settle(dir); err != nil {
			return err
		}
	}
	fmt.Fprintf(o.out, "\nMade in %s.\n", o.now().Sub(began).Round(100*time.Millisecond))
	return p.write(mark{URL: cfg.Web.PublicURL, Seeded: true, Size: v.Size, Day: began})
}

// progress tells each tenth once.
func progress(tell func(percent int)) func(done, of int) {
	told := 0
	return func(done, of int) {
		if tenth := done * 10 / of; tenth > told && tenth < 10 {
			told = tenth
			tell(tenth * 10)
		}
	}
}

// settle waits until every file and folder below a folder lies on the disk.
func settle(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() && !d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}

// reach makes the hosts those of the sites: the address may be another than last time.
func (d *demo) reach(o *outside, all []world.World) error {
	public, err := privacy.Authorize(access.Verv("demo"), access.Public(), privacy.Publish)
	if err != nil {
		return err
	}
	sites, err := d.house.Sites.List(o.ctx, public)
	if err != nil {
		return err
	}
	g, err := privacy.Authorize(access.Verv("demo"), access.Operation(), privacy.Operate)
	if err != nil {
		return err
	}
	at := placed(all, d.house.Config.Web.PublicURL)
	for _, s := range sites {
		hosts, ours := at[0].shared(), slices.ContainsFunc(all, func(w world.World) bool { return w.Site.Name == s.Name })
		if ours || strings.HasSuffix(s.Hosts[0], ".localhost") || slices.Equal(s.Hosts, hosts) {
			continue
		}
		c := s.Content
		c.Hosts = hosts // a career site under a path of the address itself
		if err := d.house.Sites.Change(o.ctx, g, s.ID, c); err != nil {
			return err
		}
	}
	for i, at := range at {
		k := slices.IndexFunc(sites, func(s site.Site) bool { return s.Name == all[i].Site.Name })
		if k < 0 || slices.Equal(sites[k].Hosts, at.hosts) && sites[k].Prefix == at.prefix {
			continue
		}
		c := sites[k].Content
		c.Hosts, c.Prefix = at.hosts, at.prefix
		if err := d.house.Sites.Change(o.ctx, g, sites[k].ID, c); err != nil {
			return err
		}
	}
	return nil
}
