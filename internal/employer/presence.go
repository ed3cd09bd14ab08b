package employer

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"verv/internal/fault"
	"verv/internal/picture"
	"verv/internal/site"
	"verv/internal/web/theme"
)

// Presence is how an employer shows itself: facts, what it offers, how it looks, and who may show its jobs.
type Presence struct {
	Branch   string // one of site.Branches, or ""
	Size     Size
	Founded  int      // year; 0 is not said
	Places   []string // towns
	Benefits []string
	Meet     []string // whom an applicant will meet, by what they do: a page for everybody names no member
	Accent   string   // #rrggbb; empty is the site's
	Logo     string   // name of a picture
	Framers  []string // hosts whose pages may show the list of jobs
}

// Size is how many work there.
type Size string

// Sizes lists every size.
func Sizes() []Size { return []Size{"1-9", "10-49", "50-249", "250-999", "1000"} }

const (
	linesMost    = 12
	foundedFirst = 1000
	foundedLast  = 2100
	framersMost  = 20
)

var reFramer = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?$`)

func (p Presence) tidy() Presence {
	for _, all := range []*[]string{&p.Places, &p.Benefits, &p.Meet} {
		*all = lines(strings.Join(*all, "\n"))
	}
	var hosts []string
	for _, h := range p.Framers {
		h = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(h), "https://"), "http://"), "/"))
		if h != "" && !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	p.Framers = hosts
	if c, ok := theme.Parse(strings.TrimSpace(p.Accent)); ok {
		p.Accent = c.String()
	}
	return p
}

func (p Presence) check(f *fault.Form) {
	if p.Branch != "" && !site.KnownBranch(p.Branch) {
		f.Add("branch", "form.choice")
	}
	if p.Size != "" && !slices.Contains(Sizes(), p.Size) {
		f.Add("size", "form.choice")
	}
	if p.Founded != 0 && (p.Founded < foundedFirst || p.Founded > foundedLast) {
		f.Add("founded", "form.range", fault.Args{"Min": foundedFirst, "Max": foundedLast})
	}
	for name, all := range map[string][]string{"places": p.Places, "benefits": p.Benefits, "meet": p.Meet} {
		if len(all) > linesMost {
			f.Add(name, "form.many", fault.Args{"Max": linesMost})
		}
		if slices.ContainsFunc(all, func(s string) bool { return utf8.RuneCountInString(s) > lineMax }) {
			f.Add(name, "form.long", fault.Args{"Max": lineMax})
		}
	}
	if _, ok := theme.Parse(p.Accent); p.Accent != "" && !ok {
		f.Add("accent", "employer.accent.wrong")
	}
	if p.Logo != "" && !picture.Named(p.Logo) {
		f.Add("logo", "form.choice")
	}
	if len(p.Framers) > framersMost {
		f.Add("framers", "form.many", fault.Args{"Max": framersMost})
	}
	for _, h := range p.Framers {
		if len(h) > 253 || !reFramer.MatchString(h) {
			f.Add("framers", "employer.framers.wrong", fault.Args{"Host": h})
		}
	}
}

// lines are the lines of a text that hold something.
func lines(s string) []string {
	var out []string
	for l := range strings.SplitSeq(s, "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			out = append(out, l)
		}
	}
	return out
}
