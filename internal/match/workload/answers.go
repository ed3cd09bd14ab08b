package workload

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"verv/internal/match"
	"verv/internal/match/query"
)

// AlertAnswers writes a line for each job: its number and those of the alerts that match, ascending.
func AlertAnswers(w io.Writer, a *match.Alerts, s Source) error {
	out := bufio.NewWriter(w)
	for j, err := range s.Jobs {
		if err != nil {
			return err
		}
		var numbers []int
		for _, id := range a.Percolate(j.Document(), Start) {
			numbers = append(numbers, Number(id))
		}
		slices.Sort(numbers)
		fmt.Fprintf(out, "%d\t%s\n", j.ID, strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ","), "[]"))
	}
	return out.Flush()
}

// CVAnswers writes a line for each query: its number, hits in all, the first twenty as id=score, and counts as facet:value=n.
func CVAnswers(w io.Writer, x *match.Index, s Source) error {
	out := bufio.NewWriter(w)
	for q, err := range s.CVQuery {
		if err != nil {
			return err
		}
		writeAnswer(out, q.ID, x.Search(q.Request()))
	}
	return out.Flush()
}

// JobAnswers does the same for queries after jobs.
func JobAnswers(w io.Writer, x *match.Index, s Source) error {
	out := bufio.NewWriter(w)
	for q, err := range s.JobQuery {
		if err != nil {
			return err
		}
		writeAnswer(out, q.ID, x.Search(q.Request()))
	}
	return out.Flush()
}

func writeAnswer(w io.Writer, id int, r match.Result) {
	var hits, counts []string
	for _, h := range r.Hits {
		hits = append(hits, fmt.Sprintf("%d=%d", Number(h.ID), h.Score))
	}
	for i, c := range Counts {
		for _, t := range r.Counts[i] {
			switch {
			case c.Field == query.Experience:
				counts = append(counts, fmt.Sprintf("years:%s=%d", t.Value, t.N))
			case c.Field == query.Place && t.Value[0] != 'c':
				continue // the county above it is counted
			default:
				counts = append(counts, fmt.Sprintf("%s:%s=%d", facet[c.Field], t.Value[1:], t.N))
			}
		}
	}
	fmt.Fprintf(w, "%d\t%d\t%s\t%s\n", id, r.Total, strings.Join(hits, ","), strings.Join(counts, ","))
}

var facet = map[query.Field]string{query.Place: "county", query.Occupation: "occupation", query.Language: "langs"}
