package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"verv/internal/demo/grow"
	"verv/internal/demo/world"
)

// The sizes of a demonstration.
const (
	small = "small" // one site, hand-written: up in seconds, and what tests look at
	full  = "full"  // three sites, grown
)

// worldsOf makes the worlds of a demonstration as they were on the day of their seeding.
func worldsOf(size string, day time.Time) ([]world.World, error) {
	all, err := []world.World{{}}, error(nil)
	if size == full {
		all, err = grow.Worlds(grow.Seed, day)
	} else {
		all[0], err = world.Load()
	}
	if err == nil {
		all[0].Employers = append(all[0].Employers, agency())
	}
	return all, err
}

// where is the address of a site: hosts, the first one its own, and the path under which it lies on them.
type where struct {
	hosts  []string
	prefix string
}

// placed says where the sites of a demonstration lie that is reached at a URL. A lone site has the address for itself. Several lie under a
// path of their own there, and at a name under localhost, which browsers take for this machine; the address itself lists them.
func placed(all []world.World, url string) []where {
	if len(all) == 1 {
		return []where{{hosts: hostsOf(url)}}
	}
	out := make([]where, len(all))
	for i, w := range all {
		out[i] = where{hosts: append(hostsOf(url), w.Site.Key+".localhost"), prefix: "/" + w.Site.Key}
	}
	return out
}

// shared are the hosts of the address itself, without the site's own name under localhost.
func (w where) shared() []string {
	return slices.DeleteFunc(slices.Clone(w.hosts), func(h string) bool { return strings.HasSuffix(h, ".localhost") })
}

// url is where a site is reached when the demonstration is reached at another.
func (w where) url(at string) string {
	host, port := w.hosts[0], ""
	if i := strings.LastIndexByte(at, ':'); i > len("http:") {
		port = at[i:]
	}
	return "http://" + host + port + w.prefix
}

// counts says how much there is in worlds.
func counts(all []world.World) string {
	var e, j, c, a int
	for _, w := range all {
		e, j, c, a = e+len(w.Employers), j+len(w.Jobs), c+len(w.Candidates), a+len(w.Applications)
	}
	sites := ""
	if len(all) > 1 {
		sites = fmt.Sprintf("%d sites, ", len(all))
	}
	return fmt.Sprintf("%s%d employers, %d jobs, %d candidates, %d applications", sites, e, j, c, a)
}
