package report

import (
	"cmp"
	"slices"
	"time"

	"verv/internal/access"
	"verv/internal/job"
)

// Report is all that is shown of a filter.
type Report struct {
	Filter   Filter
	Title    string // of the job, where the filter names one
	Funnel   []Step
	Ends     []Step
	Stays    []Lasted
	Channels []Channel
	Waits    []Lasted
	Form     []Step
	Lead     Lead
}

// Step is one measure with its figure.
type Step struct {
	Measure Measure
	Figure
}

// Lasted is how long something took.
type Lasted struct {
	Measure Measure
	Spread
}

// Channel is a site with the applications that came through it.
type Channel struct {
	Site access.SiteID // zero where it was not recorded
	Name string
	Figure
}

// Lead is how long jobs took: to the first application, to be filled, and to be closed otherwise.
type Lead struct {
	Jobs                  []LeadJob // newest first
	First, Filled, Closed Spread
}

// LeadJob is one job. Days are -1 where there is nothing to say: nothing came, it is open, or fewer than ten applied.
type LeadJob struct {
	ID        job.ID
	Title     string
	Published time.Time
	First     int
	Ended     int
	Filled    bool
}

// Empty reports whether nothing can be shown of applications.
func (r Report) Empty() bool { return !r.Funnel[0].Known }

// made is what a report is made of.
type made struct {
	rows   []Row // of whole years
	jobs   []LeadJob
	firsts map[job.ID]int
}

func (m made) report(f Filter) Report { return m.shown(f, release(m.rows)) }

// shown is what a filter may see of what was released.
func (m made) shown(f Filter, cells []cell) Report {
	seen := f.counts(cells)
	steps := func(of []Measure) (out []Step) {
		for _, k := range of {
			out = append(out, Step{k, figure(seen.Of(k).Sum())})
		}
		return out
	}
	lasted := func(of []Measure) (out []Lasted) {
		for _, k := range of {
			out = append(out, Lasted{k, seen.spread(k)})
		}
		return out
	}
	return Report{Filter: f, Funnel: falling(steps(Steps())), Ends: steps(Ends()), Stays: lasted(Stays()), Waits: lasted(Waits()), Form: steps(FormSteps()),
		Channels: channels(f, cells), Lead: m.lead(cells)}
}

// falling keeps each step of the funnel at the one before or below: small groups may be left out of one measure and not of the next.
func falling(steps []Step) []Step {
	for i := 1; i < len(steps); i++ {
		before := steps[i-1].Figure
		if !before.Known || steps[i].N > before.N {
			steps[i].Figure = before
		}
	}
	return steps
}

// channels are the sites of the filter, most applications first.
func channels(f Filter, cells []cell) (out []Channel) {
	var sites []access.SiteID
	for _, c := range cells {
		if !slices.Contains(sites, c.Site) && !c.Site.IsZero() && f.Period.Has(c.Quarter) && c.sums[index[Applied]] > 0 && (f.Job.IsZero() || f.Job == c.Job) {
			sites = append(sites, c.Site)
		}
	}
	for _, s := range sites {
		if !f.Site.IsZero() && f.Site != s {
			continue
		}
		one := f
		one.Site = s
		out = append(out, Channel{Site: s, Figure: figure(one.count(cells, Applied))})
	}
	slices.SortStableFunc(out, func(a, b Channel) int {
		return cmp.Or(b.N-a.N, a.Site.Compare(b.Site))
	})
	return out
}

// lead puts the first applications beside the jobs. One is said only of a job whose applications are shown.
func (m made) lead(cells []cell) Lead {
	shown := map[job.ID]bool{}
	for _, c := range cells {
		if l := c.levels[index[Applied]]; c.sums[index[Applied]] > 0 && l != none && l.of(c.Row).job == c.Job {
			shown[c.Job] = true
		}
	}
	l := Lead{Jobs: m.jobs}
	var first, filled, closed []int
	for i := range l.Jobs {
		j := &l.Jobs[i]
		j.First = -1
		if days, ok := m.firsts[j.ID]; ok && shown[j.ID] {
			j.First = days
			first = append(first, days)
		}
		switch {
		case j.Ended < 0:
		case j.Filled:
			filled = append(filled, j.Ended)
		default:
			closed = append(closed, j.Ended)
		}
	}
	l.First, l.Filled, l.Closed = quartiles(first), quartiles(filled), quartiles(closed)
	return l
}

// quartiles are those of jobs: they are no persons, and one is enough.
func quartiles(days []int) Spread {
	n := len(days)
	if n == 0 {
		return Spread{}
	}
	slices.Sort(days)
	return Spread{true, days[n/4], days[n/2], days[(3*n-1)/4]}
}
