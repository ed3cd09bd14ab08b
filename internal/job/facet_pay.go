package job

import (
	"strconv"
	"strings"

	"verv/internal/job/intake"
	"verv/internal/site"
)

// paySteps are the yearly pays a reader can ask for at least, by currency.
var paySteps = []struct {
	currency string
	steps    []int64
}{
	{"NOK", []int64{400_000, 500_000, 600_000, 700_000, 800_000, 1_000_000}},
	{"SEK", []int64{360_000, 420_000, 480_000, 540_000, 600_000, 720_000}},
	{"DKK", []int64{360_000, 420_000, 480_000, 540_000, 600_000, 720_000}},
	{"EUR", []int64{30_000, 36_000, 42_000, 48_000, 60_000, 72_000}},
}

// payStated is the facet value of a job that names an amount.
const payStated = "stated"

func payValues() []string {
	out := []string{payStated}
	for _, c := range paySteps {
		for _, s := range c.steps {
			out = append(out, c.currency+strconv.FormatInt(s, 10))
		}
	}
	return out
}

// PayStep reads a value of ByPay: the least pay per year.
func PayStep(value string) (currency string, least int64) {
	if len(value) < 4 || value == payStated {
		return "", 0
	}
	least, _ = strconv.ParseInt(value[3:], 10, 64)
	return value[:3], least
}

// yearly is how often each unit is paid for in a year of full time: 1950 hours is the Norwegian agreements' 37.5 hours a week.
var yearly = map[PayUnit]int64{intake.PerYear: 1, intake.PerMonth: 12, intake.PerWeek: 52, intake.PerDay: 260, intake.PerHour: 1950}

// annual is the highest pay that a job names, per year of full time, in whole units; 0 where it names none.
func annual(p Pay) int64 { return max(p.Min, p.Max) * yearly[p.Unit] / 100 }

// payValuesOf are the values of ByPay that a job has, and its currency, by which the best paid are found.
func payValuesOf(p Pay) []string {
	year := annual(p)
	if year == 0 {
		return nil
	}
	values := []string{payStated, p.Currency}
	for _, c := range paySteps {
		for _, s := range c.steps {
			if c.currency == p.Currency && year >= s {
				values = append(values, c.currency+strconv.FormatInt(s, 10))
			}
		}
	}
	return values
}

func branchValues() []string { return site.Branches() }

// extentValues says full and part time by what the job says; one that leaves it open is neither.
func extentValues(all []Employment, e Extent) []string {
	var out []string
	word := func(w Employment) bool { return strings.Contains(wordList(all), " "+string(w)+" ") }
	if e.Max == 100 || word(intake.FullTime) {
		out = append(out, "full")
	}
	if e.Min > 0 && e.Min < 100 || word(intake.PartTime) {
		out = append(out, "part")
	}
	return out
}
