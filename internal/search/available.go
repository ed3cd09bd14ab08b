package search

import (
	"slices"
	"strconv"
	"time"

	"verv/internal/match"
	"verv/internal/match/query"
	"verv/internal/web"
)

// step is when somebody can start, in days from today. Each but the last has the ones before it in it.
type step struct {
	name     string
	from, to int64
}

var steps = []step{{"now", 0, 0}, {"month", 0, 31}, {"quarter", 0, 92}, {"later", 93, query.High}}

func stepOf(name string) (step, bool) {
	i := slices.IndexFunc(steps, func(s step) bool { return s.name == name })
	if i < 0 {
		return step{}, false
	}
	return steps[i], true
}

// stepped counts, of counts by days, how many can start within each step.
func stepped(days []match.Tally) (out []match.Tally) {
	for _, s := range steps {
		n := 0
		for _, d := range days {
			if at, err := strconv.ParseInt(d.Value, 10, 64); err == nil && s.from <= at && at <= s.to {
				n += d.N
			}
		}
		if n > 0 {
			out = append(out, match.Tally{Value: s.name, N: n})
		}
	}
	return out
}

// starts is when somebody can start, in the words that begin with a key; nothing where they did not say.
func starts(r *web.Request, f Face, key string) string {
	day, err := time.Parse(time.DateOnly, f.Available)
	switch {
	case err != nil:
		return ""
	case !day.After(r.Now):
		return r.Words.Say(key + "now")
	}
	return r.Words.Say(key+"from", "Date", r.Words.Date(day))
}
