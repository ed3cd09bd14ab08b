package job

import (
	"context"
	"net/http"
	"slices"
	"time"

	"verv/internal/access"
	view "verv/internal/job/page"
	"verv/internal/privacy"
	"verv/internal/store"
	"verv/internal/web"
	"verv/internal/web/page"
)

// What a transparency report says (regulation (EU) 2022/2065, articles 15 and 24): counts, no job, no employer and no person.

// Month is what happened in one month.
type Month struct {
	Month    string // 2006-01
	Reports  map[Complaint]int
	Rulings  map[Ruling]int
	Grounds  map[Ground]int
	Triggers map[Trigger]int
	Appeals  int
	Reversed int           // jobs that are public again after an appeal
	Median   time.Duration // from when somebody began to wait to the decision
	waited   []time.Duration
}

// Reported is how many reports came in.
func (m Month) Reported() int { return total(m.Reports) }

// Decided is how many decisions were made.
func (m Month) Decided() int { return total(m.Rulings) }

func total[K comparable](counts map[K]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// figuresFor is how many months the page shows.
const figuresFor = 12

// Figures counts the last twelve months, this one first.
func (h *House) Figures(ctx context.Context, g privacy.Grant) ([]Month, error) {
	if err := g.Require(access.JobModerate); err != nil {
		return nil, err
	}
	now := h.db.Now().UTC()
	since := time.Date(now.Year(), now.Month()-figuresFor+1, 1, 0, 0, 0, 0, time.UTC)
	var decisions []Decision
	var appeals []time.Time
	var tallies []monthly
	err := h.db.Read(ctx, g, func(r *store.Reader) (err error) {
		if decisions, err = store.List(r, "job.decisionsSince", store.Args{"since": since}, scanDecision); err != nil {
			return err
		}
		if appeals, err = store.List(r, "job.appealsSince", store.Args{"since": since}, func(row store.Row) (t time.Time, err error) {
			err = row.Scan(&t)
			return t, err
		}); err != nil {
			return err
		}
		tallies, err = store.List(r, "job.tallies", store.Args{"month": since.Format("2006-01")}, scanTally)
		return err
	})
	return months(since, decisions, appeals, tallies), err
}

type monthly struct {
	month  string
	reason Complaint
	n      int
}

func scanTally(row store.Row) (t monthly, err error) {
	var reason string
	err = row.Scan(&t.month, &reason, &t.n)
	t.reason = Complaint(reason)
	return t, err
}

// months sorts what happened into its months, newest first.
func months(since time.Time, decisions []Decision, appeals []time.Time, tallies []monthly) []Month {
	out := make([]Month, figuresFor)
	at := map[string]*Month{}
	for i := range out {
		m := &out[figuresFor-1-i]
		*m = Month{Month: since.AddDate(0, i, 0).Format("2006-01"), Reports: map[Complaint]int{}, Rulings: map[Ruling]int{}, Grounds: map[Ground]int{}, Triggers: map[Trigger]int{}}
		at[m.Month] = m
	}
	of := func(t time.Time) *Month {
		if m := at[t.UTC().Format("2006-01")]; m != nil {
			return m
		}
		return &Month{Rulings: map[Ruling]int{}, Grounds: map[Ground]int{}, Triggers: map[Trigger]int{}} // past the edge: counted nowhere
	}
	for _, t := range tallies {
		if m := at[t.month]; m != nil {
			m.Reports[t.reason] += t.n
		}
	}
	for _, t := range appeals {
		of(t).Appeals++
	}
	for _, d := range decisions {
		m := of(d.At)
		m.Rulings[d.Ruling]++
		m.Triggers[d.Trigger]++
		if d.Ground != "" {
			m.Grounds[d.Ground]++
		}
		if d.Trigger == ByAppeal && d.Ruling == Restore {
			m.Reversed++
		}
		if d.Waited > 0 {
			m.waited = append(m.waited, d.Waited)
		}
	}
	for i := range out {
		out[i].Median = median(out[i].waited)
	}
	return out
}

func median(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	n := len(all)
	return (all[(n-1)/2] + all[n/2]) / 2
}

func (h *House) getFigures(r *web.Request) error {
	all, err := h.Figures(r, r.Grant)
	if err != nil {
		return err
	}
	w := r.Words
	number := func(n int) page.Cell { return page.Cell{Text: w.Number(int64(n))} }
	f := view.Figures{Title: w.Say("job.figures.title"), Lead: w.Say("job.figures.lead"),
		Crumbs: []page.Link{{URL: r.Path(queuePath), Label: w.Say("job.moderate.title")}, {URL: r.Here(), Label: w.Say("job.figures.title")}},
		Months: page.Records{ID: "months", Caption: w.Say("job.figures.months"), Columns: []page.Column{{Label: w.Say("job.figures.month")},
			{Label: w.Say("job.figures.reports"), Number: true}, {Label: w.Say("job.figures.decisions"), Number: true}, {Label: w.Say("job.figures.held"), Number: true},
			{Label: w.Say("job.figures.down"), Number: true}, {Label: w.Say("job.figures.restored"), Number: true}, {Label: w.Say("job.figures.appeals"), Number: true},
			{Label: w.Say("job.figures.reversed"), Number: true}, {Label: w.Say("job.figures.median"), Number: true}}},
		Grounds: page.Records{ID: "grounds", Caption: w.Say("job.figures.grounds"), Columns: []page.Column{{Label: w.Say("job.moderate.ground")}, {Label: w.Say("job.figures.decisions"), Number: true}}},
		Reports: page.Records{ID: "reports", Caption: w.Say("job.figures.complaints"), Columns: []page.Column{{Label: w.Say("job.report.reason")}, {Label: w.Say("job.figures.reports"), Number: true}}}}
	grounds, complaints := map[Ground]int{}, map[Complaint]int{}
	for _, m := range all {
		waited := "–"
		if m.Median > 0 {
			waited = w.Say("job.figures.hours", "Count", max(1, int(m.Median.Round(time.Hour).Hours())))
		}
		f.Months.Rows = append(f.Months.Rows, []page.Cell{{Text: m.Month}, number(m.Reported()), number(m.Decided()), number(m.Rulings[Hold]), number(m.Rulings[TakeDown]),
			number(m.Rulings[Restore]), number(m.Appeals), number(m.Reversed), {Text: waited}})
		for g, n := range m.Grounds {
			grounds[g] += n
		}
		for c, n := range m.Reports {
			complaints[c] += n
		}
	}
	for _, g := range Grounds() {
		f.Grounds.Rows = append(f.Grounds.Rows, []page.Cell{{Text: w.Say("job.ground." + string(g))}, number(grounds[g])})
	}
	for _, c := range Complaints() {
		f.Reports.Rows = append(f.Reports.Rows, []page.Cell{{Text: w.Say("job.report.reason." + string(c))}, number(complaints[c])})
	}
	v := r.View(f.Title)
	v.Wide = true
	return r.Render(http.StatusOK, view.FiguresPage(v, f))
}
