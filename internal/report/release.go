package report

import (
	"verv/internal/access"
	"verv/internal/job"
)

// least is how many there must be before a figure says anything, and grain is what figures are rounded down to.
const (
	least = 10
	grain = 5
)

// Row is what was counted of one job through one site in one quarter.
type Row struct {
	Quarter Quarter
	Job     job.ID
	Site    access.SiteID // zero where none is known
	Counts  Counts

	Employer access.EmployerID // zero where the rows are all of one
}

// Filter is what somebody asks for. A zero job or site is all of them.
type Filter struct {
	Period Period
	Job    job.ID
	Site   access.SiteID
}

// group is what is counted together; what it does not tell apart is empty. Time is a quarter or a year.
type group struct {
	time     string
	job      job.ID
	site     access.SiteID
	employer access.EmployerID
}

// level is the kind of group that a row's count of one measure is shown with: none, or one of levels.
type level uint8

// levels are the kinds of groups, from the smallest to the largest: those within one employer, then those that employers share.
var levels = []func(Row) group{
	func(r Row) group { return group{string(r.Quarter), r.Job, r.Site, r.Employer} },
	func(r Row) group { return group{time: string(r.Quarter), job: r.Job, employer: r.Employer} },
	func(r Row) group { return group{time: string(r.Quarter), site: r.Site, employer: r.Employer} },
	func(r Row) group { return group{time: string(r.Quarter), employer: r.Employer} },
	func(r Row) group { return group{time: r.Quarter.year(), job: r.Job, employer: r.Employer} },
	func(r Row) group { return group{time: r.Quarter.year(), site: r.Site, employer: r.Employer} },
	func(r Row) group { return group{time: r.Quarter.year(), employer: r.Employer} },

	func(r Row) group { return group{time: string(r.Quarter), site: r.Site} },
	func(r Row) group { return group{time: string(r.Quarter)} },
	func(r Row) group { return group{time: r.Quarter.year(), site: r.Site} },
	func(r Row) group { return group{time: r.Quarter.year()} },
}

// within is how many of the levels are within one employer.
const within level = 7

// none is the level of what is fewer than ten to the end.
const none level = 0

// of is the group of a row at a level.
func (l level) of(r Row) group { return levels[l-1](r) }

// cell is a row with the level of each measure.
type cell struct {
	Row
	sums   [measures]int
	levels [measures]level
}

// release decides what is shown with what. From the smallest group to the largest: what is fewer than ten joins what is left of the
// group above, until there are ten. So the counted are divided into groups of ten or more, and each figure of each filter is a sum of
// whole groups: no difference of two filters leaves fewer than ten. The rows are those of whole years, of one employer.
func release(rows []Row) []cell { return divide(rows, within) }

// releaseAll does so for the rows of every employer. Each employer's groups are the same as in its own report; only what is too small there to
// the end is joined with what is too small elsewhere. So a figure of the operator less any figures of employers is a sum of whole groups too.
func releaseAll(rows []Row) []cell { return divide(rows, level(len(levels))) }

func divide(rows []Row, most level) []cell {
	cells := make([]cell, len(rows))
	for i, r := range rows {
		cells[i].Row = r
		for m, n := range r.Counts {
			cells[i].sums[index[m.Measure]] += n
		}
	}
	for l := none + 1; l <= most; l++ {
		left := map[group]*[measures]int{}
		for i := range cells {
			g := l.of(cells[i].Row)
			if left[g] == nil {
				left[g] = new([measures]int)
			}
			for m, n := range cells[i].sums {
				if cells[i].levels[m] == none {
					left[g][m] += n
				}
			}
		}
		for i := range cells {
			sums := left[l.of(cells[i].Row)]
			for m := range cells[i].levels {
				if cells[i].levels[m] == none && sums[m] >= least {
					cells[i].levels[m] = l
				}
			}
		}
	}
	return cells
}

// holds reports whether all of the group that a count is shown with is what the filter asks for.
func (f Filter) holds(r Row, l level) bool {
	if l == none {
		return false
	}
	g := l.of(r)
	year := len(g.time) == len("2026")
	return (f.Job.IsZero() || f.Job == g.job) && (f.Site.IsZero() || f.Site == g.site) &&
		(year && f.Period.wholeYear(g.time) || !year && f.Period.Has(Quarter(g.time)))
}

// counts are what a filter may see, exactly.
func (f Filter) counts(cells []cell) Counts {
	out := Counts{}
	for _, c := range cells {
		for m, n := range c.Counts {
			if f.holds(c.Row, c.levels[index[m.Measure]]) {
				out[m] += n
			}
		}
	}
	return out
}

// count is what a filter may see of one measure, exactly.
func (f Filter) count(cells []cell, m Measure) (n int) {
	for _, c := range cells {
		if f.holds(c.Row, c.levels[index[m]]) {
			n += c.sums[index[m]]
		}
	}
	return n
}

// Figure is a number as it is shown: rounded down to fives, and unknown below ten. Rounded, the difference of two measures, such as how
// many were never opened, tells no person either.
type Figure struct {
	Known bool
	N     int
}

func figure(n int) Figure {
	if n < least {
		return Figure{}
	}
	return Figure{true, n / grain * grain}
}

// Share is what percentage of a whole f is; ok is false where one of them is unknown.
func (f Figure) Share(whole Figure) (percent int, ok bool) {
	if !f.Known || !whole.Known {
		return 0, false
	}
	return min(100, (f.N*100+whole.N/2)/whole.N), true
}

// Spread is the middle of many times, and the quarter of them on either side, in days.
type Spread struct {
	Known          bool
	Low, Mid, High int
}

// spread finds the quartiles of a measure.
func (c Counts) spread(m Measure) Spread {
	var by [daysMost + 1]int
	n := 0
	for k, v := range c {
		if k.Measure == m && k.Days >= 0 {
			by[k.Days] += v
			n += v
		}
	}
	if n < least {
		return Spread{}
	}
	at := func(nth int) int {
		for days, k := range by {
			if nth -= k; nth < 0 {
				return days
			}
		}
		return daysMost
	}
	return Spread{true, at(n / 4), at(n / 2), at((3*n - 1) / 4)}
}
