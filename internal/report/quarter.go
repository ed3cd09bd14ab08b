package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Quarter is a quarter of a calendar year in UTC: 2026-4. As text quarters sort in their order.
type Quarter string

// QuarterOf is the quarter of a moment.
func QuarterOf(t time.Time) Quarter {
	t = t.UTC()
	return quarter(t.Year(), (int(t.Month())-1)/3+1)
}

func quarter(year, n int) Quarter { return Quarter(fmt.Sprintf("%04d-%d", year, n)) }

// Parts are the year and the number of the quarter in it, 1 to 4; ok is false for what is no quarter.
func (q Quarter) Parts() (year, n int, ok bool) {
	y, k, _ := strings.Cut(string(q), "-")
	year, err := strconv.Atoi(y)
	if err != nil || len(y) != 4 || len(k) != 1 || k < "1" || k > "4" {
		return 0, 0, false
	}
	return year, int(k[0] - '0'), year >= 1
}

// Next is the quarter after q.
func (q Quarter) Next() Quarter {
	year, n, _ := q.Parts()
	if n == 4 {
		return quarter(year+1, 1)
	}
	return quarter(year, n+1)
}

// before is the quarter before q.
func (q Quarter) before() Quarter {
	year, n, _ := q.Parts()
	if n == 1 {
		return quarter(year-1, 4)
	}
	return quarter(year, n-1)
}

func (q Quarter) year() string { return string(q)[:4] }

// Period is whole quarters. No shorter one can be asked for, so that no person can be told from the difference of two.
type Period struct{ From, To Quarter }

// Year is a whole year.
func Year(year int) Period { return Period{quarter(year, 1), quarter(year, 4)} }

// ParsePeriod reads a period of an address: 2026, 2026-4, or 2026-1..2026-3.
func ParsePeriod(s string) (Period, bool) {
	if y, err := strconv.Atoi(s); err == nil && len(s) == 4 && y >= 1 {
		return Year(y), true
	}
	from, to, many := strings.Cut(s, "..")
	if !many {
		to = from
	}
	p := Period{Quarter(from), Quarter(to)}
	return p, p.valid()
}

// periodMost is the most years in one report.
const periodMost = 5

func (p Period) valid() bool {
	from, _, ok := p.From.Parts()
	to, _, ok2 := p.To.Parts()
	return ok && ok2 && p.From <= p.To && to-from < periodMost
}

// String is the shortest way to write p.
func (p Period) String() string {
	switch y, n, _ := p.From.Parts(); {
	case n == 1 && p.To == quarter(y, 4):
		return p.From.year()
	case p.From == p.To:
		return string(p.From)
	}
	return string(p.From) + ".." + string(p.To)
}

// Has reports whether a quarter is within p.
func (p Period) Has(q Quarter) bool { return q >= p.From && q <= p.To }

// wholeYear reports whether all of a year is within p.
func (p Period) wholeYear(year string) bool {
	return p.Has(Quarter(year+"-1")) && p.Has(Quarter(year+"-4"))
}

// whole is p grown to whole years: what is shown of a quarter depends on the rest of its year.
func (p Period) whole() Period {
	return Period{Quarter(p.From.year() + "-1"), Quarter(p.To.year() + "-4")}
}

// begin is the first moment of q.
func (q Quarter) begin() time.Time {
	year, n, _ := q.Parts()
	return time.Date(year, time.Month(3*n-2), 1, 0, 0, 0, 0, time.UTC)
}
