package workload

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Comparison is what became of comparing answers.
type Comparison struct {
	Lines  int
	Differ int
	Kept   []Difference // the first of those that differ
	AtEdge int          // differ by people at the edge of a circle alone (Explain)
}

// Difference is two answers to one question: what each says of each thing. A thing that is not said is nothing.
type Difference struct {
	ID           int
	Ours, Theirs map[string]int
}

const kept = 200 // differences: more is another engine, not another rounding

// ErrAnswer is wrapped by what is wrong with a line that is no answer.
var ErrAnswer = errors.New("is no answer")

const longestAnswer = 64 << 20 // bytes of a line: a job may match most of ten million alerts

// CompareAlerts compares which alerts match each job.
func CompareAlerts(ours, theirs io.Reader) (Comparison, error) {
	return compare(ours, theirs, "job", alertAnswer)
}

// CompareSearches compares hits in all and counts; every engine has its own scores and order.
func CompareSearches(ours, theirs io.Reader) (Comparison, error) {
	return compare(ours, theirs, "query", searchAnswer)
}

// answer is a line: whom it is about, and what it says of each thing.
type answer struct {
	id   int
	says map[string]int
}

func compare(ours, theirs io.Reader, what string, read func([]string) (answer, error)) (c Comparison, err error) {
	left, right := lines(ours), lines(theirs)
	for left.Scan() {
		c.Lines++
		if !right.Scan() {
			return c, fmt.Errorf("line %d %w: there is none", c.Lines, errors.Join(ErrAnswer, right.Err()))
		}
		l, err := read(strings.Split(left.Text(), "\t"))
		if err != nil {
			return c, fmt.Errorf("our line %d %w", c.Lines, err)
		}
		r, err := read(strings.Split(right.Text(), "\t"))
		if err != nil {
			return c, fmt.Errorf("line %d %w", c.Lines, err)
		}
		if l.id != r.id {
			return c, fmt.Errorf("line %d %w to %s %d", c.Lines, ErrAnswer, what, l.id)
		}
		if d := (Difference{l.id, l.says, r.says}); !maps.Equal(d.Ours, d.Theirs) {
			if c.Differ++; c.Differ <= kept {
				c.Kept = append(c.Kept, d)
			}
		}
	}
	if right.Scan() {
		return c, fmt.Errorf("line %d %w: nobody asked", c.Lines+1, ErrAnswer)
	}
	return c, errors.Join(left.Err(), right.Err())
}

func lines(r io.Reader) *bufio.Scanner {
	s := bufio.NewScanner(r)
	s.Buffer(nil, longestAnswer)
	return s
}

// String names the question and the first thing, by name, that is said otherwise.
func (d Difference) String() string {
	for _, k := range d.things() {
		if d.Ours[k] != d.Theirs[k] {
			return fmt.Sprintf("%d: %s is %d, not %d", d.ID, strings.TrimSpace(k), d.Theirs[k], d.Ours[k])
		}
	}
	return fmt.Sprintf("%d: a count of nothing is said", d.ID)
}

func (d Difference) things() []string {
	all := maps.Clone(d.Ours)
	maps.Copy(all, d.Theirs)
	return slices.Sorted(maps.Keys(all))
}

// alertAnswer reads job and alerts.
func alertAnswer(cells []string) (a answer, err error) {
	if len(cells) != 2 {
		return a, fmt.Errorf("%w: %d columns, not 2", ErrAnswer, len(cells))
	}
	a.says = map[string]int{}
	if a.id, err = number(cells[0]); err != nil || cells[1] == "" {
		return a, err
	}
	last := -1
	for _, s := range strings.Split(cells[1], ",") {
		n, err := number(s)
		if err != nil {
			return a, err
		}
		if n <= last {
			return a, fmt.Errorf("%w: alerts do not ascend", ErrAnswer)
		}
		last = n
		a.says["alert "+s] = 1
	}
	return a, nil
}

const hitsInAll = " hits" // the space sorts it first

// searchAnswer reads query, hits, top and counts.
func searchAnswer(cells []string) (a answer, err error) {
	if len(cells) != 4 {
		return a, fmt.Errorf("%w: %d columns, not 4", ErrAnswer, len(cells))
	}
	a.says = map[string]int{}
	if a.id, err = number(cells[0]); err != nil {
		return a, err
	}
	if a.says[hitsInAll], err = number(cells[1]); err != nil {
		return a, err
	}
	top, err := pairs(cells[2], func(_, score string) error { _, err := strconv.ParseFloat(score, 64); return err })
	if err != nil {
		return a, err
	}
	if want := min(20, a.says[hitsInAll]); top != want {
		return a, fmt.Errorf("%w: %d at the top, not %d", ErrAnswer, top, want)
	}
	_, err = pairs(cells[3], func(name, count string) error {
		n, err := number(count)
		if a.says[name] != 0 {
			err = errors.New("twice")
		}
		a.says[name] = n
		return err
	})
	return a, err
}

func pairs(cell string, each func(name, value string) error) (n int, err error) {
	if cell == "" {
		return 0, nil
	}
	for _, p := range strings.Split(cell, ",") {
		name, value, ok := strings.Cut(p, "=")
		if !ok || each(name, value) != nil {
			return n, fmt.Errorf("%w: %.40q", ErrAnswer, p)
		}
		n++
	}
	return n, nil
}

func number(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%w: %.40q is no number", ErrAnswer, s)
	}
	return n, nil
}
